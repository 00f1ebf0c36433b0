"""Language models by their `provider:model` name, through LangChain's `init_chat_model`."""

import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import httpx2
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant import model_texts as texts
from assistant.chat_model import LangChainChatModel, Patience, Places
from assistant.errors import ModelError, SettingsError
from assistant.model_reply import SAYING_END

_EXTRAS: Final = frozenset({"llamacpp", "mistralai", "ollama", "openai"})
"""Providers whose packages are extras of this project."""
_OLLAMA_CONTEXT: Final = 8192
"""Tokens. Ollama's own default is shorter than our prompts, whose beginning it would drop without a word."""
_LONGEST_REPLY: Final = 1024
"""Tokens that the embedded llama.cpp writes at most: a small model may never stop by itself."""

_Loaded = tuple[BaseChatModel, Callable[[], Awaitable[None]] | None]
"""A model, and what lets go of its connections."""


def load_chat_model(
    name: str, base_url: str = "", api_key: str = "", patience: Patience | None = None, places: Places | None = None
) -> LangChainChatModel:
    """Load a chat model by its `provider:model` name.

    Args:
        name: what LangChain's `init_chat_model` takes, such as `mistralai:mistral-small-latest` or `ollama:qwen3`, or
            `llamacpp:` and the path of a GGUF file, which is then run in this process.
        base_url: the address of the server, where it isn't the provider's own.
        api_key: the key, where it isn't in the provider's own environment variable.
        patience: how long to wait for it.
        places: how many questions it takes at once, and how many wait.

    Raises:
        SettingsError: the name has no provider, or one that isn't known, or no such file.
        ModelError: the provider's package isn't installed, or refuses these settings; the file can't be run.
    """
    provider, colon, model = name.partition(":")
    if not colon or not model:
        raise SettingsError(texts.NAME_WRONG.format(name=name))
    patience, places = patience or Patience(), places or Places()
    try:
        if provider == "llamacpp":
            loaded, let_go = _load_file(model, patience, places)
        else:
            loaded, let_go = _load(provider, model, base_url, api_key, patience)
    except (SettingsError, ModelError):
        raise
    except ImportError as error:
        raise ModelError(_missing_package(name, provider, error)) from error
    except ValueError as error:
        raise SettingsError(texts.NOT_PREPARED.format(name=name, why=error)) from error
    except Exception as error:
        raise ModelError(texts.SETTINGS_REFUSED.format(name=name, why=error)) from error
    return LangChainChatModel(loaded, patience, places, provider in SAYING_END, let_go)


def _load(provider: str, model: str, base_url: str, api_key: str, patience: Patience) -> _Loaded:
    given = {key: value for key, value in {"base_url": base_url, "api_key": api_key}.items() if value}
    options = _OPTIONS.get(provider, _other_options)(patience, bool(base_url)) | given
    loaded: Any = init_chat_model(model, model_provider=provider, temperature=0, **options)
    if provider == "mistralai":  # its setting takes one number for the whole call
        loaded.async_client.timeout = _timeouts(patience)
        return loaded, loaded.async_client.aclose
    return loaded, options["http_async_client"].aclose if provider == "openai" else None


def _load_file(path: str, patience: Patience, places: Places) -> _Loaded:
    """Run a GGUF file in this process, and speak to it as to any OpenAI-compatible server."""
    from assistant.llamacpp import serve_file

    server = serve_file(Path(path), places.at_once)
    # A proxy has nothing to do between a process and itself.
    options = _openai_options(patience, True, trust_env=False) | {"base_url": server.url, "api_key": server.key}
    loaded = init_chat_model("local", model_provider="openai", temperature=0, max_tokens=_LONGEST_REPLY, **options)

    async def let_go() -> None:
        await options["http_async_client"].aclose()
        server.close()

    return loaded, let_go


def _openai_options(patience: Patience, own_server: bool, trust_env: bool = True) -> dict[str, Any]:
    """Give what `ChatOpenAI` takes, with a client of its own: LangChain's shared one is bound to another loop."""
    timeout = httpx2.Timeout(patience.reply, connect=patience.connect)
    client = httpx2.AsyncClient(timeout=timeout, trust_env=trust_env)
    options = {"timeout": timeout, "max_retries": 0, "http_async_client": client, "stream_chunk_timeout": None}
    # The key of OPENAI_API_KEY is for OpenAI, not for whoever else speaks like it.
    return options | ({"api_key": "none"} if own_server else {})


def _mistral_options(patience: Patience, own_server: bool) -> dict[str, Any]:
    return {"timeout": math.ceil(patience.reply), "max_retries": 0}


def _ollama_options(patience: Patience, own_server: bool) -> dict[str, Any]:
    # Its client can't be reached to be closed; on the same machine a new connection each time costs nothing.
    client = {"timeout": _timeouts(patience), "headers": {"Connection": "close"}}
    return {"client_kwargs": client, "num_ctx": _OLLAMA_CONTEXT}


def _anthropic_options(patience: Patience, own_server: bool) -> dict[str, Any]:
    return {"timeout": patience.reply, "max_retries": 0}


def _other_options(patience: Patience, own_server: bool) -> dict[str, Any]:
    """Give nothing: another provider may refuse what it doesn't know, and our own clocks run in any case."""
    return {}


_OPTIONS: Final[dict[str, Callable[[Patience, bool], dict[str, Any]]]] = {
    "openai": _openai_options,
    "mistralai": _mistral_options,
    "ollama": _ollama_options,
    "anthropic": _anthropic_options,
}


def _timeouts(patience: Patience) -> tuple[float, float, float, float]:
    """Give the seconds to connect, to read, to write and to get a connection, as httpx orders them.

    Reading is timed by our own clocks, which don't take a server's signs of life for words.
    """
    return patience.connect, patience.reply, patience.reply, patience.connect


def _missing_package(name: str, provider: str, error: ImportError) -> str:
    package = "xllamacpp" if error.name == "xllamacpp" else f"langchain-{provider.replace('_', '-')}"
    extra = texts.INSTALL_EXTRA if provider in _EXTRAS else texts.INSTALL_PACKAGE
    return texts.PACKAGE_MISSING.format(
        name=name, package=package, command=extra.format(extra=provider, package=package)
    )
