"""How documents for ELAN link to the video that they annotate. Opens nothing."""

from __future__ import annotations

import os
from pathlib import Path

from svfap_core.names import plain

_DEFAULT_TYPE = "video/mp4"
_TYPES = {
    "video/mp4": "mp4 m4v mp4v",
    "video/quicktime": "mov qt",
    "video/mpeg": "mpg mpeg m2v vob mts m2ts ts mxf",
    "video/x-msvideo": "avi divx dv",
    "video/x-matroska": "mkv mjpeg mjpg",
    "video/webm": "webm",
    "video/x-ms-wmv": "wmv asf",
    "video/x-flv": "flv f4v",
    "video/3gpp": "3gp",
    "video/3gpp2": "3g2",
    "video/ogg": "ogv ogg",
}
"""Media types by ending: the system's own table differs between computers, and calls .ts a text."""

_TYPE_OF = {f".{ending}": kind for kind, endings in _TYPES.items() for ending in endings.split()}


def media_type(address: str) -> str:
    """The media type of a video, by its ending."""
    return _TYPE_OF.get(Path(address).suffix.lower(), _DEFAULT_TYPE)


def media_links(media: Path | None, name: str, home: Path) -> tuple[str, str]:
    """The full and the relative link, undecoded: ELAN takes a path for what it says.

    Args:
        media: The video, where it is known.
        name: What it is called, if not.
        home: The folder of the document.
    """
    if media is None:
        return name, f"./{name}"
    full = media.absolute()
    address = f"file:///{plain(full.as_posix()).lstrip('/')}"
    try:
        relative = Path(os.path.relpath(full, home.absolute())).as_posix()
    except ValueError:  # On another drive of Windows nothing leads there.
        relative = full.name
    return address, plain(relative if relative.startswith("../") else f"./{relative}")
