"""The questions that documents answer: proposed, accepted, refused."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what jobs brought before is not looked at for questions."""
    op.create_table(
        "questions",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("document_id", "text", "state", "origin", "version", "added", "decided")
        ),
        sa.PrimaryKeyConstraint("number", name="pk_questions"),
        sa.UniqueConstraint("document_id", "text", name="uq_questions_document_id"),
        sqlite_autoincrement=True,
    )
    for name in ("document_id", "state"):
        op.create_index(f"ix_questions_{name}", "questions", [name])
    op.add_column("job_documents", sa.Column("proposed", sa.BigInteger))
    op.execute("UPDATE job_documents SET proposed = 0")


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("job_documents") as table:
        table.drop_column("proposed")
    op.drop_table("questions")
