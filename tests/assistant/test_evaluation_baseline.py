from pathlib import Path

import pytest

from assistant.answers import Question
from assistant.documents import Document, Section
from assistant.errors import ModelError
from assistant.evaluation.baseline import TUTORIAL, TXTAI, baseline_systems, readable_text, require

LONG = Document(
    "long", "Le pain", "guide", "", sections=tuple(Section((f"Partie {n}",), "Le pain lève. " * 40) for n in range(3))
)
SHORT = Document(
    "short", "Les abeilles", "guide", "", sections=(Section(("Ruches",), "Des ruches sur les toits de Lyon."),)
)


def test_a_missing_dependency_is_named_with_its_remedy() -> None:
    """Without the baselines' packages a person learns which one is missing and what to type."""
    with pytest.raises(ModelError, match=r"no_such_engine.*make install-dev"):
        require(["json", "no_such_engine"])


def test_baselines_read_what_a_reader_reads() -> None:
    """The baselines get title, headings and text, so that they are not beaten for want of words."""
    assert readable_text(SHORT) == "Les abeilles\n\nRuches\nDes ruches sur les toits de Lyon."


@pytest.mark.slow
def test_both_baselines_find_the_document_that_speaks_of_it(tmp_path: Path) -> None:
    """The pipelines we compare with are the real ones: each finds bees among bread, and writes no answer."""
    systems = {system.name: system for system in baseline_systems([LONG, SHORT], tmp_path)}
    assert set(systems) == {TUTORIAL, TXTAI}
    for system in systems.values():
        answer = system.ask(Question("Où y a-t-il des ruches ?"))
        assert answer.sources[0].document_id == "short"
        assert (answer.text, answer.citations, system.answers) == ("", (), False)
    found = [source.document_id for source in systems[TUTORIAL].ask(Question("Comment le pain lève-t-il ?")).sources]
    assert found.count("long") > 1, "the tutorial’s splitter gives several chunks of a long document"
