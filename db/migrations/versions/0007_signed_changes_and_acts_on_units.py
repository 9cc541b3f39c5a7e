"""Signed changes to pairings in force, what carrying them out did, and written acts on units."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _changes()
    _change_signatures()
    _change_pairs()
    _change_mentors()
    _unit_acts()


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("plans", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('leave', 'change', 'swap', 'end', 'pause', 'transfer')", name=op.f("ck_changes_kind")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'proposed', 'approved', 'carried_out', 'returned', 'withdrawn')",
            name=op.f("ck_changes_status"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_changes_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_changes_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_cohort_id"), "changes", ["cohort_id"])


def _change_signatures() -> None:
    op.create_table(
        "change_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('proposed', 'approved', 'returned', 'carried_out')", name=op.f("ck_change_signatures_stage")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_change_signatures_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_signatures_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_signatures")),
    )
    op.create_index(op.f("ix_change_signatures_change_id"), "change_signatures", ["change_id"])


def _change_pairs() -> None:
    op.create_table(
        "change_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_pairs_change_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_change_pairs_pairing_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["pairings.id"], name=op.f("fk_change_pairs_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pairs")),
        sa.UniqueConstraint("change_id", "pairing_id", name=op.f("uq_change_pairs_change_id_pairing_id")),
        sa.UniqueConstraint("successor_id", name=op.f("uq_change_pairs_successor_id")),
    )
    op.create_index(op.f("ix_change_pairs_pairing_id"), "change_pairs", ["pairing_id"])


def _change_mentors() -> None:
    op.create_table(
        "change_mentors",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("to_status", sa.String(length=32), nullable=False),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_mentors_change_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["people.id"], name=op.f("fk_change_mentors_mentor_id")),
        sa.PrimaryKeyConstraint("change_id", "mentor_id", name=op.f("pk_change_mentors")),
    )
    op.create_index(op.f("ix_change_mentors_mentor_id"), "change_mentors", ["mentor_id"])


def _unit_acts() -> None:
    op.create_table(
        "unit_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_why", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('merge', 'rename', 'split')", name=op.f("ck_unit_acts_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_unit_acts_by_id")),
        sa.ForeignKeyConstraint(["other_id"], ["units.id"], name=op.f("fk_unit_acts_other_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["accounts.id"], name=op.f("fk_unit_acts_undone_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_acts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_acts")),
    )
    op.create_index(op.f("ix_unit_acts_unit_id"), "unit_acts", ["unit_id"])


def downgrade() -> None:
    """Bring the schema back."""
    for table in ("unit_acts", "change_mentors", "change_pairs", "change_signatures", "changes"):
        op.drop_table(table)
