"""`python -m documents.papers`: the placeholders of every form as they stand in `docs/papers.md`."""

from collections.abc import Iterator

from documents.papers.fields import FormKind, forms


def told() -> str:
    """A section for each form: title, code, subject, then a table of placeholders with their meanings."""
    return "\n".join(line for form in forms().values() for line in _section(form))


def _section(form: FormKind) -> Iterator[str]:
    yield f"### {form.title} (`{form.code}`)"
    yield ""
    yield "| placeholder | meaning |"
    yield "|---|---|"
    yield from (f"| `{{{{ {name} }}}}` | {meaning} |" for name, meaning in form.fields.plain.items())
    for name, row in form.fields.lists.items():
        yield from (f"| list `{name}`: `{{{{ row.{own} }}}}` | {meaning} |" for own, meaning in row.items())
    yield ""


if __name__ == "__main__":
    print(told())
