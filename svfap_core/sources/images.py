"""A folder of pictures as one clip.

Knows no video. The one place where time comes from an index and a rate: there is nothing else.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from itertools import dropwhile
from pathlib import Path
from typing import Self, cast

import cv2
import numpy as np

from svfap_core.errors import SourceError
from svfap_core.names import plain
from svfap_core.sources.access import read_errors
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo, SourceKind
from svfap_core.types import RGB, Frame, frozen

IMAGE_EXTENSIONS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"})
DEFAULT_RATE_FPS = 25.0


class ImageFolder:
    """A `Source` of the pictures of one folder in natural order (2 before 10).

    Picture i, by its place among all of them, has `pts_s` = i / `rate_fps`, and `t_s` counts from
    the first readable one. One that cannot be read leaves a gap and counts as damaged.
    """

    outage: Outage | None = None
    """A file does not go and come back."""

    def __init__(self, folder: Path, *, rate_fps: float | None = None) -> None:
        if rate_fps is not None and not rate_fps > 0:
            raise ValueError(f"rate_fps must be > 0, got {rate_fps}")
        self._paths = find_images(folder)
        if not self._paths:
            raise SourceError(
                f"{folder} holds no picture",
                hint=f"Supported endings: {' '.join(sorted(IMAGE_EXTENSIONS))}.",
            )
        self._rate_fps = rate_fps or DEFAULT_RATE_FPS
        self._interrupted = threading.Event()
        self._read = self._damaged = 0
        first = next(dropwhile(lambda rgb: rgb is None, map(read_rgb, self._paths)), None)
        if first is None:
            raise SourceError(
                f"None of the {len(self._paths)} pictures in {folder} can be read",
                hint="They are damaged or of another kind than their ending says.",
            )
        self._info = SourceInfo(
            kind=SourceKind.IMAGES,
            name=plain(folder.name),
            width_px=first.shape[1],
            height_px=first.shape[0],
            rate_fps=self._rate_fps,
            duration_s=len(self._paths) / self._rate_fps,
            frame_count=len(self._paths),
            rotation_deg=0,
            codec=self._paths[0].suffix[1:].lower(),
            has_audio=False,
            path=folder,
            opened_at=datetime.now().astimezone(),
            notes=(f"Pictures carry no times; taken as {self._rate_fps:g} per second.",),
        )

    @property
    def info(self) -> SourceInfo:
        """Facts about the folder; sizes are those of the first readable picture."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Pictures handed out and unreadable ones."""
        return SourceCounts(frames=self._read, damaged_packets=self._damaged)

    def frames(self) -> Iterator[Frame]:
        """The readable pictures; their sizes may differ."""
        first_s: float | None = None
        for index, path in enumerate(self._paths):
            if self._interrupted.is_set():
                return
            rgb = read_rgb(path)
            if rgb is None:
                self._damaged += 1
                continue
            pts_s = index / self._rate_fps
            if first_s is None:
                first_s = pts_s
            yield Frame(index, pts_s - first_s, pts_s, rgb)
            self._read += 1

    def interrupt(self) -> None:
        """End `frames` at the next picture."""
        self._interrupted.set()

    def close(self) -> None:
        """End `frames`; no file stays open between pictures."""
        self._interrupted.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def find_images(folder: Path) -> list[Path]:
    """The pictures directly in a folder by their endings, in natural order, hidden ones left out.

    Raises:
        SourceError: The folder may not be read.
    """
    with read_errors(folder):
        paths = [p for p in folder.iterdir() if not p.name.startswith(".")]
        images = [p for p in paths if p.suffix.lower() in IMAGE_EXTENSIONS and p.is_file()]
    return sorted(images, key=lambda path: natural_key(path.name))


def natural_key(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    """A sorting key for which runs of digits count by their value, capitals do not."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts if p], name


def read_rgb(path: Path) -> RGB | None:
    """A picture `(height, width, 3)`, upright by its EXIF; nothing where it cannot be read.

    Read through numpy because OpenCV opens no path with letters outside the locale on Windows.
    """
    try:
        encoded = np.fromfile(path, np.uint8)
    except OSError:
        return None
    if encoded.size == 0:
        return None
    try:
        bgr = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    except cv2.error:  # It announces more pixels than any picture has, or than memory holds.
        return None
    if bgr is None:  # pyright: ignore[reportUnnecessaryComparison]  # the stub forgets it
        return None
    return frozen(cast("RGB", cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)))
