"""Sentences of the part where documents are added."""

from typing import Final

FILES: Final = "Fichiers"
FORMATS: Final = (
    "PDF (texte ou numérisé), Word (DOCX), LibreOffice (ODT), PowerPoint (PPTX), EPUB, pages web (HTML), texte et "
    "Markdown, tableaux d’études de cas (CSV, XLSX), images de pages (PNG, JPEG, TIFF)."
)
AGAIN_REPLACES: Final = "Un fichier déjà présent sous le même nom est remplacé, pas ajouté en double."
ADDRESS: Final = "Ou l’adresse d’une page ou d’un document"
ADDRESS_EXAMPLE: Final = "https://www.lerameau.fr/…"
WHO: Final = "Votre nom (facultatif)"
WHO_HELP: Final = "Il est gardé dans l’historique, pour que l’équipe sache qui a demandé quoi."
WHEN: Final = "Et ensuite ?"
PUBLISH_NOW: Final = "Publier tout de suite"
PUBLISH_NOW_TELLS: Final = "Les réponses s’en servent dès que c’est prêt."
CHECK_FIRST: Final = "Vérifier d’abord"
CHECK_FIRST_TELLS: Final = "Un aperçu montre les réponses qui changent, puis vous publiez ou abandonnez."
ADD: Final = "Ajouter à la base"
NOTHING_TO_ADD: Final = "Choisissez au moins un fichier, ou écrivez une adresse."
ADDRESS_WRONG: Final = "L’adresse doit commencer par http:// ou https://."
SENDING: Final = "Envoi de {files}…"
ADDED: Final = "C’est noté. Vous pouvez quitter cette page : le travail continue, et se suit aussi dans « Travaux »."
YOUR_JOBS: Final = "Vos ajouts de cette visite"
CORPUS: Final = "Relire le dossier du corpus"
CORPUS_TELLS: Final = "Pour les fichiers déposés directement dans le dossier du serveur."
