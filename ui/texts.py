"""Every sentence that a person sees, on the page and on the command line, in French."""

from collections.abc import Sequence
from datetime import date

from assistant.documents import Passage

# --- The page ---------------------------------------------------------------------------------------------------------

APP_NAME = "Assistant RAMEAU"
WELCOME = (
    "Posez une question sur les alliances d’intérêt général : l’assistant répond à partir des publications et des "
    "études de cas réunies autour du RAMEAU, et chaque phrase renvoie au passage qui la prouve."
)
SUGGESTIONS = "Pour commencer"
ASK = "Posez votre question…"
ASK_DOWN = "L’assistant ne répond pas pour le moment"
NEW_CONVERSATION = "Nouvelle conversation"
CHAT = "Conversation"
BASE = "Base documentaire"
ABOUT = "À propos"
RETRY = "Réessayer"
ASK_AGAIN = "Poser à nouveau"
STOP = "Arrêter"
STOPPED = "Réponse interrompue."
SEARCHING = "Recherche dans la base…"
WRITING = "Rédaction de la réponse…"
OPEN_SOURCE = "Ouvrir la source"
SEE_PAGE = "Voir la page"
PAGE_TITLE = "Page {page}"
PAGE_ALT = "Image de la page {page} de « {title} »"
PAGE_MISSING = "L’image de cette page n’est pas disponible pour le moment."
PAGE_MARKED = "Les mots cités sont encadrés quand ils ont été retrouvés sur la page."
RECOGNITIONS = {"ocr": "texte reconnu par OCR", "ocr-doubtful": ":orange[texte reconnu par OCR, à vérifier]"}
"""How the text of a passage was got, where it was not written in the file."""
NO_SOURCE_LINK = "Ce document n’a pas d’adresse publique."
COPY = "Copier avec les sources"
COPIED = "Copié"
COPIED_SOURCES = "Sources :"
THIS_CONVERSATION = "Retrouver, partager ou effacer cette conversation"
CONVERSATION_KEPT = (
    "Cette conversation est gardée {days} après la dernière question. **Qui en a le lien peut la lire et l’effacer**, "
    "sans mot de passe : ne le donnez qu’aux personnes qui peuvent la voir."
)
COPY_LINK = "Copier le lien de cette conversation"
LINK_COPIED = "Lien copié"
ERASE = "Effacer cette conversation"
ERASE_WARNING = "Les questions et les réponses seront effacées pour tous ceux qui en ont le lien, sans retour possible."
ERASE_CONFIRMED = "Effacer pour de bon"
ERASED = "La conversation est effacée."
RECENT = "Conversations de cet onglet"
CONVERSATION_GONE = (
    "Cette conversation n’existe pas, a été effacée ou n’est plus conservée. Posez votre question pour en commencer "
    "une nouvelle."
)
NEWER_SOURCE = "Une version plus récente de cette source est dans la base{since}. Ci-dessous, le texte cité ce jour-là."
SINCE = " depuis le {}"
GONE_SOURCE = "Cette source n’est plus dans la base. Ci-dessous, le texte cité ce jour-là."
NEWER = "version plus récente"
GONE = "retirée de la base"
ASK_NEWER = "Reposer la question sur la base actuelle"
CHART = "Voir la répartition"
CHART_REGIONS = "Études de cas citées, par région"
CHART_THEMES = "Études de cas citées, par thème"
CHART_LABEL = "Étiquette"
CHART_COUNT = "Nombre"

API_DOWN = (
    "L’assistant ne répond pas : le service qui cherche dans la base n’est pas joignable. Vérifiez qu’il est démarré "
    "(`make run`), puis réessayez."
)
API_SLOW = "L’assistant met trop de temps à répondre. Réessayez dans un instant, ou posez une question plus courte."
API_CUT = "La réponse a été coupée en route. Posez à nouveau la question."
API_MISMATCH = (
    "La page et le service de réponse ne se comprennent pas : ils ne sont sans doute pas de la même version. "
    "Redémarrez les deux ensemble (`make run`)."
)
API_FAILED = (
    "L’assistant a rencontré un problème imprévu. Réessayez ; si cela se répète, signalez la question posée à la "
    "personne qui administre l’assistant."
)
API_REFUSALS = {
    413: "La conversation est trop longue pour être envoyée. Commencez une nouvelle conversation.",
    422: "La question n’a pas pu être lue. Reformulez-la en une ou deux phrases, de 2 000 caractères au plus.",
    429: "Beaucoup de questions arrivent en même temps. Réessayez dans une minute.",
    503: "La base de connaissances n’est pas encore prête. Lancez `rameau ingest`, puis réessayez.",
}
PAGE_FAILED = "La page a rencontré un problème imprévu. Rechargez-la."
EMPTY_BASE = "La base de connaissances est vide : lancez `rameau ingest` pour la remplir, puis rechargez cette page."

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

