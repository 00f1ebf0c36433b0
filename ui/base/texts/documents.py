"""Sentences of the part where documents are searched and opened."""

from typing import Final

from ui.texts import count

SEARCH: Final = "Chercher"
SEARCH_EXAMPLE: Final = "Mots du titre, du texte, d’un thème, d’une région, d’un partenaire…"
FILTER_KIND: Final = "Genre"
FILTER_YEAR: Final = "Années"
FILTER_SOURCE: Final = "Provenance"
ALL: Final = "Tous"
ALL_SOURCES: Final = "Toutes"
ORIGINS: Final = {"": "dossier du corpus", "depot": "fichiers déposés", "adresse": "adresses ajoutées"}
NONE_FOUND: Final = "Aucun document ne correspond. Essayez d’autres mots, ou retirez un filtre."
BACK: Final = "Retour à la liste"
GONE: Final = "Ce document n’est plus dans la base."
LABELS: Final = {
    "kind": "Genre",
    "year": "Année",
    "published": "Date",
    "publishers": "Éditeur",
    "partners": "Partenaires",
    "themes": "Thèmes",
    "territory": "Territoire",
    "regions": "Régions",
    "departments": "Départements",
    "alliance_type": "Type d’alliance",
    "sdgs": "ODD",
    "language": "Langue",
    "licence": "Licence",
    "provenance": "Provenance",
}
FILE_LABELS: Final = {
    "origin": "Vient de",
    "name": "Fichier ou adresse",
    "format": "Format",
    "size": "Taille",
    "pages": "Pages",
    "added": "Ajouté",
    "seen": "Vu à la source",
    "id": "Identifiant",
}
LABEL_TITLE: Final = "Étiquettes"
FILE_TITLE: Final = "Fichier"
PAGES_TITLE: Final = "Pages"
PASSAGES_TITLE: Final = "Passages"
PAGE_IMAGE: Final = "Image de la page {page} de « {title} »"
NO_PAGE_IMAGE: Final = "L’image de cette page n’est pas disponible."
PASSAGES_OF_PAGE: Final = "Passages de cette page seulement"
NO_PASSAGE: Final = "Aucun passage."
DOWNLOAD: Final = "Télécharger l’original"
DELETE: Final = "Supprimer…"
DELETE_SURE: Final = "Retirer « {title} » de la base ? L’assistant ne s’en servira plus pour répondre."
DELETE_CORPUS: Final = "Son fichier reste dans le dossier du corpus, mais il ne sera plus lu."
DELETE_ROW: Final = "Seule cette ligne est retirée ; les autres lignes de « {name} » restent."
DELETE_YES: Final = "Oui, supprimer"
DELETED: Final = "Suppression de « {title} » demandée : elle se suit dans « Travaux »."
OPEN: Final = "Ouvrir"
OPEN_SOURCE: Final = "Voir à la source"
LANGUAGES: Final = {"fr": "français", "en": "anglais", "es": "espagnol", "de": "allemand", "it": "italien"}
FORMATS: Final = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "LibreOffice",
    "application/epub+zip": "EPUB",
    "text/html": "page web",
    "text/plain": "texte",
    "text/markdown": "Markdown",
    "text/csv": "tableau CSV",
    "image/png": "image PNG",
    "image/jpeg": "image JPEG",
    "image/tiff": "image TIFF",
}


def results(number: int) -> str:
    """Count the documents found."""
    return count(number, "document trouvé", "documents trouvés")


def pages(number: int) -> str:
    """Count pages."""
    return count(number, "page", "pages")


def page_of(pages: int) -> str:
    """Ask for one of so many pages."""
    return f"Page, de 1 à {pages}"
