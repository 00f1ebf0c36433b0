"""The questions that a document answers: those of its file, those added here, those proposed; an editor decides."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from assistant.documents import Document
from assistant.jobs import DocumentQuestion
from ui import markdown
from ui.base import acting
from ui.base.texts import questions as texts
from ui.editor_client import EditorClient

LONGEST = 400
"""Characters of a question, as the API takes them."""
SHOWN = 10
"""How many documents with questions to review are listed."""


def draw(editor: EditorClient, document: Document) -> None:
    """Draw the questions of a document, and the ways to decide on them."""
    kept = editor.questions(document.id)
    own = of_the_file(document, kept)
    proposed = [one for one in kept if one.state == "proposed"]
    accepted = [one for one in kept if one.state == "accepted"]
    st.markdown(f"**{texts.TITLE}** ({len(own) + len(accepted)})")
    st.caption(texts.TELLS)
    if proposed:
        _draw_proposed(editor, document.id, proposed)
    if not (own or accepted):
        st.caption(texts.NONE)
    _draw_accepted(editor, accepted)
    if own:
        st.markdown("\n".join(f"- {markdown.escape(text)}" for text in own))
        st.caption(f"{texts.OF_THE_FILE}. {texts.IN_THE_FILE}")
    _draw_writing(editor, document.id)


def of_the_file(document: Document, kept: Iterable[DocumentQuestion]) -> list[str]:
    """Give the questions that the file of a document bears, without those added here."""
    added = {one.text for one in kept}
    return [text for text in document.questions if text not in added]


def _draw_proposed(editor: EditorClient, document_id: str, proposed: Sequence[DocumentQuestion]) -> None:
    with st.container(border=True, gap="small", key="questions-proposed"):
        st.markdown(f"**{texts.PROPOSED}** ({len(proposed)})")
        st.caption(texts.PROPOSED_TELLS)
        for one in proposed:
            _draw_one(editor, one)
        if len(proposed) > 1:
            with st.container(horizontal=True, gap="small"):
                _button(texts.ACCEPT_ALL, "questions-accept", "done_all", _all(editor, document_id, "accepted"))
                _button(
                    texts.REFUSE_ALL, "questions-refuse", "close", _all(editor, document_id, "refused"),
                    texts.ALL_REFUSED,
                )  # fmt: skip


def _draw_one(editor: EditorClient, one: DocumentQuestion) -> None:
    key = f"question-{one.number}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(texts.QUESTION, one.text, LONGEST, key=key, label_visibility="collapsed", width="stretch")
        _button(texts.ACCEPT, f"accept-{one.number}", "check", _choice(editor, one, "accepted", key))
        _button(texts.REFUSE, f"refuse-{one.number}", "close", _choice(editor, one, "refused"), texts.REFUSED)


def _draw_accepted(editor: EditorClient, accepted: Sequence[DocumentQuestion]) -> None:
    if accepted:
        st.caption(texts.ACCEPTED)
    for one in accepted:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(markdown.escape(one.text), width="stretch")
            _button(texts.REMOVE, f"remove-{one.number}", "delete", _choice(editor, one, "refused"))


def _draw_writing(editor: EditorClient, document_id: str) -> None:
    with st.form(f"write-{document_id}", clear_on_submit=True, border=False):
        text = st.text_input(texts.WRITE, max_chars=LONGEST, placeholder=texts.EXAMPLE, key=f"written-{document_id}")
        sent = st.form_submit_button(texts.ADD, icon=":material/add:")
    if sent and text.strip():
        acting.act(lambda: editor.write_question(document_id, text, requested_by=acting.who()), texts.DONE)
        st.rerun()


def _button(label: str, key: str, icon: str, call: Callable[[], None], done: str = texts.DONE) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=acting.act, args=(call, done))


def _choice(editor: EditorClient, one: DocumentQuestion, state: str, key: str = "") -> Callable[[], None]:
    def choose() -> None:
        typed = str(st.session_state.get(key, "")).strip() if key else ""
        words = "" if typed == one.text else typed
        editor.decide_question(one.number, state, words, requested_by=acting.who())

    return choose


def _all(editor: EditorClient, document_id: str, state: str) -> Callable[[], None]:
    return lambda: editor.decide_questions(document_id, state, requested_by=acting.who())


def draw_waiting(editor: EditorClient, known: Mapping[str, Document], show: Callable[[str], None]) -> None:
    """List the documents for which questions wait to be reviewed.

    Args:
        editor: asked for them.
        known: the documents, by id.
        show: opens one.
    """
    waiting = Counter(one.document_id for one in editor.questions(state="proposed") if one.document_id in known)
    if not waiting:
        return
    with st.container(border=True, gap="small", key="questions-waiting"):
        st.markdown(f"**{texts.WAITING_TITLE}** ({waiting.total()})")
        for document_id, number in list(waiting.items())[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                title = markdown.escape(known[document_id].title)
                st.markdown(f"{title} ({texts.waiting(number)})", width="stretch")
                st.button(
                    texts.REVIEW, key=f"review-{document_id}", icon=":material/rate_review:",
                    on_click=show, args=(document_id,),
                )  # fmt: skip
        if len(waiting) > SHOWN:
            st.caption(texts.OTHERS)
