"""The sound of whatever video is open, as its player asks for it. Knows no Qt and no frames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from svfap_gui.analyse.sound.engine import SoundEngine
from svfap_gui.analyse.sound.output import DeviceOutput, Problem, SoundOutput


class SoundTrack:
    """At most one video's sound at a time; a file without sound, and silence, cost nothing.

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
        self._of: tuple[Path, float] | None = None
        self._volume = 1.0
        self._muted = False

    def open(self, path: Path, begins_s: float) -> None:
        """Take the sound of a video; `begins_s` is the container's time of its first frame."""
        self.close()
        self._of = path, begins_s
        engine = SoundEngine(path, begins_s, self._make_output, self._failed)
        engine.set_gain(self._gain)
        self._engine = engine

    def close(self) -> None:
        """Let go of it."""
        self._leaving = [old for old in self._leaving if not old.join(0)]
        if self._engine is not None:
            self._engine.close()
            self._leaving.append(self._engine)
        self._engine = self._of = None

    def shut_down(self, deadline_s: float) -> None:
        """Let go, and wait for threads until then, by `time.monotonic`."""
        self.close()
        for engine in self._leaving:
            engine.join(max(0.0, deadline_s - monotonic()))
        self._leaving = []

    def try_again(self) -> None:
        """Open the device anew, after a failure."""
        if self._of is not None:
            self.open(*self._of)

    @property
    def source(self) -> tuple[Path, float] | None:
        """The open video and the container's time of its first frame, if it has sound."""
        return self._of

    def play(self, from_s: float, speed: float) -> None:
        """Play from a moment on, if it can be heard."""
        if self._engine is not None and self._gain > 0:
            self._engine.play(from_s, speed)

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
        engine = self._engine
        return None if engine is None else engine.position_s()

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

    @property
    def _gain(self) -> float:
        """Ears compare by ratios: half the volume is a quarter of the amplitude."""
        return 0.0 if self._muted else self._volume**2
