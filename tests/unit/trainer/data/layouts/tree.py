"""Data sets in miniature: files of a few bytes where the published ones would lie."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from trainer.data.catalogue import Catalogue, Item


def write(path: Path, content: str = "x") -> Path:
    """A file with its folders; a video, as far as adapters look at it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def pictures(folder: Path, ending: str = ".jpg") -> Path:
    """A clip of two pictures."""
    write(folder / f"1{ending}")
    write(folder / f"2{ending}")
    return folder


def by_clip(catalogue: Catalogue) -> dict[str, Item]:
    return {item.clip: item for item in catalogue.items}


def labels(catalogue: Catalogue) -> dict[str, str | None]:
    return {item.clip: item.label for item in catalogue.items}


def reasons(catalogue: Catalogue) -> dict[str, str]:
    return {problem.name: problem.reason for problem in catalogue.problems}


def sides_of_subjects(catalogue: Catalogue) -> dict[str | None, set[object]]:
    """Subject -> the folds or parts in which it is seen."""
    sides: dict[str | None, set[object]] = defaultdict(set)
    for item in catalogue.items:
        sides[item.subject].add(item.fold or item.split)
    return sides
