"""Change slips are signed by as many levels as the cohort has; those on their way keep the one they began with."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STAGES = {
    True: "stage IN ('proposed', 'approved', 'signed', 'returned', 'carried_out')",
    False: "stage IN ('proposed', 'approved', 'returned', 'carried_out')",
}


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("changes", sa.Column("sign_levels", sa.Integer(), nullable=False, server_default="1"))
    _stages(with_second_level=True)


def _stages(*, with_second_level: bool) -> None:
    """What a signature may be; SQLite makes the table anew, and the old check stays behind."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_change_signatures_stage"), "change_signatures", type_="check")
        op.create_check_constraint(op.f("ck_change_signatures_stage"), "change_signatures", STAGES[with_second_level])
        return
    with op.batch_alter_table("change_signatures", recreate="always") as batch:
        batch.create_check_constraint(op.f("ck_change_signatures_stage"), STAGES[with_second_level])


def downgrade() -> None:
    """Take the schema back; a second name under a slip cannot be told there and is taken away."""
    op.execute("DELETE FROM change_signatures WHERE stage = 'signed'")
    _stages(with_second_level=False)
    op.drop_column("changes", "sign_levels")
