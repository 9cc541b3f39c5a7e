"""Every planted fault named by row and column, no good cell accused, every value as the truth has it."""

import json
from pathlib import Path
from typing import Any

import pytest

from documents.reader import read_content
from documents.roster import Options, Roster, read_roster, read_rosters
from documents.safe import ROOT
from tests.documents.worlds import TODAY, World, world

SHARED = ROOT.parent / "shared" / "data"
FIELDS = {
    "no": "", "name": "name", "sex": "sex", "birth": "birth", "work": "work_start", "unit": "unit", "county": "county",
    "party": "party", "post": "post", "years": "grassroots_years", "expertise": "expertise", "dialects": "dialects",
    "capacity": "capacity", "source": "source", "status": "standing", "needs": "needs", "major": "major",
    "category": "category", "edu": "education",
}  # fmt: skip
SETS = [
    (folder, kind)
    for folder in (sorted(SHARED.glob("rosters-*")) if SHARED.is_dir() else [])
    for kind in ("mentor", "mentee")
]


def told(value: Any) -> Any:
    """A value as the truth file writes it."""
    if isinstance(value, tuple):
        return list(value)
    return [value.year, value.month] if hasattr(value, "month") else value


@pytest.mark.skipif(not SETS, reason="no rosters beside the checkout")
@pytest.mark.parametrize(("folder", "kind"), SETS, ids=[f"{folder.name}-{kind}" for folder, kind in SETS])
def test_the_rosters_beside_the_checkout_are_read_exactly(folder: Path, kind: str) -> None:
    word = {"mentor": "导师", "mentee": "帮带对象"}[kind]
    [file] = [path for path in folder.iterdir() if path.name.startswith(word)]
    truth = json.loads((folder / "truth.json").read_text("utf-8"))[kind]
    roster = read_roster([file], today=TODAY)
    planted = {(fault["row"], fault["column"]) for fault in truth["faults"]}
    assert roster.kind == kind
    assert {(found.row, found.column) for found in roster.faults} == planted
    assert len(roster.faults) == len(planted)
    assert len(roster.rows) == truth["rows"]
    assert set(truth["duplicates"]) == {one.same_as[1] for one in roster.duplicates}
    columns = {use.field: use.column for use in roster.mapping}
    for row, person in zip(roster.rows, truth["people"], strict=True):
        for name, value in person.items():
            field = FIELDS[name]
            if field and (row.row, columns.get(field)) not in planted:
                assert (told(row.values.get(field)) or None) == (value or None) or value == 0, (row.row, field)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["mentor", "mentee"])
@pytest.mark.parametrize("seed", range(25))
def test_rosters_that_nobody_has_seen_are_read_exactly(seed: int, kind: str, form: str) -> None:
    made = world(seed, kind, form)
    options = Options(today=TODAY, reader=lambda upload: read_content(upload.title, upload.content))
    [roster] = read_rosters(made.files, None, options)
    check(made, roster, form)


def check(made: World, roster: Roster, form: str) -> None:
    """The roster says what the truth says, and no more."""
    title = next(iter(made.truth.people))[0]
    names = {made.files[0].title: title} if form == "csv" else {}

    def place(item: Any) -> tuple[str, int]:
        return names.get(item.sheet, item.sheet), item.row

    assert roster.kind == made.truth.kind
    assert {(*place(found), found.column) for found in roster.faults} == made.truth.faults
    assert {place(one) for one in roster.duplicates} == made.truth.duplicates
    assert {place(row) for row in roster.rows} == set(made.truth.people)
    assert {found.rule for found in roster.warnings} <= {"namesake"}
    for row in roster.rows:
        for field, value in made.truth.people[place(row)].items():
            got = row.values.get(field)
            assert (tuple(told(got)) if field in ("birth", "work_start") else got) == value, (row.row, field)
