"""Conversations with their questions and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("updated", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_updated", "conversations", ["updated"])
    op.create_table(
        "exchanges",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("question", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_exchanges"),
        sa.UniqueConstraint("conversation", "key", name="uq_exchanges_conversation"),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_exchanges_conversation"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Remove the tables."""
    for name in ("exchanges", "conversations"):
        op.drop_table(name)
