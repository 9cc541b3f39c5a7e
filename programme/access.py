"""Who may do what: roles, actions and unit scope, in one table that tests walk cell by cell."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from db.models import Account
from db.queries.viewer import Viewer
from programme.errors import Forbidden


class Action(StrEnum):
    """What a use case does, as rights and the audit name it."""

    MANAGE_COHORTS = "manage_cohorts"
    IMPORT_ROSTER = "import_roster"
    EDIT_POOL = "edit_pool"
    CONFIRM_MENTOR = "confirm_mentor"
    EDIT_RULES = "edit_rules"
    RUN_SCHEME = "run_scheme"
    ADJUST = "adjust"
    PROPOSE = "propose"
    APPROVE = "approve"
    SIGN = "sign"
    CONFIRM = "confirm"
    KEEP_RECORDS = "keep_records"
    EXPORT = "export"
    MANAGE_WORDS = "manage_words"
    MANAGE_ACCOUNTS = "manage_accounts"
    VERIFY_AUDIT = "verify_audit"
    OWN_ACCOUNT = "own_account"


OFFICER_WORK = frozenset(
    {
        Action.MANAGE_COHORTS, Action.IMPORT_ROSTER, Action.EDIT_POOL, Action.CONFIRM_MENTOR, Action.EDIT_RULES,
        Action.RUN_SCHEME, Action.ADJUST, Action.PROPOSE, Action.CONFIRM, Action.KEEP_RECORDS, Action.EXPORT,
        Action.MANAGE_WORDS,
    }
)  # fmt: skip

GRANTS: dict[str, frozenset[Action]] = {
    "officer": OFFICER_WORK,
    "chief": OFFICER_WORK | {Action.APPROVE},
    "leader": frozenset({Action.APPROVE, Action.SIGN, Action.EXPORT}),
    "publicity": frozenset({Action.CONFIRM_MENTOR}),
    "liaison": frozenset({Action.KEEP_RECORDS, Action.EXPORT}),
    "inspector": frozenset({Action.VERIFY_AUDIT}),
    "sysadmin": frozenset(),
    "secadmin": frozenset({Action.MANAGE_ACCOUNTS}),
    "auditor": frozenset({Action.VERIFY_AUDIT}),
}

# The three administrators keep the machine, the accounts and the log; people's data are not theirs to read. `relations` is
# what the two sides of a pairing say of one another: those who look after pairings read it, a liaison of its own people.
# `rosters` is the way in from Excel, of those alone who may import.
READS: dict[str, frozenset[str]] = {
    "officer": frozenset({"programme", "relations", "rosters"}),
    "chief": frozenset({"programme", "relations", "rosters"}),
    "leader": frozenset({"programme"}),
    "publicity": frozenset({"programme"}),
    "liaison": frozenset({"programme", "relations"}),
    "inspector": frozenset({"programme", "audit"}),
    "sysadmin": frozenset({"system"}),
    "secadmin": frozenset({"accounts"}),
    "auditor": frozenset({"audit"}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The account on whose behalf a use case runs."""

    id: int
    login: str
    name: str
    role: str
    unit_id: int | None = None

    @property
    def viewer(self) -> Viewer:
        """What this account sees: its areas, its unit only, private grounds or not."""
        return Viewer(areas=READS[self.role], unit_id=self.unit_id if self.role == "liaison" else None)

    def may(self, action: Action) -> bool:
        """Whether the role grants the action (everybody keeps his own password)."""
        return action is Action.OWN_ACCOUNT or action in GRANTS[self.role]


def require(by: Actor, action: Action, unit_id: int | None = None) -> None:
    """Raise Forbidden unless the role grants the action and the unit lies in the account's scope."""
    if not by.may(action):
        raise Forbidden("role", action=action.value, role=by.role)
    if by.role == "liaison" and unit_id is not None and unit_id != by.unit_id:
        raise Forbidden("unit", action=action.value, unit_id=unit_id)


def actor_of(session: Session, account_id: int) -> Actor:
    """The account as it is now: a role taken away a second ago is already gone here."""
    account = session.get(Account, account_id)
    if account is None or account.disabled:
        raise Forbidden("account", account_id=account_id)
    return Actor(account.id, account.login, account.name, account.role, account.unit_id)
