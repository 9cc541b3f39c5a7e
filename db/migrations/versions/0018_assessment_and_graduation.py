"""Assessment: rounds, grades as they were signed, disputes, and what became of pairings at their end."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _assessment_rounds()
    _assessments()
    _assessment_grades()
    _grade_disputes()
    _conclusions()


def _assessment_rounds() -> None:
    op.create_table(
        "assessment_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("weight_self", sa.Integer(), nullable=False),
        sa.Column("weight_mentor", sa.Integer(), nullable=False),
        sa.Column("weight_leader", sa.Integer(), nullable=False),
        sa.Column("weight_head", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), server_default="20", nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=32), server_default="open", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('midterm', 'annual', 'final')", name=op.f("ck_assessment_rounds_kind")),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_assessment_rounds_status")),
        sa.CheckConstraint("quota BETWEEN 0 AND 25", name=op.f("ck_assessment_rounds_quota")),
        sa.CheckConstraint(
            "weight_self + weight_mentor + weight_leader + weight_head = 100", name=op.f("ck_assessment_rounds_weights")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_assessment_rounds_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_assessment_rounds_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_rounds")),
        sa.UniqueConstraint("cohort_id", "kind", "year", name=op.f("uq_assessment_rounds_cohort_id_kind_year")),
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("mentor_opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("grade", sa.String(length=32), server_default="", nullable=False),
        sa.Column("annual_grade", sa.String(length=32), server_default="", nullable=False),
        sa.Column("status", sa.String(length=32), server_default="waiting", nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("graded_by_id", sa.Integer(), nullable=True),
        sa.Column("graded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(number = 0) = (grade = '')", name=op.f("ck_assessments_signed")),
        sa.CheckConstraint("(status = 'waiting') = (number = 0)", name=op.f("ck_assessments_number")),
        sa.CheckConstraint(
            "annual_grade IN ('', 'outstanding', 'competent', 'basically_competent', 'incompetent', 'undetermined')",
            name=op.f("ck_assessments_annual_grade"),
        ),
        sa.CheckConstraint(
            "grade IN ('', 'excellent', 'qualified', 'basically_qualified', 'unqualified')",
            name=op.f("ck_assessments_grade"),
        ),
        sa.CheckConstraint("status IN ('waiting', 'graded', 'disputed')", name=op.f("ck_assessments_status")),
        sa.ForeignKeyConstraint(["graded_by_id"], ["accounts.id"], name=op.f("fk_assessments_graded_by_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_assessments_pairing_id")),
        sa.ForeignKeyConstraint(["round_id"], ["assessment_rounds.id"], name=op.f("fk_assessments_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assessments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("round_id", "pairing_id", name=op.f("uq_assessments_round_id_pairing_id")),
    )
    op.create_index(
        "ix_assessments_of_round",
        "assessments",
        ["round_id", "unit_id", "status", "grade", "annual_grade"],
        unique=False,
    )
    op.create_index(op.f("ix_assessments_pairing_id"), "assessments", ["pairing_id"], unique=False)


def _assessment_grades() -> None:
    op.create_table(
        "assessment_grades",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.Column("annual_grade", sa.String(length=32), server_default="", nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "annual_grade IN ('', 'outstanding', 'competent', 'basically_competent', 'incompetent', 'undetermined')",
            name=op.f("ck_assessment_grades_annual_grade"),
        ),
        sa.CheckConstraint(
            "grade IN ('excellent', 'qualified', 'basically_qualified', 'unqualified')",
            name=op.f("ck_assessment_grades_grade"),
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_grades_assessment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_assessment_grades_by_id")),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_assessment_grades")),
    )


def _grade_disputes() -> None:
    op.create_table(
        "grade_disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.String(length=32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.String(length=32), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_grade_disputes_decided")),
        sa.CheckConstraint("decision IN ('', 'upheld', 'dismissed')", name=op.f("ck_grade_disputes_decision")),
        sa.CheckConstraint("raised_by IN ('mentee', 'mentor', 'unit')", name=op.f("ck_grade_disputes_raised_by")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_grade_disputes_assessment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_grade_disputes_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_grade_disputes_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_disputes")),
    )
    op.create_index(op.f("ix_grade_disputes_assessment_id"), "grade_disputes", ["assessment_id"], unique=False)
    op.create_index(
        "uq_grade_disputes_open",
        "grade_disputes",
        ["assessment_id"],
        unique=True,
        sqlite_where=sa.text("decision = ''"),
        postgresql_where=sa.text("decision = ''"),
    )


def _conclusions() -> None:
    op.create_table(
        "conclusions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), server_default="", nullable=False),
        sa.Column("ground", sa.Text(), server_default="", nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("override", sa.Text(), server_default="", nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), server_default="proposed", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('graduate', 'extend', 'change', 'end')", name=op.f("ck_conclusions_kind")),
        sa.CheckConstraint(
            "status IN ('proposed', 'carried_out', 'refused', 'withdrawn')", name=op.f("ck_conclusions_status")
        ),
        sa.CheckConstraint(
            "status NOT IN ('carried_out', 'refused') OR decided_by_id IS NOT NULL", name=op.f("ck_conclusions_decider")
        ),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> by_id", name=op.f("ck_conclusions_two_people")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_conclusions_assessment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_conclusions_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_conclusions_change_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_conclusions_decided_by_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["people.id"], name=op.f("fk_conclusions_mentor_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_conclusions_pairing_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["pairings.id"], name=op.f("fk_conclusions_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
    )
    op.create_index(op.f("ix_conclusions_assessment_id"), "conclusions", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_conclusions_change_id"), "conclusions", ["change_id"], unique=False)
    op.create_index(op.f("ix_conclusions_mentor_id"), "conclusions", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_conclusions_pairing_id"), "conclusions", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_conclusions_successor_id"), "conclusions", ["successor_id"], unique=False)
    op.create_index(
        "uq_conclusions_open",
        "conclusions",
        ["pairing_id"],
        unique=True,
        sqlite_where=sa.text("status = 'proposed'"),
        postgresql_where=sa.text("status = 'proposed'"),
    )


def downgrade() -> None:
    """Bring the schema back."""
    for table in ("conclusions", "grade_disputes", "assessment_grades", "assessments", "assessment_rounds"):
        op.drop_table(table)
