"""What signing, confirming and pairings have to say: refusals, and each finding of the check before confirming."""

from collections.abc import Mapping
from types import MappingProxyType

from programme.recheck import Finding
from texts import N_, _

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "scheme_moved": N_(
            "This scheme changed since you opened it: last by {name} at {at} (version {seen}, now {present}). "
            "The page shows it as it is now; decide again."
        ),
        "wrong_stage": N_("This scheme is not at the stage for this step. The page shows where it stands now."),
        "changed_since": N_("Refused: {count} points stand against it. Each is listed below with what to do."),
        "returned_unchanged": N_(
            "This is what was sent back, unchanged. Change it at the desk, or answer the comment in your own."
        ),
        "comment_needed": N_("Say what should change, so that the officer knows what to do."),
        "own_proposal": N_("You proposed this scheme yourself; somebody else has to approve it."),
        "signed_already": N_("You have approved this version already."),
        "signature_missing": N_("A signature is missing: one person proposes and another approves the same version."),
        "not_what_was_signed": N_(
            "The content is no longer what was signed ({hash}). Withdraw it and propose it again."
        ),
        "notice_runs": N_(
            "The public notice of {count} pairings still runs until {until}. Wait for its end, or give the reason "
            "for coming into force earlier."
        ),
        "nobody_chosen": N_("Choose at least one pairing in the table."),
        "nothing_to_export": N_("There is nobody to put into this roster yet."),
        "in_force_already": N_("This pairing is in force already; an objection can end it only before that."),
        "no_such_step": N_("A pairing in this state cannot take this step. The page shows its state now."),
    }
)

FINDINGS: Mapping[str, str] = MappingProxyType(
    {
        "nothing_paired": N_("The scheme pairs nobody."),
        "mentor_paused": N_("Mentor {mentor} is paused. Give the mentees to somebody else at the desk."),
        "mentor_left": N_("Mentor {mentor} has left the pool. Give the mentees to somebody else at the desk."),
        "mentor_unconfirmed": N_("Mentor {mentor} is not confirmed in the pool. Confirm the mentor first."),
        "over_capacity": N_(
            "Mentor {mentor} has {load} pairings now and would get {new} more; the seats are {capacity}."
        ),
        "mentee_taken": N_("{mentee} has a mentor already."),
        "mentee_not_waiting": N_("{mentee} does not wait for a mentor any more."),
        "too_many_mentors": N_("{mentee} would get {count} mentors and asks for {demand}."),
        "self_pair": N_("{mentee} would be their own mentor."),
        "mutual_pair": N_("{mentee} and {mentor} would be each other's mentor."),
        "avoidance": N_("{mentee} and {mentor} have declared that they must avoid each other."),
        "lock_broken": N_("A lock of {mentee} is not kept by the scheme."),
        "ban_broken": N_("{mentee} and {mentor} are paired although staff ruled this out."),
        "not_what_was_signed": N_("The content is no longer what was signed ({hash})."),
        "rules_moved_on": N_("Rules no. {newest} were saved after this scheme was computed under no. {own}."),
        "rule_ineligible": N_("{mentee} is not eligible on the cohort's date any more."),
        "rule_command": N_("{mentor} is the direct superior of {mentee}."),
        "rule_stream": N_("{mentee} and {mentor} belong to streams that stay apart."),
        "fell_under_floor": N_("The fit of {mentee} and {mentor} has fallen under the floor since."),
    }
)


def words(finding: Finding) -> str:
    """The sentence of a finding in the language in force."""
    return _(FINDINGS[finding.code]).format(**finding.data)
