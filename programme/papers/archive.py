"""The archive (帮带工作档案): of a mentor the measures, of a mentee the growth, each as a folder of papers, contents and a workbook."""

import gc
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Mentee, MentorProfile, Pairing, Person, Unit
from db.queries.paper_appraisals import paper_assessments, paper_conclusions
from db.queries.paper_sources import paper_certificates, paper_exits, paper_plans
from db.queries.viewer import Viewer, reads
from documents.papers.fields import forms
from documents.papers.press import Press
from programme.access import Actor
from programme.papers import archive_words as words
from programme.papers.alterations import newest_lines
from programme.papers.archive_book import book
from programme.papers.archive_events import events_of
from programme.papers.drafts import Wanted, drafts_of
from programme.papers.file_names import fit
from programme.papers.people import common, pairing_values
from programme.papers.prints import counted
from programme.papers.words import titled

Values = dict[str, Any]
Presses = Callable[[str], Press]
# Of each form that was made: {pairing or mentor: sheets}.
Made = list[tuple[str, Mapping[int, int]]]
OF_MENTORS = ("certificate",)
OF_PAIRINGS = ("agreement", "plan", "log", "talk", "monthly", "assessment", "graduation", "alteration")
AFTER = ("pool_exit",)
ENDED = ("due", "graduated", "extended", "ended")
# What most people never need is not told missing.
SELDOM = ("alteration", "pool_exit")
CONTENTS = "contents"
# People in a volume of a large cohort: each is a file of its own, made within the worker's memory and time.
VOLUME = 150


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose archive it is: people.id, mentor or mentee, the unit, the pairings in the order of time, the place in the list."""

    id: int
    part: str
    name: str
    unit: str
    post: str
    pairings: tuple[int, ...] = field(default=())
    place: int = 0


def holders(session: Session, viewer: Viewer, form: str, ids: Sequence[int], cohort_id: int) -> list[Holder]:
    """Those whose archive is asked for, in the order asked for, else that of the units; a liaison's are its own unit's people.

    `form` is one of archive_words.TITLES; of a cohort everybody is meant who has or had a pairing in it.
    """
    mentor = form == "archive_mentor"
    bound = _bound(session, mentor, cohort_id if form == "archive_cohort" else 0)
    rows = select(Person.id, Person.name, Unit.name, Person.post).outerjoin(Unit, Unit.id == Person.unit_id)
    rows = rows.order_by(Unit.position, Person.name_key, Person.id)
    rows = rows.where(Person.id.in_(list(bound) if form == "archive_cohort" else list(ids)))
    if mentor:
        rows = rows.join(MentorProfile, MentorProfile.person_id == Person.id)
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    part = "mentor" if mentor else "mentee"
    found = [
        Holder(key, part, name, unit or "", post, tuple(bound.get(key, ())))
        for key, name, unit, post in session.execute(rows)
    ]
    place = {key: number for number, key in enumerate(ids)}
    wanted = [one for one in found if mentor or one.pairings]
    ordered = sorted(wanted, key=lambda one: place.get(one.id, 0))
    return [replace(one, place=number) for number, one in enumerate(ordered, start=1)]


@reads("programme")
def cohort_archives(session: Session, viewer: Viewer, *, cohort_id: int) -> list[tuple[str, str, int]]:
    """The volumes of a cohort's archives: of each the names of its first and last person, and how many they are."""
    found = holders(session, viewer, "archive_cohort", (), cohort_id)
    parts = (volume_of(found, number) for number in range(1, -(-len(found) // VOLUME) + 1))
    return [(part[0].name, part[-1].name, len(part)) for part in parts]


def volume_of(found: Sequence[Holder], number: int) -> Sequence[Holder]:
    """One volume of many people, from 1; all of them for 0."""
    return found[(number - 1) * VOLUME : number * VOLUME] if number else found


def _bound(session: Session, mentor: bool, cohort_id: int) -> dict[int, list[int]]:
    """{people.id: pairings in the order of time}, of a cohort or of all."""
    who = Pairing.mentor_id if mentor else Mentee.person_id
    rows = select(who, Pairing.id).join(Mentee, Mentee.id == Pairing.mentee_id).order_by(Pairing.starts_on, Pairing.id)
    if cohort_id:
        rows = rows.where(Pairing.cohort_id == cohort_id)
    found: dict[int, list[int]] = {}
    for person_id, pairing_id in session.execute(rows):
        found.setdefault(person_id, []).append(pairing_id)
    return found


def bundle(
    session: Session, by: Actor, found: Sequence[Holder], presses: Presses, tick: Callable[[float], None]
) -> tuple[bytes, Made]:
    """A zip with the papers of these people, each in a folder of its own where they are several; and which papers were made.

    `tick` hears after each person how many are done.
    """
    made: Made = []
    with TemporaryFile() as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, holder in enumerate(found, start=1):
                folder = f"{holder.place:03d}_{fit(holder.unit)}_{fit(holder.name)}/" if len(found) > 1 else ""
                for name, content in _files(session, by, holder, presses, made):
                    archive.writestr(folder + name, content)
                # Word packages hold themselves in circles of few but heavy objects, which nothing else ends in time.
                gc.collect()
                tick(number)
        out.seek(0)
        return out.read(), made


def _files(session: Session, by: Actor, holder: Holder, presses: Presses, made: Made) -> Iterator[tuple[str, bytes]]:
    """The files of one person in their order; the contents first, for which the others have to be known."""
    files: list[tuple[str, bytes]] = []
    lines: list[Values] = []
    place = 0
    for form, ids in _wanted(session, by, holder):
        sheets = drafts_of(session, by, Wanted(form, ids, filled=True)) if ids else []
        title = forms()[form].title
        name = ""
        if sheets:
            place += 1
            name = f"{place:02d}_{fit(title)}.docx"
            files.append((name, presses(form).many(draft.values() for draft in sheets)))
            made.append((form, counted(sheets)))
        if sheets or form not in SELDOM:
            lines.append(_line(len(lines) + 1, title, len(sheets), name))
    happened = events_of(session, by.viewer, holder.part, holder.id, holder.pairings)
    workbook = f"{place + 1:02d}_{words.BOOK}.xlsx"
    lines.append(_line(len(lines) + 1, words.BOOK, 1, workbook))
    contents = {**common(session, by), **_head(session, by, holder), "papers": lines, "events": happened}
    yield f"00_{fit(forms()[CONTENTS].title)}.docx", presses(CONTENTS).one(contents)
    yield from files
    yield workbook, book(session, by.viewer, holder.name, holder.pairings, happened)


def _line(number: int, title: str, sheets: int, name: str) -> Values:
    remark = "" if sheets else words.NOT_ON_FILE
    return {"number": number, "paper": title, "sheets": sheets or "", "file": name, "remark": remark}


def _wanted(session: Session, by: Actor, holder: Holder) -> Iterable[tuple[str, tuple[int, ...]]]:
    """The forms of an archive with whom they are for, nobody where nothing is on record."""
    mentor = (holder.id,) if holder.part == "mentor" else ()
    certified = paper_certificates(session, by.viewer, person_ids=mentor)
    gone = paper_exits(session, by.viewer, person_ids=mentor)
    on_file = _on_file(session, by.viewer, holder.pairings)
    if mentor:
        yield from ((form, mentor if certified else ()) for form in OF_MENTORS)
    for form in OF_PAIRINGS:
        known = on_file.get(form)
        yield form, holder.pairings if known is None else tuple(key for key in holder.pairings if key in known)
    if mentor:
        yield from ((form, mentor if gone else ()) for form in AFTER)


def _on_file(session: Session, viewer: Viewer, ids: Sequence[int]) -> Mapping[str, set[int]]:
    """{form: pairings about which something is on record}; forms that are not named have their own ways to tell."""
    closed = select(Pairing.id).where(Pairing.id.in_(ids), Pairing.status.in_(ENDED))
    drawn = paper_conclusions(session, viewer, pairing_ids=ids)
    return {
        "plan": set(paper_plans(session, viewer, pairing_ids=ids)),
        "assessment": set(paper_assessments(session, viewer, pairing_ids=ids)),
        "graduation": {*session.scalars(closed), *drawn},
        "alteration": set(newest_lines(session, ids)),
    }


def _head(session: Session, by: Actor, holder: Holder) -> Values:
    known = pairing_values(session, by.viewer, holder.pairings)
    states = dict(session.execute(select(Pairing.id, Pairing.status).where(or_(Pairing.id.in_(holder.pairings)))).all())  # type: ignore[arg-type]
    pairs = [
        words.PAIRED.format(
            mentor=known[key]["mentor"], mentee=known[key]["mentee"], cohort=known[key]["cohort"],
            term=known[key]["term"], state=words.PAIRING_STATES[states[key]],
        )
        for key in holder.pairings
        if key in known
    ]  # fmt: skip
    return {
        "name": holder.name,
        "part": words.PARTS[holder.part],
        "title": titled(holder.unit, holder.post),
        "pairs": "\n".join(pairs),
    }
