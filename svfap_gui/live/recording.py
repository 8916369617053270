"""The recording that the user starts and stops while results flow. Knows no Qt and no file format.

Four threads meet here: the window leaves requests and markers, the capture thread brings frames,
the analysis thread rows, and the recorder's own thread writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from svfap_core.errors import OutputError
from svfap_core.types import AffectResult, FaceObservation, Frame

if TYPE_CHECKING:
    # It imports pyarrow.
    from svfap_core.pipeline.recorded_work import RecordedWork


@dataclass(frozen=True, slots=True)
class RecordingSaved:
    """A recording is complete; `lost` counts the frames that its video does not have.

    `work` is what lies on the disk of its names and markers.
    """

    folder: Path
    rows: int
    lost: int
    work: RecordedWork | None = None


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """A recording could not be begun or went no further; what was written before is kept."""

    error: OutputError
    work: RecordedWork | None = None


@dataclass(frozen=True, slots=True)
class RecordingProgress:
    """How a running recording stands."""

    seconds: float
    lost: int


class Recorder(Protocol):
    """What writes a recording: `svfap_core.pipeline.live_recording.LiveRecording`."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        ...

    @property
    def rows(self) -> int:
        """Rows written."""
        ...

    @property
    def lost(self) -> int:
        """Frames left out."""
        ...

    def capture(self, frame: Frame) -> None:
        """The next frame; in the capture thread."""
        ...

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Faces of a frame; in the analysis thread."""
        ...

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Rows; in the analysis thread."""
        ...

    def set_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        """All markers: source time and text; from any thread."""
        ...

    def set_names(self, names: Mapping[int, str]) -> None:
        """What persons are called, by track; from any thread."""
        ...

    def finish(self, outcome: str) -> None:
        """Complete the files; in the analysis thread."""
        ...

    @property
    def work(self) -> RecordedWork | None:
        """Names and markers as they lie on the disk, once it is finished."""
        ...


class RecordingSwitch:
    """A sink that records while it is switched on.

    `switch_on` and `switch_off` only leave a request; the analysis thread opens and closes the
    recording at its next frame, so that the window does not wait for a disk. A session that ends
    or fails completes the recording: what came up to there is good.

    Args:
        tell: Called with `RecordingSaved` or `RecordingFailed` in the analysis thread.
    """

    def __init__(self, tell: Callable[[RecordingSaved | RecordingFailed], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._wanted: Path | None = None
        self._open: Callable[[Path], Recorder] | None = None
        self._folder: Path | None = None
        self._recorder: Recorder | None = None
        self._waiting: Callable[[], bool] = lambda: False
        self._until_s: float | None = None
        self._markers: Sequence[tuple[float, str]] = ()
        self._names: Mapping[int, str] = {}

    # -- the window ------------------------------------------------------------------------------

    def switch_on(self, folder: Path) -> None:
        """Record into this folder from now on."""
        with self._lock:
            self._wanted = folder

    def switch_off(self) -> None:
        """Complete the recording."""
        with self._lock:
            self._wanted = None

    def set_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        """All markers of the session: source time and text; written at once."""
        self._markers = tuple(markers)
        if (recorder := self._recorder) is not None:
            recorder.set_markers(self._markers)

    def set_names(self, names: Mapping[int, str]) -> None:
        """What persons are called, by track; written at once."""
        self._names = dict(names)
        if (recorder := self._recorder) is not None:
            recorder.set_names(self._names)

    @property
    def progress(self) -> RecordingProgress | None:
        """How the recording stands; nothing while there is none."""
        recorder = self._recorder
        return None if recorder is None else RecordingProgress(recorder.seconds, recorder.lost)

    # -- capture thread --------------------------------------------------------------------------

    def capture(self, frame: Frame) -> None:
        """The next frame of the source."""
        if (recorder := self._recorder) is not None and self._until_s is None:
            recorder.capture(frame)

    # -- analysis thread -------------------------------------------------------------------------

    def bind(
        self,
        open_recording: Callable[[Path], Recorder],
        waiting: Callable[[], bool] = lambda: False,
    ) -> None:
        """How to begin a recording, known once the model is; begins one that is waited for.

        Args:
            open_recording: Begins one in a folder.
            waiting: Whether rows of earlier frames are still on their way.
        """
        self._open, self._waiting = open_recording, waiting
        self._follow(0.0)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Follow the switch, then pass on."""
        self._follow(frame.t_s)
        if self._until_s is None:
            self._guarded(lambda recorder: recorder.write_frame(frame, faces))

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Pass on; a recording that was switched off ends with the rows from before that."""
        until_s = self._until_s
        if until_s is None:
            self._guarded(lambda recorder: recorder.write_results(results))
            return
        before = [row for row in results if row.t_s < until_s]
        self._guarded(lambda recorder: recorder.write_results(before))
        if len(before) < len(results):
            self._finish("completed")

    def commit(self) -> None:
        """Complete what is open."""
        self._finish("completed")

    def discard(self) -> None:
        """As `commit`: a lost source is no reason to lose what came before."""
        self._finish("interrupted")

    def _follow(self, t_s: float) -> None:
        """Do what the window requests, at the frame of this time."""
        with self._lock:
            wanted = self._wanted
        if wanted == self._folder and self._until_s is None:
            return
        if self._recorder is not None:
            self._until_s = t_s if self._until_s is None else self._until_s
            if self._waiting():
                return
        self._finish("completed")
        if wanted is not None and self._open is None:
            return  # `bind` begins it.
        self._folder = wanted
        if wanted is None or self._open is None:
            return
        try:
            self._recorder = self._open(wanted)
        except OutputError as error:
            self._tell(RecordingFailed(error))
        else:
            self._recorder.set_markers(self._markers)
            if self._names:
                self._recorder.set_names(self._names)

    def _finish(self, outcome: str) -> None:
        recorder, folder = self._recorder, self._folder
        self._until_s = None
        if recorder is None or folder is None:
            return
        self._guarded(lambda recorder: recorder.finish(outcome))
        if self._recorder is not None:
            self._recorder = None
            self._tell(RecordingSaved(folder, recorder.rows, recorder.lost, recorder.work))

    def _guarded(self, act: Callable[[Recorder], None]) -> None:
        """Act on the recording; a full disk ends the recording, not the session."""
        recorder = self._recorder
        if recorder is None:
            return
        try:
            act(recorder)
        except OutputError as error:
            self._recorder = None
            with suppress(OutputError):
                recorder.finish("failed")
            self._tell(RecordingFailed(error, recorder.work))
