"""The worked example of matching/README.md runs as written."""

import re
from pathlib import Path

import matching


def test_the_worked_example_runs() -> None:
    page = Path(matching.__file__).with_name("README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.S)
    assert found is not None
    exec(found.group(1), {})
