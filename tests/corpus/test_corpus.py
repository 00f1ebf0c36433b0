"""The corpus that the project ships is whole, well labelled, and says where each text comes from."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

CORPUS = Path(__file__).parents[2] / "corpus"
CASE_SECTIONS = ["Le défi", "La réponse", "Les résultats", "Les enseignements", "Les partenaires", "Sources"]
PUBLICATION_SECTIONS = ["De quoi s’agit-il", "Ce qu’il faut retenir", "Pour aller plus loin"]
NOTION_SECTIONS = ["En bref", "Ce que dit la loi ou l’usage", "À ne pas confondre", "Pour aller plus loin", "Sources"]
RAMEAU_SECTION = "Ce qu’en dit Le RAMEAU"
"""In the sheet of a notion, where a page tells what Le RAMEAU says of it."""
ABOUT = "à propos"
POINTING_BACK = re.compile(r"(?:Il|Elle|Ils|Elles|Ce|Cet|Cette|Ces|Celui-ci|Celle-ci|Cela|Ceci|Leurs?)\b(?!-)")


def load_yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


@cache
def taxonomy() -> dict[str, Any]:
    return load_yaml((CORPUS / "taxonomie.yaml").read_text(encoding="utf-8"))


@cache
def documents() -> dict[str, tuple[dict[str, Any], str]]:
    """Read every document: its id, its front matter and its body."""
    found = {}
    for folder in ("publications", "etudes-de-cas", "notions"):
        for path in sorted((CORPUS / folder).glob("*.md")):
            _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
            found[f"{folder}/{path.stem}"] = (load_yaml(front_matter), body)
    return found


def labels(facet: str) -> set[str]:
    return {entry["label"] for entry in taxonomy()[facet]}


def departments_by_region() -> dict[str, set[str]]:
    return {region["label"]: {d["label"] for d in region["departments"]} for region in taxonomy()["regions"]}


def sections(body: str) -> dict[str, str]:
    """Map each heading of the body to the text under it."""
    _, *parts = body.split("\n## ")
    return {heading: text.strip() for heading, _, text in (part.partition("\n") for part in parts)}


def expected_sections(fields: dict[str, Any], found: dict[str, str]) -> list[str]:
    if fields["kind"] == "étude de cas":
        return CASE_SECTIONS
    if fields["kind"] == "notion":
        return [*NOTION_SECTIONS[:2], *([RAMEAU_SECTION] if RAMEAU_SECTION in found else []), *NOTION_SECTIONS[2:]]
    return list(found) if fields["kind"] == ABOUT else PUBLICATION_SECTIONS


def notions() -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """Give each sheet of a notion: its front matter and its sections."""
    return {i: (fields, sections(body)) for i, (fields, body) in documents().items() if fields["kind"] == "notion"}


def test_the_corpus_holds_every_publication_and_every_case_study() -> None:
    """Nobody can lose a document of the corpus without noticing."""
    counts = Counter(identifier.split("/")[0] for identifier in documents())
    assert counts["publications"] >= 160
    assert counts["etudes-de-cas"] >= 341
    assert counts["notions"] >= 34


def test_each_front_matter_follows_the_schema() -> None:
    """A person who adds a document learns which field is wrong, and why."""
    validator = Draft202012Validator(json.loads((CORPUS / "schema.json").read_text(encoding="utf-8")))
    problems = [
        f"{identifier}: {'/'.join(map(str, error.path))}: {error.message}"
        for identifier, (fields, _) in documents().items()
        for error in validator.iter_errors(fields)
    ]
    assert not problems, "\n".join(problems[:20])


def test_the_schema_refuses_a_document_that_is_not_complete() -> None:
    """A case study without partners or a publication without publishers is refused."""
    validator = Draft202012Validator(json.loads((CORPUS / "schema.json").read_text(encoding="utf-8")))
    case, _ = documents()["etudes-de-cas/solifap"]
    publication, _ = documents()["publications/le-rameau"]
    for fields, name in ((case, "partners"), (publication, "publishers"), (case, "themes"), (case, "provenance")):
        assert not validator.is_valid({k: v for k, v in fields.items() if k != name}), name
    assert not validator.is_valid({**case, "auteur": "quelqu’un"})
    assert not validator.is_valid({**case, "kind": "poème"})


@pytest.mark.parametrize("facet", ["themes", "regions"])
def test_each_label_is_in_the_vocabulary(facet: str) -> None:
    """A filter by theme or by region never misses a document because of its spelling."""
    known = labels(facet)
    strange = {
        (i, label) for i, (fields, _) in documents().items() for label in fields.get(facet, []) if label not in known
    }
    assert not strange


def test_each_department_lies_in_a_region_of_its_document() -> None:
    """A case found by its department is found by its region too."""
    by_region = departments_by_region()
    strange = {
        (identifier, department)
        for identifier, (fields, _) in documents().items()
        for department in fields.get("departments", [])
        if not any(department in by_region[region] for region in fields.get("regions", []))
    }
    assert not strange


def test_the_vocabulary_knows_every_french_region_department_and_goal() -> None:
    """People ask by place and by goal: 18 regions, 101 departments, 17 goals, each once."""
    departments = [d for region in taxonomy()["regions"] for d in region["departments"]]
    assert len(labels("regions")) == 18
    assert len({d["code"] for d in departments}) == len({d["label"] for d in departments}) == 101
    assert [goal["number"] for goal in taxonomy()["sdgs"]] == list(range(1, 18))


@pytest.mark.parametrize("facet", ["themes", "alliance_types", "kinds", "partner_types", "organisations"])
def test_no_synonym_means_two_things(facet: str) -> None:
    """A word that people type leads to one label of a facet."""
    owners: dict[str, set[str]] = {}
    for entry in taxonomy()[facet]:
        for word in (entry["label"], *entry.get("synonyms", [])):
            owners.setdefault(word.casefold(), set()).add(entry["label"])
    assert not {word: found for word, found in owners.items() if len(found) > 1}


def test_each_organisation_is_named_in_a_document() -> None:
    """Asking for a partner by any of its names finds the documents that name it."""
    names = {
        name.casefold()
        for fields, _ in documents().values()
        for name in (*(partner["name"] for partner in fields.get("partners", [])), *fields.get("publishers", []))
    }
    assert not [label for label in labels("organisations") if not any(label.casefold() in name for name in names)]


def test_no_city_stands_in_two_departments() -> None:
    """A question about a town looks in one department only."""
    places = Counter(
        city.casefold() for region in taxonomy()["regions"] for d in region["departments"] for city in d["cities"]
    )
    assert not {place for place, count in places.items() if count > 1}


def test_each_body_has_its_sections_and_none_is_empty() -> None:
    """A reader always finds the challenge, the answer, the results… in the same place."""
    wrong = {}
    for identifier, (fields, body) in documents().items():
        found = sections(body)
        if not found or list(found) != expected_sections(fields, found) or not all(found.values()):
            wrong[identifier] = list(found)
    assert not wrong


def test_each_body_opens_with_its_title() -> None:
    """The title that is read in the text is the one that is cited."""
    wrong = {i for i, (fields, body) in documents().items() if not body.strip().startswith(f"# {fields['title']}\n")}
    assert not wrong


def test_folder_and_kind_agree() -> None:
    """Case studies are in their folder, notions in theirs, publications in theirs."""
    folders = {"étude de cas": "etudes-de-cas", "notion": "notions", ABOUT: "notions"}
    wrong = {
        identifier
        for identifier, (fields, _) in documents().items()
        if identifier.split("/")[0] != folders.get(fields["kind"], "publications")
    }
    assert not wrong


def test_no_document_is_there_twice() -> None:
    """Two documents never bear the same title and link, and never the same title in one folder."""
    twins = Counter((fields["title"], fields.get("url")) for fields, _ in documents().values())
    titles = Counter((i.split("/")[0], fields["title"].casefold()) for i, (fields, _) in documents().items())
    assert not [key for key, count in (*twins.items(), *titles.items()) if count > 1]


def test_each_document_cites_its_page_first_and_each_page_once() -> None:
    """The link under an answer is among the sources; http and https twins are one page."""
    wrong = set()
    for identifier, (fields, _) in documents().items():
        pages = [
            u.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
            for u in fields.get("source_urls", [])
        ]
        if fields.get("url") != next(iter(fields.get("source_urls", [])), None) or len(pages) != len(set(pages)):
            wrong.add(identifier)
    assert not wrong


def test_no_case_is_said_to_come_from_the_impact_data_base() -> None:
    """Cases documented elsewhere are never presented as sheets of Le RAMEAU's data base."""
    unsaid = {
        identifier
        for identifier, (fields, _) in documents().items()
        if fields["kind"] == "étude de cas" and "n’est pas une fiche de la base IMPACT" not in fields["provenance"]
    }
    assert not unsaid


