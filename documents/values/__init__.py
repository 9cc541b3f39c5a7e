"""Cells of a roster read as values: each reader takes the text of a cell and answers with a `Reading`."""

from documents.values.dates import PartialDate, read_date
from documents.values.lists import read_choice, read_terms
from documents.values.names import name_key, read_name
from documents.values.numbers import read_number
from documents.values.reading import Note, Reading
from documents.values.units import Placement, split_unit

__all__ = [
    "Note",
    "PartialDate",
    "Placement",
    "Reading",
    "name_key",
    "read_choice",
    "read_date",
    "read_name",
    "read_number",
    "read_terms",
    "split_unit",
]
