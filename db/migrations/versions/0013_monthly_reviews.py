"""The monthly review: rounds, reviewers of units, reviews with comments, spot checks, bulletins."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _review_rounds()
    _unit_reviewers()
    _publications()
    _spot_checks()
    _reviews()
    _review_comments()
    _spot_findings()


def _review_rounds() -> None:
    op.create_table(
        "review_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("weight_self", sa.Integer(), nullable=False),
        sa.Column("weight_head", sa.Integer(), nullable=False),
        sa.Column("weight_leader", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), server_default="open", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed', 'published')", name=op.f("ck_review_rounds_status")),
        sa.CheckConstraint("weight_self + weight_head + weight_leader = 100", name=op.f("ck_review_rounds_weights")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_review_rounds_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_review_rounds_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rounds")),
        sa.UniqueConstraint("cohort_id", "month", name=op.f("uq_review_rounds_cohort_id_month")),
    )
    op.create_index(op.f("ix_review_rounds_month"), "review_rounds", ["month"], unique=False)


def _unit_reviewers() -> None:
    op.create_table(
        "unit_reviewers",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), server_default="", nullable=False),
        sa.Column("post", sa.String(length=80), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("role IN ('head', 'leader')", name=op.f("ck_unit_reviewers_role")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_unit_reviewers_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_reviewers_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "role", name=op.f("pk_unit_reviewers")),
    )


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_publications_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_publications_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_publications_round_id_number")),
    )


def _spot_checks() -> None:
    op.create_table(
        "spot_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_spot_checks_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_spot_checks_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_spot_checks_round_id_number")),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("head_name", sa.String(length=40), server_default="", nullable=False),
        sa.Column("head_post", sa.String(length=80), server_default="", nullable=False),
        sa.Column("leader_name", sa.String(length=40), server_default="", nullable=False),
        sa.Column("leader_post", sa.String(length=80), server_default="", nullable=False),
        sa.Column("paused", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("self_text", sa.Text(), server_default="", nullable=False),
        sa.Column("self_score", sa.Double(), nullable=True),
        sa.Column("self_on", sa.Date(), nullable=True),
        sa.Column("self_at", sa.DateTime(), nullable=True),
        sa.Column("self_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), server_default="not_started", nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("mark", sa.String(length=32), server_default="", nullable=False),
        sa.Column("corrections", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(state = 'complete') = (completed_at IS NOT NULL)", name=op.f("ck_reviews_complete")),
        sa.CheckConstraint("mark IN ('', 'late', 'backfilled')", name=op.f("ck_reviews_mark")),
        sa.CheckConstraint(
            "state IN ('not_started', 'self_assessed', 'commenting', 'complete')", name=op.f("ck_reviews_state")
        ),
        sa.CheckConstraint(
            "self_score IS NULL OR (self_score >= 0 AND self_score <= 100)", name=op.f("ck_reviews_self_score")
        ),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_reviews_pairing_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.id"], name=op.f("fk_reviews_round_id")),
        sa.ForeignKeyConstraint(["self_by_id"], ["accounts.id"], name=op.f("fk_reviews_self_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_reviews_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("round_id", "pairing_id", name=op.f("uq_reviews_round_id_pairing_id")),
    )
    op.create_index("ix_reviews_of_round", "reviews", ["round_id", "unit_id", "state", "mark", "paused"], unique=False)
    op.create_index(op.f("ix_reviews_pairing_id"), "reviews", ["pairing_id"], unique=False)


def _review_comments() -> None:
    op.create_table(
        "review_comments",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('head', 'leader')", name=op.f("ck_review_comments_role")),
        sa.CheckConstraint("score >= 0 AND score <= 100", name=op.f("ck_review_comments_score")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_review_comments_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_comments_review_id")),
        sa.PrimaryKeyConstraint("review_id", "role", name=op.f("pk_review_comments")),
    )


def _spot_findings() -> None:
    op.create_table(
        "spot_findings",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("verdict IN ('', 'sound', 'thin', 'wrong')", name=op.f("ck_spot_findings_verdict")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_spot_findings_by_id")),
        sa.ForeignKeyConstraint(["check_id"], ["spot_checks.id"], name=op.f("fk_spot_findings_check_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_spot_findings_review_id")),
        sa.PrimaryKeyConstraint("check_id", "review_id", name=op.f("pk_spot_findings")),
    )
    op.create_index(op.f("ix_spot_findings_review_id"), "spot_findings", ["review_id"], unique=False)


def downgrade() -> None:
    """Bring the schema back."""
    for table in (
        "spot_findings",
        "review_comments",
        "reviews",
        "spot_checks",
        "publications",
        "unit_reviewers",
        "review_rounds",
    ):
        op.drop_table(table)
