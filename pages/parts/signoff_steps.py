"""Which steps of the sign-off somebody can take now, and why not the others: a courtesy, the use cases check again."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from programme import signoff
from programme.access import Action, Actor
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


def steps_for(
    actor: Actor, status: str, frozen_hash: str, signed: pd.DataFrame, stops: int, waivable: int
) -> list[Step]:
    """The steps of this stage that the role grants, the main one first; `stops` and `waivable` count the findings."""
    steps = []
    if status in PROPOSABLE and actor.may(Action.PROPOSE):
        barred = _("First settle what is listed above.") if stops else ""
        steps.append(Step("propose", signoff.propose, _("Submit for approval"), _("Submitted for approval."), barred))
    if status == "approved" and actor.may(Action.CONFIRM):
        barred = _confirming_barred(actor, stops, waivable)
        steps.append(Step("confirm", signoff.confirm, _("Confirm"), _("Confirmed: the pairings are made."), barred))
    if status in UNDER_WAY and actor.may(Action.APPROVE):
        own = signed[(signed["frozen_hash"] == frozen_hash) & (signed["by_id"] == actor.id)]
        if not _approved(own, signed):
            barred = _("You submitted this yourself; somebody else has to approve it.") if _proposed(own) else ""
            steps.append(Step("approve", signoff.approve, _("Approve"), _("Approved."), barred))
        steps.append(Step("send_back", signoff.send_back, _("Send back"), _("Sent back to the desk.")))
    if status in UNDER_WAY and actor.may(Action.PROPOSE):
        steps.append(Step("withdraw", signoff.withdraw, _("Withdraw"), _("Withdrawn: it is a draft again.")))
    return steps


def _proposed(own: pd.DataFrame) -> bool:
    return bool((own["stage"] == "proposed").any())


def _approved(own: pd.DataFrame, signed: pd.DataFrame) -> bool:
    """Whether one's own signatures approve in the present round, which the last proposal began."""
    last = signed.loc[signed["stage"] == "proposed", "id"].max()
    return bool(((own["stage"] == "approved") & (own["id"] > last)).any())


def _confirming_barred(actor: Actor, stops: int, waivable: int) -> str:
    if stops:
        return _("First settle what is listed above: withdraw it, mend it at the desk and submit it again.")
    if waivable and not actor.may(Action.APPROVE):
        return _("Only a section chief may set aside what is listed above, with a reason.")
    return ""


NEXT = {
    "draft": N_("Next: an officer submits it for approval."),
    "returned": N_("Next: it is changed at the desk and submitted again."),
    "proposed": N_("Next: a section chief or department leader approves it or sends it back."),
    "approved": N_("Next: an officer or section chief confirms it; the pairings are made then."),
    "confirmed": N_("The pairings are made; they come into force on the page of pairings."),
}
