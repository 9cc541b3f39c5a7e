"""The summary for the meeting: the plan in sentences, the rules in force in words, and what people decided beside it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_loads
from db.queries.signoff import rules_of_scheme
from pages.parts.dates import day, day_of
from pages.parts.frame import look, plain
from pages.parts.reasons import listing, rule
from pages.parts.rule_words import force, name, weights_sentence
from pages.parts.rules_telling import Teller, teller
from pages.parts.tables import HEAD, ROW, text
from pages.parts.vocabulary import names
from programme.contested import Contest
from programme.meeting import Decision
from programme.rules import Rules, values_of
from programme.scheme_figures import SchemeFigures
from texts import N_, _

TALL = 320
KINDS: Mapping[str, str] = {
    "appointed": N_("Appointed by a leader"),
    "chosen": N_("Chosen by staff"),
    "aside": N_("Rule set aside"),
    "ban": N_("Ruled out"),
    "seats": N_("Seats changed in this scheme"),
    "alone": N_("Left without a mentor on purpose"),
    "ceiling": N_("Seats named in the rules"),
}


def summary(scheme: Any, sums: SchemeFigures, contest: Contest, made: list[Decision]) -> None:
    """Sentences first, then the decisions as a table."""
    st.markdown("\n".join(f"- {line}" for line in sentences(scheme, sums, contest)))
    st.markdown("**" + _("Rules in force") + "**")
    st.markdown(rules_words(int(scheme.id)))
    st.markdown("**" + _("Decided by people ({count})").format(count=len(made)) + "**")
    if not made:
        st.caption(_("Nothing: the plan is what the engine computed under the rules."))
        return
    frame = decision_frame(made)
    columns = {
        "kind": text(_("Decision"), 140), "whom": text(_("Whom"), 240), "reason": text(_("Reason")),
        "by": text(_("By"), 64), "on": text(_("On"), 104),
    }  # fmt: skip
    st.dataframe(
        frame, hide_index=True, row_height=ROW, height=min(TALL, HEAD + ROW * len(frame)), column_config=columns,
        key="signoff-decisions",
    )  # fmt: skip


def sentences(scheme: Any, sums: SchemeFigures, contest: Contest) -> list[str]:
    """Who is paired, how well, how evenly, what to look at, how long."""
    told = [_covered(sums)]
    if sums.mean_fit is not None and sums.lowest_fit is not None:
        told.append(
            _(
                "The fit is {mean} on average and {low} at the lowest; {count} pairs lie under the floor of {floor}."
            ).format(
                mean=f"{sums.mean_fit:.1f}",
                low=f"{sums.lowest_fit:.1f}",
                count=sums.under_floor,
                floor=f"{scheme.floor:g}",
            )
        )
    told.append(_load_sentence(scheme))
    told.append(_contest_sentence(contest))
    term = _("The pairings run from {start} to {end}.").format(start=day(scheme.starts_on), end=day(scheme.ends_on))
    return [*filter(None, told), term]


def _covered(sums: SchemeFigures) -> str:
    return _(
        "Of {eligible} eligible people {paired} are paired and {without} are without a mentor; "
        "{ineligible} more are not eligible in this cohort."
    ).format(eligible=sums.eligible, paired=sums.paired, without=sums.unmatched, ineligible=sums.ineligible)


def _load_sentence(scheme: Any) -> str:
    """How many people the mentors have with the plan."""
    seen = look(scheme_loads, scheme_id=int(scheme.id))
    busy = seen[seen["new"] > 0]
    if busy.empty:
        return ""
    burden = (busy["load"] + busy["new"]).value_counts().sort_index()
    parts = [_("{count} lead {people}").format(count=count, people=people) for people, count in burden.items()]
    told = _("{mentors} of {available} mentors get somebody; with those they have already, {parts}.")
    return told.format(mentors=len(busy), available=len(seen), parts=listing(parts))


def _contest_sentence(contest: Contest) -> str:
    if not contest.samples:
        return _("{count} pairs are to be looked at; how firm the pairs are is not computed yet.").format(
            count=len(contest.pairs)
        )
    shaky = sum("shaky" in one.codes for one in contest.pairs)
    told = _("{count} pairs are to be looked at, {shaky} of them because other weights would often choose otherwise.")
    return told.format(count=len(contest.pairs), shaky=shaky)


def rules_words(scheme_id: int) -> str:
    """The rules that the scheme was computed under: number, weights, hard rules, floor; then quotas and named pairs."""
    row = look(rules_of_scheme, scheme_id=scheme_id)
    rules = Rules.of(row.number, row.rules)
    values = values_of(rules)
    hard = listing(
        _("{rule}: {force}").format(rule=name(code), force=force(how)) for code, how in values["rules"].items()
    )
    told = _(
        "Rules no. {number} of {day} ({by}). {weights} {hard}. Floor {floor}, at most {seats} seats a mentor."
    ).format(
        number=row.number, day=day_of(row.at), by=plain(row.by), weights=weights_sentence(values), hard=hard,
        floor=f"{values['floor']:g}", seats=values["programme_maximum"],
    )  # fmt: skip
    return "\n\n".join([told, "\n".join(_named_rules(rules))]) if rules.quotas or rules.pairs else told


def _named_rules(rules: Rules) -> list[str]:
    """Quotas and named pairs, one line each with its reason; whoever the viewer may not see stays unnamed."""
    tell: Teller = teller(names(), rules)
    lines = [
        _("Quota: {told} ({reason})").format(told=tell.quota(one), reason=one.reason) for one in rules.quotas.values()
    ]
    for pair in rules.pairs.values():
        told = _("Must be paired: {pair} ({why})") if pair.kind == "must" else _("Must not be paired: {pair} ({why})")
        why = tell.why(pair) if tell.knows(pair.mentee, pair.mentor) else "—"
        lines.append(told.format(pair=tell.pair(pair), why=why))
    return [f"- {plain(line)}" for line in lines]


def decision_frame(made: list[Decision]) -> pd.DataFrame:
    """kind, whom, reason, by, on: in words."""
    rows = [(_kind(one), _whom(one), one.reason, one.by, day_of(one.at) if one.at else "") for one in made]
    return pd.DataFrame(rows, columns=["kind", "whom", "reason", "by", "on"])


def _kind(one: Decision) -> str:
    told = _(KINDS[one.kind])
    detail = {"appointed": one.leader, "aside": rule(one.what) if one.what else ""}.get(one.kind, "")
    if one.kind in ("seats", "ceiling"):
        detail = f"{one.amount:+d}" if one.kind == "seats" else str(one.amount)
    return _("{decision}: {detail}").format(decision=told, detail=detail) if detail else told


def _whom(one: Decision) -> str:
    return " → ".join(filter(None, (one.mentee, one.mentor)))
