"""The page « Base documentaire », part by part, over the double of the API."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from streamlit.testing.v1 import AppTest

from ui.base.texts import adding, documents, frame, jobs, overview, preview, questions, removed, sources, versions
from ui.testing import create_app
from ui.testing_state import KEY, EditorState, furnished, made_preview

APP = Path("ui/app.py").resolve()
VIEW = Path("ui/views/base_documentaire.py").resolve()
SEEN = (
    "markdown", "caption", "error", "warning", "success", "info", "title", "subheader", "expander", "button", "metric",
    "badge", "progress",
)  # fmt: skip


@pytest.fixture
def api() -> FastAPI:
    return create_app(editor_state=furnished())


@pytest.fixture
def state(api: FastAPI, address: str) -> EditorState:
    """What the double remembers; the page finds it there."""
    assert address
    return api.state.editor


@pytest.fixture
def page(state: EditorState) -> AppTest:
    assert state.sources
    return opened(KEY)


def opened(key: str = "", name: str = "vue") -> AppTest:
    """Open a part of the page, its door opened before where a key is given."""
    page = AppTest.from_file(str(VIEW), default_timeout=30)
    if key:
        page.session_state["editor-key"] = key
    page.query_params["partie"] = name
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, label: str, number: int = 0) -> AppTest:
    """Press a button by what it says."""
    [button for button in page.button if button.label == label][number].click().run()
    assert not page.exception
    return page


class Drawn(str):
    """What is drawn, whatever the spaces that keep French punctuation on its line."""

    def __contains__(self, text: object) -> bool:
        return str(text).replace("\u00a0", " ") in self.replace("\u00a0", " ")


def seen(page: AppTest) -> Drawn:
    """Give every text that is drawn."""
    elements = [element for kind in SEEN for element in page.get(kind)]
    return Drawn(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(_text(element) for element in elements)))


def _text(element: Any) -> str:
    proto = element.proto
    parts = (getattr(proto, name, "") for name in ("body", "label", "text"))
    return " ".join(filter(None, (str(getattr(element, "value", "") or ""), *map(str, parts))))


# --- The door ---------------------------------------------------------------------------------------------------------


def test_without_the_key_nothing_is_shown(state: EditorState) -> None:
    """A visitor sees what the page is for and where the key is, and no document."""
    page = opened()
    assert frame.INTRODUCTION in seen(page)
    assert not page.segmented_control
    assert not state.received


@pytest.mark.parametrize(("typed", "told"), [("", frame.KEY_MISSING), ("fausse", frame.KEY_WRONG)])
def test_a_wrong_key_is_told(state: EditorState, typed: str, told: str) -> None:
    """A mistyped key is explained beside the field."""
    page = opened()
    page.text_input(key="editor-key-typed").set_value(typed)
    press(page, frame.ENTER)
    assert [error.value for error in page.error] == [told]
    assert not page.segmented_control
    assert state.key == KEY


def test_the_key_is_kept_for_the_visit_and_can_be_given_back(state: EditorState) -> None:
    """The right key opens the page; going to the chat and back asks for nothing; leaving shuts the door."""
    page = AppTest.from_file(str(APP), default_timeout=30).run()
    page.switch_page("views/base_documentaire.py").run()
    page.text_input(key="editor-key-typed").set_value(f" {state.key}\n")
    press(page, frame.ENTER)
    assert page.segmented_control
    page.switch_page("views/chat.py").run()
    page.switch_page("views/base_documentaire.py").run()
    assert page.segmented_control
    press(page, frame.LEAVE)
    assert not page.segmented_control
    assert frame.INTRODUCTION in seen(page)


def test_a_key_that_changed_is_asked_for_again(state: EditorState) -> None:
    """When the key is changed on the server, the page says so and asks for the new one."""
    page = opened(KEY, "sources")
    state.key = "nouvelle"
    page.run()
    assert [error.value for error in page.error] == [frame.KEY_CHANGED]


def test_a_silent_api_is_told(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the service is down, the page says what to do and offers to try again."""
    monkeypatch.setenv("RAMEAU_API_URL", "http://127.0.0.1:9")
    page.run()
    assert [error.value for error in page.error] == [frame.DOWN]
    assert frame.RETRY in [button.label for button in page.button]


