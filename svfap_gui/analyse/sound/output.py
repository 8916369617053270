"""Where sound goes: a protocol, and the computer's own device by PortAudio.

PortAudio is loaded when a device is opened, not before. Knows no file.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from enum import Enum, auto
from time import perf_counter
from typing import Any, Protocol, TypeAlias

import numpy as np

from svfap_gui.analyse.sound.ring import CHANNELS, Samples

_log = logging.getLogger(__name__)

_LATENCY_S = 0.12
"""Longer than the window's Python may keep the callback waiting."""

_LONGEST_LATENCY_S = 2.0
"""Beyond it, what a driver says of its latency cannot be meant."""

Fill: TypeAlias = Callable[[Samples, float], None]
"""Fills an array with what is to be played; gets when its first sample will be heard, by the clock
of `perf_counter`. Called in the device's own thread."""


class Problem(Enum):
    """Why there is no sound."""

    NO_LIBRARY = auto()
    NO_DEVICE = auto()
    LOST = auto()
    UNREADABLE = auto()


class SoundError(Exception):
    """There is no sound; the picture does without."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class SoundOutput(Protocol):
    """A device that asks for samples."""

    rate_hz: int

    def start(self, fill: Fill) -> None:
        """Begin to ask.

        Raises:
            SoundError: The device cannot be used.
        """
        ...

    def stop(self) -> None:
        """Fall silent at once: what was handed over is not played."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class DeviceOutput:
    """The default output device of the computer.

    Raises:
        SoundError: There is no PortAudio, or no device.
    """

    _lock = threading.Lock()
    _open = 0

    def __init__(self) -> None:
        try:
            import sounddevice  # noqa: PLC0415  # loads PortAudio
        except (ImportError, OSError) as error:
            _log.info("No sound: %s", error)
            raise SoundError(Problem.NO_LIBRARY) from error
        self._fill: Fill | None = None
        self._errors = (sounddevice.PortAudioError, ValueError)
        with self._lock:
            try:
                if not DeviceOutput._open:
                    _find_devices_again(sounddevice)
                device: Any = sounddevice.query_devices(kind="output")
                self.rate_hz = int(device["default_samplerate"])
                self._stream: Any = sounddevice.OutputStream(
                    samplerate=self.rate_hz,
                    channels=min(CHANNELS, device["max_output_channels"]),
                    dtype="float32",
                    latency=_LATENCY_S,
                    callback=self._called,
                )
            except self._errors as error:
                _log.info("No sound: %s", error)
                raise SoundError(Problem.NO_DEVICE) from error
            DeviceOutput._open += 1

    def start(self, fill: Fill) -> None:
        """Begin to ask for samples."""
        self._fill = fill
        try:
            self._stream.start()
        except self._errors as error:
            _log.info("No sound: %s", error)
            raise SoundError(Problem.LOST) from error

    def stop(self) -> None:
        """Fall silent at once."""
        try:
            self._stream.abort()
        except self._errors as error:  # Of a device that is gone.
            _log.info("The sound device does not stop: %s", error)

    def close(self) -> None:
        """Let go of the device."""
        with self._lock:
            DeviceOutput._open -= 1
            try:
                self._stream.close()
            except self._errors as error:
                _log.info("The sound device does not close: %s", error)

    def _called(self, out: Samples, count: int, time: Any, status: Any) -> None:
        del status
        fill = self._fill
        assert fill is not None  # noqa: S101  # it was started with one
        delay_s = time.outputBufferDacTime - time.currentTime
        if not 0 < delay_s < _LONGEST_LATENCY_S:  # Some drivers do not say.
            delay_s = float(self._stream.latency)
        heard_at_s = perf_counter() + delay_s
        if out.shape[1] == CHANNELS:
            fill(out, heard_at_s)
        else:
            stereo = np.empty((count, CHANNELS), np.float32)
            fill(stereo, heard_at_s)
            out[:] = stereo.mean(axis=1, keepdims=True)


def _find_devices_again(sounddevice: Any) -> None:
    """PortAudio lists devices when it starts, and misses what is plugged in later."""
    sounddevice._terminate()  # noqa: SLF001  # no public way
    sounddevice._initialize()  # noqa: SLF001
