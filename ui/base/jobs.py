"""Jobs as they go on, and those of before; one can leave and come back."""

import time
from collections.abc import Callable, Sequence

import streamlit as st

from assistant.jobs import Job
from ui import job_texts, markdown
from ui.base import acting, job_card, parts
from ui.base.texts import adding as adding_texts
from ui.base.texts import jobs as texts
from ui.editor_client import EditorClient
from ui.replies import ClientError

EVERY = 1.0
"""Seconds between two looks at jobs that go on."""
STEP = 15
KEPT = 500
"""How many jobs of the past are asked for."""
_SHOWN = "jobs-shown"


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    jobs = editor.jobs(KEPT)
    if not jobs:
        st.info(markdown.typeset(texts.NO_JOB), icon=":material/hourglass_empty:")
        parts.button(adding_texts.ADD, "ajouter", key="jobs-add", primary=True)
        return
    active = [job for job in jobs if job_texts.is_active(job)]
    ended = [job for job in jobs if not job_texts.is_active(job)]
    st.subheader(texts.ACTIVE, anchor=False)
    if active:
        follow(editor, lambda: [job for job in editor.jobs(KEPT, active=True) if job_texts.is_active(job)], len(active))
    else:
        st.caption(markdown.typeset(texts.NOTHING_ACTIVE))
    if ended:
        st.subheader(texts.HISTORY, anchor=False)
        draw_history(editor, ended)


def draw_history(editor: EditorClient, jobs: Sequence[Job]) -> None:
    """Draw the jobs of the past, some at a time."""
    shown = st.session_state.setdefault(_SHOWN, STEP)
    for job in jobs[:shown]:
        job_card.draw(editor, job)
    if len(jobs) > shown:
        st.button(texts.MORE, icon=":material/expand_more:", on_click=_show_more)


def _show_more() -> None:
    st.session_state[_SHOWN] += STEP


def follow(editor: EditorClient, find: Callable[[], Sequence[Job]], expected: int, *, fresh: bool = False) -> None:
    """Draw jobs and look at them again each second while they go on; draw the page once one of them ends.

    Args:
        editor: asked for details.
        find: gives the jobs to draw.
        expected: how many of them go on now.
        fresh: true where whoever asked for them is looking.
    """
    drawn = time.monotonic()

    @st.fragment(run_every=EVERY if expected else None)
    def live() -> None:
        try:
            jobs = find()
        except ClientError as error:
            # It may come back: what is drawn stays, and the next look tries again.
            st.warning(str(error), icon=":material/cloud_off:")
            return
        acting.draw_outcome(drawn)
        for job in jobs:
            job_card.draw(editor, job, fresh=fresh)
        if sum(map(job_texts.is_active, jobs)) != expected:
            st.rerun()

    live()
