"""What came of it: facts about people, and figures of campaigns by unit."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _campaign_figures()
    _outcomes()


def _campaign_figures() -> None:
    op.create_table(
        "campaign_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("links", sa.Integer(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=True),
        sa.Column("area_mu", sa.Double(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("projects", sa.Integer(), nullable=True),
        sa.Column("projects_done", sa.Integer(), nullable=True),
        sa.Column("provincial_projects", sa.Integer(), nullable=True),
        sa.Column("petitions", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=120), server_default="", nullable=False),
        sa.Column("source", sa.String(length=120), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name=op.f("ck_campaign_figures_struck")),
        sa.CheckConstraint("area_mu IS NULL OR area_mu >= 0", name=op.f("ck_campaign_figures_area_mu")),
        sa.CheckConstraint("households IS NULL OR households >= 0", name=op.f("ck_campaign_figures_households")),
        sa.CheckConstraint("links IS NULL OR links >= 0", name=op.f("ck_campaign_figures_links")),
        sa.CheckConstraint("petitions IS NULL OR petitions >= 0", name=op.f("ck_campaign_figures_petitions")),
        sa.CheckConstraint("projects IS NULL OR projects >= 0", name=op.f("ck_campaign_figures_projects")),
        sa.CheckConstraint(
            "projects_done IS NULL OR projects_done >= 0", name=op.f("ck_campaign_figures_projects_done")
        ),
        sa.CheckConstraint(
            "provincial_projects IS NULL OR provincial_projects >= 0",
            name=op.f("ck_campaign_figures_provincial_projects"),
        ),
        sa.CheckConstraint("staff IS NULL OR staff >= 0", name=op.f("ck_campaign_figures_staff")),
        sa.CheckConstraint("visits IS NULL OR visits >= 0", name=op.f("ck_campaign_figures_visits")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_campaign_figures_by_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_figures_campaign_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["accounts.id"], name=op.f("fk_campaign_figures_struck_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_campaign_figures_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_figures")),
    )
    op.create_index(op.f("ix_campaign_figures_unit_id"), "campaign_figures", ["unit_id"], unique=False)
    op.create_index(
        "uq_campaign_figures_day",
        "campaign_figures",
        ["campaign_id", "unit_id", "as_of"],
        unique=True,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), server_default="", nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("place", sa.String(length=120), server_default="", nullable=False),
        sa.Column("from_post", sa.String(length=120), server_default="", nullable=False),
        sa.Column("to_post", sa.String(length=120), server_default="", nullable=False),
        sa.Column("from_level", sa.String(length=32), server_default="", nullable=False),
        sa.Column("to_level", sa.String(length=32), server_default="", nullable=False),
        sa.Column("from_grade", sa.String(length=40), server_default="", nullable=False),
        sa.Column("to_grade", sa.String(length=40), server_default="", nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("introducer_id", sa.Integer(), nullable=True),
        sa.Column("other_introducer", sa.String(length=40), server_default="", nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=120), server_default="", nullable=False),
        sa.Column("source", sa.String(length=120), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "from_level IN ('', 'section_deputy', 'section', 'county_deputy', 'county', 'department_deputy', 'department')",
            name=op.f("ck_outcomes_from_level"),
        ),
        sa.CheckConstraint(
            "kind IN ('party', 'promotion', 'posting', 'honour', 'talent_pool', 'task', 'dispute', 'publicity', 'gain')",
            name=op.f("ck_outcomes_kind"),
        ),
        sa.CheckConstraint("side IN ('mentee', 'mentor', 'other')", name=op.f("ck_outcomes_side")),
        sa.CheckConstraint(
            "to_level IN ('', 'section_deputy', 'section', 'county_deputy', 'county', 'department_deputy', 'department')",
            name=op.f("ck_outcomes_to_level"),
        ),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name=op.f("ck_outcomes_struck")),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_outcomes_amount")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= happened_on", name=op.f("ck_outcomes_until")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_outcomes_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_outcomes_cohort_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["outcomes.id"], name=op.f("fk_outcomes_follows_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_outcomes_import_id")),
        sa.ForeignKeyConstraint(["introducer_id"], ["people.id"], name=op.f("fk_outcomes_introducer_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_outcomes_pairing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outcomes_person_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["accounts.id"], name=op.f("fk_outcomes_struck_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_outcomes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_follows_id"), "outcomes", ["follows_id"], unique=False)
    op.create_index(op.f("ix_outcomes_import_id"), "outcomes", ["import_id"], unique=False)
    op.create_index("ix_outcomes_latest", "outcomes", ["happened_on", "id"], unique=False)
    op.create_index("ix_outcomes_of_cohort", "outcomes", ["cohort_id", "happened_on"], unique=False)
    op.create_index(
        "ix_outcomes_of_kind",
        "outcomes",
        ["kind", "step", "happened_on", "person_id"],
        unique=False,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )
    op.create_index(op.f("ix_outcomes_pairing_id"), "outcomes", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_outcomes_person_id"), "outcomes", ["person_id"], unique=False)


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("outcomes")
    op.drop_table("campaign_figures")
