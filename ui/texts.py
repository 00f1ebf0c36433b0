"""Every sentence that a person sees, on the page and on the command line, in French."""

from datetime import date

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
ABOUT = "À propos"
RETRY = "Réessayer"
ASK_AGAIN = "Poser à nouveau"
STOPPED = "Réponse interrompue."
SEARCHING = "Recherche dans la base…"
WRITING = "Rédaction de la réponse…"
OPEN_SOURCE = "Ouvrir la source"
NO_SOURCE_LINK = "Ce document n’a pas d’adresse publique."
COPY = "Copier avec les sources"
COPIED = "Copié"
COPIED_SOURCES = "Sources :"
SOURCES = "Sources"
OTHER_SOURCES = "Autres passages consultés"
UNDERSTOOD = "Filtres reconnus"
UNDERSTOOD_HELP = "Retirer ce filtre et reposer la question"
ABSTAINED = "La base ne répond pas à cette question"
RELATED = "Sujets proches (ils ne répondent pas à la question)"
FOLLOW_UPS = "Pour continuer"
CHART = "Voir la répartition"
CHART_BY_YEAR = "Documents cités par année"
CHART_YEAR = "Année"
CHART_COUNT = "Documents"
QUOTED = "Les mots cités sont surlignés."

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
PAGE_FAILED = "La page a rencontré un problème imprévu. Rechargez-la ; la conversation sera vidée."
EMPTY_BASE = "La base de connaissances est vide : lancez `rameau ingest` pour la remplir, puis rechargez cette page."

FILTER_LABELS = {"sdgs": "ODD {}", "year_from": "depuis {}", "year_to": "jusqu’en {}"}
"""How a filter's value is written where it doesn't speak for itself."""

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
d’origine.

##### Et si la base ne sait pas ?

L’assistant le dit. Il peut alors nommer des sujets proches, sans les faire passer pour une réponse.

##### Vos questions

La conversation reste dans cet onglet : elle disparaît quand vous le fermez. La page n’envoie aucune mesure d’audience.
"""


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


def found(passages: int, documents: int) -> str:
    """Say what was retrieved."""
    in_documents = count(documents, "document", "documents")
    return f"{count(passages, 'passage trouvé', 'passages trouvés')} dans {in_documents}"


def see_others(number: int) -> str:
    """Offer the rest of a long list."""
    return f"Voir les {number} autres" if number > 1 else "Voir l’autre"


def sources(number: int) -> str:
    """Head the list of the citations."""
    return count(number, "source citée", "sources citées")


def filter_label(name: str, value: object) -> str:
    """Write the value of a filter for a person."""
    return FILTER_LABELS.get(name, "{}").format(value)