# --- Overview ---------------------------------------------------------------------------------------------------------


def test_the_overview_says_what_there_is_and_what_waits(page: AppTest, state: EditorState) -> None:
    """An editor sees at a glance how much there is, how old it is, and what is to be decided."""
    state.preview = made_preview()
    drawn = seen(page.run())
    for expected in (
        "501",
        "2\u202f204",
        "23 novembre 2026",
        overview.PREVIEW_WAITS,
        overview.BY_YEAR,
        overview.BY_THEME,
    ):
        assert expected in drawn
    assert overview.missing(2) in drawn
    assert overview.failing(1) in drawn
    assert overview.undated(3) in drawn
    press(page, overview.SEE_PREVIEW)
    assert preview.PUBLISH in [button.label for button in page.button]


def test_an_empty_base_says_how_to_begin(monkeypatch: pytest.MonkeyPatch, state: EditorState, api: FastAPI) -> None:
    """On the first day the page leads to where documents are added."""
    api.state.documents = 0
    page = opened(KEY)
    assert overview.EMPTY_BASE in seen(page)
    press(page, overview.ADD_FIRST)
    assert adding.ADD in [button.label for button in page.button]


# --- Adding -----------------------------------------------------------------------------------------------------------


def fill(page: AppTest, *names: str, url: str = "", who: str = "Ana") -> AppTest:
    if names:
        page.file_uploader[0].set_value([(name, b"contenu", "application/octet-stream") for name in names])
    if url:
        page.text_input(key="address-0").set_value(url)
    page.text_input(key="editor-name").set_value(who)
    return press(page, adding.ADD)


def test_files_are_handed_in_and_followed(state: EditorState) -> None:
    """Files go in with the editor's name, their progress shows at once, then their end."""
    page = opened(KEY, "ajouter")
    fill(page, "rapport.pdf", "note.txt")
    assert state.received[-1] == {"names": ["rapport.pdf", "note.txt"], "publish": "auto", "requested_by": "Ana"}
    assert adding.ADDED in seen(page)
    assert "0 / 2" in seen(page)
    for _ in range(4):
        page.run()
    assert jobs.IS_DONE in seen(page)
    assert page.file_uploader[0].value in ([], None)


def test_checking_first_leads_to_the_preview(state: EditorState) -> None:
    """Whoever wants to look first is taken to the preview when it is ready."""
    page = opened(KEY, "ajouter")
    page.radio(key="adding-publish").set_value(False)
    fill(page, url="https://exemple.org/rapport.pdf")
    assert state.received[-1]["publish"] is False
    for _ in range(4):
        page.run()
    assert jobs.IS_READY in seen(page)
    press(page, jobs.SEE_PREVIEW)
    assert "Rapport 2026" in seen(page)


@pytest.mark.parametrize(
    ("names", "url", "who", "told"),
    [
        ((), "", "Ana", adding.NOTHING_TO_ADD),
        ((), "lerameau.fr", "Ana", adding.ADDRESS_WRONG),
    ],
)
def test_what_is_missing_is_told(state: EditorState, names: tuple[str, ...], url: str, who: str, told: str) -> None:
    """Nothing is sent until what is missing is filled in, and the form says what that is."""
    before = len(state.received)
    page = opened(KEY, "ajouter")
    fill(page, *names, url=url, who=who)
    assert [warning.value for warning in page.warning] == [told]
    assert len(state.received) == before


def test_handing_in_the_same_again_says_that_nothing_is_new(state: EditorState) -> None:
    """Whoever drops a file twice is not told that it was added twice."""
    page = fill(opened(KEY, "ajouter"), "rapport.pdf")
    job_id = list(state.jobs)[-1]
    while state.jobs[job_id].state != "done":
        state.advance()
    same = tuple(replace(document, outcome="unchanged") for document in state.jobs[job_id].documents)
    state.jobs[job_id] = replace(state.jobs[job_id], documents=same)
    assert jobs.IS_UNCHANGED in seen(page.run())


