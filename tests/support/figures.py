"""Read what a plotly figure holds, whether a list stands in its JSON as numbers or as packed bytes."""

import base64
from typing import Any

import numpy as np


def values(packed: Any) -> list[Any]:
    """The values of one axis of a trace."""
    if isinstance(packed, dict):
        return np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"]).tolist()
    return list(packed)


def bars(figure: dict[str, Any], name: str) -> dict[str, float]:
    """Category -> length of the horizontal bars called `name`."""
    found = [trace for trace in figure["data"] if trace.get("name") == name and trace["type"] == "bar"]
    return {key: value for trace in found for key, value in zip(values(trace["y"]), values(trace["x"]), strict=True)}
