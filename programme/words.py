"""The vocabularies: expertise, dialects, professional fields and the dialects of places; merging never loses a synonym."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import PlaceDialect, Term, TermAlias
from documents.values.text import key
from programme.access import Action, Actor
from programme.codes import TERM_KINDS
from programme.errors import Conflict, Invalid, Stale
from programme.usecase import fetch, record, use_case
from programme.word_merge import absorb

MAX_WORD = 120


@dataclass(frozen=True, slots=True)
class Word:
    """What a term is called: Chinese, English, and how else rosters write it."""

    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The term that stays, and how many people's entries moved to it."""

    term_id: int
    moved: int


@use_case(Action.MANAGE_WORDS)
def add_term(session: Session, by: Actor, *, kind: str, word: Word) -> int:
    """Add a word to a vocabulary and return its id; Conflict when the name or a synonym means something already."""
    if kind not in TERM_KINDS:
        raise Invalid("not_in_list", field="kind", value=kind)
    clean = _clean(word)
    term = Term(kind=kind, code="", name=clean.name, name_en=clean.name_en, position=_last(session, kind) + 1)
    _demand_free(session, kind, (clean.name, *clean.aliases), 0)
    session.add(term)
    session.flush()
    term.code = f"w{term.id}"
    _write_aliases(session, term, clean.aliases)
    _record(session, by, term, "add", name=clean.name, name_en=clean.name_en, aliases=clean.aliases)
    return term.id


@use_case(Action.MANAGE_WORDS)
def edit_term(session: Session, by: Actor, *, term_id: int, seen: Word, word: Word) -> None:
    """Rename a term and set its synonyms; the old name stays as a synonym, so that old rosters are still read.

    `seen` is the word as the user saw it: Stale when it is another one by now.
    """
    term, clean = fetch(session, Term, term_id), _clean(word)
    present = word_of(session, term)
    if present != _clean(seen):
        raise Stale("word_changed", name=present.name)
    aliases = _unique((*clean.aliases, *([present.name] if clean.name != present.name else [])))
    if (clean.name, clean.name_en, aliases) == (present.name, present.name_en, present.aliases):
        raise Conflict("pool_unchanged")
    _demand_free(session, term.kind, (clean.name, *aliases), term.id)
    term.name, term.name_en = clean.name, clean.name_en
    _write_aliases(session, term, tuple(alias for alias in aliases if key(alias) != key(clean.name)))
    _record(session, by, term, "edit", before=[present.name, present.name_en, present.aliases], aliases=aliases)


@use_case(Action.MANAGE_WORDS)
def retire_term(session: Session, by: Actor, *, term_id: int, active: bool) -> None:
    """Stop offering a word, or offer it again; people keep it."""
    term = fetch(session, Term, term_id)
    term.active = active
    _record(session, by, term, "offer" if active else "retire")


@use_case(Action.MANAGE_WORDS)
def merge_terms(session: Session, by: Actor, *, keep_id: int, gone_id: int) -> Merged:
    """Let one word take over another with all its people and synonyms; the other one is retired and keeps its code.

    A mentor who had both keeps the better grade, a mentee the higher rank. Old schemes can still say the retired word.
    """
    keep, gone = fetch(session, Term, keep_id), fetch(session, Term, gone_id)
    if keep.id == gone.id or keep.kind != gone.kind:
        raise Invalid("merge_two")
    moved = absorb(session, keep.id, gone.id)
    session.execute(update(TermAlias).where(TermAlias.term_id == gone.id).values(term_id=keep.id))
    if session.get(TermAlias, (keep.kind, gone.name)) is None:
        session.add(TermAlias(kind=keep.kind, alias=gone.name, term_id=keep.id))
    gone.active = False
    session.flush()
    _record(session, by, keep, "merge", gone=gone.code, gone_name=gone.name, moved=moved)
    return Merged(keep.id, moved)


@use_case(Action.MANAGE_WORDS)
def set_place_dialects(
    session: Session, by: Actor, *, county: str, township: str = "", term_ids: Iterable[int] = ()
) -> None:
    """Say which dialects are spoken in a county ("" as township), or besides in one township of it."""
    if not county.strip():
        raise Invalid("no_county")
    terms = [fetch(session, Term, term_id) for term_id in dict.fromkeys(term_ids)]
    if any(term.kind != "dialect" for term in terms):
        raise Invalid("not_in_list", field="dialect", value=str([term.code for term in terms]))
    here = (PlaceDialect.county == county, PlaceDialect.township == township)
    before = session.scalars(select(Term.code).join(PlaceDialect).where(*here).order_by(Term.code)).all()
    session.execute(delete(PlaceDialect).where(*here))
    session.add_all(PlaceDialect(county=county, township=township, term_id=term.id) for term in terms)
    after = sorted(term.code for term in terms)
    place = f"place:{county}/{township}".rstrip("/")
    record(session, by, Action.MANAGE_WORDS, place, act="dialects", changes={"dialects": [list(before), after]})


def word_of(session: Session, term: Term) -> Word:
    """A term as it is called now."""
    rows = select(TermAlias.alias).where(TermAlias.term_id == term.id).order_by(TermAlias.alias)
    return Word(term.name, term.name_en, tuple(session.scalars(rows)))


def field_of_major(session: Session, major: str) -> str:
    """The code of the professional field that a major leads into, by its name or a synonym ("": none is known)."""
    names = select(Term.name, Term.code).where(Term.kind == "field", Term.active)
    aliases = (
        select(TermAlias.alias, Term.code).join(Term, Term.id == TermAlias.term_id).where(TermAlias.kind == "field")
    )
    known = {key(word): code for word, code in session.execute(names.union_all(aliases))}
    return known.get(key(major), "")


def _clean(word: Word) -> Word:
    name = word.name.strip()
    aliases = _unique(word.aliases)
    if not name or max(map(len, (name, *aliases))) > MAX_WORD:
        raise Invalid("bad_word", limit=MAX_WORD)
    return Word(name, word.name_en.strip(), tuple(alias for alias in aliases if key(alias) != key(name)))


def _unique(aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({alias.strip() for alias in aliases if alias.strip()}))


def _demand_free(session: Session, kind: str, words: Iterable[str], term_id: int) -> None:
    """No word may mean two terms, however it is written (full-width, spaces, case); retired names do not count."""
    names = select(Term.name, Term.name, Term.id).where(Term.kind == kind, Term.active)
    aliases = (
        select(TermAlias.alias, Term.name, Term.id)
        .join(Term, Term.id == TermAlias.term_id)
        .where(TermAlias.kind == kind)
    )
    taken = {key(word): name for word, name, owner in session.execute(names.union_all(aliases)) if owner != term_id}
    for word in words:
        if key(word) in taken:
            raise Conflict("word_taken", word=word, name=taken[key(word)])


def _last(session: Session, kind: str) -> int:
    return max(session.scalars(select(Term.position).where(Term.kind == kind)), default=0)


def _write_aliases(session: Session, term: Term, aliases: Iterable[str]) -> None:
    session.execute(delete(TermAlias).where(TermAlias.term_id == term.id))
    session.add_all(TermAlias(kind=term.kind, alias=alias, term_id=term.id) for alias in aliases)
    session.flush()


def _record(session: Session, by: Actor, term: Term, act: str, **detail: object) -> None:
    record(session, by, Action.MANAGE_WORDS, f"term:{term.id}", act=act, word=term.name, **detail)
