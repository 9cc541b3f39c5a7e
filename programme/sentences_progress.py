"""What can go wrong with follow-ups and the rules of progress."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "follow_up_pairs": N_("Choose at least one pairing, and at most {most} at once."),
        "follow_up_due": N_("{day} is over. Choose a day from today on."),
        "follow_up_text_needed": N_("Say what is to be done."),
        "follow_up_outcome_needed": N_("Say what came of it."),
        "follow_up_reason_needed": N_("Say why it is dropped; it stays readable with the reason."),
        "follow_up_owner": N_("{name} cannot look after it: choose an officer, a section chief or the liaison of the unit."),
        "follow_up_owner_unit": N_("{name} is the liaison of another unit than that of {mentee}. Choose somebody else."),
        "follow_up_closed": N_("This follow-up is over already."),
        "progress_figure": N_("{value} does not fit here. Enter a whole number from {low} to {high}."),
        "progress_colours": N_("Blue must begin before yellow and yellow before red; now blue is {blue}, yellow {yellow}, red {red}."),
        "progress_contact": N_("Choose at least one kind of record that counts as contact."),
        "progress_note_needed": N_("Say why the rules are changed."),
        "progress_rules_moved": N_("Somebody saved these rules since you opened them (now number {number}). Look at them again."),
    }
)  # fmt: skip
