"""Records of what happens in pairings, plans, stages of growth, campaigns, and months that are excused."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _campaigns()
    _records()
    _record_visits()
    _record_posts()
    _record_remedies()
    _record_topics()
    _pairing_stages()
    _plans()
    _plan_items()
    _entry_versions()
    _exempt_months()
    _import_drafts()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.String(length=32), server_default="open", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('enterprises', 'buildings', 'villages', 'project', 'other')", name=op.f("ck_campaigns_kind")
        ),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_campaigns_status")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_campaigns_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("name", name=op.f("uq_campaigns_name")),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("delay", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), server_default="", nullable=False),
        sa.Column("title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("reflection", sa.Text(), server_default="", nullable=False),
        sa.Column("forms", sa.String(length=48), server_default="", nullable=False),
        sa.Column("methods", sa.String(length=64), server_default="", nullable=False),
        sa.Column("steps", sa.String(length=16), server_default="", nullable=False),
        sa.Column("aspects", sa.String(length=64), server_default="", nullable=False),
        sa.Column("problems_found", sa.Integer(), nullable=True),
        sa.Column("problems_solved", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('log', 'talk', 'home_visit', 'case', 'look_back', 'campaign', 'remedy')",
            name=op.f("ck_records_kind"),
        ),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name=op.f("ck_records_struck")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_records_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_records_cohort_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_records_import_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_records_pairing_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["accounts.id"], name=op.f("fk_records_struck_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_import_id"), "records", ["import_id"], unique=False)
    op.create_index("ix_records_of_author", "records", ["by_id", "id"], unique=False)
    op.create_index(
        "ix_records_of_cohort",
        "records",
        ["cohort_id", "happened_on", "kind", "pairing_id", "delay", "forms", "methods"],
        unique=False,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )
    op.create_index(
        "ix_records_of_pairing",
        "records",
        ["pairing_id", "happened_on", "kind", "delay"],
        unique=False,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )


def _record_visits() -> None:
    op.create_table(
        "record_visits",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("village", sa.String(length=120), nullable=False),
        sa.Column("households_visited", sa.Integer(), nullable=False),
        sa.Column("households_total", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_visits_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_visits")),
    )
    op.create_index(op.f("ix_record_visits_village"), "record_visits", ["village"], unique=False)


def _record_posts() -> None:
    op.create_table(
        "record_posts",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=120), server_default="", nullable=False),
        sa.Column("mode", sa.String(length=32), server_default="on_site", nullable=False),
        sa.Column("links", sa.Integer(), server_default="0", nullable=False),
        sa.Column("visits", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("mode IN ('on_site', 'stationed', 'online')", name=op.f("ck_record_posts_mode")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_record_posts_campaign_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_posts_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_posts")),
    )
    op.create_index(op.f("ix_record_posts_campaign_id"), "record_posts", ["campaign_id"], unique=False)


def _record_remedies() -> None:
    op.create_table(
        "record_remedies",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("remedy", sa.String(length=32), nullable=False),
        sa.Column("feedback_count", sa.Integer(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "remedy IN ('learn_dialect', 'study_customs', 'use_local_ways', 'invite_feedback')",
            name=op.f("ck_record_remedies_remedy"),
        ),
        sa.CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name=op.f("ck_record_remedies_rating")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_remedies_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_remedies")),
    )


def _record_topics() -> None:
    op.create_table(
        "record_topics",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_topics_record_id")),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_record_topics_term_id")),
        sa.PrimaryKeyConstraint("record_id", "term_id", name=op.f("pk_record_topics")),
    )
    op.create_index(op.f("ix_record_topics_term_id"), "record_topics", ["term_id"], unique=False)


def _pairing_stages() -> None:
    op.create_table(
        "pairing_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("duty", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("stage IN ('learning', 'joint', 'independent')", name=op.f("ck_pairing_stages_stage")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_pairing_stages_by_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_pairing_stages_pairing_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["accounts.id"], name=op.f("fk_pairing_stages_struck_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_stages")),
    )
    op.create_index(op.f("ix_pairing_stages_pairing_id"), "pairing_stages", ["pairing_id"], unique=False)
    op.create_index(
        "uq_pairing_stages_stage",
        "pairing_stages",
        ["pairing_id", "stage"],
        unique=True,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("gap", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_plans_by_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_plans_pairing_id")),
        sa.PrimaryKeyConstraint("pairing_id", name=op.f("pk_plans")),
    )


def _plan_items() -> None:
    op.create_table(
        "plan_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(length=32), nullable=False),
        sa.Column("transfer", sa.String(length=32), server_default="", nullable=False),
        sa.Column("gap", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("goal IN ('politics', 'business', 'profession', 'ways')", name=op.f("ck_plan_items_goal")),
        sa.CheckConstraint(
            "transfer IN ('', 'methods', 'skills', 'devotion', 'duty')", name=op.f("ck_plan_items_transfer")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_plan_items_by_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_plan_items_pairing_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["accounts.id"], name=op.f("fk_plan_items_struck_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_items")),
    )
    op.create_index(op.f("ix_plan_items_pairing_id"), "plan_items", ["pairing_id"], unique=False)


def _entry_versions() -> None:
    op.create_table(
        "entry_versions",
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_entry_versions_by_id")),
        sa.PrimaryKeyConstraint("subject", "subject_id", "version", name=op.f("pk_entry_versions")),
    )


def _exempt_months() -> None:
    op.create_table(
        "exempt_months",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_exempt_months_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_exempt_months_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "month", name=op.f("pk_exempt_months")),
    )
    op.create_index(op.f("ix_exempt_months_month"), "exempt_months", ["month"], unique=False)


def _import_drafts() -> None:
    op.add_column("import_drafts", sa.Column("kind", sa.String(length=32), server_default="roster", nullable=False))


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_column("import_drafts", "kind")
    for table in (
        "exempt_months", "entry_versions", "plan_items", "plans", "pairing_stages", "record_topics", "record_remedies",
        "record_posts", "record_visits", "records", "campaigns",
    ):  # fmt: skip
        op.drop_table(table)
