"""What the project says of itself is true: versions, targets, links, settings, sizes, licences."""

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

import pytest

from assistant.settings import Settings
from ingest.cleaning import clean

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PAGES: Final = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "corpus/README.md", *(
    path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))
))  # fmt: skip
LONGEST_MODULE: Final = 250
_LINK: Final = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:)([^)#]*)(?:#([^)]+))?\)")
_MACHINE: Final = re.compile(
    r"(?<![\w:/.])/(?:home|Users|root|work|mnt|srv)/\w|\bfile:///(?:home|Users|root|work|mnt|srv|tmp|opt)\b"
)
_REGISTRY: Final = re.compile(r"pypi\.|pythonhosted\.|--(?:extra-)?index-url|registry\.npmjs", re.I)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tracked_files() -> list[str]:
    """List the files under version control, or skip where there is none, as in an unpacked archive."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def anchor(heading: str) -> str:
    """Give the anchor that GitHub makes of a heading."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#{1,6} +(.+)$", page.read_text("utf-8"), re.M)}


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements}


def table_rows(page: str, heading: str) -> list[list[str]]:
    """Give the cells of the first table under a heading, without its head."""
    below = text_of(page).partition(f"\n{heading}\n")[2]
    assert below, f"{page} has no heading {heading!r}"
    found = re.search(r"(?:^\|.*\n?)+", below, re.M)
    assert found, f"no table under {heading!r} in {page}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.group().splitlines()[2:]]


def default_of(name: str) -> str:
    """Write the default of a setting as a person would in `.env`."""
    default = Settings.model_fields[name].default
    return default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)


def test_version_is_the_newest_of_the_changelog() -> None:
    """Whoever reads the changelog knows which version is installed."""
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", text_of("CHANGELOG.md"), re.M)
    assert newest
    assert newest[1] == PROJECT["project"]["version"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".pre-commit-config.yaml"])
def test_commands_that_are_documented_exist(page: str) -> None:
    """No one is told to run a target or a command that is not there."""
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    commands = set(re.findall(r'app\.command\("([a-z]+)"', text_of("ui/cli.py")))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(page), re.M))
    called = set(re.findall(r"`?(?:\.venv/bin/)?rameau ([a-z]+)\b(?=[` …\"]|$)", text_of(page), re.M))
    assert named, f"{page} names no target"
    assert named <= targets
    assert called <= commands


def test_every_target_for_people_is_in_the_readme() -> None:
    """The README tells every chore there is."""
    helped = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.M))
    parts_of_others = {"help", "install", "install-dev", "lint", "types", "layers", "system", "system-dev"}
    assert helped - parts_of_others == {row[0].strip("`").removeprefix("make ") for row in target_rows()}


def target_rows() -> list[list[str]]:
    below = text_of("README.md").partition("| Target |")[2]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| `make.*$", below, re.M)]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """No link of the documentation is dead, down to the heading."""
    for target, heading in _LINK.findall(text_of(page)):
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), f"{page} links to {target}"
        assert not heading or heading in anchors(path), f"{page} links to {target}#{heading}"


def test_the_readme_tells_every_setting_and_its_default() -> None:
    """What the README says of a setting is what the program does without it."""
    told = {name.strip("`"): value for name, value, _ in table_rows("README.md", "## Réglages")}
    defaults = {f"RAMEAU_{name.upper()}": default_of(name) for name in Settings.model_fields}
    assert told == {name: f"`{value}`" if value else "*(vide)*" for name, value in defaults.items()}


def test_the_example_of_settings_holds_the_defaults() -> None:
    """Copying `.env.example` changes nothing, and shows all that can be changed."""
    told = dict(re.findall(r"^# (RAMEAU_\w+)=(.*)$", text_of(".env.example"), re.M))
    assert told == {f"RAMEAU_{name.upper()}": default_of(name) for name in Settings.model_fields}


def test_the_answer_of_the_readme_is_in_the_corpus() -> None:
    """The first answer that a reader sees is made of the corpus's own words."""
    shown = clean(re.sub(r"\n> *", " ", text_of("README.md").partition("\n> **")[2].partition("\n```")[0]))
    link = re.search(r"\*\*\[([^\]]+)\]\(([^)]+)\)\*\*", shown)
    assert link
    told = shown[link.end() :].partition(") :")[2].partition("Sources")[0]
    proofs = [re.sub(r"^(?:\*[^*]+\* :)?\s*(?:- )?", "", part.strip()) for part in re.split(r" \[\d+\]\.", told)][:-1]
    assert proofs
    document = next(path for path in (ROOT / "corpus").rglob("*.md") if f"url: {link[2]}\n" in path.read_text("utf-8"))
    known = clean(re.sub(r"\s+", " ", document.read_text("utf-8")))
    assert [proof for proof in (link[1], *proofs) if re.sub(r"\s+", " ", proof) not in known] == []


@pytest.mark.parametrize("package", ["assistant", "ingest", "ui"])
def test_modules_are_short(package: str) -> None:
    """Whoever opens a module can read it whole."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / package).rglob("*.py")}
    assert lengths
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    """The project works anywhere: no file holds a folder of one machine, nor the address of a package registry."""
    own = [f"{folder}/" for folder in (ROOT, Path.home()) if len(folder.parts) > 1]
    told = []
    for name in tracked_files():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found = [match[0] for pattern in (_MACHINE, _REGISTRY) for match in pattern.finditer(text)]
        found += [folder for folder in own if re.search(rf"(?<![\w:/.]){re.escape(folder)}", text)]
        if found:
            told.append((name, found[:3]))
    assert told == []


def test_every_dependency_has_its_reason_and_licence() -> None:
    """Nothing is depended upon without a reason that can be read."""
    rows = table_rows("docs/why.md", "## What it stands on")
    assert all(licence and reason for _, licence, reason in rows)
    assert {name for name, _, _ in rows} == requirement_names(PROJECT["project"]["dependencies"])


def test_no_dependency_binds_the_project_to_the_agpl() -> None:
    """The code may stay under the MIT licence whoever serves it."""
    binding = []
    for name in re.findall(r"^([a-z0-9._-]+)==", text_of("requirements.txt"), re.M):
        try:
            about = metadata(name)
        except PackageNotFoundError:  # needed on another system only
            continue
        stated = [about.get("License-Expression") or "", *(about.get_all("Classifier") or [])]
        if re.search(r"\b(?:MPL|MIT|BSD|Apache)\b.* OR ", stated[0]):
            continue  # licensed under one of several, of which we take the permissive one
        if any(re.search(r"\b(?:A?GPL)|GNU (?:Affero )?General Public", licence) for licence in stated):
            binding.append(name)
    assert binding == []
