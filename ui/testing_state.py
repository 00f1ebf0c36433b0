"""What the double of the API remembers for editors: jobs that advance each time they are listed, sources, previews."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final, Literal

from assistant.jobs import DocumentQuestion, Holding, HoldingState, Job, JobDocument, JobKind, SourceStatus
from assistant.preview import Preview, Replayed, Reply, Titled

Step = Literal["queued", "reading", "embedding", "publishing"]
KEY = "cle-de-l-editeur"
STEPS: Final[tuple[Step, ...]] = ("queued", "reading", "embedding", "publishing")
REFUSED = {"verrouille": "password", "abime": "damaged", "mystere": "unheard-of"}
"""What a file's name holds, and the code that it is refused with."""
FIGURES = {
    "before": {"first_5": 0.91, "first_1": 0.7, "cites": 0.82, "abstains": 0.66, "refused": 0.05, "p95_ms": 61.0},
    "after": {"first_5": 0.93, "first_1": 0.7, "cites": 0.85, "abstains": 0.6, "refused": 0.05, "p95_ms": 63.0},
}
QUESTIONS = (
    Replayed(
        "Quels sont les trois piliers du modèle socio-économique ?",
        Reply("Je n’ai trouvé aucun passage qui réponde à cette question.", (), True),
        Reply(
            "Le modèle socio-économique repose sur **les richesses humaines, les ressources financières et les "
            "alliances** [1].",
            ("Référentiel « modèles socio-économiques d’intérêt général »",),
            False,
        ),
        True,
    ),
    Replayed(
        "Comment est née Solifap ?",
        Reply("Solifap est née d’une rencontre [1].", ("SOLIFAP", "Guide des alliances"), False),
        Reply("Solifap est née d’une rencontre [1].", ("SOLIFAP", "Rapport 2026"), False),
        True,
    ),
)


def ago(**span: float) -> str:
    """Give the time that it was so long ago."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class EditorState:
    """What the double remembers."""

    jobs: dict[str, Job] = field(default_factory=dict)
    holdings: dict[str, Holding] = field(default_factory=dict)
    sources: dict[str, SourceStatus] = field(default_factory=dict)
    questions: dict[int, DocumentQuestion] = field(default_factory=dict)
    duplicates: list[dict[str, Any]] = field(default_factory=list)
    generations: list[dict[str, Any]] = field(default_factory=list)
    preview: Preview | None = None
    key: str = KEY
    received: list[dict[str, Any]] = field(default_factory=list)
    """What was asked for, as it came."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add(self, kind: JobKind, label: str, names: list[str], body: dict[str, Any]) -> Job:
        """Queue a job."""
        documents = tuple(JobDocument(number, name) for number, name in enumerate(names, start=1))
        job = Job(
            id=f"job-{next(self.numbers)}", kind=kind, label=label, state="queued", created=ago(),
            requested_by=body.get("requested_by", ""), publish=body.get("publish", True), documents=documents,
        )  # fmt: skip
        self.jobs[job.id] = job
        return self.shown(job)

    def shown(self, job: Job) -> Job:
        """Give a job with its counts."""
        return replace(job, counts=dict(Counter(document.state for document in job.documents)))

    def advance(self) -> None:
        """Bring every job that goes on one step further."""
        for job in self.jobs.values():
            if job.state in STEPS:
                place = STEPS.index(job.state) + 1
                self.jobs[job.id] = _going_on(job, STEPS[place]) if place < len(STEPS) else self._ended(job)

    def _ended(self, job: Job) -> Job:
        good = not job.documents or any(not document.code for document in job.documents)
        end: Literal["done", "ready", "refused"] = "refused" if not good else "done" if job.publish else "ready"
        documents = tuple(
            document if document.code else replace(document, state=end, outcome="added") for document in job.documents
        )
        if end == "ready":
            self.preview = made_preview(job.id)
        return replace(job, state=end, documents=documents, percent=100.0, finished=ago(seconds=-3), generation=4)


