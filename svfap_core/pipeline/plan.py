"""Which files a batch analyses and where their results go. Knows no analysis, and no torch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import OutputError
from svfap_core.names import plain
from svfap_core.results.files import OVERLAY_ENDING
from svfap_core.sources.access import is_folder, real
from svfap_core.sources.images import find_images
from svfap_core.sources.opening import find_videos


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to analyse, and its results' path below the output folder, without endings.

    That is the file's own, as `names.plain` writes it.
    """

    path: Path
    output: str


def plan(inputs: Sequence[Path], *, recursive: bool, shard: tuple[int, int]) -> list[Planned]:
    """The files to analyse and where their results go.

    A folder's videos keep their place below it; a file given by itself lands at the top.

    Args:
        inputs: Files and folders.
        recursive: Look into sub-folders as well.
        shard: (i, n): every file belongs to exactly one i of 1..n, whatever else is given.

    Raises:
        OutputError: Two files would write the same results.
    """
    files: dict[str, Path] = {}
    for given in inputs:
        for path in _sources_in(given, recursive=recursive):
            below = is_folder(given) and path != given
            output = plain(path.relative_to(given).as_posix() if below else real(path).name)
            other = files.setdefault(output, path)
            if real(other) != real(path):
                raise OutputError(
                    f"{other} and {path} would write the same results",
                    hint="Analyse their common folder, or use one output folder for each.",
                )
    index, count = shard
    return [
        Planned(path, output)
        for output, path in sorted(files.items())
        if int(hashlib.sha256(output.encode()).hexdigest(), 16) % count == index - 1
    ]


def _sources_in(given: Path, *, recursive: bool) -> list[Path]:
    """The videos of a folder, earlier results left out; one of pictures is one source itself."""
    videos = find_videos([given], recursive=recursive)
    if is_folder(given):
        # A folder of inputs may hold result videos from an earlier run.
        videos = [path for path in videos if not path.name.endswith(OVERLAY_ENDING)]
    if not videos and is_folder(given) and find_images(given):
        return [given]
    return videos
