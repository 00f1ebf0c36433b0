"""A corpus of a dozen documents with their vocabulary, and the read side over it, in memory and without a model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from assistant.answers import Question, Turn
from assistant.catalogue import Catalogue
from assistant.documents import Document, Partner, Passage, Section
from assistant.lexical import TantivyIndex
from assistant.manifest import Manifest
from assistant.protocols import Reranker
from assistant.retrieval import Retrieval, Retriever
from assistant.sentence_vectors import SentenceVectors, sentence_spans
from assistant.settings import Settings
from assistant.taxonomy import Taxonomy
from assistant.testing import HashingEmbedder, InMemoryStore
from ingest.splitting import entries_of

TAXONOMY: Final = """
themes:
  - {label: Handicap, synonyms: [personnes handicapées, autisme]}
  - {label: Jeunesse et enfance, synonyms: [jeunes, enfants, youth]}
  - {label: Logement et habitat, synonyms: [mal-logement, sans-abri]}
  - {label: Énergie, synonyms: [précarité énergétique]}
  - {label: Mobilité, synonyms: [vélo, transports]}
  - {label: Alimentation, synonyms: [gaspillage alimentaire, repas]}
  - {label: Emploi et insertion, synonyms: [insertion professionnelle, chômage]}
alliance_types:
  - {label: mécénat, synonyms: [mécénat de compétences]}
  - {label: fonds, synonyms: [fonds dédié]}
kinds:
  - {label: étude de cas, synonyms: [case study]}
  - {label: rapport, synonyms: [rapports]}
  - {label: guide, synonyms: [guides]}
regions:
  - label: Bretagne
    synonyms: [breton]
    departments:
      - {label: Finistère, cities: [Brest, Quimper]}
      - {label: Ille-et-Vilaine, cities: [Rennes]}
  - label: Occitanie
    former: [Midi-Pyrénées, Languedoc-Roussillon]
    departments:
      - {label: Lot, cities: [Cahors]}
  - label: Hauts-de-France
    former: [Picardie]
    departments:
      - {label: Nord, cities: [Lille]}
  - label: Pays de la Loire
    departments:
      - {label: Loire-Atlantique, cities: [Nantes]}
sdgs:
  - {number: 3, label: Bonne santé et bien-être}
  - {number: 17, label: Partenariats pour les objectifs}
acronyms:
  - {short: PTCE, expansion: pôle territorial de coopération économique}
organisations:
  - {label: La Poste, synonyms: [Groupe La Poste]}
  - {label: Orange}
