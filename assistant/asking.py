"""How a question is put: the thing it asks for, the names in it, and whether it is an order instead."""

import re
from typing import Final

from assistant.analysis import analyse, stem
from assistant.language import fold, word_spans

ASKING: Final = frozenset(
    analyse(
        "exister existe existent existant trouver trouve trouvent trouvés chercher cherche cherchons recherche"
        " rechercher proposer propose proposent proposés donner donnez montrer lister liste connaître connaissez connu"
        " savoir voir dire dit disent faire fait faits faites font parler parle parlent parlant concerner concerne"
        " concernent lien liés porter portent porte traiter traite traitent évoquer évoquent aborder abordent"
        " mentionner mentionnent monté montés menés mené réaliser réalisés recensés documentés documentées publiés"
        " publiées publier présents présentes rattachés rattachées disponibles répondre décrire décrivez expliquer"
        " illustrer autour sujet domaine exemple exemples cas étude études alliance alliances partenariat partenariats"
        " initiative initiatives projet projets base corpus documents document ressource ressources toutes tous"
        " combien nombre total complète merci bonjour svp stp slt ex répartition région régions territoire thème"
        " thèmes titres année années ans fil français france existantes nuance différence distinction définition sens"
        " signifier rôle intérêt façon concret concrets concrètes inspirant inspirants intéressant intéressants bon"
        " bons réussi réussis récent récents innovant innovants innovantes actuel quelconque différents plusieurs"
        " quelques possible what which how many project projects actions case cases study studies"
        " partnerships partnership list find show examples about help there tirer tire retenir"
        " publication publications odd sdg type types"
        " département départements"
    )
)
"""Stems of the words with which one asks, whatever the subject."""
FITTING: Final = frozenset(
    analyse(
        "chacun chacune préférence préparer prépare préparons lesquels lesquelles titres nom noms date dates année "
        "ci-dessus celles-ci ceux-ci découvrir découvre monter écrit écrits sujet thématique "
        "répondre répondent répondant impliquer impliquent impliquant impliqué "
        "mener menés menées mené mettre mis mise place engager engagés engagées engagent dater date "
        "datant datent situer situé situés situées localisés localisées relever relèvent relevant contribuer "
        "contribuent intégrer intègrent viser visent visant toucher touchent touchant comporter comptent "
        "recenser recensez recensées indiquer fournir fournissez pouvoir pourriez pourrais peut peuvent "
        "pouvez voudrais voudrait souhaite souhaiterais aimerais aimerions besoin mobiliser mobilisent réunir "
        "réunissent réunissant participer participent participé travailler travaillent travaille traitent "
        "couvrir couvrent adresser adressent abordent inclure incluent existants sérieux fil rouge juste "
        "liste complet exhaustif exhaustive intégralité ensemble dispose disposez compte comptez avoir "
        "présenter présentent présentant classer classés classées étiquetés étiquetées"
    )
)
"""Stems of the words that say how a document is to fit a label, whatever the label."""
COURTESY: Final = frozenset(
    analyse("merci bonjour bonsoir salut slt svp stp ok coucou revoir beaucoup bonne journée thanks hello please bye")
)
"""Stems of what is said to be polite, which asks nothing."""
_ASKED_FOR: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bquel(?:le)?s?\s+(?:est|sont|etait|etaient|fut|sera|seront|serait)\s+(?:donc\s+)?"
        r"(?:le|la|les|l'|votre|vos|son|sa|ses)\s*(\w+)",
        r"\bquel(?:le)?s?\s+(\w+)",
        r"\bcombien\s+(?:y a[- ]t[- ]il\s+)?(?:de\s+|d')(\w+)",
        r"\b(?:donnez?|indiquez?|citez?|affichez?|listez?)(?:[- ]moi)?\s+(?:le|la|les|l'|une?|des)\s*(\w+)",
        r"\bque\s+dit\s+(?:le|la|l')\s*(\w+)",
        r"\b(?:what|which)\s+(?:is|are|was|were)?\s*(?:the\s+)?(\w+)",
        r"\bhow many\s+(\w+)",
    )
)
_KNOWLEDGE: Final = re.compile(
    r"\b(?:defini\w*|differen\w*|distingu\w*|nuance|notion|concept|typologie|types? de|sortes? de|categories?"
    r"|guide|methodo\w*|methodes?|referentiel|cadre de reference|textes?|charte|quelle demarche|demarche a suivre"
    r"|ou (?:puis-je |peut-on )?trouver|mooc|cours|formations?|enquete|etude(?! de cas)|proportion|pourcentage"
    r"|part des|le plus souvent|en moyenne|framework|course|survey|share of|difference|definition)\b"
)
_LIST_VERB: Final = re.compile(r"\bquel(?:le)?s\s+(?:\w+\s+){1,3}?(\w+(?:ent|ont))\b")
_ORDER: Final = re.compile(
    r"\b(?:ecris|ecrivez|redige|redigez|traduis|traduisez|calcule|calculez|raconte|racontez|explique|ignore|ignorez"
    r"|oublie|oubliez|affiche|affichez|tu es|tes instructions|tes consignes|write|translate|explain|ignore)\b"
)


_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:«\"(]\s*|\n)$")


def asked_for(question: str) -> str:
    """Give the noun that a question asks for (« quel est le *salaire* de… »), folded; empty when it names none."""
    folded = fold(question)
    found = (pattern.search(folded) for pattern in _ASKED_FOR)
    return next((match[1] for match in found if match), "")


def list_verb(question: str) -> str:
    """Give the verb of « quels projets *contribuent* à… », folded: it says how documents are to fit, not to what."""
    found = _LIST_VERB.search(fold(question))
    return found[1] if found else ""


def is_order(question: str) -> bool:
    """Tell whether the person orders a text to be made (« écris… », « traduis… ») or the assistant to be changed."""
    return bool(_ORDER.search(fold(question)))


def proper_names(question: str) -> list[str]:
    """Give the words of a question that a capital marks as names, those that open a sentence left out."""
    return [
        word
        for word, start, _ in word_spans(question)
        if word[0].isupper() and stem(word) and not _SENTENCE_START.search(question[:start].rstrip(" '’"))
    ]


def asks_for_knowledge(question: str) -> bool:
    """Tell whether a definition, a method, a course or a survey is asked for: what publications give, not cases."""
    return bool(_KNOWLEDGE.search(fold(question)))