def test_the_corpus_folder_can_be_read_again(state: EditorState) -> None:
    """Files put into the server's folder are taken in from the page."""
    page = opened(KEY, "ajouter")
    press(page, adding.CORPUS)
    assert state.received[-1]["kind"] == "corpus"


# --- Jobs -------------------------------------------------------------------------------------------------------------


def test_jobs_go_on_and_end_before_the_eyes(state: EditorState) -> None:
    """A job that goes on shows how far it is; once it ends it is in the history."""
    page = opened(KEY, "travaux")
    drawn = seen(page)
    assert "Site du RAMEAU" in drawn
    assert "encore 10 s environ" in drawn
    for _ in range(4):
        page.run()
    assert jobs.NOTHING_ACTIVE in seen(page)


def test_refused_documents_have_a_reason_and_a_remedy(state: EditorState) -> None:
    """A refused document says why and what to do, even for a reason that the page has no words for."""
    page = opened(KEY, "travaux")
    old = next(job for job in state.jobs.values() if job.label == "12 fichiers")
    page.session_state[f"details-{old.id}-True"] = True
    drawn = seen(page.run())
    assert "protégé par un mot de passe" in drawn
    assert "Enregistrez-le sans mot de passe" in drawn
    assert "The reader stopped" in drawn
    press(page, jobs.RETRY_ONE)
    assert jobs.RETRIED in seen(page)
    newest = list(state.jobs.values())[-1]
    assert [document.name for document in newest.documents] == ["fiche-verrouille.pdf"]


def test_a_job_is_cancelled(state: EditorState) -> None:
    """What goes on can be stopped, and the page says so."""
    page = opened(KEY, "travaux")
    press(page, jobs.CANCEL)
    assert jobs.CANCELLED in seen(page)
    assert next(job for job in state.jobs.values() if job.kind == "source").state == "cancelled"


def test_no_job_says_what_to_do(state: EditorState) -> None:
    """An empty list of jobs leads to where one begins."""
    state.jobs.clear()
    assert jobs.NO_JOB in seen(opened(KEY, "travaux"))


# --- Sources ----------------------------------------------------------------------------------------------------------


def test_sources_say_how_they_are(state: EditorState) -> None:
    """A failing source is first, with its reason; each says when it was read and when it will be."""
    drawn = seen(opened(KEY, "sources"))
    assert drawn.index("Fil de veille") < drawn.index("Site du RAMEAU") < drawn.index("Dossier partagé")
    assert "3\u00a0échecs de suite). http 503. Ses documents" in drawn
    assert "214\u00a0documents · relue il y a 5\u00a0h\u00a0: terminé · prochaine dans 18\u00a0h" in drawn
    assert "arrêtée" in drawn


def test_a_source_is_refreshed_and_set(state: EditorState) -> None:
    """A source is read at once when asked, and its settings are kept."""
    page = opened(KEY, "sources")
    page.button(key="refresh-rameau").click().run()
    assert state.received[-1]["refreshed"] == "rameau"
    assert sources.REFRESHED.format(title="Site du RAMEAU") in seen(page)
    page.toggle(key="enabled-rameau-True").set_value(False).run()
    page.selectbox(key="every-rameau-86400").set_value(604_800).run()
    assert not page.exception
    assert (state.sources["rameau"].enabled, state.sources["rameau"].every_seconds) == (False, 604_800)
    assert page.button(key="refresh-rameau").disabled


def test_a_source_that_lost_much_can_be_forced(state: EditorState) -> None:
    """When so much is gone that nothing was marked, the page says so and an editor can insist, after a confirmation."""
    assert sources.FORCE_YES not in [button.label for button in opened(KEY, "sources").button]
    reason = "La source n'a plus 90 de ses 100 documents"
    state.sources["rameau"] = replace(state.sources["rameau"], reason=reason)
    page = opened(KEY, "sources")
    assert reason in seen(page)
    press(page, sources.FORCE_YES)
    assert state.received[-1] == {"refreshed": "rameau", "requested_by": "", "force": True}
    assert sources.REFRESHED.format(title="Site du RAMEAU") in seen(page)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "à la demande"),
        (900, "toutes les 15 minutes"),
        (60, "chaque minute"),
        (5_400, "toutes les 90 minutes"),
        (3_600, "chaque heure"),
        (172_800, "tous les 2 jours"),
        (1_209_600, "toutes les 2 semaines"),
        (36_061, "toutes les 10 heures"),
        (9_001, "toutes les 2,5 heures"),
        (1, "chaque seconde"),
    ],
)
def test_how_often_a_source_is_read_is_said_in_french(seconds: int, told: str) -> None:
    """Minutes, hours, days and weeks, with a comma where it is no whole number."""
    assert sources.every(seconds) == told


