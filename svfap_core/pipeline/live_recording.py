"""A live session on disk: its video, table, markers and facts in one folder.

    FOLDER/session.mp4                  the frames, from a thread of its own
    FOLDER/session.mp4.csv              one row per window and face, as they come
    FOLDER/session.mp4.markers.csv      events, as they come
    FOLDER/session.mp4.json             the facts, at the start and completed at the end
    FOLDER/session.mp4.tracks.parquet   every face of every frame, at the end
    FOLDER/session.mp4.edits.json       names given to persons, if any, as they are given

All times and frame numbers in it count from the recording's first frame, and so do the ticks
of its rows, so that it can be opened like any analysed video. Killed at any moment, it keeps all
rows, markers and names, and the video up to a fraction of a second before. Names and markers that
change once it has ended are for `recorded_work`. Knows no window and nothing of who starts a
recording.
"""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from svfap_core.atomic import output_errors, whole_file
from svfap_core.exports.sidecar import RunFacts, sidecar
from svfap_core.pipeline.recorded_work import RecordedWork
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import write_edits
from svfap_core.results.files import EDITS_ENDING, MARKERS_ENDING, TRACKS_ENDING
from svfap_core.results.markers import TimedText, write_markers
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.results.tracks import write_tracks
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.video import VideoWriter
from svfap_core.types import AffectResult, FaceObservation, Frame

VIDEO_NAME = "session.mp4"

WAITING_BYTES = 128_000_000
"""Frames that may wait for the encoder: 46 of 720p, 20 of 1080p."""

_REMEMBERED = 2048
"""Frames back to which a late row still finds its number: a minute at 30 fps."""


_ROUNDING_S = 1e-6
"""A frame at a tick may come out this much later than it, since both are differences of floats."""


class _Captured(NamedTuple):
    """A recorded frame: its number in the source and in the video, its time in the video."""

    source_index: int
    number: int
    t_s: float


