"""Studies of schemes (how firm, which trade-offs), and schemes that are a list made by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("schemes", sa.Column("kind", sa.String(length=32), server_default="computed", nullable=False))
    op.create_table(
        "scheme_studies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_studies_scheme_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_scheme_studies_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_studies")),
    )
    op.create_index(op.f("ix_scheme_studies_scheme_id"), "scheme_studies", ["scheme_id"])
    op.create_index(op.f("ix_scheme_studies_fingerprint"), "scheme_studies", ["fingerprint"])


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("scheme_studies")
    op.drop_column("schemes", "kind")