def test_vanished_documents_wait_for_a_person(state: EditorState) -> None:
    """A document that its source no longer has is kept, or goes once someone says so."""
    page = opened(KEY, "sources")
    page.button(key="keep-etudes-de-cas/cas-3").click().run()
    assert state.holdings["etudes-de-cas/cas-3"].state == "present"
    page.button(key="confirm-etudes-de-cas/cas-4").click().run()
    assert state.holdings["etudes-de-cas/cas-4"].state == "removed"
    assert sources.MISSING not in seen(page)


def test_duplicates_are_shown_and_lead_to_the_document(state: EditorState) -> None:
    """Two copies of a document are named side by side, each one click away."""
    page = opened(KEY, "sources")
    page.button(key="twin-etudes-de-cas/cas-2").click().run()
    assert documents.BACK in [button.label for button in page.button]
    assert "Breizh Phenix" in seen(page)


# --- Preview ----------------------------------------------------------------------------------------------------------


def test_a_preview_shows_everything_that_changes(state: EditorState) -> None:
    """Documents, answers side by side and figures before and after are there to be judged."""
    state.preview = made_preview()
    page = opened(KEY, "apercu")
    drawn = seen(page)
    for expected in (
        "1\u00a0document ajouté", "Rapport 2026", "1\u00a0document retiré", "Ancien guide", preview.NOW_ANSWERED,
        preview.ONLY_CITATIONS, preview.ABSTAINED, ":red[− Guide des alliances]", ":green[+ Rapport 2026]",
    ):  # fmt: skip
        assert expected in drawn
    (table,) = page.table
    rows = {row[0]: tuple(row[1:]) for row in table.value.to_numpy()}
    assert rows[preview.FIGURE_NAMES["first_5"]] == ("91\u00a0%", "93\u00a0%", ":green[+2\u00a0pt, mieux]")
    assert rows[preview.FIGURE_NAMES["abstains"]][2] == ":red[−6\u00a0pt, moins bien]"
    assert rows[preview.FIGURE_NAMES["first_1"]][2] == preview.SAME


@pytest.mark.parametrize(
    ("label", "path", "told"),
    [(preview.PUBLISH, "/preview/publish", preview.PUBLISHED), (preview.DROP, "/preview/drop", preview.DROPPED)],
)
def test_a_preview_ends_in_one_click(state: EditorState, label: str, path: str, told: str) -> None:
    """One click publishes, one click drops, and the page says which it was."""
    state.preview = made_preview()
    page = press(opened(KEY, "apercu"), label)
    assert state.received[-1] == {"ended": path}
    assert told in seen(page)
    assert preview.NO_PREVIEW in seen(page)


def test_publishing_what_is_gone_is_told(state: EditorState) -> None:
    """When a colleague was faster, the page says so instead of failing."""
    state.preview = made_preview()
    page = opened(KEY, "apercu")
    state.preview = None
    press(page, preview.PUBLISH)
    assert [error.value for error in page.error] == ["Aucune version n’attend d’être publiée."]


# --- Documents --------------------------------------------------------------------------------------------------------


def test_documents_are_found_and_narrowed(state: EditorState) -> None:
    """Words without accents find a title; kind and source narrow the list; nothing found says what to do."""
    page = opened(KEY, "documents")
    page.text_input(key="documents-words").set_value("beganne eolien").run()
    assert "Bégawatts" in seen(page)
    assert documents.results(1) in seen(page)
    page.text_input(key="documents-words").set_value("").run()
    page.selectbox(key="origin").set_value("rameau").run()
    assert documents.results(2) in seen(page)
    page.selectbox(key="kind").set_value("guide").run()
    assert documents.NONE_FOUND in seen(page)


