"""The figures of reference against their lines, and who is behind them: a click on a mark lists the people."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from db.queries.campaign_figures import campaign_sums
from db.queries.outcome_figures import INTRODUCED_LINE, PROMOTED_LINE, References, Share, introduced_share
from db.queries.outcomes import outcome_counts, reference_figures
from db.queries.outcomes_scope import OutcomeFilter
from pages.parts import charts_outcomes as charts
from pages.parts import outcome_filters, tables
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import look, may
from programme.access import Action
from programme.outcomes.export import offer_members, offer_posted
from programme.outcomes.wording import word
from texts import _

SPLIT = [8, 5]
Colour = Literal["gray", "green", "red"]
COLOURS: Mapping[bool | None, Colour] = {None: "gray", True: "green", False: "red"}


def figures_view(cohort_id: int | None) -> None:
    """Four figures, the two shares by year with the people behind, then what is on record by year, kind and unit."""
    found = look(reference_figures, cohort_id=cohort_id)
    _tiles(found)
    charts_place, people = st.columns(SPLIT, gap="medium")
    with charts_place:
        left, right = st.columns(2, gap="small")
        with left:
            year = _chart(_introducers(found), "out_introducers")
        with right:
            begun = _chart(_promoted(found), "out_promoted")
    with people, st.container(border=True, height=330):
        if begun is not None:
            _posted_list(found, int(begun), cohort_id)
        else:
            _member_list(found, None if year is None else int(year), cohort_id)
    _all_facts(cohort_id)


def _tiles(found: References) -> None:
    whole = campaign_sums(found.figures)
    done, projects = (float(whole[name].sum()) for name in ("projects_done", "projects"))
    tiles: list[tuple[str, str, str, bool | None]] = [
        (_("Introduced by mentors, 3 years"), *_share_told(found.introduced)),
        (_("Posted, then promoted"), *_share_told(found.promoted)),
        (_("Skip-level petitions in campaigns"), *_petitions_told(found)),
        (_("Projects of campaigns under way"), f"{done / projects:.0%}" if projects else "—",
         _("{done} of {projects}").format(done=int(done), projects=int(projects)) if projects else _("not reported"), None),
    ]  # fmt: skip
    for place, (label, value, note, good) in zip(st.columns(4, gap="small"), tiles, strict=True):
        place.metric(label, value, note, delta_color=COLOURS[good], delta_arrow="off", border=True)


def _share_told(share: Share) -> tuple[str, str, bool | None]:
    """The figure, its numbers against the line in words, whether the line is reached."""
    line = f"{share.line:.0%}"
    if not share.denominator:
        return "—", _("nobody yet; the line is {line}").format(line=line), None
    if share.share is None:
        return "—", _("fewer than 3 people, not shown"), None
    told = _("{count} of {whole}, line {line}: {state}")
    state = _("line reached") if share.reached else _("line not reached")
    whole = {"count": share.numerator, "whole": share.denominator, "line": line, "state": state}
    return f"{share.share:.1%}", told.format(**whole), share.reached


def _petitions_told(found: References) -> tuple[str, str, bool | None]:
    if found.petitions is None:
        return "—", _("no unit has reported yet"), None
    units = int(found.figures["petitions"].notna().sum())
    state = _("red line kept, {count} reports") if found.petitions == 0 else _("red line broken, {count} reports")
    return str(found.petitions), state.format(count=units), found.petitions == 0


def _chart(figure: Any, key: str) -> Any:
    event = st.plotly_chart(figure, config=CONFIG, key=key, on_select="rerun", selection_mode="points")
    return clicked(event)


def _introducers(found: References) -> Any:
    rows = [(str(year), share) for year, share in found.years]
    return charts.shares(
        rows, _("Introduced by their mentor, by year"), _("target {line}").format(line=f"{INTRODUCED_LINE:.0%}")
    )  # fmt: skip


def _promoted(found: References) -> Any:
    years = found.posted["since"].map(lambda since: since.year) if len(found.posted) else pd.Series(dtype=int)
    rows = [(str(year), _promoted_share(found.posted[years == year])) for year in sorted(set(years))[-6:]]
    title = _("Promoted since, by the year the posting began")
    return charts.shares(
        rows or [("—", Share(0, 0, PROMOTED_LINE))], title, _("reference {line}").format(line=f"{PROMOTED_LINE:.0%}")
    )  # fmt: skip


def _promoted_share(posted: pd.DataFrame) -> Share:
    return Share(int(posted["promoted_on"].notna().sum()), len(posted), PROMOTED_LINE)


def _member_list(found: References, year: int | None, cohort_id: int | None) -> None:
    rows = found.members if year is None else found.members[found.members["year"] == year]
    shown = rows.assign(
        day=[day(value) for value in rows["happened_on"]], by=[word("introduced", code) for code in rows["introduced"]]
    )
    share = introduced_share(found.members, sorted(set(rows["year"])))
    told = _("New members of {year}") if year else _("New members on record")
    _behind_head(told.format(year=year), (offer_members, "out_members_excel", cohort_id))
    if rows.empty:
        st.info(_("Nobody is on record yet. Write an admission down under “Record and read outcomes”."))
        return
    _people(
        shown,
        {
            "name": tables.text(_("Name"), 58),
            "unit": tables.text(_("Unit"), tables.px(104, 82)),
            "mentor": tables.text(_("Mentor"), 58),
            "by": tables.text(_("Introduced"), tables.px(78, 94)),
            "day": tables.on_day(_("Day")),
        },
        "members",
    )
    left_out = int((~rows["young"]).sum())
    notes = [_("{count} without a recorded introducer").format(count=share.unknown)] if share.unknown else []
    notes += [_("{count} over 35, not counted").format(count=left_out)] if left_out else []
    if notes:
        st.caption(_("; ").join(notes))


def _posted_list(found: References, year: int, cohort_id: int | None) -> None:
    rows = found.posted[[since.year == year for since in found.posted["since"]]]
    shown = rows.assign(
        promoted=[day(value) for value in rows["promoted_on"]], day=[day(value) for value in rows["since"]]
    )
    shown = shown.sort_values("promoted", ascending=False)
    _behind_head(_("Posted for training from {year}").format(year=year), (offer_posted, "out_posted_excel", cohort_id))
    columns = {
        "name": tables.text(_("Name"), 58),
        "unit": tables.text(_("Unit"), 96),
        "place": tables.text(_("Posted to"), 96),
        "promoted": tables.on_day(_("Promoted on")),
        "to_post": tables.text(_("Post"), 120),
    }
    _people(shown, columns, "posted")


def _behind_head(title: str, file: tuple[Callable[..., Any], str, int | None]) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.markdown(f"**{title}**")
    if may(Action.EXPORT):
        download(right, _("As Excel"), file[0], file[1], cohort_id=file[2])


def _people(shown: pd.DataFrame, columns: dict[str, Any], key: str) -> None:
    """The people behind; a row that is selected opens the fact."""
    event = st.dataframe(
        shown[list(columns)], key=f"out_{key}", hide_index=True, column_config=columns, on_select="rerun",
        selection_mode="single-row", row_height=tables.ROW, height=min(218, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(shown):
        row = shown.iloc[rows[0]]
        st.button(
            _("Open the entry of {name}").format(name=row["name"]), key=f"out_{key}_open", type="tertiary",
            icon=":material/arrow_forward:", on_click=_open, args=(int(row["id"]),),
        )  # fmt: skip


def _open(outcome_id: int) -> None:
    outcome_filters.lead({}, fresh=True)
    tables.open_row(outcome_filters.KEY, outcome_id)


def _all_facts(cohort_id: int | None) -> None:
    counts = look(outcome_counts, chosen=OutcomeFilter(cohort_id=cohort_id))
    if counts.empty:
        return
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        sums = charts.by_year(counts)
        _lead(
            charts.kinds_by_year(sums, _("Facts on record by year and kind; click to read them")), "out_kinds", _of_kind
        )
    with right:
        units = charts.by_unit(counts)
        if units.empty:
            st.caption(_("Every unit has fewer than three people here, so none is drawn."))
        else:
            names = {int(row.unit_id): row.unit for row in units.itertuples()}
            title = _("Facts by unit (units of fewer than 3 people left out)")
            _lead(charts.unit_bars(units, title), "out_units", lambda key: _of_unit(key, names))


def _lead(figure: Any, key: str, follow: Callable[[Any], dict[str, Any]]) -> None:
    def go() -> None:
        chosen = clicked(st.session_state[key])
        if chosen is not None:
            outcome_filters.lead(follow(chosen), fresh=True)

    st.plotly_chart(figure, config=CONFIG, key=key, on_select=go, selection_mode="points")


def _of_kind(mark: str) -> dict[str, Any]:
    year, _colon, kind = str(mark).partition(":")
    return {"out_year": int(year)} | ({} if kind == charts.FEW else {"out_kind": kind})


def _of_unit(mark: Any, names: dict[int, str]) -> dict[str, Any]:
    return {outcome_filters.UNIT: (int(mark), names.get(int(mark), ""))}
