import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import pytest

from assistant.api.multipart import FormReader, file_name
from assistant.originals import incoming, original_path
from tests.assistant.editing import KEY, Desk, desk, served
from tests.assistant.test_api import problem_of

OPENING = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, upload_max_bytes=20_000, upload_max_files=5) as made:
        yield made


def files(*pairs: tuple[str, bytes]) -> list[tuple[str, tuple[str, BytesIO, str]]]:
    return [("files", (name, BytesIO(content), "application/pdf")) for name, content in pairs]


def kept(one: Desk) -> list[Path]:
    folder = one.settings.home / "originals"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


def form(boundary: bytes, *parts: tuple[bytes, bytes]) -> bytes:
    body = b"".join(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary, head, content) for head, content in parts)
    return body + b"--%s--\r\n" % boundary


def send(one: Desk, body: bytes | Iterator[bytes], boundary: str = "b", **headers: str):
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return one.http.post("/uploads", content=body, headers={**kind, **headers})


def test_files_are_kept_as_they_are_and_queued(one: Desk) -> None:
    """A drop of several files is one job; each file is there byte for byte under the hash of its content."""
    data = {"publish": "preview", "requested_by": "Ana"}
    response = one.http.post("/uploads", files=files(("Été 2024.pdf", PDF), ("b.md", b"# B")), data=data)
    assert response.status_code == 201
    job = response.json()
    assert (job["kind"], job["label"], job["publish"], job["requested_by"]) == (
        "upload",
        "Été 2024.pdf et 1 autre fichier",
        False,
        "Ana",
    )
    assert [(one["name"], one["state"]) for one in job["documents"]] == [("Été 2024.pdf", "queued"), ("b.md", "queued")]
    first = one.editing.jobs.order(job["id"]).documents[0]
    assert (first.content_hash, first.size) == (blake2b(PDF, digest_size=16).hexdigest(), len(PDF))
    path = original_path(one.settings.home, first.content_hash)
    assert path
    assert path.read_bytes() == PDF


def test_the_same_file_twice_is_kept_once(one: Desk) -> None:
    """Handing a report in again costs no room."""
    for _ in range(2):
        assert one.http.post("/uploads", files=files(("a.pdf", PDF))).json()["label"] == "a.pdf"
    assert len(kept(one)) == 1


def test_a_file_that_is_too_large_costs_only_itself(one: Desk) -> None:
    """The others of the same drop go on, and the reason is told."""
    job = one.http.post("/uploads", files=files(("a.pdf", PDF), ("gros.pdf", b"x" * 20_001), ("c.pdf", b"c"))).json()
    assert [(one["state"], one["code"]) for one in job["documents"]] == [
        ("queued", ""),
        ("refused", "too-large"),
        ("queued", ""),
    ]
    assert "20,000" in job["documents"][1]["reason"]
    assert len(kept(one)) == 2


def test_too_much_at_once_is_cut_whether_it_is_declared_or_not(one: Desk) -> None:
    """Neither a huge drop nor one without an end fills the disk."""
    sent = []

    def endless() -> Iterator[bytes]:
        yield OPENING
        for _ in range(1000):
            sent.append(1)
            yield b"x" * 65_536

    assert "1100000" in problem_of(send(one, endless()), 413)["detail"]
    assert kept(one) == []

    def never() -> Iterator[bytes]:
        raise AssertionError
        yield b""

    problem_of(send(one, never(), **{"Content-Length": "2000000000"}), 413)


def test_too_many_files_are_refused(one: Desk) -> None:
    """The limit is told, and nothing is queued."""
    response = one.http.post("/uploads", files=files(*((f"{n}.pdf", b"x") for n in range(6))))
    assert "5" in problem_of(response, 422)["detail"]
    assert one.editing.jobs.jobs() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"rien", 400),
        (b"--b--\r\n", 422),
        (b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\ncut of', 422),
        (form(b"b", (b'Content-Disposition: form-data; name="publish"', b"auto")), 422),
        (form(b"b", (b'Content-Disposition: form-data; name="files"; filename=""', b"")), 422),
        (form(b"b", (b"X: " + b"y" * 10_000, b"")), 400),
        (form(b"b", (b'Content-Disposition: form-data; name="requested_by"', b"y" * 3000)), 422),
        (form(b"b", *((b'Content-Disposition: form-data; name="%d"' % n, b"y") for n in range(30))), 422),
    ],
)
def test_what_is_no_form_with_files_is_refused(one: Desk, body: bytes, status: int) -> None:
    """Garbage never makes the server fail, and leaves nothing behind."""
    problem_of(send(one, body), status)
    assert kept(one) == []
    assert one.editing.jobs.jobs() == []


