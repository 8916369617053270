"""What leaves a live session: recordings, event markers, names of persons, the lab stream.

Knows no widget and no source; `SessionController` tells it when a session begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.errors import OutputError
from svfap_gui.live.recording import (
    RecordingFailed,
    RecordingProgress,
    RecordingSaved,
    RecordingSwitch,
)
from svfap_gui.live.streaming import StreamSwitch
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.notices import Notices
from svfap_gui.work.state import AppState, SourceRequest


class Mark(NamedTuple):
    """An event: the source's time, and what it is called."""

    t_s: float
    text: str


class LiveOutputs(QObject):
    """Outlives sessions; markers and names are those of the present or last one.

    Args:
        state: Written here: `recording`.
        notices: Says what cannot be written.
        recordings_folder: Tells where recordings go, each into a folder of its own.
        parent: The owner.
    """

    streaming_changed = Signal(bool)
    progress_changed = Signal(object)
    """`RecordingProgress` a few times a second, `None` once nothing is recorded."""
    marks_changed = Signal(object)
    """All `Mark`s as a tuple, in order of time."""
    names_changed = Signal()
    saved = Signal(Path, str)
    """The folder of a recording that is complete, and what is to be said of it."""

    # From the analysis thread; connected to slots of this object, so that Qt queues them.
    _recording_told = Signal(object)
    _stream_failed = Signal(object)

    def __init__(
        self,
        state: AppState,
        notices: Notices,
        recordings_folder: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._notices = notices
        self.recordings_folder = recordings_folder
        self.streaming = False
        self.marks: tuple[Mark, ...] = ()
        self.names: dict[int, str] = {}
        self._source: SourceRequest | None = None
        self._recording: RecordingSwitch | None = None
        self._stream: StreamSwitch | None = None
        self._zero_at_s: Callable[[], float | None] = _unknown
        self._marked = 0
        self._progress: RecordingProgress | None = None
        self._recording_told.connect(self._on_recording_told)
        self._stream_failed.connect(self._on_stream_failed)

    # -- sessions --------------------------------------------------------------------------------

    def begin(self, source: SourceRequest) -> tuple[RecordingSwitch, StreamSwitch]:
        """A session begins: the switches for its run."""
        self._source = source
        self._recording = RecordingSwitch(self._recording_told.emit)
        self._stream = StreamSwitch(self._stream_failed.emit, wanted=self.streaming)
        self._marked = 0
        self.names = {}
        self._set_marks(())
        self.names_changed.emit()
        if self._state.recording:
            self._recording.switch_on(self._new_folder(source))
        return self._recording, self._stream

    def watch_clock(self, zero_at_s: Callable[[], float | None]) -> None:
        """How to learn `perf_counter` at the source's time 0."""
        self._zero_at_s = zero_at_s

    def end(self) -> None:
        """The session is over."""
        self._recording = self._stream = None
        self._zero_at_s = _unknown
        self._state.set_recording(recording=False)
        self.tell_progress()

    def tell_progress(self) -> None:
        """Tell how the recording stands, if that has changed."""
        progress = self._recording.progress if self._recording is not None else None
        if progress != self._progress:
            self._progress = progress
            self.progress_changed.emit(progress)

    # -- recording and streaming -----------------------------------------------------------------

    def set_recording(self, *, recording: bool) -> None:
        """Record from now on, or from the next start; or complete the recording."""
        self._notices.retract("recording")
        self._state.set_recording(recording=recording)
        if self._recording is None or self._source is None:
            return
        if recording:
            self._recording.switch_on(self._new_folder(self._source))
        else:
            self._recording.switch_off()

    def set_streaming(self, *, streaming: bool) -> None:
        """Send to other programs of the lab whenever a session runs, or no longer."""
        if streaming == self.streaming:
            return
        self._notices.retract("stream")
        self.streaming = streaming
        if self._stream is not None:
            self._stream.wanted = streaming
        self.streaming_changed.emit(streaming)

    def _new_folder(self, source: SourceRequest) -> Path:
        stem = Path(source.title).stem or "session"
        safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in stem).strip("_") or "session"
        now = datetime.now().astimezone()
        return self.recordings_folder() / f"{now:%Y-%m-%d_%H-%M-%S}_{safe}"

    @Slot(object)
    def _on_recording_told(self, told: RecordingSaved | RecordingFailed) -> None:
        match told:
            case RecordingSaved(folder, rows, lost):
                text = self.tr("Recording saved, rows: %n", "", rows)
                if lost:
                    text += self.tr("; pictures missing in its video: %n", "", lost)
                self.saved.emit(folder, text)
            case RecordingFailed(error):
                self._state.set_recording(recording=False)
                self._notices.show(notice_of(error, "recording"))
        self.tell_progress()

    @Slot(object)
    def _on_stream_failed(self, error: OutputError) -> None:
        self.streaming = False
        self.streaming_changed.emit(self.streaming)
        self._notices.show(notice_of(error, "stream"))

    # -- markers and names -----------------------------------------------------------------------

    def mark(self, text: str) -> Mark | None:
        """Mark this moment; without a text it gets a number. Nothing before the first picture."""
        now_s = perf_counter()
        zero_s = self._zero_at_s()
        if zero_s is None:
            return None
        self._marked += 1
        text = text.strip() or self.tr("Marker %1").replace("%1", str(self._marked))
        mark = Mark(now_s - zero_s, text)
        if self._stream is not None:
            self._stream.mark(text, now_s)
        self._set_marks((*self.marks, mark))
        return mark

    def rename_mark(self, place: int, text: str) -> None:
        """Call a marker something else; what was already streamed stays."""
        if text.strip():
            marks = list(self.marks)
            marks[place] = Mark(marks[place].t_s, text.strip())
            self._set_marks(tuple(marks))

    def remove_mark(self, place: int) -> None:
        """Take a marker away; what was already streamed stays."""
        self._set_marks(tuple(m for i, m in enumerate(self.marks) if i != place))

    def rename_person(self, track_id: int, name: str) -> None:
        """Give a person a name; an empty one takes it away."""
        name = " ".join(name.split())
        self.names.pop(track_id, None)
        if name:
            self.names[track_id] = name
        if self._recording is not None:
            self._recording.set_names(self.names)
        self.names_changed.emit()

    def _set_marks(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        if self._recording is not None:
            self._recording.set_markers(marks)
        self.marks_changed.emit(marks)


def _unknown() -> float | None:
    return None
