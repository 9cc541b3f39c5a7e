"""Where the temporary files of the tests lie."""

from pathlib import Path

import pytest

from tests.support.memory import use_memory


@pytest.mark.parametrize(
    ("environment", "room", "wanted"),
    [
        ({}, 0, "memory"),
        ({"TMPDIR": "own"}, 0, "own"),
        ({}, 10**18, None),
    ],
)
def test_memory_is_used_where_there_is_room_and_nobody_chose_another_place(
    environment: dict[str, str], room: int, wanted: str | None, tmp_path: Path
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    use_memory(environment, memory, room)
    assert environment.get("TMPDIR") in (wanted, str(tmp_path / str(wanted)))


def test_a_machine_without_shared_memory_keeps_its_own_place(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    use_memory(environment, tmp_path / "absent", 0)
    assert environment == {}
