"""What all workers share is made by one of them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.once import made_once


def test_of_many_who_want_a_file_one_makes_it(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(path: Path) -> None:
        made.append(path)
        path.write_text("whole")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _turn: made_once(tmp_path / "x.db", make).read_text(), range(16)))
    assert (len(made), set(found)) == (1, {"whole"})


def test_after_a_failure_the_next_one_makes_it_and_nothing_half_done_is_taken(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise ValueError

    with pytest.raises(ValueError):
        made_once(tmp_path / "x.db", fail)
    assert not (tmp_path / "x.db").exists()
    assert made_once(tmp_path / "x.db", lambda path: path.write_text("whole") and None).read_text() == "whole"
