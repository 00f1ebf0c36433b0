"""Sentences of the part about sources."""

from typing import Final

from ui.texts import count

_MANY: Final = 100

NO_SOURCE: Final = (
    "Aucune source n’est déclarée. Les sources (sites, flux, dossiers) s’écrivent dans `corpus/sources.yaml` ; elles "
    "apparaissent ensuite ici."
)
SOURCE_KINDS: Final = {
    "file": "fichier",
    "folder": "dossier",
    "page": "page",
    "sitemap": "plan de site",
    "feed": "flux d’actualités",
    "crawl": "parcours de site",
}
REFRESH: Final = "Actualiser"
REFRESHED: Final = "L’actualisation de « {title} » a commencé ; elle se suit dans « Travaux »."
ENABLED: Final = "Active"
ENABLED_HELP: Final = "Une source arrêtée garde ses documents, mais n’est plus relue."
PUBLISH_BY_ITSELF: Final = "Publier sans vérification"
PUBLISH_HELP: Final = "Sinon, chaque actualisation s’arrête à l’aperçu."
EVERY: Final = "Relire"
EVERIES: Final = {
    0: "à la demande",
    3_600: "chaque heure",
    21_600: "toutes les 6 heures",
    86_400: "chaque jour",
    604_800: "chaque semaine",
    2_592_000: "chaque mois",
}
EVERY_OTHER: Final = (
    (604_800, "chaque semaine", "toutes les {count} semaines"),
    (86_400, "chaque jour", "tous les {count} jours"),
    (3_600, "chaque heure", "toutes les {count} heures"),
    (60, "chaque minute", "toutes les {count} minutes"),
    (1, "chaque seconde", "toutes les {count} secondes"),
)
LAST: Final = "relue {ago} : {state}"
NEVER: Final = "jamais relue"
NEXT: Final = "prochaine {when}"
ON_DEMAND: Final = "à la demande"
STOPPED: Final = "arrêtée"
SOURCE_CHANGED: Final = "« {title} » : réglage enregistré."
FAILING: Final = "**Cette source ne se laisse plus lire** ({failures}). {reason} Ses documents restent dans la base."
BLOCKED: Final = "{reason} Vérifiez la source ; si c’est voulu, forcez son actualisation."
FORCE: Final = "Forcer…"
FORCE_SURE: Final = (
    "Actualiser « {title} » bien que beaucoup de ses documents manquent ? Ceux qui ont disparu seront signalés ici ; "
    "aucun n’est retiré sans vous."
)
FORCE_YES: Final = "Oui, forcer"
MISSING: Final = "Documents disparus de leur source"
MISSING_TELLS: Final = (
    "Leur source ne les a plus. Rien n’est retiré sans vous : confirmez le retrait, ou gardez le document."
)
SEEN_LAST: Final = "vu pour la dernière fois {ago}"
CONFIRM: Final = "Retirer"
KEEP: Final = "Garder"
CONFIRM_ALL_YES: Final = "Oui, tout retirer"
SETTINGS: Final = "Réglages"
CONFIRM_ALL: Final = "Tout retirer…"
CONFIRM_ALL_SURE: Final = "Retirer de la base {documents} que leur source n’a plus ?"
CONFIRMED: Final = "Retrait demandé : il se suit dans « Travaux »."
KEPT_MISSING: Final = "Le document reste dans la base."
DUPLICATES: Final = "Documents présents plusieurs fois"
DUPLICATES_TELL: Final = "Leur contenu est exactement le même. Supprimez les copies inutiles."


def failures(number: int) -> str:
    """Say how often it failed."""
    return count(number, "échec", "échecs de suite")


def documents(number: int) -> str:
    """Count documents."""
    return count(number, "document", "documents")


def every(seconds: int) -> str:
    """Say how often a source is read, in the largest unit that makes it a whole number of two digits."""
    if seconds in EVERIES:
        return EVERIES[seconds]
    for size, one, many in EVERY_OTHER:
        if seconds % size == 0 and seconds // size < _MANY:
            return one if seconds == size else many.format(count=seconds // size)
    size, _, many = next(unit for unit in EVERY_OTHER if seconds >= 2 * unit[0])
    return many.format(count=f"{seconds / size:.1f}".removesuffix(".0").replace(".", ","))
