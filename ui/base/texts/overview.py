"""Sentences of the overview."""

from typing import Final

from ui.texts import count

DOCUMENTS: Final = "Documents"
CASES: Final = "Études de cas"
PUBLICATIONS: Final = "Publications"
PASSAGES: Final = "Passages"
GENERATION: Final = "Version n° {number} de la base, publiée {ago} ({moment})."
SIZE: Final = "{files} gardés comme originaux, {size}."
EMPTY_BASE: Final = (
    "La base est vide : l’assistant ne peut encore répondre à rien. Commencez par ajouter des documents."
)
ADD_FIRST: Final = "Ajouter des documents"
TO_DO: Final = "Ce qui vous attend"
PREVIEW_WAITS: Final = "Une version est prête et attend d’être publiée ou abandonnée."
SEE_PREVIEW: Final = "Voir l’aperçu"
SEE_SOURCES: Final = "Voir les sources"
REVIEW_QUESTIONS: Final = "Relire les questions"
SEE_JOBS: Final = "Voir les travaux"
BY_KIND: Final = "Documents par genre"
BY_YEAR: Final = "Documents par année"
BY_THEME: Final = "Documents par thème"
COUNT: Final = "Documents"
LABEL: Final = "Libellé"
OTHERS: Final = "autres"
NO_KIND: Final = "sans genre"
THEMES_MANY: Final = "Un document compte pour chacun de ses thèmes ; les {shown} premiers de {all} sont montrés."
THEMES_FEW: Final = "Un document compte pour chacun de ses thèmes."
AS_TABLE: Final = "Lire ces chiffres en tableau"


def undated(number: int) -> str:
    """Say how many documents have no year."""
    return count(number, "document n’a pas d’année", "documents n’ont pas d’année") + "."


def missing(number: int) -> str:
    """Say how many documents wait to be taken out or kept."""
    told = ("document a disparu de sa source : à retirer ou à garder", "documents ont disparu de leur source : à trier")
    return count(number, *told) + "."


def failing(number: int) -> str:
    """Say how many sources fail."""
    return count(number, "source ne se laisse plus lire", "sources ne se laissent plus lire") + "."


def twins(number: int) -> str:
    """Say how many documents are there more than once."""
    return count(number, "document est présent", "documents sont présents") + " en plusieurs exemplaires."


def active(number: int) -> str:
    """Say how many jobs go on."""
    return count(number, "travail en cours", "travaux en cours") + "."