def test_another_kind_of_body_is_refused(one: Desk) -> None:
    """JSON sent to the wrong place is told which form is wanted."""
    assert "multipart" in problem_of(one.http.post("/uploads", json={"files": []}), 422)["detail"]
    assert "files" in problem_of(one.http.post("/uploads", data={"files": "a"}), 422)["detail"]


def test_a_wish_that_is_none_is_refused(one: Desk) -> None:
    """A mistyped « publish » never publishes by mistake."""
    problem_of(one.http.post("/uploads", files=files(("a.pdf", PDF)), data={"publish": "peut-être"}), 422)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\rapport.pdf", "rapport.pdf"),
        ("a\nb\x00.pdf", "a b .pdf"),
        ("", ""),
        ("..", ".."),
        ("é" * 300 + ".pdf", "é" * 179 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 20),
    ],
)
def test_names_are_for_people_only(given: str, name: str) -> None:
    """No name leads out of the folder or breaks a page."""
    assert file_name(given).rstrip() == name.rstrip()


def test_a_name_is_never_a_path(one: Desk) -> None:
    """A hostile file name writes nowhere else than under the hash of the content."""
    head = b'Content-Disposition: form-data; name="files"; filename="../../../evil.md"'
    job = send(one, form(b"b", (head, b"# Evil"))).json()
    assert job["documents"][0]["name"] == "evil.md"
    assert [path.name for path in kept(one)] == [blake2b(b"# Evil", digest_size=16).hexdigest()]
    assert not list(one.settings.home.parent.rglob("evil*"))


def test_a_drop_that_breaks_off_leaves_nothing(one: Desk) -> None:
    """A lost connection queues no half report."""
    with served(one.http.app) as (host, port), socket.create_connection((host, port)) as line:
        head = f"POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 15000\r\nAuthorization: Bearer {KEY}\r\n"
        line.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n" + OPENING + PDF)
        while not kept(one):
            time.sleep(0.01)
    assert one.editing.jobs.jobs() == []
    assert kept(one) == []


def test_a_large_file_never_is_in_memory(tmp_path: Path) -> None:
    """Eighty reports of a hundred megabytes don't need more memory than one page."""
    piece = b"x" * 65_536
    tracemalloc.start()
    with FormReader(tmp_path, "multipart/form-data; boundary=b", 100_000_000, 5) as form:
        form.feed(OPENING)
        for _ in range(500):
            form.feed(piece)
        form.feed(b"\r\n--b--\r\n")
        form.finish()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form.files[0].size == 32_768_000
    assert peak < 1_000_000


def test_many_drops_at_once_are_all_queued(one: Desk) -> None:
    """Colleagues may hand in at the same time."""
    jobs: list[str] = []

    def hand_in(number: int) -> None:
        response = one.http.post("/uploads", files=files((f"{number}.pdf", PDF), (f"{number}.md", b"# %d" % number)))
        jobs.append(response.json()["id"])

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(jobs)) == 6
    assert len(one.editing.jobs.jobs()) == 6
    assert len(kept(one)) == 7


def test_an_incoming_file_that_nobody_keeps_is_gone(tmp_path: Path) -> None:
    """What is refused on the way takes no room."""
    with incoming(tmp_path, 100_000) as file:
        for _ in range(50):
            file.write(b"x" * 10_000)
        assert sum(path.stat().st_size for path in tmp_path.rglob("draft-*")) <= 100_000
    assert (file.size, file.is_too_large) == (500_000, True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert original_path(tmp_path, "../../etc/passwd") is None
