"""What can go wrong with jobs, holdings and sources."""

from assistant.errors import AssistantError


class UnknownRecordError(AssistantError):
    """There is no job, document of a job, holding or source of that name."""


class JobStateError(AssistantError):
    """The job, or the holding, is not in a state in which that can be done."""
