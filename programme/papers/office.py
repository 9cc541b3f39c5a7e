"""Under whose name papers go out: the office, as the installation knows it, or the unit of a liaison."""

from sqlalchemy.orm import Session

from db.models import Unit
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Invalid
from programme.setup import put_setting, setting
from programme.usecase import fetch, record, use_case

KEY = "office"
LONGEST = 60


@reads("programme")
def office(session: Session, viewer: Viewer) -> str:
    """The name under a paper, "" while nobody entered one."""
    if viewer.unit_id is not None:
        return fetch(session, Unit, viewer.unit_id).name
    return str(setting(session, KEY).get("name", ""))


@use_case(Action.MANAGE_WORDS)
def name_office(session: Session, by: Actor, *, name: str) -> None:
    """Enter the full name of the office; "" takes it away again."""
    said = " ".join(name.split())
    if len(said) > LONGEST:
        raise Invalid("office_name_long", limit=LONGEST)
    put_setting(session, KEY, {"name": said})
    record(session, by, Action.MANAGE_WORDS, "setting:office", name=said)