def test_sentences_end_and_are_well_spaced() -> None:
    """A sentence quoted alone is a sentence: capital, full stop, no double space, French apostrophes."""
    wrong = []
    for identifier, (_, body) in documents().items():
        shown = {h: t for h, t in sections(body).items() if h not in {"Sources", "Pour aller plus loin"}}
        for line in "\n".join(shown.values()).splitlines():
            text = line.removeprefix("- ").strip()
            if text and (
                not text.endswith((".", "!", "?", "…", "»"))
                or text[0].islower()
                or "'" in text
                or "  " in text
                or ".." in text.replace("…", "")
            ):
                wrong.append(f"{identifier}: {text}")
        assert "de Le RAMEAU" not in body, identifier
    assert not wrong, "\n".join(wrong[:20])


def test_each_resource_of_the_practical_sheet_has_its_document() -> None:
    """Every resource named in Le RAMEAU's 2020 sheet is in the corpus, under the id that the questions expect."""
    questions = load_yaml((Path(__file__).parent / "ressources_fiche.yaml").read_text(encoding="utf-8"))
    missing = [q["document"] for q in questions if q["document"] not in documents()]
    assert len(questions) >= 15
    assert not missing
    assert all(documents()[q["document"]][0]["url"] == q["url"] for q in questions)


