"""What files of papers are called: safe on every system, in the order of the list, namesakes kept apart by a number."""

import re
from collections.abc import Sequence

from db.clock import today
from documents.papers.fields import forms
from programme.papers.drafts import Draft

UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
# Folder and file names of two such parts stay below the 255 bytes (not letters) that Linux file systems take.
LONGEST = 36


def by_subject(found: Sequence[Draft]) -> list[list[Draft]]:
    """Sheets that follow one another about the same subject together; those about nobody apart."""
    out: list[list[Draft]] = []
    for draft in found:
        if out and draft.subject and out[-1][0].subject == draft.subject:
            out[-1].append(draft)
        else:
            out.append([draft])
    return out


def file_name(form: str, found: Sequence[Draft], ending: str) -> str:
    """The form's title, whom it is about or how many, and the day."""
    subjects = by_subject(found)
    return dated(forms()[form].title, subjects[0][0].name if len(subjects) == 1 else str(len(subjects)), ending)


def dated(title: str, whom: str, ending: str) -> str:
    """A title, whom it is about ("" for nobody) and the present day as the name of a file."""
    parts = (fit(title), fit(whom) if whom else "", f"{today():%Y%m%d}")
    return f"{'_'.join(part for part in parts if part)}.{ending}"


def fit(name: str) -> str:
    """A name without what no file system takes."""
    return UNFIT.sub(" ", name).strip(" .")[:LONGEST] or "_"
