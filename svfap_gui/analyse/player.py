"""Plays a video by the clock: play, pause, speed, seek, single frames. Knows no widget.

The clock is media time. While sound is heard, what is heard is the time; else the computer's clock
counts on. It waits when the decoder cannot follow, and stands still while a seek is under way, so
that the position is always that of the frame or just ahead of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import TimeRange
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_gui.analyse.looping import Route
from svfap_gui.analyse.playback import Playback, ShownFrame, VideoOpened
from svfap_gui.analyse.playback_slot import PlaybackSlot
from svfap_gui.analyse.sound.output import DeviceOutput, Problem, SoundOutput
from svfap_gui.analyse.sound.track import Sound, SoundTrack, sound_of
from svfap_gui.work.task import CLOSE_S

TICK_MS = 12
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
EPSILON_S = 0.0005
"""A frame that begins at the end of a range is not part of it."""
LAG_S = 0.25
"""How far the clock may run ahead of the frames before it waits for them."""


class PlayerController(QObject):
    """At most one video at a time.

    Args:
        parent: The owner.
        make_output: Opens the device that sound goes to.
    """

    opened = Signal(object)
    """The `SourceInfo` of the video that `open` named."""
    failed = Signal(object)
    """It cannot be read: the exception."""
    pictured = Signal(object)
    """The `ShownFrame`."""
    moved = Signal(float)
    """The position in seconds."""
    jumped = Signal(float)
    """To a time, whose frame follows."""
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    silent = Signal(object)
    """The video plays without its sound: the `Problem`."""

    # From the sound's thread.
    _sound_failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        make_output: Callable[[], SoundOutput] = DeviceOutput,
    ) -> None:
        super().__init__(parent)
        self._slot = PlaybackSlot(self)
        self._info: SourceInfo | None = None
        self.clock = MediaClock()
        """What other players count from."""
        self._sound = SoundTrack(self._sound_failed.emit, make_output)
        self._route = Route()
        self._position_s = self._shown_s = self._ran_to_s = 0.0
        self._playing = False
        self._speed = 1.0
        self._seeking_s: float | None = None
        self._anchor = (0.0, 0.0, 1.0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._slot.opened.connect(self._on_opened)
        self._slot.failed.connect(self._on_failed)
        self._sound_failed.connect(self._on_silent, Qt.ConnectionType.QueuedConnection)

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
    def has_sound(self) -> bool:
        """Whether there is anything to hear while it plays."""
        return self._sound.source is not None

    @property
    def sound_of(self) -> Sound | None:
        """The video's own sound, if it has any."""
        return self._sound.own

    @property
    def starved(self) -> bool:
        """Whether no decoded frame waits to be shown: what can wait leaves it the processor."""
        return self._playback is not None and self._playback.starved

    @property
    def loops(self) -> bool:
        """Whether playing begins again at the end."""
        return self._route.loops

    @property
    def idle(self) -> bool:
        """Whether nothing is being decoded for anyone."""
        return not self._timer.isActive()

    def open(self, path: Path, decoding: DecodingSettings = DEFAULT_DECODING) -> None:
        """Show the first frame of a video; `opened` or `failed` follows."""
        self.close()
        self._slot.open(path, decoding)
        self._timer.start()

    def close(self) -> None:
        """Let go of the video."""
        self._set_playing(playing=False)
        self._slot.close()
        self._sound.close()
        self._info = self._seeking_s = None
        self._position_s = self._shown_s = 0.0
        self._timer.stop()

    def shut_down(self, deadline_s: float | None = None) -> None:
        """Let go, and wait for threads until then: before the application ends.

        Args:
            deadline_s: By `time.monotonic`; `CLOSE_S` from now unless given.
        """
        deadline_s = monotonic() + CLOSE_S if deadline_s is None else deadline_s
        self.close()
        self._sound.shut_down(deadline_s)
        self._slot.join(deadline_s)

    def fit(self, width_px: int, height_px: int) -> None:
        """Frames need not be larger than this."""
        if self._slot.fit(width_px, height_px) and not self._playing:
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
        """Run the clock; of a loop, begin in it."""
        self._route = self._route._replace(once=False)
        self._play()

    @Slot()
    def play_part(self) -> None:
        """Play the chosen range, and stop at its end unless it loops."""
        self.pause()
        self._route = self._route._replace(once=True)
        self._play()

    def _play(self) -> None:
        if self._playback is None or self._info is None or self._playing:
            return
        here_s = 0.0 if self._playback.finished else self._position_s
        start_s = self._route.start_s(here_s)
        if start_s != self._position_s:
            self.seek(start_s)
        self._anchor_at(self._position_s)
        self._set_playing(playing=True)
        self._playback.play(self.now_s)
        if self._seeking_s is None:
            self._sound.play(self._position_s, self._speed)
        self._timer.start()

    def pause(self) -> None:
        """Stop the clock at the frame that is shown."""
        if self._playback is not None and self._playing:
            self._playback.pause()
            self._sound.pause()
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
            now_s = self.now_s()
            self._speed = speed
            self._continue_at(now_s if self._playing else self._position_s)
            self.speed_changed.emit(speed)

    def seek(self, t_s: float) -> None:
        """Go to a time; the frame follows as soon as it is decoded."""
        if self._playback is None or self._info is None:
            return
        t_s = max(0.0, min(t_s, self._info.duration_s or t_s))
        self._seeking_s = t_s
        self._anchor_at(t_s)
        self._sound.pause()
        self._playback.seek(t_s)
        self.jumped.emit(t_s)
        self._move_to(t_s)
        self._timer.start()

    def seek_frame(self, number: int) -> None:
        """Pause, and go to a frame by its number, counted from 0."""
        if self._playback is not None and self._info is not None:
            self.pause()
            self._playback.seek_frame(number)
            self._timer.start()

    def set_part(self, part: TimeRange | None) -> None:
        """The range that `play_part` and a loop are about."""
        self._route = self._route._replace(part=part)

    def set_loops(self, *, loops: bool) -> None:
        """Play the range, or the whole video without one, again and again."""
        self._route = self._route._replace(loops=loops)

    def set_volume(self, volume: float, *, muted: bool) -> None:
        """How loud the sound is, from 0 to 1."""
        now_s, was_heard = self.now_s(), self._sound.position_s() is not None
        self._sound.set_volume(volume, muted=muted)
        if self._playing and was_heard != (volume > 0 and not muted):
            self._continue_at(now_s)

    @Slot()
    def try_sound_again(self) -> None:
        """Open the sound device anew, after it failed."""
        now_s = self.now_s()
        self._sound.try_again()
        self._continue_at(now_s)

    def hear(self, other: Sound | None) -> None:
        """Play another video's sound in place of this one's, or its own again."""
        now_s = self.now_s()
        if self._sound.replace(other):
            self._continue_at(now_s)

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

    def _continue_at(self, t_s: float) -> None:
        """Count from a time on, and hear it if the speed allows."""
        self._anchor_at(t_s)
        if self._playing and self._seeking_s is None:
            self._sound.play(t_s, self._speed)

    def now_s(self) -> float:
        """Media time now, between frames too; may be asked by any thread."""
        waits_at_s = self._seeking_s
        if waits_at_s is not None:
            return waits_at_s
        heard_s = self._sound.position_s()
        if heard_s is not None:
            return heard_s
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
            self._ran_to_s = answer.t_s
            self._continue_at(answer.t_s)
            self._show(answer)
        if self._playing and self._seeking_s is None:
            self._run_on(playback)
        elif not self._playing and not playback.busy:
            self._timer.stop()

    def _run_on(self, playback: Playback) -> None:
        now_s, before_s = self.now_s(), self._ran_to_s
        # So it counts on from here should the sound end.
        self._anchor_at(now_s)
        self._ran_to_s = now_s
        leaves = self._route.leaves(before_s, now_s)
        if leaves and self._route.part is not None:
            now_s = min(now_s, self._route.part.end_s - EPSILON_S)
        due = playback.take_due(now_s)
        if due is not None:
            self._show(due)
        waits = False
        if leaves or (due is None and playback.finished):
            self._turn()
        elif due is None and playback.starved and now_s > self._shown_s + LAG_S:
            self._anchor_at(self._shown_s + LAG_S)
            waits = True
        self._sound.hold(held=waits)
        self._sound.check()

    def _turn(self) -> None:
        """The end of what is to be played."""
        back_s = self._route.back_s
        if back_s is None:
            self.pause()
        else:
            self.seek(back_s)

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

    @property
    def _playback(self) -> Playback | None:
        return self._slot.current

    @Slot(object)
    def _on_opened(self, video: VideoOpened) -> None:
        self._info = video.info
        self.clock = MediaClock(video.begins_s, video.info.file_start_s)
        self._sound.open(sound_of(video))
        self.opened.emit(video.info)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.close()
        self.failed.emit(error)

    @Slot(object)
    def _on_silent(self, problem: Problem) -> None:
        self.silent.emit(problem)
