"""What a scheme was each time it was frozen for signing, so that two versions can be laid side by side."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "scheme_versions",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_versions_scheme_id")),
        sa.PrimaryKeyConstraint("scheme_id", "frozen_hash", name=op.f("pk_scheme_versions")),
        sa.UniqueConstraint("scheme_id", "number", name=op.f("uq_scheme_versions_scheme_id_number")),
    )


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("scheme_versions")
