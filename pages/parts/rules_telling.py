"""What rules say of people and groups, as sentences: seats by name, quotas, named pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.queries.rules import accounts_named, rule_people
from pages.parts.frame import look
from pages.parts.labels import label
from pages.parts.reasons import listing
from pages.parts.vocabulary import Names
from programme.rules import NAMED as BY_NAME
from programme.rules import Change, Rules, default_policy
from programme.rules_named import Group, NamedPair, Override, QuotaRule
from texts import N_, _

MENTEES: Mapping[str, str] = {
    "all": N_("all mentees"),
    "unit": N_("mentees of {names}"),
    "unit_kind": N_("mentees of units of the kind {names}"),
    "county": N_("mentees who serve in {names}"),
    "category": N_("mentees of the category {names}"),
}
MENTORS: Mapping[str, str] = {
    "each": N_("any one mentor"),
    "person": N_("{names}"),
    "unit": N_("the mentors of {names}"),
    "unit_kind": N_("the mentors of units of the kind {names}"),
    "county": N_("the mentors in {names}"),
    "expertise": N_("the mentors who know {names}"),
    "standing": N_("the mentors of the kind {names}"),
    "all": N_("all mentors together"),
}
BY_LABEL: Mapping[str, str] = {"unit_kind": "unit_kind", "category": "category", "standing": "standing"}
NAMED = 4


@dataclass(frozen=True, slots=True)
class Teller:
    """Words of the vocabularies, and the people whom the viewer may see by name."""

    names: Names
    people: Mapping[int, str]
    accounts: Mapping[int, str]

    def person(self, person_id: int) -> str:
        """Name and unit; whoever sees one unit only is not told who others are."""
        return self.people.get(person_id, _("somebody of another unit"))

    def knows(self, *person_ids: int) -> bool:
        """Whether the viewer may see all of them."""
        return all(person_id in self.people for person_id in person_ids)

    def group(self, group: Group, words: Mapping[str, str]) -> str:
        """A group of mentees (MENTEES) or mentors (MENTORS) in words."""
        told = [self.value(group.by, value) for value in group.of[:NAMED]]
        more = len(group.of) - NAMED
        said = listing([*told, _("{count} more").format(count=more)] if more > 0 else told)
        return _(words[group.by]).format(names=said)

    def value(self, by: str, value: object) -> str:
        """One value of a group in words."""
        if by == "person":
            return self.person(int(str(value)))
        if by == "unit":
            return self.names.unit_names().get(int(str(value)), str(value))
        if by == "expertise":
            return self.names.words("expertise").get(str(value), str(value))
        return label(BY_LABEL[by], str(value)) if by in BY_LABEL else str(value)

    def quota(self, quota: QuotaRule) -> str:
        """ "mentees of A with the mentors of B: 3 to 5 pairs" """
        return _("{mentees} with {mentors}: {bounds}").format(
            mentees=self.group(quota.mentees, MENTEES),
            mentors=self.group(quota.mentors, MENTORS),
            bounds=bounds(quota.least, quota.most),
        )

    def pair(self, pair: NamedPair) -> str:
        """ "A with B" """
        return _("{mentee} with {mentor}").format(mentee=self.person(pair.mentee), mentor=self.person(pair.mentor))

    def why(self, entry: NamedPair | Override) -> str:
        """Reason, leader, the reason for which a rule is set aside, and who set it when."""
        parts = [entry.reason]
        if isinstance(entry, NamedPair) and entry.leader:
            parts.append(_("named by {leader}").format(leader=entry.leader))
        if isinstance(entry, NamedPair) and entry.waiver:
            parts.append(_("hard rule set aside: {reason}").format(reason=entry.waiver))
        parts.append(_("{who}, {day}").format(who=self.accounts.get(entry.by_id, "—"), day=entry.on))
        return _("; ").join(parts)


def teller(names: Names, *rules: Rules) -> Teller:
    """Whoever is needed to tell these rules."""
    ids = sorted({person for one in rules for person in _people(one)})
    rows = look(rule_people, person_ids=ids) if ids else None
    known = {} if rows is None else {int(key): named(name, unit) for key, name, unit in rows.to_numpy().tolist()}
    return Teller(names, known, look(accounts_named) if ids else {})


def teller_for(names: Names, changes: Iterable[Change]) -> Teller:
    """Whoever is needed to tell these differences, as they were and as they are."""
    sides: dict[str, dict[str, dict[str, object]]] = {
        side: {part: {} for part in BY_NAME} for side in ("before", "after")
    }
    for one in changes:
        part, _dot, key = one.path.partition(".")
        for side, entries in sides.items():
            if part in BY_NAME and getattr(one, side) is not None:
                entries[part][key] = getattr(one, side)
    policy = default_policy().to_dict()
    return teller(names, *(Rules.of(0, {"policy": policy, **entries}) for entries in sides.values()))


def named(name: str, unit: str) -> str:
    """Name and unit, as far as there is one."""
    return _("{name} ({unit})").format(name=name, unit=unit) if unit else name


def bounds(least: int, most: int | None) -> str:
    """ "3 to 5 pairs" """
    if most is None:
        return _("at least {least} pairs").format(least=least)
    if not least:
        return _("at most {most} pairs").format(most=most)
    if least == most:
        return _("exactly {most} pairs").format(most=most)
    return _("{least} to {most} pairs").format(least=least, most=most)


def _people(rules: Rules) -> Iterable[int]:
    yield from (int(key) for key in rules.overrides)
    for pair in rules.pairs.values():
        yield from (pair.mentee, pair.mentor)
    for quota in rules.quotas.values():
        yield from (int(value) for value in quota.mentors.of if quota.mentors.by == "person")
