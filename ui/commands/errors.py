"""What a person asks for on the command line and can't have."""

from assistant.errors import AssistantError


class CommandError(AssistantError):
    """A command can't do what it is told; the message is French, for the person."""
