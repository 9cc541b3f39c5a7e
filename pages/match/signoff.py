"""Sign-off (审批确认): the package on one screen, who has signed, what stands against it, and the step that is due."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.remarks import remarks
from db.queries.schemes import schemes
from db.queries.signoff import pairs_to_sign, scheme_to_sign, signatures
from pages.parts.colleague import watch
from pages.parts.downloads import download
from pages.parts.frame import NothingYet, header, look, may, need_cohort, plain
from pages.parts.labels import label
from pages.parts.scheme_choice import asked_scheme, say_missing, scheme_choice
from pages.parts.signoff_package import Package, figures_line, package
from pages.parts.signoff_print import printed
from pages.parts.signoff_sign import signed_by, step_due
from pages.parts.ways import way
from programme.access import Action
from programme.contested import contested
from programme.meeting import decisions
from programme.meeting_list import offer_meeting_list
from programme.plan_figures import plan_figures
from programme.recheck import Finding, standing
from programme.unpaired import unpaired
from texts import _

PAGE, PAPER = "match/signoff.py", "paper"
ORDER = ("approved", "proposed", "returned", "draft", "confirmed")
COLOURS = {"draft": "gray", "returned": "orange", "proposed": "blue", "approved": "green", "confirmed": "green"}


def main() -> None:
    """The scheme that is furthest on its way unless another is chosen: its package on the left, its signing on the right.

    ?paper=3 in the address lays the package of scheme 3 out for print.
    """
    if st.query_params.get(PAPER, "").isdigit():
        paper = int(st.query_params[PAPER])
        printed(_package(paper), look(signatures, scheme_id=paper))
        return
    place, *places = header(_("Sign-off"), actions=3)
    known = _signable(need_cohort())
    chosen = _choose(place, known)
    if chosen is None:
        st.info(_("There is no scheme to sign yet. Run one first, then adjust it at the desk."))
        way("match/schemes.py", _("Go to schemes"))
        return
    _take_along(places, chosen)
    watch("scheme", chosen)
    _body(_package(chosen))


def _take_along(places: list[Any], chosen: int) -> None:
    """The list as a workbook, and the package for print."""
    if may(Action.EXPORT):
        download(places[0], _("Excel"), offer_meeting_list, f"meeting-list-{chosen}", scheme_id=chosen)
    places[1].button(
        _("Print"), icon=":material/print:", key="print-package", width="stretch",
        on_click=st.query_params.update, args=({PAPER: str(chosen)},),
    )  # fmt: skip


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
    asked = asked_scheme(names)
    say_missing(PAGE, names[asked or next(iter(names))])
    return scheme_choice(place, names)


def _package(key: int) -> Package:
    """What every view reads of a scheme, once."""
    return Package(
        scheme=_scheme(key),
        pairs=look(pairs_to_sign, scheme_id=key),
        unpaired=look(unpaired, scheme_id=key),
        contest=look(contested, scheme_id=key),
        remarks=look(remarks, scheme_id=key),
        decisions=look(decisions, scheme_id=key),
        sums=look(plan_figures, scheme_id=key),
    )


def _scheme(key: int) -> Any:
    rows = list(look(scheme_to_sign, scheme_id=key).itertuples())
    if not rows:
        st.info(_("There is no such scheme. The address may be an old one."))
        way("match/signoff.py", _("Back to the sign-off"), ":material/arrow_back:")
        raise NothingYet
    return rows[0]


def _body(pack: Package) -> None:
    scheme = pack.scheme
    signed, found = look(signatures, scheme_id=scheme.id), _standing(scheme)
    figures_line(pack)
    left, right = st.columns([2.35, 1], gap="medium")
    with left, st.container(border=True):
        package(pack)
    with right, st.container(border=True):
        _state_line(scheme)
        step_due(scheme, signed, found, len(pack.pairs), pack.pairs["mentee_id"].nunique())
        signed_by(scheme, signed)


def _standing(scheme: Any) -> list[Finding]:
    """Nothing can stand against what is confirmed."""
    return [] if scheme.status == "confirmed" else look(standing, scheme_id=scheme.id)


def _state_line(scheme: Any) -> None:
    """Where the scheme stands, its proof, the version under signature; each colour has its word."""
    proof = (_("Proved optimal"), "green") if scheme.proof == "proved" else (_("Best found, not proved"), "orange")
    badges = [(label("scheme_state", scheme.status), COLOURS[scheme.status]), proof]
    if scheme.number and scheme.status not in ("draft", "returned"):
        badges.append((_("frozen version {number}").format(number=scheme.number), "gray"))
    st.markdown(" ".join(f":{colour}-badge[{plain(text)}]" for text, colour in badges))


main()
