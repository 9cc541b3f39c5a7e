"""What a template may say: fields, rows of known lists, conditions. Anything else is refused before it could run.

A template is Word text with {{ mentor }}, {%tr for row in rows %} ... {%tr endfor %} and {% if mentor %} ... {% endif %}.
No calls, no filters, no attributes but a row's own fields: nothing that could loop without end or reach an object.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from documents.grid import Refused

LOOP = "loop"
OF_LOOP = frozenset({"index", "first", "last", "length"})
# Whatever is not a field: words of the template and what conditions are made of.
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.And, nodes.Or, nodes.Not, nodes.If)
TESTS = (nodes.Compare, nodes.Operand)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a form knows: its fields, and its lists with the fields of each row; values are their meanings."""

    plain: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def environment() -> SandboxedEnvironment:
    """The sandbox in which every template runs; each value is escaped as text of XML."""
    return SandboxedEnvironment(autoescape=True)


def check(sources: Mapping[str, str], fields: Fields) -> None:
    """Refused for a template whose parts (by their names) say more than may be, or name a field that nobody knows."""
    unknown: list[str] = []
    for source in sources.values():
        unknown += _unknown(_parsed(source), fields)
    if unknown:
        names = "、".join(_hinted(name, fields) for name in dict.fromkeys(unknown))
        raise Refused("unknown", names=names)


def _parsed(source: str) -> nodes.Template:
    try:
        return environment().parse(source)
    except TemplateSyntaxError as wrong:
        raise Refused("syntax", reason=str(wrong.message)) from wrong
    except RecursionError as deep:
        raise Refused("syntax", reason="nested too deeply") from deep


def _unknown(tree: nodes.Template, fields: Fields) -> Iterator[str]:
    """The names that no field has; Refused for a construct that is not of the language."""
    yield from _walk(tree, fields, {})


def _walk(node: nodes.Node, fields: Fields, rows: Mapping[str, str]) -> Iterator[str]:
    """`rows` is {name of the loop's variable: list that it runs over}."""
    if isinstance(node, nodes.For):
        yield from _loop(node, fields, rows)
    elif isinstance(node, nodes.Getattr):
        yield from _attribute(node, fields, rows)
    elif isinstance(node, nodes.Name):
        if node.name not in fields.plain and node.name not in fields.lists:
            yield node.name
    elif isinstance(node, (*PLAIN, *TESTS)):
        for child in node.iter_child_nodes():
            yield from _walk(child, fields, rows)
    else:
        raise Refused("construct", what=type(node).__name__.lower())


def _loop(node: nodes.For, fields: Fields, rows: Mapping[str, str]) -> Iterator[str]:
    simple = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
    if not simple or rows or node.recursive or node.test or node.else_:
        raise Refused("construct", what="for")
    name = node.iter.name  # type: ignore[attr-defined]
    if name not in fields.lists:
        yield name
        return
    for child in node.body:
        yield from _walk(child, fields, {node.target.name: name})  # type: ignore[attr-defined]


def _attribute(node: nodes.Getattr, fields: Fields, rows: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(node.node, nodes.Name):
        raise Refused("construct", what="getattr")
    owner = node.node.name
    known = OF_LOOP if owner == LOOP and rows else fields.lists.get(rows.get(owner, ""), {})
    if node.attr not in known:
        yield f"{owner}.{node.attr}"


def _hinted(name: str, fields: Fields) -> str:
    """The unknown name with the nearest known one."""
    of_rows = [f"row.{own}" for rows in fields.lists.values() for own in rows]
    near = get_close_matches(name, [*fields.plain, *fields.lists, *of_rows], 1)
    return f"{name} (→ {near[0]})" if near else name
