import time

import pytest

from ingest.cleaning import clean, dehyphenate, unwrap


@pytest.mark.parametrize(
    ("dirty", "clean_text"),
    [
        ("l'e\u0301cole d'été", "l’école d’été"),
        ("eﬃcace, ﬁn, proﬂ", "efficace, fin, profl"),
        ("1\u202f500 €\u2009!", "1\u00a0500 €\u00a0!"),
        ("asso\u00adciation\u200b\ufeff", "association"),
        ("a\u2003 b\t\tc", "a b c"),
        ("une\r\nligne  \r\nautre", "une\nligne\nautre"),
        ("\x00\x07bip", "bip"),
        ("'citation' et 'autre'", "'citation' et 'autre'"),
        ("rock'n'roll", "rock’n’roll"),
    ],
)
def test_one_form(dirty: str, clean_text: str) -> None:
    """Text from anywhere reads as if one person had typed it."""
    assert clean(dirty) == clean_text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("le partena-\nriat", "le partenariat"),
        ("un modèle socio-\néconomique", "un modèle socio-économique"),
        ("la co-\nconstruction", "la co-construction"),
        ("peut-\nêtre", "peut-être"),
        ("Seine-\nSaint-Denis", "Seine-Saint-Denis"),
        ("porte-\nmonnaie", "porte-monnaie"),
        ("clé-\nfob et clé-fob", "clé-fob et clé-fob"),
        ("sur-\nface, une surface", "surface, une surface"),
        ("de 2010-\n2015", "de 2010-\n2015"),
    ],
)
def test_cut_words(cut: str, whole: str) -> None:
    """A word cut at the end of a line is whole again, a compound keeps its hyphen."""
    assert dehyphenate(cut) == whole


def test_a_paragraph_is_a_line() -> None:
    """Lines of one paragraph become one."""
    assert unwrap("des entre-\nprises\net des associations") == "des entreprises et des associations"


@pytest.mark.parametrize("text", ["l'e\u0301cole\u2009!", "a  \u00a0 b\r\n\x00c", "proﬂ d'ﬁn"])
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(clean(text)) == clean(text)


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    """A text made to be slow (endless words, cuts without number, comments never closed) is cleaned at once."""
    started = time.process_time()
    unwrap(clean("a" * 1_000_000))
    dehyphenate("mot cou-\npé " * 20_000)
    assert time.process_time() - started < 5
