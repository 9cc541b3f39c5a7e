"""Papers say what is known and leave the rest blank, for whoever may see it; many are made by a job that can be given up."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.clock import now, today
from db.engines import Database
from db.models import Audit, Job, Mentee, MentorProfile, Pairing, PaperFile, Person, Unit
from documents.papers.fields import default_template, forms
from documents.safe import Upload
from matching.errors import Cancelled
from programme import exports, jobs, worker
from programme.access import Actor
from programme.errors import Conflict, Forbidden, Invalid, NotFound
from programme.papers import making, working
from programme.papers.drafts import Wanted, drafts
from programme.papers.office import name_office
from programme.papers.store import offer_template, put_template, take_back, templates
from programme.recordbook import keep, plans
from programme.usecase import look, perform
from tests.conftest import Staff
from tests.support.changing import leave, world_in_force
from tests.support.papers import template, text_of
from tests.support.signing import World, add_mentor

MANY = 300


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """甲 and 乙 with 王, 丙 with 李, all in force; jobs start no process."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    yield world_in_force(lite, staff)


def pairings_of(world: World) -> dict[str, int]:
    with world.database.read() as session:
        rows = select(Person.name, Pairing.id).join(Mentee, Mentee.person_id == Person.id)
        return dict(session.execute(rows.join(Pairing, Pairing.mentee_id == Mentee.id)).all())  # type: ignore[arg-type]


def fetched(world: World, who: str | Actor, form: str, ids: Any = (), of: int = 0) -> bytes:
    by = world.staff[who] if isinstance(who, str) else who
    offer = perform(world.database, by.id, making.offer_paper, form=form, ids=ids, of=of)
    file = exports.take(world.database, by.id, offer.token)
    assert file is not None
    return file.content


def values(world: World, wanted: Wanted, who: str = "officer") -> list[dict[str, Any]]:
    with world.database.read() as session:
        return [draft.values() for draft in drafts(session, world.staff[who], wanted)]


@pytest.mark.parametrize(
    "code", [code for code, form in forms().items() if form.about in ("pairing", "mentor", "record", "month")]
)
def test_every_form_of_a_pairing_or_a_mentor_fills_every_field_it_declares(world: World, code: str) -> None:
    ids = tuple(pairings_of(world).values()) if forms()[code].about != "mentor" else (world.mentors["王"],)
    fields = forms()[code].fields
    for found in values(world, Wanted(code, ids)):
        assert fields.plain.keys() | fields.lists.keys() <= found.keys()
        for name, row in fields.lists.items():
            assert all(row.keys() <= one.keys() for one in found[name])


@pytest.mark.parametrize("code", ["notice", "change_slip", "handover"])
def test_forms_of_schemes_and_changes_fill_every_field_they_declare(world: World, code: str) -> None:
    of = 1 if code == "notice" else leave(world, "王", note="按规定办理")
    fields = forms()[code].fields
    for found in values(world, Wanted(code, (), of)):
        assert found.keys() == fields.plain.keys() | fields.lists.keys()
        for name, row in fields.lists.items():
            assert all(row.keys() == one.keys() for one in found[name])


def test_an_agreement_names_both_sides_and_their_term(world: World) -> None:
    world.change(Person, world.mentors["王"], post="原副局长")
    said = text_of(fetched(world, "officer", "agreement", [pairings_of(world)["甲"]]))
    assert "甲方（导师）：王　澜州市农业农村局原副局长" in said
    assert "乙方（帮带对象）：甲　澜州市农业农村局" in said
    start = today() - timedelta(days=45)
    assert f"{start.year}年{start.month}月{start.day}日至2027年10月7日" in said


def test_several_papers_stand_one_after_another_in_the_order_asked_for(world: World) -> None:
    known = pairings_of(world)
    said = text_of(fetched(world, "officer", "plan", [known["丙"], known["甲"]]))
    assert said.count("帮带计划") == 2
    assert said.index("丙") < said.index("甲")


def test_a_name_that_looks_like_xml_stays_a_name(world: World) -> None:
    world.change(Person, world.mentors["王"], name="<w:p>&{{ x }}")
    assert "<w:p>&{{ x }}同志：" in text_of(fetched(world, "officer", "certificate", [world.mentors["王"]]))


def test_a_pool_exit_lists_whom_the_mentor_leads(world: World) -> None:
    (found,) = values(world, Wanted("pool_exit", (world.mentors["王"],)))
    assert [row["mentee"] for row in found["led"]] == ["甲", "乙"]
    assert (found["capacity"], found["load"]) == (2, 2)


