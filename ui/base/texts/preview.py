"""Sentences of the preview."""

from typing import Final

from ui.texts import count

NO_PREVIEW: Final = (
    "Rien n’attend d’être publié. Pour voir un aperçu avant publication, choisissez « Vérifier d’abord » en ajoutant "
    "un document."
)
PREVIEW_OF: Final = "Version n° {number}, prête {ago}. Les réponses viennent encore de la version n° {base}."
PREVIEW_FIRST: Final = "Première version de la base, prête {ago}."
PUBLISH: Final = "Publier"
DROP: Final = "Abandonner"
PUBLISHED: Final = "La version est publiée : l’assistant répond avec elle."
DROPPED: Final = "La version est abandonnée : rien n’a changé dans les réponses."
DOCUMENTS_CHANGE: Final = "Documents"
ADDED_DOCUMENTS: Final = ("ajouté", "ajoutés")
CHANGED_DOCUMENTS: Final = ("modifié", "modifiés")
REMOVED_DOCUMENTS: Final = ("retiré", "retirés")
COMPARING: Final = (
    "Les questions de référence sont en train d’être posées aux deux versions. Le résultat s’affichera ici ; vous "
    "pouvez aussi publier sans attendre."
)
QUESTIONS_CHANGE: Final = "Réponses qui changent"
NO_QUESTIONS: Final = "Aucune question de référence n’a été posée : il n’y en a pas dans le corpus, ou rien à comparer."
NO_CHANGE: Final = "Aucune réponse ne change, sur {questions}."
BEFORE: Final = "Avant"
AFTER: Final = "Après"
ABSTAINED: Final = "Sans réponse dans la base"
ONLY_CITATIONS: Final = "seules les sources changent"
NOW_ANSWERED: Final = "répond désormais"
NOW_ABSTAINED: Final = "ne répond plus"
TEXT_CHANGES: Final = "la réponse change"
CITED: Final = "Documents cités"
FIGURES: Final = "Qualité mesurée"
FIGURES_TELL: Final = "Les mêmes questions, posées à la version d’aujourd’hui et à celle qui attend."
FIGURE: Final = "Mesure"
CHANGE: Final = "Écart"
FIGURE_NAMES: Final = {
    "first_5": "Le bon document est parmi les 5 premières sources",
    "first_1": "Le bon document est la première source",
    "cites": "La réponse cite le bon document",
    "abstains": "S’abstient quand la base ne sait pas",
    "refused": "Refuse à tort de répondre",
    "list_recall": "Listes : part des documents attendus qui sont cités",
    "list_precision": "Listes : part des documents cités qui sont attendus",
    "p50_ms": "Temps de réponse médian",
    "p95_ms": "Temps de réponse, 95 fois sur 100",
}
LESS_IS_BETTER: Final = frozenset({"refused"})
SAME: Final = "="
BETTER: Final = "mieux"
WORSE: Final = "moins bien"
NO_DOCUMENT: Final = "Aucun document ne change."
ADD: Final = "Ajouter des documents"
SOME_CHANGE: Final = "{changed} sur {questions}."
MORE_QUESTIONS: Final = "Voir les questions suivantes"
OF_HELD: Final = " (sur {held} : celles du bilan restent à part, les autres sont rejouées en nombre limité)"
POINTS: Final = "pt"


def questions(number: int, held: int = 0) -> str:
    """Count the reference questions that were asked, of all there are."""
    told = count(number, "question de référence posée", "questions de référence posées")
    return told + (OF_HELD.format(held=held) if held > number else "")


def changed(number: int, names: tuple[str, str]) -> str:
    """Count the documents that change in one way."""
    return count(number, f"document {names[0]}", f"documents {names[1]}")


def others(number: int) -> str:
    """Say how many are not named."""
    return "… et " + count(number, "autre", "autres")
