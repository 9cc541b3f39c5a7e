"""Nominations with their steps, certificates, ceremonies, exits by two people, and the day on which a pause ends."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
TABLES = (
    "mentor_exits", "ceremony_pairs", "ceremony_mentors", "ceremonies", "certificates", "nomination_steps", "nominations",
)  # fmt: skip


def upgrade() -> None:
    """Bring the schema forward; whoever had left the pool before is kept as such."""
    op.add_column("mentor_profiles", sa.Column("return_on", sa.Date(), nullable=True))
    _nominations()
    _nomination_steps()
    _certificates()
    _ceremonies()
    _ceremony_mentors()
    _ceremony_pairs()
    _mentor_exits()
    _who_left_before()


def _words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _by(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f(f"fk_{table}_by_id"))


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"))


def _nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        _words("material"),
        sa.Column("recommended_by", sa.String(length=200), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        _words("override"),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("required", sa.String(length=32), nullable=False),
        sa.Column("organization_on", sa.Date(), nullable=True),
        sa.Column("organization_by_id", sa.Integer(), nullable=True),
        sa.Column("publicity_on", sa.Date(), nullable=True),
        sa.Column("publicity_by_id", sa.Integer(), nullable=True),
        sa.Column("mentee_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("track IN ('grassroots', 'professional')", name=op.f("ck_nominations_track")),
        sa.CheckConstraint(
            "status IN ('submitted', 'returned', 'reviewed', 'confirmed', 'rejected')",
            name=op.f("ck_nominations_status"),
        ),
        sa.CheckConstraint(
            "required IN ('any', 'organization', 'publicity', 'both')", name=op.f("ck_nominations_required")
        ),
        _person("nominations"),
        sa.ForeignKeyConstraint(["mentee_id"], ["mentees.id"], name=op.f("fk_nominations_mentee_id")),
        sa.ForeignKeyConstraint(
            ["organization_by_id"], ["accounts.id"], name=op.f("fk_nominations_organization_by_id")
        ),
        sa.ForeignKeyConstraint(["publicity_by_id"], ["accounts.id"], name=op.f("fk_nominations_publicity_by_id")),
        _by("nominations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
    )
    op.create_index(op.f("ix_nominations_person_id"), "nominations", ["person_id"])


def _nomination_steps() -> None:
    op.create_table(
        "nomination_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _words("note"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name=op.f("fk_nomination_steps_nomination_id")),
        _by("nomination_steps"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_steps")),
    )
    op.create_index(op.f("ix_nomination_steps_nomination_id"), "nomination_steps", ["nomination_id"])


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_certificates_term")),
        sa.CheckConstraint("number > 0", name=op.f("ck_certificates_number")),
        sa.CheckConstraint("kind IN ('first', 'renewal')", name=op.f("ck_certificates_kind")),
        _person("certificates"),
        _by("certificates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_certificates_year_number")),
    )
    op.create_index(op.f("ix_certificates_person_id"), "certificates", ["person_id"])


def _ceremonies() -> None:
    op.create_table(
        "ceremonies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        _words("note"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_ceremonies_cohort_id")),
        _by("ceremonies"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremonies")),
    )
    op.create_index(op.f("ix_ceremonies_cohort_id"), "ceremonies", ["cohort_id"])


def _ceremony_mentors() -> None:
    op.create_table(
        "ceremony_mentors",
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremonies.id"], name=op.f("fk_ceremony_mentors_ceremony_id")),
        _person("ceremony_mentors"),
        sa.PrimaryKeyConstraint("ceremony_id", "person_id", name=op.f("pk_ceremony_mentors")),
    )
    op.create_index(op.f("ix_ceremony_mentors_person_id"), "ceremony_mentors", ["person_id"])


def _ceremony_pairs() -> None:
    op.create_table(
        "ceremony_pairs",
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremonies.id"], name=op.f("fk_ceremony_pairs_ceremony_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_ceremony_pairs_pairing_id")),
        sa.PrimaryKeyConstraint("ceremony_id", "pairing_id", name=op.f("pk_ceremony_pairs")),
    )
    op.create_index(op.f("ix_ceremony_pairs_pairing_id"), "ceremony_pairs", ["pairing_id"])


def _mentor_exits() -> None:
    op.create_table(
        "mentor_exits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        _words("ground"),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        _words("answer"),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("reason IN ('left_post', 'weak_results', 'other')", name=op.f("ck_mentor_exits_reason")),
        sa.CheckConstraint(
            "status IN ('proposed', 'decided', 'refused', 'withdrawn', 'earlier')",
            name=op.f("ck_mentor_exits_status"),
        ),
        sa.CheckConstraint("status = 'earlier' OR by_id IS NOT NULL", name=op.f("ck_mentor_exits_proposer")),
        sa.CheckConstraint(
            "status NOT IN ('decided', 'refused') OR decided_by_id IS NOT NULL", name=op.f("ck_mentor_exits_decider")
        ),
        _person("mentor_exits"),
        _by("mentor_exits"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_mentor_exits_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_exits")),
    )
    op.create_index(op.f("ix_mentor_exits_person_id"), "mentor_exits", ["person_id"])
    op.create_index(
        "uq_mentor_exits_open", "mentor_exits", ["person_id"], unique=True,
        sqlite_where=sa.text("status = 'proposed'"), postgresql_where=sa.text("status = 'proposed'"),
    )  # fmt: skip


def _who_left_before() -> None:
    op.execute(
        "INSERT INTO mentor_exits (person_id, reason, leaves_on, status, at) "
        "SELECT person_id, CASE WHEN status_reason IN ('left_post', 'weak_results') THEN status_reason ELSE 'other' END, "
        "coalesce(status_on, CURRENT_DATE), 'earlier', CURRENT_TIMESTAMP FROM mentor_profiles WHERE status = 'left'"
    )


def downgrade() -> None:
    """Bring the schema back."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("mentor_profiles", "return_on")
