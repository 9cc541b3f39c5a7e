"""Seats of a mentor within one scheme, mentees left alone on purpose, and the rule that a lock sets aside."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("scheme_holds", sa.Column("rule", sa.String(length=32), server_default="", nullable=False))
    op.create_table(
        "scheme_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('seats', 'alone')", name=op.f("ck_scheme_limits_kind")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_limits_scheme_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_scheme_limits_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_scheme_limits_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_limits")),
        sa.UniqueConstraint("scheme_id", "kind", "person_id", name=op.f("uq_scheme_limits_scheme_id_kind_person_id")),
    )
    op.create_index(op.f("ix_scheme_limits_scheme_id"), "scheme_limits", ["scheme_id"])
    op.create_index(op.f("ix_scheme_limits_person_id"), "scheme_limits", ["person_id"])


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("scheme_limits")
    op.drop_column("scheme_holds", "rule")
