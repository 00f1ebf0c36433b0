"""Sentences of the part where jobs are followed."""

from typing import Final

from ui.texts import count

NO_JOB: Final = "Aucun travail pour le moment. Ajoutez un document ou actualisez une source : tout se suivra ici."
ACTIVE: Final = "En cours"
HISTORY: Final = "Historique"
NOTHING_ACTIVE: Final = "Rien n’est en cours."
ASKED_BY: Final = "demandé par {who}, {ago}"
ASKED: Final = "demandé {ago}"
TOOK: Final = "en {duration}"
GENERATION_SHORT: Final = "version n° {number}"
DETAILS: Final = "Détail par document"
CANCEL: Final = "Annuler"
CANCELLED: Final = "Annulation demandée : ce qui est déjà publié reste."
RETRY_ALL: Final = "Réessayer ce qui a été refusé"
START_AGAIN: Final = "Recommencer"
RETRY_ONE: Final = "Réessayer"
RETRIED: Final = "Un nouvel essai a commencé."
PROBLEMS: Final = "Documents refusés"
REMEDY: Final = "**Que faire ?** {remedy}"
COLUMN_DOCUMENT: Final = "Document"
COLUMN_STATE: Final = "État"
COLUMN_PAGES: Final = "Pages"
COLUMN_OUTCOME: Final = "Résultat"
MORE: Final = "Voir les suivants"
NO_DOCUMENTS: Final = "Aucun document n’a été touché."
IS_DONE: Final = "C’est dans la base : l’assistant s’en sert pour répondre."
IS_UNCHANGED: Final = "Rien de nouveau : la base avait déjà ces documents, tels quels."
IS_READY: Final = "C’est prêt. Regardez ce qui changerait, puis publiez ou abandonnez."
SEE_PREVIEW: Final = "Voir l’aperçu"


def wrong(number: int) -> str:
    """Count the documents that were refused or failed."""
    return count(number, "refusé", "refusés")
