"""What the corpus is not asked for or can't tell: the assistant itself, texts to write, what is true today or best."""

import re
from typing import Final

from assistant.language import fold

ABOUT: Final = re.compile(
    r"\b(?:qui (?:t'a|vous a|t'ont|vous ont|a (?:fait|cree|concu|developpe|construit) (?:cet? "
    r"|l')(?:assistant|outil|site|chatbot|bot))"
    r"|qui (?:es[- ]tu|etes[- ]vous)|(?:tu es|t'es|vous etes) (?:qui|quoi|un (?:robot|humain|bot)"
    r"|une (?:ia|machine|personne))"
    r"|(?:es[- ]tu|etes[- ]vous) (?:un|une|humain\w*|fiable|gratuit|sur)"
    r"|(?:que|qu'est[- ]ce que) (?:tu )?(?:sais|savez|peux|pouvez)(?:[- ](?:tu"
    r"|vous))?(?: me)? (?:faire|repondre|dire)(?=\W*$)"
    r"|d'ou (?:viennent|proviennent|sortent|tire[sz])(?:[- ](?:tu|vous))? (?:tes|vos|ces|les) "
    r"(?:textes?|reponses?|sources?|donnees|infos?|informations?|contenus?|etudes de cas|cas|fiches)"
    r"|(?:comment|qui) (?:as[- ]tu|avez[- ]vous|ont[- ]ete|sont|a|les a"
    r"|les) ?\w* ?(?:ete )?.{0,25}\b(?:etudes de cas|cas|fiches|textes)"
    r" (?:ont|sont|a)[- ]?(?:elles|ils|t-elle)? ?(?:ete )?(?:collecte|rassemble|choisi|redige|ecrit"
    r"|recueilli|selectionne)\w*"
    r"|(?:etudes de cas|cas|fiches|textes) (?:ont|sont)(?:[- ](?:elles|ils))? (?:ete )?"
    r"(?:collecte|rassemble|choisi|redige|ecrit|recueilli|selectionne)\w*"
    r"|(?:tes|vos) (?:reponses|sources) (?:sont|viennent)|quelles sont (?:tes|vos) (?:sources|limites)"
    r"|comment (?:fonctionnes|marches)[- ]tu|comment (?:fonctionne|marche) (?:cet? |l')(?:assistant"
    r"|outil|site|chatbot|bot|ia)"
    r"|(?:tu|vous) (?:n')?inventez?s?|a quoi (?:sers[- ]tu|servez[- ]vous)|(?:mes|nos) (?:questions"
    r"|donnees|conversations) sont"
    r"|who (?:made|built|wrote|created) (?:you|this)|who are you|what can you do|where do(?:es)? your"
    r"|are you (?:a|an) )"
)
"""Asks who made the assistant, what it can do, where its texts come from."""
OUT_OF_SCOPE: Final = re.compile(
    r"(?:^\W*|\b(?:peux[- ]tu|pouvez[- ]vous|pourriez[- ]vous|pourrais[- ]tu|aide[sz]?[- ]moi a|je veux que tu"
    r"|can you|please)\s+(?:m'|me |nous )?)"
    r"(?:(?:ecri[st]|ecrivez|ecrire|redige[rz]?|compose[rz]?|invente[rz]?|traduis|traduisez|traduire"
    r"|code[rz]?|calcule[rz]?"
    r"|resou(?:s|dre)|chante[rz]?|joue[rz]?|imagine[rz]?|write|compose|translate|calculate|sing)"
    r"(?:[- ]moi)?\s+(?:une?|des|les|le|la|l'|du|en|ce|cette|mon|ma|combien|a|an|the|me|my)\b"
    r"|raconte[rz]?(?:[- ]moi)? une? (?:blague|histoire)|tell me a (?:joke|story)"
    r"|(?:ignore|ignorez|oublie|oubliez|forget) (?:les|tes|vos|toutes|tout|your|all|previous))"
)
"""Orders a text to be written, or the assistant to be changed."""
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
