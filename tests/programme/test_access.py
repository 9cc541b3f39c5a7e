"""Rights below the pages: every role against every use case, against a table that is written down here by hand."""

import pkgutil
from importlib import import_module

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import programme
from db.engines import Database
from db.models import ROLES, Account, Audit
from db.queries.viewer import reads
from programme.access import GRANTS, READS, Action, Actor, require
from programme.errors import Forbidden
from programme.usecase import REGISTER, look, perform, use_case
from tests.conftest import Staff

# What each role may do, from the roles of the product, letter by letter in the order of the columns; o: everybody.
COLUMNS = ("manage_cohorts", "import_roster", "edit_pool", "confirm_mentor", "edit_rules", "run_scheme", "adjust", "propose",
           "approve", "sign", "confirm", "keep_records", "export", "manage_words", "manage_accounts", "verify_audit", "own_account")  # fmt: skip
TABLE = {
    "officer":    "xxxxxxxx..xxxx..x",
    "chief":      "xxxxxxxxx.xxxx..x",
    "leader":     "........xx..x...x",
    "publicity":  "...x............x",
    "liaison":    "...........xx...x",
    "inspector":  "...............xx",
    "sysadmin":   "................x",
    "secadmin":   "..............x.x",
    "auditor":    "...............xx",
}  # fmt: skip
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")


