"""Jobs in French words, for the page and for the command line alike."""

from collections.abc import Mapping
from typing import Final

from assistant.jobs import ENDED, Job, JobDocument
from ui.texts import count

KINDS: Final = {
    "upload": "dépôt de fichiers",
    "address": "adresse web",
    "source": "source",
    "corpus": "dossier du corpus",
    "removal": "suppression",
}
STATES: Final = {
    "queued": "en attente",
    "reading": "lecture",
    "cleaning": "nettoyage",
    "embedding": "mise en index",
    "publishing": "publication",
    "ready": "prêt, à vérifier",
    "done": "terminé",
    "refused": "refusé",
    "failed": "échec",
    "cancelled": "annulé",
}
OUTCOMES: Final = {"added": "ajouté", "changed": "mis à jour", "unchanged": "inchangé", "removed": "retiré"}
PROPOSED: Final = ", {} à relire"
PROPOSED_COUNT: Final = ("question proposée", "questions proposées")
PROBLEMS: Final = frozenset({"refused", "failed"})
COUNTS: Final = {
    "queued": ("en attente", "en attente"),
    "reading": ("en lecture", "en lecture"),
    "cleaning": ("en nettoyage", "en nettoyage"),
    "embedding": ("en cours de mise en index", "en cours de mise en index"),
    "publishing": ("en cours de publication", "en cours de publication"),
    "ready": ("prêt", "prêts"),
    "done": ("terminé", "terminés"),
    "refused": ("refusé", "refusés"),
    "failed": ("en échec", "en échec"),
    "cancelled": ("annulé", "annulés"),
}
SECONDS: Final = "encore {} s environ"
MINUTES: Final = "encore {} min environ"
HOURS: Final = "encore {} h environ"
PAGES: Final = "{done} / {pages} p."


def state(name: str) -> str:
    """Name a state."""
    return STATES.get(name, name)


def is_active(job: Job) -> bool:
    """Tell whether a job still goes on by itself."""
    return job.state not in ENDED and job.state != "ready"


def can_be_cancelled(job: Job) -> bool:
    """Tell whether there is still something to stop."""
    return is_active(job)


def can_be_retried(job: Job) -> bool:
    """Tell whether something was refused, failed or was cancelled."""
    again = PROBLEMS | {"cancelled"}
    return job.state in ENDED and bool(job.state in again or any(job.counts.get(name) for name in again))


def counts(numbers: Mapping[str, int]) -> str:
    """Count the documents by state: `3 terminés · 1 refusé`."""
    parts = [count(numbers[name], *COUNTS[name]) for name in COUNTS if numbers.get(name)]
    return " · ".join(parts)


def time_left(seconds: float | None) -> str:
    """Say how long it still takes; nothing where nobody knows."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return SECONDS.format(max(5, 5 * round(seconds / 5)))
    minutes = round(seconds / 60)
    return MINUTES.format(minutes) if minutes < 90 else HOURS.format(round(minutes / 60))


def progress(job: Job) -> str:
    """Say in one line how far a job is."""
    total = sum(job.counts.values())
    ended = sum(job.counts.get(name, 0) for name in ("ready", *ENDED))
    documents = f"{ended} / {count(total, 'document', 'documents')}" if total else ""
    return " · ".join(filter(None, (state(job.state), documents, time_left(job.seconds_left))))


def pages(document: JobDocument) -> str:
    """Say how many pages of a document were read."""
    return PAGES.format(done=document.pages_done, pages=document.pages) if document.pages else ""


def outcome(document: JobDocument) -> str:
    """Say what became of a document, and how many questions were proposed for it."""
    told = PROPOSED.format(count(document.proposed, *PROPOSED_COUNT)) if document.proposed else ""
    return OUTCOMES.get(document.outcome, "") + told
