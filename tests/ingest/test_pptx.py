from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Cm

from assistant.documents import Document, Link, Section
from ingest.readers.pptx import read_pptx
from ingest.report import DocumentRefusedError

Read = Callable[..., list[Document]]
Refusal = Callable[..., DocumentRefusedError]


def saved(slides: Any) -> bytes:
    """Give the bytes of a presentation."""
    buffer = BytesIO()
    slides.save(buffer)
    return buffer.getvalue()


def box(shapes: Any, left: float, top: float, text: str) -> Any:
    """Write a text on a slide, at centimetres from its corner."""
    shape = shapes.add_textbox(Cm(left), Cm(top), Cm(8), Cm(2))
    shape.text_frame.text = text
    return shape


def test_slides(read: Read) -> None:
    """Each slide is a section under its title, with its number; the first one's title is the document's."""
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[0])
    first.shapes.title.text = "Les alliances\ndemain"
    first.placeholders[1].text = "Conseil du 12 mars"
    second = slides.slides.add_slide(slides.slide_layouts[1])
    second.shapes.title.text = "Trois axes"
    second.placeholders[1].text = "Richesses humaines\nRessources"
    second.notes_slide.notes_text_frame.text = "Insister sur le temps long."
    third = slides.slides.add_slide(slides.slide_layouts[6])
    box(third.shapes, 1, 1, "Sans titre propre")
    [document] = read(read_pptx, saved(slides), "conseil.pptx")
    assert (document.title, document.pages) == ("Les alliances demain", 3)
    assert document.sections == (
        Section((), "Conseil du 12 mars", 1),
        Section(("Trois axes",), "Richesses humaines\nRessources", 2),
        Section(("Trois axes", "Notes"), "Insister sur le temps long.", 2),
        Section((), "Sans titre propre", 3),
    )


def test_reading_order(read: Read) -> None:
    """Texts are read from top to bottom and from left to right, in whatever order they were drawn."""
    slides = Presentation()
    shapes = slides.slides.add_slide(slides.slide_layouts[6]).shapes
    box(shapes, 12, 10.3, "quatre")
    box(shapes, 1, 10, "trois")
    box(shapes, 12, 1, "deux")
    group = shapes.add_group_shape()
    box(group.shapes, 1, 1.2, "un")
    [document] = read(read_pptx, saved(slides), "x.pptx")
    assert document.sections[0].text == "un\ndeux\ntrois\nquatre"


def test_tables_and_charts(read: Read) -> None:
    """Tables are read row by row, charts by their title and figures."""
    slides = Presentation()
    shapes = slides.slides.add_slide(slides.slide_layouts[6]).shapes
    table = shapes.add_table(2, 2, Cm(1), Cm(1), Cm(8), Cm(2)).table
    for cell, text in zip(table.iter_cells(), ["Année", "Cas", "2019", "120"], strict=True):
        cell.text = text
    data = CategoryChartData()
    data.categories = ["Bretagne", "Occitanie"]
    data.add_series("Cas", (12.5, 7))
    chart = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(8), Cm(8), Cm(5), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Cas par région"
    [document] = read(read_pptx, saved(slides), "x.pptx")
    assert document.sections[0].text == (
        "| Année | Cas |\n| 2019 | 120 |\nCas par région\n| | Cas |\n| Bretagne | 12,5 |\n| Occitanie | 7 |"
    )


def test_links(read: Read) -> None:
    """Links keep their addresses and the slide that they are on; files of the author's disk are no links."""
    slides = Presentation()
    shapes = slides.slides.add_slide(slides.slide_layouts[6]).shapes
    for text, address in (("le site", "https://www.lerameau.fr/"), ("un fichier", "file:///C:/x.doc")):
        run = box(shapes, 1, 1, "").text_frame.paragraphs[0].add_run()
        run.text = text
        run.hyperlink.address = address
    [document] = read(read_pptx, saved(slides), "x.pptx")
    assert document.links == (Link("le site", "https://www.lerameau.fr/", 1),)


def test_hidden(read: Read) -> None:
    """Hidden slides and shapes, and texts beside the slide, were never shown: they are left out, numbers stay."""
    slides = Presentation()
    hidden = slides.slides.add_slide(slides.slide_layouts[6])
    box(hidden.shapes, 1, 1, "PIÈGE un")
    hidden._element.set("show", "0")
    shown = slides.slides.add_slide(slides.slide_layouts[6])
    box(shown.shapes, 1, 1, "Un texte")
    box(shown.shapes, -20, 1, "PIÈGE deux")
    box(shown.shapes, 1, 5, "PIÈGE trois")._element.nvSpPr.cNvPr.set("hidden", "1")
    [document] = read(read_pptx, saved(slides), "x.pptx")
    assert document.sections == (Section((), "Un texte", 2),)
    assert document.pages == 2


def test_margins(read: Read) -> None:
    """The date, the foot and the number that each slide repeats are left out."""
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "Bilan"
    slide.placeholders[1].text = "Un texte"
    namespace = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:sp {namespace}><p:nvSpPr><p:cNvPr id="99" name="Foot"/><p:cNvSpPr/><p:nvPr><p:ph type="ftr" idx="11"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>Confidentiel</a:t></a:r></a:p></p:txBody>"
            "</p:sp>"
        )
    )
    [document] = read(read_pptx, saved(slides), "x.pptx")
    assert document.sections == (Section((), "Un texte", 1),)


@pytest.mark.parametrize("length", [0, 100, 10_000])
def test_truncated(refusal: Refusal, length: int) -> None:
    """A file whose end is missing is refused as damaged."""
    assert refusal(read_pptx, saved(Presentation())[:length], "x.pptx").code == "damaged"


def test_broken_bytes(read: Read) -> None:
    """Wherever a file is broken, it is either read or refused, never a crash."""
    slides = Presentation()
    box(slides.slides.add_slide(slides.slide_layouts[6]).shapes, 1, 1, "Un texte")
    content = saved(slides)
    for place in range(0, len(content), len(content) // 25):
        broken = content[:place] + bytes([content[place] ^ 0x5A]) + content[place + 1 :]
        try:
            read(read_pptx, broken, "x.pptx")
        except DocumentRefusedError as error:
            assert error.code in {"damaged", "empty", "password", "too-large"}


def test_empty(refusal: Refusal) -> None:
    """Slides without a word are refused."""
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[6])
    assert refusal(read_pptx, saved(slides), "x.pptx").code == "empty"
