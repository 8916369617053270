"""From what a user names (a file, folder, address or camera) to an opened source.

Knows which kinds there are, not how they read.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.sources.base import Source
from svfap_core.sources.video_file import VideoFile

_ENDINGS = (
    "3g2 3gp asf avi divx dv f4v flv gif m2ts m4v mjpeg mjpg mkv mov mp4 mpeg mpg mts mxf ogv qt "
    "ts vob webm wmv"
)
VIDEO_EXTENSIONS = frozenset(f".{ending}" for ending in _ENDINGS.split())
"""Endings, in lower case, by which folders are searched for videos."""


def open_source(
    spec: str | Path,
    *,
    size: tuple[int, int] | None = None,
    rate_fps: float | None = None,
    cancel: threading.Event | None = None,
) -> Source:
    """Open a video file.

    Raises:
        SourceError: It cannot be opened; the hint says what to do.
    """
    del size, rate_fps, cancel
    path = Path(spec)
    if not path.exists():
        raise SourceError(f"{path} does not exist", hint="Check the path.")
    return VideoFile(path)


def find_videos(paths: Iterable[Path], *, recursive: bool = True) -> list[Path]:
    """Files by their word, and the videos in folders by `VIDEO_EXTENSIONS`; each once.

    The order is that of `paths`, sorted within each. Hidden and partly downloaded files in folders
    are skipped, links to a folder already being searched are not followed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        candidates = sorted(_videos_in(path, recursive=recursive)) if path.is_dir() else [path]
        for candidate in candidates:
            found.setdefault(candidate.resolve(), candidate)
    return list(found.values())


def _videos_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    visited: set[Path] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        real = Path(root).resolve()
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if recursive else []
        for name in files:
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in VIDEO_EXTENSIONS:
                yield path
