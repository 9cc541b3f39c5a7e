"""Two levels of signing, remarks on pairs, objections in a public notice, and the calendar of days off and made up."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STAGES = {
    True: "stage IN ('proposed', 'approved', 'signed', 'returned', 'confirmed')",
    False: "stage IN ('proposed', 'approved', 'returned', 'confirmed')",
}


def upgrade() -> None:
    """Bring the schema forward."""
    for table in ("cohorts", "schemes"):
        op.add_column(table, sa.Column("sign_levels", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("schemes", sa.Column("notice_days", sa.Integer(), nullable=True))
    _stages(with_second_level=True)
    _remarks()
    _objections()
    _calendar()


def _stages(*, with_second_level: bool) -> None:
    """What a signature may be; SQLite makes the table anew, and the old check stays behind."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_signatures_stage"), "signatures", type_="check")
        op.create_check_constraint(op.f("ck_signatures_stage"), "signatures", STAGES[with_second_level])
        return
    with op.batch_alter_table("signatures", recreate="always") as batch:
        batch.create_check_constraint(op.f("ck_signatures_stage"), STAGES[with_second_level])


def _remarks() -> None:
    op.create_table(
        "pair_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reply", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_pair_remarks_scheme_id")),
        sa.ForeignKeyConstraint(["mentee_id"], ["mentees.id"], name=op.f("fk_pair_remarks_mentee_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_pair_remarks_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["accounts.id"], name=op.f("fk_pair_remarks_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_remarks")),
    )
    op.create_index(op.f("ix_pair_remarks_scheme_id"), "pair_remarks", ["scheme_id"])


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.String(length=32), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("decision IN ('', 'upheld', 'dismissed')", name=op.f("ck_objections_decision")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_objections_pairing_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_objections_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_objections_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_pairing_id"), "objections", ["pairing_id"])


def _calendar() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('off', 'work')", name=op.f("ck_calendar_days_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_calendar_days_by_id")),
        sa.PrimaryKeyConstraint("year", "day", name=op.f("pk_calendar_days")),
    )


def downgrade() -> None:
    """Bring the schema back."""
    for table in ("calendar_days", "objections", "pair_remarks"):
        op.drop_table(table)
    op.execute("DELETE FROM signatures WHERE stage = 'signed'")
    _stages(with_second_level=False)
    op.drop_column("schemes", "notice_days")
    for table in ("schemes", "cohorts"):
        op.drop_column(table, "sign_levels")
