"""Both sides of a pairing are asked how they get on; units are graded by the three forces in campaigns that want it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

QUESTIONS = ("talking", "help", "respect", "effort", "willing")
NOT_STRUCK = sa.text("struck_at IS NULL")


def upgrade() -> None:
    """Bring the schema forward."""
    _surveys()
    _answers()
    _marks()
    op.add_column("campaigns", sa.Column("forces", sa.Boolean(), server_default="0", nullable=False))
    _grades()


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), server_default="open", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_surveys_status")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_surveys_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_surveys_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_surveys_cohort_id_number")),
    )


def _answers() -> None:
    given = (
        sa.CheckConstraint(
            f"({name} IS NULL AND filed_at IS NULL)"
            f" OR (filed_at IS NOT NULL AND {name} IS NOT NULL AND {name} >= 1 AND {name} <= 4)",
            name=op.f(f"ck_survey_answers_{name}"),
        )
        for name in QUESTIONS
    )
    keys = {"by_id": "accounts", "pairing_id": "pairings", "survey_id": "surveys", "unit_id": "units"}
    op.create_table(
        "survey_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in QUESTIONS),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("side IN ('mentee', 'mentor')", name=op.f("ck_survey_answers_side")),
        *given,
        *(
            sa.ForeignKeyConstraint([key], [f"{table}.id"], name=op.f(f"fk_survey_answers_{key}"))
            for key, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint(
            "survey_id", "pairing_id", "side", name=op.f("uq_survey_answers_survey_id_pairing_id_side")
        ),
    )
    op.create_index(op.f("ix_survey_answers_pairing_id"), "survey_answers", ["pairing_id"])
    op.create_index("ix_survey_answers_of_unit", "survey_answers", ["survey_id", "unit_id", "filed_at"])


def _marks() -> None:
    op.create_table(
        "relation_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("mark IN ('set', 'cleared')", name=op.f("ck_relation_marks_mark")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_relation_marks_by_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_relation_marks_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_marks")),
    )
    op.create_index(op.f("ix_relation_marks_pairing_id"), "relation_marks", ["pairing_id"])


def _grades() -> None:
    keys = {
        "by_id": "accounts", "campaign_id": "campaigns", "struck_by_id": "accounts", "term_id": "terms", "unit_id": "units",
    }  # fmt: skip
    op.create_table(
        "force_grades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("grade IN ('strong', 'fair', 'weak')", name=op.f("ck_force_grades_grade")),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name=op.f("ck_force_grades_struck")),
        *(
            sa.ForeignKeyConstraint([key], [f"{table}.id"], name=op.f(f"fk_force_grades_{key}"))
            for key, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_grades")),
    )
    op.create_index(op.f("ix_force_grades_unit_id"), "force_grades", ["unit_id"])
    op.create_index(op.f("ix_force_grades_term_id"), "force_grades", ["term_id"])
    op.create_index(
        "uq_force_grades_force", "force_grades", ["campaign_id", "unit_id", "term_id"], unique=True,
        sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
    )  # fmt: skip


def downgrade() -> None:
    """Bring the schema back; grades and answers are gone with their tables, the words of the forces too."""
    op.drop_table("force_grades")
    op.execute("DELETE FROM term_aliases WHERE kind = 'force'")
    op.execute("DELETE FROM terms WHERE kind = 'force'")
    op.drop_column("campaigns", "forces")
    op.drop_table("relation_marks")
    op.drop_table("survey_answers")
    op.drop_table("surveys")
