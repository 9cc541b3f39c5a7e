"""Settings of the installation, and locks against guessing that cover unknown names and addresses too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "locks",
        sa.Column("subject", sa.String(length=140), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_locks")),
    )
    op.drop_column("accounts", "failed")
    op.drop_column("accounts", "locked_until")


def downgrade() -> None:
    """Bring the schema back."""
    op.add_column("accounts", sa.Column("locked_until", sa.DateTime(), nullable=True))
    op.add_column("accounts", sa.Column("failed", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("locks")
    op.drop_table("settings")
