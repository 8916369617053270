"""Finished results and the drafts of work on them: found and read, in a thread. Knows no Qt."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from svfap_core.errors import SvfapError
from svfap_core.results.document import Arrival, Document, arrival
from svfap_core.results.drafts import Draft, Drafts, Identify
from svfap_gui.work.heavy_imports import HEAVY_IMPORTS

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.edits_file import SourceId


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found: a result, drafts, or why it cannot be read."""

    arrived: Arrival | None = None
    drafts: Mapping[Path, Draft] = field(default_factory=dict[Path, Draft])
    error: Exception | None = None


def drafts_in(folder: Path) -> Drafts:
    """The drafts that lie in a folder, their videos known by content."""

    def stamp(path: Path) -> str:
        from svfap_core.sources.content import content_stamp  # noqa: PLC0415  # loads FFmpeg

        return content_stamp(path)

    def file_bytes(path: Path) -> int:
        from svfap_core.sources.content import content_bytes  # noqa: PLC0415  # loads FFmpeg

        return content_bytes(path)

    return Drafts(folder, Identify(stamp, file_bytes, identity_of))


def identity_of(video: Path) -> SourceId:
    """A video by its content; gigabytes take a while.

    Raises:
        SourceError: It cannot be read.
    """
    from svfap_core.pipeline.finding import source_id  # noqa: PLC0415  # loads pyarrow

    return source_id(video)


def open_result(path: Path, drafts: Drafts, video: Path | None = None) -> Opened:
    """Read a result, given any of its files, and work on it that could not be saved beside it."""

    def read() -> Opened:
        from svfap_core.results.reading import read_result  # noqa: PLC0415  # loads pyarrow

        result = read_result(path)
        found = drafts.find(video or result.video, result.base, result.source)
        return Opened(arrival(result, found.values()), found)

    return _read(read)


def find_result(video: Path, folder: Path, drafts: Drafts) -> Opened:
    """The result of a video: beside it, as a live recording has it, or in the results folder.

    Without a result, the work that was done on the video before.
    """

    def read() -> Opened:
        from svfap_core.pipeline.finding import result_of  # noqa: PLC0415  # loads pyarrow

        beside = [video.with_name(video.name + ending) for ending in (".parquet", ".csv")]
        found = next((path for path in beside if path.is_file()), None)
        found = found or result_of(video, folder)
        return Opened(drafts=drafts.find(video, None, None)) if found is None else open_it(found)

    def open_it(found: Path) -> Opened:
        opened = open_result(found, drafts, video)
        # The work on a video is safe and in sight even if its result is damaged.
        return opened if opened.error is None else Opened(
            drafts=drafts.find(video, None, None), error=opened.error
        )  # fmt: skip

    return _read(read)


def take_over(base: Path, document: Document, *, grown: bool) -> Opened:
    """The result of an analysis that has just ended, for the work that was done meanwhile.

    Args:
        base: Of the result.
        document: The work.
        grown: Whether the tracks that were shown until now are those of the result.
    """
    before, edits, earlier = document.recording, document.edits, document.earlier

    def read() -> Opened:
        from svfap_core.results.reading import read_result  # noqa: PLC0415  # loads pyarrow

        result = read_result(base)
        return Opened(arrival(result, before=before, edits=edits, grown=grown, earlier=earlier))

    return _read(read)


def _read(read: Callable[[], Opened]) -> Opened:
    with HEAVY_IMPORTS:
        pass
    try:
        opened = read()
    except (OSError, SvfapError) as error:
        return Opened(error=error)
    # It stays for long, and a garbage collection that walks through it holds the window up.
    gc.freeze()
    return opened
