"""LangChain's chat models as a `ChatModel`: any provider, streamed, given up as soon as the caller leaves."""

import asyncio
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.errors import ModelError, SettingsError
from assistant.prompts import MODEL_CUT, MODEL_SLOW, MODEL_UNREACHABLE

_HEARTBEAT_SECONDS: Final = 0.2
_TIMED_PROVIDERS: Final = frozenset({"openai", "mistralai", "anthropic"})
"""Those whose LangChain classes take `timeout` and `max_retries`; the others would refuse them."""
_END: Final = object()


class LangChainChatModel:
    """Streams the reply of a LangChain chat model.

    The model runs on an event loop of its own, in a thread: a blocked read can then be cancelled, which closes the
    connection, and the provider stops writing. LangChain's clients are bound to the loop of their first call, hence one
    loop for all.

    Args:
        model: any LangChain chat model.
        first_token_seconds: how long to wait for the first piece.
        next_token_seconds: how long to wait for each later one.
    """

    def __init__(self, model: BaseChatModel, first_token_seconds: float = 30, next_token_seconds: float = 15) -> None:
        self._model = model
        self._first = first_token_seconds
        self._next = next_token_seconds
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stream(self, system: str, prompt: str) -> Iterator[str]:
        """Yield the reply piece by piece, and an empty piece several times a second while there is none.

        Raises:
            ModelError: the model can't be reached, is too slow, or stopped in the middle.
        """
        pieces: queue.SimpleQueue[object] = queue.SimpleQueue()
        messages = [SystemMessage(system), HumanMessage(prompt)]
        reading = asyncio.run_coroutine_threadsafe(self._read(messages, pieces), self._running_loop())
        try:
            yield from self._received(pieces)
        finally:
            reading.cancel()

    def close(self) -> None:
        """Stop the event loop; what still streams is cut."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._loop = None

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self._loop,), name="chat-model", daemon=True).start()
            return self._loop

    async def _read(self, messages: list[Any], pieces: "queue.SimpleQueue[object]") -> None:
        try:
            async for chunk in self._model.astream(messages):
                pieces.put(chunk.text)
        except Exception as error:
            # Whatever a provider raises, the person gets the extractive answer.
            pieces.put(error)
        else:
            pieces.put(_END)

    def _received(self, pieces: "queue.SimpleQueue[object]") -> Iterator[str]:
        patience, since, begun = self._first, time.monotonic(), False
        while True:
            try:
                piece = pieces.get(timeout=_HEARTBEAT_SECONDS)
            except queue.Empty:
                piece = ""
            if piece is _END:
                return
            if isinstance(piece, Exception):
                raise ModelError(MODEL_CUT if begun else MODEL_UNREACHABLE) from piece
            if piece:
                patience, since, begun = self._next, time.monotonic(), True
            elif time.monotonic() - since > patience:
                raise ModelError(MODEL_SLOW.format(seconds=patience))
            yield str(piece)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def load_chat_model(
    name: str, base_url: str = "", api_key: str = "", first_token_seconds: float = 30
) -> LangChainChatModel:
    """Load a chat model by its `provider:model` name.

    Args:
        name: what LangChain's `init_chat_model` takes, such as `openai:gpt-5-mini` or `ollama:qwen3`.
        base_url: the address of the server, where it isn't the provider's own.
        api_key: the key, where it isn't in the provider's own environment variable.
        first_token_seconds: how long to wait for the first piece of a reply.

    Raises:
        SettingsError: the name has no provider, or one that isn't known.
        ModelError: the provider's package isn't installed, or refuses these settings.
    """
    provider, colon, model = name.partition(":")
    if not colon or not model:
        raise SettingsError(
            f"RAMEAU_LLM vaut « {name} » : écrivez « fournisseur:modèle », par exemple « ollama:qwen3 »."
        )
    if provider == "llamacpp":
        raise SettingsError(
            "RAMEAU_LLM : « llamacpp: » n'est pas encore pris en charge. Servez le fichier avec ollama."
        )
    options: dict[str, Any] = {"base_url": base_url, "api_key": api_key}
    options = {key: value for key, value in options.items() if value}
    if provider in _TIMED_PROVIDERS:
        options |= {"timeout": first_token_seconds, "max_retries": 0}
    try:
        loaded = init_chat_model(model, model_provider=provider, temperature=0, **options)
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        raise ModelError(
            f"RAMEAU_LLM vaut « {name} » : il faut le paquet {package} (pip install {package})."
        ) from error
    except ValueError as error:
        raise SettingsError(f"RAMEAU_LLM vaut « {name} » : ce modèle n'a pas pu être préparé ({error}).") from error
    except Exception as error:
        raise ModelError(f"RAMEAU_LLM vaut « {name} » : le fournisseur refuse ces réglages ({error}).") from error
    return LangChainChatModel(loaded, first_token_seconds)
