"""The few pages that are plain HTML: sign-in, set-up, a new password, sign-out. They work without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from starlette.responses import HTMLResponse

from texts import _, language, speaking

PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {tool}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css"></head>
<body><p class="banner">{warning}</p>
<main><header><span class="seal" aria-hidden="true">{seal}</span><div><h1>{tool}</h1><p>{purpose}</p></div></header>
<section class="card"><h2>{title}</h2>{parts}</section>
<footer><a href="/language/{other}" lang="{other_tag}">{label}</a></footer></main></body></html>"""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: its name in the request, its label, what browsers may fill in."""

    name: str
    label: str
    kind: str = "text"
    autofill: str = "off"
    hint: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A demonstration's account: a click signs in as it."""

    login: str
    name: str
    role: str


def page(title: str, *parts: str, status: int = 200) -> HTMLResponse:
    """A whole page: banner, name of the tool, the parts as a card, the switch of languages."""
    other = "en" if language() == "zh_CN" else "zh_CN"
    with speaking(other):
        label = _("English")
    words = {
        "language": language().replace("_", "-"),
        "title": title,
        "tool": _("Bangdai desk"),
        "seal": _("BD"),
        "warning": _("Not a classified system: never enter state secrets"),
        "purpose": _("The desk of the mentor programme: rosters, pairings, follow-up"),
        "other": other,
        "other_tag": other.replace("_", "-"),
        "label": label,
    }
    body = PAGE.format(parts="".join(parts), **{name: escape(word) for name, word in words.items()})
    return HTMLResponse(body, status, {"cache-control": "no-store"})


def form(action: str, fields: Sequence[Field], button: str, **hidden: str) -> str:
    """A form that posts its fields."""
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items()
    )
    lines = "".join(_line(field, first=field is fields[0]) for field in fields)
    return f'<form method="post" action="{action}">{kept}{lines}<button class="main">{escape(button)}</button></form>'


def alert(text: str) -> str:
    """What went wrong, read out at once."""
    return f'<p class="alert" role="alert">{escape(text)}</p>' if text else ""


def note(text: str) -> str:
    """A plain sentence."""
    return f"<p>{escape(text)}</p>"


def choices(accounts: Sequence[Choice], password: str, onward: str) -> str:
    """The accounts of a demonstration, each a button."""
    if not accounts:
        return ""
    buttons = "".join(
        f'<button name="login" value="{escape(account.login)}"><b>{escape(account.role)}</b>'
        f"<span>{escape(account.name)}</span></button>"
        for account in accounts
    )
    heading = escape(_("Demonstration with invented people: choose who you want to be"))
    return (
        f'<form class="demo" method="post" action="/sign-in"><h3>{heading}</h3>'
        f'<input type="hidden" name="password" value="{escape(password)}">'
        f'<input type="hidden" name="next" value="{escape(onward)}"><div class="grid">{buttons}</div></form>'
    )


def _line(field: Field, *, first: bool) -> str:
    hint = f"<small>{escape(field.hint)}</small>" if field.hint else ""
    focus = " autofocus" if first else ""
    return (
        f'<label>{escape(field.label)}<input name="{field.name}" type="{field.kind}" value="{escape(field.value)}" '
        f'autocomplete="{field.autofill}" maxlength="128" required{focus}>{hint}</label>'
    )
