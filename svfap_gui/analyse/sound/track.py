"""The sound that is played with the open video, as its player asks for it: its own or another's.

Knows no Qt and no frames.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from svfap_gui.analyse.playback import VideoOpened
from svfap_gui.analyse.sound.engine import SoundEngine
from svfap_gui.analyse.sound.output import DeviceOutput, Problem, SoundOutput


class Sound(NamedTuple):
    """The sound of a video file, and where it lies in the time of the player.

    `begins_s` is the container's time of the video's first frame; the player shows that frame, or
    one of another video that goes with it, at `starts_s`.
    """

    path: Path
    begins_s: float
    starts_s: float = 0.0


def sound_of(video: VideoOpened, starts_s: float = 0.0) -> Sound | None:
    """The sound of a video, if it has any, where the player shows its first frame at a time."""
    path = video.info.path
    if path is None or not video.info.has_audio:
        return None
    return Sound(path, video.begins_s, starts_s)


class SoundTrack:
    """At most one video's sound at a time; a file without sound, and silence, cost nothing.

    Attributes:
        own: The sound of the open video, if it has any.

    Args:
        failed: Called by the engine's thread, once for each video: it is silent from now on.
        make_output: Opens a device.
    """

    def __init__(
        self,
        failed: Callable[[Problem], None],
        make_output: Callable[[], SoundOutput] = DeviceOutput,
    ) -> None:
        self._failed = failed
        self._make_output = make_output
        self._engine: SoundEngine | None = None
        self._leaving: list[SoundEngine] = []
        self.own: Sound | None = None
        self._other: Sound | None = None
        self._is_open = False
        self._starts_s = 0.0
        self._volume = 1.0
        self._muted = False

    def open(self, own: Sound | None) -> None:
        """A video is open, with this sound; another's is played in its place where that is set."""
        self.close()
        self.own, self._is_open = own, True
        self._make_engine()

    def replace(self, other: Sound | None) -> bool:
        """Play another video's sound in place of the open one's, or its own again.

        Returns:
            Whether that is another than before, which falls silent.
        """
        if other == self._other:
            return False
        self._other = other
        self.try_again()
        return True

    def close(self) -> None:
        """Let go of it."""
        self._leave()
        self.own, self._is_open = None, False

    def shut_down(self, deadline_s: float) -> None:
        """Let go, and wait for threads until then, by `time.monotonic`."""
        self.close()
        for engine in self._leaving:
            engine.join(max(0.0, deadline_s - monotonic()))
        self._leaving = []

    def try_again(self) -> None:
        """Open the device anew, after a failure."""
        self._leave()
        self._make_engine()

    @property
    def source(self) -> Sound | None:
        """What is heard while the open video is played; `None`: there is nothing to hear."""
        return (self._other or self.own) if self._is_open else None

    def play(self, from_s: float, speed: float) -> None:
        """Play from a moment on, if it can be heard."""
        if self._engine is not None and self._gain > 0:
            self._engine.play(from_s - self._starts_s, speed)

    def pause(self) -> None:
        """Fall silent."""
        if self._engine is not None:
            self._engine.pause()

    def hold(self, *, held: bool) -> None:
        """Wait for the frames."""
        if self._engine is not None:
            self._engine.hold(held=held)

    def position_s(self) -> float | None:
        """The media time that is heard now; `None` where nothing is played."""
        heard_s = None if self._engine is None else self._engine.position_s()
        return None if heard_s is None else heard_s + self._starts_s

    def check(self) -> None:
        """Called now and then while playing: whether the device still plays."""
        if self._engine is not None:
            self._engine.check()

    def set_volume(self, volume: float, *, muted: bool) -> None:
        """How loud it is, from 0 to 1. Whoever hears nothing needs no device: it falls silent."""
        self._volume, self._muted = volume, muted
        if self._engine is not None:
            self._engine.set_gain(self._gain)
            if not self._gain:
                self._engine.pause()

    def _make_engine(self) -> None:
        if (source := self.source) is not None:
            self._starts_s = source.starts_s
            engine = SoundEngine(source.path, source.begins_s, self._make_output, self._failed)
            engine.set_gain(self._gain)
            self._engine = engine

    def _leave(self) -> None:
        self._leaving = [old for old in self._leaving if not old.join(0)]
        if self._engine is not None:
            self._engine.close()
            self._leaving.append(self._engine)
        self._engine = None

    @property
    def _gain(self) -> float:
        """Ears compare by ratios: half the volume is a quarter of the amplitude."""
        return 0.0 if self._muted else self._volume**2
