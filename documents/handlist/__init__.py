"""A list of pairs that somebody made by hand: find its columns, read its rows; nothing is left out without being told."""

from documents.handlist.layout import assigned, find_layout, guess_layout
from documents.handlist.model import FIELDS, SIDES, HandList, Layout, Line, Told, split_names
from documents.handlist.rows import read_hand_list

__all__ = [
    "FIELDS", "SIDES", "HandList", "Layout", "Line", "Told",
    "assigned", "find_layout", "guess_layout", "read_hand_list", "split_names",
]  # fmt: skip
