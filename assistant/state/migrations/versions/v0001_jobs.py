"""Jobs with their documents, holdings as they are, will be and were, sources."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables."""
    _make_jobs()
    _make_holdings()
    op.create_table(
        "sources",
        *_texts("name", "title", "kind", "address"),
        *_numbers("every_seconds"),
        *_flags("publish", "enabled"),
        sa.Column("own_every_seconds", sa.BigInteger),
        sa.Column("own_publish", sa.Boolean),
        sa.Column("own_enabled", sa.Boolean),
        *_flags("listed"),
        *_texts("last_run", "last_state"),
        *_numbers("failures"),
        *_texts("reason"),
        sa.PrimaryKeyConstraint("name", name="pk_sources"),
    )


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *_texts("id", "kind", "label", "state", "requested_by", "created", "started", "finished"),
        *_flags("publish", "force"),
        *_texts("source", "address"),
        sa.Column("percent", sa.Float, nullable=False),
        sa.Column("seconds_left", sa.Float),
        *_numbers("generation"),
        *_texts("reason", "remedy"),
        *_flags("cancelled"),
        *_numbers("version"),
        sa.PrimaryKeyConstraint("number", name="pk_jobs"),
        sa.UniqueConstraint("id", name="uq_jobs_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_state", "jobs", ["state"])
    op.create_table(
        "job_documents",
        sa.Column("job", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        *_texts("name", "state", "document_id"),
        *_numbers("pages_done", "pages"),
        *_texts("outcome", "code", "reason", "remedy", "content_hash", "media_type"),
        *_numbers("size"),
        *_texts("url", "etag", "last_modified"),
        sa.PrimaryKeyConstraint("job", "number", name="pk_job_documents"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name="fk_job_documents_job"),
    )


def _make_holdings() -> None:
    op.create_table(
        "holdings",
        *_texts("document_id", "source", "name", "url", "content_hash", "media_type"),
        *_numbers("size"),
        *_texts("added", "seen", "state", "etag", "last_modified"),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        *_texts("decided"),
        sa.PrimaryKeyConstraint("document_id", name="pk_holdings"),
    )
    for name in ("source", "content_hash"):
        op.create_index(f"ix_holdings_{name}", "holdings", [name])
    op.create_table(
        "staged",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *_texts("job_id", "document_id"),
        sa.Column("holding", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_staged"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staged_job_id", "staged", ["job_id"])
    op.create_table(
        "snapshots",
        sa.Column("generation", sa.Integer, autoincrement=False, nullable=False),
        *_texts("created"),
        sa.Column("holdings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("generation", name="pk_snapshots"),
    )


def downgrade() -> None:
    """Remove the tables."""
    for name in ("sources", "snapshots", "staged", "holdings", "job_documents", "jobs"):
        op.drop_table(name)
