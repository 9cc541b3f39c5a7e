"""Errors turned into sentences, in the language in force: what went wrong, where, and how to mend it.

A part of the programme lays its own down in `programme/sentences_<part>.py` as SENTENCES, a table code -> sentence;
they are found by that name, so no part has to change this file.
"""

import pkgutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

import programme
from programme.errors import ProgrammeError
from texts import _, days

# Partial dates are kept as ISO text; under these names they are read as dates.
PARTIAL = frozenset({"birth", "work_start", "month"})


@cache
def table() -> Mapping[str, str]:
    """code -> English sentence over all parts; a code with two owners is a fault of ours."""
    found: dict[str, str] = {}
    for module in sorted(part.name for part in pkgutil.iter_modules(programme.__path__)):
        if module.startswith("sentences_"):
            own = import_module(f"programme.{module}").SENTENCES
            doubled = found.keys() & own.keys()
            if doubled:
                raise RuntimeError(f"programme/{module}.py: {sorted(doubled)} belong to another part")
            found.update(own)
    return MappingProxyType(found)


def sentence(error: ProgrammeError) -> str:
    """The sentence of an error; an unknown code still names itself so that nothing is hidden."""
    template = table().get(error.code)
    if template is None:
        return _("This could not be done ({code}).").format(code=error.code)
    return _(template).format(**{name: _spoken(name, value) for name, value in error.data.items()})


def _spoken(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return days.spoken(value)
    return days.partial(value) if name in PARTIAL and value else value
