"""Numbers, names, words and units as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.values import name_key, read_choice, read_name, read_number, read_terms, split_unit
from documents.values.text import is_empty
from documents.vocabulary import seed

WORDS = seed()


@pytest.mark.parametrize("text", ["", "  ", "无", "—", "——", "-", "/", "／", "空", "　", "（无）", "\u200b", "无 "])
def test_a_cell_that_says_nothing_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["0", "无锡", "空军", "-1", "男"])
def test_a_cell_that_says_something_is_not(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3人", 3), ("16年", 16), ("２", 2), (" 2 名", 2), ("两人", 2), ("十六年", 16), ("二十", 20), ("二十三", 23),
     ("3年6个月", 3.5), ("半年", 0.5), ("3年半", 3.5), ("2.0", 2), ("约16年", 16), ("16余年", 16), ("0人", 0), ("16.5", 16.5)],
)  # fmt: skip
def test_numbers_are_read_with_the_words_around_them(text: str, number: float) -> None:
    assert read_number(text, 0, 60).value == number


@pytest.mark.parametrize("text", ["若干", "1-2人", "不限", "²", "٣", "1.1e3", "很多年", "人", ""])
def test_what_is_no_number_is_a_fault(text: str) -> None:
    fault = read_number(text, 0, 60).fault
    assert fault is not None
    assert fault.rule == "unreadable_number"


def test_a_number_outside_its_bounds_or_a_part_of_a_person_is_a_fault() -> None:
    assert read_number("99", 0, 20).fault is not None
    assert read_number("-1", 0, 20).fault is not None
    assert read_number("1.5", 0, 20, whole=True).fault is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [("张　三", "张三"), (" 沈月芳 ", "沈月芳"), ("欧阳\n秀英", "欧阳秀英"), ("王\u200b五", "王五"), ("𠮷田", "𠮷田"), ("㛃䶮", "㛃䶮"),
     ("阿依古丽•买买提", "阿依古丽·买买提"), ("阿依古丽 ． 买买提", "阿依古丽·买买提"), ("李四（女）", "李四"), ("\ufeff赵六", "赵六"),
     ("John Smith", "John Smith"), ("葛\ufe00", "葛\ufe00")],
)  # fmt: skip
def test_names_lose_their_padding_and_keep_their_characters(text: str, name: str) -> None:
    reading = read_name(text)
    assert (reading.value, reading.fault, reading.warnings) == (name, None, ())


@pytest.mark.parametrize(
    ("text", "rule"),
    [("", "missing_name"), ("待定", "missing_name"), ("空缺", "missing_name"), ("张三2", "bad_name"), ("张*", "bad_name"),
     ("张某某", "bad_name"), ("138****0001", "bad_name"), ("张\u202e三", "hidden_characters"), ("张\x07三", "hidden_characters")],
)  # fmt: skip
def test_what_is_no_name_is_a_fault(text: str, rule: str) -> None:
    fault = read_name(text).fault
    assert fault is not None
    assert fault.rule == rule


@pytest.mark.parametrize(("text", "suggestion"), [("张*三*", "张三"), ("吴某", ""), ("张*", ""), ("138****0001", "")])
def test_a_name_is_suggested_only_where_it_would_be_taken(text: str, suggestion: str) -> None:
    fault = read_name(text).fault
    assert fault is not None
    assert fault.data["suggestion"] == suggestion


def test_a_remark_behind_a_name_is_left_out_with_a_warning() -> None:
    reading = read_name("张三（挂职）")
    assert (reading.value, [note.rule for note in reading.warnings]) == ("张三", ["name_note"])


def test_the_search_key_unites_what_looks_the_same() -> None:
    assert name_key("⽅圆") == name_key("方圆")
    assert name_key("\uf90a玉") == name_key("金玉")
    assert name_key("阿依古丽•买买提") == name_key("阿依古丽·买买提")
    assert name_key("𠮷田") != name_key("吉田")


@pytest.mark.parametrize(
    ("list_name", "text", "word"),
    [("sex", "女 ", "女"), ("party", "党员", "中共党员"), ("party", "中共党员(预备)", "中共预备党员"), ("education", "大学本科", "大学"),
     ("education", "省委党校研究生", "研究生"), ("category", "村(社区)新进班子成员", "村（社区）新进班子成员"), ("source", "单位推荐", "组织推荐"),
     ("standing", "退居二线", "退二线"), ("standing", "返聘", "返聘"), ("counties", "竹源", "竹源县")],
)  # fmt: skip
def test_closed_lists_take_their_synonyms(list_name: str, text: str, word: str) -> None:
    assert read_choice(text, list_name, WORDS).value == word


def test_a_word_outside_a_closed_list_is_a_fault_that_names_the_list() -> None:
    fault = read_choice("外聘", "category", WORDS).fault
    assert fault is not None
    assert (fault.rule, fault.data["items"]) == ("unknown_value", ["外聘"])
    assert "年轻干部" in fault.data["allowed"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("群众工作 纠纷化解 党建", ("群众工作", "矛盾纠纷化解", "党建")), ("拆迁征用/征迁/矛盾调解", ("征地拆迁", "矛盾纠纷化解")),
     ("综合材料；环保", ("公文写作", "生态环保")), ("1.群众工作 2.党建", ("群众工作", "党建")), ("党 建、群众 工作", ("党建", "群众工作")),
     ("群众工作\n党建", ("群众工作", "党建")), ("①群众工作②党建", ("群众工作", "党建")), ("群众工作党建", ("群众工作", "党建")),
     ("擅长群众工作、党建等", ("群众工作", "党建")), ("应急处突能力", ("应急处突",)), ("群众工作，,、党建", ("群众工作", "党建")),
     ("（1）群众工作；（2）党建。", ("群众工作", "党建"))],
)  # fmt: skip
def test_lists_are_split_at_every_separator_and_said_in_canonical_words(text: str, words: tuple[str, ...]) -> None:
    reading = read_terms(text, "expertise", WORDS)
    assert (reading.value, reading.fault) == (words, None)


def test_an_unknown_word_is_a_fault_that_keeps_the_known_ones() -> None:
    reading = read_terms("群众工作、钓鱼", "expertise", WORDS)
    assert reading.value == ("群众工作",)
    assert reading.fault is not None
    assert (reading.fault.rule, reading.fault.data["items"]) == ("unknown_value", ["钓鱼"])


def test_a_near_word_is_suggested() -> None:
    fault = read_terms("征地折迁", "expertise", WORDS).fault
    assert fault is not None
    assert fault.data["suggestion"] == "征地拆迁"


def test_a_dialect_that_nobody_knows_yet_is_taken_with_a_warning() -> None:
    reading = read_terms("澜州话、四川话", "dialects", WORDS)
    assert reading.value == ("澜州话", "四川话")
    assert [note.data["items"] for note in reading.warnings] == [["四川话"]]


@pytest.mark.parametrize(
    ("text", "unit", "post", "county"),
    [("市住建局规划科科长", "市住建局", "规划科科长", "市直"), ("中共澜州市委组织部副部长", "市委组织部", "副部长", "市直"),
     ("澜州市财政局 局长", "市财政局", "局长", "市直"), ("市委办主任", "市委办公室", "主任", "市直"), ("市委办公室主任", "市委办公室", "主任", "市直"),
     ("澜西区白墅镇党委书记", "澜西区白墅镇", "党委书记", "澜西区"), ("岚溪县青坞镇人民政府镇长", "岚溪县青坞镇", "镇长", "岚溪县"),
     ("澜西区白墅镇长", "澜西区白墅镇", "镇长", "澜西区"), ("市财政局长", "市财政局", "局长", "市直"), ("团市委\n副书记", "团市委", "副书记", "市直"),
     ("共青团澜州市委副书记", "团市委", "副书记", "市直"), ("原市住建局副局长", "市住建局", "原副局长", "市直"), ("市住房和城乡建设局、局长", "市住建局", "局长", "市直"),
     ("澜东区岚口镇杏花村党支部书记", "澜东区岚口镇", "杏花村党支部书记", "澜东区"), ("市总工会", "市总工会", "", "市直")],
)  # fmt: skip
def test_unit_and_post_are_split_at_the_longest_known_unit(text: str, unit: str, post: str, county: str) -> None:
    placed = split_unit(text, WORDS)
    assert placed is not None
    assert (placed.unit, placed.post, placed.county, placed.known) == (unit, post, county, True)


@pytest.mark.parametrize(
    ("text", "unit", "post", "county"),
    [("竹源县林业局副局长", "竹源县林业局", "副局长", "竹源县"), ("澜州交投集团总经理", "澜州交投集团", "总经理", ""),
     ("市园林中心 高级工程师", "市园林中心", "高级工程师", "市直"), ("竹源县林业局森林科科长", "竹源县林业局", "森林科科长", "竹源县"),
     ("安吉县孝丰镇党委书记", "安吉县孝丰镇", "党委书记", "安吉县")],
)  # fmt: skip
def test_an_unknown_unit_is_cut_before_a_post_that_everybody_knows(
    text: str, unit: str, post: str, county: str
) -> None:
    placed = split_unit(text, WORDS)
    assert placed is not None
    assert (placed.unit, placed.post, placed.county, placed.known) == (unit, post, county, False)


@pytest.mark.parametrize("text", ["退休", "副局长", "科员", "张三"])
def test_where_no_unit_can_be_told_there_is_none(text: str) -> None:
    assert split_unit(text, WORDS) is None


def test_a_township_without_its_county_is_found_with_the_rows_county() -> None:
    placed = split_unit("岚口镇党委书记", WORDS, county="澜东区")
    assert placed is not None
    assert (placed.unit, placed.post) == ("澜东区岚口镇", "党委书记")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for reading in (
        read_name(text),
        read_number(text, 0, 20),
        read_choice(text, "party", WORDS),
        read_terms(text, "expertise", WORDS),
    ):
        assert reading.value is not None or reading.fault is not None
    split_unit(text, WORDS)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.canonical("expertise")), min_size=1, unique=True), st.sampled_from("、，,;；/|\n 　")
)
def test_canonical_words_come_back_from_any_separator(words: list[str], separator: str) -> None:
    assert read_terms(separator.join(words), "expertise", WORDS).value == tuple(words)
