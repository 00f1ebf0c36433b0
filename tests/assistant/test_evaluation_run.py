import json
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from assistant.answers import Answer, Question
from assistant.documents import RetrievedPassage
from assistant.evaluation import EvaluationReport, ReferenceQuestion, System, render, run_evaluation, save
from assistant.evaluation.report import reaches

ONE = ReferenceQuestion("one", ("Qui est Solifap ?",), "factuel", "yes", ("etudes-de-cas/solifap",))
OFF = ReferenceQuestion("off", ("Quel temps fait-il ?",), "hors corpus", "no", ())


def right(question: Question) -> Answer:
    """Answer from one source, and abstain on the weather."""
    if "temps" in question.text:
        return Answer("Le corpus ne répond pas.", abstained=True)
    source = RetrievedPassage("etudes-de-cas/solifap#1", "etudes-de-cas/solifap", "Solifap", "", "Texte.", score=1.0)
    return Answer("Solifap [1].", sources=(source,))


def wrong(question: Question) -> Answer:
    """Bring nothing."""
    return Answer(question.text)


def report() -> EvaluationReport:
    return run_evaluation([System("Nous", right), System("Autre", wrong, answers=False)], [ONE, OFF], name="dev.jsonl")


def test_systems_stand_side_by_side_on_the_same_questions() -> None:
    """Ours and the baselines answer the same questions and are counted in the same way."""
    ours, other = report().systems
    assert (ours.summary.first_1, other.summary.first_1) == (1.0, 0.0)
    assert (ours.summary.abstains, other.summary.abstains) == (1.0, None)
    assert [o.question_id for o in ours.outcomes] == [o.question_id for o in other.outcomes] == ["one", "off"]


def test_a_thread_is_replayed_with_the_answers_it_got() -> None:
    """In a thread each question is asked after the real answers to those before it, and the last one is scored."""
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return Answer(f"Réponse {len(asked)}")

    thread = ReferenceQuestion("t", ("Un ?", "Deux ?", "Trois ?"), "conseil", "yes", ("a",))
    (system,) = run_evaluation([System("Nous", ask)], [thread]).systems
    assert [(turn.question, turn.answer) for turn in asked[2].history] == [
        ("Un ?", "Réponse 1"),
        ("Deux ?", "Réponse 2"),
    ]
    assert system.outcomes[0].text == "Réponse 3"


def test_progress_is_told_after_each_question() -> None:
    """A person who waits sees how many questions are done, over all the systems."""
    done: list[None] = []
    run_evaluation([System("Nous", right), System("Autre", wrong)], [ONE, OFF], progress=lambda: done.append(None))
    assert len(done) == 4


def test_the_report_is_kept_and_read_again(tmp_path: Path) -> None:
    """A report kept in the home folder is plain JSON that gives the same figures back."""
    kept = report()
    path = save(kept, tmp_path)
    assert path.parent == tmp_path / "evaluations"
    assert path.name.endswith("-dev.json")
    assert json.loads(path.read_text(encoding="utf-8"))["systems"][0]["summary"]["first_1"] == 1.0
    assert EvaluationReport.from_json(path.read_text(encoding="utf-8")) == kept


def test_the_table_shows_every_system_and_what_is_aimed_at() -> None:
    """The table is French, shows both systems, the targets, and a dash where there is nothing to count."""
    console = Console(width=120)
    with console.capture() as capture:
        console.print(render(report()))
    table = capture.get()
    line = next(row for row in table.splitlines() if "S’abstient hors" in row)
    assert "1,00" in line
    assert "—" in line
    assert "≥ 0,65" in line
    assert "Autre" in table
    assert "hors corpus" in table


def test_targets_are_shown_for_the_questions_they_were_set_for() -> None:
    """On questions other than the development ones no target is shown, since none was set."""
    console = Console(width=120)
    with console.capture() as capture:
        console.print(render(replace(report(), name="natural.jsonl")))
    assert "Visé" not in capture.get()
    assert "natural.jsonl" in capture.get()


def test_refusing_is_good_only_below_its_target() -> None:
    """Every figure must be high, except the share of questions refused by mistake, which must be low."""
    assert reaches("first_1", 0.68)
    assert not reaches("first_1", 0.67)
    assert reaches("refused", 0.06)
    assert not reaches("refused", 0.07)
    assert reaches("cites", None)
