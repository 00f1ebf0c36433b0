"""What the page writes around an answer, in the language of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Noun = tuple[str, str]
"""One and many."""


@dataclass(frozen=True, slots=True)
class AnswerTexts:
    """The words of one language."""

    understood: str
    subject_changed: str
    correct: str
    correct_label: str
    correct_help: str
    correct_send: str
    filters: str
    filters_help: str
    filter_labels: Mapping[str, str]
    """How a filter's value is written where it doesn't speak for itself."""
    abstained: str
    related: str
    answerable: str
    to_check: str
    unsupported: str
    lacking: Noun
    """What one cited passage, or several, do not hold."""
    partly: Noun
    """Why a sentence is to be checked when nothing precise is missing."""
    not_said: Noun
    uncited: str
    established_count: Noun
    to_check_count: Noun
    unsupported_count: Noun
    dropped_count: Noun
    counts_help: str


_FRENCH: Final = AnswerTexts(
    understood="J’ai compris : « {} »",
    subject_changed="Nouveau sujet : je ne tiens pas compte de ce qui précède.",
    correct="Corriger",
    correct_label="Ce que vous vouliez demander",
    correct_help="Écrivez la question entière : rien n’y sera ajouté.",
    correct_send="Poser cette question",
    filters="Filtres reconnus",
    filters_help="Retirer ce filtre et reposer la question",
    filter_labels={"sdgs": "ODD {}", "year_from": "depuis {}", "year_to": "jusqu’en {}"},
    abstained="Sans réponse dans la base",
    related="Sujets proches (ils ne répondent pas à la question)",
    answerable="La base répond à ces questions voisines",
    to_check="à vérifier",
    unsupported="non étayé",
    lacking=("le passage cité ne contient pas : {}", "les passages cités ne contiennent pas : {}"),
    partly=("le passage cité ne le dit qu’en partie", "les passages cités ne le disent qu’en partie"),
    not_said=("le passage cité ne le dit pas", "les passages cités ne le disent pas"),
    uncited="aucun passage n’est cité",
    established_count=("phrase établie", "phrases établies"),
    to_check_count=("à vérifier", "à vérifier"),
    unsupported_count=("non étayée", "non étayées"),
    dropped_count=("phrase écartée, faute de preuve", "phrases écartées, faute de preuve"),
    counts_help=(
        "Chaque phrase est comparée au passage qu’elle cite : nombres, dates, noms, négations. Établie : il le dit. "
        "À vérifier : il n’en dit qu’une partie. Non étayée : il ne le dit pas."
    ),
)
_ENGLISH: Final = AnswerTexts(
    understood="Understood as: “{}”",
    subject_changed="New subject: what was said before is left aside.",
    correct="Correct",
    correct_label="What you meant to ask",
    correct_help="Write the whole question: nothing will be added to it.",
    correct_send="Ask this question",
    filters="Recognised filters",
    filters_help="Remove this filter and ask again",
    filter_labels={"sdgs": "SDG {}", "year_from": "since {}", "year_to": "until {}"},
    abstained="No answer in the knowledge base",
    related="Nearby subjects (they do not answer the question)",
    answerable="The knowledge base answers these neighbouring questions (in French)",
    to_check="to be checked",
    unsupported="not supported",
    lacking=("the passage cited does not hold: {}", "the passages cited do not hold: {}"),
    partly=("the passage cited says only a part of it", "the passages cited say only a part of it"),
    not_said=("the passage cited does not say so", "the passages cited do not say so"),
    uncited="no passage is cited",
    established_count=("sentence established", "sentences established"),
    to_check_count=("to be checked", "to be checked"),
    unsupported_count=("not supported", "not supported"),
    dropped_count=("sentence left out for want of proof", "sentences left out for want of proof"),
    counts_help=(
        "Each sentence is compared with the passage that it cites: numbers, dates, names, negations. Established: it "
        "says so. To be checked: it says a part of it. Not supported: it does not say so."
    ),
)


def answer_texts(language: str) -> AnswerTexts:
    """Give the words for an answer's language; French where it is another one than English."""
    return _ENGLISH if language == "en" else _FRENCH
