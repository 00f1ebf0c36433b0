"""A job as a card: how far it is, what became of each document, what to do next."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import streamlit as st

from assistant.jobs import Job, JobDocument
from ui import job_texts, markdown, times
from ui.base import acting, parts
from ui.base.texts import jobs as texts
from ui.editor_client import EditorClient
from ui.refusals import refusal

Colour = Literal["blue", "gray", "green", "orange", "red"]
COLOURS: Final[Mapping[str, Colour]] = {
    "ready": "orange",
    "done": "green",
    "refused": "red",
    "failed": "red",
    "cancelled": "gray",
}
TABLE_ROWS: Final = 10
TABLE_HEIGHT: Final = 400
"""In pixels: longer tables scroll by themselves."""
PROBLEMS_SHOWN: Final = 20
"""How many refused documents are explained one by one; the table has them all."""


def draw(editor: EditorClient, job: Job, *, fresh: bool = False) -> None:
    """Draw a job; its documents are asked for once the details are opened.

    Args:
        editor: asked for the details.
        job: to draw.
        fresh: true where whoever asked for it is looking: its end is told in words.
    """
    with st.container(border=True, gap="small", key=f"job-{job.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{markdown.escape(job.label)}**", width="stretch")
            wrong = sum(job.counts.get(name, 0) for name in job_texts.PROBLEMS)
            if wrong and job.state not in job_texts.PROBLEMS:
                st.badge(texts.wrong(wrong), icon=":material/error:", color="red")
            st.badge(job_texts.state(job.state), color=COLOURS.get(job.state, "blue"))
        st.caption(markdown.escape(about(job)))
        if job_texts.is_active(job):
            st.progress(min(max(job.percent / 100, 0.0), 1.0), job_texts.progress(job))
        _draw_outcome(job, fresh=fresh)
        _draw_actions(editor, job)
        # Open where something was refused while someone looks: another key, for a closed one stays closed.
        key, told = f"details-{job.id}-{bool(wrong)}", fresh and bool(wrong)
        details = st.expander(texts.DETAILS, expanded=told, key=key, on_change="rerun", type="compact")
        if details.open:
            with details:
                _draw_documents(editor, editor.job(job.id))


def about(job: Job) -> str:
    """Say what kind of job it is, who asked and when, and what it made."""
    when = times.ago(job.created)
    asked = texts.ASKED_BY.format(who=job.requested_by, ago=when) if job.requested_by else texts.ASKED.format(ago=when)
    ended = not job_texts.is_active(job)
    took = times.duration(job.started, job.finished) if ended else ""
    facts = (
        job_texts.KINDS[job.kind],
        asked,
        texts.TOOK.format(duration=took) if took else "",
        job_texts.counts(job.counts) if ended else "",
        texts.GENERATION_SHORT.format(number=job.generation) if ended and job.generation else "",
    )
    return " · ".join(filter(None, facts))


def _draw_outcome(job: Job, *, fresh: bool) -> None:
    if job.state == "done" and fresh:
        told = texts.IS_DONE if brings_something(job) else texts.IS_UNCHANGED
        st.success(markdown.typeset(told), icon=":material/check_circle:")
    elif job.state == "ready":
        st.info(markdown.typeset(texts.IS_READY), icon=":material/preview:")
        parts.button(texts.SEE_PREVIEW, "apercu", key=f"preview-{job.id}", primary=True)
    if job.reason and not job_texts.is_active(job):
        why = markdown.escape(" ".join(filter(None, (job.reason, job.remedy))))
        if job.state in job_texts.PROBLEMS:
            st.error(why, icon=":material/error:")
        else:
            st.warning(why, icon=":material/warning:")


def brings_something(job: Job) -> bool:
    """Tell whether the base is other than before; yes where the documents of the job are not known."""
    outcomes = {document.outcome for document in job.documents}
    return not outcomes or bool(outcomes - {"", "unchanged"})


def _draw_actions(editor: EditorClient, job: Job) -> None:
    if job_texts.can_be_cancelled(job):
        st.button(
            texts.CANCEL, key=f"cancel-{job.id}", icon=":material/cancel:",
            on_click=acting.act, args=(lambda: editor.cancel(job.id), texts.CANCELLED),
        )  # fmt: skip
    if job_texts.can_be_retried(job):
        label = texts.START_AGAIN if job.state == "cancelled" else texts.RETRY_ALL
        st.button(
            label, key=f"retry-{job.id}", icon=":material/replay:",
            on_click=acting.act, args=(lambda: editor.retry(job.id), texts.RETRIED),
        )  # fmt: skip


def _draw_documents(editor: EditorClient, job: Job) -> None:
    if not job.documents:
        st.caption(texts.NO_DOCUMENTS)
        return
    height: int | Literal["content"] = TABLE_HEIGHT if len(job.documents) > TABLE_ROWS else "content"
    st.table(_rows(job.documents), border="horizontal", hide_index=True, height=height)
    problems = [document for document in job.documents if document.state in job_texts.PROBLEMS]
    if problems:
        st.markdown(f"**{texts.PROBLEMS}**")
    for document in problems[:PROBLEMS_SHOWN]:
        _draw_problem(editor, job, document)


def _rows(documents: Iterable[JobDocument]) -> list[dict[str, str]]:
    return [
        {
            texts.COLUMN_DOCUMENT: markdown.escape(document.name),
            texts.COLUMN_STATE: job_texts.state(document.state),
            texts.COLUMN_PAGES: job_texts.pages(document),
            texts.COLUMN_OUTCOME: job_texts.outcome(document),
        }
        for document in documents
    ]


def _draw_problem(editor: EditorClient, job: Job, document: JobDocument) -> None:
    why, remedy = refusal(document.code, document.reason)
    with st.container(gap="xsmall", key=f"problem-{job.id}-{document.number}"):
        st.markdown(f":red[**{markdown.escape(document.name)}**] : {markdown.escape(why)}.")
        st.markdown(texts.REMEDY.format(remedy=markdown.escape(remedy)))
        if not job_texts.is_active(job):
            st.button(
                texts.RETRY_ONE, key=f"retry-{job.id}-{document.number}", icon=":material/replay:",
                on_click=acting.act, args=(lambda: editor.retry(job.id, document.number), texts.RETRIED),
            )  # fmt: skip
