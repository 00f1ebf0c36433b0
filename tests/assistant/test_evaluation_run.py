import json
from dataclasses import replace

from assistant.answers import Answer, Question
from assistant.documents import RetrievedPassage
from assistant.errors import ModelError
from assistant.evaluation import Asked, EvaluationReport, ReferenceQuestion, System, run_evaluation
from assistant.evaluation.judging import Judge
from assistant.evaluation.report import missed, moved
from assistant.evaluation.targets import TARGETS, targets_of
from assistant.quality import reaches
from assistant.testing import ScriptedChatModel

ONE = ReferenceQuestion("one", ("Qui est Solifap ?",), "factuel", "yes", ("etudes-de-cas/solifap",), "Une foncière.")
OFF = ReferenceQuestion("off", ("Quel temps fait-il ?",), "hors corpus", "no", ())
ASKED = Asked((ONE, OFF), "dev")


def right(question: Question) -> Answer:
    """Answer from one source, and abstain on the weather."""
    if "temps" in question.text:
        return Answer("Le corpus ne répond pas.", abstained=True, fingerprint="1 e5", generation=4)
    source = RetrievedPassage("etudes-de-cas/solifap#1", "etudes-de-cas/solifap", "Solifap", "", "Texte.", score=1.0)
    return Answer("Solifap [1].", sources=(source,), fingerprint="1 e5", generation=4)


def wrong(question: Question) -> Answer:
    """Bring nothing."""
    return Answer(question.text)


def report() -> EvaluationReport:
    return run_evaluation([System("Nous", right), System("Autre", wrong, answers=False)], ASKED)


def test_systems_stand_side_by_side_on_the_same_questions() -> None:
    """Ours and the baselines answer the same questions and are counted in the same way."""
    ours, other = report().systems
    assert (ours.value("first_1"), other.value("first_1")) == (1.0, 0.0)
    assert (ours.value("abstains"), other.value("abstains")) == (1.0, None)
    assert [*ours.scores] == [*other.scores] == ["one", "off"]
    assert ours.run.questions_hash == other.run.questions_hash


def test_a_run_says_what_was_asked_and_who_answered() -> None:
    """Later one knows which questions, which pipeline and which base a figure comes from."""
    run = report().systems[0].run
    assert (run.set_name, run.questions, run.fingerprint, run.generation) == ("dev", 2, "1 e5", 4)
    changed = Asked((replace(ONE, answer="Autre chose."), OFF), "dev")
    assert run_evaluation([System("Nous", right)], changed).systems[0].run.questions_hash != run.questions_hash


def test_a_thread_is_replayed_with_the_answers_it_got() -> None:
    """In a thread each question is asked after the real answers to those before it, and the last one is scored."""
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return Answer(f"Réponse {len(asked)}")

    thread = ReferenceQuestion("t", ("Un ?", "Deux ?", "Trois ?"), "conseil", "yes", ("a",))
    (system,) = run_evaluation([System("Nous", ask)], Asked((thread,))).systems
    assert [(turn.question, turn.answer) for turn in asked[2].history] == [
        ("Un ?", "Réponse 1"),
        ("Deux ?", "Réponse 2"),
    ]
    assert system.outcomes[0].text == "Réponse 3"


def test_a_follow_up_is_compared_with_the_whole_question() -> None:
    """Where the record says the whole question, the follow-up must find the document that this one finds first."""
    thread = ReferenceQuestion("t", ("Qui ?", "Et lui ?"), "fil", "yes", ("x",), alone="Qui est Solifap ?")
    assert run_evaluation([System("Nous", right)], Asked((thread,))).systems[0].value("follows") == 1.0

    def forgets(question: Question) -> Answer:
        return right(question) if "Solifap" in question.text else Answer("?")

    assert run_evaluation([System("Nous", forgets)], Asked((thread,))).systems[0].value("follows") == 0.0


def test_lists_are_compared_with_the_labels_of_documents() -> None:
    """The lists of the whole corpus are measured beside the reference questions, for systems that answer."""
    asked = replace(ASKED, labelled=(("Quels cas ?", frozenset({"a"})),))
    ours, other = run_evaluation([System("Nous", right), System("Autre", wrong, answers=False)], asked).systems
    assert (ours.value("labels_recall"), other.value("labels_recall")) == (0.0, None)
    assert ours.run.questions == 2
    assert asked.steps([System("Nous", right), System("Autre", wrong, answers=False)]) == 5


