"""Finds the codes of a coder on a video, in a thread: beside its result, or where that will lie.

Knows no Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svfap_core.codes.coding import Coding, Scheme
from svfap_core.codes.coding_file import coding_path
from svfap_core.codes.document import CodingDocument
from svfap_core.codes.drafts import CodingDrafts
from svfap_core.errors import SvfapError
from svfap_core.results.edits_file import SourceId
from svfap_gui.analyse.results import identity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose codes are to be opened, and what is known of the video.

    `base` is its result, `folder` where results go; a new coding follows `scheme`.
    """

    video: Path | None
    base: Path | None
    source: SourceId | None
    folder: Path
    coder: str
    scheme: Scheme
    drafts: CodingDrafts


def open_coding(wanted: Wanted) -> CodingDocument:
    """The codes of a coder on a video, or a document for new ones.

    Another video of the same name keeps its codes: ours then have its content in their name.

    Raises:
        SvfapError: Their file is damaged or of a later version, or the video cannot be read.
    """
    places = _places(wanted)
    new = Coding(
        coder=wanted.coder,
        video=places[0][1],
        source=wanted.source,
        scheme=wanted.scheme,
    )
    for folder, name in places:
        path = coding_path(folder, name, wanted.coder)
        if not _is_free(path, wanted.drafts):
            found = CodingDocument.opened(path, new, wanted.drafts)
            if _is_of(wanted, found.coding.source):
                return found
    folder, name = places[0]
    path = coding_path(folder, name, wanted.coder)
    if not _is_free(path, wanted.drafts):
        source = wanted.source
        if source is None:
            assert wanted.video is not None  # noqa: S101  # else nothing is of another video
            source = identity_of(wanted.video)
        apart = f"{Path(name).stem}-{source.content[:8]}{Path(name).suffix}"
        path = coding_path(folder, apart, wanted.coder)
    return CodingDocument.opened(path, new, wanted.drafts)


def _places(wanted: Wanted) -> list[tuple[Path, str]]:
    """Folders and names of the video in which codes may lie, the best one first."""
    places: list[tuple[Path, str]] = []
    if wanted.base is not None:
        places.append((wanted.base.parent, wanted.base.name))
    if wanted.video is not None:
        places.append((wanted.folder, wanted.video.name))
    return places


def _is_free(path: Path, drafts: CodingDrafts) -> bool:
    return not path.exists() and drafts.find(path) is None


def _is_of(wanted: Wanted, source: SourceId | None) -> bool:
    """Whether codes are of the video. Where nobody knows, the name counts."""
    if source is None or (wanted.source is None and wanted.video is None):
        return True
    if wanted.source is not None:
        return source == wanted.source
    from svfap_core.sources.content import content_bytes  # noqa: PLC0415  # loads FFmpeg

    assert wanted.video is not None  # noqa: S101  # as looked above
    try:
        # Gigabytes are read only where their count leaves a doubt.
        if content_bytes(wanted.video) != source.file_bytes:
            return False
        return identity_of(wanted.video) == source
    except SvfapError:
        return True  # Whoever plays it says that it cannot be read.
