"""Sentences of the part about generations."""

from typing import Final

VERSIONS_TELL: Final = (
    "Chaque publication fait une version entière de la base. Les dernières sont gardées : on peut y revenir d’un clic, "
    "sans rien perdre des autres."
)
NO_VERSION: Final = "Aucune version pour le moment : ajoutez des documents pour créer la première."
VERSION: Final = "Version n° {number}"
CURRENT: Final = "en service"
GO_BACK: Final = "Y revenir…"
GO_BACK_SURE: Final = (
    "Servir à nouveau la version n° {number} ({documents}) ? Les questions en cours se terminent avec la version "
    "d’aujourd’hui, les suivantes utiliseront celle-là."
)
GO_BACK_YES: Final = "Oui, revenir à la version n° {number}"
WENT_BACK: Final = "La version n° {number} est de nouveau en service."
MADE: Final = "créée {ago} ({moment})"
ADD: Final = "Ajouter des documents"
