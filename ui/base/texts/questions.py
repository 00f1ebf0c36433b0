"""Sentences about the questions that documents answer."""

from typing import Final

from ui.texts import count

TITLE: Final = "Questions auxquelles il répond"
TELLS: Final = (
    "Ce que les gens demanderaient, dans leurs mots : l’assistant y cherche aussi, et les propose avant la première "
    "question."
)
OF_THE_FILE: Final = "Écrites dans le document"
IN_THE_FILE: Final = "Elles se changent dans le fichier lui-même."
ACCEPTED: Final = "Ajoutées ici"
PROPOSED: Final = "Proposées par le modèle de langage, à relire"
PROPOSED_TELLS: Final = "Elles ne servent pas tant que vous ne les avez pas acceptées, corrigées ou non."
NONE: Final = "Aucune pour le moment."
QUESTION: Final = "Question"
EXAMPLE: Final = "Qui a financé la serre ?"
ACCEPT: Final = "Accepter"
REFUSE: Final = "Refuser"
ACCEPT_ALL: Final = "Tout accepter"
REFUSE_ALL: Final = "Tout refuser"
REMOVE: Final = "Retirer"
WRITE: Final = "Écrire une question"
ADD: Final = "Ajouter"
DONE: Final = "C’est noté : la base se met à jour, cela se suit dans « Travaux »."
REFUSED: Final = "Question refusée : elle ne sera plus proposée pour ce document."
ALL_REFUSED: Final = "Questions refusées : elles ne seront plus proposées pour ce document."
WAITING_TITLE: Final = "Questions à relire"
OTHERS: Final = "Les autres documents paraîtront quand ceux-ci seront relus."
REVIEW: Final = "Relire"


def waiting(number: int) -> str:
    """Count the questions that wait for an editor."""
    return count(number, "question proposée à relire", "questions proposées à relire")
