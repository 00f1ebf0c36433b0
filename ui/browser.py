"""What only the browser can do: put a text on the clipboard, open the citation that was clicked.

The scripts are constants; data reaches them as data and is never drawn as HTML.
"""

from functools import cache
from typing import Any

import streamlit as st

from ui import texts

_COPY_HTML = '<button type="button"><span aria-live="polite"></span></button>'
_COPY_CSS = """
button {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); padding: 0.25rem 0.75rem;
  min-height: 2.25rem;
}
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
"""
_COPY_JS = """
async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.appendChild(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const label = parentElement.querySelector("span");
  label.textContent = data.label;
  button.onclick = async () => {
    await write(data.text);
    label.textContent = data.done;
    setTimeout(() => { label.textContent = data.label; }, 2000);
  };
}
"""
_CITATIONS_JS = """
function open(node) {
  const details = node.closest("details");
  if (!details) return;
  if (details.parentElement) open(details.parentElement);
  if (!details.open) details.querySelector("summary").click();
}
function follow(event) {
  const link = event.target.closest && event.target.closest('a[href^="#citation-"]');
  if (!link) return;
  const card = document.querySelector(".st-key-" + link.getAttribute("href").slice(1) + " details");
  if (!card) return;
  event.preventDefault();
  open(card);
  card.querySelector("summary").focus({ preventScroll: true });
  setTimeout(() => card.scrollIntoView({ behavior: "smooth", block: "nearest" }), 250);
}
export default function () {
  document.documentElement.lang = "fr";
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
"""


def follow_citations() -> None:
    """Make the citations `#citation-…` of the page open the card of that key; tell the browser it reads French."""
    _citations()(key="citations")


def copy_button(text: str, key: str) -> None:
    """Draw a button that copies a text."""
    _copy()(data={"text": text, "label": texts.COPY, "done": texts.COPIED}, key=key)


@cache
def _copy() -> Any:
    return st.components.v2.component("rameau_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)


@cache
def _citations() -> Any:
    return st.components.v2.component("rameau_citations", js=_CITATIONS_JS)
