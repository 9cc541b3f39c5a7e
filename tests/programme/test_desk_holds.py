"""Locks and bans as values: what an act changes can be taken back and done again, in any order of acts."""

from hypothesis import given
from hypothesis import strategies as st

from programme.desk_holds import (
    Hold,
    Step,
    difference,
    holds_of,
    lift,
    next_redo,
    next_undo,
    pins_of,
    put,
    repeat,
    revert,
)

PIN = Hold("pin", 1, 10, "staff", "谈过", 7, "2026-11-24T01:00:00")
BAN = Hold("ban", 1, 11, "staff", "不合适", 7, "2026-11-24T01:00:00")

holds = st.lists(
    st.builds(Hold, st.sampled_from(["pin", "ban"]), st.integers(1, 4), st.integers(10, 13), reason=st.text(max_size=3))
).map(holds_of)


def test_a_hold_takes_the_place_of_what_held_the_same_pair() -> None:
    assert put({PIN.pair: PIN}, Hold("ban", 1, 10)) == {(1, 10): Hold("ban", 1, 10)}


def test_lifting_a_lock_leaves_a_ban_on_the_same_pair() -> None:
    assert lift(holds_of([PIN, BAN]), "pin", [PIN.pair, BAN.pair]) == {BAN.pair: BAN}


def test_the_locks_of_one_mentee_are_found() -> None:
    assert pins_of(holds_of([PIN, BAN, Hold("pin", 2, 10)]), 1) == [PIN]


@given(holds, holds)
def test_reverting_and_repeating_a_change_are_inverse(old: dict, new: dict) -> None:
    change = difference(old, new)
    assert repeat(old, change) == new
    assert revert(new, change) == old


@given(holds, holds)
def test_a_change_names_nothing_that_stayed(old: dict, new: dict) -> None:
    touched = {(hold["mentee_id"], hold["mentor_id"]) for side in difference(old, new).values() for hold in side}
    assert all(old.get(pair) != new.get(pair) for pair in touched)


def test_undo_takes_the_last_act_in_force_and_redo_the_first_behind_it() -> None:
    steps = [Step(1, "lock", False), Step(2, "ban", True), Step(3, "swap", True), Step(4, "undo", False)]
    assert (next_undo(steps), next_redo(steps)) == (1, 2)


def test_a_new_act_ends_what_could_be_done_again() -> None:
    steps = [Step(1, "lock", True), Step(2, "undo", False), Step(3, "ban", False)]
    assert (next_undo(steps), next_redo(steps)) == (3, None)


def test_an_empty_history_offers_neither() -> None:
    assert (next_undo([]), next_redo([])) == (None, None)
