import pytest

from assistant.expecting import Expected, counts, expected_of, holds, several_of


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Combien de cafés ont ouvert ?", {Expected.NUMBER}),
        ("Ça coûte combien ?", {Expected.MONEY}),
        ("quel est le budget du fonds", {Expected.MONEY}),
        ("Quelle part des maires y croit ?", {Expected.SHARE}),
        ("Combien de temps dure la mission ?", {Expected.TIME}),
        ("Qui a fondé Solifap et en quelle année ?", {Expected.WHO, Expected.DATE}),
        ("Où est née la démarche ?", {Expected.PLACE}),
        ("Quel est le numéro de téléphone du fondateur ?", {Expected.CONTACT}),
        ("How many cafés opened?", {Expected.NUMBER}),
        ("Que faire quand on manque de bénévoles ?", set()),
        ("Le mécénat ou la coopération ?", set()),
        ("Comparé à ce qui était prévu ?", set()),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_expects(question: str, expected: set[Expected]) -> None:
    """A sum, a date or a name is looked for where one is asked for, and nowhere else."""
    assert {*expected_of(question)} == expected


@pytest.mark.parametrize(
    ("kind", "held", "not_held"),
    [
        (Expected.MONEY, "Le fonds est doté de 1,5 M€.", "Le fonds soutient 15 projets."),
        (Expected.MONEY, "AG2R a investi 6 millions d’euros.", "AG2R a investi en 2015."),
        (Expected.SHARE, "La moitié des maires y croit.", "35 maires y croient."),
        (Expected.SHARE, "92 % des maires y croient.", "Des maires y croient."),
        (Expected.TIME, "La mission dure six mois.", "La mission réunit six salariés."),
        (Expected.DATE, "Le fonds est né en 2014.", "Le fonds compte 204 membres."),
        (Expected.NUMBER, "Une trentaine ont ouvert.", "Des cafés ont ouvert."),
        (Expected.CONTACT, "Appelez le 01 23 45 67 89.", "Appelez-nous en 2021."),
        (Expected.WHO, "Le fonds a été créé par Marie Dupont.", "Le fonds a été créé par des habitants."),
    ],
)
def test_words_hold_what_is_expected_or_do_not(kind: Expected, held: str, not_held: str) -> None:
    """A year is no sum and a number of people is no share."""
    assert holds(kind, held)
    assert not holds(kind, not_held)


def test_a_figure_counts_what_stands_close_to_it() -> None:
    """« 28 salariés » answers how many employees there are, « en 2022, la ferme » does not."""
    assert counts("En 2022, 28 salariés en insertion ont réparé des ordinateurs.", ["salari"])
    assert not counts("Ils sont 28 à avoir réparé, avec l’appui du département et des salariés.", ["salari"])


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Quels sont les trois piliers de la valorisation ?", "piliers"),
        ("les 3 axes du modèle ?", "axes"),
        ("Quels sont les résultats ?", "resultats"),
        ("Quel est le résultat ?", ""),
    ],
)
def test_what_is_asked_for_in_number_is_recognised(question: str, noun: str) -> None:
    """« Les trois piliers » wants them all."""
    assert several_of(question) == noun
