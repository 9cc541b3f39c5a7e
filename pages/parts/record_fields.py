"""The fields of a record by its kind: drawn for a new one and for a correction alike, and read back as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.records_counts import campaigns, villages
from pages.parts.frame import look
from pages.parts.record_words import WORDS, wording
from pages.parts.vocabulary import names
from programme.recordbook.codes import parted
from texts import N_, _

Told = Mapping[str, Any]
# What each kind shows at once; the rest waits below "More".
PILLS: Mapping[str, tuple[str, ...]] = {
    "log": ("forms", "methods"), "talk": ("aspects",), "home_visit": ("forms",), "case": ("topics", "methods"),
    "look_back": ("forms",), "campaign": ("mode",), "remedy": (),
}  # fmt: skip
MORE: Mapping[str, tuple[str, ...]] = {
    "log": ("title", "outcome", "reflection", "steps", "topics", "problems"),
    "talk": ("outcome", "reflection", "forms"),
    "home_visit": ("methods", "outcome"),
    "case": ("forms", "reflection"),
    "look_back": ("title", "methods", "outcome", "topics"),
    "campaign": ("forms", "outcome"),
    "remedy": ("forms", "outcome"),
}
ONE_OF = {
    "forms": "form",
    "methods": "method",
    "steps": "step",
    "aspects": "aspect",
    "mode": "mode",
    "remedy": "remedy",
}
LABELS = {
    "forms": N_("Form"), "methods": N_("Method"), "steps": N_("Steps of the demonstration"), "aspects": N_("About"),
    "mode": N_("Mentor's part"), "topics": N_("Topics"), "title": N_("Subject"), "outcome": N_("Result"),
    "reflection": N_("What the mentee took from it"),
}  # fmt: skip
ASKS = {
    "log": N_("What was done and learned"), "talk": N_("What was talked about, suggestions"), "case": N_("What happened and how it was settled"),
    "look_back": N_("What was looked back on, what is better next time"),
}  # fmt: skip
NUMBERS = (
    "households_visited", "households_total", "problems_found", "problems_solved", "links", "visits", "feedback_count",
    "rating",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What fields choose from: villages, campaigns by id, topics by code."""

    villages: list[str] = field(default_factory=list)
    campaigns: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)


def choices(kind: str) -> Choices:
    """What there is to choose from for a kind."""
    if kind == "home_visit":
        return Choices(villages=look(villages))
    topics = names().words("expertise") if "topics" in (*PILLS[kind], *MORE[kind]) else {}
    if kind != "campaign":
        return Choices(topics=topics)
    known = look(campaigns)
    known = known[known["status"] == "open"] if len(known) else known
    return Choices(campaigns=dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True)))


def draw(kind: str, key: str, told: Told, offered: Choices) -> None:
    """The fields of a kind under keys that begin with `key`, beginning with what is `told`."""
    first, second = st.columns([1, 1.25], gap="small")
    first.date_input(
        _("Day"), told.get("happened_on") or today(), max_value=today(), format="YYYY-MM-DD", key=f"{key}-happened_on"
    )
    if kind in ("home_visit", "remedy"):
        _special(kind, key, told, (offered, second))
    else:
        second.text_input(_("Place"), told.get("place") or "", max_chars=120, key=f"{key}-place")
    if kind == "campaign":
        _campaign(key, told, offered)
    for name in PILLS[kind]:
        _field(name, key, told, offered)
    if kind == "case":
        _field("title", key, told, offered)
    st.text_area(
        _(ASKS.get(kind, N_("What was done"))), told.get("content") or "", max_chars=2000, height=104, key=f"{key}-content",
        help=_("Ctrl+Enter saves. No numbers of identity cards or phones, no state secrets."),
    )  # fmt: skip
    if kind == "case":
        _problems(key, told)
        _field("outcome", key, told, offered)
    with st.expander(_("More"), key=f"{key}-more"):
        for name in MORE[kind]:
            _problems(key, told) if name == "problems" else _field(name, key, told, offered)


