"""What an import has to say when it is refused: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "file_refused": N_("{file}: {why}"),
        "no_cohort": N_("Choose the cohort that these mentees belong to."),
        "import_moved": N_(
            "The pool has changed since this preview was made. Look at the new preview and confirm again."
        ),
        "import_undone": N_("This import has been undone already."),
        "import_in_use": N_(
            "{count} people of this import have been edited or paired since ({names}), so it cannot be undone. Edit them one by one instead."
        ),
        "import_in_scheme": N_("A scheme has been computed with the people of this import, so it cannot be undone."),
    }
)
