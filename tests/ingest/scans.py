"""Pages of French text drawn as pictures, as a scanner would give them."""

import io
from collections.abc import Iterable
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = str(files("reportlab") / "fonts" / "Vera.ttf")
MARGIN = 0.9
"""Inches."""
PARAGRAPHS = (
    ("Le modèle des coopérations", 18.0),
    (
        "Créée en 2012, l’association réunit des entreprises, des collectivités et des chercheurs autour d’un même "
        "intérêt général : l’accès à l’emploi dans les territoires ruraux. Elle a conçu une méthode d’écoute où chacun "
        "exprime ses besoins, puis les confronte à ceux des autres, dès le début de la démarche.",
        11.0,
    ),
    (
        "Au-delà des moyens financiers, la clé du succès réside dans la durée. Les coûts diminuent lorsque les "
        "partenaires se connaissent ; la confiance naît plutôt de l’œuvre commune que d’un contrat signé à la hâte.",
        11.0,
    ),
    ("Trois leçons à retenir", 15.0),
    ("- Prendre le temps de définir le problème avec celles et ceux qu’il concerne.", 11.0),
    ("- Évaluer l’impact dès la première année, même de manière simple.", 11.0),
    ("- Partager les résultats, les échecs compris, pour que d’autres s’en inspirent.", 11.0),
)
"""Text and its size in points."""


def truth(paragraphs: Iterable[tuple[str, float]] = PARAGRAPHS) -> str:
    """Give the words of a page."""
    return " ".join(text for text, _ in paragraphs)


def draw_page(
    paragraphs: Iterable[tuple[str, float]] = PARAGRAPHS, *, dpi: int = 200, size: tuple[float, float] = (8.27, 11.69)
) -> Image.Image:
    """Draw a page; `size` in inches."""
    width, height = (round(side * dpi) for side in size)
    page = Image.new("L", (width, height), 255)
    pen, x, y = ImageDraw.Draw(page), round(MARGIN * dpi), round(MARGIN * dpi)
    for text, points in paragraphs:
        font = ImageFont.truetype(FONT, round(points * dpi / 72))
        for line in _broken(text, font, width - 2 * x):
            pen.text((x, y), line, fill=0, font=font)
            y += round(points * dpi / 72 * 1.35)
        y += round(points * dpi / 72 * 0.9)
    return page


def _broken(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterable[str]:
    line = ""
    for word in text.split():
        if line and font.getlength(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def spoil(page: Image.Image, *, grain: float = 0.0, blur: float = 0.0, quality: int = 75) -> Image.Image:
    """Give a page as a bad scanner would: grain in grey levels, blur in pixels, quality of the JPEG file."""
    pixels = np.asarray(page.filter(ImageFilter.GaussianBlur(blur)), dtype=float)
    pixels = pixels + np.random.default_rng(1).normal(0, grain, pixels.shape)
    buffer = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("L")


def saved(page: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Give a picture as the bytes of a file."""
    buffer = io.BytesIO()
    page.save(buffer, kind, **options)
    return buffer.getvalue()
