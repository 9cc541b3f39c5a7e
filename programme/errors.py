"""What can go wrong in a use case; errors carry data, the sentence is made by `programme.sentences`."""

from typing import Any


class ProgrammeError(Exception):
    """A use case refused; `code` names the reason, `data` fills the sentence."""

    def __init__(self, code: str, **data: Any):
        super().__init__(code, data)
        self.code = code
        self.data = data


class Forbidden(ProgrammeError):
    """The role or the unit scope does not allow this."""


class NotFound(ProgrammeError):
    """There is no such thing, or not in this state."""


class Stale(ProgrammeError):
    """The user looked at an older version; `data` says what changed since, by whom and when."""


class Invalid(ProgrammeError):
    """A value cannot be taken; `data` names the field, the value and the rule."""


class Conflict(ProgrammeError):
    """The state of things forbids it: over capacity, already confirmed, own signature, something depends on it."""
