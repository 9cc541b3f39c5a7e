"""The demonstration's accounts, one for each role; their password is shown on the sign-in page, for nothing here is real."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account
from programme import accounts
from programme.access import Actor
from programme.demo.city import Place
from programme.demo.draw import table
from programme.setup import first_administrator, mark_demo

PASSWORD = "Bangdai-2026"


def hire(session: Session, places: list[Place]) -> Actor:
    """Make the accounts of the demonstration; returns the officer, who did what is on record."""
    staff = dict(table("people")["staff"])
    mark_demo(session, PASSWORD)
    secadmin = first_administrator(session, login="secadmin", name=staff.pop("secadmin"), password=PASSWORD)
    unit = {place.name: place.id for place in places}[table("people")["liaison_unit"]]
    for role, name in staff.items():
        accounts.create(
            session,
            secadmin,
            login=role,
            name=name,
            role=role,
            unit_id=unit if role == "liaison" else None,
            password=PASSWORD,
        )
    officer = session.scalars(select(Account).where(Account.role == "officer")).one()
    return Actor(officer.id, officer.login, officer.name, officer.role)
