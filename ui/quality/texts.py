"""Sentences about measured quality."""

from typing import Final

from ui.texts import count

TITLE: Final = "Qualité"
GROUPS: Final[dict[str, dict[str, str]]] = {
    "Recherche": {
        "first_5": "Bon document parmi les 5 premières sources",
        "first_1": "Bon document en première source",
        "recall_5": "Documents attendus parmi les 5 premières sources (rappel)",
        "ndcg_10": "nDCG@10",
        "mrr": "Rang inverse moyen (MRR)",
    },
    "Citations": {
        "cites": "Cite un document attendu",
        "citation_precision": "Part des documents cités qui sont attendus",
        "citation_recall": "Part des documents attendus qui sont cités",
    },
    "Contenu": {
        "facts": "Chiffres et noms attendus présents",
        "overlap_f1": "Mots communs avec la réponse de référence (F1)",
        "judged": "Jugée conforme à la référence par le modèle juge",
        "judge_failed": "Sans avis du modèle juge",
        "fell_back": "Modèle en échec, remplacé par la réponse extraite",
    },
    "Preuves": {
        "supported": "Phrases établies par le passage cité",
        "proven": "Phrases prouvées, par un contrôle indépendant",
        "exact": "Citations mot pour mot à leur place",
    },
    "Silence": {
        "abstains": "S’abstient quand la base ne sait pas",
        "abstains_rightly": "Abstentions justifiées",
        "auroc": "Distingue ce qui a une réponse (AUROC)",
        "refused": "Refuse à tort",
        "partial_refused": "Se tait quand la base sait en partie",
    },
    "Listes et comptes": {
        "list_precision": "Listes complètes : part du cité qui est attendue",
        "list_recall": "Listes complètes : part de l’attendu qui est citée",
        "count_right": "Nombre demandé présent",
        "labels_precision": "D’après les en-têtes : précision",
        "labels_recall": "D’après les en-têtes : rappel",
    },
    "Questions qui suivent": {"follows": "Même document trouvé qu’avec la question entière"},
    "Temps": {"p50_ms": "Temps de réponse médian", "p95_ms": "Temps de réponse, 95 fois sur 100"},
}
NAMES: Final = {name: label for group in GROUPS.values() for name, label in group.items()}
SHORT: Final = {
    "first_5": "5 premières",
    "first_1": "1re",
    "cites": "cite",
    "citation_precision": "précision",
    "facts": "contenu",
    "supported": "prouvé",
    "abstains": "s’abstient",
    "refused": "refuse à tort",
    "list_recall": "listes",
    "follows": "suite",
}
"""The figures that are shown by kind of question."""
MAIN: Final = ("first_5", "cites", "facts", "supported", "abstains", "list_recall")
"""The figures whose trend is drawn."""

MEASURE: Final = "Mesure"
VALUE: Final = "Valeur"
COUNT: Final = "n"
TARGET: Final = "Visé"
CHANGE: Final = "Écart"
KIND: Final = "Sorte de question"
QUESTIONS: Final = "questions"
BY_KIND: Final = "Par sorte de question"
TREND: Final = "D’une mesure à l’autre"
MISSES: Final = "Questions manquées"
SETS: Final = {
    "dev": "questions de développement",
    "natural": "questions de personnes qui n’avaient pas vu le corpus",
    "questions/report": "questions réservées à la mesure",
    "questions/tune": "questions de réglage",
    "questions": "toutes les questions du corpus",
}
SET_TOLD: Final = {
    "questions/report": "Aucun réglage ne s’appuie sur ces questions : leurs chiffres valent pour d’autres.",
    "questions/tune": "Les réglages ont été faits sur ces questions : leurs chiffres sont trop beaux.",
}
FEW: Final = (
    "Entre crochets, l’intervalle où la vraie valeur se trouve 95 fois sur 100 (Wilson pour un oui ou non, "
    "rééchantillonnage pour une part). Les questions sont peu nombreuses : un écart plus petit que l’intervalle ne "
    "prouve rien."
)
NO_EARLIER: Final = "Première mesure sur ces questions : pas encore d’écart."
SINCE: Final = "Écart avec la mesure du {date}."
OTHER_QUESTIONS: Final = "Les questions ont changé depuis : l’écart mêle les deux."
NOTHING: Final = "Aucune mesure pour le moment. Lancez `rameau evaluate` pour mesurer la qualité des réponses."
LEAD: Final = (
    "Des questions de référence sont posées à l’assistant, et ses réponses comparées à ce qui était attendu. "
    "Voici ce que cela donne, et comment cela évolue."
)
CHOOSE: Final = "Questions posées"
CHOOSE_SYSTEM: Final = "Système mesuré"
CHART_ALT: Final = "Valeur des mesures principales à chaque évaluation"
EVALUATION: Final = "Évaluation"
DATE: Final = "Date"
DASHED: Final = "En pointillé, ce qui est visé."
LAST: Final = "Dernière mesure"
REPORT_TITLE: Final = "Qualité des réponses"
RETRIEVES_ONLY: Final = "cherche sans rédiger"
REACHED: Final = "atteint"
NOT_REACHED: Final = "pas atteint"
SAVED: Final = "Rapport écrit : {path}"
KEPT: Final = "Gardé (mesure n° {number}) ; la page « Qualité » en montre la suite."
GENERATION: Final = "version {number} de la base"
READING: Final = "Comment lire"
AS_READ: Final = (
    "Le rang est celui des documents parmi les sources montrées (8 par défaut) ; nDCG et rappel s’arrêtent là.",
    "Une question partiellement couverte par le corpus ne compte ni comme refus à tort, ni comme abstention juste.",
    "Le contrôle indépendant relit chaque phrase citée : mot pour mot dans le passage, ou tous ses chiffres et noms.",
    "« D’après les en-têtes » : une question par étiquette du corpus (région, thème, ODD…), comparée aux documents "
    "qui la portent.",
)


def questions(number: int) -> str:
    """Count questions."""
    return count(number, "question", "questions")


def set_label(set_name: str) -> str:
    """Name a set of questions."""
    told = SETS.get(set_name)
    return f"{set_name} ({told})" if told else set_name


def moved(won: int, lost: int) -> str:
    """Count the questions won and lost."""
    return f"{count(won, 'question gagnée', 'questions gagnées')}, {count(lost, 'perdue', 'perdues')}"
