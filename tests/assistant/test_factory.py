import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answers import Question
from assistant.errors import KnowledgeBaseError, ModelError, SettingsError
from assistant.factory import build_assistant, build_chat_model, build_embedder, build_knowledge_base
from assistant.settings import Settings
from assistant.testing import HashingEmbedder


def settings(home: Path, **values: object) -> Settings:
    return Settings(_env_file=None, home=home, corpus_dir=home / "corpus", **values)


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    """Building the parts costs neither torch nor a language model."""
    code = (
        "import sys; from pathlib import Path; from assistant.settings import Settings;"
        "from assistant.factory import build_embedder, build_knowledge_base, build_chat_model;"
        "s = Settings(_env_file=None, home=Path('nowhere'));"
        "build_knowledge_base(s, build_embedder(s).fingerprint); build_chat_model(s);"
        "print([m for m in ('torch', 'sentence_transformers', 'streamlit', 'langchain') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_embedded_model_needs_no_setting(tmp_path: Path) -> None:
    """Without any configuration the model from PyPI is used, prepared at the first text only."""
    embedder = build_embedder(settings(tmp_path))
    assert embedder.name
    assert embedder.fingerprint
    assert not any(tmp_path.iterdir())


def test_an_empty_home_tells_the_remedy(tmp_path: Path) -> None:
    """A first question before the first ingestion is answered by the command to run."""
    assistant = build_assistant(settings(tmp_path), embedder=HashingEmbedder())
    with pytest.raises(KnowledgeBaseError, match="rameau ingest"):
        assistant.answer(Question("Qui ?"))
    with pytest.raises(KnowledgeBaseError), build_knowledge_base(settings(tmp_path)).current():
        pass


def test_the_language_model_is_off_unless_named(tmp_path: Path) -> None:
    """Extractive answers are the default; a wrong name is explained when the program starts."""
    assert build_chat_model(settings(tmp_path)) is None
    with pytest.raises(SettingsError, match=r"/nowhere/x\.gguf"):
        build_assistant(settings(tmp_path, llm="llamacpp:/nowhere/x.gguf"), embedder=HashingEmbedder())
    with pytest.raises(ModelError, match="langchain-anthropic"):
        build_chat_model(settings(tmp_path, llm="anthropic:x"))
