"""Plays a video by the clock: play, pause, speed, seek, single frames. Knows no widget.

The clock is media time. It waits when the decoder cannot follow, and stands still while a seek is
under way, so that the position is always that of the frame or just ahead of it.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic, perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_gui.analyse.playback import NotOpened, Playback, PlaybackEvent, ShownFrame, VideoOpened
from svfap_gui.work.task import CLOSE_S

TICK_MS = 12
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
LAG_S = 0.25
"""How far the clock may run ahead of the frames before it waits for them."""


class PlayerController(QObject):
    """At most one video at a time."""

    opened = Signal(object)
    """The `SourceInfo` of the video that `open` named."""
    failed = Signal(object)
    """It cannot be read: the exception."""
    pictured = Signal(object)
    """The `ShownFrame`."""
    moved = Signal(float)
    """The position in seconds."""
    playing_changed = Signal(bool)
    speed_changed = Signal(float)

    # From the playback thread: the sender, and what happened.
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback: Playback | None = None
        self._leaving: list[Playback] = []
        self._info: SourceInfo | None = None
        self._position_s = self._shown_s = 0.0
        self._playing = False
        self._speed = 1.0
        self._seeking_s: float | None = None
        self._anchor = (0.0, 0.0, 1.0)
        self._fit_px = (1280, 720)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._told.connect(self._on_event)

    # -- what is open ----------------------------------------------------------------------------

    @property
    def info(self) -> SourceInfo | None:
        """Facts of the video, once it is open."""
        return self._info

    @property
    def position_s(self) -> float:
        """Where the playhead stands."""
        return self._position_s

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._playing

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self._speed

    @property
    def idle(self) -> bool:
        """Whether nothing is being decoded for anyone."""
        return not self._timer.isActive()

    def open(self, path: Path, decoding: DecodingSettings = DEFAULT_DECODING) -> None:
        """Show the first frame of a video; `opened` or `failed` follows."""
        self.close()

        def tell(event: PlaybackEvent) -> None:
            self._told.emit(playback, event)

        playback = Playback(path, tell, decoding)
        self._playback = playback
        playback.fit(*self._fit_px)
        playback.start()
        self._timer.start()

    def close(self) -> None:
        """Let go of the video."""
        self._set_playing(playing=False)
        self._leaving = [old for old in self._leaving if not old.join(0)]
        if self._playback is not None:
            self._playback.close()
            self._leaving.append(self._playback)
        self._playback = self._info = self._seeking_s = None
        self._position_s = self._shown_s = 0.0
        self._timer.stop()

    def shut_down(self, deadline_s: float | None = None) -> None:
        """Let go, and wait for threads until then: before the application ends.

        Args:
            deadline_s: By `time.monotonic`; `CLOSE_S` from now unless given.
        """
        deadline_s = monotonic() + CLOSE_S if deadline_s is None else deadline_s
        self.close()
        for playback in self._leaving:
            playback.join(max(0.0, deadline_s - monotonic()))
        self._leaving = []

    def fit(self, width_px: int, height_px: int) -> None:
        """Frames need not be larger than this."""
        if (width_px, height_px) == self._fit_px:
            return
        self._fit_px = (width_px, height_px)
        if self._playback is not None:
            self._playback.fit(width_px, height_px)
            if self._info is not None and not self._playing:
                self.seek(self._position_s)

    # -- moving ----------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Play or pause; from the end, play from the beginning."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Run the clock."""
        if self._playback is None or self._info is None or self._playing:
            return
        if self._playback.finished:
            self.seek(0.0)
        self._set_playing(playing=True)
        self._anchor_at(self._position_s)
        self._playback.play(self._clock_s)
        self._timer.start()

    def pause(self) -> None:
        """Stop the clock at the frame that is shown."""
        if self._playback is not None and self._playing:
            self._playback.pause()
            self._set_playing(playing=False)
            self._move_to(self._shown_s if self._seeking_s is None else self._seeking_s)

    @Slot()
    def stop(self) -> None:
        """Pause, and go back to normal speed."""
        self.pause()
        self.set_speed(1.0)

    @Slot()
    def faster(self) -> None:
        """Play; or, when playing already, the next speed."""
        if self._playing:
            self.set_speed(next((s for s in SPEEDS if s > self._speed), SPEEDS[-1]))
        else:
            self.play()

    @Slot()
    def slower(self) -> None:
        """The next lower speed."""
        self.set_speed(next((s for s in reversed(SPEEDS) if s < self._speed), SPEEDS[0]))

    def set_speed(self, speed: float) -> None:
        """Media seconds per second."""
        if speed != self._speed:
            self._speed = speed
            self._anchor_at(self._position_s)
            self.speed_changed.emit(speed)

    def seek(self, t_s: float) -> None:
        """Go to a time; the frame follows as soon as it is decoded."""
        if self._playback is None or self._info is None:
            return
        t_s = max(0.0, min(t_s, self._info.duration_s or t_s))
        self._seeking_s = t_s
        self._anchor_at(t_s)
        self._playback.seek(t_s)
        self._move_to(t_s)
        self._timer.start()

    def skip(self, by_s: float) -> None:
        """Go on or back."""
        self.seek(self._position_s + by_s)

    def step(self, count: int) -> None:
        """Pause, and go so many frames on or back."""
        if self._playback is not None and self._info is not None:
            self.pause()
            self._playback.step(count)
            self._timer.start()

    # -- the clock -------------------------------------------------------------------------------

    def _anchor_at(self, t_s: float) -> None:
        self._anchor = (t_s, perf_counter(), self._speed)

    def _clock_s(self) -> float:
        """Media time now; read by the playback thread too."""
        waits_at_s = self._seeking_s
        if waits_at_s is not None:
            return waits_at_s
        t_s, at_s, speed = self._anchor
        return t_s + (perf_counter() - at_s) * speed

    @Slot()
    def _tick(self) -> None:
        playback = self._playback
        if playback is None:
            return
        answer = playback.take_answer()
        if answer is not None:
            self._seeking_s = None
            self._anchor_at(answer.t_s)
            self._show(answer)
        if self._playing and self._seeking_s is None:
            self._run_on(playback)
        elif not self._playing and not playback.busy:
            self._timer.stop()

    def _run_on(self, playback: Playback) -> None:
        now_s = self._clock_s()
        due = playback.take_due(now_s)
        if due is not None:
            self._show(due)
        elif playback.finished:
            self.pause()
        elif playback.starved and now_s > self._shown_s + LAG_S:
            self._anchor_at(self._shown_s + LAG_S)

    def _show(self, frame: ShownFrame) -> None:
        self._shown_s = frame.t_s
        self.pictured.emit(frame)
        self._move_to(frame.t_s)

    def _move_to(self, t_s: float) -> None:
        if t_s != self._position_s:
            self._position_s = t_s
            self.moved.emit(t_s)

    def _set_playing(self, *, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)

    @Slot(object, object)
    def _on_event(self, playback: Playback, event: VideoOpened | NotOpened) -> None:
        if playback is not self._playback:
            return
        if isinstance(event, VideoOpened):
            self._info = event.info
            self.opened.emit(event.info)
        else:
            self.close()
            self.failed.emit(event.error)
