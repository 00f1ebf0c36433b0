import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.chat_model import LangChainChatModel, Patience, Places
from assistant.chat_providers import load_chat_model
from assistant.errors import ModelError
from tests.assistant.openai_server import WORDS, Scripted, ScriptedServer, events, ollama_lines, serving

REPLY = "".join(WORDS)
SHORT = Patience(connect=0.5, first_token=0.8, next_token=0.3, reply=1.5)
LONG = Patience(connect=3, first_token=30, next_token=30, reply=60)


@contextmanager
def talking(
    server: ScriptedServer, patience: Patience = LONG, places: Places | None = None, provider: str = "openai"
) -> Iterator[LangChainChatModel]:
    url = server.url if provider != "ollama" else server.url.removesuffix("/v1")
    model = load_chat_model(f"{provider}:scripted", url, "sk-secret", patience, places)
    try:
        yield model
    finally:
        model.close()


def read(model: LangChainChatModel) -> str:
    return "".join(model.stream("Règles", "Question ?"))


def test_a_reply_comes_piece_by_piece() -> None:
    """Any OpenAI-compatible server can write the answers."""
    with serving() as server, talking(server) as model:
        pieces = [piece for piece in model.stream("Règles", "Question ?") if piece]
    assert pieces == list(WORDS)
    roles = [(message["role"], message["content"]) for message in server.requests[0]["messages"]]
    assert roles == [("system", "Règles"), ("user", "Question ?")]
    assert server.requests[0]["temperature"] == 0


@pytest.mark.parametrize(("provider", "body"), [("mistralai", events()), ("ollama", ollama_lines())])
def test_mistral_and_ollama_write_too(provider: str, body: bytes) -> None:
    """The two servers that people here have most speak to the assistant as they speak to others."""
    with serving(Scripted(body, piece=7)) as server, talking(server, provider=provider) as model:
        assert read(model) == REPLY
        assert read(model) == REPLY


@pytest.mark.parametrize("at_once", [1, 2])
def test_one_model_serves_many_questions(at_once: int) -> None:
    """Questions that come together are all answered, no more at a time than the setting says."""
    with serving(Scripted(pace=0.01, piece=60)) as server, talking(server, places=Places(at_once, 8)) as model:
        replies: list[str] = []
        threads = [threading.Thread(target=lambda: replies.append(read(model))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.most_at_work == at_once
    assert replies == [REPLY] * 6


def test_a_full_queue_turns_away_at_once() -> None:
    """Who comes when too many wait gets the extractive answer without delay, and the others keep their place."""
    with serving(Scripted(wait=0.3)) as server, talking(server, places=Places(1, 1)) as model:
        first, second = model.stream("s", "q"), model.stream("s", "q")
        next(first), next(second)
        started = time.monotonic()
        with pytest.raises(ModelError, match="attendent"):
            read(model)
        assert time.monotonic() - started < 0.1
        assert ("".join(first), "".join(second)) == (REPLY, REPLY)
        assert read(model) == REPLY


def test_waiting_in_the_queue_ends_in_time() -> None:
    """The promised wait counts from the question, whoever is before."""
    with serving(Scripted(wait=3)) as server, talking(server, SHORT) as model:
        first, second = model.stream("s", "q"), model.stream("s", "q")
        next(first), next(second)
        with pytest.raises(ModelError, match="d'autres questions"):
            list(second)
        with pytest.raises(ModelError, match="rien reçu"):
            list(first)
        assert len(server.requests) == 1


def test_leaving_the_queue_asks_nothing_and_frees_the_place() -> None:
    """A person who leaves while waiting costs the model nothing."""
    with serving(Scripted(wait=0.4)) as server, talking(server, places=Places(1, 1)) as model:
        first, second = model.stream("s", "q"), model.stream("s", "q")
        next(first), next(second)
        second.close()
        third = model.stream("s", "q")
        next(third)
        assert ("".join(first), "".join(third)) == (REPLY, REPLY)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    "script",
    [Scripted(wait=30), Scripted(silence=30), Scripted(b": wait\n\n", pace=0.05, times=999),
     Scripted(events(end=None, done=False), pace=0.05, times=999)],
    ids=["before the status", "before the first word", "among comments", "mid-stream"],
)  # fmt: skip
def test_giving_up_closes_the_connection(script: Scripted) -> None:
    """When a person presses stop, the server stops writing, and the next question takes its turn at once."""
    with serving(script, Scripted()) as server, talking(server, places=Places(1, 0)) as model:
        reply = model.stream("s", "q")
        for _ in range(3):
            next(reply)
        started = time.monotonic()
        reply.close()
        assert server.hung_up.wait(2)
        assert read(model) == REPLY
        assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (Scripted(b"<html>sk-secret</html>", status=500), "injoignable"),
        (Scripted(b"<html>sk-secret</html>", status=401), "clé"),
        (Scripted(b"<html>sk-secret</html>", status=404), "ne connaît pas"),
        (Scripted(b"{}", status=429, headers={"Retry-After": "3600"}), "trop de demandes"),
        (Scripted(b"<html>sk-secret</html>"), "injoignable"),
        (Scripted(b"data: {not json at all\n\n"), "injoignable"),
        (Scripted(b"data: \xff\xfe\n\n"), "injoignable"),
        (Scripted(b'data: {"error": {"message": "sk-secret"}}\n\n'), "injoignable"),
        (Scripted(b""), "injoignable"),
        (Scripted(events(WORDS[:1], end=None, done=False), cut=True), "coupée"),
        (Scripted(events(WORDS[:1], end=None, done=False)), "coupée"),
        (Scripted(events(WORDS[:1], end=None)), "coupée"),
        (Scripted(events(WORDS[:2], end="length")), "coupée"),
        (Scripted(events(("Le caf\ufffd",))), "illisibles"),
        (Scripted(silence=30), "rien reçu en 0.8 s"),
        (Scripted(b": wait\n\n", pace=0.05, times=999), "rien reçu en 0.8 s"),
        (Scripted(events(WORDS[:1], end=None, done=False), pace=0.45, times=9), "rien reçu en 0.3 s"),
        (Scripted(events(end=None, done=False), pace=0.2, times=999), "pas finie au bout de 1.5 s"),
    ],
)
def test_each_failure_is_told_without_what_the_server_said(script: Scripted, words: str) -> None:
    """A failing server is explained in French, in time, and nothing of its page or of the key is shown."""
    with serving(script) as server, talking(server, SHORT) as model:
        with pytest.raises(ModelError, match=words) as caught:
            read(model)
        assert "secret" not in str(caught.value)


