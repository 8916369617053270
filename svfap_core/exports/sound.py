"""Takes the sound of one file into another: as it is where mp4 can hold it, else as AAC.

Sound never costs a video: what is damaged or of a kind that is not known is left out, and notes say
from when to when.
It is placed on the clock of the frames, also in files that were joined of parts. Knows nothing of
what they show.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from svfap_core.messages import Message
from svfap_core.sources.clock import ClockShift
from svfap_core.sources.streams import may_jump

_log = logging.getLogger(__name__)

_AAC_RATES_HZ = frozenset({16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
_COPIED = frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus"})
"""Codecs that common players take inside mp4; all others become AAC."""

_SPLICE_S = 1.0
"""Sound whose clock falls by this much is of the next part."""

_SKEW_S = 1.0
"""How much earlier than the frames the sound of a part may begin."""

_FALL_S = 0.1
"""Sound that falls back by this much may be of the next part; the frames will say."""

_ROUNDING_S = 0.001

_SILENCE_RATE_HZ = 48_000
_SILENCE_SAMPLES = 1024
"""Of one frame of AAC."""

_LEAST_TOLD_S = 0.1
_MOST_TOLD = 3

_FAILURES = (FFmpegError, ValueError, OverflowError, MemoryError)
"""What libav and its binding say of sound that they cannot take."""


class SoundCopy:
    """The first sound track of a file, handed to a container step by step with the frames.

    A context manager.

    Args:
        source: The file.
        output: Where to.
        begins_s: `pts_s` of the frame that is at 0 in the output; what begins before it is left
            out.
        shifts: How the file's clock leads to `pts_s`, as far as frames were read: at least one
            beyond the time that `copy_until` is given.
    """

    def __init__(
        self,
        source: Path,
        output: OutputContainer,
        *,
        begins_s: float,
        shifts: Callable[[], Sequence[ClockShift]],
    ) -> None:
        self._name = source.name
        self._input = av.open(str(source.absolute()), metadata_errors="replace")
        self._output = output
        self._clock = _SoundClock(begins_s, shifts)
        self._written_s = 0.0
        self._lost_from_s: float | None = None
        self._lost: list[tuple[float, float]] = []
        self._packets: Iterator[Packet[AudioStream] | None] = iter(())
        # Without a context it is of a kind that is not known here, if of any.
        known = [stream for stream in self._input.streams.audio if stream.codec_context]
        try:
            if known:
                self._packets = self._copied(known[0])
            else:
                self._lose()
        except _FAILURES as error:
            self._end(error)

    def copy_until(self, t_s: float | None = None) -> None:
        """Hand over what begins before a time of the output, or all the rest."""
        self._clock.known_s = math.inf if t_s is None else t_s
        try:
            for packet in self._packets:
                if packet is None:
                    return
                self._output.mux(packet)
        except _FAILURES as error:
            self._end(error)

    @property
    def notes(self) -> tuple[str, ...]:
        """What sound was left out, in sentences; times are those of the output."""
        lost = [
            Message("from %1 s to %2 s", f"{begin_s:.2f}", f"{end_s:.2f}")
            for begin_s, end_s in self._lost
        ]
        if self._lost_from_s is not None:
            lost.append(Message("from %1 s to its end", f"{self._lost_from_s:.2f}"))
        if not lost:
            return ()
        more = len(lost) - _MOST_TOLD
        and_more = Message(" and in %1 more place(s)", more) if more > 0 else ""
        return (
            Message(
                "The new video lacks sound %1%2: what the file has there cannot be decoded.",
                ", ".join(lost[:_MOST_TOLD]),
                and_more,
            ),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._input.close()

    def _end(self, error: Exception) -> None:
        _log.info("The sound of %s ends here: %s", self._name, error)
        self._lose()
        self._packets = iter(())

    def _lose(self) -> None:
        """What comes next is left out, until something is written."""
        if self._lost_from_s is None:
            self._lost_from_s = self._written_s

    def _write(self, begin_s: float, end_s: float) -> None:
        """Sound of this time of the output is written."""
        if self._lost_from_s is not None and begin_s - self._lost_from_s >= _LEAST_TOLD_S:
            self._lost.append((self._lost_from_s, begin_s))
        self._lost_from_s = None
        self._written_s = end_s

    def _copied(self, stream: AudioStream) -> Iterator[Packet[AudioStream] | None]:
        """Packets for the output, whose stream is made at once; `None`: wait for the frames."""
        is_one = not may_jump(self._input)  # Parts that were joined may differ in rate or channels.
        if is_one and stream.codec_context.codec.canonical_name in _COPIED:
            target = self._output.add_stream_from_template(stream)
            return self._remuxed(stream, target)
        rate_hz = stream.codec_context.sample_rate
        encoder = self._output.add_stream(
            "aac", rate=rate_hz if rate_hz in _AAC_RATES_HZ else 48_000
        )
        # By count, since uncompressed sound often has channels without a named layout.
        encoder.codec_context.layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        return self._encoded(stream, encoder)

    def _remuxed(
        self, stream: AudioStream, target: AudioStream
    ) -> Iterator[Packet[AudioStream] | None]:
        last: int | None = None
        for packet in self._demuxed(stream):
            time = packet.dts if packet.dts is not None else packet.pts
            if time is None or not packet.size:
                continue
            length_s = float((packet.duration or 0) * packet.time_base)
            while (placed := self._clock.place(float(time * packet.time_base), length_s)) is None:
                yield None
            start_s, middle_s = placed.start_s, placed.start_s + length_s / 2
            # A packet that ends at 0 prepares the decoder for what follows.
            if start_s < -_ROUNDING_S and abs(start_s + length_s) > _ROUNDING_S:
                continue
            # Of two parts that overlap, each packet is heard for the one that is shown.
            if middle_s < placed.part_from_s or middle_s >= placed.part_to_s:
                continue
            dts = round(start_s / packet.time_base)
            if last is not None and dts <= last:
                dts = last + 1
            packet.pts = packet.dts = last = dts
            packet.stream = target
            self._write(start_s, start_s + length_s)
            yield packet

    def _encoded(
        self, stream: AudioStream, target: AudioStream
    ) -> Iterator[Packet[AudioStream] | None]:
        codec: AudioCodecContext = target.codec_context
        written = 0
        for even in self._resampled(stream, codec):
            if even.pts is None or even.time_base is None:
                continue
            length_s = even.samples / even.sample_rate
            time_s = float(even.pts * even.time_base)
            while (placed := self._clock.place(time_s, length_s)) is None:
                yield None
            if (kept := _heard(even, placed, written)) is not None:
                begin = kept.pts or 0
                written = begin + kept.samples
                self._write(begin / kept.sample_rate, written / kept.sample_rate)
                yield from self._in_time(target.encode(kept))
        yield from self._in_time(target.encode(None))

    def _resampled(self, stream: AudioStream, codec: AudioCodecContext) -> Iterator[AudioFrame]:
        """Frames as the encoder takes them, whatever rate and channels each part has."""
        resampler, setup = None, None
        for frame in chain.from_iterable(map(self._decoded, self._demuxed(stream))):
            of_frame = frame.format.name, frame.layout.name, frame.sample_rate
            if resampler is None or of_frame != setup:
                if resampler is not None:
                    yield from resampler.resample(None)
                resampler, setup = (
                    av.AudioResampler(format=codec.format, layout=codec.layout, rate=codec.rate),
                    of_frame,
                )
            try:
                yield from resampler.resample(frame)
            except _FAILURES as error:
                _log.info("Sound left out: %s", error)
                self._lose()
                resampler = None
        if resampler is not None:
            yield from resampler.resample(None)

    def _in_time(
        self, packets: Sequence[Packet[AudioStream]]
    ) -> Iterator[Packet[AudioStream] | None]:
        """Packets once frames are as far."""
        for packet in packets:
            while packet.pts is not None and packet.pts * packet.time_base >= self._clock.known_s:
                yield None
            yield packet

    def _decoded(self, packet: Packet[AudioStream]) -> list[AudioFrame]:
        try:
            return packet.decode()
        except FFmpegError as error:
            _log.info("Damaged sound left out: %s", error)
            self._lose()
            return []

    def _demuxed(self, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
        try:
            yield from self._input.demux(stream)
        except FFmpegError as error:
            _log.info("The sound ends early: %s", error)
            self._lose()


class Silence:
    """A silent sound track as long as the video, for programs that expect one.

    Args:
        output: Where to; its video stream is there.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, output: OutputContainer) -> None:
        self._output = output
        self._stream = output.add_stream("aac", rate=_SILENCE_RATE_HZ)
        self._stream.codec_context.layout = "mono"
        self._written = 0

    def copy_until(self, t_s: float) -> None:
        """Write silence up to a time of the output, in whole frames of the encoder."""
        while (self._written + _SILENCE_SAMPLES) / _SILENCE_RATE_HZ <= t_s:
            self._write(_SILENCE_SAMPLES)

    def finish(self, end_s: float) -> None:
        """Write the rest of the silence, up to the end of the video."""
        self.copy_until(end_s)
        if rest := round(end_s * _SILENCE_RATE_HZ) - self._written:
            self._write(rest)
        self._output.mux(self._stream.encode(None))

    def _write(self, samples: int) -> None:
        frame = AudioFrame.from_ndarray(np.zeros((1, samples), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = _SILENCE_RATE_HZ, self._written
        frame.time_base = Fraction(1, _SILENCE_RATE_HZ)
        self._written += samples
        self._output.mux(self._stream.encode(frame))


class _Placed(NamedTuple):
    """When sound begins in the output, and when its part of the file is shown there."""

    start_s: float
    part_from_s: float
    part_to_s: float


class _SoundClock:
    """From the file's clock to the output's, part by part as the frames' clock is.

    Attributes:
        known_s: Up to which time of the output all shifts are known; infinity at the end.
    """

    def __init__(self, begins_s: float, shifts: Callable[[], Sequence[ClockShift]]) -> None:
        self.known_s = 0.0
        self._begins_s = begins_s
        self._shifts = shifts
        self._part = 0
        self._repair_s = 0.0
        self._next_s: float | None = None

    def place(self, time_s: float, length_s: float) -> _Placed | None:
        """Where sound of this time of the file and length lies; `None` while frames must say more.

        Sound that falls back where frames do not goes on where it was.
        """
        shifts = self._shifts()
        while self._part + 1 < len(shifts) and self._is_of_next(time_s, shifts):
            self._part += 1
            self._repair_s = 0.0
        start_s = self._start_s(time_s, shifts[self._part])
        fallen_s = 0.0 if self._next_s is None else self._next_s - start_s
        if fallen_s >= _SPLICE_S and self.known_s == math.inf:
            self._repair_s += fallen_s
            start_s += fallen_s
        elif (
            fallen_s >= _SPLICE_S
            or start_s >= self.known_s
            or (fallen_s >= _FALL_S and self._frames_may_follow(shifts))
        ):
            return None
        self._next_s = start_s + length_s
        from_s, to_s = (
            math.inf if part is None else part.from_s + part.shift_s - self._begins_s
            for part in (*shifts[self._part : self._part + 2], None)[:2]
        )
        return _Placed(start_s, from_s if self._part else -math.inf, to_s)

    def _frames_may_follow(self, shifts: Sequence[ClockShift]) -> bool:
        """Whether the frames may yet tell of the part that sound which fell is of."""
        is_last = self._part + 1 == len(shifts)
        return is_last and self._next_s is not None and self.known_s < self._next_s + _SKEW_S

    def _is_of_next(self, time_s: float, shifts: Sequence[ClockShift]) -> bool:
        if self._next_s is None:
            return False
        this, following = shifts[self._part : self._part + 2]
        fallen_s = self._next_s - self._start_s(time_s, this)
        if fallen_s >= _SPLICE_S:
            return True
        # A smaller step: it is of the part that it continues better.
        gap_s = self._next_s - (time_s + following.shift_s - self._begins_s)
        return time_s >= following.from_s - _SKEW_S and abs(gap_s) < abs(fallen_s)

    def _start_s(self, time_s: float, part: ClockShift) -> float:
        return time_s + part.shift_s - self._begins_s + self._repair_s


def _heard(frame: AudioFrame, placed: _Placed, written: int) -> AudioFrame | None:
    """What of a frame is in its part and not before 0, with its time there in samples."""
    rate_hz = frame.sample_rate
    start = round(placed.start_s * rate_hz)
    early = max(0, round(max(0.0, placed.part_from_s) * rate_hz) - start)
    end = frame.samples
    if placed.part_to_s < math.inf:
        end = min(end, round(placed.part_to_s * rate_hz) - start)
    if early >= end:
        return None
    # The AAC encoder takes planar float32.
    samples = np.ascontiguousarray(frame.to_ndarray()[:, early:end], np.float32)
    kept = AudioFrame.from_ndarray(samples, frame.format.name, frame.layout.name)
    kept.sample_rate = frame.sample_rate
    kept.time_base = Fraction(1, frame.sample_rate)
    kept.pts = max(start + early, written)
    return kept
