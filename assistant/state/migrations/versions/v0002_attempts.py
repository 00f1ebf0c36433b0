"""How often a job was begun, so that one which ends every worker is given up one day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count."""
    op.add_column("jobs", sa.Column("attempts", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    """Remove the count."""
    with op.batch_alter_table("jobs") as table:
        table.drop_column("attempts")
