from dataclasses import replace
from typing import get_args

import pytest

from assistant.jobs import Job, JobDocument, JobKind, JobState, StepState
from ui import job_texts
from ui.refusals import REFUSALS, UNKNOWN, refusal

JOB = Job("1", "upload", "3 fichiers", "reading", "Ana", "2026-11-25T12:00:00+00:00")


def test_every_state_and_kind_has_its_french_word() -> None:
    """No English word of the program reaches a person."""
    assert {*get_args(JobState), *get_args(StepState)} <= job_texts.STATES.keys()
    assert job_texts.STATES.keys() == job_texts.COUNTS.keys()
    assert set(get_args(JobKind)) == job_texts.KINDS.keys()
    assert set(get_args(JobDocument.__annotations__["outcome"])) - {""} == job_texts.OUTCOMES.keys()


def test_progress_in_one_line() -> None:
    """How many documents are done and how long it still takes, in words."""
    job = replace(JOB, counts={"done": 2, "refused": 1, "reading": 7}, seconds_left=47.0)
    assert job_texts.progress(job) == "lecture · 3 / 10\u00a0documents · encore 45 s environ"
    assert job_texts.counts(job.counts) == "7\u00a0en lecture · 2\u00a0terminés · 1\u00a0refusé"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, ""), (0.2, ""), (2, "encore 5 s environ"), (200, "encore 3 min environ"), (9_000, "encore 2 h environ")],
)
def test_the_time_left_is_a_guess_that_looks_like_one(seconds: float | None, told: str) -> None:
    """Nobody is told a number of seconds to the decimal."""
    assert job_texts.time_left(seconds) == told


@pytest.mark.parametrize(
    ("state", "counts", "active", "retried"),
    [
        ("queued", {}, True, False),
        ("publishing", {"refused": 1}, True, False),
        ("ready", {"refused": 1}, False, False),
        ("done", {"done": 3}, False, False),
        ("done", {"done": 3, "refused": 1}, False, True),
        ("failed", {}, False, True),
        ("cancelled", {"cancelled": 1}, False, True),
    ],
)
def test_only_what_makes_sense_is_offered(
    state: JobState, counts: dict[str, int], *, active: bool, retried: bool
) -> None:
    """Cancelling is for what goes on, trying again for what went wrong."""
    job = replace(JOB, state=state, counts=counts)
    assert (job_texts.is_active(job), job_texts.can_be_cancelled(job)) == (active, active)
    assert job_texts.can_be_retried(job) == retried


def test_an_unknown_refusal_still_says_something() -> None:
    """A reason without French words is shown as it came rather than kept back."""
    assert refusal("nouveau", "The font is cursed.") == (f"{UNKNOWN[0]} : The font is cursed", UNKNOWN[1])
    assert refusal("http", "whatever", "503") == (f"{REFUSALS['http'][0]} : 503", REFUSALS["http"][1])
    assert refusal("empty", "whatever") == REFUSALS["empty"]


def test_proposed_questions_are_told_of_their_document() -> None:
    """Whoever follows a job learns that there are questions to review."""
    document = JobDocument(1, "rapport.pdf", "done", outcome="added")
    assert job_texts.outcome(document) == "ajouté"
    assert job_texts.outcome(replace(document, proposed=0)) == "ajouté"
    assert job_texts.outcome(replace(document, proposed=3)) == "ajouté, 3\u00a0questions proposées à relire"