def test_what_is_not_known_stays_blank_for_the_pen(world: World) -> None:
    (found,) = values(world, Wanted("graduation", (pairings_of(world)["甲"],)))
    assert (found["mentee_birth"], found["needs"], found["major"]) == ("", "", "")
    assert found["office"] == ""


def test_the_office_stands_under_its_papers(world: World) -> None:
    world.do("officer", name_office, name=" 中共澜州市委  组织部 ")
    assert "中共澜州市委 组织部（盖章）" in text_of(fetched(world, "officer", "certificate", [world.mentors["王"]]))
    with pytest.raises(Invalid, match="office_name_long"):
        world.do("officer", name_office, name="长" * 61)
    with pytest.raises(Forbidden):
        world.do("leader", name_office, name="x")


def test_a_change_slip_says_who_goes_who_follows_and_who_signed(world: World) -> None:
    change_id = leave(world, "王", note="按规定办理")
    said = text_of(fetched(world, "officer", "change_slip", (), change_id))
    for words in ("导师离任或暂停", "按规定办理", "离任（暂停）导师", "\n王\n", "离开工作岗位（退休）", "接续", "草稿"):
        assert words in said


def test_no_paper_says_that_a_mentor_is_ill_or_dead(world: World) -> None:
    said = text_of(fetched(world, "officer", "change_slip", (), leave(world, "王", ground="other")))
    assert "其他" in said and "病" not in said and "逝" not in said


def test_a_handover_has_one_sheet_for_each_pairing_that_moves(world: World) -> None:
    change_id = leave(world, "王")
    said = text_of(fetched(world, "officer", "handover", (), change_id))
    assert said.count("师徒帮带交接表") == 2 and said.count("导师离任") == 2
    assert "满1个月" in said
    assert text_of(fetched(world, "officer", "handover", [1], change_id)).count("师徒帮带交接表") == 1


def test_a_handover_tells_plan_stage_and_works_from_the_records_and_leaves_the_rest_to_the_pen(world: World) -> None:
    """甲 has two items of which one is done, a stage, a talk and a visit; 乙 has nothing."""
    pairing_id, day = pairings_of(world)["甲"], today()
    kept = {
        "talk": {"content": "家中的难处", "reflection": "心里踏实了"},
        "home_visit": {"village": "上河村", "households_visited": 3, "reflection": "先听后说", "problems_found": 2, "problems_solved": 1},
    }  # fmt: skip
    for kind, told in kept.items():
        world.do("officer", keep.add, pairing_id=pairing_id, values={"kind": kind, "happened_on": day, **told})
    for done_on, measure in ((day, "跟班学习"), (None, "独立办件" * 10)):
        item = {"goal": "business", "measure": measure, "due_on": date(2027, 3, 1), "done_on": done_on}
        world.do("officer", plans.add_item, pairing_id=pairing_id, values=item)
    world.do("officer", plans.enter_stage, pairing_id=pairing_id, stage="learning", entered_on=day, duty="收发文")
    one, other = values(world, Wanted("handover", (), leave(world, "王")))
    spoken = f"{day.year}年{day.month}月{day.day}日"
    assert (
        one["progress"]
        == "完成帮带计划事项1项（共2项）\n待办：工作业务：" + "独立办件" * 3 + "独立办…（2027年3月1日前）"
    )
    assert one["growth"] == f"{spoken}进入跟学阶段（收发文）\n体会：先听后说"
    counted = "帮带记录2次，其中谈心谈话1次，走访3户；尚有1个问题未解决"
    assert one["matters"] == f"{counted}\n{spoken}　走村入户（上河村）"
    assert (other["progress"], other["growth"], other["matters"]) == ("", "", "")


def test_the_notice_lists_the_pairs_that_are_public(world: World) -> None:
    said = text_of(fetched(world, "officer", "notice", (), 1))
    assert "拟确定以下3对师徒结对名单" in said
    assert "公示时间" not in said


def test_a_liaison_gets_papers_of_its_unit_only(world: World, staff: Staff) -> None:
    with world.database.write() as session:
        unit = Unit(name="丙的单位", kind="organ")
        session.add(unit)
        session.flush()
        session.get(Person, session.get(Mentee, world.mentees["丙"]).person_id).unit_id = unit.id
        key = unit.id
    liaison, known = staff("liaison", unit_id=key), pairings_of(world)
    said = text_of(fetched(world, liaison, "agreement", list(known.values())))
    assert said.count("师徒结对协议书") == 1 and "丙" in said
    with pytest.raises(Conflict, match="nothing_to_export"):
        fetched(world, liaison, "certificate", [world.mentors["王"]])


