"""Errors turned into sentences, in the language in force: what went wrong, where, and how to mend it."""

from programme.errors import ProgrammeError
from texts import N_, _

SENTENCES: dict[str, str] = {
    "role": N_("Your role does not allow this. Ask the security administrator if you need it."),
    "unit": N_("This belongs to another unit; you see and change your own unit only."),
    "account": N_("This account is disabled. Sign in again or ask the security administrator."),
    "area": N_("Your role does not allow this. Ask the security administrator if you need it."),
    "no_row": N_("There is no such entry any more. Reload the page."),
    "row": N_(
        "Somebody changed this since you opened it (version {seen}, now {present}). Reload, look at the change and decide again."
    ),
}


def sentence(error: ProgrammeError) -> str:
    """The sentence of an error; an unknown code still names itself so that nothing is hidden."""
    template = SENTENCES.get(error.code)
    if template is None:
        return _("This could not be done ({code}).").format(code=error.code)
    return _(template).format(**error.data)
