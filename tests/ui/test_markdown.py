import re

import pytest

from ui.markdown import count_items, escape, fold, highlighted, link, safe, typeset

SOURCE = "https://www.lerameau.fr/solifap_(2014)/"


def mark(number: int) -> str:
    return f"<{number}>"


@pytest.mark.parametrize(
    "carrier",
    [
        "![vu](http://trap.invalid/p.png)",
        "![vu](<http://trap.invalid/p.png> 'x')",
        "![vu][r]\n\n[r]: http://trap.invalid/p.png",
        "[ici](http://trap.invalid/p)",
        "[ici](javascript:alert(1))",
        "[ici](data:text/html;base64,AAAA)",
        "[ici](  http://trap.invalid/p  )",
        "[![vu](http://trap.invalid/p.png)](http://trap.invalid/q)",
        "[ici][r]\n\n[r]: http://trap.invalid/p",
        "<img src=http://trap.invalid/p.png>",
        "<http://trap.invalid/p>",
        "\\[ici](http://trap.invalid/p)",
        "\\![vu](http://trap.invalid/p.png)",
        "\\\\[ici](http://trap.invalid/p)",
        "www.trap.invalid/p",
        "HTTPS://trap.invalid/p",
        "pirate@trap.invalid",
        "$\\href{http://trap.invalid}{x}$",
    ],
)
def test_nothing_leads_outside_the_sources(carrier: str) -> None:
    """Whatever an answer contains, no image is loaded and no link leads anywhere but to its sources."""
    for drawn in (safe(carrier, {SOURCE}, mark), escape(carrier), highlighted(carrier, [(0, len(carrier))])):
        plain = re.sub(r"`[^`]*`", "", re.sub(r"\\.", "", drawn))
        assert not re.search(r"\]\(|\[|<|\$|https?:|www\.|@", plain.replace(":green-background[", "")), drawn


def test_links_to_sources_stay() -> None:
    """The address of a source can be clicked in the text, even when it holds parentheses."""
    assert safe(f"[Solifap]({SOURCE})", {SOURCE}, mark) == f"[Solifap](<{SOURCE}>)"


def test_citations_become_marks() -> None:
    """A citation is drawn by the page, and held to its sentence by a space that doesn't break."""
    assert safe("Une alliance [1], un fonds[2][3].", (), mark) == "Une alliance\u00a0<1>, un fonds<2><3>."


def test_emphasis_and_lists_stay() -> None:
    """Bold words and lists are drawn as such."""
    assert safe("**12** cas :\n- un\n- deux", (), mark) == "**12** cas\u00a0:\n- un\n- deux"


def test_headings_do_not_shout() -> None:
    """A title in an answer is smaller than the page's own."""
    assert safe("# Résultats", (), mark) == "##### Résultats"


def test_amounts_are_not_formulas() -> None:
    """Two amounts in dollars are not read as a formula."""
    assert safe("de 3 $ à 5 $", (), mark) == "de 3 \\$ à 5 \\$"


def test_only_web_addresses_are_links() -> None:
    """A source whose address is not one of the web shows its title alone."""
    assert link("Solifap", "javascript:alert(1)") == "Solifap"
    assert link("Solifap", "") == "Solifap"


def test_quoted_words_are_marked() -> None:
    """The quoted words are highlighted, the others are not."""
    assert highlighted("avant le mot après", [(6, 12)]) == "avant :green-background[le mot] après"


def test_quotes_may_overlap_and_cross_lines() -> None:
    """Two quotes that share words, or a quote over two lines, highlight each word once."""
    text = "- un deux\n- trois quatre"
    assert highlighted(text, [(2, 9), (5, 17)]) == ("- :green-background[un deux]\n\n- :green-background[trois] quatre")


def test_long_lists_are_folded() -> None:
    """A long list shows its first items, keeps the others aside and loses none, nor what follows."""
    text = "Les voici :\n\n" + "\n".join(f"- cas {n}" for n in range(15)) + "\n\nFin."
    shown, folded, after = fold(text, 10)
    assert (count_items(shown), count_items(folded)) == (10, 5)
    assert after == "Fin."


def test_lists_barely_long_are_whole() -> None:
    """A list is not folded for one or two items more."""
    text = "\n".join(f"- cas {n}" for n in range(12))
    assert fold(text, 10) == (text, "", "")


def test_french_punctuation_holds_to_its_word() -> None:
    """A question mark, a guillemet or the zeros of a number never begin a line, and no character is added."""
    text = "Combien : « 100 000 » ou 6 M€ ?"
    assert typeset(text) == "Combien\u00a0: «\u00a0100\u00a0000\u00a0» ou 6\u00a0M€\u00a0?"
    assert len(typeset(text)) == len(text)
