import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.chat_model import LangChainChatModel, load_chat_model
from assistant.errors import ModelError, SettingsError

WORDS = ("Dix ", "cafés ", "ont ", "ouvert ", "[1].")


class OpenAIServer(ThreadingHTTPServer):
    """Speaks as an OpenAI-compatible server does, and fails the way it is told."""

    def __init__(self, behaviour: str) -> None:
        super().__init__(("127.0.0.1", 0), Completion)
        self.behaviour = behaviour
        self.requests: list[dict] = []
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        """The address to give as `RAMEAU_LLM_BASE_URL`."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class Completion(BaseHTTPRequestHandler):
    """Answers `POST /v1/chat/completions`."""

    server: OpenAIServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Stream the words, or do what the behaviour says."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(json.loads(body))
        if self.server.behaviour == "500":
            self._begin(500, "text/html")
            self._chunk(b"<html>sk-secret</html>")
            self._chunk(b"")
            return
        self._begin(200, "text/event-stream")
        try:
            getattr(self, f"_{self.server.behaviour}")()
        except OSError:
            self.server.hung_up.set()

    def _whole(self) -> None:
        for word in WORDS:
            self._event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": word}}]})
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _cut(self) -> None:
        self._event({"choices": [{"index": 0, "delta": {"content": WORDS[0]}}]})
        self.close_connection = True

    def _garbage(self) -> None:
        self._chunk(b"data: {not json at all\n\n")
        self._chunk(b"")

    def _silent(self) -> None:
        for _ in range(100):
            time.sleep(0.05)
            self._chunk(b": waiting\n\n")

    def _endless(self) -> None:
        for _ in range(200):
            self._event({"choices": [{"index": 0, "delta": {"content": "encore "}}]})
            time.sleep(0.05)

    def _begin(self, status: int, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, body: dict) -> None:
        whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **body}
        self._chunk(f"data: {json.dumps(whole)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving(behaviour: str, seconds: float = 5) -> Iterator[tuple[OpenAIServer, LangChainChatModel]]:
    with OpenAIServer(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        model = load_chat_model("openai:scripted", server.url, "sk-secret", seconds)
        try:
            yield server, model
        finally:
            model.close()
            server.shutdown()
            thread.join()


def test_a_reply_comes_piece_by_piece() -> None:
    """Any OpenAI-compatible server can write the answers."""
    with serving("whole") as (server, model):
        pieces = [piece for piece in model.stream("Règles", "Question ?") if piece]
    assert pieces == list(WORDS)
    roles = [(message["role"], message["content"]) for message in server.requests[0]["messages"]]
    assert roles == [("system", "Règles"), ("user", "Question ?")]
    assert server.requests[0]["temperature"] == 0


def test_one_model_serves_many_questions() -> None:
    """The second question of a conversation works as the first does, also at the same time."""
    with serving("whole") as (_, model):
        replies: list[str] = []
        threads = [threading.Thread(target=lambda: replies.append("".join(model.stream("s", "q")))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        replies.append("".join(model.stream("s", "q")))
    assert replies == ["".join(WORDS)] * 5


@pytest.mark.parametrize(
    ("behaviour", "words"), [("500", "injoignable"), ("cut", "coupée"), ("garbage", "injoignable"), ("silent", "reçu")]
)
def test_each_failure_is_told_without_what_the_server_said(behaviour: str, words: str) -> None:
    """A failing server is explained in French, and nothing of its page or of the key is shown."""
    with serving(behaviour, seconds=0.6) as (_, model), pytest.raises(ModelError, match=words) as caught:
        list(model.stream("s", "q"))
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    """A model that is switched off costs no waiting."""
    with OpenAIServer("whole") as server:
        url = server.url
    model = load_chat_model("openai:scripted", url, "key", 30)
    started = time.monotonic()
    with pytest.raises(ModelError, match="injoignable"):
        list(model.stream("s", "q"))
    model.close()
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("behaviour", ["silent", "endless"])
def test_giving_up_closes_the_connection(behaviour: str) -> None:
    """When a person presses stop, the server stops writing, before the first word as well as after it."""
    with serving(behaviour, seconds=30) as (server, model):
        reply = model.stream("s", "q")
        next(reply)
        next(reply)
        reply.close()
        assert server.hung_up.wait(3)


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("mistral", SettingsError, "fournisseur:modèle"),
        ("openai:", SettingsError, "fournisseur:modèle"),
        ("llamacpp:/a.gguf", SettingsError, "pas encore"),
        ("nowhere:x", SettingsError, "nowhere:x"),
        ("anthropic:x", ModelError, "pip install langchain-anthropic"),
    ],
)
def test_a_name_that_can_not_be_used_is_explained(name: str, error: type[Exception], words: str) -> None:
    """A wrong setting says its value and the remedy."""
    with pytest.raises(error, match=words):
        load_chat_model(name)
