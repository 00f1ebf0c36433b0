"""Jobs, sources, documents and previews at the terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table

from assistant.documents import Document
from assistant.jobs import Holding, Job, JobDocument, SourceStatus
from assistant.preview import Preview
from ui import cli_texts as texts
from ui import console, job_texts, times
from ui.base.texts import preview as preview_texts
from ui.base.texts import sources as source_texts
from ui.comparing import compare, figure, what_changes
from ui.refusals import refusal

SHOWN = 50
"""How many documents or questions are listed; `--json` gives all."""


@contextmanager
def progress(job: Job) -> Iterator[Callable[[Job], None]]:
    """Show a bar for a job; give what is to be told of it."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console.notes(), transient=True) as bars:
        task = bars.add_task(escape(job.label), total=100)

        def tell(now: Job) -> None:
            bars.update(task, completed=now.percent, description=f"{escape(now.label)} : {job_texts.progress(now)}")

        yield tell


def show_jobs(jobs: Sequence[Job]) -> None:
    """Show jobs, newest first."""
    if not jobs:
        console.output().print(texts.NO_JOBS)
        return
    table = Table(*texts.JOB_COLUMNS)
    for job in jobs:
        state = job_texts.progress(job) if job_texts.is_active(job) else job_texts.state(job.state)
        table.add_row(job.id[:8], escape(job.label), state, job_texts.counts(job.counts), escape(_asked(job)))
    console.output().print(table)


def _asked(job: Job) -> str:
    return ", ".join(filter(None, (job.requested_by, times.ago(job.created))))


def show_job(job: Job) -> None:
    """Show a job with its documents."""
    output = console.output()
    took = times.duration(job.started, job.finished)
    facts = (job_texts.state(job.state), job_texts.counts(job.counts), took)
    output.print(f"[bold]{escape(job.label)}[/] ({job.id[:8]}) : {' · '.join(filter(None, facts))}", soft_wrap=True)
    if job.reason:
        output.print(escape(" ".join(filter(None, (job.reason, job.remedy)))), soft_wrap=True)
    if job.documents:
        table = Table(*texts.DOCUMENT_COLUMNS)
        for document in job.documents:
            table.add_row(escape(document.name), job_texts.state(document.state), escape(_became(document)))
        output.print(table)
    if job.state == "ready":
        output.print(texts.WAITS)


def _became(document: JobDocument) -> str:
    if document.state in job_texts.PROBLEMS:
        why, remedy = refusal(document.code, document.reason)
        return f"{why}. {remedy}"
    return " · ".join(filter(None, (job_texts.outcome(document), document.document_id)))


def show_sources(sources: Sequence[SourceStatus]) -> None:
    """Show sources with their last and next refresh."""
    if not sources:
        console.output().print(texts.NO_SOURCES_YET)
        return
    table = Table(*texts.SOURCE_COLUMNS)
    # A name is what one types: it is never cut.
    table.columns[0].min_width = max(len(source.name) for source in sources)
    for source in sources:
        last = f"{times.ago(source.last_run)} : {job_texts.state(source.last_state)}" if source.last_run else "—"
        following = times.until(source.next_run) or source_texts.every(source.every_seconds)
        table.add_row(
            escape(source.name), escape(source.title), str(source.documents),
            escape(f"{last} ({source.reason})" if source.failures and source.reason else last),
            following if source.enabled else source_texts.STOPPED,
        )  # fmt: skip
    console.output().print(table)


def show_missing(missing: Sequence[Holding]) -> None:
    """Show the documents that their source no longer has, and what to do about them."""
    if not missing:
        return
    output = console.output()
    output.print(f"\n[bold]{source_texts.MISSING}[/]")
    for holding in missing[:SHOWN]:
        output.print(f"{holding.name} ({holding.source})\n    {holding.document_id}", markup=False, soft_wrap=True)
    if len(missing) > SHOWN:
        output.print(preview_texts.others(len(missing) - SHOWN))
    output.print(texts.CONFIRM_OR_KEEP, markup=False, soft_wrap=True)


def show_documents(documents: Sequence[Document]) -> None:
    """Show documents by title."""
    output = console.output()
    output.print(texts.found(len(documents)))
    for document in documents[:SHOWN]:
        facts = ", ".join(filter(None, (document.kind, str(document.year or ""))))
        output.print(f"{document.title} ({facts})\n    {document.id}", markup=False, soft_wrap=True)
    if len(documents) > SHOWN:
        output.print(preview_texts.others(len(documents) - SHOWN))


def show_preview(preview: Preview) -> None:
    """Show what would change."""
    output = console.output()
    told = preview_texts.PREVIEW_OF if preview.base else preview_texts.PREVIEW_FIRST
    output.print(told.format(number=preview.generation, base=preview.base, ago=times.ago(preview.created)))
    for documents, names in (
        (preview.added, preview_texts.ADDED_DOCUMENTS),
        (preview.changed, preview_texts.CHANGED_DOCUMENTS),
        (preview.removed, preview_texts.REMOVED_DOCUMENTS),
    ):
        if documents:
            output.print(f"\n[bold]{preview_texts.changed(len(documents), names)}[/]")
            titles = [document.title for document in documents[:SHOWN]]
            output.print("\n".join(f"- {title}" for title in titles), markup=False, soft_wrap=True)
    _show_questions(preview)
    _show_figures(preview)
    output.print(texts.PUBLISH_OR_DROP)


def _show_questions(preview: Preview) -> None:
    changed = [question for question in preview.questions if question.changed]
    asked = preview_texts.questions(preview.asked, preview.held)
    if not changed:
        if preview.asked:
            told = preview_texts.NO_CHANGE.format(questions=asked)
            console.output().print(f"\n{told}")
        return
    console.output().print("\n" + preview_texts.SOME_CHANGE.format(changed=len(changed), questions=asked))
    table = Table(preview_texts.QUESTIONS_CHANGE, preview_texts.BEFORE, preview_texts.AFTER)
    for one in changed[:SHOWN]:
        sides = (reply.text if not reply.abstained else preview_texts.ABSTAINED for reply in (one.before, one.after))
        table.add_row(f"{escape(one.question)} ({what_changes(one)})", *(escape(text[:300]) for text in sides))
    console.output().print(table)


def _show_figures(preview: Preview) -> None:
    before, after = preview.figures.get("before", {}), preview.figures.get("after", {})
    names = [name for name in preview_texts.FIGURE_NAMES if name in before and name in after]
    if not names:
        return
    table = Table(preview_texts.FIGURE, preview_texts.BEFORE, preview_texts.AFTER, preview_texts.CHANGE)
    for name in names:
        old, new = before[name], after[name]
        table.add_row(
            preview_texts.FIGURE_NAMES[name], figure(name, old), figure(name, new), compare(name, old, new).words
        )
    console.output().print(table)
