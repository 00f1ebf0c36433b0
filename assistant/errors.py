"""What can go wrong in words a person can act on: each message says the value and the remedy."""


class AssistantError(Exception):
    """The root of every error that the program raises on purpose."""


class SettingsError(AssistantError):
    """A setting has a value that can't be used."""


class KnowledgeBaseError(AssistantError):
    """The knowledge base is absent, empty or damaged."""


class NoEarlierError(KnowledgeBaseError):
    """There is no earlier generation to go back to."""


class NothingReadyError(KnowledgeBaseError):
    """No generation waits to be published, or the one that does came too late."""


class BusyError(AssistantError):
    """Another process is building the knowledge base."""


class ModelError(AssistantError):
    """An embedding or language model can't be loaded, or failed."""


class DocumentError(AssistantError):
    """One document can't be read; the others go on.

    Args:
        reason: what is wrong, for a person.
        remedy: what to do about it.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