def test_each_notion_is_defined_by_a_first_sentence_that_stands_alone() -> None:
    """Asking what a notion is gives one sentence that names it: « La co-construction est… »."""
    wrong = {}
    for identifier, (fields, found) in notions().items():
        name = re.split(r"[ ,(’]", fields["title"])[0].casefold().removesuffix("s")
        first = re.sub(r"^(?:Les? |La |L’|Une? )", "", found["En bref"]).casefold()
        if not first.startswith(name) or not re.search(r"\b(?:est|sont)\b", first.partition(".")[0]):
            wrong[identifier] = found["En bref"][:60]
    assert not wrong


def test_no_sentence_of_a_notion_points_back_to_the_one_before() -> None:
    """Each sentence can be quoted by itself: none opens with « il » or « cette »."""
    wrong = [
        f"{identifier}: {sentence}"
        for identifier, (_, body) in documents().items()
        if identifier.startswith("notions/")
        for line in body.splitlines()
        for sentence in re.split(r"(?<=[.!?]) ", line.removeprefix("- "))
        if POINTING_BACK.match(sentence)
    ]
    assert not wrong, "\n".join(wrong[:20])


def test_each_notion_is_short_sourced_and_asked_for_in_lay_words() -> None:
    """A sheet is read in two minutes, lists the pages it rests on, and knows how people would ask for it."""
    wrong = {}
    for identifier, (fields, found) in notions().items():
        shown = " ".join(text for heading, text in found.items() if heading in (*NOTION_SECTIONS[:3], RAMEAU_SECTION))
        words, questions = len(re.findall(r"\w+", shown)), fields["questions"]
        listed = re.findall(r"^- <(\S+)>$", found["Sources"], re.MULTILINE)
        asked = 3 <= len(questions) <= 5 and all(question.endswith(" ?") for question in questions)
        if not 120 <= words <= 350 or not asked or listed != fields["source_urls"]:
            wrong[identifier] = (words, len(questions), len(listed))
    assert not wrong


def test_each_notion_leads_to_documents_of_the_corpus() -> None:
    """What is named to read next can be found under that name."""
    titles = {fields["title"] for fields, _ in documents().values()}
    lost = {
        f"{identifier}: {line}"
        for identifier, (_, found) in notions().items()
        for line in found["Pour aller plus loin"].splitlines()
        if line.removeprefix("- À lire dans le corpus : ") not in titles
    }
    assert not lost


def test_each_kind_of_document_can_be_asked_for() -> None:
    """Every kind is in the vocabulary, except the one of the page about the assistant: « à propos de » is no kind."""
    assert {fields["kind"] for fields, _ in documents().values()} - {ABOUT} <= labels("kinds")
