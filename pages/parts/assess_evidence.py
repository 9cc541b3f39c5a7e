"""What speaks for a pairing, in a few lines and one small chart; it lies beside the form and grades nothing."""

from collections import Counter
from typing import Any

import streamlit as st

from pages.parts import charts_assess
from pages.parts.assess_words import figure, word
from pages.parts.chart_style import CONFIG
from pages.parts.dates import day
from pages.parts.record_words import word as record_word
from texts import _


def evidence_lines(told: dict[str, Any]) -> list[str]:
    """Each subject in one line: records, plan, reviews, stages, visits, what came of it."""
    return [_records(told), _plan_and_reviews(told), _stages(told), _results(told)]


def show(told: dict[str, Any], key: str) -> None:
    """The lines, and the records month by month."""
    st.markdown("  \n".join(f":small[{line}]" for line in evidence_lines(told)))
    if told["months"]:
        figure_ = charts_assess.months(told["months"])
        st.plotly_chart(figure_, config={**CONFIG, "displayModeBar": False}, key=f"ass-months-{key}")
    since = _("since {day}, ").format(day=day(told["since"])) if told["since"] else ""
    st.caption(_("Collected {since}until {day} from what is on record.").format(since=since, day=day(told["until"])))


def _records(told: dict[str, Any]) -> str:
    if not told["total"]:
        return _("**Records** none")
    kinds = _(", ").join(f"{record_word('kind', kind)} {count}" for kind, count in sorted(told["records"].items()))
    return _("**Records** {total} ({kinds}) · back-filled {share} % · last on {day}").format(
        total=told["total"], kinds=kinds, share=told["backfilled_share"], day=day(told["last_on"])
    )


def _plan_and_reviews(told: dict[str, Any]) -> str:
    plan, reviews = told["plan"], told["reviews"]
    first = (
        _("**Plan** {done} of {items} done ({share} %)").format(**plan) if plan["items"] else _("**Plan** no items")
    )  # fmt: skip
    second = _("**Monthly reviews** {complete} ({on_time} in time, {missing} missing), mean {mean}").format(
        **{**reviews, "mean": figure(reviews["mean"])}
    )
    return f"{first} · {second}"


def _stages(told: dict[str, Any]) -> str:
    if not told["stages"]:
        return _("**Stages** none entered")
    steps = " → ".join(f"{record_word('stage', one['stage'])} {day(one['on'])}" for one in told["stages"])
    return _("**Stages** {steps}").format(steps=steps)


def _results(told: dict[str, Any]) -> str:
    visits, counts = told["visits"], told["follow_ups"]
    kinds = Counter(one["kind"] for one in told["outcomes"])
    named = (_("{name} {count}×").format(name=word("outcome", kind), count=count) for kind, count in kinds.items())
    outcomes = _(", ").join(named) or _("none")
    return _(
        "**Visits** {count} in {villages} villages, {households} households · **Problems** {solved} of {found} solved · "
        "**Outcomes** {outcomes} · **Follow-ups** {open} open, {done} done"
    ).format(**visits, solved=told["solved"], found=told["found"], outcomes=outcomes, **counts)
