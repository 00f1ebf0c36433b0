"""Why a document was refused and what to do about it, in French, by the code of the refusal."""

from typing import Final

REFUSALS: Final = {
    "empty": (
        "document vide, ou sans texte lisible",
        "S’il montre du texte en images, donnez-le en PDF ou en image ; sinon, écrivez-y du texte ou laissez-le.",
    ),
    "too-large": ("document trop volumineux", "Coupez-le en plusieurs documents."),
    "encoding": ("ce n’est pas du texte en UTF-8", "Enregistrez-le en UTF-8."),
    "front-matter": ("en-tête illisible", "Corrigez les lignes entre les deux « --- » du début."),
    "duplicate": ("deux documents ont le même nom", "Renommez l’un des deux."),
    "outside": ("le lien mène hors du corpus", "Copiez le document dans le dossier."),
    "unreadable": ("lecture impossible", "Vérifiez que le fichier s’ouvre et que ses droits le permettent."),
    "file-name": ("nom de fichier inutilisable", "Renommez-le avec des lettres, des chiffres et des tirets."),
    "password": ("protégé par un mot de passe", "Enregistrez-le sans mot de passe, puis déposez-le à nouveau."),
    "damaged": ("fichier abîmé ou incomplet", "Téléchargez-le ou exportez-le à nouveau, puis déposez cette copie."),
    "format": (
        "format non reconnu",
        "Déposez un PDF, un document Word, LibreOffice, PowerPoint ou EPUB, une page HTML, un tableau CSV ou Excel, du "
        "texte, ou une image de page.",
    ),
    "crashed": (
        "la lecture s’est arrêtée brusquement",
        "Exportez le document en PDF, puis déposez ce PDF. Si cela se répète, signalez ce fichier.",
    ),
    "too-slow": ("la lecture prend trop de temps", "Coupez-le en plusieurs documents, ou exportez-le en PDF."),
    "too-much-memory": ("la lecture demande trop de mémoire", "Coupez-le en plusieurs documents."),
    "too-many-pages": ("trop de pages", "Coupez-le en plusieurs documents."),
    "columns": (
        "colonnes inconnues",
        "Nommez les colonnes de la première ligne comme les champs des fiches : title, year, themes…",
    ),
    "ocr-failed": (
        "la reconnaissance de texte a échoué",
        "Réessayez. Si cela recommence, numérisez la page de nouveau, droite et en 300 points par pouce.",
    ),
    "ocr-missing": (
        "page numérisée, et la reconnaissance de texte n’est pas installée",
        "Demandez à la personne qui administre l’assistant d’installer tesseract et sa langue française.",
    ),
    "address": ("adresse illisible", "Copiez l’adresse entière depuis la barre du navigateur : https://…"),
    "forbidden-address": (
        "adresse du réseau interne, interdite",
        "Déposez le fichier, ou demandez que cet hôte soit autorisé (RAMEAU_FETCH_ALLOW).",
    ),
    "unreachable": ("le site ne répond pas", "Vérifiez l’adresse ; si elle est juste, réessayez plus tard."),
    "timeout": ("le site met trop de temps à répondre", "Réessayez plus tard, ou déposez le fichier."),
    "http": ("le site a répondu par une erreur", "Ouvrez l’adresse dans un navigateur : marche-t-elle encore ?"),
    "gone": ("la page n’existe plus", "Cherchez sa nouvelle adresse, ou supprimez le document de la base."),
    "redirects": ("l’adresse renvoie sans fin vers d’autres", "Donnez l’adresse sur laquelle le navigateur s’arrête."),
    "login": ("la page demande de se connecter", "Téléchargez le document depuis votre compte, puis déposez-le."),
    "robots": ("le site interdit cette page aux programmes", "Avec l’accord du site, déposez le fichier."),
    "listing": ("rien n’est annoncé à cette adresse", "Ouvrez-la ; si le site l’a déplacée, corrigez sources.yaml."),
    "not-a-document": ("une page web à la place d’un fichier", "Ouvrez l’adresse : le fichier a pu être déplacé."),
    "unavailable": (
        "ce qui lit ce format n’est pas installé",
        "Demandez à la personne qui administre l’assistant de le réinstaller.",
    ),
    "error": (
        "l’assistant a rencontré un problème imprévu",
        "Réessayez ; si cela se répète, signalez ce document à la personne qui administre l’assistant.",
    ),
}
"""What is wrong and what to do."""
UNKNOWN: Final = ("ce document n’a pas pu être lu", "Réessayez avec une autre copie du fichier, ou un export en PDF.")


def refusal(code: str, reason: str = "", detail: str = "") -> tuple[str, str]:
    """Say why a document was refused and what to do.

    Args:
        code: of the refusal.
        reason: in English, shown for codes without a sentence here: better than nothing.
        detail: what the reason is about.
    """
    known = REFUSALS.get(code)
    why, remedy = known or UNKNOWN
    more = (detail if known else " ".join(filter(None, (reason, detail)))).rstrip(".")
    return (f"{why} : {more}" if more else why), remedy
