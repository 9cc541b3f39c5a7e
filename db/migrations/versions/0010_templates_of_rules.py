"""Templates of rules that staff keep."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "rule_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_rule_templates_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_rule_templates_name")),
    )


def downgrade() -> None:
    """Bring the schema back."""
    op.drop_table("rule_templates")
