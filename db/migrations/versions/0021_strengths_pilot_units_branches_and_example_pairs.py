"""Strengths and Party branches of people, pilot units and the reach of a cohort, pairings that are an example."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOT_ENDED = sa.text("ends_on IS NULL")


def upgrade() -> None:
    """Bring the schema forward; every cohort there is reaches everybody, as it did."""
    op.add_column("people", sa.Column("branch", sa.String(length=120), server_default="", nullable=False))
    op.add_column("cohorts", sa.Column("reach", sa.String(length=32), server_default="full", nullable=False))
    op.create_table(
        "person_strengths",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_strengths_person_id")),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_person_strengths_term_id")),
        sa.PrimaryKeyConstraint("person_id", "term_id", name=op.f("pk_person_strengths")),
    )
    op.create_index(op.f("ix_person_strengths_term_id"), "person_strengths", ["term_id"])
    _named("pilot_units", "unit_id", "units")
    _named("example_pairs", "pairing_id", "pairings")


def _named(table: str, column: str, target: str) -> None:
    """A standing that is given on a day for a reason and taken back likewise; at most one at a time."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f(f"fk_{table}_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["accounts.id"], name=op.f(f"fk_{table}_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"uq_{table}_now", table, [column], unique=True, sqlite_where=NOT_ENDED, postgresql_where=NOT_ENDED)


def downgrade() -> None:
    """Bring the schema back."""
    for table in ("example_pairs", "pilot_units", "person_strengths"):
        op.drop_table(table)
    op.drop_column("cohorts", "reach")
    op.drop_column("people", "branch")
