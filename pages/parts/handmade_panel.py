"""A list made by hand on the schemes page: bring it, settle doubtful names, read what it is worth, go on from there."""

from collections.abc import Callable

import streamlit as st

from db.queries.schemes import schemes
from pages.parts import handmade_rows, handmade_score, tables
from pages.parts.downloads import download
from pages.parts.frame import act, ask, cohort_id, look, may, plain
from pages.parts.handmade_words import summary
from programme.access import Action
from programme.handmade.export import offer_scored_list
from programme.handmade.keep import open_list
from programme.handmade.onward import improve, make_draft
from programme.handmade.score import Score, score
from programme.handmade.view import HandListView, Listed, hand_list, hand_lists
from programme.roster import Upload
from programme.scheme_names import NAME_LENGTH, first_free
from texts import N_, _

KEY = "list"


def handmade_panel(of_cohort: int) -> None:
    """The way in, and below it the newest list or the one that the address names."""
    known = look(hand_lists, cohort_id=of_cohort)
    if may(Action.RUN_SCHEME):
        _way_in(of_cohort, known)
    elif not known:
        st.info(_("Nobody brought a list made by hand yet."))
    if known:
        _shown(_chosen(known))


def _way_in(of_cohort: int, known: list[Listed]) -> None:
    with st.expander(_("Bring a list (.xlsx or .csv)"), icon=":material/upload_file:", expanded=not known):
        st.caption(
            _(
                "Two columns of names are enough: mentee and mentor. Number or unit beside a name tells namesakes apart. The list is read, scored under the rules in force and kept as a scheme; nothing else changes."
            )
        )
        left, middle, right = st.columns([4, 3, 1.4], vertical_alignment="bottom")
        file = left.file_uploader(_("List of pairs"), type=["xlsx", "csv"], key=f"hand-upload-{len(known)}")
        stem = file.name.rsplit(".", 1)[0] if file else _("Hand-made list")
        name = middle.text_input(
            _("Name of the list"), _free(stem),
            key=f"hand-name-{len(known)}-{stem}", max_chars=NAME_LENGTH,
        )  # fmt: skip
        if right.button(_("Score the list"), type="primary", disabled=file is None, width="stretch") and file:
            _open(of_cohort, name, Upload(file.name, file.getvalue()))


def _open(of_cohort: int, name: str, upload: Upload) -> None:
    with st.spinner(_("Reading the file…")):
        scheme_id = ask(open_list, cohort_id=of_cohort, name=name, upload=upload)
    if scheme_id is not None:
        st.query_params[KEY] = str(scheme_id)
    st.rerun()


def _chosen(known: list[Listed]) -> int:
    """The list in the address, else the newest."""
    names = {one.scheme_id: _("{name}, by {who}").format(name=one.name, who=one.by) for one in known}
    said = tables.picked(KEY) or ""
    now = int(said) if said.isdecimal() and int(said) in names else known[0].scheme_id
    if len(known) == 1:
        return now
    chosen = st.selectbox(
        _("List of pairs"), list(names), list(names).index(now), format_func=names.__getitem__, key=f"hand-list-{now}"
    )
    if chosen != now:
        st.query_params[KEY] = str(chosen)
        st.rerun()
    return now


def _shown(scheme_id: int) -> None:
    found, worth = look(hand_list, scheme_id=scheme_id), look(score, scheme_id=scheme_id)
    st.markdown(f"#### {plain(found.name)}")
    st.markdown(plain(summary(worth)))
    handmade_score.figures(found, worth)
    _onward(found)
    views: dict[str, tuple[str, int, Callable[[HandListView, Score], None]]] = {
        "settle": (N_("To be settled {count}"), len(found.of("asked")), handmade_rows.to_settle),
        "breaches": (N_("Broken rules {count}"), len(worth.breaches), handmade_score.breaches),
        "unlike": (N_("Differences {count}"), len(worth.unlike), handmade_score.differences),
        "rows": (N_("All rows {count}"), len(found.rows) + len(found.left_out), handmade_rows.all_rows),
        "columns": (N_("Sheets {count}"), len(found.sheets), handmade_rows.columns),
    }
    first = next((key for key in ("settle", "breaches") if views[key][1]), "unlike")
    words = {key: _(label).format(count=count) for key, (label, count, _draw) in views.items()}
    key = st.segmented_control(
        _("View"), list(views), default=first, format_func=words.__getitem__, key=f"hand-view-{scheme_id}",
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    views[key][2](found, worth)


def _onward(found: HandListView) -> None:
    """The two ways on, and the file."""
    first, second, third, _rest = st.columns([1.5, 1.4, 1.3, 4], gap="small")
    if may(Action.RUN_SCHEME):
        first.button(
            _("Improve it"), type="primary", icon=":material/auto_fix_high:", key=f"hand-improve-{found.scheme_id}", width="stretch",
            help=_("The best plan under the rules; among equally good ones that with the most pairs of this list."),
            on_click=_improve, args=(found.scheme_id, found.name),
        )  # fmt: skip
        second.button(
            _("Make a draft of it"), icon=":material/lock:", key=f"hand-draft-{found.scheme_id}", width="stretch",
            help=_("Locks every pair of the list that no rule forbids and finds mentors for the others; then it can be adjusted and signed."),
            on_click=_draft, args=(found.scheme_id, found.name),
        )  # fmt: skip
    if may(Action.EXPORT):
        download(third, _("As Excel"), offer_scored_list, f"hand-excel-{found.scheme_id}", scheme_id=found.scheme_id)


def _improve(scheme_id: int, name: str) -> None:
    _started(act(improve, scheme_id=scheme_id, name=_free(_("{name}, improved").format(name=name))))


def _draft(scheme_id: int, name: str) -> None:
    reason = _("as on the list “{name}”").format(name=name)
    chosen = _free(_("{name}, as a draft").format(name=name))
    _started(act(make_draft, scheme_id=scheme_id, name=chosen, reason=reason))


def _free(name: str) -> str:
    """The name, with a number where the cohort has it already."""
    return first_free(name[:NAME_LENGTH], look(schemes, cohort_id=int(cohort_id() or 0))["name"].tolist())


def _started(started: object) -> None:
    """Open the scheme that is being computed; what could not be locked is said beside it."""
    if started is not None:
        tables.open_row("scheme", started.scheme_id)  # type: ignore[attr-defined]
