"""Rules to start a cohort from: one for each kind of cohort, those that staff saved, and those of another cohort.

A template names no person: seats by name, named pairs and quotas of single mentors stay with their cohort.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Cohort, RuleTemplate
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, NotFound
from programme.rules import Rules, commit, rules_in_force, rules_of, seen_rules
from programme.rules_named import Group, QuotaRule
from programme.usecase import fetch, record, use_case
from texts import N_

NAME_LENGTH = 60
WEIGHTS = ("expertise", "locality", "grassroots", "dialect", "field", "unit")


@dataclass(frozen=True, slots=True)
class Ready:
    """A template that ships: its name, what it is for, the values of the form, and its quotas."""

    name: str
    purpose: str
    values: Mapping[str, Any]
    quotas: Mapping[str, QuotaRule] = field(default_factory=dict)

    def rules(self) -> Rules:
        """The defaults with these values."""
        return replace(rules_of(self.values, Rules()), quotas=dict(self.quotas))


def _weights(*points: int) -> dict[str, int]:
    return dict(zip(WEIGHTS, points, strict=True))


PARK = QuotaRule(Group(), Group("unit_kind", ("park_command",)), 3, 5)
READY: Mapping[str, Ready] = MappingProxyType(
    {
        "young_cadre": Ready(
            N_("Young cadres in their first years"),
            N_("less than three years at work; mass work and the place count most"),
            {"weights": _weights(40, 25, 20, 15, 0, 0), "ceilings": {"in_office": 2}},
        ),
        "professional": Ready(
            N_("Professionals of public institutions"),
            N_("the professional field counts most; professionals lead up to three, others one"),
            {"weights": _weights(40, 5, 5, 0, 50, 0), "ceilings": {"grassroots": 1, "professional": 3}},
        ),
        "discipline": Ready(
            N_("Discipline inspection, 35 and below"),
            N_("only within the stream, never the direct superior who writes the monthly comment"),
            {
                "weights": _weights(50, 10, 30, 10, 0, 0),
                "rules": {"stream": "forbid", "command": "forbid"},
                "age_limit": 35,
                "ceilings": {"in_office": 1},
            },
        ),
        "village": Ready(
            N_("New members of village committees"),
            N_("the same county or township and its dialect count most; village secretaries lead up to two"),
            {"weights": _weights(30, 35, 15, 20, 0, 0), "ceilings": {"village_secretary": 2, "professional": 1}},
        ),
        "park": Ready(
            N_("Cadres seconded to a park"),
            N_("field and expertise count most; mentors of the park command posts take 3 to 5 people in all"),
            {"weights": _weights(45, 5, 10, 0, 40, 0)},
            MappingProxyType({"0-1": PARK}),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A template that staff saved."""

    id: int
    name: str
    by: str
    at: datetime


@reads("programme")
def saved_templates(session: Session, viewer: Viewer) -> list[Saved]:
    """The templates of the house, by name."""
    rows = select(RuleTemplate, Account.name).join(Account, Account.id == RuleTemplate.by_id)
    found = session.execute(rows.order_by(RuleTemplate.name)).all()
    return [Saved(row.id, row.name, who, row.at) for row, who in found]


@use_case(Action.EDIT_RULES)
def start_from(session: Session, by: Actor, *, cohort_id: int, seen_number: int, template: str, note: str = "") -> int:
    """Put a template (a code of READY, or the id of a saved one) in force as the next row, without losing any name."""
    before = seen_rules(session, cohort_id, seen_number)
    return commit(session, by, cohort_id, before, _laid_over(before, _template(session, template)), note)


@use_case(Action.EDIT_RULES)
def copy_from(
    session: Session, by: Actor, *, cohort_id: int, seen_number: int, from_cohort_id: int, note: str = ""
) -> int:
    """Put the rules of another cohort in force as the next row; what they say of named people stays there."""
    before = seen_rules(session, cohort_id, seen_number)
    other = rules_in_force(session, fetch(session, Cohort, from_cohort_id).id)
    return commit(session, by, cohort_id, before, _laid_over(before, nameless(other)), note)


@use_case(Action.EDIT_RULES)
def save_template(session: Session, by: Actor, *, cohort_id: int, name: str) -> int:
    """Keep the cohort's rules in force as a template without names; Conflict when the name is taken."""
    row = RuleTemplate(
        name=_own_name(session, name), rules=nameless(rules_in_force(session, cohort_id)).to_dict(), by_id=by.id
    )
    session.add(row)
    session.flush()
    record(session, by, Action.EDIT_RULES, f"rule_template:{row.id}", act="save", name=row.name, cohort=cohort_id)
    return row.id


@use_case(Action.EDIT_RULES)
def rename_template(session: Session, by: Actor, *, template_id: int, name: str) -> None:
    """Call a saved template something else."""
    row = fetch(session, RuleTemplate, template_id)
    old, row.name = row.name, _own_name(session, name)
    session.flush()
    record(session, by, Action.EDIT_RULES, f"rule_template:{template_id}", act="rename", name=[old, row.name])


@use_case(Action.EDIT_RULES)
def drop_template(session: Session, by: Actor, *, template_id: int) -> None:
    """Throw a saved template away; cohorts that started from it keep their rules."""
    row = fetch(session, RuleTemplate, template_id)
    record(session, by, Action.EDIT_RULES, f"rule_template:{template_id}", act="drop", name=row.name, rules=row.rules)
    session.delete(row)


def nameless(rules: Rules) -> Rules:
    """The rules without anything that they say of named people."""
    quotas = {key: quota for key, quota in rules.quotas.items() if not _names_people(quota)}
    return replace(rules, overrides={}, pairs={}, quotas=quotas)


def _laid_over(before: Rules, template: Rules) -> Rules:
    """The template, with the cohort's own days of notice and everything that its rules say of named people."""
    own = {key: quota for key, quota in before.quotas.items() if _names_people(quota)}
    fresh = {f"{before.number + 1}-{at}": quota for at, quota in enumerate(template.quotas.values(), 1)}
    return replace(
        template,
        overrides=before.overrides,
        pairs=before.pairs,
        quotas={**own, **fresh},
        notice_days=before.notice_days,
    )


def _names_people(quota: QuotaRule) -> bool:
    return quota.mentors.by == "person"


def _template(session: Session, template: str) -> Rules:
    if template in READY:
        return READY[template].rules()
    if not template.isdecimal():
        raise NotFound("no_row", kind="rule_templates", key=template)
    return nameless(Rules.of(0, fetch(session, RuleTemplate, int(template)).rules))


def _own_name(session: Session, name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Invalid("template_name", length=len(name), limit=NAME_LENGTH)
    if session.scalar(select(RuleTemplate.id).where(RuleTemplate.name == name)):
        raise Conflict("template_name_taken", name=name)
    return name
