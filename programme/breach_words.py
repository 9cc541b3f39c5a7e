"""What a plan that was not computed may break, in words; the codes are those of `matching.compare.breaches`."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_, _

BREACHES: Mapping[str, str] = MappingProxyType(
    {
        "over_capacity": N_("mentors over their seats"),
        "over_demand": N_("more mentors than asked for"),
        "missing_pin": N_("a lock is not kept"),
        "quota": N_("a quota is not kept"),
        "unavailable": N_("the mentor is not available"),
        "ineligible": N_("not eligible in this cohort"),
        "same_person": N_("one and the same person"),
        "kinship": N_("kinship avoidance"),
        "command": N_("direct superior"),
        "stream": N_("different stream"),
        "banned": N_("banned by staff"),
        "two_cycle": N_("each would be the other's mentor"),
    }
)


def breach(code: str) -> str:
    """The words of a broken rule; an unknown code still names itself."""
    return _(BREACHES[code]) if code in BREACHES else code


def broken_rules(counts: Mapping[str, int]) -> str:
    """Every broken rule with its count, "" without any."""
    said = [_("{rule} {count}").format(rule=breach(code), count=count) for code, count in counts.items() if count]
    return _(", ").join(said)
