"""Lists made by hand in words: why a name is asked about, what became of a row, which rule a pair breaks."""

from collections.abc import Mapping
from types import MappingProxyType

from programme.handmade.score import Breach, Score, Somebody
from programme.handmade.settle import Ask, Row
from texts import N_, _, days

ASKS: Mapping[str, str] = MappingProxyType(
    {
        "missing_name": N_("“{name}” names nobody."),
        "bad_name": N_("“{name}” is not a personal name."),
        "hidden_characters": N_("“{name}” contains invisible control characters."),
        "number_of_another": N_("The number beside “{name}” belongs to somebody with another name."),
        "number_differs": N_("“{name}” has another number in the pool."),
        "unit_differs": N_("“{name}” serves in another unit than the list says."),
        "several": N_("There are several people called “{name}”."),
        "unknown": N_("Nobody is called “{name}”."),
        "nobody_named": N_("The row names no mentee."),
    }
)
NO_SUCH_PART: Mapping[str, str] = MappingProxyType(
    {
        "mentee": N_("“{name}” is known, but does not wait for a mentor in this cohort."),
        "mentor": N_("“{name}” is known, but is not in the mentor pool."),
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "paired": N_("paired"),
        "alone": N_("no mentor named"),
        "asked": N_("to be settled"),
        "out": N_("left out by decision"),
        "twice": N_("said before"),
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty_sheet": N_("empty sheet"),
        "no_pairs": N_("no columns for mentee and mentor were found"),
        "total": N_("total"),
        "signature": N_("signature line"),
        "note": N_("note"),
        "example": N_("example"),
        "section": N_("section heading"),
        "repeated_header": N_("repeated header"),
        "numbered_blank": N_("number without a person"),
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "mentee": N_("Mentee"),
        "mentor": N_("Mentor"),
        "mentee_no": N_("Number of the mentee"),
        "mentor_no": N_("Number of the mentor"),
        "mentee_unit": N_("Unit of the mentee"),
        "mentor_unit": N_("Unit of the mentor"),
    }
)


def asked(ask: Ask) -> str:
    """Why a name is not certain."""
    template = NO_SUCH_PART[ask.side] if ask.reason == "no_such_part" else ASKS[ask.reason]
    return _(template).format(name=ask.name)


def state_word(row: Row) -> str:
    """What became of a row."""
    return _(STATES[row.state])


def who(somebody: Somebody) -> str:
    """A person with the unit, which tells namesakes apart."""
    return _("{name} ({unit})").format(name=somebody.name, unit=somebody.unit) if somebody.unit else somebody.name


def exactly(somebody: Somebody) -> str:
    """A person with everything that tells namesakes apart: unit, post, birth."""
    told = (f"{somebody.unit}{somebody.post}", days.partial(somebody.birth) if somebody.birth else "")
    known = _(", ").join(filter(None, told))
    return _("{name} ({unit})").format(name=somebody.name, unit=known) if known else somebody.name


def whom(one: Breach) -> str:
    """The people whom a broken rule concerns."""
    return " – ".join(who(person) for person in (one.mentee, one.mentor) if person)


def broken(one: Breach) -> str:
    """The numbers behind a broken rule, "" where the rule says it all."""
    told = {
        "over_capacity": _("{burden} people, but {capacity} seats"),
        "over_demand": _("{pairs} mentors, more than asked for"),
        "quota": _("{pairs} pairs, asked for at least {min}"),
    }
    return told[one.code].format(**one.data) if one.code in told else ""


def summary(found: Score) -> str:
    """The list against the optimum, in one sentence."""
    told = _(
        "The list pairs {hand} people with a mean fit of {hand_mean}; the best plan under the rules pairs {best} with a mean fit of {best_mean}."
    )
    return told.format(
        hand=found.hand.paired,
        hand_mean=points(found.hand.mean),
        best=found.best.paired,
        best_mean=points(found.best.mean),
    )


def points(value: float | None) -> str:
    """Points with one decimal, a dash for none."""
    return "—" if value is None else f"{value:.1f}"
