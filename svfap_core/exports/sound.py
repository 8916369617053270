"""Takes the sound of one file into another: as it is where mp4 can hold it, else as AAC.

Sound never costs a video: what is damaged or of a kind that is not known is left out, and its clock
is repaired where it jumps. Knows nothing of frames.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet

_log = logging.getLogger(__name__)

_AAC_RATES_HZ = frozenset({16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
_COPIED = frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus"})
"""Codecs that common players take inside mp4; all others become AAC."""

_SPLICE_S = 1.0
"""Sound whose clock falls by this much goes on where it was, as frames do."""

_ROUNDING_S = 0.001

_FAILURES = (FFmpegError, ValueError, OverflowError, MemoryError)
"""What libav and its binding say of sound that they cannot take."""


class SoundCopy:
    """The first sound track of a file, handed to a container step by step with the frames.

    A context manager.

    Args:
        source: The file.
        output: Where to.
        begins_s: Time of the file's clock that is 0 in the output; what begins before it is left
            out.
    """

    def __init__(self, source: Path, output: OutputContainer, *, begins_s: float) -> None:
        self._name = source.name
        self._input = av.open(str(source.absolute()), metadata_errors="replace")
        self._output = output
        self._begins_s = begins_s
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        # Without a context it is of a kind that is not known here, if of any.
        known = [stream for stream in self._input.streams.audio if stream.codec_context]
        try:
            if known:
                self._packets = self._copied(known[0])
            self._waiting = next(self._packets, None)
        except _FAILURES as error:
            self._end(error)

    def copy_until(self, t_s: float | None = None) -> None:
        """Hand over what begins before a time of the output, or all the rest."""
        try:
            while self._waiting is not None and (t_s is None or _start_s(self._waiting) < t_s):
                self._output.mux(self._waiting)
                self._waiting = next(self._packets, None)
        except _FAILURES as error:
            self._end(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._input.close()

    def _end(self, error: Exception) -> None:
        _log.info("The sound of %s ends here: %s", self._name, error)
        self._waiting, self._packets = None, iter(())

    def _copied(self, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
        """Packets for the output, whose stream is made at once."""
        if stream.codec_context.codec.canonical_name in _COPIED:
            target = self._output.add_stream_from_template(stream)
            return self._remuxed(stream, target)
        rate_hz = stream.codec_context.sample_rate
        encoder = self._output.add_stream(
            "aac", rate=rate_hz if rate_hz in _AAC_RATES_HZ else 48_000
        )
        # By count, since uncompressed sound often has channels without a named layout.
        encoder.codec_context.layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        return self._encoded(stream, encoder)

    def _remuxed(self, stream: AudioStream, target: AudioStream) -> Iterator[Packet[AudioStream]]:
        clock = _SoundClock(self._begins_s)
        last: int | None = None
        for packet in self._demuxed(stream):
            time = packet.dts if packet.dts is not None else packet.pts
            if time is None or not packet.size:
                continue
            start_s = clock.place(float(time * packet.time_base), _length_s(packet))
            # A packet that ends at 0 prepares the decoder for what follows.
            if start_s < -_ROUNDING_S and abs(start_s + _length_s(packet)) > _ROUNDING_S:
                continue
            dts = round(start_s / packet.time_base)
            if last is not None and dts <= last:
                dts = last + 1
            packet.pts = packet.dts = last = dts
            packet.stream = target
            yield packet

    def _encoded(self, stream: AudioStream, target: AudioStream) -> Iterator[Packet[AudioStream]]:
        codec: AudioCodecContext = target.codec_context
        resampler = av.AudioResampler(format=codec.format, layout=codec.layout, rate=codec.rate)
        clock = _SoundClock(self._begins_s)
        written = 0
        for packet in self._demuxed(stream):
            for frame in self._decoded(packet):
                for even in resampler.resample(frame):
                    if even.pts is None or even.time_base is None:
                        continue
                    length_s = even.samples / even.sample_rate
                    start_s = clock.place(float(even.pts * even.time_base), length_s)
                    if (kept := _after_start(even, start_s, written)) is not None:
                        written = (kept.pts or 0) + kept.samples
                        yield from target.encode(kept)
        yield from target.encode(None)

    def _decoded(self, packet: Packet[AudioStream]) -> list[AudioFrame]:
        try:
            return packet.decode()
        except FFmpegError as error:
            _log.info("Damaged sound left out: %s", error)
            return []

    def _demuxed(self, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
        try:
            yield from self._input.demux(stream)
        except FFmpegError as error:
            _log.info("The sound ends early: %s", error)


class _SoundClock:
    """From the file's clock to the output's; where the clock falls far, sound goes on as it was."""

    def __init__(self, begins_s: float) -> None:
        self._offset_s = -begins_s
        self._next_s: float | None = None

    def place(self, start_s: float, length_s: float) -> float:
        """When sound of this start and length begins in the output, in seconds."""
        placed_s = start_s + self._offset_s
        if self._next_s is not None and self._next_s - placed_s >= _SPLICE_S:
            self._offset_s += self._next_s - placed_s
            placed_s = self._next_s
        self._next_s = placed_s + length_s
        return placed_s


def _after_start(frame: AudioFrame, start_s: float, written: int) -> AudioFrame | None:
    """What of a frame is not before the output's start, with its time there in samples."""
    start = round(start_s * frame.sample_rate)
    early = max(0, -start)
    if early >= frame.samples:
        return None
    # The AAC encoder takes planar float32.
    samples = np.ascontiguousarray(frame.to_ndarray()[:, early:], np.float32)
    kept = AudioFrame.from_ndarray(samples, frame.format.name, frame.layout.name)
    kept.sample_rate = frame.sample_rate
    kept.time_base = Fraction(1, frame.sample_rate)
    kept.pts = max(start + early, written)
    return kept


def _length_s(packet: Packet[AudioStream]) -> float:
    return float((packet.duration or 0) * packet.time_base)


def _start_s(packet: Packet[AudioStream]) -> float:
    time = packet.dts if packet.pts is None else packet.pts
    return float(time * packet.time_base) if time is not None else 0.0
