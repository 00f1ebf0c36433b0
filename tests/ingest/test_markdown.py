import pytest

from assistant.documents import Partner, Section
from ingest.readers.markdown import read_markdown
from ingest.report import DocumentRefusedError

CASE = """---
title: "SOLIFAP : l'investissement solidaire"
kind: étude de cas
url: https://www.lerameau.fr/solifap
source_urls: [https://www.lerameau.fr/solifap]
language: fr
year: 2014
publishers: [Le RAMEAU]
partners:
  - {name: Fondation Abbé Pierre, type: fondation}
  - name: Emmaüs
themes: [logement, finance solidaire]
territory: France
regions: [Bretagne]
departments: [Finistère]
alliance_type: catalyseur territorial
sdgs: [1, 11]
rameau_link: suivi
licence: CC-BY
provenance: site de l'association
unknown_label: passed over
---
## Le défi

Le mal-logement touche **quatre millions** de
personnes, selon [la Fondation](https://x.fr).

## Les résultats

- 10 ouvertures au début de 2021
- une trentaine
  en deux ans

### En chiffres

| Année | Nombre |
|---|---|
| 2020 | 1 500 |

## Sources

- <https://www.lerameau.fr/solifap>
"""


def test_labels_and_sections_of_a_case() -> None:
    """Every label of the front matter is kept, and the text is plain, cut at its headings."""
    document = read_markdown(CASE.encode(), "etudes-de-cas/solifap")
    assert document.id == "etudes-de-cas/solifap"
    assert document.title == "SOLIFAP : l’investissement solidaire"
    assert (document.kind, document.year, document.sdgs) == ("étude de cas", 2014, (1, 11))
    assert document.partners == (Partner("Fondation Abbé Pierre", "fondation"), Partner("Emmaüs", "autre"))
    assert (document.themes, document.regions) == (("logement", "finance solidaire"), ("Bretagne",))
    assert (document.departments, document.alliance_type) == (("Finistère",), "catalyseur territorial")
    assert document.provenance == "site de l’association"
    assert document.is_case
    assert document.sections == (
        Section(("Le défi",), "Le mal-logement touche quatre millions de personnes, selon la Fondation."),
        Section(("Les résultats",), "10 ouvertures au début de 2021\nune trentaine en deux ans"),
        Section(("Les résultats", "En chiffres"), "Année\nNombre\n2020\n1 500"),
        Section(("Sources",), "https://www.lerameau.fr/solifap"),
    )


def test_any_markdown_file_is_a_document() -> None:
    """Without front matter, the first heading is the title and the rest has defaults."""
    document = read_markdown(b"# Mon guide\n\nBonjour.\n\n## Suite\n\nEncore.", "docs/guide")
    assert (document.title, document.kind, document.url, document.language) == ("Mon guide", "document", "", "fr")
    assert document.sections == (Section((), "Bonjour."), Section(("Suite",), "Encore."))


def test_file_name_is_the_last_resort() -> None:
    """A text without any heading is called as its file."""
    assert read_markdown(b"Bonjour.", "notes/compte-rendu_2020").title == "compte rendu 2020"


def test_several_top_headings_are_sections() -> None:
    """Where the front matter has the title, top-level headings that say something else stay."""
    document = read_markdown(b"---\ntitle: T\n---\n# Un\n\na\n\n# Deux\n\nb", "x")
    assert document.sections == (Section(("Un",), "a"), Section(("Deux",), "b"))


def test_title_repeated_as_heading_is_no_section() -> None:
    """A title written in the front matter and again as a heading is there once."""
    document = read_markdown("---\ntitle: L'été\n---\n# L’été\n\na\n\n# Deux\n\nb".encode(), "x")
    assert document.sections == (Section((), "a"), Section(("Deux",), "b"))


def test_marks_of_markdown_are_not_quoted() -> None:
    """Emphasis, code, images, HTML and line breaks leave only words."""
    text = "A *b* `c` ![d](e.png) <b>f</b> &amp; g  \nh\n\n> i\n\n```\nj\n```\n\n<!-- k -->\n<div>l &amp; m</div>\n"
    assert read_markdown(text.encode(), "x").sections[0].text == "A b c d f & g\nh\ni\nj\nl & m"


def test_rules_across_the_page_are_no_front_matter() -> None:
    """Words between two lines of dashes are text like any other; a lone line of dashes too."""
    assert read_markdown(b"---\n\nmots\n\n---\nsuite", "x").sections[0].text == "mots\nsuite"
    assert read_markdown(b"---\n\nmots", "x").sections[0].text == "mots"


def test_windows_files_are_read() -> None:
    """A byte order mark and Windows line ends make no difference."""
    document = read_markdown(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nun\r\ndeux\r\n", "x")
    assert (document.title, document.sections[0].text) == ("T", "un deux")


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (b"caf\xe9 noir", "encoding", "3"),
        (b"a\x00b", "encoding", ""),
        (b"", "empty", ""),
        (b"---\ntitle: T\n---\n\n## Titre seul\n", "empty", ""),
        (b"---\ntitle: [a\n---\nx", "front-matter", "yaml"),
        (b"---\n- a\n- b\n---\nx", "front-matter", "yaml"),
        (b"---\nyear: soon\n---\nx", "front-matter", "year"),
        (b"---\nthemes: emploi\n---\nx", "front-matter", "themes"),
        (b"---\nsdgs: [18]\n---\nx", "front-matter", "sdgs.0"),
        (b"---\nurl: 'javascript:alert(1)'\n---\nx", "front-matter", "url"),
        (b"---\npartners: [{type: fondation}]\n---\nx", "front-matter", "partners.0.name"),
        (b"---\ntitle: {a: b}\n---\nx", "front-matter", "title"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str, detail: str) -> None:
    """The author of a faulty document is told what is wrong, where, and what to do."""
    with pytest.raises(DocumentRefusedError) as refused:
        read_markdown(content, "x")
    assert (refused.value.code, refused.value.detail) == (code, detail)
    assert refused.value.reason.endswith(".")
    assert refused.value.remedy.endswith(".")
