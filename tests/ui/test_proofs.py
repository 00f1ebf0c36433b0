from dataclasses import replace

from assistant.answers import Answer, CheckedSentence
from ui import conversation, markdown, proofs
from ui.testing import doubtful, solifap


def drawn(answer: Answer) -> str:
    """Give the Markdown that the page draws."""
    done = proofs.noted(answer)
    return markdown.safe(done.text, (), lambda number: f"({number})", done.note)


def test_each_sentence_bears_what_was_found_of_it() -> None:
    """A tick after the number of what is established; words and the reason after what is not, not colour alone."""
    assert drawn(doubtful()).replace("\u00a0", " ").replace("\u202f", " ") == (
        "Les deux partenaires ont fait évoluer le projet vers une foncière (1):green[✓]. "
        "Ils y ont mis 15 M€ en 2019 (2). :red-badge[:material/error: non étayé] "
        ":small[:red[(le passage cité ne contient pas \\: 15 M€ \\; 2019)]] "
        "Elle a plusieurs associés (2). :orange-badge[:material/help: à vérifier] "
        ":small[:orange[(le passage cité ne le dit qu’en partie)]] "
        "Deux études de cas en parlent :green[✓]."
    )


def test_a_tick_is_drawn_before_a_colon() -> None:
    """A count that leads a list bears its tick, not the signs that would draw it."""
    answer = Answer("2 études de cas\u202f:\n\n- a", sentences=(CheckedSentence(0, 17, (), "established"),))
    assert drawn(answer).startswith("2 études de cas\u00a0:green[✓]\u202f:\n")


def test_the_legend_counts_what_was_checked() -> None:
    """One sees at a glance how much of an answer is proved, and what was left out of it."""
    told = ("✓ 2 phrases établies", "1 à vérifier", "1 non étayée", "1 phrase écartée, faute de preuve")
    assert proofs.legend(doubtful()).replace("\u00a0", " ") == " · ".join(told)
    assert proofs.legend(replace(doubtful(), language="en")).startswith("✓\u00a02\u00a0sentences established · ")
    assert proofs.legend(solifap()) == ""


def test_a_copied_answer_says_what_is_doubtful() -> None:
    """What is quoted elsewhere takes its doubts along."""
    copied = conversation.copied("Qui ?", doubtful())
    assert "en 2019 [2]. (non étayé" in copied
    assert "ne contient pas\u202f: 15 M€ ; 2019)" in copied
    assert "foncière [1]. Ils" in copied


def test_a_text_can_place_no_mark() -> None:
    """An answer that holds the page's own signs gets no tick by them."""
    answer = Answer("Faux \ue0000\ue001 [1].", sentences=(CheckedSentence(0, 13, (1,), "to_check"),))
    assert "✓" not in drawn(replace(answer, sentences=()))
    assert drawn(answer).count("à vérifier") == 1


def test_a_mark_breaks_no_link() -> None:
    """Wherever a sentence ends, links and addresses stay whole."""
    text = "Voir [la page](https://x.org/a) et https://x.org/b"
    for end in range(1, len(text) + 1):
        answer = Answer(text, sentences=(CheckedSentence(0, end, (), "established"),))
        done = proofs.noted(answer)
        shown = markdown.safe(done.text, ("https://x.org/a", "https://x.org/b"), str, done.note)
        assert "[la page](<https://x.org/a>)" in shown
        assert "](<https://x.org/b>)" in shown
        assert shown.count("✓") == 1


def test_reasons_fit_what_is_cited() -> None:
    """The reason speaks of one passage or of several, or says that none is cited."""
    words = proofs.answer_texts("fr")
    many = CheckedSentence(0, 1, (1, 2), "unsupported")
    assert proofs.reason(many, words) == "les passages cités ne le disent pas"
    assert proofs.reason(replace(many, citations=()), words) == "aucun passage n’est cité"