def every_use_case() -> dict[str, Action]:
    """name -> action, with every module of the programme loaded."""
    for module in pkgutil.walk_packages(programme.__path__, "programme."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return {name: entry.action for name, entry in sorted(REGISTER.items()) if not name.startswith("tests.")}


USE_CASES = every_use_case()


def allowed(role: str, action: str) -> bool:
    """Whether the table of this file lets a role do something."""
    return TABLE[role][COLUMNS.index(action)] == "x"


def test_the_table_of_this_file_knows_every_role_and_every_action() -> None:
    assert set(TABLE) == set(ROLES) == set(GRANTS) == set(READS)
    assert set(COLUMNS) == {action.value for action in Action}


def answer(role: str, name: str) -> type[Exception] | None:
    """What a role gets from a use case that is called with an argument that none takes."""
    try:
        REGISTER[name].run(None, Actor(1, role, role, role, unit_id=1), an_argument_that_none_takes=True)
    except (TypeError, Forbidden) as refused:
        return type(refused)
    return None


@pytest.mark.parametrize("role", ROLES)
def test_a_role_passes_the_guard_of_a_use_case_exactly_where_the_table_says(role: str) -> None:
    """A use case that lets somebody in complains of the argument and does nothing."""
    assert len(USE_CASES) > 200
    expected = {name: TypeError if allowed(role, action.value) else Forbidden for name, action in USE_CASES.items()}
    assert {name: answer(role, name) for name in USE_CASES} == expected


@pytest.mark.parametrize("role", ROLES)
def test_every_refusal_leaves_a_row_in_the_log_and_nothing_else(role: str, lite: Database, staff: Staff) -> None:
    actor = staff(role)
    refused = [name for name, action in USE_CASES.items() if not allowed(role, action.value)]
    for name in refused:
        with pytest.raises(Forbidden):
            perform(lite, actor.id, REGISTER[name].run)
    with lite.read() as session:
        rows = session.execute(
            select(Audit.account_id, Audit.outcome, Audit.action, Audit.detail).order_by(Audit.seq)
        ).all()
    assert [row[:2] for row in rows] == [(actor.id, "refused")] * len(refused)
    assert [row.action for row in rows] == [USE_CASES[name].value for name in refused]
    assert {row.detail["reason"] for row in rows} <= {"role"}


def test_what_is_not_a_use_case_cannot_be_performed(lite: Database, staff: Staff) -> None:
    with pytest.raises(TypeError, match="not a use case"):
        perform(lite, staff("officer").id, lambda session, by: None)


def test_an_account_that_is_disabled_or_unknown_does_nothing(lite: Database, staff: Staff) -> None:
    actor = staff("officer")
    with lite.write() as session:
        session.get_one(Account, actor.id).disabled = True
    for account_id in (actor.id, 999):
        with pytest.raises(Forbidden) as refusal:
            perform(lite, account_id, REGISTER["cohorts.create"].run)
        assert refusal.value.code == "account"
    with lite.read() as session:
        assert list(session.scalars(select(Audit.account_id).order_by(Audit.seq))) == [actor.id, None]


def test_a_role_that_was_taken_away_a_moment_ago_is_gone(lite: Database, staff: Staff) -> None:
    actor = staff("officer")
    with lite.write() as session:
        session.get_one(Account, actor.id).role = "leader"
    with pytest.raises(Forbidden):
        perform(lite, actor.id, REGISTER["cohorts.create"].run)


def test_a_liaison_stays_in_the_own_unit(lite: Database) -> None:
    liaison = Actor(1, "l", "l", "liaison", unit_id=7)
    require(liaison, Action.EXPORT, unit_id=7)
    with pytest.raises(Forbidden) as refusal:
        require(liaison, Action.EXPORT, unit_id=8)
    assert refusal.value.code == "unit"


def test_only_a_liaison_is_held_to_a_unit_and_must_have_one(lite: Database, staff: Staff) -> None:
    liaison = staff("liaison")
    assert liaison.viewer.unit_id == liaison.unit_id is not None
    assert Actor(1, "o", "o", "officer", unit_id=7).viewer.unit_id is None
    with pytest.raises(IntegrityError, match="scope"), lite.write() as session:
        session.get_one(Account, liaison.id).unit_id = None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("area", ["programme", "relations", "accounts", "audit", "system", None])
def test_a_read_model_is_shown_to_those_whose_area_it_is_and_a_refusal_is_written_down(
    role: str, area: str | None, lite: Database, staff: Staff
) -> None:
    def query(session: object, viewer: object) -> str:
        return "rows"

    marked = reads(area)(query) if area else query
    readable = {
        "programme": set(ROLES) - set(ADMINISTRATORS),
        "relations": {"officer", "chief", "liaison"},
        "accounts": {"secadmin"},
        "audit": {"auditor", "inspector"},
        "system": {"sysadmin"},
        None: set(),
    }
    actor = staff(role)
    if role in readable[area]:
        assert look(lite, actor, marked) == "rows"
    else:
        with pytest.raises(Forbidden):
            look(lite, actor, marked)
    with lite.read() as session:
        rows = session.execute(select(Audit.account_id, Audit.action, Audit.object, Audit.outcome)).all()
    assert rows == ([] if role in readable[area] else [(actor.id, "look", "query", "refused")])


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_the_three_administrators_touch_no_business(role: str) -> None:
    business = set(COLUMNS) - {"manage_accounts", "verify_audit", "own_account"}
    assert not {action.value for action in GRANTS[role]} & business
    assert "programme" not in READS[role]


def test_no_two_administrators_share_a_right_or_an_area() -> None:
    for one in ADMINISTRATORS:
        for other in ADMINISTRATORS:
            if one != other:
                assert not GRANTS[one] & GRANTS[other]
                assert not READS[one] & READS[other]


def test_a_use_case_is_guarded_before_its_first_line_runs() -> None:
    ran = []

    @use_case(Action.APPROVE)
    def approve(session: object, by: Actor) -> None:
        ran.append(by)

    try:
        with pytest.raises(Forbidden):
            approve(None, Actor(1, "o", "o", "officer"))  # type: ignore[arg-type]
        approve(None, Actor(1, "c", "c", "chief"))  # type: ignore[arg-type]
    finally:
        REGISTER.pop(next(name for name in REGISTER if name.endswith("approve") and "test" in name))
    assert [actor.role for actor in ran] == ["chief"]
