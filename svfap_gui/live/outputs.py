"""What leaves a live session: recordings, event markers, names of persons, the lab stream.

Knows no widget and no source; `SessionController` notifies it when a session begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.errors import OutputError
from svfap_gui.live.keeping import RecordingKeeper
from svfap_gui.live.recording import (
    RecordingFailed,
    RecordingProgress,
    RecordingSaved,
    RecordingSwitch,
)
from svfap_gui.live.session_work import Mark, SessionWork
from svfap_gui.live.streaming import StreamSwitch
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities
from svfap_gui.work.state import AppState, SourceRequest


class LiveOutputs(QObject):
    """Outlives sessions; markers and names are those of the present or last one.

    Those of earlier ones can still be changed by whoever began to when they were shown, and reach
    the disk whether or not their recording has ended.

    Args:
        state: Written here: `recording`.
        notices: Says what cannot be written.
        activities: Where saves are entered.
        recordings_folder: Returns where recordings go, each into a folder of its own.
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
    _recording_told = Signal(object, object)
    _stream_failed = Signal(object)

    def __init__(
        self,
        state: AppState,
        notices: Notices,
        activities: Activities,
        recordings_folder: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._notices = notices
        self.recordings_folder = recordings_folder
        self.streaming = False
        self._works = [SessionWork(0)]
        self._keeper = RecordingKeeper(notices, activities, self)
        self._source: SourceRequest | None = None
        self._recording: RecordingSwitch | None = None
        self._stream: StreamSwitch | None = None
        self._zero_at_s: Callable[[], float | None] = _unknown
        self._marked = self._last_key = 0
        self._progress: RecordingProgress | None = None
        self._folders: set[Path] = set()
        """Of all recordings: two may begin within a second."""
        self._recording_told.connect(self._on_recording_told)
        self._stream_failed.connect(self._on_stream_failed)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Markers of the session, in order of time."""
        return self._works[-1].marks

    @property
    def names(self) -> dict[int, str]:
        """What persons of the session are called, by track."""
        return self._works[-1].names

    @property
    def session(self) -> int:
        """Which session that is: tracks of another one are other persons."""
        return self._works[-1].session

    # -- sessions --------------------------------------------------------------------------------

    def begin(self, source: SourceRequest) -> tuple[RecordingSwitch, StreamSwitch]:
        """A session begins: the switches for its run."""
        self._source = source
        work = SessionWork(len(self._works))
        self._works.append(work)
        self._recording = RecordingSwitch(partial(self._recording_told.emit, work))
        self._stream = StreamSwitch(self._stream_failed.emit, wanted=self.streaming)
        self._marked = 0
        self.marks_changed.emit(self.marks)
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
        """Report how the recording stands, if that has changed."""
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
        first = f"{datetime.now().astimezone():%Y-%m-%d_%H-%M-%S}_{safe}"
        names = chain([first], (f"{first}-{number}" for number in count(2)))
        folders = (self.recordings_folder() / name for name in names)
        folder = next(folder for folder in folders if folder not in self._folders)
        self._folders.add(folder)
        return folder

    @Slot(object, object)
    def _on_recording_told(self, work: SessionWork, told: RecordingSaved | RecordingFailed) -> None:
        match told:
            case RecordingSaved(folder, rows, lost):
                text = self.tr("Recording saved, rows: %n", "", rows)
                if lost:
                    text += self.tr("; frames missing in its video: %n", "", lost)
                self.saved.emit(folder, text)
            case RecordingFailed(error):
                self._state.set_recording(recording=False)
                self._notices.show(notice_of(error, "recording"))
        if told.work is not None:
            self._keeper.add(told.work, work)
        self.tell_progress()

    @Slot(object)
    def _on_stream_failed(self, error: OutputError) -> None:
        self.streaming = False
        self.streaming_changed.emit(self.streaming)
        self._notices.show(notice_of(error, "stream"))

    # -- markers and names -----------------------------------------------------------------------

    def mark(self, text: str) -> Mark | None:
        """Mark this moment; without a text it gets a number. Nothing before the first frame."""
        now_s = perf_counter()
        zero_s = self._zero_at_s()
        if zero_s is None:
            return None
        self._marked += 1
        text = text.strip() or self.tr("Marker %1").replace("%1", str(self._marked))
        self._last_key += 1
        mark = Mark(now_s - zero_s, text, self._last_key)
        if self._stream is not None:
            self._stream.mark(text, now_s)
        work = self._works[-1]
        work.marks = (*work.marks, mark)
        self._on_marks_changed(work)
        return mark

    def rename_mark(self, key: int, text: str) -> None:
        """Call a marker something else, unless it is nothing; what was already streamed stays."""
        text = text.strip()
        self._change_mark(key, lambda mark: mark._replace(text=text or mark.text))

    def remove_mark(self, key: int) -> None:
        """Take a marker away; what was already streamed stays."""
        self._change_mark(key, lambda _mark: None)

    def rename_person(self, track_id: int, name: str, session: int | None = None) -> None:
        """Give a person a name; an empty one takes it away.

        Args:
            track_id: Who.
            name: What to call them.
            session: In which session; the present or last one, if not given.
        """
        work = self._works[-1 if session is None else session]
        work.rename(track_id, name)
        if work is self._works[-1]:
            if self._recording is not None:
                self._recording.set_names(work.names)
            self.names_changed.emit()
        self._keeper.save()

    def _change_mark(self, key: int, change: Callable[[Mark], Mark | None]) -> None:
        work = next((work for work in self._works if work.holds(key)), None)
        if work is not None:
            work.change_mark(key, change)
            self._on_marks_changed(work)

    def _on_marks_changed(self, work: SessionWork) -> None:
        if work is self._works[-1]:
            if self._recording is not None:
                self._recording.set_markers(work.timed_texts)
            self.marks_changed.emit(work.marks)
        self._keeper.save()


def _unknown() -> float | None:
    return None
