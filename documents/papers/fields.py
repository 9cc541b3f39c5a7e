"""What each form knows: titles, subjects and placeholders with their meanings, as `forms.toml` lists them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from documents.papers.language import Fields
from documents.papers.layout import draw
from documents.papers.markup import read

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form by its code. `about` is what one paper of it speaks of.

    "mentor", "pairing", "scheme_pair", "scheme", "change" or "change_line".
    """

    code: str
    title: str
    about: str
    fields: Fields


@cache
def forms() -> dict[str, FormKind]:
    """Every form by its code, in the order in which they are offered."""
    told: dict[str, Any] = tomllib.loads((HERE / "forms.toml").read_text("utf-8"))
    groups = told.pop("groups")
    return {code: _form(code, told, groups) for code in told}


def _form(code: str, told: dict[str, Any], groups: dict[str, dict[str, str]]) -> FormKind:
    row = told[code]
    of = told[row.get("like", code)]
    plain = {name: meaning for group in of["groups"] for name, meaning in groups[group].items()}
    return FormKind(code, row["title"], row["about"], Fields(plain | of.get("fields", {}), of.get("lists", {})))


@cache
def default_template(code: str) -> bytes:
    """The .docx of a form as it is shipped, drawn from its text."""
    with (HERE / "forms" / f"{code}.txt").open(encoding="utf-8") as file:
        return draw(read(file), forms()[code].title)
