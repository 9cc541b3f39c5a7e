"""Words, units and the dialects of places on screen: add, rename, synonyms, merge, with counts of use."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import PlaceDialect, Term, TermAlias, Unit
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.screen import button, on_database, open_page, said

PAGE = "manage/words.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The seed vocabulary, two units, one mentor and one mentee."""
    world = small_pool(lite, staff("officer"))
    with on_database(lite, monkeypatch):
        yield world


def show(world: World, kind: str = "expertise", locale: str = "en", **picked: object) -> AppTest:
    screen = open_page(world.by, PAGE, locale=locale, words_list=kind)
    for key, value in picked.items():
        screen.query_params[key] = str(value)
    screen.run()
    assert not screen.exception
    return screen


def widget(widgets: object, ending: str) -> object:
    (found,) = [one for one in widgets if str(one.key).endswith(ending)]  # type: ignore[attr-defined]
    return found


def test_a_list_shows_synonyms_and_how_often_each_word_is_used(world: World) -> None:
    table = show(world).dataframe[0].value.set_index("name")
    assert table.loc["群众工作", ["held", "wanted"]].tolist() == [1, 1]
    assert "群工" in table.loc["群众工作", "synonyms"]
    assert len(show(world, "dialect").dataframe[0].value) == 22
    assert len(show(world, "field").dataframe[0].value) == 8


def test_a_word_is_added(world: World) -> None:
    screen = show(world, term="new")
    widget(screen.text_input, "-name").set_value("招商引资")  # type: ignore[attr-defined]
    widget(screen.text_area, "-aliases").set_value("招商\n园区招商")  # type: ignore[attr-defined]
    button(screen, "Add").click().run()
    assert not screen.exception
    (term,) = world.rows(Term, name="招商引资")
    assert {row.alias for row in world.rows(TermAlias, term_id=term.id)} == {"招商", "园区招商"}


def test_a_word_that_means_something_already_is_refused_in_chinese(world: World) -> None:
    screen = show(world, locale="zh-CN", term="new")
    widget(screen.text_input, "-name").set_value("群工")  # type: ignore[attr-defined]
    button(screen, "新增").click().run()
    assert "“群工”已经指“群众工作”" in said(screen)


def test_a_word_is_merged_into_another_from_its_panel(world: World) -> None:
    keep, gone = world.term("expertise", "mass_work"), world.term("expertise", "land_acquisition")
    screen = show(world, term=keep)
    screen.selectbox(f"term-{keep}-gone").set_value(gone)
    button(screen, "Merge into 群众工作").click().run()
    assert not screen.exception
    assert world.row(Term, gone).active == 0
    assert screen.dataframe[0].value.set_index("name").loc["征地拆迁", "offered"] == "no"


def test_a_unit_is_added_and_found_by_its_other_name(world: World) -> None:
    screen = show(world, "unit", unit="new")
    widget(screen.text_input, "-name").set_value("市水利局")  # type: ignore[attr-defined]
    widget(screen.selectbox, "-county").set_value("市直")  # type: ignore[attr-defined]
    widget(screen.text_area, "-aliases").set_value("水利局")  # type: ignore[attr-defined]
    button(screen, "Add").click().run()
    assert not screen.exception
    assert world.rows(Unit, name="市水利局")[0].position == 3
    screen.text_input("unit_search").set_value("水利局").run()
    assert screen.dataframe[0].value["name"].tolist() == ["市水利局"]


def test_a_unit_is_renamed(world: World) -> None:
    screen = show(world, "unit", unit=world.finance)
    widget(screen.text_input, "-name").set_value("市财政和国资局")  # type: ignore[attr-defined]
    button(screen, "Save").click().run()
    assert not screen.exception
    assert world.row(Unit, world.finance).name == "市财政和国资局"


def test_a_place_gets_its_dialects(world: World) -> None:
    screen = show(world, "place", place="竹源县/青坞镇")
    screen.multiselect[0].set_value(["zhuyuan", "henan"])
    button(screen, "Save").click().run()
    assert not screen.exception
    spoken = {(row.county, row.township, row.term_id) for row in world.rows(PlaceDialect)}
    assert spoken == {("竹源县", "青坞镇", world.term("dialect", code)) for code in ("zhuyuan", "henan")}


def test_who_may_only_read_changes_nothing(world: World, staff: Staff) -> None:
    screen = open_page(staff("leader"), PAGE)
    screen.query_params["term"] = "1"
    screen.run()
    assert not {"Save", "Add a word", "Stop offering"} & {one.label for one in screen.button}
