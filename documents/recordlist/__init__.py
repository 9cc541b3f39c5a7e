"""Tables of what happened in pairings, as units keep them: read row by row, with the faults of every cell."""

from documents.recordlist.fields import FIELDS, REQUIRED, RecordContext
from documents.recordlist.read import read_record_list

__all__ = ["FIELDS", "REQUIRED", "RecordContext", "read_record_list"]
