from pathlib import Path

from assistant.settings import Settings
from tests.assistant.openai_server import Scripted, serving
from ui.probing import model_problem


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, llm="openai:scripted", llm_first_token_seconds=5, **values)


def test_the_status_asks_the_model_for_a_word() -> None:
    """Whoever sets a model knows at once whether it answers, and why not, without asking a question."""
    with serving(Scripted(), Scripted(b"", status=401)) as server:
        own = settings(llm_base_url=server.url)
        assert model_problem(own) == ""
        assert "clé" in model_problem(own)
    assert "injoignable" in model_problem(own)


def test_the_status_looks_at_a_model_file_without_loading_it(tmp_path: Path) -> None:
    """A wrong path is told, and asking how things are never takes the time of loading a model."""
    file = tmp_path / "modele.gguf"
    own = settings().model_copy(update={"llm": f"llamacpp:{file}"})
    assert str(file) in model_problem(own)
    file.write_bytes(b"GGUF")
    assert model_problem(own) == ""
