from collections.abc import Iterator
from io import BytesIO

import httpx2
import pytest
from fastapi import FastAPI

from ui.base.texts import frame as texts
from ui.editor_client import EditorClient, Upload
from ui.replies import ClientError, KeyRefusedError
from ui.testing import create_app
from ui.testing_state import KEY, furnished, made_preview


@pytest.fixture
def api() -> FastAPI:
    return create_app(editor_state=furnished())


@pytest.fixture
def http(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address) as client:
        yield client


@pytest.fixture
def editor(http: httpx2.Client) -> EditorClient:
    return EditorClient(http, KEY)


@pytest.mark.parametrize("key", ["", "autre", "clé d’été", "a\nb"])
def test_a_wrong_key_is_told_apart(http: httpx2.Client, key: str) -> None:
    """Whatever is typed as the key, the person is told that it is the key that is wrong."""
    with pytest.raises(KeyRefusedError, match="Cette clé"):
        EditorClient(http, key).jobs()


def test_files_are_handed_in(editor: EditorClient, api: FastAPI) -> None:
    """Files travel with their names, the wish of whoever asks, and their name."""
    files = [Upload("rapport d’été.pdf", BytesIO(b"%PDF"), "application/pdf"), Upload("b.txt", BytesIO(b"b"))]
    job = editor.upload(files, publish=False, requested_by="Ana Müller")
    assert (job.label, job.publish, job.counts) == ("2 fichiers", False, {"queued": 2})
    assert api.state.editor.received[-1] == {
        "names": ["rapport d’été.pdf", "b.txt"],
        "publish": "preview",
        "requested_by": "Ana Müller",
    }


def test_addresses_sources_and_the_corpus_are_asked_for(editor: EditorClient, api: FastAPI) -> None:
    """Each way in is a job that says who asked."""
    editor.add_address("https://exemple.org/a", publish=True, requested_by="Ana")
    editor.add_corpus(publish=False, requested_by="Ana")
    editor.refresh("rameau", requested_by="Ana")
    address, corpus, source = api.state.editor.received[-3:]
    assert address == {
        "kind": "address", "address": "https://exemple.org/a", "publish": True, "requested_by": "Ana",
    }  # fmt: skip
    assert (corpus["kind"], corpus["publish"]) == ("corpus", False)
    assert source == {"refreshed": "rameau", "requested_by": "Ana", "force": False}


def test_jobs_are_listed_followed_tried_again_and_cancelled(editor: EditorClient) -> None:
    """A job can be found, looked into, tried again in whole or in part, and stopped."""
    going, ended = editor.jobs()
    assert [job.id for job in editor.jobs(active=True)] == [going.id]
    assert not ended.documents
    documents = editor.job(ended.id).documents
    assert [document.code for document in documents] == ["", "password", "unheard-of"]
    assert editor.retry(ended.id).counts == {"queued": 2}
    assert editor.retry(ended.id, 2).counts == {"queued": 1}
    editor.cancel(going.id)
    assert editor.job(going.id).state == "cancelled"


def test_documents_go_or_stay(editor: EditorClient, api: FastAPI) -> None:
    """A document with slashes in its id is taken out, and one that vanished is kept or let go."""
    assert [holding.document_id for holding in editor.holdings(state="missing")] == [
        "etudes-de-cas/cas-3",
        "etudes-de-cas/cas-4",
    ]
    assert len(editor.holdings(source="depot")) == 1
    editor.keep_missing("etudes-de-cas/cas-3")
    editor.confirm_missing("etudes-de-cas/cas-4")
    assert not editor.holdings(state="missing")
    assert editor.delete("etudes-de-cas/l’été #2", requested_by="Ana").kind == "removal"
    assert api.state.editor.received[-1] == {"removed": "etudes-de-cas/l’été #2", "requested_by": "Ana"}
    assert editor.duplicates()[0].document_ids == ("etudes-de-cas/cas-1", "etudes-de-cas/cas-2")


def test_sources_are_set(editor: EditorClient) -> None:
    """A source can be stopped and read less often."""
    editor.change_source("rameau", {"enabled": False, "every_seconds": 604_800})
    source = next(source for source in editor.sources() if source.name == "rameau")
    assert (source.enabled, source.every_seconds) == (False, 604_800)


def test_what_waits_is_seen_and_ended_once(editor: EditorClient, api: FastAPI) -> None:
    """The preview comes whole; once it is published there is none, and publishing again is refused in words."""
    assert editor.preview() is None
    api.state.editor.preview = made_preview()
    assert editor.preview() == api.state.editor.preview
    editor.publish()
    assert editor.preview() is None
    with pytest.raises(ClientError, match="Aucune version n’attend"):
        editor.drop()


def test_going_back(editor: EditorClient) -> None:
    """Any generation that is kept can be the current one again."""
    editor.rollback(1)
    assert [one.number for one in editor.generations() if one.current] == [1]


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [(httpx2.ConnectError("x"), texts.DOWN), (httpx2.ReadTimeout("x"), texts.SLOW), (httpx2.ReadError("x"), texts.CUT)],
)
def test_each_failure_of_the_line_has_its_sentence(failure: Exception, sentence: str) -> None:
    """An editor is told whether to start the service, to wait, or to look whether the request arrived."""

    def fail(_request: httpx2.Request) -> httpx2.Response:
        raise failure

    http = httpx2.Client(transport=httpx2.MockTransport(fail), base_url="http://api")
    with pytest.raises(ClientError) as caught:
        EditorClient(http, KEY).sources()
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (httpx2.Response(413), texts.REFUSED[413]),
        (httpx2.Response(500, text="Traceback"), texts.FAILED),
        (httpx2.Response(200, json={"items": [{"name": 3}]}), texts.MISMATCH),
        (httpx2.Response(507, json={"status": 507, "detail": "Le disque est plein."}), "Le disque est plein."),
    ],
)
def test_each_refusal_has_its_sentence(response: httpx2.Response, sentence: str) -> None:
    """What the API says in French is shown; what it says in machine words is not."""
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: response), base_url="http://api")
    with pytest.raises(ClientError) as caught:
        EditorClient(http, KEY).sources()
    assert str(caught.value) == sentence
