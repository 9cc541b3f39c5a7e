"""What each plain page says."""

from starlette.responses import Response

from programme.door import Door
from programme.role_names import ROLE_NAMES
from programme.setup import demonstration
from texts import _
from web.forms import Choice, Field, alert, choices, form, note, page


def sign_in(door: Door, onward: str, error: str = "", status: int = 200) -> Response:
    """Login and password; a demonstration shows whom one can be."""
    fields = (
        Field("login", _("Login"), autofill="username"),
        Field("password", _("Password"), "password", "current-password"),
    )
    password, accounts = demonstration(door.database)
    shown = [Choice(login, name, _(ROLE_NAMES[role])) for login, name, role in accounts]
    return page(
        _("Sign in"),
        alert(error),
        form("/sign-in", fields, _("Sign in"), next=onward),
        choices(shown, password, onward),
        status=status,
    )


def sign_out() -> Response:
    """Ask once more: the link came from elsewhere."""
    return page(_("Sign out"), form("/sign-out", (), _("Sign out")))


def set_up(filled: dict[str, str], error: str = "", status: int = 200) -> Response:
    """The first administrator."""
    fields = (
        Field("code", _("Set-up code"), hint=_("It stands on the console of the server that you just started.")),
        Field("login", _("Login"), hint=_("Letters a-z, digits, dot, dash, underscore"), value=filled.get("login", "")),
        Field("name", _("Name"), value=filled.get("name", "")),
        *_new_password(),
    )
    told = _(
        "This installation is empty. Create its security administrator first, who then makes the accounts of the others."
    )
    return page(_("First administrator"), note(told), alert(error), form("/set-up", fields, _("Create")), status=status)


def password(must: bool, error: str = "", status: int = 200) -> Response:
    """A new password of one's own."""
    fields = (Field("old", _("Present password"), "password", "current-password"), *_new_password())
    told = _("Choose a password of your own before you go on.") if must else ""
    return page(
        _("New password"),
        note(told) if told else "",
        alert(error),
        form("/password", fields, _("Save")),
        status=status,
    )


def gone() -> Response:
    """A file that cannot be fetched (again)."""
    return page(
        _("No such file"), note(_("A file can be fetched once, within five minutes. Make it again.")), status=404
    )


def _new_password() -> tuple[Field, Field]:
    hint = _("At least 8 characters of three kinds: capitals, small letters, digits, signs")
    return (
        Field("new", _("New password"), "password", "new-password", hint),
        Field("repeat", _("New password again"), "password", "new-password"),
    )
