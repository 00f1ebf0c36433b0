"""What no document can tell, however near its subject is: what is true today, what is to come, what is best."""

import re
from typing import Final

from assistant.language import fold

_BEYOND: Final = re.compile(
    r"\b(?:aujourd'hui|en ce moment|actuellement|cette (?:semaine|annee|nuit)|ce (?:mois|matin|soir)|demain|hier"
    r"|prochaine?s?(?! (?:etape|pas)s?)|bientot"
    r"|encore (?:ouverte?s?|actifs?|valables?|disponibles?)|aura lieu|auront lieu"
    r"|today|right now|next (?:week|month|year)|tomorrow|still open)\b"
    r"|\b(?:page|chapitre|paragraphe|article|chapter)\s+(?:n°\s*)?\d+"
    r"|\bmots? de passe|\bpassword|\bl'entree\s+«"
    r"|\b(?:le|la|les)\s+(?:plus|moins)\s+(?:efficaces?|beaux?|belles?|fiables?|honnetes?|competente?s?|genereu\w+)"
    r"|\b(?:meilleure?s?|pires?)\s+(?!moyens?|facons?|manieres?|pratiques?|taux|resultats?)\w+"
    r"|\bun(?:e)? par un(?:e)?\b|\bdepartement par departement\b|\bmot (?:a|pour) mot\b|\bin extenso\b"
)


def asks_beyond(question: str) -> bool:
    """Tell whether a question asks for what changes daily, a place in a book, a judgement, or every item one by one."""
    return bool(_BEYOND.search(fold(question)))
