"""From what a user names (a file, folder, address or camera) to an opened source.

Knows which kinds there are, not how they read.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.access import check_source, is_folder, real
from svfap_core.sources.base import Source
from svfap_core.sources.camera import CameraSource
from svfap_core.sources.images import ImageFolder, find_images
from svfap_core.sources.stream import STREAM_SCHEMES, StreamSource
from svfap_core.sources.video_file import VideoFile

_log = logging.getLogger(__name__)

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
    decoding: DecodingSettings | None = None,
) -> Source:
    """Open `camera:0`, `/dev/video0`, an address, a video file or a folder of images.

    Args:
        spec: What to open; a `Path` is never taken for an address or camera.
        size: Width and height to ask a camera for.
        rate_fps: Rate to ask a camera for, or at which images of a folder follow each other.
        cancel: Set from another thread, it ends the wait for a stream's first picture.
        decoding: How files are read; the defaults of the settings where not given.

    Raises:
        SourceError: It cannot be opened; the hint says what to do.
    """
    if isinstance(spec, str):
        if camera := re.fullmatch(r"camera:(\d+)", spec):
            return CameraSource(int(camera[1]), size=size, rate_fps=rate_fps)
        if re.match(r"/dev/(video\d|v4l/)", spec):
            return CameraSource(spec, size=size, rate_fps=rate_fps)
        if "://" in spec:
            return _open_address(spec, cancel, rate_fps, decoding or DecodingSettings())
    return _open_path(Path(spec).expanduser(), rate_fps, decoding or DecodingSettings())


def _open_address(
    url: str,
    cancel: threading.Event | None,
    rate_fps: float | None,
    decoding: DecodingSettings,
) -> StreamSource | VideoFile | ImageFolder:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return _open_path(Path(url2pathname(parts.path)), rate_fps, decoding)
    if parts.scheme not in STREAM_SCHEMES:
        raise SourceError(
            f"Addresses with {parts.scheme}:// are not supported",
            hint=f"Supported: {', '.join(sorted(STREAM_SCHEMES))}.",
        )
    return StreamSource(url, cancel=cancel, decoding=decoding)


def _open_path(
    path: Path, rate_fps: float | None, decoding: DecodingSettings
) -> VideoFile | ImageFolder:
    check_source(path)
    if path.is_file():
        return VideoFile(path, decoding)
    if not find_images(path) and (videos := find_videos([path], recursive=False)):
        raise SourceError(
            f"{path} holds no picture, but {len(videos)} video(s)",
            hint="Open one of the videos, or give the folder to the batch analysis.",
        )
    return ImageFolder(path, rate_fps=rate_fps)


def find_videos(paths: Iterable[Path], *, recursive: bool = True) -> list[Path]:
    """Files by their word, and the videos in folders by `VIDEO_EXTENSIONS`; each once.

    The order is that of `paths`, sorted within each. Hidden and partly downloaded files in folders
    are skipped, links to a folder already being searched are not followed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        candidates = sorted(_videos_in(path, recursive=recursive)) if is_folder(path) else [path]
        for candidate in candidates:
            found.setdefault(real(candidate), candidate)
    return list(found.values())


def _videos_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    visited: set[Path] = set()
    for root, folders, files in os.walk(folder, followlinks=True, onerror=_not_searched):
        place = real(Path(root))
        if place in visited:
            folders.clear()
            continue
        visited.add(place)
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if recursive else []
        yield from (Path(root, name) for name in files if _is_video_name(name))


def _is_video_name(name: str) -> bool:
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # names, by the hundred thousand
    whole = not name.startswith(".") and not stem.endswith((".part", ".tmp"))
    return whole and ending.lower() in VIDEO_EXTENSIONS


def _not_searched(error: OSError) -> None:
    _log.warning("%s cannot be searched: %s", error.filename, error.strerror)