def test_an_emoji_in_two_halves_is_one_and_half_of_one_is_none() -> None:
    """JSON may bring an emoji as two halves in two pieces: they are put together, and half of one is never shown."""
    halves = r'data: {"choices": [{"index": 0, "delta": {"content": "%s"}}]}' "\n\n"
    end = events(())
    first, second = (halves % half for half in (r"Oui \ud83d", r"\ude42."))
    scripts = [Scripted(text.encode() + end) for text in (first + second, first, second)]
    with serving(*scripts) as server, talking(server) as model:
        assert read(model) == "Oui 🙂."
        for _ in scripts[1:]:
            with pytest.raises(ModelError):
                read(model)


@pytest.mark.parametrize(
    ("failing", "asked"),
    [
        (Scripted(b"", status=500), 2),
        (Scripted(b"", status=503), 2),
        (Scripted(b"", status=429, headers={"Retry-After": "1"}), 2),
        (Scripted(b"", status=429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), 2),
        (Scripted(b"", status=429, headers={"Retry-After": "bientôt".encode().decode("latin-1")}), 2),
        (Scripted(b"", status=400), 1),
        (Scripted(events(WORDS[:1], end=None, done=False), cut=True), 1),
    ],
)
def test_a_server_that_stumbles_is_asked_once_more(failing: Scripted, asked: int) -> None:
    """A passing failure costs a moment, not the answer; what was begun or refused is not begun again."""
    with serving(failing, Scripted()) as server, talking(server) as model:
        started = time.monotonic()
        if asked == 1:
            with pytest.raises(ModelError):
                read(model)
        else:
            assert read(model) == REPLY
            if failing.headers.get("Retry-After") == "1":
                assert time.monotonic() - started >= 1
    assert len(server.requests) == asked


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    """A model that is switched off costs no waiting."""
    with ScriptedServer() as server:
        pass
    with talking(server) as model:
        started = time.monotonic()
        with pytest.raises(ModelError, match="injoignable"):
            read(model)
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("clean", [True, False], ids=["end of transfer", "connection lost"])
def test_a_reply_cut_at_any_byte_is_never_taken_for_a_whole_one(clean: bool) -> None:
    """Wherever a connection breaks, the person gets the whole reply or the notice, and never half a character."""
    words = ("Été ", "🙂 1.")
    body = events(words)
    script = [Scripted(body[:at], cut=not clean) for at in range(len(body) + 1)]
    whole = 0
    with serving(*script) as server, talking(server) as model:
        for _ in script:
            got = ""
            try:
                for piece in model.stream("s", "q"):
                    got += piece
            except ModelError:
                assert "".join(words).startswith(got)
            else:
                assert got == "".join(words)
                whole += 1
    assert 1 <= whole < 30


@pytest.mark.parametrize(
    ("provider", "body"), [("mistralai", events(("Été 🙂.",))), ("ollama", ollama_lines(("Été 🙂.",)))]
)
def test_half_a_character_is_never_shown(provider: str, body: bytes) -> None:
    """Where another provider's package would put a replacement character, the reply is given up."""
    inside = [at for at in range(1, len(body)) if body[at] & 0xC0 == 0x80]
    assert len(inside) == 5
    script = [Scripted(body[:at] + rest) for at in inside for rest in (b"", b'"}}]}\n\n')]
    with serving(*script) as server, talking(server, provider=provider) as model:
        for _ in script:
            got = ""
            with pytest.raises(ModelError):
                for piece in model.stream("s", "q"):
                    got += piece
            assert "\ufffd" not in got
