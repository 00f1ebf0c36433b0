"""The way in: files dropped, an address, the corpus folder; then the job, followed on the spot."""

from typing import Any

import streamlit as st

from assistant.jobs import Job
from ui import job_texts
from ui.base import acting, jobs
from ui.base.texts import adding as texts
from ui.base.texts import frame
from ui.editor_client import EditorClient, Upload
from ui.markdown import is_web

SUFFIXES = (
    "pdf", "docx", "odt", "pptx", "epub", "html", "htm", "txt", "md", "csv", "xlsx", "png", "jpg", "jpeg", "tif",
    "tiff",
)  # fmt: skip
MEGABYTES = 100
"""The largest file taken, as the API does."""
SHOWN = 5
"""How many jobs of this visit are followed here; « Travaux » has them all."""
_ADDED = "jobs-added"
_ROUND = "adding-round"
"""Counts the hand-ins: a new drop zone and field come after each, empty."""


def draw(editor: EditorClient) -> None:
    """Draw the part."""
    # Above the form, in sight without scrolling once something was handed in.
    draw_added(editor)
    number = st.session_state.setdefault(_ROUND, 0)
    with st.form(f"adding-{number}"):
        files = st.file_uploader(
            texts.FILES, SUFFIXES, accept_multiple_files=True, key=f"files-{number}", max_upload_size=MEGABYTES
        )
        st.caption(f"{texts.FORMATS} {texts.AGAIN_REPLACES}")
        address = st.text_input(texts.ADDRESS, placeholder=texts.ADDRESS_EXAMPLE, key=f"address-{number}", type="url")
        left, right = st.columns(2)
        with left:
            publish = st.radio(
                texts.WHEN, (True, False), key="adding-publish", persist_state="session",
                format_func=lambda now: texts.PUBLISH_NOW if now else texts.CHECK_FIRST,
                captions=(texts.PUBLISH_NOW_TELLS, texts.CHECK_FIRST_TELLS),
            )  # fmt: skip
        with right:
            who = st.text_input(
                texts.WHO, help=texts.WHO_HELP, key=acting.WHO, autocomplete="name", max_chars=80,
                persist_state="session",
            )  # fmt: skip
        problem = st.empty()
        asked = st.form_submit_button(texts.ADD, type="primary", icon=":material/upload:")
    if asked:
        wrong = find_mistake(files, (address or "").strip())
        if wrong:
            problem.warning(wrong, icon=":material/edit:")
        else:
            add(editor, files, (address or "").strip(), publish=bool(publish), who=(who or "").strip())
    draw_corpus(editor, publish=bool(publish), who=(who or "").strip())


def find_mistake(files: list[Any], address: str) -> str:
    """Say what is missing or wrong in what was filled in; nothing when all is well."""
    if not files and not address:
        return texts.NOTHING_TO_ADD
    return texts.ADDRESS_WRONG if address and not is_web(address) else ""


def add(editor: EditorClient, files: list[Any], address: str, *, publish: bool, who: str) -> None:
    """Hand in what was filled in and draw the page again, the fields empty; they stay filled when it failed."""
    made: list[Job | None] = []
    if files:
        uploads = [Upload(file.name, file, file.type or "application/octet-stream") for file in files]
        with st.spinner(texts.SENDING.format(files=frame.files(len(files)))):
            made.append(acting.act(lambda: editor.upload(uploads, publish=publish, requested_by=who), texts.ADDED))
    if address and None not in made:
        made.append(acting.act(lambda: editor.add_address(address, publish=publish, requested_by=who), texts.ADDED))
    remember(*made)
    if None not in made:
        st.session_state[_ROUND] += 1
    st.rerun()


def remember(*made: Job | None) -> None:
    """Keep the jobs of this visit in sight."""
    kept: list[str] = st.session_state.setdefault(_ADDED, [])
    kept[:0] = [job.id for job in made if job]


def draw_added(editor: EditorClient) -> None:
    """Draw the jobs of this visit, newest first."""
    added: list[str] = st.session_state.get(_ADDED, [])
    if not added:
        return
    st.subheader(texts.YOUR_JOBS, anchor=False)

    def find() -> list[Job]:
        return [editor.job(job_id) for job_id in added[:SHOWN]]

    jobs.follow(editor, find, sum(map(job_texts.is_active, find())), fresh=True)


def draw_corpus(editor: EditorClient, *, publish: bool, who: str) -> None:
    """Offer to read the corpus folder again."""

    def read() -> None:
        remember(acting.act(lambda: editor.add_corpus(publish=publish, requested_by=who), texts.ADDED))

    with st.expander(texts.CORPUS, icon=":material/folder:", type="compact"):
        st.caption(texts.CORPUS_TELLS)
        st.button(texts.CORPUS, key="read-corpus", icon=":material/sync:", on_click=read)
