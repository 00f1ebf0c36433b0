"""Readers that do what bad files make good readers do; a process of the sandbox imports them from this folder."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.documents import Box, Document, Link, Partner, Section
from ingest.readers.original import Original, Tell
from ingest.report import DocumentRefusedError


def document(original: Original, *texts: str, pages: int = 0) -> list[Document]:
    sections = tuple(Section((), text) for text in texts)
    return [Document(original.document_id, "Titre", "rapport", "", pages=pages, sections=sections)]


def plain(original: Original, _tell: Tell) -> list[Document]:
    return document(original, original.path.read_text("utf-8"))


def rich(original: Original, _tell: Tell) -> list[Document]:
    section = Section(("Un", "Deux"), "Té\u2028xte\U0001f600", 3, (Box(3, 0.1, 0.2, 0.9, 0.25),), "ocr", "Tcxte")
    labels: dict[str, Any] = {
        "year": 2024,
        "partners": (Partner("Solifap", "entreprise"),),
        "links": (Link("là", "https://example.org/a", 2),),
        "pages": 4,
        "sections": (section,),
    }
    return [
        Document(f"{original.document_id}/{row}", f"Cas {row}", "étude de cas", "https://example.org/", **labels)
        for row in range(3)
    ]


def told(original: Original, tell: Tell) -> list[Document]:
    for page in range(1, 5):
        tell(page, 4)
        time.sleep(0.25)
    return document(original, "Quatre pages.", pages=4)


def grow(_original: Original, _tell: Tell) -> list[Document]:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def grow_and_abort(_original: Original, _tell: Tell) -> list[Document]:
    held = bytearray(430_000_000)
    time.sleep(0.3)
    held.clear()
    os.abort()


def loop(_original: Original, _tell: Tell) -> list[Document]:
    while True:
        pass


def sleep(_original: Original, _tell: Tell) -> list[Document]:
    time.sleep(600)
    return []


def stall(_original: Original, tell: Tell) -> list[Document]:
    for page in range(1, 4):
        time.sleep(0.5)
        tell(page, 10)
    time.sleep(600)
    return []


def stick(_original: Original, tell: Tell) -> list[Document]:
    for page in range(1, 10):
        time.sleep(0.03)
        tell(page, 9)
    time.sleep(600)
    return []


def segfault(_original: Original, _tell: Tell) -> list[Document]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return []


def leave(_original: Original, _tell: Tell) -> list[Document]:
    os._exit(3)


def hang_up(_original: Original, _tell: Tell) -> list[Document]:
    os.closerange(0, 100)
    time.sleep(600)
    return []


def lie(_original: Original, _tell: Tell) -> list[Document]:
    for descriptor in range(3, 10):
        with suppress(OSError):
            os.write(descriptor, b'{"refused": []}\n')
    time.sleep(600)
    return []


def fail(_original: Original, _tell: Tell) -> list[Document]:
    raise RuntimeError("secret/path/of/the/server")


def refuse(_original: Original, _tell: Tell) -> list[Document]:
    raise DocumentRefusedError("password", "Le « fichier » est protégé.", "Enlevez le mot de passe.", "détail\x00")


def blank(original: Original, _tell: Tell) -> list[Document]:
    return document(original, "", " \n")


def nothing(_original: Original, _tell: Tell) -> list[Document]:
    return []


def talk(original: Original, _tell: Tell) -> list[Document]:
    return document(original, "a" * 3_000_000)


def write(_original: Original, _tell: Tell) -> list[Document]:
    Path("big").write_bytes(bytes(3_000_000))
    return []


def thick(original: Original, tell: Tell) -> list[Document]:
    tell(0, 11)
    return document(original, "x")


def thick_untold(original: Original, _tell: Tell) -> list[Document]:
    return document(original, "x", pages=11)


def noisy(original: Original, _tell: Tell) -> list[Document]:
    sys.stdout.write("printed by a library\n")
    sys.stdout.flush()
    os.write(1, b'{"document": "forged"}\n')
    os.write(2, b"x" * 1_000_000)
    return document(original, "x")


def halves(original: Original, _tell: Tell) -> list[Document]:
    return document(original, "a\ud800b")


def surroundings(original: Original, _tell: Tell) -> list[Document]:
    lines = [f"{name}={value}" for name, value in sorted(os.environ.items())]
    return document(original, "\n".join(lines), str(Path.cwd()))


def bounds(original: Original, _tell: Tell) -> list[Document]:
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
    return document(original, *(str(resource.getrlimit(kind)[0]) for kind in kinds), str(os.nice(0)))


def connect(original: Original, _tell: Tell) -> list[Document]:
    try:
        socket.create_connection(("127.0.0.1", int(original.path.read_text("utf-8"))), 2)
    except OSError as error:
        return document(original, f"refused {error.errno}")
    return document(original, "connected")


def connect_by_program(original: Original, _tell: Tell) -> list[Document]:
    port = original.path.read_text("utf-8")
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
    return document(original, str(subprocess.run([sys.executable, "-c", code], check=False).returncode))


def leave_a_program(original: Original, tell: Tell) -> list[Document]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    tell(os.getpid(), child.pid)
    time.sleep(600 if original.name == "long" else 0)
    return document(original, str(Path.cwd()))


def change(original: Original, _tell: Tell) -> list[Document]:
    name, victim = original.path.read_text("utf-8").split("\n")
    known = Path(name)
    changes = {
        "write": lambda: known.write_text("changed", "utf-8"),
        "make": lambda: known.with_suffix(".new").touch(),
        "remove": known.unlink,
        "move": lambda: known.rename("here"),
        "cut": lambda: os.truncate(known, 0),
        "link": lambda: known.with_suffix(".link").symlink_to(known),
        "kill": lambda: os.kill(int(victim), signal.SIGKILL),
        "by a program": lambda: subprocess.run(["rm", str(known)], check=True),
    }
    done = []
    for name, make in changes.items():
        with suppress(OSError, subprocess.SubprocessError):
            make()
            done.append(name)
    subprocess.run(["true"], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return document(original, f"done: {done}")


def leave_a_file(original: Original, _tell: Tell) -> list[Document]:
    folder = Path("of-its-own")
    folder.mkdir()
    (folder / "page.png").write_bytes(b"x")
    return document(original, str(Path.cwd()))


def absent(_original: Original, _tell: Tell) -> list[Document]:
    import no_such_module_anywhere

    return list(no_such_module_anywhere.documents)
