"""What the audit's codes are called on screen."""

from collections.abc import Mapping
from types import MappingProxyType

from programme.access import Action
from texts import N_, _

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        Action.MANAGE_COHORTS: N_("Manage cohorts"),
        Action.IMPORT_ROSTER: N_("Import a roster"),
        Action.EDIT_POOL: N_("Edit the pool"),
        Action.CONFIRM_MENTOR: N_("Confirm a mentor"),
        Action.EDIT_RULES: N_("Edit rules"),
        Action.RUN_SCHEME: N_("Compute a scheme"),
        Action.ADJUST: N_("Adjust at the desk"),
        Action.PROPOSE: N_("Propose a scheme"),
        Action.APPROVE: N_("Approve or return"),
        Action.SIGN: N_("Sign as leader"),
        Action.CONFIRM: N_("Confirm pairings"),
        Action.KEEP_RECORDS: N_("Keep records"),
        Action.EXPORT: N_("Export"),
        Action.MANAGE_WORDS: N_("Manage words and units"),
        Action.MANAGE_ACCOUNTS: N_("Manage accounts"),
        Action.VERIFY_AUDIT: N_("Verify the log"),
        Action.OWN_ACCOUNT: N_("Own account"),
        "sign_in": N_("Signing in"),
        "sign_out": N_("Signing out"),
        "first_administrator": N_("First administrator"),
        "look": N_("Reading"),
        "seed": N_("Vocabulary laid down"),
        "build_demo": N_("Demonstration built"),
    }
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "done": N_("Done"),
        "refused": N_("Refused"),
        "failed": N_("Failed"),
        "locked": N_("Locked out"),
        "repeated": N_("Repeated"),
    }
)


def action_word(code: str) -> str:
    """The word for an action; an unknown code stands for itself."""
    return _(ACTIONS[code]) if code in ACTIONS else code


def outcome_word(code: str) -> str:
    """The word for an outcome; an unknown code stands for itself."""
    return _(OUTCOMES[code]) if code in OUTCOMES else code
