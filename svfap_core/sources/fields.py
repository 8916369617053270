"""Interlaced frames made whole: each frame stays one, at its own time.

The filter is libav's bwdif (Bob Weaver, after the BBC's w3fdif), which looks at the frames before
and after; it leaves alone what is not flagged as interlaced. Video without interlaced frames does
not pass through it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import cast

from av.error import FFmpegError
from av.filter import Graph
from av.video.frame import VideoFrame

from svfap_core.sources.decoding import Decoded


class Deinterlacer:
    """Takes the frames of a stream and gives them back, interlaced ones made whole."""

    def __init__(self) -> None:
        self.used = False
        """Whether there was anything to do."""

    def frames(self, decoded: Iterator[Decoded]) -> Iterator[Decoded]:
        """The same frames in the same order; from the first interlaced one on, one frame late."""
        stage: _Stage | None = None
        for item in decoded:
            if stage is None and not item.frame.interlaced_frame:
                yield item
                continue
            if stage is None or not stage.takes(item.frame):
                if stage is not None:
                    yield from stage.rest()
                stage = _Stage(item.frame)
            self.used = True
            yield from stage.put(item)
        if stage is not None:
            yield from stage.rest()


class _Stage:
    """The filter for frames of one size and format."""

    def __init__(self, frame: VideoFrame) -> None:
        self._takes = (frame.width, frame.height, frame.format.name)
        self._waiting: deque[tuple[int, Decoded]] = deque()
        self._put = 0
        self._graph: Graph | None = Graph()
        try:
            source = self._graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
            )
            bwdif = self._graph.add("bwdif", "mode=send_frame:deint=interlaced")
            self._graph.link_nodes(source, bwdif, self._graph.add("buffersink")).configure()
        except FFmpegError:  # It is too small to have fields, or of no kind that the filter takes.
            self._graph = None

    def takes(self, frame: VideoFrame) -> bool:
        """Whether a frame is of this size and format."""
        return self._takes == (frame.width, frame.height, frame.format.name)

    def put(self, item: Decoded) -> Iterator[Decoded]:
        """One more frame; those that are ready."""
        if self._graph is None:
            yield item
            return
        # In place of its time it carries its place, to be known by when it comes out.
        item.frame.pts, item.frame.time_base = self._put, Fraction(1)
        self._waiting.append((self._put, item))
        self._put += 1
        self._graph.push(item.frame)
        yield from self._ready(self._graph)

    def rest(self) -> Iterator[Decoded]:
        """Those that still wait; no more may be put."""
        if self._graph is not None:
            self._graph.push(None)
            yield from self._ready(self._graph)

    def _ready(self, graph: Graph) -> Iterator[Decoded]:
        while True:
            try:
                frame = cast("VideoFrame", graph.pull())
            except (BlockingIOError, EOFError):
                return
            place = (frame.pts or 0) * (frame.time_base or 0)
            while self._waiting and self._waiting[0][0] < place:
                self._waiting.popleft()
            if self._waiting and self._waiting[0][0] == place:
                yield self._waiting.popleft()[1]._replace(frame=frame)
