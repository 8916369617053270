"""From what a user names (a file, folder, address or camera) to an opened source.

Knows which kinds there are, not how they read.
"""

from __future__ import annotations

import math
import re
import threading
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.sources.access import check_source, read_errors
from svfap_core.sources.base import Source
from svfap_core.sources.camera import CameraSource
from svfap_core.sources.excerpt import Excerpt
from svfap_core.sources.image_kinds import ImageFormat, ImageKind, image_kind
from svfap_core.sources.image_reading import damaged
from svfap_core.sources.images import (
    IMAGE_EXTENSIONS,
    ImageSource,
    find_images,
    open_animation,
    open_folder,
    open_image,
)
from svfap_core.sources.searching import find_videos
from svfap_core.sources.stream import STREAM_SCHEMES, StreamSource
from svfap_core.sources.video import Video
from svfap_core.sources.video_file import VideoFile
from svfap_core.system import is_camera_node, path_of_address, user_path


def open_source(
    spec: str | Path,
    *,
    size: tuple[int, int] | None = None,
    rate_fps: float | None = None,
    cancel: threading.Event | None = None,
    decoding: DecodingSettings = DEFAULT_DECODING,
) -> Source:
    """Open `camera:0`, `/dev/video0`, an address, a video or image file or a folder of images.

    What a file is, its content decides, not its name.

    Args:
        spec: What to open; a `Path` is never taken for an address or camera.
        size: Width and height to ask a camera for.
        rate_fps: Rate to ask a camera for.
        cancel: Set from another thread, it ends the wait for a stream's first picture.
        decoding: How files and folders are read. Of a live source there are no parts.

    Raises:
        SourceError: It cannot be opened; the hint says what to do.
    """
    source = _open(spec, size, rate_fps, cancel, decoding)
    if decoding == decoding.whole or source.info.live:
        return source
    end_s = math.inf if decoding.end_s is None else decoding.end_s
    return Excerpt(source, decoding.start_s or 0.0, end_s)


def _open(
    spec: str | Path,
    size: tuple[int, int] | None,
    rate_fps: float | None,
    cancel: threading.Event | None,
    decoding: DecodingSettings,
) -> Source:
    if isinstance(spec, str):
        if camera := re.fullmatch(r"camera:(\d+)", spec):
            return CameraSource(int(camera[1]), size=size, rate_fps=rate_fps)
        if is_camera_node(spec):
            return CameraSource(spec, size=size, rate_fps=rate_fps)
        if "://" in spec:
            return _open_address(spec, cancel, decoding)
    return _open_path(user_path(spec), decoding)


def _open_address(
    url: str, cancel: threading.Event | None, decoding: DecodingSettings
) -> StreamSource | VideoFile | ImageSource:
    scheme = url.partition("://")[0].lower()
    if scheme == "file":
        return _open_path(path_of_address(url), decoding)
    if scheme not in STREAM_SCHEMES:
        raise SourceError(
            f"Addresses with {scheme}:// are not supported",
            hint=f"Supported: {', '.join(sorted(STREAM_SCHEMES))}.",
        )
    return StreamSource(url, cancel=cancel, decoding=decoding)


def _open_path(path: Path, decoding: DecodingSettings) -> VideoFile | ImageSource:
    check_source(path)
    if path.is_dir() and not find_images(path) and (videos := find_videos([path], recursive=False)):
        raise SourceError(
            f"{path} holds no image, but {len(videos)} video(s)",
            hint="Open one of the videos, or give the folder to the batch analysis.",
        )
    source = open_images(path, decoding)
    if source is not None:
        return source
    try:
        return VideoFile(path, decoding)
    except SourceError as error:
        if path.suffix.lower() in IMAGE_EXTENSIONS:
            raise damaged(path, "it is none by its content") from error
        raise


def chosen_stream(path: Path, decoding: DecodingSettings) -> int:
    """The number of the video stream that `open_source` reads of a path; 0 of images.

    Raises:
        SourceError: It is no video, or has no such stream.
    """
    check_source(path)
    if path.is_dir() or _image_kind(path) is not None:
        return 0
    with Video(path, decoding) as video:
        return video.number


def open_images(path: Path, decoding: DecodingSettings) -> ImageSource | None:
    """A folder of images, an image, or an animation that FFmpeg cannot play; nothing for a video.

    Raises:
        SourceError: It cannot be read.
    """
    if path.is_dir():
        return open_folder(path, decoding)
    kind = _image_kind(path)
    if kind is None:
        return None
    return open_animation(path, kind.format) if kind.animated else open_image(path)


def _image_kind(path: Path) -> ImageKind | None:
    """What kind of image a file is; none for what is read as a video, as an animated PNG is."""
    with read_errors(path):
        kind = image_kind(path)
    is_video = kind is None or (kind.animated and kind.format is ImageFormat.PNG)
    return None if is_video else kind
