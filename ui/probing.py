"""Whether what we depend on is there: our API, as something else may listen on its port, and the language model."""

from contextlib import closing
from pathlib import Path
from typing import Final

import httpx2

from assistant.errors import ModelError, SettingsError
from assistant.settings import Settings

_MODEL_SECONDS: Final = 15.0
"""How long a person who asks how things are waits for the model's first word."""


def api_answers(settings: Settings) -> bool:
    """Tell whether the API of these settings answers within two seconds."""
    try:
        response = httpx2.get(f"{settings.api_address}/health", timeout=2, trust_env=False)
        return bool(response.is_success and response.json() == {"status": "ok"})
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        return False


def model_problem(settings: Settings) -> str:
    """Tell why the language model doesn't answer; nothing where it does.

    It is asked for a word. A file that would be run in process is looked at but not loaded, which may take a minute.
    """
    provider, _, model = settings.llm.partition(":")
    try:
        if provider == "llamacpp":
            from assistant.llamacpp import check_file

            check_file(Path(model))
        else:
            _ask_for_a_word(settings)
    except (ModelError, SettingsError) as error:
        return str(error)
    return ""


def _ask_for_a_word(settings: Settings) -> None:
    # LangChain takes a second to import, which a status without a model doesn't need to wait for.
    from assistant.factory import build_chat_model
    from assistant.model_texts import TRIAL

    seconds = min(_MODEL_SECONDS, settings.llm_first_token_seconds)
    model = build_chat_model(settings.model_copy(update={"llm_first_token_seconds": seconds}))
    assert model, "asked without a model"
    with closing(model):
        any(model.stream(*TRIAL))  # stops at the first piece that isn't empty
