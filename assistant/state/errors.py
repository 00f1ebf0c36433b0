"""What can go wrong with jobs, holdings, sources and conversations."""

from assistant.errors import AssistantError


class UnknownRecordError(AssistantError):
    """There is no job, document of a job, holding, source or conversation of that name."""


class JobStateError(AssistantError):
    """The job, or the holding, is not in a state in which that can be done."""


class NotKeptError(AssistantError):
    """An exchange could not be kept; its answer is good all the same."""
