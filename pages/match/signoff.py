"""Sign-off (审批确认): the package on one screen, who has signed, what stands against it, and the step that is due."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_loads, scheme_unmatched, schemes
from db.queries.signoff import pairs_to_sign, scheme_to_sign, signatures
from pages.parts.frame import header, look, need_cohort, plain
from pages.parts.labels import label
from pages.parts.signoff_package import figures_line, package
from pages.parts.signoff_sign import signed_by, step_due
from pages.parts.ways import way
from programme.recheck import standing
from programme.version_changes import changes
from texts import _

ORDER = ("approved", "proposed", "returned", "draft", "confirmed")
COLOURS = {"draft": "gray", "returned": "orange", "proposed": "blue", "approved": "green", "confirmed": "green"}


def main() -> None:
    """The scheme that is furthest on its way unless another is chosen, its package on the left, its signing on the right."""
    (place,) = header(_("Sign-off"), actions=1)
    known = _signable(need_cohort())
    chosen = _choose(place, known)
    if chosen is None:
        st.info(_("There is no scheme to sign yet. Run one first, then adjust it at the desk."))
        way("match/schemes.py", _("Go to schemes"))
        return
    _body(next(look(scheme_to_sign, scheme_id=chosen).itertuples()))


def _signable(cohort_id: int) -> pd.DataFrame:
    """The schemes that have a plan, the furthest on its way first."""
    found = look(schemes, cohort_id=cohort_id)
    found = found[found["status"].isin(ORDER)]
    place = found["status"].map({status: number for number, status in enumerate(ORDER)})
    return found.assign(place=place).sort_values(["place", "id"], ascending=[True, False])


def _choose(place: Any, known: pd.DataFrame) -> int | None:
    """The scheme in the address or the one chosen last, else the first; None when there is none."""
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    if not names:
        return None
    if st.session_state.get("scheme") not in names:
        st.session_state.pop("scheme", None)
    return place.selectbox(
        _("Scheme"), list(names), format_func=lambda key: names.get(key, ""), key="scheme", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip


def _body(scheme: Any) -> None:
    pairs, left_out = look(pairs_to_sign, scheme_id=scheme.id), look(scheme_unmatched, scheme_id=scheme.id)
    signed, found = look(signatures, scheme_id=scheme.id), look(standing, scheme_id=scheme.id)
    figures_line(pairs, left_out, look(scheme_loads, scheme_id=scheme.id), float(scheme.floor))
    left, right = st.columns([2.35, 1], gap="medium")
    with left, st.container(border=True):
        package(scheme, pairs, left_out, look(changes, scheme_id=scheme.id))
    with right, st.container(border=True):
        _state_line(scheme)
        step_due(scheme, signed, found, len(pairs), pairs["mentee_id"].nunique())
        signed_by(scheme, signed)


def _state_line(scheme: Any) -> None:
    """Where the scheme stands, its version, its proof; each colour has its word."""
    proof = (_("Proved optimal"), "green") if scheme.proof == "proved" else (_("Best found, not proved"), "orange")
    badges = [(label("scheme_state", scheme.status), COLOURS[scheme.status]), proof]
    badges.append((_("version {version}").format(version=scheme.version), "gray"))
    st.markdown(" ".join(f":{colour}-badge[{plain(text)}]" for text, colour in badges))


main()
