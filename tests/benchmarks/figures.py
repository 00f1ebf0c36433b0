"""What the benchmarks share: a figure beside its target, and the table and the JSON they end in."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure of a benchmark should be."""

    benchmark: str
    key: str
    """The figure's name in what the benchmark's `run` gives."""
    label: str
    value: float
    at_most: bool = True
    unit: str = ""

    def reached(self, figure: float) -> bool:
        """Tell whether a figure is as good as the target."""
        return figure <= self.value if self.at_most else figure >= self.value


def print_table(results: Mapping[str, Mapping[str, object]], targets: Iterable[Target], console: Console) -> None:
    """Draw each target beside the figure reached; a benchmark that could not run says why."""
    table = Table(title=f"Benchmarks · {machine()}")
    for column in ("benchmark", "measure", "figure", "target", ""):
        table.add_column(column, justify="right" if column in {"figure", "target"} else "left")
    for target in targets:
        result = results.get(target.benchmark)
        if result is not None:
            table.add_row(*_row(target, result))
    console.print(table)


def _row(target: Target, result: Mapping[str, object]) -> tuple[str, str, str, str, str]:
    aim = f"{'≤' if target.at_most else '≥'} {target.value:g} {target.unit}".rstrip()
    figure = result.get(target.key)
    if not isinstance(figure, int | float):
        return target.benchmark, target.label, "—", aim, str(result.get("skipped", "no figure"))
    verdict = "[green]reached[/]" if target.reached(figure) else "[red]missed[/]"
    return target.benchmark, target.label, f"{figure:.4g} {target.unit}".rstrip(), aim, verdict


def keep(results: Mapping[str, Mapping[str, object]], targets: Iterable[Target], path: Path) -> None:
    """Write the figures with the targets and the machine they were measured on; what other runs measured stays."""
    kept = json.loads(path.read_text(encoding="utf-8"))["results"] if path.is_file() else {}
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    for name, result in results.items():
        kept[name] = {"measured": measured, "machine": machine(), **result}
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"results": kept, "targets": [asdict(target) for target in targets]}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> str:
    """Name the machine in a few words: processors, load, Python."""
    return f"{os.cpu_count()} CPU, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
