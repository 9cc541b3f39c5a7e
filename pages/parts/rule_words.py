"""Rules in plain words: what each one is called, what it means, and where its default comes from."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.labels import label
from pages.parts.reasons import criterion, listing
from pages.parts.reasons import rule as rule_word
from pages.parts.rules_telling import Teller
from programme.errors import ProgrammeError
from programme.rules import GRASSROOTS, NAMED, Change, Rules, differences, rules_of, shares
from programme.rules_named import NamedPair, Override, QuotaRule
from programme.sentences import sentence
from texts import N_, _

FEW = 3
OURS = N_("default, may be changed")

FORCES: Mapping[str, str] = {"allow": N_("allow"), "hint": N_("hint"), "forbid": N_("forbid")}

DIRECTIONS: Mapping[str, str] = {
    "any": N_("plays no part"),
    "same": N_("prefer the same unit"),
    "different": N_("prefer a different unit"),
}

NAMES: Mapping[str, str] = {
    "kinship": N_("Kinship avoidance"),
    "command": N_("Direct superior as mentor"),
    "stream": N_("Discipline stream with others"),
    "floor": N_("Lowest fit that is called good enough"),
    "programme_maximum": N_("Seats of a mentor, at most"),
    "months_limit": N_("Young cadres: months at work, fewer than"),
    "age_limit": N_("Discipline stream: years of age, at most"),
    "notice_days": N_("Working days of public notice"),
    "unit_direction": N_("Unit of mentor and mentee"),
}

MEANINGS: Mapping[str, tuple[str, str]] = {
    "kinship": (
        N_(
            "Spouses, direct relatives, collateral relatives within three generations and close in-laws, as far as declared."
        ),
        N_("default, may be changed; by analogy with the avoidance rules for civil servants"),
    ),
    "command": (
        N_("The mentor leads the mentee's own unit, as far as post and unit show it. “Hint” pairs them and says so."),
        OURS,
    ),
    "stream": (
        N_("A pair of which only one side belongs to discipline inspection and supervision."),
        OURS,
    ),
    "floor": (N_("A pair below it is made only if nothing better is left, and is listed to be looked at."), OURS),
    "programme_maximum": (
        N_("Whoever has more in the pool counts with so many; who may lead more is named under “Seats by name”."),
        OURS,
    ),
    "months_limit": (
        N_("“Less than three years at work” leaves the number out: 35 months are eligible, 36 are not."),
        N_("seed report S17"),
    ),
    "age_limit": (
        N_("“35 and below” includes the number: eligible until the day before the 36th birthday."),
        N_("seed report S47"),
    ),
    "notice_days": (N_("From signing to confirmation; 0 switches the public notice off."), OURS),
    "unit_direction": (N_("Whether a mentor from the same unit counts for or against a pair; needs a weight."), OURS),
}

ALWAYS = N_(
    "Always in force: the mentor is confirmed, in the pool and not paused, has a free seat, and is not the same person "
    "nor mentored by the mentee; the mentee is eligible and not yet led; locks and bans of the staff hold. "
    "Source: seed report S17, S19, S45."
)


def name(code: str) -> str:
    """What a rule, a limit or a criterion is called."""
    return _(NAMES[code]) if code in NAMES else criterion(code)


def meaning(code: str) -> str:
    """What it means, with the source of its default."""
    said, source = MEANINGS[code]
    return _("{meaning} Source: {source}.").format(meaning=_(said), source=_(source))


def force(code: str) -> str:
    """allow, hint, forbid in words."""
    return _(FORCES[code]) if code in FORCES else code


def direction(code: str) -> str:
    """What the units of a pair count for."""
    return _(DIRECTIONS[code]) if code in DIRECTIONS else code


def weights_sentence(values: Mapping[str, Any]) -> str:
    """ "Of 100 points: needs and expertise 45, county and township 20, ..." under a form's values."""
    parts = sorted(((share, code) for code, share in shares(values).items() if share), key=lambda part: -part[0])
    if not parts:
        return _("No criterion counts: with these weights nothing can be saved or run.")
    points = in_hundred([share for share, _code in parts])
    said = listing(
        _("{criterion} {points}").format(criterion=criterion(code), points=whole)
        for whole, (_share, code) in zip(points, parts, strict=True)
    )
    return _("Of 100 points of fit: {criteria}.").format(criteria=said)


def in_hundred(shares: Sequence[float]) -> list[int]:
    """Whole numbers that add up to 100, each less than one away from its share; ties go to the one that stands first."""
    whole = [math.floor(share) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda at: (whole[at] - shares[at], at))
    for at in by_rest[: 100 - sum(whole)]:
        whole[at] += 1
    return whole


def ceilings_sentence(values: Mapping[str, Any]) -> str:
    """ "At most 3 people with any mentor; leaders in office 2, retired 1." under a form's values."""
    said = _("At most {most} people with any mentor").format(most=values["programme_maximum"])
    own = [
        _("{kind} {most}").format(kind=kind(code), most=most)
        for code, most in values["ceilings"].items()
        if most is not None and most < values["programme_maximum"]
    ]
    return (_("{all}; {kinds}").format(all=said, kinds=listing(own)) if own else said) + _(".")


