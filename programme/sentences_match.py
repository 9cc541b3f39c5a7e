"""What can go wrong with rules, runs and schemes, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "rules_saved_meanwhile": N_(
            "Somebody saved the rules since you opened them (you saw no. {seen}, now no. {present}). Reload, look at the difference and decide again."
        ),
        "rule_limit": N_("“{field}” is {value}; it may be between {low} and {high}."),
        "rule_choice": N_("“{field}” is “{value}”; it may be one of {known}."),
        "no_weight": N_(
            "No criterion counts, so no pair could be told from another. "
            "Give at least one a weight; that of the unit needs a direction."
        ),
        "nothing_changed": N_("Nothing differs from the rules in force, so nothing was saved."),
        "nobody_waits": N_(
            "There is nobody to pair: of {waiting} people who wait in this cohort none is eligible. Look at the mentees and the cohort's date."
        ),
        "no_free_seat": N_("None of the {mentors} mentors has a free seat. Confirm mentors or raise their seats first."),
        "scheme_name": N_("A scheme needs a name of 1 to {limit} characters; this one has {length}."),
        "scheme_name_taken": N_("There is a scheme “{name}” in this cohort already. Choose another name."),
        "scheme_is_fixed": N_("“{name}” can no longer be changed in this state. Copy it and work on the copy."),
        "no_solution_yet": N_("“{name}” has no plan yet. Wait until it is computed, or run it again."),
        "not_in_scheme": N_("This person is not in the snapshot of the scheme. Run it again on the pool as it is now."),
        "compare_count": N_("Tick {fewest} to {most} schemes to compare them; {count} are ticked."),
        "compare_one_cohort": N_("These schemes are not all of one cohort, or one of them is no longer there. Tick them anew."),
        "job_ended": N_("This run has already ended. Reload the page."),
        "cancelled": N_("The run was cancelled; nothing was stored."),
        "timed_out": N_("The run took longer than a minute and was stopped; nothing was stored. Ask the system administrator."),
        "worker_lost": N_("The process that computed this run has gone silent; nothing was stored. Run it again."),
        "crashed": N_("The process that computed this run ended unexpectedly; nothing was stored. Run it again; the server's log has the cause."),
        "out_of_memory": N_("The run needed more memory than it may use; nothing was stored. Ask the system administrator."),
        "bad_input": N_("The pool holds a value that the engine cannot take; nothing was stored. The server's log names it."),
        "too_large": N_("The numbers of this run are too large to be computed exactly; nothing was stored. Use smaller weights."),
    }
)  # fmt: skip