ABOUT_TEXT = """
Cet assistant répond aux questions sur les **alliances d’intérêt général** : comment des associations, des entreprises,
des collectivités et des chercheurs agissent ensemble, ce que cela produit et ce que l’on en apprend.

##### D’où viennent les réponses ?

D’une base de publications et d’études de cas réunies autour des travaux du RAMEAU. L’assistant cherche les passages
utiles, puis répond avec eux : il n’ajoute rien de son cru.

##### Comment vérifier une réponse ?

Chaque phrase porte un numéro. Il ouvre le passage exact, les mots cités y sont surlignés, et un lien mène au document
d’origine. Chaque phrase est aussi comparée à ce qu’elle cite : nombres, dates, noms, négations. **✓** : le passage
l’établit. **À vérifier** : il n’en dit qu’une partie. **Non étayé** : il ne le dit pas, et la page écrit ce qui manque.

##### Et si la base ne sait pas ?

L’assistant le dit. Il peut alors nommer des sujets proches, sans les faire passer pour une réponse.

##### Vos questions

{kept} La page n’envoie aucune mesure d’audience et ne pose aucun cookie de suivi.
"""
ABOUT_KEPT = (
    "La conversation est gardée {days} après la dernière question, à une adresse que personne ne peut deviner : qui a "
    "cette adresse peut la lire et l’effacer, sans compte. Rien d’autre n’en est noté. N’y écrivez pas ce que vous ne "
    "voudriez pas voir conservé, ou effacez-la ensuite, au bas de la conversation."
)
ABOUT_NOT_KEPT = "La conversation reste dans cet onglet : elle disparaît quand vous le fermez."


STREAMLIT = {
    "Sidebar": "Panneau latéral",
    "Collapse sidebar": "Replier le panneau",
    "Expand sidebar": "Déplier le panneau",
    "App pages": "Pages",
    "Link to heading": "Lien vers ce titre",
    "Send message": "Envoyer la question",
    "Stop script": "Arrêter la réponse",
    "Chat message from user": "Votre question",
    "Chat message from assistant": "Réponse de l’assistant",
    "Skip to main content": "Aller au contenu",
    "Running...": "En cours…",
    "Stop": "Arrêter",
    "Please wait...": "Un instant…",
    "Connecting": "Connexion…",
    "Close": "Fermer",
    "Upload": "Choisir des fichiers",
    "Add files": "Ajouter des fichiers",
    "Drag and drop files here": "Déposez les fichiers ici",
    "Press Enter to apply": "Entrée pour valider",
    "Press Enter to submit form": "Entrée pour envoyer",
    "Show password": "Montrer la clé",
    "Hide password": "Cacher la clé",
    "Clear entry": "Effacer",
    "Clear value": "Effacer",
    "Increment": "Suivant",
    "Decrement": "Précédent",
    "No results": "Aucun résultat",
    "Pagination": "Pages",
    "Next page": "Page suivante",
    "Previous page": "Page précédente",
    "Page not found": "Page introuvable",
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "Cette adresse ne mène nulle part. Voici la page principale."
    ),
    "Dismiss": "Fermer",
    "Fullscreen": "Plein écran",
    "Close fullscreen": "Quitter le plein écran",
    "Show data": "Voir les données",
    "Show chart": "Voir le graphique",
    "Connection error": "Connexion perdue",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "La page ne répond plus. Relancez l’assistant dans un terminal :"
    ),
    "streamlit run yourscript.py": "make run",
    "Streamlit server is not responding. Are you connected to the internet?": (
        "La page ne répond plus. Êtes-vous connecté ? Si oui, prévenez la personne qui administre l’assistant."
    ),
}
"""The words that Streamlit itself writes on the page, which has no setting for them."""
STREAMLIT_PATTERNS = (
    (r"(\d+)MB per file.*", "ou déposez-les ici, $1\u00a0Mo au plus par fichier"),
    (r"(\S*) ?files are not allowed\.", "Les fichiers de ce format ne sont pas acceptés ($1)."),
    (r"File must be ([\d.]+)MB or smaller\.", "Le fichier dépasse $1\u00a0Mo."),
    (r"Remove (.+)", "Retirer $1"),
    (r"(\d+)\.(\d)KB", "$1,$2\u00a0ko"),
    (r"(\d+)\.(\d)MB", "$1,$2\u00a0Mo"),
)
"""The sentences that hold a number or a name: a regular expression, and the French with what it found."""


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun: `1 étude de cas`, `1 204 passages`."""
    return f"{number:,}".replace(",", "\u202f") + "\u00a0" + (one if abs(number) < 2 else many)


def day(moment: date) -> str:
    """Write a date: `1er mars 2026`."""
    return f"{'1er' if moment.day == 1 else moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def base(documents: int, cases: int, built_at: date | None) -> str:
    """Say how much the knowledge base holds and since when."""
    held = f"{count(documents, 'document', 'documents')}, dont {count(cases, 'étude de cas', 'études de cas')}"
    return f"{held} · base mise à jour le {day(built_at)}" if built_at else held


def found(passages: Sequence[Passage]) -> str:
    """Say what was retrieved."""
    number = len({passage.document_id for passage in passages})
    documents = count(number, "document", "documents")
    return f"{count(len(passages), 'passage trouvé', 'passages trouvés')} dans {documents}"


def see_others(number: int) -> str:
    """Offer the rest of a long list."""
    return f"Voir les {number} autres" if number > 1 else "Voir l’autre"


def sources(number: int) -> str:
    """Head the list of the cited documents."""
    return count(number, "document cité", "documents cités")


def kept(days: int) -> str:
    """Say what becomes of a conversation."""
    return ABOUT_KEPT.format(days=count(days, "jour", "jours")) if days else ABOUT_NOT_KEPT


def changed_sources(number: int) -> str:
    """Say that cited documents are no longer what they were."""
    return count(number, "source citée a changé", "sources citées ont changé") + " depuis cette réponse."
