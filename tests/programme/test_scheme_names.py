"""Names of schemes count on: one number at the end, never two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.scheme_names import NAME_LENGTH, first_free, next_free


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("方案1", {"方案1"}, "方案2"),
        ("方案1", {"方案1", "方案2", "方案3"}, "方案4"),
        ("Scheme 9", {"Scheme 9"}, "Scheme 10"),
        ("均衡优先", {"均衡优先"}, "均衡优先2"),
        ("Even", {"Even"}, "Even 2"),
        ("2026", {"2026"}, "2026 2"),
        ("方案1 2", {"方案1 2"}, "方案1 3"),
    ],
)
def test_a_rerun_is_named_by_the_next_free_number(name: str, taken: set[str], expected: str) -> None:
    assert next_free(name, taken) == expected


def test_a_name_that_nobody_has_stays_as_it_is() -> None:
    assert first_free("方案1 副本", {"方案1"}) == "方案1 副本"
    assert first_free("方案1 副本", {"方案1 副本"}) == "方案1 副本2"


@given(st.text(min_size=1, max_size=NAME_LENGTH), st.integers(0, 12))
def test_a_proposed_name_is_free_and_short_enough_however_often_one_runs_again(name: str, times: int) -> None:
    taken = {name}
    for _ in range(times):
        proposed = next_free(name, taken)
        assert proposed not in taken
        assert len(proposed) <= NAME_LENGTH
        taken.add(proposed)