def _going_on(job: Job, state: Step) -> Job:
    documents = tuple(_read(document, state) for document in job.documents)
    percent = 100 * STEPS.index(state) / len(STEPS)
    return replace(job, state=state, documents=documents, percent=percent, seconds_left=12.0, started=ago())


def _read(document: JobDocument, state: Step) -> JobDocument:
    code = next((code for word, code in REFUSED.items() if word in document.name), "")
    if document.code or (code and state == "embedding"):
        return replace(document, state="refused", code=code, reason="The reader stopped.", remedy="Try again.")
    return replace(document, state=state, pages=48, pages_done=17 if state == "reading" else 48)


def made_preview(job_id: str = "job-1") -> Preview:
    """Give a preview in which something of everything changes."""
    return Preview(
        4, 3, ago(minutes=2), job_id,
        added=(Titled("depot/rapport-2026", "Rapport 2026"),),
        changed=(Titled("etudes-de-cas/solifap", "SOLIFAP"),),
        removed=(Titled("adresse/ancien", "Ancien guide"),),
        asked=128, questions=QUESTIONS, figures=FIGURES,
    )  # fmt: skip


def furnished() -> EditorState:
    """Give a state in which every part of the page has something to show."""
    state = EditorState()
    state.sources = {source.name: source for source in made_sources()}
    state.holdings = {holding.document_id: holding for holding in made_holdings()}
    state.questions = {
        number: DocumentQuestion(number, "etudes-de-cas/cas-1", text, "proposed", "model", ago(hours=1))
        for number, text in enumerate(("Qui possède les éoliennes ?", "Où se trouve Béganne ?"), start=1)
    }
    state.duplicates = [{"content_hash": "ab", "document_ids": ["etudes-de-cas/cas-1", "etudes-de-cas/cas-2"]}]
    state.generations = [
        {"number": n, "created": ago(days=9 - 3 * n), "documents": 495 + 2 * n, "passages": 2200 + n, "current": n == 3}
        for n in (1, 2, 3)
    ]
    old = state.add(
        "upload", "12 fichiers", ["rapport.pdf", "fiche-verrouille.pdf", "mystere.bin"], {"requested_by": "Ana"}
    )
    while state.jobs[old.id].state in STEPS:
        state.advance()
    state.add("source", "Site du RAMEAU", ["https://www.lerameau.fr/a/", "https://www.lerameau.fr/b/"], {})
    return state


def made_sources() -> tuple[SourceStatus, ...]:
    """Give sources in every mood."""
    return (
        SourceStatus(
            "rameau", "Site du RAMEAU", "sitemap", "https://www.lerameau.fr/sitemap.xml", 86_400, documents=214,
            last_run=ago(hours=5), last_state="done", next_run=ago(hours=-19),
        ),
        SourceStatus(
            "veille", "Fil de veille", "feed", "https://veille.example.org/feed", 3_600, publish=False, documents=31,
            last_run=ago(minutes=50), last_state="failed", next_run=ago(hours=-4), failures=3, reason="http 503",
        ),
        SourceStatus("partage", "Dossier partagé", "folder", "/donnees/partage", enabled=False, documents=12),
    )  # fmt: skip


def made_holdings() -> tuple[Holding, ...]:
    """Give documents that came in different ways, two of them gone from their source."""

    def held(document_id: str, source: str, name: str, url: str, days: int, state: HoldingState) -> Holding:
        return Holding(
            document_id, source, name, url, "ab", "application/pdf", 1_234_567, ago(days=8), ago(days=days), state
        )

    site = "https://www.lerameau.fr/"
    return (
        held("etudes-de-cas/solifap", "depot", "solifap.pdf", "", 8, "present"),
        held("etudes-de-cas/cas-3", "rameau", "cas-3", site + "3/", 4, "missing"),
        held("etudes-de-cas/cas-4", "rameau", "cas-4", site + "4/", 4, "missing"),
    )
