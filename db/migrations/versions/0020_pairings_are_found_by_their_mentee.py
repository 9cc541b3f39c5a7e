"""Pairings are found by their mentee."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_index(op.f("ix_pairings_mentee_id"), "pairings", ["mentee_id"])


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_index(op.f("ix_pairings_mentee_id"), table_name="pairings")
