"""Which papers were made for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "paper_prints",
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_paper_prints_by_id")),
        sa.PrimaryKeyConstraint("form", "subject_id", name=op.f("pk_paper_prints")),
    )


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("paper_prints")
