"""Words read off a picture by Tesseract, a program beside Python: https://tesseract-ocr.github.io."""

import io
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree  # its only input is what Tesseract writes, which declares no entity

from PIL import Image

from ingest.report import DocumentRefusedError

_LANGUAGE: Final = "fra"
_REMEDY: Final = "apt-get install tesseract-ocr tesseract-ocr-fra"
_SECONDS: Final = 45
"""For one page; a dense one takes three."""
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_NUMBERS: Final = re.compile(r"(bbox|x_size|x_wconf) ([\d. ]+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read."""

    text: str
    confidence: float
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line."""

    words: tuple[Word, ...]
    left: float
    """In pixels from the left edge of the picture; `right` too, `top` and `bottom` from the top edge."""
    top: float
    right: float
    bottom: float
    size: float
    """Pixels from descenders to ascenders."""

    @property
    def text(self) -> str:
        """Give the words with spaces between them."""
        return " ".join(word.text for word in self.words)


def read_words(picture: Image.Image, *, any_way_up: bool = False) -> list[list[Line]]:
    """Read a picture of French text; give its paragraphs in reading order, each with its lines.

    Args:
        picture: the page, best with letters of 30 pixels and more.
        any_way_up: whether it may lie on its side or upside down, which takes a quarter longer to find out.

    Raises:
        DocumentRefusedError: `ocr-missing` when Tesseract or its French data isn't installed, `too-slow`,
            `ocr-failed` when it gives up.
    """
    _require()
    content = io.BytesIO()
    picture.save(content, "PPM")  # what costs the least to write and to read
    document = _run(
        ["stdin", "stdout", "-l", _LANGUAGE, "--psm", "1" if any_way_up else "3", "hocr"], content.getvalue()
    )
    return list(_paragraphs(document))


@lru_cache(maxsize=1)
def _require() -> None:
    try:
        languages = _run(["--list-langs"], b"").decode("utf-8", "replace").split()
    except FileNotFoundError:
        raise _missing("Tesseract, which reads pictures of text, is not installed.", "tesseract") from None
    if _LANGUAGE not in languages:
        raise _missing("The French data of Tesseract, which reads pictures of text, are not installed.", _LANGUAGE)


def _missing(reason: str, detail: str) -> DocumentRefusedError:
    return DocumentRefusedError("ocr-missing", reason, f"Install them, then try again: {_REMEDY}", detail)


def _run(arguments: list[str], content: bytes) -> bytes:
    # Several threads make one page slower, not faster, on a busy machine.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            ["tesseract", *arguments], input=content, capture_output=True, env=environment, timeout=_SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        raise _too_slow() from None
    except subprocess.CalledProcessError as error:
        if -error.returncode in {signal.SIGXCPU, signal.SIGKILL}:  # the limit of whoever reads the document
            raise _too_slow() from None
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = f"Tesseract could not read the picture ({said[-1] if said else error.returncode})."
        raise DocumentRefusedError("ocr-failed", reason, "Scan it again, as PNG at 300 dots an inch.") from None
    return done.stdout


def _too_slow() -> DocumentRefusedError:
    reason = "Reading a picture of text takes too long."
    return DocumentRefusedError("too-slow", reason, "Give it page by page, or the file that it was made from.")


def _paragraphs(document: bytes) -> Iterator[list[Line]]:
    for paragraph in ElementTree.fromstring(document).iter(f"{_XHTML}p"):
        if lines := [line for element in paragraph if (line := _line(element)).words]:
            yield lines


def _line(element: ElementTree.Element) -> Line:
    told = _told(element)
    left, top, right, bottom = told["bbox"]
    words = tuple(
        Word(text, _told(word)["x_wconf"][0])
        for word in element.iter(f"{_XHTML}span")
        if word.get("class") == "ocrx_word" and (text := "".join(word.itertext()).strip())
    )
    return Line(words, left, top, right, bottom, told.get("x_size", [bottom - top])[0])


def _told(element: ElementTree.Element) -> dict[str, list[float]]:
    """Read the numbers of hOCR, http://kba.github.io/hocr-spec/1.2/."""
    found = _NUMBERS.findall(element.get("title", ""))
    return {name: [float(number) for number in numbers.split()] for name, numbers in found}
