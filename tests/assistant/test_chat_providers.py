import subprocess
import sys

import pytest

from assistant.chat_providers import load_chat_model
from assistant.errors import ModelError, SettingsError
from tests.assistant.openai_server import serving


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("mistral", SettingsError, "fournisseur:modèle"),
        ("openai:", SettingsError, "fournisseur:modèle"),
        ("llamacpp:/nowhere/a.gguf", SettingsError, "/nowhere/a.gguf"),
        ("nowhere:x", SettingsError, "nowhere:x"),
        ("anthropic:x", ModelError, "uv pip install --python .venv/bin/python langchain-anthropic"),
    ],
)
def test_a_name_that_can_not_be_used_is_explained(name: str, error: type[Exception], words: str) -> None:
    """A wrong setting says its value and the remedy."""
    with pytest.raises(error, match=words):
        load_chat_model(name)


def test_a_missing_package_names_the_command() -> None:
    """Whoever sets a model without its package is given the very line to type."""
    code = """
import sys, tempfile
sys.modules |= dict.fromkeys(("langchain_mistralai", "langchain_ollama", "langchain_openai", "xllamacpp"))
from assistant.chat_providers import load_chat_model
from assistant.errors import ModelError
file = tempfile.NamedTemporaryFile(suffix=".gguf")
file.write(b"GGUF")
file.flush()
for name in ("mistralai:x", "ollama:x", "openai:x", f"llamacpp:{file.name}"):
    try:
        load_chat_model(name)
    except ModelError as error:
        print(error)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    packages = {"mistralai": "langchain-mistralai", "ollama": "langchain-ollama", "openai": "langchain-openai"}
    for line, (extra, package) in zip(told, {**packages, "llamacpp": "xllamacpp"}.items(), strict=True):
        assert f" {package}." in line
        assert f"uv pip install --python .venv/bin/python --editable '.[{extra}]'" in line


def test_the_key_of_openai_is_for_openai_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of one's own, which asks no key, is not told the one that another program left in the environment."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with serving() as server:
        model = load_chat_model("openai:scripted", server.url)
        assert "".join(model.stream("s", "q"))
        model.close()
    assert "secret" not in str(server.headers)
