"""A pairing that follows another takes its plan and its stages of growth over, and says from which."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
TABLES = ("plans", "plan_items", "pairing_stages")


def upgrade() -> None:
    """Bring the schema forward; in this form both engines add the column without copying the table."""
    for table in TABLES:
        key = f"CONSTRAINT fk_{table}_taken_from_id_pairings REFERENCES pairings (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN taken_from_id INTEGER {key}")


def downgrade() -> None:
    """Bring the schema back."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("taken_from_id")
