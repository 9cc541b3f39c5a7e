"""Why somebody's mentor differs between two states: the act at the desk that named them, or that moved them, or a re-run."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Adjustment, Mentee, Person


@dataclass(frozen=True, slots=True)
class Ground:
    """`kind` is the act ("appoint", "reassign", ...), "rerun" for another computation, "" when nothing is on record.

    `named` says that the act concerned this very person; otherwise it moved them for the sake of `people`.
    """

    kind: str = ""
    named: bool = True
    reason: str = ""
    by: str = ""
    leader: str = ""
    people: tuple[str, ...] = ()


class Grounds:
    """The grounds of everybody who moved, from the acts of the later state's scheme between the two states."""

    def __init__(
        self,
        session: Session,
        before: tuple[int, datetime],
        after: tuple[int, datetime],
        mentee_ids: set[int],
        *,
        whole: bool = True,
    ) -> None:
        """`before` and `after` are (scheme, instant) of the two states; without `whole`, an act that concerned somebody
        else is told by its kind alone, for the viewer sees the people of one unit."""
        self.session, self.rerun, self.whole = session, before[0] != after[0], whole
        self.found: dict[int, Ground] = {}
        if mentee_ids:
            self._read(after[0], None if self.rerun else before[1], after[1], mentee_ids)

    def of(self, mentee_id: int) -> Ground:
        """The ground of one mentee's change."""
        return self.found.get(mentee_id, Ground("rerun" if self.rerun else ""))

    def _read(self, scheme_id: int, since: datetime | None, until: datetime, mentee_ids: set[int]) -> None:
        rows = (
            select(Adjustment, Account.name)
            .join(Account, Account.id == Adjustment.by_id)
            .where(Adjustment.scheme_id == scheme_id, Adjustment.undone.is_(False), Adjustment.at <= until)
            .where(Adjustment.kind.not_in(("undo", "redo")))
            .order_by(Adjustment.seq)
        )
        # Instants are whole seconds: an act of the very second of freezing is rather one too many than missed.
        rows = rows if since is None else rows.where(Adjustment.at >= since)
        acts = self.session.execute(rows).all()
        names = self._names({key for act, _by in acts for key in act.detail["mentee_ids"]})
        for act, by in acts:
            people = tuple(names[key] for key in act.detail["mentee_ids"] if key in names)
            moved = {mentee for mentee, _mentor in [*act.detail.get("out", ()), *act.detail.get("in", ())]}
            for mentee_id in moved & mentee_ids:
                own = mentee_id in act.detail["mentee_ids"]
                ground = Ground(act.kind, own, act.reason, by, act.detail.get("leader", ""), () if own else people)
                self.found[mentee_id] = ground if own or self.whole else Ground(act.kind, named=False)

    def _names(self, mentee_ids: set[int]) -> dict[int, str]:
        rows = select(Mentee.id, Person.name).join(Person, Person.id == Mentee.person_id)
        return {row.id: row.name for row in self.session.execute(rows.where(Mentee.id.in_(mentee_ids)))}
