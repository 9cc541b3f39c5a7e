"""A read model may answer from what it found before, for as long as nobody has written anything since.

The key is the very state of the database that was read (`db.shelf.state_of`), so every writer in every process counts and nothing has to
be thrown away by hand. A session that writes keeps nothing and finds nothing.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy.orm import Session

from db import clock
from db.shelf import SHELF, Shelf, state_of

P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Let a function of a session and plain arguments answer from what it found in the same state on the same day.

    It must depend on nothing else, not on the hour either. Tables and lists come as copies that share what is in them: a
    change of one reaches no other. Whatever else it returns must not be changed by who gets it.
    """

    @wraps(function)
    def answer(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        shelf: Shelf | None = session.info.get(SHELF)
        if shelf is None:
            return function(session, *args, **kwargs)
        reader, state = state_of(session)
        key = (function, reader, clock.today(), _hashable(args), _hashable(kwargs))
        found = shelf.find(key, state)
        if not found:
            found = [function(session, *args, **kwargs)]
            shelf.put(key, state, found[0])
        return _own(found[0])

    return answer


def _hashable(value: Any) -> Hashable:
    """The arguments as a key: mappings, lists and sets by what is in them."""
    if isinstance(value, Mapping):
        return tuple(sorted((key, _hashable(one)) for key, one in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, value))
    return frozenset(value) if isinstance(value, set) else value


def _own(result: Any) -> Any:
    if isinstance(result, pd.DataFrame):
        return result.copy(deep=False)
    return list(result) if isinstance(result, list) else result
