"""What only the browser can do: copy a text, open the citation that was clicked, keep the question in sight.

The scripts are constants; what changes reaches them as data and is never drawn as HTML.
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
  min-height: 2.5rem;
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
    await write(data.link ? new URL(data.link, window.location.href).href : data.text);
    label.textContent = data.done;
    setTimeout(() => { label.textContent = data.label; }, 2000);
  };
}
"""
_CITATIONS_JS = """
function open(node) {
  for (let details = node.closest("details"); details; details = details.parentElement.closest("details"))
    if (!details.open) details.querySelector("summary").click();
}
function follow(event) {
  const link = event.target.closest && event.target.closest('a[href^="#citation-"]');
  if (!link) return;
  const passage = document.querySelector(".st-key-" + CSS.escape(link.getAttribute("href").slice(1)));
  if (!passage) return;
  event.preventDefault();
  open(passage);
  passage.tabIndex = -1;
  passage.focus({ preventScroll: true });
  setTimeout(() => passage.scrollIntoView({ behavior: "smooth", block: "center" }), 300);
}
export default function ({ setTriggerValue }) {
  const click = (event) => {
    follow(event);
    const stop = event.target.closest && event.target.closest('[data-testid="stChatInputStopButton"]');
    if (stop) setTimeout(() => setTriggerValue("stopped", Date.now()), 500);
  };
  document.addEventListener("click", click, true);
  return () => document.removeEventListener("click", click, true);
}
"""
_SHOW_JS = """
let shown = "";
function scroll(key) {
  const place = document.querySelector(".st-key-" + CSS.escape(key));
  if (!place) return;
  place.style.scrollMarginTop = "4.5rem";
  place.scrollIntoView({ block: "start" });
}
export default function ({ data }) {
  if (!data.key || data.key === shown) return;
  shown = data.key;
  let moved = false;
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"])
    document.addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  // Streamlit scrolls to the end for a while after the last element is there.
  for (const wait of [100, 400, 900]) setTimeout(() => { if (!moved) scroll(data.key); }, wait);
}
"""
_FRENCH_JS = """
function french(text, { words, patterns }) {
  const known = words[text];
  if (known) return known;
  for (const [pattern, wording] of patterns) if (pattern.test(text)) return text.replace(pattern, wording);
}
function translate(root, data) {
  const labelled = root.querySelectorAll ? [root, ...root.querySelectorAll("[aria-label]")] : [];
  for (const element of labelled) {
    const label = element.getAttribute && element.getAttribute("aria-label");
    const translated = label && french(label, data);
    if (translated) element.setAttribute("aria-label", translated);
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const translated = node.nodeType === Node.TEXT_NODE && french(node.data.trim(), data);
    const written = node.parentElement && node.parentElement.closest('[data-testid="stMarkdownContainer"]');
    const theirs = '[role="dialog"], [data-testid="stFileUploaderDropzone"]';
    const ours = written && !node.parentElement.closest(theirs);
    if (translated && !ours) node.data = translated;
  }
}
export default function ({ data }) {
  document.documentElement.lang = "fr";
  const patterns = data.patterns.map(([pattern, wording]) => [new RegExp(`^${pattern}$`), wording]);
  const said = { words: data.words, patterns };
  translate(document.body, said);
  const observer = new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.type === "childList" ? change.addedNodes : [change.target]) translate(node, said);
  });
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] };
  observer.observe(document.body, watched);
  return () => observer.disconnect();
}
"""


def speak_french() -> None:
    """Say to the browser that the page is in French, and translate the few words that Streamlit writes itself."""
    _component("rameau_french", js=_FRENCH_JS)(
        data={"words": texts.STREAMLIT, "patterns": texts.STREAMLIT_PATTERNS}, key="french"
    )


def follow_citations() -> None:
    """Make the links `#citation-…` open the passage of that key; draw the page again once an answer is stopped."""
    _component("rameau_citations", js=_CITATIONS_JS)(key="citations", on_stopped_change=lambda: None)


def show(key: str) -> None:
    """Scroll, once, to the container of that key; nowhere when it is empty."""
    _component("rameau_show", js=_SHOW_JS)(data={"key": key}, key="show")


def copy_button(text: str, key: str) -> None:
    """Draw a button that copies a text."""
    _copy({"text": text, "link": "", "label": texts.COPY, "done": texts.COPIED}, key)


def link_button(link: str, key: str) -> None:
    """Draw a button that copies a link of this page, given as what follows its path: `?c=…`."""
    _copy({"text": "", "link": link, "label": texts.COPY_LINK, "done": texts.LINK_COPIED}, key)


def _copy(data: dict[str, str], key: str) -> None:
    _component("rameau_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)(data=data, key=key)


@cache
def _component(name: str, **parts: Any) -> Any:
    return st.components.v2.component(name, **parts)
