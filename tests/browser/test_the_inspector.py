"""The inspector's check without calling anybody: who decided a pairing, when, on which grounds, what was changed since."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from db.models import Account, Audit, Mentee, Pairing, Person, Scheme
from programme import pairings, signoff
from programme.usecase import perform
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import clicks, rest, start_counting

# The person, two tabs; the search is opened by its key.
CLICKS = 3
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the_inspector")]


def signed(city: Site) -> tuple[str, str]:
    """Sign and confirm the city's draft and end the notice early; the name of one mentee that nobody shares, and the mentor's."""
    with city.database.read() as session:
        staff = {row.role: row.id for row in session.scalars(select(Account))}
        scheme = session.scalars(select(Scheme.id).where(Scheme.status == "draft")).one()
    for act, role in (("propose", "officer"), ("approve", "chief"), ("confirm", "officer")):
        with city.database.read() as session:
            version = session.get_one(Scheme, scheme).version
        perform(city.database, staff[role], getattr(signoff, act), scheme_id=scheme, seen_version=version)
    with city.database.read() as session:
        seen = dict(session.execute(select(Pairing.id, Pairing.version).where(Pairing.scheme_id == scheme)).all())
    perform(city.database, staff["officer"], pairings.bring_into_force, seen=seen, early_reason="会议决定提前生效")
    mentor, mentee = Person.__table__.alias(), Person.__table__.alias()
    with city.database.read() as session:
        rows = session.execute(
            select(mentee.c.name, mentor.c.name)
            .select_from(Pairing)
            .join(Mentee, Mentee.id == Pairing.mentee_id)
            .join(mentee, mentee.c.id == Mentee.person_id)
            .join(mentor, mentor.c.id == Pairing.mentor_id)
            .where(Pairing.scheme_id == scheme)
        ).all()
        names = session.scalars(select(Person.name)).all()
    return next((one, other) for one, other in sorted(rows) if names.count(one) == 1)


def entries(city: Site) -> int:
    """How many acts stand in the log, sign-ins aside."""
    with city.database.read() as session:
        rows = select(func.count()).select_from(Audit).where(Audit.action.not_in(("sign_in", "sign_out")))
        return int(session.scalar(rows) or 0)


def test_the_inspector_answers_from_the_page_of_one_person_and_changes_nothing(city: Site, somebody: Somebody) -> None:
    name, mentor = signed(city)
    page, before = somebody("inspector"), entries(city)
    start_counting(page)
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.locator(".st-key-found").get_by_role("link", name=name).click()
    page.get_by_role("tab", name="结对与依据").click()
    rest(page)
    decision, since = page.locator(".st-key-person-decision"), page.locator(".st-key-person-since")
    for told in (mentor, "由谁决定", "已批准", "依据", "系统推荐", "匹配度"):
        expect(decision).to_contain_text(told)
    for told in ("此后的变动", "生效", "会议决定提前生效"):
        expect(since).to_contain_text(told)
    page.get_by_role("tab", name="日志").click()
    rest(page)
    expect(page.get_by_role("tabpanel", name="日志").locator("[data-testid=stDataFrame]")).to_be_visible()
    assert page.get_by_role("button", name="登记、更正").count() == 0
    assert entries(city) == before
    assert clicks(page) == CLICKS
