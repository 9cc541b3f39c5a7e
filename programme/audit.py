"""The audit chain: who did what, each row's hash covering the row before it."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Audit

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How many rows were checked and the first that does not fit (None: all do)."""

    rows: int
    broken_at: int | None
    head: str


def append(
    session: Session,
    *,
    account_id: int | None,
    action: str,
    object: str = "",
    outcome: str = "done",
    **detail: Any,
) -> None:
    """Write one row behind the last; the caller's transaction carries it, so a failed act leaves no row."""
    last = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).first()
    row = Audit(
        seq=(last.seq if last else 0) + 1,
        at=now(),
        account_id=account_id,
        action=action,
        object=object,
        outcome=outcome,
        detail=json.loads(json.dumps(detail, ensure_ascii=False, default=str)),
        prev=last.hash if last else GENESIS,
    )
    row.hash = digest(row)
    session.add(row)
    session.flush()
    session.info["audited"] = True


def digest(row: Audit) -> str:
    """The SHA-256 of a row's canonical form, format 1: sorted keys, UTC, the previous hash first."""
    fields = [
        1,
        row.prev,
        row.seq,
        row.at.isoformat(),
        row.account_id,
        row.action,
        row.object,
        row.outcome,
        row.detail,
    ]
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> ChainReport:
    """Walk the chain from its beginning; any edit, deletion, swap or insertion shows at its row."""
    prev, count = GENESIS, 0
    for row in session.scalars(select(Audit).order_by(Audit.seq)).yield_per(1000):
        count += 1
        fits = row.prev == prev and row.seq == count and hmac.compare_digest(row.hash, digest(row))
        if not fits:
            return ChainReport(count, row.seq, prev)
        prev = row.hash
    return ChainReport(count, None, prev)


def contains(session: Session, head: str) -> bool:
    """Whether a hash that was written down outside the database is still one of the chain's."""
    return head == GENESIS or session.scalars(select(Audit.seq).where(Audit.hash == head)).first() is not None
