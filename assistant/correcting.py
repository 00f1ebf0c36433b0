"""Answers to questions that take something wrong for granted: it is said first, then what the corpus does know."""

from typing import Final

from assistant.advising import write_cases
from assistant.composing import Composer
from assistant.intent import Shape
from assistant.premises import Premise, find_premise
from assistant.retrieval import Retrieval
from assistant.wording import phrases

_EACH: Final = 2
"""Documents told of each organisation."""


def premise_of(retrieval: Retrieval) -> Premise | None:
    """Give what a question wrongly takes for granted; None where nothing is, or where a list is asked for."""
    if retrieval.intent.is_structured:
        return None
    return find_premise(retrieval.understood.question, retrieval.recognised, retrieval.lens)


def corrected(premise: Premise, language: str) -> str:
    """Say what no document bears out."""
    told = phrases(language)[f"no_{premise.kind}"].format(first=premise.first, second=premise.second)
    unknown = premise.kind == "partnership" and not premise.others
    return f"{told} {phrases(language)['knows_not'].format(name=premise.second)}" if unknown else told


def write_corrected(composer: Composer, retrieval: Retrieval, premise: Premise) -> None:
    """Say what no document bears out, then what is known of each, or of the document that is meant."""
    say = phrases(retrieval.language)
    composer.write(corrected(premise, retrieval.language))
    for name, documents in ((premise.first, premise.documents), (premise.second, premise.others)):
        if documents:
            composer.write("\n\n" + say["knows_of"].format(name=name) + "\n\n")
            write_cases(composer, retrieval, list(documents[:_EACH]), Shape.LIST)
