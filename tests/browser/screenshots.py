"""Take the pictures of the page: `python tests/browser/screenshots.py http://127.0.0.1:8501 docs/images`.

With `--key` (what is in `editor.key` of the home folder) those of the page of editors too. Run by hand, with Playwright
(`pip install playwright`) and Debian's Chromium, against a page that runs.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANSWERED = "Quelle différence entre un partenariat et une alliance ?"
LISTED = "Quels exemples d’alliances en Bretagne ?"
UNANSWERED = "Quelle est la capitale du Pérou ?"
SIZES = {"desktop": (1280, 900), "phone": (375, 812)}


def ask(page: Any, question: str) -> None:
    """Type a question and send it."""
    box = page.get_by_placeholder("Posez votre question")
    box.fill(question)
    box.press("Enter")


def wait_for_answer(page: Any, text: str) -> None:
    """Wait until what only a whole answer shows is there."""
    page.get_by_text(text).last.wait_for(timeout=60_000)
    page.wait_for_timeout(800)


def empty(page: Any) -> None:
    """The chat before any question."""
    page.get_by_text("Pour commencer").wait_for()


def streaming(page: Any) -> None:
    """An answer being written."""
    ask(page, ANSWERED)
    page.get_by_text("passages trouvés").wait_for()
    page.wait_for_timeout(900)


def chat(page: Any) -> None:
    """A cited answer, one citation opened."""
    ask(page, ANSWERED)
    wait_for_answer(page, "Copier avec les sources")
    page.locator('a[href^="#citation-"]').first.click()
    page.wait_for_timeout(1200)
    page.locator('[class*="st-key-exchange-"]').first.evaluate("exchange => exchange.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(500)


def abstention(page: Any) -> None:
    """A question without an answer."""
    ask(page, UNANSWERED)
    wait_for_answer(page, "Sujets proches")


def listing(page: Any) -> None:
    """A long list, with filters."""
    ask(page, LISTED)
    wait_for_answer(page, "Copier avec les sources")


def base(page: Any, part: str, key: str) -> None:
    """A part of the page of editors, as high as it is."""
    page.goto(f"{page.url.rstrip('/')}/base-documentaire?partie={part}")
    page.get_by_role("textbox", name="Clé d’éditeur").fill(key)
    page.get_by_role("button", name="Ouvrir", exact=True).click()
    page.get_by_text("Versions").first.wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.wait_for_timeout(1000)


PARTS = ("vue", "ajouter", "travaux", "sources", "apercu", "documents", "versions")
SCENES: dict[str, Callable[[Any], None]] = {
    scene.__name__: scene for scene in (empty, streaming, chat, abstention, listing)
}


def main() -> None:
    """Take every scene in every size, and the chat in the dark too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenes", nargs="*", default=list(SCENES), choices=list(SCENES))
    parser.add_argument("--key", default="", help="the editor's: opens the page of editors")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--schemes", nargs="*", default=["light", "dark"])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = parser.parse_args()
    scenes = {name: SCENES[name] for name in chosen.scenes}
    if chosen.key:
        scenes |= {f"base-{part}": partial(base, part=part, key=chosen.key) for part in PARTS}
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.chromium, args=[*FLAGS, f"--disk-cache-dir={profile}"]
        )
        for scheme in chosen.schemes:
            for suffix in chosen.sizes:
                width, height = SIZES[suffix]
                for name, scene in scenes.items():
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale="fr-FR"
                    )
                    page.goto(chosen.address)
                    page.get_by_placeholder("Posez votre question").wait_for(timeout=60_000)
                    scene(page)
                    page.screenshot(path=chosen.folder / ("-".join((name, suffix, scheme)) + ".png"))
                    page.close()
        browser.close()


if __name__ == "__main__":
    main()
