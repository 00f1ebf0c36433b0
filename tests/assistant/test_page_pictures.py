import io
from pathlib import Path

import pytest
from PIL import Image

from assistant.documents import Document
from assistant.page_pictures import picture_of


@pytest.mark.parametrize("suffix", ["jpeg", "tiff"])
def test_a_photograph_is_shown_upright(tmp_path: Path, suffix: str) -> None:
    """A page photographed with the telephone on its side stands upright beside its text."""
    photograph = Image.new("RGB", (60, 20), "white")
    photograph.paste("red", (0, 0, 30, 20))
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned a quarter clockwise
    path = tmp_path / "photo"
    photograph.save(path, suffix, exif=turned)
    document = Document("depots/photo", "Photo", "document", "", media_type=f"image/{suffix}", pages=1)
    shown = Image.open(io.BytesIO(picture_of(path, document, 1))).convert("RGB")
    assert shown.size == (20, 60)
    assert shown.getpixel((10, 10))[0] > 200 > shown.getpixel((10, 10))[1]
    assert min(shown.getpixel((10, 50))) > 200
