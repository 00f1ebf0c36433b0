"""PDF files made for the occasion, such as people publish."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

BODY: Final = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, alignment=TA_JUSTIFY)
GRID: Final = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
SENTENCES: Final = (
    "L’alliance réunit une association, une entreprise et une collectivité autour d’un même besoin social.",
    "Chaque partenaire apporte ce qu’il sait faire, et le collectif décide ensemble des étapes suivantes.",
    "Une évaluation partagée mesure chaque année ce qui a changé pour les habitants du territoire.",
    "Les enseignements sont publiés, afin que d’autres territoires puissent s’en inspirer librement.",
)

TABLES: Final[dict[str, tuple[list[list[str]], list[tuple[Any, ...]], list[int] | None]]] = {
    "plain": ([["Année", "Projets", "Budget"], ["2021", "12", "340"], ["2022", "18", "512"]], [GRID], None),
    "long cells": (
        [
            ["Acteur", "Rôle dans l’alliance", "Apport"],
            ["Association", SENTENCES[0], "Expertise d’usage"],
            ["Entreprise", SENTENCES[1], "Temps, réseau et financement pluriannuel"],
        ],
        [GRID],
        [100, 220, 110],
    ),
    "striped": (
        [["Axe", "Description"], ["1", "Connaître"], ["2", "Agir"], ["3", "Évaluer"]],
        [GRID, ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.lightgrey])],
        [80, 200],
    ),
    "joined cells": (
        [["Territoire", "2022", "", "2023", ""], ["", "F", "H", "F", "H"], ["Nord", "10", "11", "12", "13"]],
        [GRID, ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))],
        None,
    ),
    "empty cells": (
        [["Critère", "Oui", "Non"], ["Gouvernance", "x", ""], ["Modèle économique", "", "x"]],
        [GRID],
        None,
    ),
    "narrow": (
        [["Un", "Deux", "Trois"], ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccc"]],
        [GRID, ("LEFTPADDING", (0, 0), (-1, -1), 1), ("RIGHTPADDING", (0, 0), (-1, -1), 1)],
        None,
    ),
    "amounts": (
        [["Poste", "Montant"], ["Salaires", "120 000 €"], ["Loyer", "18 500 €"]],
        [GRID, ("ALIGN", (1, 0), (1, -1), "RIGHT")],
        [70, 70],
    ),
    "ruled across": (
        [["Étape", "Durée", "Livrable"], ["Diagnostic", "3 mois", "Note"], ["Essaimage", "24 mois", "Guide"]],
        [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
         ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)],
        [150, 100, 150],
    ),
    "over pages": ([[f"ligne {row}", f"valeur {row}", str(row)] for row in range(70)], [GRID], None),
}  # fmt: skip
"""Their cells, how they are ruled, how wide their columns are."""


def write_table(path: Path, name: str) -> list[list[str]]:
    """Write a table between two paragraphs; give its cells."""
    cells, ruled, widths = TABLES[name]
    shown = [[Paragraph(cell, BODY) if len(cell) > 30 else cell for cell in row] for row in cells]
    table = Table(shown, colWidths=widths, style=TableStyle(ruled))
    above, below = Paragraph(" ".join(SENTENCES[:2]), BODY), Paragraph(" ".join(SENTENCES[2:]), BODY)
    SimpleDocTemplate(str(path), pagesize=A4).build([above, Spacer(1, 12), table, Spacer(1, 12), below])
    return cells


def cells_of(line: str) -> list[str]:
    """Give the cells of a row in Markdown."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def write_report(path: Path, pages: int) -> None:
    """Write a report: a chapter a page, each with two sections, under a running head, over a page number."""
    styles = getSampleStyleSheet()
    story: list[Any] = []
    for number in range(1, pages + 1):
        story.append(Paragraph(f"{number}. Chapitre sur le thème {number}", styles["Heading1"]))
        for part in (1, 2):
            story.append(Paragraph(f"{number}.{part} Constat {number * 10 + part}", styles["Heading2"]))
            for turn in range(5):
                story.append(Paragraph(" ".join(SENTENCES[turn % 2 :]), BODY))
                story.append(Spacer(1, 6))
        story[-1] = Spacer(1, 400)

    def furniture(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 800, "Rapport d’activité du collectif")
        canvas.drawCentredString(297, 40, str(document.page))

    SimpleDocTemplate(str(path), pagesize=A4, title="Rapport du collectif").build(story, furniture, furniture)


Text = tuple[float, float, str, str, float]
"""From the left, from the bottom, words, font, size; points."""


def write_pages(path: Path, pages: Sequence[Sequence[Text]], **properties: str) -> Path:
    """Write words where they are told to stand; give the file."""
    canvas = Canvas(str(path), pagesize=A4)
    for name, value in properties.items():
        getattr(canvas, f"set{name.title()}")(value)
    for page in pages:
        for left, bottom, words, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(left, bottom, words)
        canvas.showPage()
    canvas.save()
    return path


def column(left: float, top: float, lines: Sequence[str], size: float = 10, font: str = "Helvetica") -> list[Text]:
    """Give the lines of a column from the top down."""
    return [(left, top - number * 1.3 * size, line, font, size) for number, line in enumerate(lines)]
