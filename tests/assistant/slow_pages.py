"""PDF files that are costly to draw."""

import random
from functools import cache
from pathlib import Path
from typing import Final

import pikepdf

POSTER: Final = (14_000, 14_000)
"""Points: a page of so many dots takes some 100 MB."""


@cache
def slow_page(paths: int = 600, curves: int = 150) -> bytes:
    """Write a page of transparent, thickly stroked tangles of curves."""
    chance = random.Random(7)
    lines = ["/T gs 40 w"]
    for _ in range(paths):
        lines.append("300 400 m")
        lines += (" ".join(f"{chance.uniform(0, 800):.1f}" for _ in range(6)) + " c" for _ in range(curves))
        lines.append("B*")
    return "\n".join(lines).encode()


def save_pdf(path: Path, content: bytes, size: tuple[int, int] = (595, 842)) -> Path:
    """Save a PDF file of one page."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        page.Contents = pdf.make_stream(content)
        page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(T=pikepdf.Dictionary(ca=0.3, CA=0.3)))
        pdf.save(path)
    return path
