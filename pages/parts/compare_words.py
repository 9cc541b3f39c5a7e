"""The words of a comparison: which schemes, how their inputs differ, who somebody is."""

from collections.abc import Iterable, Mapping

from pages.parts.labels import label
from pages.parts.reasons import EMPTY, listing
from pages.parts.rule_words import direction, force, name
from programme.compare_groups import OTHERS
from programme.compare_moves import NOBODY
from programme.compare_unlike import Unlike
from programme.comparison import OWN, Comparison
from programme.rules import Change
from texts import N_, _

AIMS = "tiers"
NAMED: Mapping[str, str] = {
    "ceilings": N_("seats by kind of mentor"),
    "overrides": N_("seats by name"),
    "quotas": N_("quotas"),
    "pairs": N_("named pairs"),
}


def names(found: Comparison) -> list[str]:
    """The schemes' names in quotation marks."""
    return [_("“{name}”").format(name=side.name) for side in found.sides]


def unlike_sentences(found: Comparison) -> list[str]:
    """How the input of each later scheme differs from the first's; then how they are judged."""
    told = [_unlike(found, one) for one in found.unlike]
    strangers = [
        _("{count} pairs of “{name}” are not counted: one of the two is not in the snapshot that judges.").format(
            count=side.strangers, name=side.name
        )
        for side in found.sides
        if side.strangers
    ]
    apart = any(one.rules_or_pool for one in found.unlike)
    if not found.fits_alike:
        told.append(_("Their fits are measured differently. Choose above by which rules all are to be judged."))
    elif apart and found.judged_by == OWN:
        told.append(_("The fit of a pair is measured alike in all of them; people and seats are each scheme's own."))
    elif told:
        told.append(_("All are judged alike here."))
    return told + strangers


def _unlike(found: Comparison, one: Unlike) -> str:
    first, other = found.sides[0].name, found.side(one.scheme_id).name
    parts = []
    if one.changes:
        parts.append(_("different rules ({changes})").format(changes=listing(_changes(one.changes))))
    if one.drift:
        parts.append(
            _("another snapshot ({mentors} mentors, {mentees} mentees, {relations} relations)").format(
                mentors=len(one.drift.mentors), mentees=len(one.drift.mentees), relations=one.drift.relations
            )
        )
    if one.holds:
        parts.append(_("{count} other orders of staff").format(count=one.holds))
    return _("“{other}” has, against “{first}”: {parts}.").format(other=other, first=first, parts=_("; ").join(parts))


def _changes(changes: Iterable[Change]) -> list[str]:
    """Values before and after; what names people is only said to differ."""
    told: dict[str, None] = {}
    for one in changes:
        part = one.path.partition(".")[0]
        if one.path == AIMS:
            told[_("the order or the weight of the aims")] = None
        elif part in NAMED:
            told[_(NAMED[part])] = None
        else:
            code = one.path.rpartition(".")[2]
            text = _("{what} {before} → {after}")
            told[text.format(what=name(code), before=_value(code, one.before), after=_value(code, one.after))] = None
    return list(told)


def _value(code: str, value: object) -> str:
    """A value of the rules as it is read."""
    if isinstance(value, str):
        return direction(value) if code == "unit_direction" else force(value)
    if isinstance(value, (list, tuple)):
        return listing(map(str, value)) or EMPTY
    return f"{value:g}" if isinstance(value, (int, float)) else EMPTY


def mentors_of(found: Comparison, ids: Iterable[int]) -> str:
    """The mentors of somebody, "no mentor" without any."""
    return listing(mentor_of(found, key) for key in ids) or _("no mentor")


def mentor_of(found: Comparison, key: int) -> str:
    """A mentor by name, with the unit where the name repeats."""
    if key == NOBODY:
        return _("no mentor")
    return found.people.mentors[key].label if key in found.people.mentors else EMPTY


def group_word(dimension: str, key: str) -> str:
    """What a group of people is called."""
    if key == OTHERS:
        return _("Others")
    if not key:
        return _("not recorded")
    return label(dimension, key) if dimension in ("category", "sex") else key
