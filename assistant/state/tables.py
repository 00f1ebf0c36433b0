"""The tables of jobs, holdings, sources, evaluations, conversations and questions."""

from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, MetaData, Table, UniqueConstraint

from assistant.state.columns import CleanJson, CleanText

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(column_0_label)s",
    }
)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, CleanText, nullable=False, **options)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


JOBS: Final = Table(
    "jobs",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("id", unique=True),
    _text("kind"),
    _text("label"),
    _text("state", index=True),
    _text("requested_by"),
    _text("created"),
    _text("started"),
    _text("finished"),
    _flag("publish"),
    _flag("force"),
    _text("source"),
    _text("address"),
    Column("percent", Float, nullable=False),
    Column("seconds_left", Float),
    _number("generation"),
    _text("reason"),
    _text("remedy"),
    _flag("cancelled"),
    _number("version"),
    Column("attempts", BigInteger, nullable=False, default=0),
    # Numbers are never given twice, so that a history stays in order.
    sqlite_autoincrement=True,
)
"""`cancelled`: someone asked for its end.

`version`: one more at each change of the job or of its documents.

`attempts`: how often a worker began it.
"""

JOB_DOCUMENTS: Final = Table(
    "job_documents",
    METADATA,
    Column("job", ForeignKey("jobs.number", name="fk_job_documents_job"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("name"),
    _text("state"),
    _text("document_id"),
    _number("pages_done"),
    _number("pages"),
    _text("outcome"),
    _text("code"),
    _text("reason"),
    _text("remedy"),
    _text("content_hash"),
    _text("media_type"),
    _number("size"),
    _text("url"),
    _text("etag"),
    _text("last_modified"),
    Column("proposed", BigInteger),
)
"""`proposed`: how many questions a model proposed for it; nothing while it was not looked at for that."""

HOLDINGS: Final = Table(
    "holdings",
    METADATA,
    _text("document_id", primary_key=True),
    _text("source", index=True),
    _text("name"),
    _text("url"),
    _text("content_hash", index=True),
    _text("media_type"),
    _number("size"),
    _text("added"),
    _text("seen"),
    _text("state"),
    _text("etag"),
    _text("last_modified"),
    Column("labels", CleanJson, nullable=False),
    Column("aliases", CleanJson, nullable=False),
    _text("decided"),
)
"""`decided`: `keep` where someone wants it although its source no longer has it, `out` where although it has it."""

STAGED: Final = Table(
    "staged",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("job_id", index=True),
    _text("document_id"),
    Column("holding", CleanJson, nullable=False),
    sqlite_autoincrement=True,
)
"""Holdings as they will be once what a job built is published."""

SNAPSHOTS: Final = Table(
    "snapshots",
    METADATA,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    _text("created"),
    Column("holdings", CleanJson, nullable=False),
)
"""Every holding as it was when a generation was published, so that going back to it takes them along."""

SOURCES: Final = Table(
    "sources",
    METADATA,
    _text("name", primary_key=True),
    _text("title"),
    _text("kind"),
    _text("address"),
    _number("every_seconds"),
    _flag("publish"),
    _flag("enabled"),
    Column("own_every_seconds", BigInteger),
    Column("own_publish", Boolean),
    Column("own_enabled", Boolean),
    _flag("listed"),
    _text("last_run"),
    _text("last_state"),
    _number("failures"),
    _text("reason"),
)
"""`own_…`: what an editor chose in place of what the file of sources says. `listed`: that file still has it."""

EVALUATIONS: Final = Table(
    "evaluations",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("created"),
    _text("dataset", index=True),
    _text("split"),
    _text("questions_hash"),
    _text("system"),
    _text("fingerprint"),
    _number("generation"),
    _number("questions"),
    Column("figures", CleanJson, nullable=False),
    Column("kinds", CleanJson, nullable=False),
    sqlite_autoincrement=True,
)
"""`figures` by name; `kinds`: the same for each kind of question."""

EVALUATION_OUTCOMES: Final = Table(
    "evaluation_outcomes",
    METADATA,
    Column("evaluation", ForeignKey("evaluations.number", name="fk_evaluation_outcomes_evaluation"), primary_key=True),
    _text("question_id", primary_key=True),
    Column("scores", CleanJson, nullable=False),
)
"""What each question of an evaluation brought, so that the next one tells which were won and lost."""

CONVERSATIONS: Final = Table(
    "conversations",
    METADATA,
    _text("id", primary_key=True),
    _text("created"),
    _text("updated", index=True),
)

EXCHANGES: Final = Table(
    "exchanges",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("conversation", CleanText, ForeignKey("conversations.id", name="fk_exchanges_conversation"), nullable=False),
    _text("key"),
    _text("asked"),
    Column("question", CleanJson, nullable=False),
    Column("answer", CleanJson, nullable=False),
    _number("generation"),
    _text("fingerprint"),
    UniqueConstraint("conversation", "key"),
    sqlite_autoincrement=True,
)
"""`answer`: whole, with the text that it cites, so that it stays true whatever becomes of the documents."""

QUESTIONS: Final = Table(
    "questions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("document_id", index=True),
    _text("text"),
    _text("state", index=True),
    _text("origin"),
    _text("version"),
    _text("added"),
    _text("decided"),
    UniqueConstraint("document_id", "text"),
    sqlite_autoincrement=True,
)
"""What people would ask that a document answers. `version`: of the document, where a model proposed it."""