@pytest.mark.parametrize("role", ["inspector", "publicity", "sysadmin", "secadmin", "auditor"])
def test_who_may_not_export_gets_no_paper(world: World, staff: Staff, role: str) -> None:
    with pytest.raises(Forbidden):
        fetched(world, staff(role), "certificate", [world.mentors["王"]])


def test_nobody_to_make_a_paper_for_is_said(world: World) -> None:
    with pytest.raises(Conflict, match="nothing_to_export"):
        fetched(world, "officer", "agreement", [999])
    with pytest.raises(NotFound):
        fetched(world, "officer", "nothing", [1])


def test_each_paper_is_audited(world: World) -> None:
    fetched(world, "officer", "certificate", [world.mentors["王"]])
    with world.database.read() as session:
        rows = session.scalars(select(Audit).where(Audit.object == "paper:certificate")).all()
        assert [row.detail["ids"] for row in rows] == [[world.mentors["王"]]]


class Watch:
    """A pulse that remembers every share and gives up after so many."""

    def __init__(self, after: int = 10**9) -> None:
        self.shares: list[float] = []
        self.after = after

    def report(self, share: float, _stage: str = "") -> None:
        self.shares.append(share)

    def cancelled(self) -> bool:
        return len(self.shares) >= self.after


def three_hundred(world: World) -> list[int]:
    with world.database.write() as session:
        return [add_mentor(session, f"导师{number:03d}", 1, 1) for number in range(MANY)]


def started(world: World, ids: list[int], pack: str = "one", who: str = "officer") -> int:
    job = world.do(who, making.start_papers, form="certificate", ids=ids, pack=pack)
    world.change(Job, job, status="running")
    return int(job)


def test_three_hundred_papers_come_with_progress_after_each(world: World) -> None:
    job, watch = started(world, three_hundred(world)), Watch()
    working.compute(world.database, job, watch)  # type: ignore[arg-type]
    assert len(watch.shares) == MANY
    assert watch.shares == sorted(watch.shares) and 0 < watch.shares[0] < watch.shares[-1] <= 1
    kept = world.row(PaperFile, job)
    assert kept.name.startswith("聘任证书_300_") and kept.name.endswith(".docx")
    said = text_of(kept.content)
    assert [name for name in ("导师000", "导师299") if f"{name}同志：" in said] == ["导师000", "导师299"]
    assert said.count("特发此证") == MANY
    assert world.row(Job, job).status == "done"


def test_three_hundred_papers_can_be_given_up_halfway_and_leave_nothing(world: World) -> None:
    job, watch = started(world, three_hundred(world)), Watch(after=20)
    with pytest.raises(Cancelled):
        working.compute(world.database, job, watch)  # type: ignore[arg-type]
    assert len(watch.shares) == 20
    with world.database.read() as session:
        assert session.scalars(select(PaperFile)).all() == []


def test_the_worker_makes_papers_like_any_other_job(world: World) -> None:
    job = world.do("officer", making.start_papers, form="certificate", ids=list(world.mentors.values()))
    assert worker.run(world.database, job) == 0
    (told,) = making.my_papers(world.database, world.staff["officer"])
    assert (told.status, told.count, told.waits) == ("done", 3, True)


def test_a_zip_holds_one_file_for_each_with_names_that_no_system_refuses(world: World) -> None:
    world.change(Person, world.mentors["王"], name='王/..\\:*?"<>|')
    world.change(Person, world.mentors["李"], name="赵")
    job = started(world, list(world.mentors.values()), "zip")
    working.compute(world.database, job, Watch())  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(world.row(PaperFile, job).content)) as archive:
        names = archive.namelist()
        assert (
            names == ["001_王 .._聘任证书.docx", "002_赵_聘任证书.docx", "003_赵_聘任证书.docx"] or len(set(names)) == 3
        )
        assert not [name for name in names if set(name) & set('/\\:*?"<>|')]
        assert "赵同志：" in text_of(archive.read(names[1]))


def test_a_finished_file_is_its_makers_and_nobody_elses(world: World) -> None:
    job = started(world, list(world.mentors.values()))
    working.compute(world.database, job, Watch())  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="papers_gone"):
        world.do("colleague", making.offer_made, job_id=job)
    with pytest.raises(NotFound, match="papers_gone"):
        world.do("colleague", making.stop_papers, job_id=job)
    offer = world.do("officer", making.offer_made, job_id=job)
    assert exports.take(world.database, world.staff["officer"].id, offer.token) is not None
    assert making.my_papers(world.database, world.staff["colleague"]) == []


