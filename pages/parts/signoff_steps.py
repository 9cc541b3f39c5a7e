"""Which steps of the sign-off somebody can take now, and why not the others: a courtesy, the use cases check again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from programme import signoff
from programme.access import Action, Actor
from programme.sign_levels import SIGNING, level_due, this_round
from texts import N_, _

PROPOSABLE, UNDER_WAY = ("draft", "returned"), ("proposed", "approved")


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it does, its words, what is said when it is done, and why it cannot be pressed ("" when it can)."""

    name: str
    use_case: Callable[..., object]
    label: str
    done: str
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a scheme stands: state, present hash, levels of signing, its signatures, findings that stop and that do not."""

    status: str
    frozen_hash: str
    levels: int
    signed: pd.DataFrame
    stops: int
    waivable: int

    @property
    def names(self) -> list[Any]:
        """The signatures under the present hash."""
        return list(self.signed[self.signed["frozen_hash"] == self.frozen_hash].itertuples())

    @property
    def due(self) -> str:
        """The level that a proposal waits for: "approved", "signed", "" when all names are there."""
        return level_due(self.levels, self.names)


def steps_for(actor: Actor, at: Standing) -> list[Step]:
    """The steps of this stage that the role grants, the main one first."""
    steps = []
    if at.status in PROPOSABLE and actor.may(Action.PROPOSE):
        barred = _("First settle what is listed above.") if at.stops else ""
        steps.append(Step("propose", signoff.propose, _("Submit for approval"), _("Submitted for approval."), barred))
    if at.status == "approved" and actor.may(Action.CONFIRM):
        barred = _confirming_barred(actor, at.stops, at.waivable)
        steps.append(Step("confirm", signoff.confirm, _("Confirm"), _("Confirmed: the pairings are made."), barred))
    if at.status in UNDER_WAY and actor.may(Action.APPROVE):
        steps += _names_to_put(actor, at)
        steps.append(Step("send_back", signoff.send_back, _("Send back"), _("Sent back to the desk.")))
    if at.status in UNDER_WAY and actor.may(Action.PROPOSE):
        steps.append(Step("withdraw", signoff.withdraw, _("Withdraw"), _("Withdrawn: it is a draft again.")))
    return steps


def _names_to_put(actor: Actor, at: Standing) -> list[Step]:
    """The name that this person can put: the leader's with two levels is the second, everybody else's the first."""
    second = at.levels == 2 and actor.may(Action.SIGN)
    if any(row.by_id == actor.id and row.stage in SIGNING for row in this_round(at.names)):
        return []
    barred = ""
    if any(row.by_id == actor.id and row.stage == "proposed" for row in at.names):
        barred = _("You submitted this yourself; somebody else has to approve it.")
    elif second and at.due == "approved":
        barred = _("The section chief approves first; then it is yours to sign.")
    if second:
        return [Step("sign", signoff.sign, _("Sign"), _("Signed."), barred)]
    return [Step("approve", signoff.approve, _("Approve"), _("Approved."), barred)]


def next_words(at: Standing) -> str:
    """What the scheme waits for, in a sentence."""
    if at.status == "proposed" and at.levels == 2:
        return _(NEXT_OF_TWO[at.due])
    return _(NEXT[at.status])


def _confirming_barred(actor: Actor, stops: int, waivable: int) -> str:
    if stops:
        return _("First settle what is listed above: withdraw it, mend it at the desk and submit it again.")
    if waivable and not actor.may(Action.APPROVE):
        return _("Only a section chief may set aside what is listed above, with a reason.")
    return ""


NEXT_OF_TWO = {
    "approved": N_("Next: a section chief approves it or sends it back; then the department leader signs."),
    "signed": N_("Next: the department leader signs it or sends it back; the section chief has approved."),
}

NEXT = {
    "draft": N_("Next: an officer submits it for approval."),
    "returned": N_("Next: it is changed at the desk and submitted again."),
    "proposed": N_("Next: a section chief or department leader approves it or sends it back."),
    "approved": N_("Next: an officer or section chief confirms it; the pairings are made then."),
    "confirmed": N_("The pairings are made; they come into force on the page of pairings."),
}