def kind(code: str) -> str:
    """What a kind of mentor is called: a standing, or the grass-roots track."""
    return _("Grass-roots track") if code == GRASSROOTS else label("standing", code)


def cause(code: str) -> str:
    """Why a mentor's seats are not those of the pool."""
    return {
        "maximum": _("ceiling for any mentor"),
        "override": _("by name"),
    }.get(code) or _("ceiling for {kind}").format(kind=kind(code))


def change(one: Change, tell: Teller) -> tuple[str, str, str]:
    """A changed value as (what, before, after)."""
    part, _dot, code = one.path.partition(".")
    if part in NAMED:
        return _subject(part, one, tell), _entry(part, one.before, tell), _entry(part, one.after, tell)
    if part == "ceilings":
        return _("Seats, at most: {kind}").format(kind=kind(code)), _value(code, one.before), _value(code, one.after)
    code = one.path.rpartition(".")[2]
    return name(code), _value(code, one.before), _value(code, one.after)


def refused(rules: Rules, values: Mapping[str, Any]) -> str:
    """Why a form's values could not be saved, "" when they can."""
    try:
        rules_of(values, rules)
    except ProgrammeError as error:
        return sentence(error)
    return ""


def unsaved(rules: Rules, values: Mapping[str, Any], tell: Teller) -> str:
    """What a form's values, which can hold, would change, in a few words; "" for nothing."""
    changes = differences(rules.to_dict(), rules_of(values, rules).to_dict())
    return shortly([change(one, tell)[0] for one in changes])


def shortly(names: Sequence[str]) -> str:
    """The first few different names, and how many more."""
    known = list(dict.fromkeys(names))
    said = listing(known[:FEW])
    return _("{changes} and {count} more").format(changes=said, count=len(known) - FEW) if len(known) > FEW else said


def _subject(part: str, one: Change, tell: Teller) -> str:
    """Whom an entry concerns."""
    data = one.after or one.before
    if part == "overrides":
        return _("Seats of {mentor}").format(mentor=tell.person(int(one.path.partition(".")[2])))
    if part == "pairs":
        return _("Pair {pair}").format(pair=tell.pair(NamedPair(**data)))
    return _("Quota")


def _entry(part: str, data: Mapping[str, Any] | None, tell: Teller) -> str:
    """What an entry says; "—" where there is none, and no reason for whoever may not see its people."""
    if data is None:
        return "—"
    if part == "quotas":
        return tell.quota(QuotaRule.read(data))
    if part == "overrides":
        seats = Override(**data)
        return _("{seats}: {why}").format(seats=seats.seats, why=tell.why(seats))
    pair = NamedPair(**data)
    kind_said = {"must": _("Must be paired"), "must_not": _("Must not be paired")}[pair.kind]
    if not tell.knows(pair.mentee, pair.mentor):
        return kind_said
    return _("{kind}: {why}").format(kind=kind_said, why=tell.why(pair))


def barred(reason: str, rules: Mapping[str, int]) -> str:
    """Why no mentor may take somebody: a reason of ineligibility, or each rule with how many mentors it takes away."""
    if reason:
        return ineligible(reason)
    parts = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    return listing(_("{rule} ({count} mentors)").format(rule=rule_word(code), count=count) for code, count in parts)


INELIGIBLE: Mapping[str, str] = {
    "months_reached": N_("not eligible: too many months at work on the cohort's date"),
    "over_age": N_("not eligible: too old on the cohort's date"),
    "no_work_start": N_("not eligible: the start of work is missing"),
    "no_birth": N_("not eligible: the date of birth is missing"),
    "year_only": N_("not eligible: only the year is known, and the month decides"),
    "not_started": N_("not eligible: begins work after the cohort's date"),
    "already_led": N_("has a mentor in another cohort already"),
    "outside_reach": N_("the cohort does not reach the unit yet"),
}


LOST: Mapping[str, str] = {
    "paused": N_("the mentor is paused"),
    "left": N_("the mentor has left the pool"),
    "unconfirmed": N_("the mentor is not confirmed yet"),
    "mentor_unknown": N_("the mentor is not in the pool"),
    "mentor_full": N_("the mentor has no seat left"),
    "mentee_full": N_("the mentee has mentors enough"),
    "mutual": N_("each would be the other's mentor"),
}


def lost(code: str) -> str:
    """Why a named pair cannot be kept."""
    return _(LOST[code]) if code in LOST else ineligible(code) if code in INELIGIBLE else rule_word(code)


def ineligible(reason: str) -> str:
    """Why a mentee does not qualify."""
    return _(INELIGIBLE[reason]) if reason in INELIGIBLE else label("mentee_state", reason)


def _value(code: str, value: Any) -> str:
    if value is None:
        return "—"
    if value in FORCES:
        return force(str(value))
    if code == "unit_direction":
        return direction(str(value))
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
