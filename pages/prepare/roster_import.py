"""Import and check (导入体检): open files, mend what is wrong in them, see what would change, confirm, undo."""

from collections.abc import Callable

import streamlit as st

from pages.parts import import_open, import_rows, import_tables
from pages.parts.frame import act, ask, header, say
from pages.parts.import_faults import faults
from pages.parts.import_words import KINDS
from pages.parts.ways import way
from programme.roster import Preview
from programme.roster.drafts import confirm_draft
from programme.roster.review import Review, drafts_of, review
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[Review, Preview], None]]] = {
    "faults": (N_("Faults {count}"), faults),
    "doubts": (N_("Doubtful {count}"), import_rows.doubts),
    "changes": (N_("What changes {count}"), import_rows.changes),
    "columns": (N_("Columns {count}"), import_tables.columns),
    "warnings": (N_("Worth a look {count}"), import_tables.warnings),
    "skipped": (N_("Left out {count}"), import_tables.skipped),
}


def main() -> None:
    """Either the way in and what was imported before, or the draft in hand."""
    chosen = st.query_params.get("draft", "")
    found = ask(review, draft_id=int(chosen)) if chosen.isdecimal() else None
    if found is None:
        st.query_params.pop("draft", None)
        header(_("Import rosters"), (_("Nothing is saved before you confirm"), "gray"))
        import_open.way_in()
        import_open.earlier()
    else:
        _draft(found)


def _draft(found: Review) -> None:
    waiting = [one for one in found.previews if one.roster.kind not in found.kept.saved]
    kinds = [one.roster.kind for one in waiting]
    names = {one.roster.kind: f"{_(KINDS[one.roster.kind])} {len(one.roster.rows)}" for one in waiting}
    only = [(names[kinds[0]], "blue")] if len(kinds) == 1 else []
    places = header(_("Import rosters"), *only, (_("Nothing is saved before you confirm"), "gray"), actions=2)
    places[0].button(_("Throw away"), on_click=import_open.throw_away, args=(found.kept.id,), width="stretch")
    kind = kinds[0]
    if len(kinds) > 1:
        kind = st.segmented_control(
            _("Roster"),
            kinds,
            default=kinds[0],
            format_func=names.__getitem__,
            key="import_kind",
            required=True,
            label_visibility="collapsed",
        )
    shown = found.of(kind)
    _confirm_button(places[1], found, shown)
    if not _savable(shown):
        _onward({one.roster.kind: names[one.roster.kind] for one in waiting if _savable(one)})
    import_open.figures(shown)
    import_rows.beyond_reach(found, shown)
    _views(found, shown)


def _confirm_button(place: st.delta_generator.DeltaGenerator, found: Review, shown: Preview) -> None:
    rows = _savable(shown)
    place.button(
        _("Confirm {count}").format(count=rows),
        type="primary",
        width="stretch",
        disabled=not rows,
        help=_(
            "Rows that are held back or doubtful stay in this draft; the others are saved as one import that can be undone."
        ),
        on_click=_confirm,
        args=(found, shown),
    )


def _savable(shown: Preview) -> int:
    return shown.difference.count("new") + shown.difference.count("changed")


def _onward(rest: dict[str, str]) -> None:
    """What is next where this roster has nothing left to save: the other roster, else the rules."""
    for kind, roster in rest.items():
        st.button(
            _("All that could be saved is saved; next: {roster}").format(roster=roster), key=f"import-next-{kind}",
            icon=":material/arrow_forward:", type="primary", on_click=_show, args=(kind,),
        )  # fmt: skip
    if not rest:
        way("match/rules.py", _("All that could be saved is saved: to the rules and the count"))


def _show(kind: str) -> None:
    st.session_state["import_kind"] = kind


def _confirm(found: Review, shown: Preview) -> None:
    outcome = act(
        confirm_draft,
        draft_id=found.kept.id,
        seen_version=found.kept.version,
        roster=shown.roster,
        seen=shown.difference.fingerprint,
        kinds=[one.roster.kind for one in found.previews],
    )
    if outcome is None:
        return
    counts = outcome.counts
    told = _("Saved: {new} new, {changed} changed; {unchanged} unchanged, {held} held back, {doubtful} doubtful.")
    say(told.format(**counts), "success" if not counts["held"] + counts["doubtful"] else "warning")
    if found.kept.id not in [draft_id for draft_id, _names in ask(drafts_of) or []]:
        st.query_params.pop("draft", None)


def _views(found: Review, shown: Preview) -> None:
    counts = import_tables.counts(found, shown)
    words = {key: _(label).format(count=counts[key]) for key, (label, _draw) in VIEWS.items()}
    first = next((key for key in ("faults", "doubts") if counts[key]), "changes")
    key = st.segmented_control(
        _("View"),
        list(VIEWS),
        default=first,
        format_func=words.__getitem__,
        key=f"import_view_{shown.roster.kind}",
        required=True,
        label_visibility="collapsed",
    )
    VIEWS[key][1](found, shown)


main()
