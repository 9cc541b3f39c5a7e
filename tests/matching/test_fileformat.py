"""The JSON format: the written example, every fault by its path, and the command line with its exit codes."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from matching import InputError, read_problem, read_solution, solve, verify, write_solution
from matching.__main__ import main
from matching.fileformat import milli
from matching.solutionfile import _seal

EXAMPLE: dict[str, Any] = {
    "format": 1,
    "mentors": [{"id": "m1", "capacity": 2, "load": 0, "min_load": 0}, {"id": "m2", "capacity": 1}],
    "mentees": [{"id": "e1", "demand": 1, "priority": 0}, {"id": "e2"}, {"id": "e3"}, {"id": "e4"}],
    "fit": [["e1", "m1", 87.5], ["e2", "m1", 50], ["e2", "m2", 20], ["e3", "m2", 70]],
    "forbidden": [["e2", "m1", "kinship"]],
    "pinned": [["e1", "m1"]],
    "incumbent": [["e3", "m2"]],
    "quotas": [{"mentors": ["m1"], "mentees": ["e1", "e2"], "min": 0, "max": 1}],
    "policy": {"floor": 40, "tiers": [{"unmatched": 1}, {"fit": 1, "balance": 1}, {"changes": 1}]},
}


def edited(path: str, value: Any) -> dict[str, Any]:
    """The example with the place `a.0.b` set to a value."""
    out = deepcopy(EXAMPLE)
    *inner, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    box: Any = out
    for key in inner:
        box = box[key]
    box[last] = value
    return out


def test_the_written_example_is_read_solved_and_written() -> None:
    problem = read_problem(EXAMPLE)
    out = write_solution(problem, solve(problem))
    assert out["format"] == 1 and out["status"] == "proved"
    assert out["pairs"] == [["e1", "m1"], ["e3", "m2"]]
    assert out["unmatched"] == [
        {"mentee": "e2", "seats": 1, "reason": "seats_full", "details": {"mentors": ["m2"]}},
        {"mentee": "e4", "seats": 1, "reason": "no_eligible_mentor", "details": {"rules": {"unknown": 2}}},
    ]
    assert out["tiers"] == [{"unmatched": 2}, {"fit": 157.5, "balance": 75.0}, {"changes": 0}]
    assert out["input"] == f"sha256:{problem.fingerprint}"


def test_a_dense_matrix_says_the_same_as_a_list() -> None:
    listed = {key: value for key, value in EXAMPLE.items() if key not in ("quotas", "forbidden")}
    dense = listed | {"fit": [[87.5, None], [50, 20], [None, 70], [None, None]]}
    assert read_problem(listed).fingerprint == read_problem(dense).fingerprint


def test_fits_are_rounded_once_by_their_decimals() -> None:
    assert [milli(x) for x in (87.5, 0.0005, 0.00049, 33.3335, 100)] == [87_500, 1, 0, 33_334, 100_000]


FAULTS: list[tuple[str, Any, str]] = [
    ("format", 2, "$.format: unsupported"),
    ("format", True, "$.format: unsupported"),
    ("mentors", 3, "$.mentors: not_a_list"),
    ("mentors.0", 3, "$.mentors[0]: not_an_object"),
    ("mentors.0.capacity", -1, "$.mentors[0].capacity: out_of_range"),
    ("mentors.0.capacity", 10**400, "$.mentors[0].capacity: out_of_range"),
    ("mentors.0.capacity", 1.5, "$.mentors[0].capacity: not_whole"),
    ("mentors.0.capacity", None, "$.mentors[0].capacity: not_whole"),
    ("mentors.0.load", True, "$.mentors[0].load: not_whole"),
    ("mentors.0.seats", 1, "$.mentors[0].seats: unknown_field"),
    ("mentors.1.id", "m1", "$.mentors[1].id: duplicate"),
    ("mentors.1.id", "", "$.mentors[1].id: not_an_id"),
    ("mentors.1.id", 7, "$.mentors[1].id: not_an_id"),
    ("mentees.0.priority", 31, "$.mentees[0].priority: out_of_range"),
    ("fit.0", ["e1", "m1"], "$.fit[0]: not_a_row"),
    ("fit.0", ["e9", "m1", 5], "$.fit[0]: unknown_mentee"),
    ("fit.0", ["e1", "m9", 5], "$.fit[0]: unknown_mentor"),
    ("fit.0.2", float("nan"), "$.fit[0][2]: not_a_number"),
    ("fit.0.2", float("inf"), "$.fit[0][2]: not_a_number"),
    ("fit.0.2", -0.1, "$.fit[0][2]: out_of_range"),
    ("fit.0.2", 1e300, "$.fit[0][2]: out_of_range"),
    ("fit.0.2", "high", "$.fit[0][2]: not_a_number"),
    ("fit.1", ["e1", "m1", 5], "$.fit[1]: duplicate"),
    ("fit", {"e1": 3}, "$.fit: not_a_list"),
    ("fit", [[1, 2]], "$.fit: rows"),
    ("fit", [[1, 2], [1], [1, 2], [1, 2]], "$.fit[1]: not_a_row"),
    ("fit", [[1, 2], [1, 101], [1, 2], [1, 2]], "$.fit[1][1]: out_of_range"),
    ("forbidden.0.2", "", "$.forbidden[0][2]: not_a_reason"),
    ("pinned.0", "e1", "$.pinned[0]: not_a_row"),
    ("incumbent.0.0", "e9", "$.incumbent[0]: unknown_mentee"),
    ("quotas.0", 1, "$.quotas[0]: not_an_object"),
    ("quotas.0.mentors", "m1", "$.quotas[0].mentors: not_a_list_of_ids"),
    ("quotas.0.mentors", ["m9"], "$.quotas[0].mentors[0]: unknown_person"),
    ("quotas.0.min", 2, "$.quotas[0]: bounds"),
    ("quotas.0.max", -1, "$.quotas[0].max: out_of_range"),
    ("policy", 1, "$.policy: not_an_object"),
    ("policy.tiers", {}, "$.policy.tiers: not_a_list_of_objects"),
    ("policy.tiers", [{"luck": 1}], "$.policy.tiers[0].luck: unknown"),
    ("policy.tiers", [{}], "$.policy.tiers[0]: empty"),
    ("policy.tiers", [{"fit": 0}], "$.policy.tiers[0].fit: not_a_weight"),
    ("policy.tiers", [{"fit": -1}], "$.policy.tiers[0].fit: out_of_range"),
    ("policy.tiers", [{"fit": 0.0001}], "$.policy.tiers[0].fit: not_a_weight"),
    ("policy.tiers", [{"worst": 1, "fit": 1}], "$.policy.tiers[0]: worst_stands_alone"),
    ("policy.floor", 101, "$.policy.floor: out_of_range"),
    ("policy.floor", 1.00001, "$.policy.floor: decimals"),
    ("policy.roof", 1, "$.policy.roof: unknown_field"),
    ("colour", 1, "$.colour: unknown_field"),
]


@pytest.mark.parametrize(("path", "value", "expected"), FAULTS, ids=[f"{k}" for k in range(len(FAULTS))])
def test_each_fault_is_named_by_its_path(path: str, value: Any, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read_problem(edited(path, value))
    assert any(str(fault).startswith(expected) for fault in caught.value.faults), caught.value.faults


def test_missing_parts_and_other_shapes_are_named() -> None:
    for data, expected in (([], "$: not_an_object"), ({"format": 1, "mentees": []}, "$.mentors: missing")):
        with pytest.raises(InputError, match=expected.replace("$", r"\$")):
            read_problem(data)


def test_a_solution_file_that_was_edited_or_is_none_is_refused() -> None:
    problem = read_problem(EXAMPLE)
    data = write_solution(problem, solve(problem))
    words = deepcopy(data)
    words["certificate"]["tiers"][0]["mentees"][0] = "1"
    del words["certificate"]["seal"]
    words["certificate"]["seal"] = _seal(words)
    for broken in ({}, [], data | {"format": 2}, data | {"status": "gap"}, words):
        with pytest.raises(InputError):
            read_solution(problem, broken)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    given, out = tmp_path / "in.json", tmp_path / "out.json"
    given.write_text(json.dumps(EXAMPLE))
    assert main(["solve", str(given), "-o", str(out)]) == 0
    return str(given), str(out)


def test_solve_verify_explain_and_diagnose(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    given, out = files
    assert main(["verify", given, out]) == 0
    assert "valid and optimal" in capsys.readouterr().out
    assert main(["explain", given, out, "--mentee", "e2"]) == 0
    assert [c["mentor"] for c in json.loads(capsys.readouterr().out)["candidates"]] == ["m2", "m1"]
    assert main(["diagnose", given]) == 0
    assert json.loads(capsys.readouterr().out)["short"] == 2
    assert main(["solve", given, "--progress", "--time-limit", "10"]) == 0
    written = capsys.readouterr()
    assert json.loads(written.out)["pairs"] == [["e1", "m1"], ["e3", "m2"]]
    assert all(0 <= json.loads(line)["share"] <= 1 for line in written.err.splitlines())


def test_verify_says_no_with_exit_code_one(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    given, out = files
    data = json.loads(Path(out).read_text())
    data["pairs"] = data["pairs"][:1]
    Path(out).write_text(json.dumps(data))
    assert main(["verify", given, out]) == 1
    assert "not valid" in capsys.readouterr().out
    assert main(["explain", given, out, "--mentee", "e2"]) == 2


def test_a_solution_of_another_problem_is_not_explained(files: tuple[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(edited("policy.floor", 39)))
    assert main(["verify", str(other), files[1]]) == 1
    assert main(["explain", str(other), files[1], "--mentee", "e2"]) == 2
    assert main(["explain", files[0], files[1], "--mentee", "nobody"]) == 2


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_not_json_is_malformed(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(content)
    assert main(["solve", str(path)]) == 2
    assert "not_json" in capsys.readouterr().err
    assert main(["solve", str(tmp_path / "none.json")]) == 2


def test_one_line_per_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps({"format": 3, "mentors": [{"id": "m"}], "mentees": [{}]}))
    assert main(["solve", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_problem_too_large_for_int64_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = deepcopy(EXAMPLE)
    world["policy"]["tiers"] = [{"fit": 1_000_000, "balance": 999_999.999}]
    world["mentors"][0]["load"] = 90_000
    world["mentors"][0]["capacity"] = 90_009
    world["mentees"] = [{"id": f"e{k}", "priority": 30} for k in range(1, 60)]
    world["policy"]["tiers"] = [{"fit": 999_999.999, "unmatched": 999_999.999}]
    path = tmp_path / "in.json"
    path.write_text(json.dumps(world))
    assert main(["solve", str(path)]) == 2
    assert "tier 0: costs up to" in capsys.readouterr().err


def test_a_plan_without_pairs_has_no_lowest_fit_and_survives_its_file() -> None:
    world = edited("policy.tiers", [{"worst": 1}]) | {"fit": [], "pinned": []}
    problem = read_problem(world)
    out = write_solution(problem, solve(problem))
    assert out["tiers"] == [{"worst": None}]
    assert verify(problem, read_solution(problem, out))


def test_the_documented_example_is_what_the_engine_answers() -> None:
    page = (Path(__file__).parents[2] / "docs" / "engine-format.md").read_text(encoding="utf-8")
    given, shown = (json.loads(block.split("```")[0]) for block in page.split("```json")[1:])
    problem = read_problem(given)
    out = write_solution(problem, solve(problem))
    for part in ("status", "pairs", "unmatched", "tiers", "warnings"):
        assert out[part] == shown[part]
