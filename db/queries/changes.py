"""Read models of the page of changes that are plain lists."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads


@reads("programme")
def people_of_unit(session: Session, viewer: Viewer, *, unit_id: int) -> pd.DataFrame:
    """Everybody in a unit by name: id, name, post."""
    rows = select(Person.id, Person.name, Person.post).where(Person.unit_id == unit_id)
    return frame(session, in_scope(rows.order_by(Person.name_key, Person.id), viewer))
