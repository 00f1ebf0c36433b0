from assistant.answers import Answer, Filters
from ui import conversation, texts
from ui.conversation import Exchange
from ui.testing import abstention, cases, solifap


def answered(number: int, text: str = "Et ensuite ?", answer: str = "Voilà.") -> Exchange:
    return Exchange(text, number, state="answered", answer=Answer(answer))


def test_history_is_capped() -> None:
    """A long conversation stays light: six turns travel, none longer than a page."""
    exchanges = [answered(number, answer="a" * 5000) for number in range(1, 10)]
    conversation.ask(exchanges, "Et en Bretagne ?")
    sent = conversation.question(exchanges, exchanges[-1])
    assert [len(turn.answer) for turn in sent.history] == [2000] * 6
    assert sent.text == "Et en Bretagne ?"


def test_history_leaves_out_what_was_not_answered() -> None:
    """A question that was stopped or failed is no subject for the next one."""
    exchanges = [answered(1, "Première"), Exchange("Ratée", 2, state="failed"), answered(3, "Troisième")]
    conversation.ask(exchanges, "Et en Bretagne ?")
    assert [turn.question for turn in conversation.question(exchanges, exchanges[-1]).history] == [
        "Première",
        "Troisième",
    ]


def test_history_ends_before_a_question_asked_again() -> None:
    """Asking an earlier question again doesn't tell it what came after."""
    exchanges = [answered(1, "Première"), answered(2, "Deuxième"), answered(3, "Troisième")]
    exchanges[1].ask_again()
    assert [turn.question for turn in conversation.question(exchanges, exchanges[1]).history] == ["Première"]


def test_session_stays_small() -> None:
    """Only the last thirty exchanges are kept, and their numbers never come back."""
    exchanges: list[Exchange] = []
    for _ in range(40):
        conversation.ask(exchanges, "Encore")
    assert [exchange.number for exchange in exchanges] == list(range(11, 41))


def test_removed_filters_stay_removed() -> None:
    """A filter that the person removed is not recognised again, until they name it themselves."""
    first = answered(1)
    first.ask_again(["regions:Bretagne"])
    first.ask_again(["sdgs:11"])
    assert first.filters == Filters(ignored=("regions:Bretagne", "sdgs:11"))
    exchanges = [first]
    conversation.ask(exchanges, "Quels résultats en bretagne ?")
    assert exchanges[-1].filters == Filters(ignored=("sdgs:11",))


def test_copied_text_is_plain_and_sourced() -> None:
    """A copied answer reads without Markdown and ends with its numbered sources and their addresses."""
    copied = conversation.copied("Comment est née Solifap ?", solifap())
    assert copied.startswith("Comment est née Solifap ?\n\nSOLIFAP est née")
    assert "**" not in copied
    assert "![" not in copied
    assert copied.endswith(
        f"\n\n{texts.COPIED_SOURCES}\n"
        "[1][2][3] SOLIFAP : AG2R LA MONDIALE et la Fondation Abbé Pierre créent une société d’investissement "
        "solidaire contre le mal-logement — étude de cas, 2011 — https://www.lerameau.fr/solifap/\n"
        "[4] Référentiel « modèles socio-économiques d’intérêt général » — guide, 2019 — "
        "https://www.lerameau.fr/modeles-socio-economiques/"
    )


def test_copied_list_keeps_its_lines() -> None:
    """A copied list keeps its dashes and citation numbers, without the addresses in the middle."""
    copied = conversation.copied("Où ?", cases(Filters()))
    assert "- Breizh Phenix et la collecte d’invendus à vélo (2011) [2]\n" in copied


def test_copied_abstention_has_no_sources() -> None:
    """An answer that says it doesn't know is copied without sources."""
    assert "Sources" not in conversation.copied("Où ?", abstention())


def test_copied_emphasis_is_plain() -> None:
    """Words in italics or bold are copied without their stars; a product keeps its own."""
    answer = Answer("- *Les résultats* : **12** cas, soit 3 * 4.")
    assert conversation.copied("", answer) == "- Les résultats : 12 cas, soit 3 * 4."
