"""The adjustment desk: queue, pair and mentors side by side; every act shows its price before and needs its reason."""

from dataclasses import replace

import streamlit as st

from pages.parts.desk_candidates import candidates, swap_panel
from pages.parts.desk_keys import legend
from pages.parts.desk_log import log
from pages.parts.desk_pair import pair
from pages.parts.desk_queue import chosen_mentee, chosen_two, queue, wanted
from pages.parts.desk_since import since
from pages.parts.desk_top import chosen_scheme, figures_line, first_line, schemes_of, watch
from pages.parts.frame import cohort_id, header, look, may, need_cohort
from pages.parts.scheme_choice import say_missing
from pages.parts.ways import way
from programme.access import Action
from programme.desk_board import Board
from programme.desk_view import board, card
from texts import _, language, speaking

PAGE = "match/desk.py"
HEIGHT = 528
WIDTHS = [1.02, 1.0, 1.19]
# The three panels reach down to the line of keys, however high the window is; the mentors' table keeps three rows and
# more, and scrolls with its panel where a form needs the room. Names that are links stand where names stand.
TALL = """<style>@media screen {
[data-testid="stLayoutWrapper"]:has(> .st-key-desk-queue, > .st-key-desk-pair, > .st-key-desk-mentors) {
  height: calc(100vh - 216px); min-height: 480px; flex-basis: auto;
}
[class*="st-key-desk-candidates-"] { min-height: 178px; }
.st-key-desk-pair [data-testid="stPageLink-NavLink"] { padding-inline: 0; }
}</style>"""


def desk() -> None:
    """Everything, from the first line to the history."""
    schemes = schemes_of(_cohort())
    scheme_id = chosen_scheme(schemes)
    if scheme_id is None:
        _empty()
        return
    present = look(board, scheme_id=scheme_id, wanted=wanted())
    present = replace(present, editable=present.editable and may(Action.ADJUST))
    first_line(present)
    say_missing(PAGE, present.name)
    watch(scheme_id, present.version)
    figures_line(present, schemes)
    _work(present)
    legend()
    if not present.own_unit:
        log(present)
        since(present)


def _cohort() -> int:
    """The cohort in the first line; a fresh browser session has none until that line was drawn once."""
    known = cohort_id()
    if known is None:
        header(_("Adjustment desk"))
        need_cohort()
        st.rerun()
    return int(known)  # type: ignore[arg-type]


def _empty() -> None:
    header(_("Adjustment desk"))
    say_missing(PAGE)
    st.info(_("There is no scheme in this cohort yet. Run one first; it opens here with every price and reason."))
    way("match/schemes.py", _("Go to the schemes"))


def _work(present: Board) -> None:
    st.html(TALL)
    left, middle, right = st.columns(WIDTHS, gap="small")
    with left.container(border=True, height=HEIGHT, key="desk-queue"):
        queue(present)
    mentee_id, two = chosen_mentee(present), chosen_two()
    if mentee_id is None:
        middle.info(_("This scheme holds nobody."))
        return
    chosen = look(card, scheme_id=present.scheme_id, mentee_id=mentee_id)
    with middle.container(border=True, height=HEIGHT, key="desk-pair"):
        pair(present, chosen)
    with right.container(border=True, height=HEIGHT, key="desk-mentors"):
        if st.session_state.get("desk-swapping"):
            swap_panel(present, two)
        else:
            candidates(present, chosen)


# Tables of 300 rows ask for hundreds of words: the reader's language is found once for all of them.
with speaking(language()):
    desk()
