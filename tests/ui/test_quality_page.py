"""The page « Qualité » over the double of the API."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from streamlit.testing.v1 import AppTest

from ui.quality import texts

VIEW = Path("ui/views/qualite.py").resolve()


def run(number: int, first_5: float, dataset: str = "dev") -> dict[str, Any]:
    figures = {
        "first_5": {"value": first_5, "count": 81, "low": first_5 - 0.05, "high": first_5 + 0.03},
        "refused": {"value": 0.02, "count": 81},
    }
    return {
        **{"number": number, "created": f"2026-11-{number:02}T10:00:00+00:00", "dataset": dataset, "split": ""},
        **{"questions_hash": "x", "system": "Assistant RAMEAU", "questions": 101, "generation": 3},
        **{"figures": figures, "kinds": {"fait": figures}},
    }


def drawn() -> AppTest:
    page = AppTest.from_file(VIEW, default_timeout=30).run()
    assert not page.exception
    return page


def test_who_never_measured_learns_how(address: str) -> None:
    """Before the first evaluation the page says which command makes one."""
    assert [info.value for info in drawn().info] == [texts.NOTHING]


def test_figures_stand_beside_what_is_aimed_at(api: FastAPI, address: str) -> None:
    """A figure is shown with its interval, its target, whether that is reached, and what changed since."""
    api.state.conversations.evaluations = [run(24, 0.91), run(20, 0.88)]
    page = drawn()
    rows = page.dataframe[0].value.to_dict("records")
    assert [row[texts.VALUE] for row in rows] == ["0,91", "0,02"]
    assert [row[texts.TARGET] for row in rows] == ["≥\u00a00,95 ✗", "≤\u00a00,05 ✓"]
    assert rows[0][texts.CHANGE] == "+0,03"
    assert rows[0]["95 %"] == "[0,86 – 0,94]"
    assert texts.TREND in [heading.value for heading in page.subheader]


def test_a_set_of_questions_can_be_chosen(api: FastAPI, address: str) -> None:
    """Figures of different questions are never mixed: the person chooses which to see."""
    api.state.conversations.evaluations = [run(24, 0.91), run(23, 0.5, "natural")]
    page = drawn()
    page.selectbox[0].select("natural").run()
    assert page.dataframe[0].value.to_dict("records")[0][texts.VALUE] == "0,50"
    assert texts.TREND not in [heading.value for heading in page.subheader]
