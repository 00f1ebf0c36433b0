import pytest

from assistant.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "M. Dupont, Mme Martin et le Dr. Durand sont venus.",
        "Selon l’art. 3 et la p. 12, voir fig. 4 (cf. Annexe).",
        "J.-C. Dupont et A. B. Martin dirigent l’association.",
        "Le coût est de 1.5 M€ pour 1 500 personnes, soit 3.2 %.",
        "Voir https://www.lerameau.fr/a.b?c=d.e, ou lerameau.fr pour la suite.",
        "Le maire a dit : « Bravo ! Il faut agir. » devant tous.",
        "Il hésite… puis accepte, etc., sans autre forme.",
        "Oui ! dit-elle.",
        "1. Repérer les acteurs",
        "Le projet (lancé en 2018. Puis arrêté.) reprend.",
        "Le n° 12 de la rue, env. 300 m² et janv. 2018.",
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    """Abbreviations, initials, figures, addresses and short quotations don't cut a sentence."""
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["Une première phrase.", "Une seconde !", "Une troisième ?", "Et la fin…"],
        ["Il y a 3 000 hab.", "Le bourg grandit."],
        ["Des écoles, des mairies, etc.", "Ensuite viennent les entreprises."],
        ["C’est le plan B.", "Il marche."],
        ["Tout a commencé en 2018.", "En 2020, tout finit."],
        ["« Agir ensemble, c’est possible. »", "Le maire l’a dit."],
        ["Rendez-vous sur www.lerameau.fr.", "Le site est public."],
        ["Vraiment ?!", "Non."],
        ["Élan fragile.", "État absent."],
    ],
)
def test_sentences_are_told_apart(parts: list[str]) -> None:
    """Each sentence can be quoted alone."""
    assert sentences(" ".join(parts)) == parts


def test_lines_are_sentences() -> None:
    """Items of a list are quoted one by one, though no full stop ends them."""
    assert sentences("10 ouvertures\n\n  une trentaine en deux ans  \nFin.") == [
        "10 ouvertures",
        "une trentaine en deux ans",
        "Fin.",
    ]


def test_long_quotation_is_cut() -> None:
    """A quotation of many sentences gives sentences, not one block."""
    text = "« " + " ".join(["Nous avons appris à travailler ensemble sur ce territoire."] * 8) + " »"
    assert len(sentences(text)) == 8


def test_nothing_is_lost() -> None:
    """All that is written is in a sentence, in order."""
    text = "Un… deux ? « Trois ! » (quatre. Cinq) M. Six. 7.8 a\nb. C"
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("empty", ["", "  \n \t\n"])
def test_no_text_no_sentence(empty: str) -> None:
    """Blank text has no sentence."""
    assert split_sentences(empty) == []
