"""Finished results and the work done on them: found, read and written, in a worker thread.

Knows no Qt.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from svfap_core.errors import SvfapError
from svfap_core.results.edits import Edits
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_gui.work.heavy_imports import HEAVY_IMPORTS

if TYPE_CHECKING:
    # These load pyarrow or scipy.
    from svfap_core.results.edits_file import SourceId
    from svfap_core.results.reading import FinishedResult
    from svfap_core.results.recording import Recording


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found: a result, nothing, or why it cannot be read.

    `move` turns edits of what was shown before into those of the result; without a result, `edits`
    are those in the file `edits_path`, if there is one.
    """

    result: FinishedResult | None = None
    error: BaseException | None = None
    move: Callable[[Edits], Edits] | None = None
    edits: Edits = field(default_factory=Edits)
    edits_path: Path | None = None


class EditsPlace(Protocol):
    """Where edits are saved."""

    @property
    def name(self) -> str:
        """Tells it from other places."""
        ...

    def write(self, edits: Edits) -> None:
        """Save.

        Raises:
            SvfapError: The file cannot be written.
            OSError: The video cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class BesideResult:
    """The file beside a result."""

    result: FinishedResult

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self.result.edits_path)

    def write(self, edits: Edits) -> None:
        """Save, with the places of the faces that are named."""
        from svfap_core.results.edits_file import write_edits  # noqa: PLC0415  # loads scipy
        from svfap_core.results.trajectories import trajectories  # noqa: PLC0415  # loads scipy

        faces = trajectories(self.result.recording.faces.view(), edits.numbers)
        write_edits(self.result.edits_path, edits, self.result.source, faces)


class WithoutResult:
    """The file beside where the result of a video will lie.

    Only what is about time is saved: an analysis that is not finished names nobody for good.

    Args:
        video: The video.
        folder: Where its result will lie.
        path: The file, if there is one.
    """

    def __init__(self, video: Path, folder: Path, path: Path | None) -> None:
        self._video = video
        self._folder = folder
        self._path = path
        self._source: SourceId | None = None

    @property
    def name(self) -> str:
        """The video's path."""
        return str(self._video)

    def write(self, edits: Edits) -> None:
        """Save; the first time the whole video is read, to know it again under any name."""
        from svfap_core.pipeline.finding import source_id  # noqa: PLC0415  # loads pyarrow
        from svfap_core.results.edits_file import write_edits  # noqa: PLC0415  # loads scipy
        from svfap_core.results.files import EDITS_ENDING, with_ending  # noqa: PLC0415
        from svfap_gui.analyse.file_analysis import output_for  # noqa: PLC0415

        if self._source is None:
            self._source = source_id(self._video)
        if self._path is None:
            base = self._folder / output_for(self._video, self._folder)
            self._path = with_ending(base, EDITS_ENDING)
        write_edits(self._path, edits.about_time().on(""), self._source)


def open_result(path: Path, before: Recording | None = None) -> Opened:
    """Read a result.

    Args:
        path: Any of its files.
        before: The analysis that is shown until now, of the same video; its edits can be moved.
    """
    with HEAVY_IMPORTS:
        from svfap_core.results.reading import read_result  # noqa: PLC0415  # loads pyarrow

    try:
        result = read_result(path)
        # It stays for long, and a garbage collection that walks through it holds the window up.
        gc.freeze()
        return Opened(result, move=None if before is None else _mover(before, result))
    except BaseException as error:  # noqa: BLE001  # told to the user, not lost
        return Opened(error=error)


def find_result(video: Path, folder: Path) -> Opened:
    """The result of a video: beside it, as a live recording has it, or in the results folder.

    Without a result, the work that was done on the video before.
    """
    with HEAVY_IMPORTS:
        from svfap_core.pipeline.finding import (  # noqa: PLC0415  # loads pyarrow
            edits_without_result,
            result_of,
        )
        from svfap_core.results.edits_file import read_edits  # noqa: PLC0415  # loads scipy

    try:
        beside = [video.with_name(video.name + ending) for ending in (".parquet", ".csv")]
        found = next((path for path in beside if path.is_file()), None)
        found = found or result_of(video, folder)
        if found is not None:
            return open_result(found)
        edits = edits_without_result(video, folder)
        if edits is None:
            return Opened()
        return Opened(edits=read_edits(edits).about_time(), edits_path=edits)
    except (OSError, SvfapError) as error:
        return Opened(error=error)


def decoding_of(facts: Mapping[str, Any]) -> DecodingSettings:
    """How the source of a result was read, by its sidecar, as far as that says so."""
    try:
        asked = DecodingSettings.model_validate(facts["settings"]["decoding"])
    except (KeyError, TypeError, ValidationError):
        asked = DEFAULT_DECODING
    stream = facts.get("source", {}).get("video_stream")
    return asked if stream is None else asked.model_copy(update={"video_stream": stream})


def _mover(before: Recording, result: FinishedResult) -> Callable[[Edits], Edits]:
    """What takes edits of one analysis to the next."""
    from svfap_core.results.carrying import carry_over  # noqa: PLC0415  # loads scipy
    from svfap_core.results.trajectories import same_faces, trajectories  # noqa: PLC0415

    new = trajectories(result.recording.faces.view())
    tracks = same_faces(trajectories(before.faces.view()), new)
    analysis = result.edits.analysis

    def move(edits: Edits) -> Edits:
        is_same = analysis and edits.analysis == analysis
        return edits if is_same else carry_over(edits, tracks, analysis, new).edits

    return move