class LiveRecording:
    """Open until `finish`. Three threads feed it, each through methods of its own.

    Args:
        folder: Is made; must not hold a recording yet.
        schema: Columns of the table; the column `video` will name this recording.
        facts: What the sidecar says; asked at the start and at the end.
        count_ticks_from: Called once in the analysis thread with the source time of the first
            frame, before that is scored; see `Analyzer.count_ticks_from`.

    Raises:
        OutputError: The folder or a file in it cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        schema: ResultSchema,
        facts: Callable[[], RunFacts],
        count_ticks_from: Callable[[float], None],
    ) -> None:
        self._video_path = folder / VIDEO_NAME
        schema = replace(schema, video=f"{folder.name}/{VIDEO_NAME}")
        self._facts = facts
        self._count_ticks_from: Callable[[float], None] | None = count_ticks_from
        self._recording = Recording(schema)
        self._lock = threading.Lock()
        self._closed = False
        self._error: Exception | None = None
        self._start_s: float | None = None
        self._started_at = datetime.now().astimezone()
        self._frames = self._lost = self._waiting_bytes = 0
        self._markers: list[TimedText] = []
        self._names: dict[int, str] | None = None
        self._newest_s = 0.0
        self._tracks: set[int] = set()
        self._captured: deque[_Captured] = deque(maxlen=_REMEMBERED)
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._video: VideoWriter | None = None
        with output_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._write_facts("recording")
        self._table = CsvSink(self.path(".csv"), schema, live=True)
        self._thread = threading.Thread(target=self._run, name="svfap-recorder")
        self._thread.start()

    def path(self, ending: str) -> Path:
        """A file of the recording, by what comes after the video's name."""
        return self._video_path.with_name(VIDEO_NAME + ending)

    @property
    def seconds(self) -> float:
        """Time of the newest frame that was analysed; from any thread."""
        return self._recording.end_s

    @property
    def rows(self) -> int:
        """Rows written; from any thread."""
        return len(self._recording.results)

    @property
    def lost(self) -> int:
        """Frames that are not in the video because the encoder or the disk was too slow."""
        return self._lost

    # -- capture thread --------------------------------------------------------------------------

    def capture(self, frame: Frame) -> None:
        """The next frame of the source; never waits."""
        with self._lock:
            if self._closed:
                return
            if self._waiting_bytes and self._waiting_bytes + frame.rgb.nbytes > WAITING_BYTES:
                self._lost += 1
                return
            if self._start_s is None:
                self._start_s = frame.t_s
                self._started_at = datetime.now().astimezone()
            t_s = self._newest_s = frame.t_s - self._start_s
            self._captured.append(_Captured(frame.index, self._frames, t_s))
            self._frames += 1
            self._waiting_bytes += frame.rgb.nbytes
            self._work.put(lambda: self._encode(frame, t_s))

    # -- analysis thread -------------------------------------------------------------------------

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """The faces of a frame; those of one that is not in the video are left out.

        Raises:
            OutputError: Something of the recording cannot be written any more.
        """
        if self._error is not None:
            raise self._error
        if self._count_ticks_from is not None and self._start_s is not None:
            self._count_ticks_from(self._start_s)
            self._count_ticks_from = None
        captured = self._newest(lambda captured: captured.source_index <= frame.index)
        if captured.source_index == frame.index:
            t_s = captured.t_s
            self._tracks.update(face.track_id for face in faces)
            self._recording.add_frame(Frame(captured.number, t_s, t_s, frame.rgb), faces)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """New rows; those from before the first frame are left out.

        Raises:
            OutputError: The table cannot be written.
        """
        start_s = self._start_s
        if start_s is None:
            return
        rows = [self._counted(r, start_s) for r in results if r.t_s >= start_s]
        self._recording.add_results(rows)
        self._table.write_results(rows)

    def finish(self, outcome: str) -> None:
        """Complete all files; waits for the frames on their way to the video.

        Args:
            outcome: How it ended, for the sidecar.

        Raises:
            OutputError: Something could not be written; all else was.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._work.put(None)
        self._thread.join()
        with ExitStack() as steps:  # Each is tried, whatever becomes of the others.
            steps.callback(self._write_facts, outcome)
            steps.callback(write_tracks, self.path(TRACKS_ENDING), self._recording)
            steps.callback(self._table.commit)

    @property
    def work(self) -> RecordedWork | None:
        """Names and markers as they lie on the disk, once it is finished; none without a frame.

        What `set_names` and `set_markers` got too late, or after an error, is not among them.
        """
        if self._start_s is None:
            return None
        newest_s = max([self._newest_s, self.seconds, *(t_s for t_s, _ in self._markers)])
        return RecordedWork(
            video=self._video_path,
            analysis=self._recording.schema.identity.analysis,
            start_s=self._start_s,
            end_s=self._start_s + newest_s,
            tracks=frozenset(self._tracks),
            names=dict(self._names or {}),
            markers=tuple(self._markers),
        )

    # -- any thread ------------------------------------------------------------------------------

    def set_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        """All markers of the session: source time and text; the recorder's thread writes them."""
        with self._lock:
            if not self._closed:
                self._work.put(lambda: self._write_markers(markers))

    def set_names(self, names: Mapping[int, str]) -> None:
        """What persons are called, by track; the recorder's thread writes it."""
        known = dict(names)
        with self._lock:
            if not self._closed:
                self._work.put(lambda: self._write_names(known))

    # -- recorder's thread -----------------------------------------------------------------------

    def _run(self) -> None:
        while (task := self._work.get()) is not None:
            self._guarded(task)
        if self._video is not None:
            self._guarded(self._video.close)

    def _guarded(self, task: Callable[[], None]) -> None:
        """After an error nothing more is written; `write_frame` reports it."""
        try:
            if self._error is None:
                task()
        except Exception as error:  # noqa: BLE001  # thread entry: raised by `write_frame`
            self._error = error

    def _encode(self, frame: Frame, t_s: float) -> None:
        try:
            if self._video is None:
                height, width, _ = frame.rgb.shape
                rate_fps = self._facts().source.rate_fps
                self._video = VideoWriter(self._video_path, (width, height), rate_fps)
            self._video.write(frame.rgb, t_s)
        finally:
            with self._lock:
                self._waiting_bytes -= frame.rgb.nbytes

    def _write_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        start_s = self._start_s
        if start_s is None:
            return  # So all markers are from before the recording.
        written = [TimedText(t_s - start_s, text) for t_s, text in markers if t_s >= start_s]
        if self._names is not None:
            self._write_edits(self._names, written)
        write_markers(self.path(MARKERS_ENDING), written)
        self._markers = written

    def _write_names(self, names: dict[int, str]) -> None:
        """As work done on the result, which then speaks for the markers too."""
        self._write_edits(names, self._markers)
        self._names = names

    def _write_edits(self, names: dict[int, str], events: Sequence[TimedText]) -> None:
        markers = tuple(Marker(t_s=t_s, text=text) for t_s, text in events)
        analysis = self._recording.schema.identity.analysis
        edits = Edits(analysis=analysis, names=names, markers=markers)
        write_edits(self.path(EDITS_ENDING), edits)

    # -- helpers ---------------------------------------------------------------------------------

    def _newest(self, fits: Callable[[_Captured], bool]) -> _Captured:
        """The newest recorded frame that fits, the first one if none does."""
        with self._lock:
            return next(filter(fits, reversed(self._captured)), _Captured(-1, 0, 0.0))

    def _counted(self, row: AffectResult, start_s: float) -> AffectResult:
        """A row in the recording's own time, with the frame that its video shows then.

        That may be a later one than was analysed, where analysis dropped frames.
        """
        t_s = row.t_s - start_s
        captured = self._newest(lambda captured: captured.t_s <= t_s + _ROUNDING_S)
        began_s, ended_s = row.window_start_s, row.window_end_s
        return replace(
            row,
            frame_index=captured.number,
            t_s=t_s,
            pts_s=captured.t_s,
            describes_s=row.describes_s - start_s,
            window_start_s=None if began_s is None else began_s - start_s,
            window_end_s=None if ended_s is None else ended_s - start_s,
        )

    def _write_facts(self, outcome: str) -> None:
        with whole_file(self.path(".json")) as part:
            text = json.dumps(self._content(outcome), indent=2, ensure_ascii=False)
            part.write_text(text + "\n", encoding="utf-8")

    def _content(self, outcome: str) -> dict[str, Any]:
        """The sidecar; asks files of the system for versions and sizes."""
        facts = self._facts()
        # A played file's announced length says nothing of how long was recorded.
        source = replace(facts.source, opened_at=self._started_at, duration_s=None)
        recording = self._recording
        facts = replace(facts, source=source, outcome=outcome, read_s=recording.end_s)
        return sidecar(facts, recording.schema, recording.results) | {
            "recording": {
                "video": VIDEO_NAME,
                "frames": self._frames,
                "frames_lost": self._lost,
                "time": "All times and frame numbers count from the first frame of the "
                "recording, and so do ticks.",
            }
        }
