"""Words that bring no subject to a question: those of grammar, and those that ask of the subject before."""

from typing import Final

FOLLOWING_NOUNS: Final = frozenset(
    [
        *[
            "ville",
            "villes",
            "pays",
            "region",
            "regions",
            "departement",
            "departements",
            "commune",
            "communes",
            "endroit",
        ],
        *[
            "temps",
            "argent",
            "personnes",
            "gens",
            "lecons",
            "age",
            "methode",
            "outils",
            "chiffrage",
            "preuve",
            "preuves",
        ],
        *["acteur", "acteurs", "bilan", "budget", "chiffre", "chiffres", "cout", "couts", "date", "detail", "details"],
        *["beneficiaire", "beneficiaires", "duree", "financement", "financements", "porteur", "porteurs", "public"],
        *["etape", "etapes", "effet", "effets", "gouvernance", "origine", "moyens", "montant", "facteurs", "cles"],
        *["enseignement", "enseignements", "exemple", "exemples", "financeur", "financeurs", "impact", "impacts"],
        *["lecon", "lecons", "lien", "liens", "lieu", "limite", "limites", "objectif", "objectifs", "partenaire"],
        *["partenaires", "resultat", "resultats", "source", "sources", "suite", "territoire", "annee"],
        *["cost", "example", "examples", "lessons", "links", "partners", "results", "year"],
    ]
)
"""Nouns that ask about the subject of the turn before, and bring none."""
EMPTY: Final = frozenset(
    [
        *["quel", "quels", "quelle", "quelles", "qui", "que", "quoi", "quand", "ou", "comment", "combien", "pourquoi"],
        *["est", "sont", "c", "ce", "s", "il", "y", "a", "t", "en", "de", "des", "du", "d", "la", "le", "les", "l"],
        *["un", "une", "avec", "pour", "dans", "par", "sur", "plus", "svp", "stp", "merci", "on", "vous", "vos"],
        *["ca", "cela", "en", "m", "au", "aux", "pas", "ne", "n", "aussi", "encore"],
        *["donc", "alors", "fait", "ils", "elle", "as", "ai", "avez", "auriez", "depuis", "pendant"],
        *["jusqu", "seulement"],
        *["elles", "leur", "leurs", "lequel", "laquelle", "lesquels", "lesquelles", "parmi", "ceux", "celles", "celui"],
        *["votre", "nous", "tu", "me", "moi", "peux", "pouvez", "donnez", "donne", "dites", "dis", "autre", "autres"],
        *["what", "which", "who", "are", "is", "the", "were", "was", "how", "many", "much", "of", "other", "any"],
    ]
)
"""Words of grammar and of asking, folded."""