def test_documents_are_found_by_their_text(state: EditorState) -> None:
    """A word that is in no title finds the document in whose text it is."""
    assert state.key
    page = opened(KEY, "documents")
    page.text_input(key="documents-words").set_value("richesses humaines").run()
    assert not page.exception
    assert documents.results(1) in seen(page)
    assert "Bégawatts" in seen(page)


def test_a_document_opens_with_its_page_and_goes_when_told(state: EditorState) -> None:
    """One sees its labels and the passages of the page shown, with how they were read, and can take it out."""
    page = opened(KEY, "documents")
    page.button(key="open-etudes-de-cas/cas-1").click().run()
    assert not page.exception
    drawn = seen(page)
    assert "richesses humaines" in drawn
    assert "texte reconnu par OCR, à vérifier" in drawn
    assert "Mis en relation" not in drawn, "that passage is on another page"
    page.number_input[0].set_value(2).run()
    assert "Mis en relation" in seen(page)
    assert page.image
    press(page, documents.DELETE_YES)
    assert state.received[-1]["removed"] == "etudes-de-cas/cas-1"
    assert "Suppression de « Bégawatts" in seen(page)
    press(page, documents.BACK)
    assert documents.SEARCH in [box.label for box in page.text_input]


def test_proposed_questions_are_read_and_decided_one_by_one(state: EditorState) -> None:
    """The overview counts them; each is accepted in better words, or refused, on the page of its document."""
    assert questions.waiting(2) in seen(opened(KEY))
    page = opened(KEY, "documents")
    page.button(key="review-etudes-de-cas/cas-1").click().run()
    page.text_input(key="question-1").set_value("À qui sont les éoliennes de Béganne ?").run()
    page.button(key="accept-1").click().run()
    page.button(key="refuse-2").click().run()
    assert not page.exception
    assert [(one.text, one.state) for one in state.questions.values()] == [
        ("À qui sont les éoliennes de Béganne ?", "accepted"), ("Où se trouve Béganne ?", "refused"),
    ]  # fmt: skip
    assert questions.REFUSED in seen(page)
    page.button(key="remove-1").click().run()
    assert state.questions[1].state == "refused"
    assert questions.NONE in seen(page)


def test_proposed_questions_are_decided_at_once_and_others_are_written(state: EditorState) -> None:
    """A trusting editor accepts them all in one click; what people really ask is written by hand, model or not."""
    page = opened(KEY, "documents")
    page.button(key="open-etudes-de-cas/cas-1").click().run()
    page.button(key="questions-accept").click().run()
    assert {one.state for one in state.questions.values()} == {"accepted"}
    page.text_input(key="written-etudes-de-cas/cas-1").set_value("Combien de foyers sont alimentés ?")
    press(page, questions.ADD)
    assert state.questions[3].text == "Combien de foyers sont alimentés ?"
    assert questions.DONE in seen(page)
    page.text_input(key="written-etudes-de-cas/cas-1").set_value("Rien")
    press(page, questions.ADD)
    assert "Une question finit par « ? »." in seen(page)


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_going_back_to_any_version(state: EditorState) -> None:
    """Every version that is kept is listed with its size, and can be served again after a confirmation."""
    page = opened(KEY, "versions")
    assert "497\u00a0documents" in seen(page)
    press(page, versions.GO_BACK_YES.format(number=1))
    assert [one["number"] for one in state.generations if one["current"]] == [1]
    assert versions.WENT_BACK.format(number=1) in seen(page)


def test_a_document_that_was_taken_out_can_come_back(state: EditorState) -> None:
    """A deletion is undone by a click, and the page says that it is on its way."""
    name = next(iter(state.holdings))
    state.holdings[name] = replace(state.holdings[name], state="removed")
    page = opened(KEY, "documents")
    assert removed.REMOVED.format(count=1) in seen(page)
    page.button(key=f"restore-{name}").click().run()
    assert "le document revient" in seen(page)
    assert state.holdings[name].state == "present"
