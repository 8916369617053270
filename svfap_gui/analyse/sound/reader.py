"""The sound of a file from any moment on, in stereo at one rate, placed in media time.

Loads PyAV, so it is imported in worker threads only. Knows no device and no clock.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.error import FFmpegError
from av.filter import Graph
from av.packet import Packet
from av.stream import Discard

from svfap_gui.analyse.sound.ring import CHANNELS, Samples

_log = logging.getLogger(__name__)

_TOLERATED_S = 0.005
"""Times of a container are rounded: sound that is off by less continues where it was."""

_PREROLL_S = 0.2
"""Decoders need what comes before: the first packets after a seek do not sound right."""

_BLOCK = 4096

_FAILURES = (FFmpegError, ValueError, OverflowError, MemoryError)
"""What libav and its binding say of sound that they cannot take."""


class Chunk(NamedTuple):
    """Samples, and the media time of the first one."""

    t_s: float
    samples: Samples


class SoundReader:
    """The first audio stream that can be decoded; a context manager, for one thread.

    Args:
        path: The file.
        begins_s: The container's time of the first frame of the video, where media time is 0.
        rate_hz: At which the samples come.

    Raises:
        FFmpegError, OSError: The file cannot be opened.
        ValueError: It has no sound that can be decoded.
    """

    def __init__(self, path: Path, begins_s: float, rate_hz: int) -> None:
        self._path = path
        self._begins_s = begins_s
        self.rate_hz = rate_hz
        self._container, self._stream = self._open()

    def chunks(self, from_s: float = 0.0) -> Iterator[Chunk]:
        """Decode sound from a moment or a little before it on; damaged packets are left out."""
        self._seek(from_s - _PREROLL_S)
        next_s = 0.0
        for frame in self._resampled():
            if frame.pts is not None and frame.time_base is not None:
                next_s = float(frame.pts * frame.time_base) - self._begins_s
            samples = _samples(frame)
            yield Chunk(next_s, samples)
            next_s += len(samples) / self.rate_hz

    def close(self) -> None:
        """Give the file back."""
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _open(self) -> tuple[InputContainer, AudioStream]:
        container = av.open(str(self._path.absolute()), metadata_errors="replace")
        known = [stream for stream in container.streams.audio if stream.codec_context]
        if not known:
            container.close()
            raise ValueError(f"no decoder for the sound of {self._path.name}")
        for stream in container.streams:
            if stream is not known[0]:
                # Video need not be read for its sound, where the format allows.
                stream.discard = Discard.all
        return container, known[0]

    def _seek(self, t_s: float) -> None:
        offset = int((t_s + self._begins_s) / (self._stream.time_base or Fraction(1, av.time_base)))
        try:
            if t_s <= 0:
                self._rewind()
            else:
                self._container.seek(offset, stream=self._stream, backward=True)
        except FFmpegError:
            # Beyond the end, or no index: what follows is found by decoding from the start.
            self._rewind()

    def _rewind(self) -> None:
        """Open it again: not every format can seek to its first packet."""
        self._container.close()
        self._container, self._stream = self._open()

    def _resampled(self) -> Iterator[AudioFrame]:
        """Rate and channels may change on the way."""
        resampler, setup = None, None
        for frame in chain.from_iterable(map(_decoded, self._packets())):
            of_frame = frame.format.name, frame.layout.name, frame.sample_rate
            try:
                if resampler is None or of_frame != setup:
                    if resampler is not None:
                        yield from resampler.resample(None)
                    resampler = av.AudioResampler("flt", "stereo", self.rate_hz)
                    setup = of_frame
                yield from resampler.resample(frame)
            except _FAILURES as error:
                _log.info("Sound left out: %s", error)
                resampler = None
        if resampler is not None:
            yield from resampler.resample(None)

    def _packets(self) -> Iterator[Packet[AudioStream]]:
        try:
            yield from self._container.demux(self._stream)
        except FFmpegError as error:
            _log.info("The sound ends early: %s", error)


def contiguous(chunks: Iterable[Chunk], from_s: float, rate_hz: int) -> Iterator[Samples]:
    """Samples without gaps from a moment on: silence where there is no sound, nothing twice."""
    written = 0
    for chunk in chunks:
        samples = chunk.samples
        start = round((chunk.t_s - from_s) * rate_hz)
        gap = start - written
        if not written or abs(gap) > _TOLERATED_S * rate_hz:
            while gap > 0:
                silence = min(gap, _BLOCK)
                yield np.zeros((silence, CHANNELS), np.float32)
                written += silence
                gap -= silence
            samples = samples[-gap:] if gap < 0 else samples
        if len(samples):
            yield samples
            written += len(samples)


def stretched(blocks: Iterable[Samples], rate_hz: int, tempo: float) -> Iterator[Samples]:
    """The same sound, faster or slower by a factor of 0.5 to 2, at its own pitch."""
    if tempo == 1:
        yield from blocks
        return
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate_hz, format="flt", layout="stereo", time_base=Fraction(1, rate_hz)
    )
    graph.link_nodes(source, graph.add("atempo", f"{tempo:g}"), graph.add("abuffersink"))
    graph.configure()
    given = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), "flt", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, given, Fraction(1, rate_hz)
        given += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (NothingYet, NothingMore):
            return
        if isinstance(frame, AudioFrame):
            yield _samples(frame)


def _samples(frame: AudioFrame) -> Samples:
    """Of a frame of interleaved stereo."""
    return frame.to_ndarray().astype(np.float32, copy=False).reshape(-1, CHANNELS)


def _decoded(packet: Packet[AudioStream]) -> list[AudioFrame]:
    try:
        return packet.decode()
    except FFmpegError as error:
        _log.info("Damaged sound left out: %s", error)
        return []
