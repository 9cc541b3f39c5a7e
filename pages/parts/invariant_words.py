"""The invariants as staff read them."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_, _

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "capacity_is_kept": N_("No mentor has more open pairings than seats"),
        "one_open_lead_for_each_mentee": N_("A mentee has one lead, and no more mentors than asked for"),
        "two_mentors_are_two_people": N_("Lead and second mentor are two people"),
        "nobody_mentors_himself": N_("Nobody is their own mentor"),
        "nobody_is_each_others_mentor": N_("No two people are each other's mentor"),
        "avoidances_are_kept": N_("No open pairing binds people who must avoid each other"),
        "only_the_confirmed_mentor": N_("Every mentor of an open pairing was confirmed in the pool"),
        "state_is_the_last_event": N_("A pairing's state is its last event, along the allowed steps"),
        "mentee_state_fits_the_pairings": N_("A mentee is paired exactly while a pairing is open"),
        "one_cohort_throughout": N_("Pairings and schemes stay within one cohort"),
        "dates_are_in_order": N_("No pairing ends before it starts"),
        "pairings_are_what_was_confirmed": N_("The pairings of a scheme are what was confirmed"),
        "locks_are_kept": N_("Locks and bans are kept in every signed scheme"),
        "nobody_exceeds_the_demand": N_("No scheme gives anybody more mentors than asked for"),
        "signed_content_is_unchanged": N_("What was signed is unchanged"),
        "versions_have_their_hash": N_("Every frozen version has its hash and its number"),
        "every_level_signed": N_("Every level has signed what is approved, each by another person"),
        "nobody_signed_twice": N_("Nobody signed twice; a scheme is confirmed once"),
        "levels_sign_in_order": N_("The second level signed after the first"),
        "answers_have_an_author": N_("Every answered remark has its answer and who gave it"),
        "objections_are_decided_before_force": N_("Every objection is decided before its pairing comes into force"),
        "audit_knows_every_confirmation": N_("The audit knows every confirmation"),
        "audit_knows_every_pairing_in_force": N_("The audit knows every pairing that came into force"),
        "nothing_confirmed_moves_unsigned": N_("No confirmed pairing changes or ends without a signed slip"),
        "slips_did_what_they_say": N_("Every change slip did exactly what it says"),
        "slips_are_unchanged": N_("Every signed change slip is unchanged"),
        "two_people_signed_each_slip": N_("One person proposed each change slip and another approved it"),
        "audit_knows_every_slip": N_("The audit knows every change slip that was carried out"),
        "the_pool_is_confirmed": N_("Whoever came into the pool by a nomination was confirmed as its review asked"),
        "two_people_decided_each_exit": N_("Two people decided on everybody who left the pool"),
        "grades_are_as_signed": N_("Every signed grade is unchanged, and the last one is shown"),
        "disputes_show": N_("A grade is disputed exactly while a dispute is open, and nobody decides about his own"),
        "nobody_graduates_undecided": N_("Nobody graduates or is extended without a conclusion by two people"),
        "conclusions_follow_their_slips": N_("A proposed change or end waits exactly as long as its change slip"),
        "records_lie_in_force": N_("Every record lies on a day on which its pairing was in force"),
        "records_are_whole": N_("Every record has what belongs to its kind, and the days to its recording"),
        "corrections_keep_what_was_said": N_("Every corrected record keeps what it said before"),
        "follow_ups_end_with_an_outcome": N_("Every follow-up that is over says what came of it, and who ended it"),
        "answers_belong_to_their_survey": N_("Every answer of a survey is one side of a pairing of its cohort"),
        "corrected_answers_keep_what_was_said": N_("Every corrected answer keeps what it said before"),
        "marks_have_reasons": N_("Every mark on a relation has its reason"),
        "the_audit_chain_holds": N_("The audit chain is whole"),
        "rules_are_numbered": N_("The rules of a cohort are numbered without a gap"),
        "desk_acts_are_numbered": N_("The acts at the desk are numbered without a gap"),
        "the_file_is_sound": N_("The database file and its references are intact"),
    }
)


def words(name: str) -> str:
    """The sentence of a check; an unknown one still names itself."""
    return _(WORDS[name]) if name in WORDS else name