def test_a_job_that_is_stopped_keeps_nothing_even_if_its_process_goes_on(world: World) -> None:
    job = started(world, list(world.mentors.values()))
    world.do("officer", making.stop_papers, job_id=job)
    assert world.row(Job, job).status == "cancelled"
    with pytest.raises(Conflict):
        working.compute(world.database, job, Watch())  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="job_ended"):
        world.do("officer", making.stop_papers, job_id=job)


def test_what_nobody_fetched_for_a_day_is_cleared_away_by_the_next_job(world: World) -> None:
    first = started(world, list(world.mentors.values()))
    working.compute(world.database, first, Watch())  # type: ignore[arg-type]
    world.change(PaperFile, first, at=now() - timedelta(days=1, minutes=1))
    second = started(world, list(world.mentors.values()))
    working.compute(world.database, second, Watch())  # type: ignore[arg-type]
    with world.database.read() as session:
        assert session.scalars(select(PaperFile.job_id)).all() == [second]
    with pytest.raises(NotFound, match="papers_gone"):
        world.do("officer", making.offer_made, job_id=first)


def test_too_many_at_once_and_an_unknown_pack_are_refused(world: World) -> None:
    with pytest.raises(Invalid, match="papers_too_many"):
        world.do("officer", making.start_papers, form="certificate", ids=list(range(1001)))
    with pytest.raises(Invalid, match="not_in_list"):
        world.do("officer", making.start_papers, form="certificate", ids=[1], pack="rar")


def test_papers_may_take_longer_than_a_run() -> None:
    assert jobs.TIME_LIMITS["papers"] > jobs.TIME_LIMIT


def put(world: World, who: str, content: bytes, form: str = "certificate") -> int:
    return put_template(world.database, world.staff[who], form=form, upload=Upload("我的.docx", content))


def test_an_own_template_is_in_force_until_it_is_taken_back(world: World) -> None:
    ids = [world.mentors["王"]]
    first = put(world, "officer", template("= 第一版 {{ mentor }}"))
    second = put(world, "chief", template("= 第二版 {{ mentor }}"))
    assert text_of(fetched(world, "officer", "certificate", ids)) == "第二版 王"
    world.do("officer", take_back, template_id=second)
    assert text_of(fetched(world, "officer", "certificate", ids)) == "第一版 王"
    world.do("officer", take_back, template_id=first)
    assert "特发此证" in text_of(fetched(world, "officer", "certificate", ids))
    with pytest.raises(Conflict, match="template_gone"):
        world.do("officer", take_back, template_id=first)


def test_a_template_with_an_unknown_placeholder_is_refused_by_name_and_nothing_changes(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        put(world, "officer", template("= {{ mentr }}"))
    assert caught.value.code == "template_unknown"
    assert caught.value.data == {"file": "我的.docx", "names": "mentr (→ mentor)"}
    state = look(world.database, world.staff["officer"], templates)
    assert [one.form for one in state if one.own_id] == []


def test_who_put_a_template_in_place_is_shown_and_audited(world: World) -> None:
    key = put(world, "chief", template("= {{ mentor }}"))
    state = {one.form: one for one in look(world.database, world.staff["officer"], templates)}
    assert (state["certificate"].own_id, state["certificate"].by) == (key, world.staff["chief"].name)
    assert state["agreement"].own_id is None
    with world.database.read() as session:
        told = session.scalars(select(Audit).where(Audit.object == "template:certificate")).one()
        assert told.detail["act"] == "put" and len(told.detail["digest"]) == 64


@pytest.mark.parametrize("who", ["leader"])
def test_templates_are_the_offices_own_matter(world: World, staff: Staff, who: str) -> None:
    for actor in (world.staff[who], staff("liaison")):
        with pytest.raises(Forbidden):
            put_template(world.database, actor, form="certificate", upload=Upload("a.docx", template("= x")))


def test_the_template_in_force_and_the_default_can_both_be_fetched(world: World) -> None:
    own = template("= {{ mentor }}")
    put(world, "officer", own)
    found = []
    for default in (False, True):
        offer = world.do("officer", offer_template, form="certificate", default=default)
        file = exports.take(world.database, world.staff["officer"].id, offer.token)
        assert file is not None
        found.append(file.content)
    assert found == [own, default_template("certificate")]


def test_a_mentor_out_of_the_pool_still_gets_the_paper_of_the_exit(world: World) -> None:
    world.change(MentorProfile, world.mentors["赵"], status="left", status_reason="left_post", status_on=today())
    (found,) = values(world, Wanted("pool_exit", (world.mentors["赵"],)))
    assert (found["status"], found["status_reason"], found["led"]) == ("已出库", "离开工作岗位", [])
