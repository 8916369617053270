"""Which sources a batch analyses and where their results go. Knows no analysis, and no torch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import OutputError, SourceError
from svfap_core.messages import Message, joined
from svfap_core.names import plain
from svfap_core.sources.access import is_folder, real
from svfap_core.sources.searching import Search, find_sources, kinds_searched
from svfap_core.system import name_key


@dataclass(frozen=True, slots=True)
class Planned:
    """A source to analyse, and its results' path below the output folder, without endings.

    That is the source's own, as `names.plain` writes it.
    """

    path: Path
    output: str


def plan(
    inputs: Sequence[Path],
    *,
    recursive: bool,
    shard: tuple[int, int],
    note: Callable[[str], None] = lambda _: None,
) -> list[Planned]:
    """The sources to analyse and where their results go.

    What a folder holds keeps its place below it; a source given by itself lands at the top.

    Args:
        inputs: Files and folders.
        recursive: Look into sub-folders as well.
        shard: (i, n): every source belongs to exactly one i of 1..n, whatever else is given.
        note: Called with sentences for users: what was left out, and why.

    Raises:
        OutputError: Two sources would write the same results.
        SourceError: There is nothing to analyse in any of the inputs.
    """
    files: dict[str, Path] = {}
    taken: dict[str, Path] = {}
    empty: list[str] = []
    for given in inputs:
        search = find_sources(given, recursive=recursive) if is_folder(given) else Search([given])
        if not search.sources:
            empty.append(_nothing_in(given, search))
            continue
        for sentence in (*search.unread, *search.notes):
            note(sentence)
        for path in search.sources:
            _enter(files, taken, given, path)
    if not files:
        said = joined(empty) if empty else "no input was given"
        raise SourceError(said, hint=kinds_searched())
    for sentence in empty:
        note(sentence)
    index, count = shard
    return [
        Planned(path, output)
        for output, path in sorted(files.items())
        if int(hashlib.sha256(output.encode()).hexdigest(), 16) % count == index - 1
    ]


def _enter(files: dict[str, Path], taken: dict[str, Path], given: Path, path: Path) -> None:
    below = is_folder(given) and path != given
    output = plain(path.relative_to(given).as_posix() if below else real(path).name)
    other = taken.setdefault(name_key(output), path)
    files.setdefault(output, path)
    if real(other) != real(path):
        raise OutputError(
            Message("%1 and %2 would write the same results", other, path),
            hint="Analyse their common folder, or use one output folder for each.",
        )


def _nothing_in(folder: Path, search: Search) -> str:
    count = search.folders
    folders = Message("1 folder") if count == 1 else Message("%1 folders", count)
    return joined(
        [Message("no video or image in %1; searched %2", folder, folders), *search.unread]
    )
