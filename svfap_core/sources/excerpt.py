"""A part of a source, from one media time to another. Knows no kind of source."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.sources.base import Outage, Source, SourceCounts, SourceInfo
from svfap_core.types import Frame


class Excerpt:
    """A `Source` that hands out the frames on screen in a part of another.

    Their times and numbers are those of the whole. The first frame is the one on screen at the
    start; the last one's `end_s` is no later than the end. What comes before is decoded, so that
    frames are counted; what comes after is not read.

    Args:
        source: The whole, which this closes.
        start_s: Where to start.
        end_s: Where to stop; infinite for all that is left.
    """

    def __init__(self, source: Source, start_s: float, end_s: float = math.inf) -> None:
        self._source = source
        self._start_s = start_s
        self._end_s = end_s
        self._read = 0
        self._interrupted = False

    @property
    def info(self) -> SourceInfo:
        """Facts about the whole, and which part this is."""
        whole = self._source.info
        end_s = None if math.isinf(self._end_s) else self._end_s
        to = Message("its end") if end_s is None else f"{end_s:g} s"
        note = Message(
            "Only a part was analysed, as requested: from %1 s to %2.", f"{self._start_s:g}", to
        )
        notes = (*whole.notes, note)
        return replace(whole, start_s=self._start_s, end_s=end_s, notes=notes)

    @property
    def counts(self) -> SourceCounts:
        """Frames handed out; damage in all that was read."""
        return replace(self._source.counts, frames=self._read)

    @property
    def outage(self) -> Outage | None:
        """That of the whole."""
        return self._source.outage

    def frames(self) -> Iterator[Frame]:
        """The frames on screen from the start on, until the end.

        Raises:
            SourceError: The source ends before the start, or cannot be read.
        """
        on_screen: Frame | None = None
        for frame in self._source.frames():
            if on_screen is not None and frame.t_s > self._start_s:
                is_last = frame.t_s >= self._end_s
                yield replace(on_screen, end_s=self._end_s) if is_last else on_screen
                self._read += 1
                if is_last:
                    return
            on_screen = frame
        if on_screen is None or self._interrupted:
            return
        if on_screen.t_s < self._start_s and (on_screen.end_s or 0.0) <= self._start_s:
            raise SourceError(
                Message(
                    "%1 ends at %2 s, before the requested start at %3 s",
                    self._source.info.name,
                    f"{on_screen.end_s or on_screen.t_s:.2f}",
                    f"{self._start_s:g}",
                ),
                hint="Choose an earlier start.",
            )
        ends_late = on_screen.end_s is not None and on_screen.end_s > self._end_s
        yield replace(on_screen, end_s=self._end_s) if ends_late else on_screen
        self._read += 1

    def interrupt(self) -> None:
        """End `frames` soon."""
        self._interrupted = True
        self._source.interrupt()

    def close(self) -> None:
        """Give the file back."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
