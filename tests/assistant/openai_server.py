"""A model server on the loopback that says what it is told, as OpenAI, Mistral or Ollama would, and fails likewise."""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = ("Dix ", "cafés ", "ont ouvert ", "[1].")


def events(words: Sequence[str] = WORDS, end: str | None = "stop", done: bool = True) -> bytes:
    """Write a reply as OpenAI's server-sent events, accents as they are rather than escaped."""
    chunks: list[dict] = [{"delta": {"content": word}} for word in words]
    chunks += [{"delta": {}, "finish_reason": end}] if end else []
    lines = [
        f"data: {json.dumps({'model': 'scripted', 'choices': [{'index': 0, **chunk}]}, ensure_ascii=False)}\n\n"
        for chunk in chunks
    ]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def ollama_lines(words: Sequence[str] = WORDS) -> bytes:
    """Write a reply as Ollama's lines of JSON."""
    lines = [{"message": {"role": "assistant", "content": word}, "done": False} for word in words]
    lines.append({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"})
    return "".join(json.dumps({"model": "scripted", **line}, ensure_ascii=False) + "\n" for line in lines).encode()


@dataclass(frozen=True)
class Scripted:
    """What to do with one request."""

    body: bytes = field(default_factory=events)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    """Seconds before the status."""
    silence: float = 0
    """Seconds between headers and body."""
    pace: float = 0
    """Seconds before each piece."""
    piece: int = 1 << 20
    """Bytes sent at a time."""
    cut: bool = False
    """Close the connection at the end of the body, in the middle of the transfer."""
    times: int = 1
    """How often to send the body."""


class ScriptedServer(ThreadingHTTPServer):
    """Does with each request in turn what the script says, and with those after the last as with the last."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, *script: Scripted) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.script = script or (Scripted(),)
        self.requests: list[dict] = []
        self.headers: list[dict[str, str]] = []
        self.arrivals: list[float] = []
        """When each request came, by `time.perf_counter`."""
        self.hung_up = threading.Event()
        """Set once a caller has left before the end."""
        self.at_work = 0
        self.most_at_work = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """The address to give as `RAMEAU_LLM_BASE_URL`."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """Keep the tests' output clean of callers who left."""


class _Exchange(BaseHTTPRequestHandler):
    server: ScriptedServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Follow the script."""
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            scripted = self.server.script[min(len(self.server.requests), len(self.server.script) - 1)]
            self.server.requests.append(request)
            self.server.headers.append(dict(self.headers))
            self.server.arrivals.append(time.perf_counter())
            self.server.at_work += 1
            self.server.most_at_work = max(self.server.most_at_work, self.server.at_work)
        try:
            self._follow(scripted)
        except OSError:
            self.close_connection = True
            self.server.hung_up.set()
        finally:
            with self.server.lock:
                self.server.at_work -= 1

    def _follow(self, scripted: Scripted) -> None:
        self._pause(scripted.wait)
        self.send_response(scripted.status)
        self.send_header("Content-Type", "text/event-stream" if scripted.status == 200 else "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in scripted.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._pause(scripted.silence)
        for _ in range(scripted.times):
            for start in range(0, len(scripted.body), scripted.piece):
                self._pause(scripted.pace)
                self._send(scripted.body[start : start + scripted.piece])
        if scripted.cut:
            self.close_connection = True
        else:
            self._send(b"")

    def _send(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _pause(self, seconds: float) -> None:
        if seconds and select.select([self.connection], [], [], seconds)[0]:
            if not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError
            time.sleep(seconds)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving(*script: Scripted) -> Iterator[ScriptedServer]:
    """Serve a script from a thread."""
    with ScriptedServer(*script) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
