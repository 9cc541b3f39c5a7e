"""Each table has a mark that changes with whatever is written to it (the triggers are made after every upgrade, see `db.marks`)."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "table_marks",
        sa.Column("name", sa.String(63), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_table_marks")),
    )


def downgrade() -> None:
    """Bring the schema back; the triggers go first, a write to any table needs what they name."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION mark_table() CASCADE")
    else:
        known = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'mark\\_%' ESCAPE '\\'"
        for name in op.get_bind().execute(sa.text(known)).scalars().all():
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("table_marks")
