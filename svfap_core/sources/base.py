"""What every source of pictures offers. Knows nothing of faces or models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self

from svfap_core.types import Frame


class SourceKind(StrEnum):
    """Where pictures come from."""

    FILE = "file"
    IMAGES = "images"
    CAMERA = "camera"
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """Facts known once a source is open. Sizes are those of the upright picture.

    `rate_fps` is the container's or device's word, for display only; `None` where nothing is said.
    `rotation_deg` (0, 90, 180, 270) is how far the stored pictures were turned clockwise to stand
    upright. `opened_at` (with time zone) is the wall clock of `t_s` = 0. `notes` are sentences that
    a user should see: pixels made square, times assumed, a camera that gave another size. Those on
    what came up in reading are there once `Source.frames` has ended.
    `video_stream` is the number of the chosen stream among the file's video streams.
    `file_start_s` is where players and ELAN begin to count, on the clock of `pts_s`: the earliest
    presented sample of any stream, after edit lists. `created_at` and `timecode` are the
    container's words. Frames are those on screen from `start_s` on and until `end_s`, where only a
    part was asked for.
    """

    kind: SourceKind
    name: str
    width_px: int
    height_px: int
    rate_fps: float | None
    duration_s: float | None
    frame_count: int | None
    rotation_deg: int
    codec: str
    has_audio: bool
    path: Path | None
    opened_at: datetime
    notes: tuple[str, ...] = ()
    video_stream: int = 0
    file_start_s: float = 0.0
    created_at: str = ""
    timecode: str = ""
    start_s: float = 0.0
    end_s: float | None = None

    @property
    def live(self) -> bool:
        """Whether pictures arrive in real time, so that waiting loses some."""
        return self.kind in {SourceKind.CAMERA, SourceKind.STREAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """What happened while reading: frames handed out, and packets that are damaged or lost."""

    frames: int = 0
    damaged_packets: int = 0
    reconnects: int = 0


@dataclass(frozen=True, slots=True)
class Outage:
    """A source is lost, and comes back by itself when it can.

    `reason` says why in a few words; `retry_at_s` (`perf_counter`) when the next try is, `None` for
    a device that is waited for.
    """

    reason: str
    retry_at_s: float | None = None


class Source(Protocol):
    """An opened source. Used by one thread, but for `interrupt`.

    A context manager: leaving closes it. `frames` may be called once.
    """

    @property
    def info(self) -> SourceInfo:
        """Facts about the source; what reading brings up is added until its end."""
        ...

    @property
    def counts(self) -> SourceCounts:
        """Running counts; may be read from any thread."""
        ...

    @property
    def outage(self) -> Outage | None:
        """Why no pictures come at present, if the source is lost; may be read from any thread."""
        ...

    def frames(self) -> Iterator[Frame]:
        """The pictures in order of time, `t_s` never falling.

        Raises:
            SourceError: Nothing (more) can be read, where that is not the normal end.
        """
        ...

    def interrupt(self) -> None:
        """Make `frames` end soon, even from inside a hanging read; from any thread."""
        ...

    def close(self) -> None:
        """Give the file or device back; more than once is fine."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc_info: object) -> None: ...
