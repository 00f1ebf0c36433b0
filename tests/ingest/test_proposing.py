from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.errors import ModelError
from assistant.jobs import Job
from assistant.manifest import current_number, generation_folder
from assistant.originals import incoming
from assistant.settings import Settings
from assistant.state.database import settings_database
from assistant.state.orders import Arrival, Order
from assistant.testing import HashingEmbedder, ScriptedChatModel
from ingest.jobs.proposing import Proposer
from ingest.jobs.running import carry_out
from ingest.jobs.workplace import Tools, Workplace

NOTE = "# La serre du plateau\n\nLa commune et une fondation ont financé la serre qui nourrit les cantines.\n"
FIRST = "Qui a financé la serre du plateau et des cantines ?"
SECOND = "Comment la serre du plateau nourrit-elle les cantines de la commune ?"


def embedder() -> HashingEmbedder:
    return HashingEmbedder(64)


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    """An embedder and a process of the engines, warm for every test."""
    kept = Tools(embedder)
    yield kept
    kept.stop_engines()


@pytest.fixture
def place(corpus: Path, tmp_path: Path, tools: Tools) -> Iterator[Workplace]:
    """A worker's place, where a model is named."""
    settings = Settings(_env_file=None, home=tmp_path / "home", corpus_dir=corpus, llm="scripted:double")
    database = settings_database(settings)
    yield replace(Workplace.over(settings, database, embedder), tools=tools)
    database.close()


def never() -> bool:
    return False


def proposer(place: Workplace, *replies: str | Exception) -> tuple[Proposer, ScriptedChatModel]:
    model = ScriptedChatModel(replies)
    return Proposer(place, lambda _settings: model), model


def hand_in(place: Workplace, content: str, name: str = "serre.md") -> Job:
    with incoming(place.settings.home, place.settings.upload_max_bytes) as file:
        file.write(content.encode())
        kept = file.keep()
    order = Order("upload", "dépôt", arrivals=(Arrival(name, content_hash=kept, size=len(content)),))
    job = place.jobs.add(order)
    carry_out(place, job.id, never)
    return place.jobs.job(job.id)


def searched(place: Workplace) -> tuple[str, ...]:
    """Give the questions of the document in the base that answers."""
    folder = generation_folder(place.settings.home, current_number(place.settings.home))
    return Catalogue.load(folder / "catalogue").document("depots/serre").questions


def waiting(place: Workplace) -> list[str]:
    return [one.text for one in place.questions.questions(state="proposed")]


def test_a_new_document_gets_proposals_after_it_is_published(place: Workplace) -> None:
    """The document answers at once; what a model proposes waits for an editor, and the job tells how many."""
    job = hand_in(place, NOTE)
    assert (job.state, job.documents[0].proposed) == ("done", None)
    asking, model = proposer(place, f"{FIRST}\n{SECOND}")
    assert asking.step(never)
    assert waiting(place) == [FIRST, SECOND]
    assert place.questions.accepted() == {}
    assert place.jobs.job(job.id).documents[0].proposed == 2
    assert not asking.step(never)
    assert len(model.prompts) == 1


def test_accepted_questions_outlive_a_new_version_and_refused_ones_do_not_come_back(place: Workplace) -> None:
    """What an editor decided holds when the same document is handed in again, changed."""
    hand_in(place, NOTE)
    proposer(place, f"{FIRST}\n{SECOND}")[0].step(never)
    kept, refused = place.questions.questions()
    place.questions.decide(kept.number, "refused")
    place.questions.decide(refused.number, "refused")
    hand_in(place, NOTE + "\nElle a dix ans.\n")
    asking, model = proposer(place, f"{FIRST}\n{SECOND}")
    assert asking.step(never)
    assert len(model.prompts) == 1
    assert waiting(place) == []
    place.questions.decide(kept.number, "accepted")
    assert hand_in(place, NOTE + "\nElle a onze ans.\n").state == "done"
    silent, model = proposer(place)
    assert silent.step(never)
    assert model.prompts == []
    assert searched(place) == (FIRST,)
    place.questions.decide(kept.number, "refused")
    carry_out(place, place.jobs.add(Order("corpus", "mise à jour")).id, never)
    assert searched(place) == ()


def test_a_document_with_questions_of_its_own_is_left_alone(place: Workplace) -> None:
    """An author's own questions are enough."""
    hand_in(place, f"---\ntitle: La serre\nquestions: [{FIRST!r}]\n---\n{NOTE}")
    asking, model = proposer(place)
    assert asking.step(never)
    assert model.prompts == []


def test_a_model_that_fails_is_left_alone_for_a_while(place: Workplace) -> None:
    """A dead model costs the worker no time, and the document is asked about once it is back."""
    job = hand_in(place, NOTE)
    asking, model = proposer(place, ModelError("en panne"))
    assert asking.step(never)
    assert not asking.step(never)
    assert len(model.prompts) == 1
    assert place.jobs.job(job.id).documents[0].proposed is None


def test_a_job_that_waits_goes_before_proposals(place: Workplace) -> None:
    """Whoever hands a file in never waits for a model that writes about another one."""
    hand_in(place, NOTE)
    asking, _ = proposer(place, FIRST)
    assert not asking.step(lambda: True)
    assert waiting(place) == []


def test_without_a_model_nothing_is_looked_for(place: Workplace) -> None:
    """The default installation does without."""
    hand_in(place, NOTE)
    alone = replace(place, settings=place.settings.model_copy(update={"llm": ""}))
    assert not proposer(alone)[0].step(never)
