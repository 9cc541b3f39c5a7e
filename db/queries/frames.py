"""Turn a statement into a DataFrame whose columns are named even when there is no row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Select
from sqlalchemy.orm import Session


def frame(session: Session, statement: Select) -> pd.DataFrame:
    """Run the statement; the columns are the labels of the selected expressions."""
    result = session.execute(statement)
    # Of what is no tuple pandas asks row by row whether it is an array.
    return pd.DataFrame(list(map(tuple, result)), columns=list(result.keys()))


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows that were worked out elsewhere, under these columns even when there is none."""
    return pd.DataFrame(list(rows), columns=list(columns))
