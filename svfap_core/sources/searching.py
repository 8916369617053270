"""Which videos and images a folder holds, and which of them are sources. Opens none of them.

Each folder below is looked at by itself:

- every video is a source, and so is every animated image;
- images beside videos are left out: they are their posters and thumbnails;
- other images are one source, the folder, if their names differ in one number only; else each of
  them is a source.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.names import (
    ANONYMISED_ENDING,
    FACES_ENDING,
    FACES_HIDDEN_ENDING,
    FACES_INDEX,
    OVERLAY_ENDING,
)
from svfap_core.sources.access import is_folder, real
from svfap_core.sources.image_kinds import image_kind
from svfap_core.sources.images import IMAGE_EXTENSIONS, is_image_name, natural_key

_log = logging.getLogger(__name__)

_ENDINGS = (
    "3g2 3gp asf avi divx dv f4v flv gif m2ts m4v mjpeg mjpg mkv mov mp4 mpeg mpg mts mxf ogv qt "
    "ts vob webm wmv"
)
VIDEO_EXTENSIONS = frozenset(f".{ending}" for ending in _ENDINGS.split())
"""Endings, in lower case, by which folders are searched for videos."""

_NEVER_ANIMATED = frozenset({".bmp", ".heic", ".heif", ".jpeg", ".jpg", ".tif", ".tiff"})
_OF_SYSTEMS = frozenset({"$RECYCLE.BIN", "@eaDir", "System Volume Information", "__MACOSX"})
"""Folders in which operating and storage systems keep thumbnails and deleted files."""


@dataclass(slots=True)
class Search:
    """What was found: sources in order, sentences for users, and how many folders were searched.

    `unread` has a sentence for each folder that cannot be.
    """

    sources: list[Path] = field(default_factory=list[Path])
    notes: list[str] = field(default_factory=list[str])
    unread: list[str] = field(default_factory=list[str])
    folders: int = 0


def find_sources(folder: Path, *, recursive: bool = True) -> Search:
    """The sources in a folder; its results of earlier analyses are none."""
    found = Search()
    for root, names in _walk(folder, found.unread.append, recursive=recursive):
        found.folders += 1
        videos = [root / name for name in names if _is_video_name(name)]
        images = [root / name for name in names if is_image_name(name)]
        animated = [path for path in images if _is_animated(path)]
        stills = sorted(set(images) - set(animated), key=lambda path: natural_key(path.name))
        made = (OVERLAY_ENDING, ANONYMISED_ENDING, FACES_HIDDEN_ENDING)
        videos = sorted(path for path in videos if not path.name.endswith(made))
        if videos or animated:
            found.sources += sorted(videos + animated)
            found.notes += [_beside_videos(root, stills)] if stills else []
        elif is_sequence(stills):
            found.sources.append(root)
        else:
            found.sources += stills
            found.notes += [_one_by_one(root, stills)] if len(stills) > 1 else []
    return found


def find_videos(paths: Iterable[Path], *, recursive: bool = True) -> list[Path]:
    """Files by their word, and the videos in folders by `VIDEO_EXTENSIONS`; each once.

    The order is that of `paths`, sorted within each.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        candidates = sorted(_videos_in(path, recursive=recursive)) if is_folder(path) else [path]
        for candidate in candidates:
            found.setdefault(real(candidate), candidate)
    return list(found.values())


def kinds_searched() -> str:
    """The endings that count, for messages."""
    videos, images = (" ".join(sorted(kinds)) for kinds in (VIDEO_EXTENSIONS, IMAGE_EXTENSIONS))
    return Message("Videos are files that end in %1; images, in %2.", videos, images)


def _videos_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    for root, names in _walk(folder, _log.warning, recursive=recursive):
        yield from (root / name for name in names if _is_video_name(name))


def _walk(
    folder: Path, unread: Callable[[str], None], *, recursive: bool
) -> Iterator[tuple[Path, list[str]]]:
    """Folders and the names of their files, in order of names.

    Hidden folders and those of exported faces are skipped; links to a folder that is searched
    already are not followed.
    """

    def tell(error: OSError) -> None:
        unread(Message("%1 cannot be searched: %2", error.filename, reason_of(error)))

    visited: set[Path] = set()
    for root, folders, files in os.walk(folder, followlinks=True, onerror=tell):
        place = real(Path(root))
        if place in visited:
            folders.clear()
            continue
        visited.add(place)
        inner = sorted(folders, key=natural_key) if recursive else []
        folders[:] = [name for name in inner if _is_searched(root, name)]
        yield Path(root), files


def _is_searched(root: str, name: str) -> bool:
    if name.endswith(FACES_ENDING) and os.path.isfile(Path(root, name, FACES_INDEX)):  # noqa: PTH113  # `Path.is_file` fails where nobody may look
        return False
    return not name.startswith(".") and name not in _OF_SYSTEMS


def _is_video_name(name: str) -> bool:
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # names, by the hundred thousand
    whole = not name.startswith(".") and not stem.endswith((".part", ".tmp"))
    return whole and ending.lower() in VIDEO_EXTENSIONS


def _is_animated(path: Path) -> bool:
    if path.suffix.lower() in _NEVER_ANIMATED:
        return False
    try:
        kind = image_kind(path)
    except OSError:
        return False  # Opening it says why.
    return kind is not None and kind.animated


def is_sequence(images: Sequence[Path]) -> bool:
    """Whether the names differ in one number only, and no two have the same."""
    if not images:
        return False
    names = [re.split(r"([0-9]+)", path.stem.casefold()) for path in images]
    if len(names[0]) == 1 or any(len(name) != len(names[0]) for name in names):
        return False
    differing = [place for place in zip(*names, strict=True) if len(set(place)) > 1]
    if not differing:
        return len(images) == 1
    return len(differing) == 1 and differing[0][0].isdecimal() and _distinct(differing[0])


def _distinct(numbers: Sequence[str]) -> bool:
    return len(set(map(int, numbers))) == len(numbers)


def _beside_videos(folder: Path, images: Sequence[Path]) -> str:
    return Message(
        "%1 image(s) in %2 are left out, since they lie beside videos: name them one "
        "by one, or move them to a folder of their own",
        len(images),
        folder,
    )


def _one_by_one(folder: Path, images: Sequence[Path]) -> str:
    return Message(
        "%1 images in %2 are analysed each by itself, since their names do not differ "
        "in one number only",
        len(images),
        folder,
    )
