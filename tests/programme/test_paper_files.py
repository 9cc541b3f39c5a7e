"""How complete papers are, by hand; archives hold what is on record and nobody else's; the report's figures are those of the rows."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from db.engines import Database
from db.models import Certificate, Job, Mentee, MenteeNeed, PaperFile, Person, ReviewRound, Unit
from matching.errors import Cancelled
from programme import exports
from programme.errors import Conflict, Forbidden, Invalid
from programme.papers import archive as archives
from programme.papers import making, working
from programme.papers.completeness import by_form, by_unit, cell, completeness, owed_months
from programme.papers.report import report_values
from programme.papers.report_facts import facts, last_months
from programme.recordbook import plans
from programme.recordbook.in_force import Span
from tests.conftest import Staff
from tests.support.papers import text_of
from tests.support.record_world import RecordWorld
from tests.support.review_world import file, opened, review_world, set_day

ON = date(2026, 11, 10)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    """The world of reviews on 10 November 2026; jobs start no process."""
    set_day(monkeypatch, ON)
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return review_world(lite, staff)


def october(world: RecordWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """October opened and the review of 甲 filed on its last day; then it is November again."""
    set_day(monkeypatch, date(2026, 10, 31))
    opened(world)
    file(world, "甲")
    set_day(monkeypatch, ON)


def cells(world: RecordWorld, who: str = "officer") -> dict[str, Any]:
    """{mentee: row with a cell for each form}."""
    found = world.see(completeness, who, cohort_id=world.cohort_id, on=ON)
    return {row["mentee"]: row for row in found.to_dict("records")}


def test_states_follow_from_the_figures() -> None:
    assert cell(0, 0, 0, 0).state == "not_due"
    assert cell(0, 1, 0, 0).state == "missing"
    assert cell(1, 3, 1, 0).state == "partial"
    assert [cell(3, 3, 5, made).state for made in (0, 4, 5)] == ["ready", "ready", "filed"]
    assert cell(0, 0, 2, 2).state == "filed"


def test_months_are_owed_only_while_a_pairing_was_in_force_for_the_whole_of_them() -> None:
    assert owed_months([Span(date(2026, 1, 5), date(2026, 6, 1))], ON) == {
        f"2026-{month:02d}" for month in (2, 3, 4, 5)
    }
    assert owed_months([Span(date(2026, 9, 1))], ON) == {"2026-09", "2026-10"}
    assert owed_months([Span(date(2026, 10, 31))], ON) == set()
    assert owed_months([], ON) == set()


def test_logs_count_by_months_and_a_young_pairing_owes_none_yet(world: RecordWorld) -> None:
    """甲 in force since 5 January owes February to October; 乙 rested from June on; 戊 began on 31 October."""
    for month in (1, 2, 2, 5):
        world.add(happened_on=date(2026, month, 6))
    world.add(happened_on=date(2026, 11, 2))
    found = cells(world)
    one = found["甲"]["log"]
    assert (one.state, one.have, one.owed, one.sheets, one.lacks) == ("partial", 2, 9, 5, "months")
    assert (found["乙"]["log"].state, found["乙"]["log"].owed) == ("missing", 4)
    assert found["戊"]["log"].state == "not_due"
    assert found["甲"]["talk"].state == "missing"


def test_a_plan_is_due_after_thirty_days_and_whole_with_four_goals(world: RecordWorld) -> None:
    found = cells(world)
    assert (found["甲"]["plan"].state, found["甲"]["plan"].lacks) == ("missing", "no_plan")
    assert found["戊"]["plan"].state == "not_due"
    key = world.pairings["甲"]
    world.do(plans.save_plan, pairing_id=key, seen_version=0, agreed_on=date(2026, 1, 9))
    for goal in ("politics", "business", "profession"):
        told = {"goal": goal, "transfer": "", "gap": "", "measure": "学", "due_on": date(2026, 12, 1)}
        world.do(plans.add_item, pairing_id=key, values=told)
    one = cells(world)["甲"]["plan"]
    assert (one.state, one.have, one.owed, one.lacks) == ("partial", 3, 4, "goals")
    told["goal"] = "ways"
    world.do(plans.add_item, pairing_id=key, values=told)
    assert cells(world)["甲"]["plan"].state == "ready"


def test_reviews_are_owed_once_their_month_is_due(world: RecordWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """October was due on 5 November; 乙 is excused."""
    october(world, monkeypatch)
    found = cells(world)
    assert {name: row["monthly"].state for name, row in found.items()} == {
        "甲": "ready", "乙": "not_due", "丙": "not_due", "丁": "missing", "戊": "missing", "己": "not_due",
    }  # fmt: skip


def test_what_was_made_since_is_filed_until_more_comes(world: RecordWorld) -> None:
    with world.database.write() as session:
        for key in (world.people["王"], world.people["李"]):
            session.get(Person, key).post = "局长"
        entry = session.get(Mentee, world.mentees["甲"])
        session.get(Person, entry.person_id).post = "科员"
        session.add(MenteeNeed(mentee_id=entry.id, rank=1, term_id=1))
    assert cells(world)["甲"]["agreement"].state == "ready"
    world.do(making.offer_paper, form="agreement", ids=[world.pairings["甲"]])
    assert cells(world)["甲"]["agreement"].state == "filed"
    one = cells(world)["丁"]["agreement"]
    assert (one.state, one.have, one.lacks) == ("partial", 0, "needs")


def test_the_certificate_is_the_mentors_and_counts_while_its_term_runs(world: RecordWorld) -> None:
    def issue(name: str, until: date, number: int) -> None:
        told = {
            "year": 2026,
            "number": number,
            "starts_on": date(2026, 1, 1),
            "ends_on": until,
            "issued_on": date(2026, 1, 1),
        }
        with world.database.write() as session:
            session.add(Certificate(person_id=world.people[name], by_id=world.staff["officer"].id, **told))

    issue("王", date(2026, 10, 31), 1)
    issue("李", date(2027, 12, 31), 2)
    found = cells(world)
    assert (found["甲"]["certificate"].state, found["甲"]["certificate"].lacks) == ("partial", "term_over")
    assert found["丁"]["certificate"].state == "ready"


def test_graduation_is_owed_at_the_end_and_the_sums_by_form_and_unit_agree(world: RecordWorld) -> None:
    found = world.see(completeness, cohort_id=world.cohort_id, on=ON)
    rows = {row["mentee"]: row["graduation"].state for row in found.to_dict("records")}
    assert rows["丙"] == "ready" and rows["甲"] == "not_due"
    forms, units = by_form(found).set_index("form"), by_unit(found)
    assert forms.sum(axis=1).unique().tolist() == [len(found)]
    for form in ("plan", "log", "graduation"):
        owed = len(found) - forms.loc[form, "not_due"]
        assert units[f"{form}_owed"].sum() == owed
        assert units[form].sum() == forms.loc[form, ["filed", "ready"]].sum()
    assert units["unit"].tolist() == ["市财政局", "青坞镇"]


def test_a_liaison_sees_the_completeness_of_its_mentees_alone(world: RecordWorld) -> None:
    assert set(cells(world, "liaison")) == {"乙", "丙", "丁", "戊", "己"}


def archive(world: RecordWorld, who: str = "officer", **asked: Any) -> zipfile.ZipFile:
    """The bundle as its job makes it."""
    job = world.do(making.start_archive, who, **asked)
    with world.database.write() as session:
        session.get(Job, job).status = "running"
    working.compute(world.database, job, Watch())  # type: ignore[arg-type]
    return zipfile.ZipFile(io.BytesIO(world.row(PaperFile, job).content))


class Watch:
    """A pulse that gives up after so many reports."""

    def __init__(self, after: int = 10**9) -> None:
        self.heard, self.after = 0, after

    def report(self, _share: float, _stage: str = "") -> None:
        self.heard += 1

    def cancelled(self) -> bool:
        return self.heard >= self.after


def person_of(world: RecordWorld, name: str) -> int:
    return int(world.row(Mentee, world.mentees[name]).person_id)


def test_the_archive_of_a_mentee_has_contents_forms_in_order_and_a_workbook(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    october(world, monkeypatch)
    world.add(happened_on=date(2026, 10, 2), title="征地谈判", content="=1+1")
    world.add(kind="talk", happened_on=date(2026, 10, 3))
    world.do(plans.enter_stage, pairing_id=world.pairings["甲"], stage="learning", entered_on=date(2026, 1, 5))
    found = archive(world, form="archive_mentee", ids=[person_of(world, "甲")])
    assert found.namelist() == [
        "00_导师帮带工作档案目录.docx", "01_师徒结对协议书.docx", "02_帮带日志.docx", "03_谈心谈话记录表.docx",
        "04_月度评价表.docx", "05_帮带台账.xlsx",
    ]  # fmt: skip
    contents = text_of(found.read("00_导师帮带工作档案目录.docx"))
    assert "未登记，未附" in contents and "02_帮带日志.docx" in contents
    assert contents.index("结对生效") < contents.index("进入跟学阶段")
    book = load_workbook(io.BytesIO(found.read("05_帮带台账.xlsx")))
    assert book.sheetnames == ["帮带记录", "成长轨迹", "月度点评"]
    sheet = book["帮带记录"]
    rows = list(sheet.iter_rows(4, values_only=True))
    assert [row[1] for row in rows] == ["2026.10.02", "2026.10.03"]
    assert rows[0][6] == "=1+1" and sheet.cell(4, 7).data_type == "s"


def test_the_archive_of_a_mentor_holds_the_measures_for_everybody_he_led(world: RecordWorld) -> None:
    world.add(happened_on=date(2026, 10, 2))
    world.add("乙", happened_on=date(2026, 2, 3))
    found = archive(world, form="archive_mentor", ids=[world.people["王"]])
    log = next(name for name in found.namelist() if "帮带日志" in name)
    said = text_of(found.read(log))
    assert said.count("帮带日志") >= 2 and "甲" in said and "乙" in said


def test_a_cohorts_archives_have_a_folder_for_each_with_safe_names(world: RecordWorld) -> None:
    with world.database.write() as session:
        session.get(Person, person_of(world, "甲")).name = "../甲:*" + "长" * 60
        session.get(Unit, world.units["市财政局"]).name = "市财政局" + "下属事业单位" * 12
    found = archive(world, form="archive_cohort", of=world.cohort_id)
    folders = list(dict.fromkeys(name.split("/")[0] for name in found.namelist()))
    assert len(folders) == 6 and folders[0].startswith("001_市财政局")
    assert all(len(part.encode()) <= 255 for name in found.namelist() for part in name.split("/"))
    assert all(".." not in name.split("/") and not set(name) & set('\\:*?"<>|') for name in found.namelist())
    assert all(name.count("/") == 1 for name in found.namelist())


def test_archives_are_of_ones_own_unit_and_can_be_given_up(world: RecordWorld, staff: Staff) -> None:
    found = archive(world, "liaison", form="archive_cohort", of=world.cohort_id)
    assert len({name.split("/")[0] for name in found.namelist()}) == 5
    with pytest.raises(Conflict, match="nothing_to_export"):
        world.do(making.start_archive, "liaison", form="archive_mentee", ids=[person_of(world, "甲")])
    job = world.do(making.start_archive, form="archive_cohort", of=world.cohort_id)
    with world.database.write() as session:
        session.get(Job, job).status = "running"
    watch = Watch(after=2)
    with pytest.raises(Cancelled):
        working.compute(world.database, job, watch)  # type: ignore[arg-type]
    assert watch.heard == 2 and world.rows(PaperFile, job_id=job) == []
    with pytest.raises(Invalid, match="not_in_list"):
        world.do(making.start_archive, form="archive_all")
    world.staff["inspector"] = staff("inspector")
    with pytest.raises(Forbidden):
        world.do(making.start_archive, "inspector", form="archive_cohort", of=world.cohort_id)


def test_more_archives_than_a_bundle_holds_are_refused(world: RecordWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "HOLDERS", 5)
    with pytest.raises(Invalid, match="archives_too_many"):
        world.do(making.start_archive, form="archive_cohort", of=world.cohort_id)


def test_a_large_cohort_is_made_volume_by_volume_and_nobody_is_in_two(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "HOLDERS", 5)
    monkeypatch.setattr(archives, "VOLUME", 4)
    volumes = world.see(archives.cohort_archives, cohort_id=world.cohort_id)
    assert [count for _first, _last, count in volumes] == [4, 2]
    people = []
    for number in (1, 2):
        found = archive(world, form="archive_cohort", of=world.cohort_id, volume=number)
        folders = dict.fromkeys(name.split("/")[0] for name in found.namelist())
        people += [re.split("[_-]", folder) for folder in folders]
    assert [number for number, *_rest in people] == [f"{place:03}" for place in range(1, 7)]
    assert {names[-1] for names in people} == set(world.pairings)


def report(world: RecordWorld, who: str = "officer") -> dict[str, Any]:
    found: dict[str, Any] = world.see(report_values, who, cohort_id=world.cohort_id)
    return found


def test_the_report_counts_scale_and_coverage_as_the_rows_do(world: RecordWorld) -> None:
    """Six pairings: 甲 丁 戊 in force, 乙 rests, 丙 graduated, 己 ended; two mentors with three seats each who lead 2 and 2."""
    told = report(world)
    assert "在库导师2人" in told["scale"] and "可带6人，在带4人，名额使用率66.7%" in told["scale"]
    assert "帮带对象6人，分布在2个单位" in told["scale"]
    assert "累计结成师徒6对，目前在帮带4对（其中暂停1对、期满待鉴定0对）" in told["coverage"]
    kinds = {row["name"]: (row["mentees"], row["mentors"]) for row in told["kinds"]}
    assert kinds == {"机关": (1, 2), "乡镇（街道）": (5, 0)}
    assert sum(row["mentees"] for row in told["counties"]) == 6


def test_the_report_counts_records_visits_and_reviews(world: RecordWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    october(world, monkeypatch)
    world.add(happened_on=date(2026, 10, 2), methods=["case_teaching", "demonstration"])
    world.add(kind="talk", happened_on=date(2026, 3, 5))
    visit = {
        "village": "上岚村",
        "households_visited": 12,
        "households_total": 48,
        "problems_found": 3,
        "problems_solved": 2,
    }
    world.add(kind="home_visit", happened_on=date(2026, 11, 9), **visit)
    told = report(world)
    assert "登记帮带记录3次，其中谈心谈话1次" in told["process"]
    assert "以案说案1次、现身说法1次、总结说理0次" in told["process"]
    assert "补录2次，占66.7%" in told["process"]
    assert told["visits"] == "走村入户记录1次，走访12户次，覆盖1个村（社区）；发现问题3个，解决2个。"
    assert "已到期1期，应评3人次，按时完成1人次" in told["reviews"]
    november = told["months"][-1]
    assert (november["month"], november["logs"], november["talks"], november["households"]) == ("2026年11月", 1, 0, 12)
    march = next(row for row in told["months"] if row["month"] == "2026年3月")
    assert (march["pairs"], march["talks"]) == (4, 1)
    # One record in each of three months: each is the fullest, the others have no bar.
    assert {row["month"]: row["bar"] for row in told["months"] if row["bar"]} == dict.fromkeys(
        ("2026年3月", "2026年10月", "2026年11月"), "■" * 8
    )


def test_reviews_that_are_not_due_yet_are_neither_counted_nor_called_late(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    october(world, monkeypatch)
    with world.database.write() as session:
        session.execute(update(ReviewRound).values(due_on=ON))
    told = report(world)
    assert told["reviews"] == "尚无到期的月度点评。"
    assert {row["on_time"] for row in told["months"]} == {"—"}
    assert not any("点评" in row["text"] for row in told["problems"])


def test_the_report_names_problems_only_where_figures_show_them(world: RecordWorld) -> None:
    """甲 and 丁 have nothing recorded in sixty days; 戊 began too lately to be silent."""
    said = [row["text"] for row in report(world)["problems"]]
    assert any("有2对在帮带师徒近60天没有登记任何帮带记录" in text for text in said)
    assert not any("点评" in text for text in said)
    for name in ("甲", "丁"):
        world.add(name, happened_on=date(2026, 11, 1))
    said = [row["text"] for row in report(world)["problems"]]
    assert not any("没有登记" in text for text in said)


def test_shares_of_fewer_than_three_people_are_not_told(world: RecordWorld) -> None:
    told = report(world)
    assert [row["value"] for row in told["lines"]] == ["—", "—", "—"]
    assert [row["line"] for row in told["lines"]] == ["80%", "20%", "0"]
    assert "个月）" not in told["growth"]


def test_a_liaisons_report_is_about_its_unit(world: RecordWorld) -> None:
    found = world.see(facts, "liaison", cohort_id=world.cohort_id, on=ON)
    assert len(found.people) == 5 and set(found.people["unit"]) == {"青坞镇"}
    assert "帮带对象5人，分布在1个单位" in report(world, "liaison")["scale"]


def test_the_last_months_end_with_the_present_one_over_the_turn_of_the_year() -> None:
    assert last_months(date(2026, 2, 3))[-3:] == ["2025-12", "2026-01", "2026-02"]
    assert len(last_months(ON)) == 12


def test_the_report_as_word_says_its_day(world: RecordWorld) -> None:
    by = world.staff["officer"]
    offer = world.do(making.offer_paper, form="city_report", of=world.cohort_id)
    file = exports.take(world.database, by.id, offer.token)
    assert file is not None
    said = text_of(file.content)
    assert "关于2026年批次“导师帮带制”情况的报告" in said and "（数据截至2026年11月10日）" in said
    assert "六、下一步打算" in said and "（盖章）" in said


@pytest.mark.both_engines
def test_figures_are_the_same_on_both_engines(
    database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_day(monkeypatch, ON)
    world = review_world(database, staff)
    for day in (date(2026, 2, 6), date(2026, 2, 7), date(2026, 10, 6)):
        world.add(happened_on=day)
    one = cells(world)["甲"]["log"]
    assert (one.have, one.owed, one.sheets) == (2, 9, 3)
    assert "登记帮带记录3次" in report(world)["process"]
