"""One reply of a language model as it comes: told apart are a reply that ended and one that was cut."""

from typing import Final

from langchain_core.messages import BaseMessageChunk

from assistant.errors import ModelError
from assistant.model_texts import GARBLED
from assistant.prompts import MODEL_CUT

_END_KEYS: Final = ("finish_reason", "done_reason", "stop_reason", "done")
"""Where OpenAI and Mistral, then Ollama, then Anthropic say that a reply has ended, and how."""
SAYING_END: Final = frozenset({"anthropic", "llamacpp", "mistralai", "ollama", "openai"})
"""The providers that do so; of any other, a connection that closed early can't be told from a reply that ended."""
_CUTS: Final = frozenset({"length", "max_tokens", "model_length", "content_filter", "error"})
"""Ends that are no ends: the reply was stopped in the middle."""
_REPLACEMENT: Final = "\ufffd"
"""What decoders put in the place of half a character."""


class ModelReply:
    """Reads the chunks of one reply.

    Args:
        says_end: whether the provider is known to say that a reply has ended. A connection that closes early then
            can't be taken for the end.
    """

    def __init__(self, says_end: bool) -> None:
        self._says_end = says_end
        self._end: object = None
        self._held = ""

    def feed(self, chunk: BaseMessageChunk) -> str:
        """Give the text of a chunk, half a surrogate pair held back for the next one.

        Raises:
            ModelError: it holds characters that were damaged on the way.
        """
        ends = (chunk.response_metadata.get(key) for key in _END_KEYS)
        self._end = next((end for end in ends if end), self._end)
        text = self._held + str(chunk.text)
        whole = len(text) - 1 if text and "\ud800" <= text[-1] <= "\udbff" else len(text)
        self._held = text[whole:]
        return _readable(text[:whole])

    def finish(self) -> None:
        """Check that the reply has come to its end.

        Raises:
            ModelError: it was cut.
        """
        cut = str(self._end).lower() in _CUTS if self._end else self._says_end
        if cut or self._held:
            raise ModelError(MODEL_CUT)


def _readable(text: str) -> str:
    """Join the surrogates that JSON brought in two halves; refuse what is no text."""
    try:
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise ModelError(GARBLED) from error
    if _REPLACEMENT in joined:
        raise ModelError(GARBLED)
    return joined
