"""What all benchmarks share: works that take turns, the machine in words, tables, the report.

Each benchmark's figures are kept in `docs/performance.json`; `docs/performance.md` shows them
between marks. Knows nothing of what is measured.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import torch

from svfap_core.runtime.place import computing_place

DOCS = Path(__file__).parents[2] / "docs"
PAGE, FIGURES = DOCS / "performance.md", DOCS / "performance.json"


def seconds(work: Callable[[], object]) -> float:
    """What a work takes."""
    start_s = perf_counter()
    work()
    return perf_counter() - start_s


def taking_turns(
    works: Mapping[str, Callable[[], object]], *, rounds: int = 5, limit_s: float = 60.0
) -> dict[str, float]:
    """Median seconds of each work.

    They take turns, every second round in the opposite order, so that what else the machine does,
    and what one leaves to the next, hits all alike. After three rounds `limit_s` ends it.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    began_s = perf_counter()
    for done in range(rounds):
        if done >= 3 and perf_counter() - began_s > limit_s:
            break
        names = list(works) if done % 2 == 0 else list(reversed(works))
        for name in names:
            taken[name].append(seconds(works[name]))
    return {name: median(times) for name, times in taken.items()}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def publish(name: str, figures: Any, markdown: str) -> None:
    """Keep the figures of one benchmark and show them on the page."""
    kept: dict[str, Any] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    place = computing_place(torch.device("cpu"))
    day = datetime.now(UTC).date().isoformat()
    kept[name] = {"day": day, "place": place, "figures": figures}
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text("utf-8")
    mark = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    block = f"<!-- {name} -->\n{markdown}\n\n{day}, {place}.\n<!-- /{name} -->"
    if not mark.search(page):
        raise ValueError(f"{PAGE} has no place for {name}")
    PAGE.write_text(mark.sub(lambda _: block, page), encoding="utf-8")
    print(markdown)


def say(text: str) -> None:
    """Progress, beside the results."""
    print(text, file=sys.stderr, flush=True)