def test_progress_is_told_after_each_question() -> None:
    """A person who waits sees how many questions are done, over all the systems."""
    done: list[None] = []
    run_evaluation([System("Nous", right), System("Autre", wrong)], ASKED, progress=lambda: done.append(None))
    assert len(done) == 4


def test_a_judge_is_asked_of_answers_with_a_reference() -> None:
    """The judge's verdict is a figure of its own; silence is not judged but counts as wrong; no judge, no figure."""
    heard: list[tuple[str, str, str]] = []

    def judge(*said: str) -> bool | None:
        heard.append(said)  # type: ignore[arg-type]
        return True

    system = run_evaluation([System("Nous", right)], ASKED, judge=judge).systems[0]
    assert heard == [("Qui est Solifap ?", "Une foncière.", "Solifap [1].")]
    assert (system.value("judged"), system.value("judge_failed")) == (1.0, 0.0)
    silent = System("Muet", lambda _: Answer("Je ne sais pas.", abstained=True))
    assert run_evaluation([silent], ASKED, judge=judge).systems[0].value("judged") == 0.0
    assert len(heard) == 1
    assert report().systems[0].value("judged") is None


def test_a_judge_that_fails_is_counted_as_such() -> None:
    """A judge that is down, or rambles, lowers no figure: the questions it left without verdict are counted."""
    down = run_evaluation([System("Nous", right)], ASKED, judge=lambda *_: None).systems[0]
    assert (down.value("judged"), down.value("judge_failed")) == (None, 1.0)


def test_the_verdict_of_a_judge_is_read_from_its_reply() -> None:
    """A lone 1 or 0 is a verdict, in a sentence too; anything else is none, and neither is a failure."""
    verdicts = {
        "1": True, "Verdict : 0.": False, "10": None, "oui": None, "0 ou 1": None,
    }  # fmt: skip
    for reply, verdict in verdicts.items():
        assert Judge(ScriptedChatModel([reply]))("Quoi ?", "Oui.", "Oui [1].") is verdict, reply
    assert Judge(ScriptedChatModel([ModelError("down")]))("Quoi ?", "Oui.", "Oui.") is None


def test_how_often_a_language_model_fell_back_is_a_figure() -> None:
    """An answer that the program had to write in place of the model is not taken for the model's."""
    fell = System("Modèle", lambda _: Answer("Oui.", notice="Le modèle est en panne."), written=True)
    assert run_evaluation([fell], ASKED).systems[0].value("fell_back") == 1.0
    assert report().systems[0].value("fell_back") is None


def test_questions_stay_out_of_the_json_unless_asked_for() -> None:
    """A report on the questions kept apart shows figures, not what was missed."""
    plain, full = (json.loads(report().to_json(misses=misses))["systems"][0] for misses in (False, True))
    assert plain["run"]["figures"]["first_1"]["value"] == 1.0
    assert "Solifap" not in json.dumps(plain)
    assert [outcome["question_id"] for outcome in full["outcomes"]] == ["one", "off"]


def test_questions_won_and_lost_are_counted() -> None:
    """Between two runs one sees how many questions changed sides, and that refusing more is losing."""
    before = {"a": {"cites": 0.0, "refused": 0.0}, "b": {"cites": 1.0}, "c": {"cites": 0.5}, "gone": {"cites": 0.0}}
    after = {"a": {"cites": 1.0, "refused": 1.0}, "b": {"cites": 1.0}, "c": {"cites": 0.4}, "new": {"cites": 1.0}}
    found = moved(before, after)
    assert {name: (both.won, both.lost) for name, both in found.items()} == {"cites": (1, 1), "refused": (0, 1)}


def test_misses_are_those_of_answers_and_of_silence() -> None:
    """An answer that cites nothing expected is a miss; a rightful silence is none."""
    (ours, _) = report().systems
    assert [outcome.question_id for outcome in missed(ours.outcomes)] == ["one"]


def test_refusing_is_good_only_below_its_target() -> None:
    """Every figure must be high, except the share of questions refused by mistake, which must be low."""
    targets = targets_of("dev")
    assert reaches("first_1", 0.80, targets)
    assert reaches("first_1", 0.79, targets) is False
    assert reaches("refused", 0.05, targets)
    assert reaches("refused", 0.06, targets) is False
    assert reaches("cites", None, targets) is None
    assert targets_of("others") == {}
    assert {"dev", "natural", "questions/report"} == set(TARGETS)
