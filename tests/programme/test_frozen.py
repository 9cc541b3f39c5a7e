"""What is signed has one form whatever the order of rows, and any change of it has another hash."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.engines import Database
from db.models import Scheme, SchemePair, SchemeVersion
from programme import frozen
from tests.conftest import Staff
from tests.support.signing import World, hold, small_world

PAIRS = {"甲": "王", "乙": "李"}


def digest_of(world: World, scheme_id: int) -> str:
    with world.database.read() as session:
        scheme = session.get(Scheme, scheme_id)
        assert scheme
        return frozen.digest(frozen.content(session, scheme))


def test_canonical_form_is_sorted_json_without_spaces_in_utf8() -> None:
    assert frozen.canonical({"b": 1, "a": ["王", None]}) == '{"a":["王",null],"b":1}'.encode()


def test_digest_is_the_sha256_of_the_canonical_form() -> None:
    assert frozen.digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert frozen.digest("\u00e9") == frozen.digest("e\u0301")


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError):
        frozen.digest(float("nan"))


def test_the_short_form_is_three_groups_of_four() -> None:
    assert frozen.short("ab12cd34ef56" + "0" * 52) == "AB12 CD34 EF56"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=8
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_the_order_of_keys_does_not_matter(value: dict) -> None:
    assert frozen.digest(value) == frozen.digest(dict(reversed(list(value.items()))))


def test_the_order_in_which_pairs_were_written_does_not_matter(lite: Database, staff: Staff) -> None:
    """Two schemes with the same pairs, written forwards and backwards, differ in nothing but their own id."""
    world = small_world(lite, staff)
    one, other = world.scheme(PAIRS), world.scheme(dict(reversed(PAIRS.items())), "second")
    with lite.read() as session:
        contents = [frozen.content(session, session.get(Scheme, key)) for key in (one, other)]  # type: ignore[arg-type]
    assert contents[0] | {"scheme": other} == contents[1]


@pytest.mark.parametrize(
    "change",
    [{"fit": 20_001}, {"origin": "appointed"}, {"mentor_id": "赵"}, {"mentee_id": "丙"}],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_a_pair_changes_the_hash(lite: Database, staff: Staff, change: dict) -> None:
    world = small_world(lite, staff)
    scheme_id = world.scheme(PAIRS)
    before = digest_of(world, scheme_id)
    names = {**world.mentors, **world.mentees}
    key = scheme_id, world.mentees["甲"], world.mentors["王"]
    world.change(SchemePair, key, **{name: names.get(value, value) for name, value in change.items()})
    assert digest_of(world, scheme_id) != before


def test_a_lock_and_its_reason_belong_to_the_content(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    scheme_id = world.scheme(PAIRS)
    hashes = [digest_of(world, scheme_id)]
    row = hold(world, scheme_id, "pin", "甲", "王", reason="同条线")
    world.add(row)
    hashes.append(digest_of(world, scheme_id))
    world.change(type(row), 1, reason="领导点名")
    hashes.append(digest_of(world, scheme_id))
    assert len(set(hashes)) == 3


def test_the_frozen_problem_belongs_to_the_content(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    scheme_id = world.scheme(PAIRS)
    before = digest_of(world, scheme_id)
    world.change(Scheme, scheme_id, problem={})
    assert digest_of(world, scheme_id) != before


def test_the_same_content_is_kept_once_and_versions_are_numbered(lite: Database, staff: Staff) -> None:
    """Frozen, frozen again unchanged, then with one pair less: two versions, numbers 1 and 2."""
    world = small_world(lite, staff)
    scheme_id = world.scheme(PAIRS)
    for cut in (False, False, True):
        with lite.write() as session:
            if cut:
                session.delete(session.get(SchemePair, (scheme_id, world.mentees["甲"], world.mentors["王"])))
            frozen.keep(session, session.get(Scheme, scheme_id))  # type: ignore[arg-type]
    with lite.read() as session:
        rows = session.query(SchemeVersion).order_by(SchemeVersion.number).all()
        assert [(row.number, len(row.content["pairs"])) for row in rows] == [(1, 2), (2, 1)]
        assert all(frozen.digest(row.content) == row.frozen_hash for row in rows)


def test_differences_name_who_moved_from_whom_to_whom() -> None:
    """甲(1) moves from 王(10) to 李(20), 乙(2) stays, 丙(3) loses and 丁(4) gains a mentor, one lock is new."""
    base = {"rules": "r", "problem": "p"}
    before = base | {"pairs": [[1, 10, 9, "system"], [2, 20, 9, "system"], [3, 30, 9, "system"]], "holds": []}
    after = base | {
        "pairs": [[1, 20, 8, "staff"], [2, 20, 9, "system"], [4, 30, 9, "system"]],
        "holds": [["pin", 1, 20, "staff", "同条线", 7]],
    }
    found = frozen.differences(before, after)
    assert [(m.mentee_id, m.before, m.after) for m in found.moves] == [
        (1, (10,), (20,)),
        (3, (30,), ()),
        (4, (), (30,)),
    ]
    assert (found.holds, found.rules_changed, found.problem_changed) == (1, False, False)


def test_equal_contents_have_no_differences() -> None:
    content = {"rules": "r", "problem": "p", "pairs": [[1, 10, 9, "system"]], "holds": []}
    assert not frozen.differences(content, content)
    assert frozen.differences(content, content | {"rules": "s"})
