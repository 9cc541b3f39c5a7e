"""The empty table of outcomes that units fill in, and how to fill it."""

from sqlalchemy.orm import Session

from documents.outcomelist import words
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import use_case
from texts import speaking


@use_case(Action.KEEP_RECORDS)
def offer_template(session: Session, by: Actor) -> Offer:
    """Lay the empty table ready."""
    told = words()["paper"]
    name = f"{told['title']}.xlsx"
    with speaking(CHINESE):
        content = write_template()
    return Offer(exports.offer(session, by, name, XLSX, content), name, 0)


def write_template() -> bytes:
    """The workbook: the empty table, and a sheet that says how to fill it."""
    told, widths = words()["paper"], words()["widths"]
    heads = [Head(headers[0], widths.get(name, 12)) for name, headers in words()["headers"].items()]
    guide = Sheet(told["guide"], told["guide"], "", [Head(told["guide"], 90.0)], [[line] for line in told["lines"]])
    return write_book([Sheet(told["sheet"], told["title"], "", heads, []), guide])
