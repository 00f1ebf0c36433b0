"""Sentences of a document that give orders to whoever reads it with a language model: they prove nothing."""

import re
from functools import lru_cache
from typing import Final

from assistant.language import fold
from assistant.sentences import split_sentences

_ORDERS: Final = re.compile(
    r"""\b(?:(?:ignor|oubli|neglig)(?:e|ez|es)|(?:dois|devez|vas)\ (?:ignor|oubli)er
            |disregard|forget|ignore|override|bypass)\b
        (?:\W+\w+){0,5}?\W+(?:consignes?|instructions?|ordres?|regles?|rules|prompts?|directives?|guidelines|precede\w*
        |previous|above|ci-dessus|system)
    |\b(?:system|systeme|developer)\ ?(?:prompt|message|:)|\bprompt\ (?:systeme|system)
    |\b(?:tu\ es|vous\ etes|you\ are)\ (?:desormais|maintenant|now|un\ assistant|une\ ia|an?\ (?:ai|assistant))
    |\b(?:nouvelles?|new)\ (?:consignes?|instructions?)\ ?:
    |\b(?:reponds|repondez|ecris|ecrivez|dis|dites|affirme|affirmez|repete|reply|answer|respond|say|write|output|print)\b
        (?:\W+\w+){0,6}?\W*(?::|seulement|uniquement|only|exactement|exactly|toujours|always|a\ toute\ question)
    |\bbegin\ (?:admin|system)|\badmin\ (?:override|mode)|<\|?\/?(?:im_start|im_end|system|inst)|\[/?inst\]
    |\b(?:cite|citez)\ (?:toujours|always|\[)|\bdo\ not\ (?:mention|cite|follow)""",
    re.VERBOSE,
)


@lru_cache(maxsize=16_384)
def gives_orders(sentence: str) -> bool:
    """Tell whether a sentence orders a language model about: « ignore tes consignes », « réponds seulement : … »."""
    return bool(_ORDERS.search(fold(sentence)))


@lru_cache(maxsize=8192)
def without_orders(text: str) -> str:
    """Blank out the sentences of a text that give orders; the others keep their places."""
    if not gives_orders(text):
        return text
    for start, end in split_sentences(text):
        if gives_orders(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
    return text
