"""Evaluations with their figures, and what each question brought."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "evaluations",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *_texts("created", "dataset", "split", "questions_hash", "system", "fingerprint"),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("questions", sa.BigInteger, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_evaluations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evaluations_dataset", "evaluations", ["dataset"])
    op.create_table(
        "evaluation_outcomes",
        sa.Column("evaluation", sa.Integer, nullable=False),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("scores", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("evaluation", "question_id", name="pk_evaluation_outcomes"),
        sa.ForeignKeyConstraint(["evaluation"], ["evaluations.number"], name="fk_evaluation_outcomes_evaluation"),
    )


def downgrade() -> None:
    """Remove the tables."""
    for name in ("evaluation_outcomes", "evaluations"):
        op.drop_table(name)
