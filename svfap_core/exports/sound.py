"""Takes the sound of one file into another, untouched where mp4 can hold it.

Knows nothing of pictures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
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


class SoundCopy:
    """The first sound track of a file, handed to a container step by step with the pictures.

    A context manager. A file without sound, or of damaged sound, is copied as far as it goes.

    Args:
        source: The file.
        output: Where to.
        cut_s: Time of the file's clock that is 0 in the output; what begins before it is left
            out. With 0 nothing is, not even what begins before the clock.
    """

    def __init__(self, source: Path, output: OutputContainer, *, cut_s: float = 0.0) -> None:
        self._input = av.open(str(source.absolute()), metadata_errors="replace")
        self._output = output
        self._cut_s = cut_s
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        # Without a context it is of a kind that is not known here, if of any.
        known = [stream for stream in self._input.streams.audio if stream.codec_context]
        if known:
            self._packets = self._copied(known[0])
        self._waiting = next(self._packets, None)

    def copy_until(self, t_s: float | None = None) -> None:
        """Hand over what begins before a time of the output, or all the rest."""
        while self._waiting is not None and (t_s is None or _start_s(self._waiting) < t_s):
            self._output.mux(self._waiting)
            self._waiting = next(self._packets, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._input.close()

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
        for packet in self._demuxed(stream):
            wanted = self._cut_s == 0 or _start_s(packet) >= self._cut_s
            if packet.dts is not None and wanted:
                shift = round(self._cut_s / packet.time_base)
                packet.pts = None if packet.pts is None else packet.pts - shift
                packet.dts -= shift
                packet.stream = target
                yield packet

    def _encoded(self, stream: AudioStream, target: AudioStream) -> Iterator[Packet[AudioStream]]:
        codec: AudioCodecContext = target.codec_context
        resampler = av.AudioResampler(format=codec.format, layout=codec.layout, rate=codec.rate)
        for packet in self._demuxed(stream):
            try:
                frames = packet.decode()
            except FFmpegError as error:
                _log.info("Damaged sound left out: %s", error)
                continue
            for frame in frames:
                for even in resampler.resample(frame):
                    if (kept := self._after_cut(even)) is not None:
                        yield from target.encode(kept)
        yield from target.encode(None)

    def _after_cut(self, frame: AudioFrame) -> AudioFrame | None:
        """What lies after the cut, in the output's time."""
        if self._cut_s == 0 or frame.pts is None or frame.time_base is None:
            return frame
        since_cut_s = float(frame.pts * frame.time_base) - self._cut_s
        early = max(0, round(-since_cut_s * frame.sample_rate))
        if early >= frame.samples:
            return None
        # The AAC encoder takes planar float32.
        samples = np.ascontiguousarray(frame.to_ndarray()[:, early:], np.float32)
        kept = AudioFrame.from_ndarray(samples, frame.format.name, frame.layout.name)
        kept.sample_rate, kept.time_base = frame.sample_rate, frame.time_base
        kept.pts = round(max(since_cut_s, 0.0) / frame.time_base)
        return kept

    def _demuxed(self, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
        try:
            yield from self._input.demux(stream)
        except FFmpegError as error:
            _log.info("The sound ends early: %s", error)


def _start_s(packet: Packet[AudioStream]) -> float:
    time = packet.dts if packet.pts is None else packet.pts
    return float(time * packet.time_base) if time is not None else 0.0
