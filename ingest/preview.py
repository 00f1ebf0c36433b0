"""The reference questions, asked of the current generation and of the one that waits to be published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from assistant.answers import Answer, Question
from assistant.assistant import Assistant
from assistant.catalogue import Catalogue
from assistant.evaluation.datasets import ReferenceQuestion, load_questions
from assistant.evaluation.metrics import Outcome, summarise
from assistant.evaluation.run import System, ask_all
from assistant.extractive import ExtractiveAnswerer
from assistant.generations import Generation
from assistant.lending import SingleGeneration
from assistant.manifest import current_number, generation_folder, ready_folder
from assistant.preview import Preview, Replayed, Reply, Titled
from assistant.protocols import Embedder
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.taxonomy import follow_taxonomy

QUESTIONS: Final = "questions.jsonl"
"""The reference questions of a corpus folder."""
MOST_REPLAYED: Final = 150
"""Each is asked twice, of both generations."""
_KEPT_APART: Final = "report"
_FIGURES: Final = ("first_5", "first_1", "cites", "abstains", "refused", "list_recall", "list_precision", "p95_ms")

Tell = Callable[[int, int], None]


def preview(settings: Settings, embedder: Embedder, job_id: str = "", tell: Tell | None = None) -> Preview | None:
    """Compare the generation that waits with the current one, and keep the result for `load_preview`.

    Args:
        settings: name the home folder and the corpus folder, whose `questions.jsonl` is asked if there is one.
        embedder: the one that both were built with.
        job_id: the job that built it.
        tell: told how many questions are asked, and how many there are.

    Returns:
        The preview, or nothing when no generation waits.
    """
    folder = ready_folder(settings.home)
    if folder is None:
        return None
    number = current_number(settings.home)
    with ExitStack() as stack:
        after = stack.enter_context(closing(Generation.open(folder, settings.home, settings.chroma_url)))
        before = None
        if number:
            current = generation_folder(settings.home, number)
            before = stack.enter_context(closing(Generation.open(current, settings.home, settings.chroma_url)))
        found = _compare(settings, embedder, before, after, job_id, tell or _tell_nobody)
    found.save(settings.home)
    return found


def _tell_nobody(_done: int, _total: int) -> None:
    """Leave progress untold."""


def _compare(
    settings: Settings, embedder: Embedder, before: Generation | None, after: Generation, job_id: str, tell: Tell
) -> Preview:
    old = before.manifest.documents if before else {}
    new = after.manifest.documents
    catalogue = before.catalogue if before else after.catalogue
    held = _reference_questions(settings.corpus_dir / QUESTIONS) if before else []
    asked = to_replay(held)
    replayed, figures = _replay(settings, embedder, before, after, asked, tell) if before and asked else ((), {})
    return Preview(
        generation=after.number,
        base=after.manifest.base,
        created=after.manifest.created,
        job_id=job_id,
        added=_titled(after.catalogue, new.keys() - old.keys()),
        changed=_titled(after.catalogue, (name for name in new.keys() & old.keys() if new[name] != old[name])),
        removed=_titled(catalogue, old.keys() - new.keys()),
        asked=len(asked),
        held=len(held),
        questions=replayed,
        figures=figures,
    )


def _reference_questions(path: Path) -> list[ReferenceQuestion]:
    return load_questions(path) if path.is_file() else []


def to_replay(questions: Sequence[ReferenceQuestion]) -> list[ReferenceQuestion]:
    """Leave out what is kept apart to report on; of many, take some from everywhere in the file, always the same."""
    seen = [question for question in questions if question.split != _KEPT_APART]
    number = min(len(seen), MOST_REPLAYED)
    return [seen[place * len(seen) // number] for place in range(number)]


def _titled(catalogue: Catalogue, names: Iterable[str]) -> tuple[Titled, ...]:
    return tuple(Titled(name, catalogue.document(name).title) for name in sorted(names) if name in catalogue)


def _replay(
    settings: Settings,
    embedder: Embedder,
    before: Generation,
    after: Generation,
    asked: list[ReferenceQuestion],
    tell: Tell,
) -> tuple[tuple[Replayed, ...], dict[str, dict[str, float]]]:
    titles: dict[str, str] = {}
    outcomes: dict[str, list[Outcome]] = {"before": [], "after": []}
    for side, generation in (("before", before), ("after", after)):
        ask = _asking(settings, embedder, generation, titles)
        for outcome in ask_all(System(side, ask), asked):
            outcomes[side].append(outcome)
            tell(len(outcomes["before"]) + len(outcomes["after"]), 2 * len(asked))
    pairs = zip(outcomes["before"], outcomes["after"], strict=True)
    replayed = tuple(_replayed(old, new, titles) for old, new in pairs if _differ(old, new))
    return replayed, {side: _figures(found) for side, found in outcomes.items()}


def _asking(
    settings: Settings, embedder: Embedder, generation: Generation, titles: dict[str, str]
) -> Callable[[Question], Answer]:
    retriever = Retriever(SingleGeneration(generation), embedder, follow_taxonomy(settings.corpus_dir), settings)
    assistant = Assistant(retriever, ExtractiveAnswerer())

    def ask(question: Question) -> Answer:
        answer = assistant.answer(question)
        titles.update({found.passage.document_id: found.passage.title for found in answer.citations})
        return answer

    return ask


def _differ(before: Outcome, after: Outcome) -> bool:
    return (before.text, before.cited, before.abstained) != (after.text, after.cited, after.abstained)


def _replayed(before: Outcome, after: Outcome, titles: Mapping[str, str]) -> Replayed:
    return Replayed(before.question, _reply(before, titles), _reply(after, titles), changed=True)


def _reply(outcome: Outcome, titles: Mapping[str, str]) -> Reply:
    return Reply(outcome.text, tuple(titles[name] for name in outcome.cited), outcome.abstained)


def _figures(outcomes: list[Outcome]) -> dict[str, float]:
    figures = summarise(outcomes)
    return {name: round(figures[name].value, 4) for name in _FIGURES if name in figures}