def _field(name: str, key: str, told: Told, offered: Choices) -> None:
    if name == "topics":
        known = {**offered.topics, **{code: code for code in told.get("topics", []) if code not in offered.topics}}
        st.multiselect(
            _(LABELS[name]),
            list(known),
            told.get("topics", []),
            format_func=known.__getitem__,
            key=f"{key}-topics",
            placeholder="",
        )
    elif name == "mode":
        st.segmented_control(
            _(LABELS[name]), list(WORDS["mode"]), default=told.get("mode") or "on_site", format_func=wording("mode"),
            key=f"{key}-mode", required=True,
        )  # fmt: skip
    elif name in ONE_OF:
        kind = ONE_OF[name]
        st.pills(
            _(LABELS[name]), list(WORDS[kind]), selection_mode="multi", default=list(parted(told.get(name) or "")),
            format_func=wording(kind), key=f"{key}-{name}",
        )  # fmt: skip
    else:
        limit = 120 if name == "title" else 2000
        st.text_input(_(LABELS[name]), told.get(name) or "", max_chars=limit, key=f"{key}-{name}")


def _special(kind: str, key: str, told: Told, places: tuple[Choices, Any]) -> None:
    offered, place = places
    if kind == "home_visit":
        known = list(dict.fromkeys([*filter(None, [told.get("village")]), *offered.villages]))
        place.selectbox(
            _("Village or community"), known, known.index(told["village"]) if told.get("village") else None,
            key=f"{key}-village", accept_new_options=True, placeholder=_("Choose or type"),
        )  # fmt: skip
        names = {"households_visited": _("Households visited"), "households_total": _("of all households")}
        names |= {"problems_found": _("Problems found"), "problems_solved": _("of them solved")}
        _numbers(key, told, names)
        return
    place.selectbox(
        _("Remedy"), list(WORDS["remedy"]), list(WORDS["remedy"]).index(told.get("remedy") or "learn_dialect"),
        format_func=wording("remedy"), key=f"{key}-remedy",
    )  # fmt: skip
    count, rating = st.columns(2, gap="small")
    _number(count, "feedback_count", (key, told), _("Villagers who rated (no names)"))
    rating.number_input(
        _("Mean rating 1 to 5"), 1.0, 5.0, told.get("rating"), 0.1, "%.1f", key=f"{key}-rating", placeholder=""
    )


def _campaign(key: str, told: Told, offered: Choices) -> None:
    known = {**offered.campaigns, **({told["campaign_id"]: told["campaign"]} if told.get("campaign_id") else {})}
    st.selectbox(
        _("Campaign"), list(known), list(known).index(told["campaign_id"]) if told.get("campaign_id") else 0 if known else None,
        format_func=known.__getitem__, key=f"{key}-campaign_id", placeholder=_("No campaign is open"),
    )  # fmt: skip
    post, links, visits = st.columns([1.6, 1, 1], gap="small")
    post.text_input(_("Post"), told.get("post") or "", max_chars=120, key=f"{key}-post")
    _number(links, "links", (key, told), _("Links"))
    _number(visits, "visits", (key, told), _("Visits"))


def _problems(key: str, told: Told) -> None:
    _numbers(key, told, {"problems_found": _("Problems found"), "problems_solved": _("of them solved")})


def _numbers(key: str, told: Told, labels: Mapping[str, str]) -> None:
    for place, (name, label) in zip(st.columns(len(labels), gap="small"), labels.items(), strict=True):
        _number(place, name, (key, told), label)


def _number(place: Any, name: str, where: tuple[str, Told], label: str) -> None:
    key, told = where
    value = told.get(name)
    value = None if value is None or pd.isna(value) else int(value)
    place.number_input(label, 0, 100_000, value, key=f"{key}-{name}", placeholder="")


NAMES = (
    "happened_on", "place", "title", "content", "outcome", "reflection", "forms", "methods", "steps", "aspects", "topics",
    "village", "campaign_id", "post", "mode", "remedy", *NUMBERS,
)  # fmt: skip


def read(kind: str, key: str) -> dict[str, Any]:
    """The values that the fields hold now."""
    values = {name: st.session_state.get(f"{key}-{name}") for name in NAMES}
    return {"kind": kind} | {name: value for name, value in values.items() if value is not None}


def forget(key: str, names: tuple[str, ...], otherwise: Callable[[str], Any] = lambda name: None) -> None:
    """Empty fields of a drawn form, before it is drawn again."""
    for name in names:
        if f"{key}-{name}" in st.session_state:
            st.session_state[f"{key}-{name}"] = otherwise(name)
