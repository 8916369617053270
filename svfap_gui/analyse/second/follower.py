"""Shows of a second video what belongs to the moment that the player shows. Knows no widget.

Nobody waits for it: it drops frames where it cannot follow, and decodes only while the player has
frames to show.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from svfap_gui.analyse.playback import Playback, ShownFrame, VideoOpened
from svfap_gui.analyse.playback_slot import PlaybackSlot
from svfap_gui.analyse.player import TICK_MS, PlayerController
from svfap_gui.analyse.second.moments import (
    AHEAD_S,
    BEHIND_S,
    EPSILON_S,
    LATE_S,
    Moment,
    moment_of,
    patient,
)


class Sight(NamedTuple):
    """What is to be seen of the second video; `frame` is of `Moment.DURING` only.

    `late`: another frame should be shown, which is not decoded yet.
    """

    moment: Moment
    frame: ShownFrame | None
    late: bool


class Follower(QObject):
    """At most one video at a time.

    Args:
        player: Whose playhead it follows.
        parent: The owner.
    """

    opened = Signal(object)
    """The `VideoOpened` of the video that `open` named."""
    failed = Signal(object)
    """It cannot be read: the exception."""
    seen = Signal(object)
    """The new `Sight`."""
    stepped = Signal(float)
    """By how many seconds the frame that `step` asked for is later than the one before it."""

    def __init__(self, player: PlayerController, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._slot = PlaybackSlot(self)
        self.video: VideoOpened | None = None
        """What is open."""
        self.frame: ShownFrame | None = None
        """The frame that was decoded last."""
        self.frozen = False
        """Whether it keeps its frame, wherever the playhead goes."""
        self._offset_s = 0.0
        self._sight: Sight | None = None
        self._steps = 0
        self._stepping_from_s: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._slot.opened.connect(self._on_opened)
        self._slot.failed.connect(self._on_failed)
        player.moved.connect(self._on_moved)
        player.jumped.connect(self._on_jumped)
        player.playing_changed.connect(self._on_playing)

    @property
    def idle(self) -> bool:
        """Whether nothing is being decoded for anyone."""
        return not self._timer.isActive()

    @property
    def sight(self) -> Sight | None:
        """What is to be seen now; nothing before the first frame is decoded."""
        return self._sight

    def open(self, path: Path, offset_s: float) -> None:
        """Follow with a video that starts at this time of the player's."""
        self.close()
        self._offset_s = offset_s
        self._slot.open(path)
        self._timer.start()

    def close(self) -> None:
        """Let go of the video."""
        self._slot.close()
        self.video = self.frame = self._sight = self._stepping_from_s = None
        self.frozen = False
        self._steps = 0
        self._timer.stop()

    def shut_down(self, deadline_s: float) -> None:
        """Let go, and wait for threads until then, by `time.monotonic`."""
        self.close()
        self._slot.join(deadline_s)

    def set_offset(self, offset_s: float) -> None:
        """Start at another time of the player's."""
        if offset_s != self._offset_s:
            self._offset_s = offset_s
            self._settle(self._player.position_s)

    def fit(self, width_px: int, height_px: int) -> None:
        """Frames need not be larger than this."""
        if self._slot.fit(width_px, height_px) and not self._player.playing:
            if self.frozen and self.frame is not None and self._slot.current is not None:
                self._slot.current.seek(self.frame.t_s)
                self._timer.start()
            self._settle(self._player.position_s)

    def freeze(self, *, frozen: bool) -> None:
        """Keep the frame that is shown, or follow again."""
        playback = self._slot.current
        if playback is None or self.video is None or frozen == self.frozen:
            return
        self.frozen = frozen
        self._steps, self._stepping_from_s = 0, None
        if frozen:
            playback.pause()
            self._show(self._now_s)
        else:
            self._settle(self._player.position_s)
            self._on_playing(self._player.playing)

    def step(self, count: int) -> None:
        """Go so many frames on or, below 0, back; `stepped` follows."""
        if self.video is not None:
            self._steps += count
            self._timer.start()

    # -- the playhead ----------------------------------------------------------------------------

    @property
    def _now_s(self) -> float:
        """Media time of this video."""
        player = self._player
        return (player.now_s() if player.playing else player.position_s) - self._offset_s

    def _patient_s(self) -> float:
        """Read by the playback thread."""
        frame = self.frame
        return patient(self._player.now_s() - self._offset_s, frame.t_s if frame else 0.0)

    @Slot(float)
    def _on_moved(self, t_s: float) -> None:
        if not self._player.playing:
            self._settle(t_s)

    @Slot(float)
    def _on_jumped(self, t_s: float) -> None:
        if self._player.playing:
            self._settle(t_s)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:  # noqa: FBT001  # Qt's signal
        playback = self._slot.current
        if playback is None or self.video is None or self.frozen:
            return
        if playing:
            playback.play(self._patient_s)
            self._timer.start()
        else:
            playback.pause()
            playback.hold(held=False)
            self._settle(self._player.position_s)

    def _settle(self, first_s: float) -> None:
        """Show what belongs to a time of the player's."""
        playback = self._slot.current
        if playback is None or self.video is None or self.frozen:
            return
        t_s = first_s - self._offset_s
        self._steps, self._stepping_from_s = 0, None
        if moment_of(t_s, self.video.info.duration_s) is not Moment.AFTER:
            playback.seek(max(0.0, t_s))
        self._timer.start()
        if not self._player.playing:
            self._show(t_s)

    # -- frames ----------------------------------------------------------------------------------

    @Slot()
    def _tick(self) -> None:
        playback = self._slot.current
        if playback is None:
            return
        answer = playback.take_answer()
        if answer is not None:
            self._take(answer)
        if self._player.playing and not self.frozen and self.video is not None:
            self._run_on(playback)
        elif self._steps and not playback.busy and self.frame is not None:
            self._stepping_from_s = self.frame.t_s
            playback.step(self._steps)
            self._steps = 0
        elif not playback.busy:
            self._timer.stop()

    def _take(self, answer: ShownFrame) -> None:
        self.frame = answer
        from_s, self._stepping_from_s = self._stepping_from_s, None
        if from_s is not None:
            self.stepped.emit(answer.t_s - from_s)
        self._show(self._now_s)

    def _run_on(self, playback: Playback) -> None:
        now_s = self._now_s
        playback.hold(held=self._player.starved)
        self.frame = playback.take_due(now_s) or self.frame
        shown_s = self.frame.t_s if self.frame is not None else 0.0
        starved = playback.starved and not playback.busy
        if starved and now_s > shown_s + BEHIND_S and self._moment(now_s) is Moment.DURING:
            playback.seek(now_s + AHEAD_S)
        self._show(now_s, late=playback.starved and now_s > shown_s + LATE_S)

    def _moment(self, t_s: float) -> Moment:
        return moment_of(t_s, self.video.info.duration_s if self.video is not None else None)

    def _show(self, t_s: float, *, late: bool = False) -> None:
        moment = Moment.DURING if self.frozen else self._moment(t_s)
        frame = self.frame if moment is Moment.DURING else None
        if frame is None and moment is Moment.DURING:
            return
        if frame is not None and not self.frozen and frame.t_s > t_s + EPSILON_S:
            # Decoded for the time to come, or not yet for this one.
            return
        last, now = self._sight, Sight(moment, frame, late and frame is not None)
        if last is None or last.frame is not frame or last[::2] != now[::2]:
            self._sight = now
            self.seen.emit(now)

    @Slot(object)
    def _on_opened(self, video: VideoOpened) -> None:
        self.video = video
        self.opened.emit(video)
        self._settle(self._player.position_s)
        self._on_playing(self._player.playing)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.close()
        self.failed.emit(error)
