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
        "signature_missing": N_("A signature is missing: every level signs the same version, each by another person."),
        "one_level_only": N_("This cohort has one level of signing: approving is enough."),
        "chief_first": N_("With two levels a section chief approves; the department leader signs after that."),
        "approval_missing": N_("The section chief has not approved this version yet; sign after that."),
        "remarks_open": N_("{count} remarks have no answer yet. Answer each of them, then submit again."),
        "remark_needed": N_("Say what you remark on this pair."),
        "reply_needed": N_("Say what was done about the remark, or why nothing was."),
        "remark_settled": N_("This remark has its answer already."),
        "posting_day": N_("The notice can be posted from {first} to {last}; choose a day between."),
        "objection_open": N_("{count} of these pairings have an objection that is not decided. Decide it first."),
        "objection_decided": N_("This objection is decided already."),
        "received_later": N_("An objection cannot have been received on {day}, which is still to come."),
        "receiver_needed": N_("Say who received the objection."),
        "content_needed": N_("Say what the objection is, without the name of whoever raised it."),
        "decision_reason_needed": N_("Give the reason of the decision; it stands in the record."),
        "holiday_nothing": N_("No day is found in this text. Paste the lines that say which days are off or worked."),
        "holiday_no_kind": N_("The text says neither 放假 nor 上班 of {text}. Complete that line or take it out."),
        "holiday_bad_day": N_("{text} is no day or span of days. Correct it in the text."),
        "holiday_twice": N_("{day} is said to be off and to be worked. Correct one of the two."),
        "holiday_year": N_("The year {value} is not one between {low} and {high}."),
        "holiday_of_other_year": N_("The notice for {year} says otherwise of {day}. Correct one of the two notices."),
        "holiday_year_not_entered": N_("Nothing is entered for the year {year}."),
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
        "remark_open": N_("A remark on {mentee} has no answer yet."),
        "quota_over": N_("Quota no. {number} of the rules allows {bound} pairs; there would be {pairs}."),
        "quota_each_over": N_(
            "Quota no. {number} of the rules allows {bound} such pairs with one mentor; {mentor} would have {pairs}."
        ),
        "quota_under": N_("Quota no. {number} of the rules wants at least {bound} pairs; there would be {pairs}."),
        "fell_under_floor": N_("The fit of {mentee} and {mentor} has fallen under the floor since."),
    }
)


def words(finding: Finding) -> str:
    """The sentence of a finding in the language in force."""
    return _(FINDINGS[finding.code]).format(**finding.data)
