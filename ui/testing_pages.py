"""The picture of a page, for the double of the API."""

from io import BytesIO

from PIL import Image, ImageDraw


def picture(title: str, quote: str = "") -> bytes:
    """Draw a page of grey lines with a title, a frame around some of them where there is a quotation; give the PNG."""
    image = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 619, 876), outline="#bbbbbb")
    draw.text((60, 60), title, fill="black")
    for line in range(24):
        top = 110 + 28 * line
        draw.rectangle((60, top, 560 if line % 5 else 380, top + 10), fill="#cccccc")
    if quote:
        draw.rectangle((50, 240, 570, 310), outline="#d97706", width=3)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