"""


def case(name: str, title: str, sections: dict[str, str], **labels: Any) -> Document:
    """Make a case study, one section for each heading."""
    return _document(f"etudes-de-cas/{name}", title, "étude de cas", sections, labels)


def publication(name: str, title: str, kind: str, sections: dict[str, str], **labels: Any) -> Document:
    """Make a publication, one section for each heading."""
    return _document(f"publications/{name}", title, kind, sections, labels)


def _document(name: str, title: str, kind: str, sections: dict[str, str], labels: dict[str, Any]) -> Document:
    url = labels.pop("url", f"https://example.org/{name}")
    parts = tuple(Section((heading,), text) for heading, text in sections.items())
    return Document(name, title, kind, url, sections=parts, **labels)


DOCUMENTS: Final = (
    case(
        "cafes",
        "Mille cafés : rouvrir les bars de village en Bretagne",
        {
            "Le défi": "Dans beaucoup de communes rurales, le dernier bar a fermé. Les habitants se croisent moins.",
            "La réponse": "Le Groupe SOS et les maires rouvrent des cafés multiservices. La commune prête les murs. "
            "Le gérant est salarié et formé pendant trois mois.",
            "Les résultats": "Dix cafés ont ouvert au début de 2021.\nUne trentaine ont ouvert en deux ans. "
            "Elle emploie 45 gérants.",
            "Les enseignements": "Le maire doit porter la candidature. Un café seul ne vit pas de la bière.",
        },
        year=2019,
        regions=("Bretagne",),
        departments=("Finistère",),
        territory="Finistère",
        themes=("Emploi et insertion",),
        alliance_type="mécénat",
        partners=(Partner("Groupe SOS", "association"), Partner("Groupe La Poste", "entreprise")),
        sdgs=(3, 17),
    ),
    case(
        "chantier-rennes",
        "Un chantier d’insertion répare les ordinateurs à Rennes",
        {
            "Le défi": "Des demandeurs d’emploi manquent de savoir-faire numériques à Rennes.",
            "La réponse": "La Poste confie ses vieux ordinateurs à un chantier d’insertion.",
            "Les résultats": "En 2022, 28 salariés en insertion ont réparé 1 400 ordinateurs.",
            "Les enseignements": "Un volume régulier de matériel rend le chantier viable.",
        },
        year=2022,
        regions=("Bretagne",),
        departments=("Ille-et-Vilaine",),
        territory="Rennes",
        themes=("Emploi et insertion",),
        alliance_type="pratiques responsables",
        partners=(Partner("La Poste", "entreprise"), Partner("Réso Solidaire", "association")),
        sdgs=(17,),
    ),
    case(
        "brest-autisme",
        "À Brest, des entreprises accueillent des salariés autistes",
        {
            "Le défi": "Les adultes autistes trouvent rarement un employeur.",
            "Les résultats": "Douze entreprises de Brest ont recruté 31 personnes handicapées.",
            "Les enseignements": "Former les équipes avant l’arrivée du salarié évite les ruptures.",
        },
        year=2023,
        regions=("Bretagne",),
        departments=("Finistère",),
        territory="Brest",
        themes=("Handicap", "Emploi et insertion"),
        alliance_type="innovation sociétale",
        partners=(Partner("Orange", "entreprise"),),
        sdgs=(3,),
    ),
    case(
        "ferme-lot",
        "La ferme des aidants : du répit pour les familles",
        {
            "Le défi": "Les parents d’enfants handicapés n’ont aucun répit.",
            "La réponse": "Une ferme du Lot accueille les enfants le samedi. Les bénévoles achètent le foin par lot.",
            "Les résultats": "La ferme reçoit 60 familles par an.",
        },
        year=2017,
        regions=("Occitanie",),
        departments=("Lot",),
        territory="Cahors",
        themes=("Handicap",),
        alliance_type="mécénat",
        partners=(Partner("Fondation Orange", "fondation"), Partner("24 bénévoles", "citoyens")),
    ),
    case(
        "mentorat-lille",
        "Un mentor pour chaque collégien de Lille",
        {
            "La réponse": "Des salariés d’Orange deviennent mentors de collégiens. Ils se voient deux heures par mois.",
            "Les résultats": "En 2015, 320 jeunes avaient un mentor. Les trois quarts ont trouvé un stage.",
        },
        year=2015,
        regions=("Hauts-de-France",),
        departments=("Nord",),
        territory="Lille",
        themes=("Jeunesse et enfance",),
        alliance_type="mécénat",
        partners=(Partner("Orange", "entreprise"),),
    ),
    case(
        "velo-nantes",
        "Le vélo pour tous : réparer ensemble à Nantes",
        {
            "Le défi": "Les vélos d’occasion dorment dans les caves.",
            "Les résultats": "L’atelier a réparé 900 vélos et reçu 40 dossiers à Nantes.",
        },
        year=2021,
        regions=("Pays de la Loire",),
        departments=("Loire-Atlantique",),
        territory="Nantes",
        themes=("Mobilité",),
        alliance_type="coopération économique",
        partners=(Partner("Nantes Métropole", "collectivité"),),
    ),
    case(
        "solifap",
        "Solifap : investir contre le mal-logement",
        {
            "Le défi": "Les associations qui luttent contre le mal-logement manquent de fonds.",
            "Les résultats": "En 2015, AG2R a investi 6 millions d’euros dans Solifap.",
            "Les enseignements": "Accepter de se laisser réorienter par le partenaire.",
        },
        year=2011,
        themes=("Logement et habitat", "Énergie"),
        alliance_type="fonds",
        partners=(Partner("AG2R La Mondiale", "entreprise"), Partner("Fondation Abbé Pierre", "fondation")),
        sdgs=(17,),
    ),
    case(
        "sans-lien",
        "Les paniers solidaires",
        {"Les résultats": "Chaque semaine, 70 familles reçoivent un panier de carottes et d’oranges."},
        url="",
        themes=("Alimentation",),
    ),
    publication(
        "guide-mecenat",
        "Guide du mécénat de compétences",
        "guide",
        {
            "De quoi s’agit-il": "Le mécénat de compétences est le prêt d’un salarié à une association sur son temps "
            "de travail. Il ouvre droit à une réduction d’impôt de 60 %.",
            "Ce qu’il faut retenir": "Une convention écrite fixe la durée de la mission.",
        },
        year=2018,
        publishers=("Le RAMEAU",),
        themes=("Emploi et insertion",),
    ),
    publication(
        "rapport-maires",
        "Ce que les maires pensent des alliances",
        "rapport",
        {
            "Ce qu’il faut retenir": "92 % des maires reconnaissent l’utilité de la co-construction. "
            "L’enquête date de 2020."
        },
        year=2020,
        publishers=("Le RAMEAU", "AMF"),
        themes=("Jeunesse et enfance",),
    ),
    publication(
        "note-ptce",
        "Note sur les coopérations économiques",
        "note",
        {"De quoi s’agit-il": "Un pôle territorial de coopération économique réunit des acteurs d’un même territoire."},
        year=2019,
        publishers=("Le RAMEAU",),
    ),
)
CASES: Final = tuple(document for document in DOCUMENTS if document.is_case)


class SpreadEmbedder(HashingEmbedder):
    """Lifts cosines to between 0.8 and 1, about where the model lies for which answerability is calibrated."""

    def embed_query(self, text: str) -> list[float]:
        """Embed the text, near to every other text."""
        return [*(value * 0.2**0.5 for value in super().embed_query(text)), 0.8**0.5]


class Shelf:
    """A knowledge base of one generation, in memory but for its word index.

    Args:
        folder: where the word index is made.
        documents: what it holds.
        number: of the generation.
    """

    def __init__(self, folder: Path, documents: Sequence[Document] = DOCUMENTS, number: int = 1) -> None:
        entries = [entry for document in documents for entry in entries_of(document)]
        catalogue = Catalogue(documents, entries)
        store = InMemoryStore()
        store.add(entries, SpreadEmbedder().embed_documents([entry.embedding_text for entry in entries]))
        lexical = TantivyIndex(folder / f"lexical-{number}", catalogue.passage, create=True)
        lexical.add(entries)
        lexical.commit()
        versions = {document.id: f"{number}-{document.id}" for document in documents}
        manifest = Manifest(number, "2026-11-25T00:00:00Z", "hashing", "hashing-384-v1", 384, 1, versions)
        self.generation = SimpleNamespace(
            number=number,
            manifest=manifest,
            catalogue=catalogue,
            store=store,
            lexical=lexical,
            sentences=sentences_of(catalogue.passages),
        )

    @contextmanager
    def current(self) -> Iterator[SimpleNamespace]:
        """Lend the only generation."""
        yield self.generation


def sentences_of(passages: Sequence[Passage]) -> SentenceVectors:
    """Give the sentences of passages under their vectors."""
    spans = [(at, *span) for at, passage in enumerate(passages) for span in sentence_spans(passage.text)]
    texts = [passages[at].text[start:end] for at, start, end in spans]
    vectors = np.asarray(SpreadEmbedder().embed_documents(texts), np.float16)
    return SentenceVectors(passages, vectors, np.asarray(spans, np.int32).reshape(-1, 3))


def retriever_over(shelf: Shelf, taxonomy: Taxonomy, reranker: Reranker | None = None, **settings: Any) -> Retriever:
    """Give the real retriever over a shelf."""
    return Retriever(shelf, SpreadEmbedder(), lambda: taxonomy, Settings(_env_file=None, **settings), reranker)


def asked(text: str, *turns: str | Turn, **filters: Any) -> Question:
    """Make a question, with the questions or turns before it and the filters that the person set."""
    question = Question(text, tuple(turn if isinstance(turn, Turn) else Turn(turn) for turn in turns))
    return replace(question, filters=replace(question.filters, **filters))


def supported(retrieval: Retrieval, probability: float = 0.9) -> Retrieval:
    """Give the retrieval with another verdict on whether the corpus answers, which rests on a model's cosines."""
    return replace(retrieval, support=replace(retrieval.support, probability=probability))
