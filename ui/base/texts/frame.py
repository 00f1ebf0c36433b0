"""The frame of the page: its parts, its door, what fails, and counts used everywhere."""

from typing import Final

from ui.texts import count

TITLE: Final = "Base documentaire"
PARTS: Final = {
    "vue": "Vue d’ensemble",
    "ajouter": "Ajouter",
    "travaux": "Travaux",
    "sources": "Sources",
    "apercu": "Aperçu",
    "documents": "Documents",
    "versions": "Versions",
}
"""The parts of the page, by the name that they have in its address."""
PART: Final = "Partie de la page"

INTRODUCTION: Final = (
    "C’est ici que l’on ajoute, actualise et retire les documents d’après lesquels l’assistant répond. Cette page est "
    "réservée aux personnes qui ont la clé d’éditeur."
)
KEY: Final = "Clé d’éditeur"
KEY_WHERE: Final = "Où trouver la clé ?"
KEY_HELP: Final = (
    "C’est la valeur de `RAMEAU_EDITOR_KEY` si la personne qui administre l’assistant l’a choisie. Sinon elle a été "
    "créée au premier démarrage : `rameau up` dit dans quel fichier elle se trouve."
)
ENTER: Final = "Ouvrir"
KEY_MISSING: Final = "Écrivez la clé d’éditeur."
KEY_WRONG: Final = "Cette clé n’ouvre pas la base documentaire. Vérifiez-la : majuscules et minuscules comptent."
KEY_CHANGED: Final = "La clé d’éditeur a changé. Écrivez la nouvelle pour continuer."
LEAVE: Final = "Fermer l’accès d’éditeur"
KEPT: Final = "La clé est gardée le temps de cette visite, dans cet onglet seulement."

DOWN: Final = (
    "Le service de l’assistant n’est pas joignable. Vérifiez qu’il est démarré (`make run`), puis réessayez ; les "
    "travaux en cours ne sont pas perdus."
)
SLOW: Final = "Le service met trop de temps à répondre. Regardez dans « Travaux » avant de recommencer."
CUT: Final = (
    "La liaison a été coupée en route. Regardez dans « Travaux » si la demande a été reçue avant de recommencer."
)
MISMATCH: Final = (
    "La page et le service ne se comprennent pas : ils ne sont sans doute pas de la même version. Redémarrez les deux "
    "ensemble (`make run`)."
)
FAILED: Final = (
    "L’assistant a rencontré un problème imprévu. Réessayez ; si cela se répète, signalez ce que vous faisiez à la "
    "personne qui administre l’assistant."
)
REFUSED: Final = {
    401: KEY_WRONG,
    403: KEY_WRONG,
    404: "Cela n’existe plus : quelqu’un l’a peut-être retiré entre-temps. Rechargez la page.",
    409: "La base est en train d’être mise à jour. Réessayez dans un instant.",
    413: "L’envoi est trop volumineux. Déposez moins de fichiers à la fois, ou des fichiers plus petits.",
    422: "La demande n’a pas pu être lue. Vérifiez ce que vous avez saisi.",
    503: "Le service n’est pas encore prêt. Réessayez dans un instant.",
}
RETRY: Final = "Réessayer"


def documents(number: int) -> str:
    """Count documents."""
    return count(number, "document", "documents")


def files(number: int) -> str:
    """Count files."""
    return count(number, "fichier", "fichiers")


def passages(number: int) -> str:
    """Count passages."""
    return count(number, "passage", "passages")


def pages(number: int) -> str:
    """Count pages."""
    return count(number, "page", "pages")
