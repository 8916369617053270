"""Images as sources: one image, a folder of them as a clip, an animation as the video that it is.

Knows no video. The one place where times come from an index and a rate: a folder has nothing else.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Protocol, Self

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.names import CURVES_ENDING, plain
from svfap_core.settings import DecodingSettings
from svfap_core.sources.access import read_errors
from svfap_core.sources.animation import Animation
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo, SourceKind
from svfap_core.sources.image_kinds import ImageFormat
from svfap_core.sources.image_reading import Still, read_still
from svfap_core.types import Frame

_ENDINGS = "apng avif bmp heic heif jpeg jpg png tif tiff webp"
IMAGE_EXTENSIONS = frozenset(f".{ending}" for ending in _ENDINGS.split())
"""Endings, in lower case, by which folders are searched for images."""

STILL_S = Fraction(1, 25)
"""How long an image by itself is on screen, where nothing is said of time."""


class Images(Protocol):
    """Numbered images with exact times, in any order of access; used by one thread."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def start_s(self, index: int) -> Fraction:
        """When an image comes on screen; that of `count` is the end of the last one."""
        ...

    def read(self, index: int) -> Still:
        """An image.

        Raises:
            SourceError: It cannot be read.
        """
        ...


class OneImage:
    """A file with one image, decoded at once.

    Raises:
        SourceError: It cannot be read.
    """

    count = 1

    def __init__(self, path: Path) -> None:
        self._still = read_still(path)

    def start_s(self, index: int) -> Fraction:
        """0, and the end."""
        return index * STILL_S

    def read(self, index: int) -> Still:  # noqa: ARG002  # there is one
        """The image."""
        return self._still


class FolderImages:
    """The images of one folder in natural order (2 before 10), at a fixed rate.

    Raises:
        SourceError: There is none, or the folder may not be read.
    """

    def __init__(self, folder: Path, rate_fps: Fraction) -> None:
        self.paths = find_images(folder)
        self._rate_fps = rate_fps
        if not self.paths:
            raise SourceError(
                Message("%1 holds no image", folder),
                hint=Message("Supported endings: %1.", " ".join(sorted(IMAGE_EXTENSIONS))),
            )

    @property
    def count(self) -> int:
        """All of them, damaged ones included."""
        return len(self.paths)

    def start_s(self, index: int) -> Fraction:
        """The place among all of them over the rate."""
        return index / self._rate_fps

    def read(self, index: int) -> Still:
        """An image.

        Raises:
            SourceError: It cannot be read.
        """
        return read_still(self.paths[index])


class ImageSource:
    """A `Source` of images. One that cannot be read leaves a gap and counts as damaged.

    `pts_s` is an image's own time, `t_s` counts from the first readable one. Sizes may differ.

    Args:
        images: What to hand out.
        path: Where they are.
        kind: What the source is.
        rate_fps: Of the images, for display.
        notes: Sentences for users.
        lost: Images known to be damaged that are not among `images`.

    Raises:
        SourceError: None of them can be read.
    """

    outage: Outage | None = None
    """A file does not go and come back."""

    def __init__(
        self,
        images: Images,
        path: Path,
        *,
        kind: SourceKind = SourceKind.IMAGES,
        rate_fps: Fraction | None = None,
        notes: tuple[str, ...] = (),
        lost: int = 0,
    ) -> None:
        self.images = images
        """Any of them by its number, for who does not read them in order."""
        self._interrupted = threading.Event()
        self._read = 0
        self._damaged = lost
        self.first, first = _first_readable(images, path)
        """The number of the first readable one."""
        self._still: Still | None = first
        self._origin_s = images.start_s(self.first)
        self._info = SourceInfo(
            kind=kind,
            name=plain(path.name),
            width_px=first.rgb.shape[1],
            height_px=first.rgb.shape[0],
            rate_fps=float(rate_fps) if rate_fps else None,
            duration_s=float(images.start_s(images.count) - self._origin_s),
            frame_count=images.count,
            rotation_deg=first.rotation_deg,
            codec=first.format,
            has_audio=False,
            path=path,
            opened_at=datetime.now().astimezone(),
            notes=(*notes, *filter(None, [first.note])),
        )

    @property
    def info(self) -> SourceInfo:
        """Facts about the source; sizes are those of the first readable image."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Images handed out and unreadable ones."""
        return SourceCounts(frames=self._read, damaged_packets=self._damaged)

    def frames(self) -> Iterator[Frame]:
        """The readable images."""
        for index in range(self.images.count):
            if self._interrupted.is_set():
                return
            still = self._readable(index)
            if still is None:
                self._damaged += 1
                continue
            start_s = self.images.start_s(index)
            end_s = self.images.start_s(index + 1) - self._origin_s
            yield Frame(index, self.time_s(index), float(start_s), still.rgb, float(end_s))
            self._read += 1

    def time_s(self, index: int) -> float:
        """Media time of an image by its number."""
        return float(self.images.start_s(index) - self._origin_s)

    def _readable(self, index: int) -> Still | None:
        if index < self.first:
            return None
        still, self._still = self._still, None
        if still is not None:
            return still
        try:
            return self.images.read(index)
        except SourceError:
            return None

    def interrupt(self) -> None:
        """End `frames` at the next image."""
        self._interrupted.set()

    def close(self) -> None:
        """End `frames`; no file stays open between images."""
        self._interrupted.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _first_readable(images: Images, path: Path) -> tuple[int, Still]:
    reason: SourceError | None = None
    for index in range(images.count):
        try:
            return index, images.read(index)
        except SourceError as error:
            reason = reason or error
    raise SourceError(
        Message(
            "None of the %1 images in %2 can be read; the first: %3", images.count, path, reason
        )
    ) from reason


def open_image(path: Path) -> ImageSource:
    """One image as a source of one frame, at time 0.

    Raises:
        SourceError: It cannot be read.
    """
    return ImageSource(OneImage(path), path)


def open_animation(path: Path, image_format: ImageFormat) -> ImageSource:
    """An animated WebP or AVIF as a video; that it repeats is left out.

    Raises:
        SourceError: It cannot be read.
    """
    images = Animation(path, image_format)
    length_s = images.start_s(images.count)
    return ImageSource(
        images,
        path,
        kind=SourceKind.FILE,
        rate_fps=images.count / length_s if length_s else None,
        lost=int(images.truncated),
    )


def open_folder(folder: Path, decoding: DecodingSettings) -> ImageSource:
    """The images of a folder as a clip at `decoding.image_rate`.

    Raises:
        SourceError: None of them can be read.
    """
    rate_fps = decoding.image_rate
    note = Message("Images carry no times; taken as %1 per second.", f"{decoding.image_rate_fps:g}")
    return ImageSource(FolderImages(folder, rate_fps), folder, rate_fps=rate_fps, notes=(note,))


def find_images(folder: Path) -> list[Path]:
    """The images directly in a folder by their endings, in natural order.

    Hidden files and the curves of an earlier analysis are left out.

    Raises:
        SourceError: The folder may not be read.
    """
    with read_errors(folder):
        paths = [p for p in folder.iterdir() if is_image_name(p.name)]
        images = [p for p in paths if p.is_file()]
    return sorted(images, key=lambda path: natural_key(path.name))


def is_image_name(name: str) -> bool:
    """Whether a file that is found in a folder counts as an image."""
    hidden = name.startswith(".") or name.endswith(CURVES_ENDING)
    return not hidden and Path(name).suffix.lower() in IMAGE_EXTENSIONS


def natural_key(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    """A sorting key for which runs of digits count by their value, capitals do not."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts if p], name
