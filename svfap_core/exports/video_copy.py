"""A video once more, each frame changed by a function: a second pass over the file.

Every frame keeps its media time, variable rate included, and its sound; the video begins at 0.
Nothing else of the file is taken along. Knows nothing of faces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

import av
import cv2
import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.errors import OutputError
from svfap_core.exports.sound import Silence, SoundCopy
from svfap_core.h264 import TIME_BASE, PictureEncoder, nominal_rate, video_errors
from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings, SoundChoice
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.clock import ClockShift
from svfap_core.sources.opening import open_source
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Frame

Paint: TypeAlias = Callable[[Frame, RGB], None]
"""Changes a frame's image `(height, width, 3)` in place."""

_OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0"}
"""Without B-frames, images are stored in the order of their times, so that the track's length is
exact at a variable rate too."""

_BARE = {"fflags": "+bitexact"}
"""Keeps the name of the program that wrote a file out of it."""


class _StoppedError(Exception):
    """Unwinds a rendering that nobody wants any more."""


class _Timed(NamedTuple):
    """A frame, when it is shown in the new file and for how long."""

    frame: Frame
    shown_s: float
    duration_s: float


class _Sound(NamedTuple):
    """Where sound comes from, and how its clock leads to media time; see `SoundCopy`."""

    path: Path
    clock: MediaClock
    shifts: Callable[[], Sequence[ClockShift]]
    choice: SoundChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOptions:
    """What of a video to copy, and how.

    Attributes:
        clock: Relates media time to the file's.
        end_s: When the last frame leaves the screen, as far as known, in media time.
        span: What part of the video to write, sound included.
        decoding: How the video was read when it was analysed; of a part, only that is written.
        sound: Whether sound is kept, replaced by silence, or left out.
        bare: Write no tags at all, not even the name of the program that writes the file.
        hint: What to do should the file not be written.
    """

    clock: MediaClock
    end_s: float
    span: TimeRange = ALL_TIME
    decoding: DecodingSettings = DEFAULT_DECODING
    sound: SoundChoice = "keep"
    bare: bool = False
    hint: str = ""


def copy_video(
    video_path: Path,
    out: Path,
    paint: Paint,
    options: CopyOptions,
    *,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    note: Callable[[str], None] | None = None,
) -> bool:
    """Write an H.264 mp4 of the upright frames as `paint` leaves them.

    Sound that cannot be taken along is left out; notes say where, the log says why.

    Args:
        video_path: The video, or the folder of images.
        out: The mp4 file; its folder is made.
        paint: Called for each frame, in order.
        options: What to copy, and how.
        progress: Called with the share done, 0..1, after each frame.
        should_stop: Asked before each frame.
        note: Called with sentences on what the video lacks, once it is encoded.

    Returns:
        Whether the video was written; false when stopped, and then nothing is left.

    Raises:
        SourceError: The video cannot be opened.
        OutputError: The file cannot be written, or no frame lies in the span.
    """
    stop = should_stop or _never
    options = replace(options, span=analysed_span(options.span, options.decoding))
    try:
        with (
            open_source(video_path, decoding=options.decoding.whole) as source,
            whole_file(out) as part,
            video_errors(out, options.hint),
        ):
            timed = _timed(_until_stopped(source.frames(), stop), source.info, options.span)
            frames = _painted(timed, source.info, paint, options, progress or _ignore)
            sound = None
            if isinstance(source, VideoFile) and source.info.has_audio:
                sound = _Sound(video_path, options.clock, lambda: source.shifts, options.sound)
            for sentence in _encode(frames, source.info, options, part, sound):
                (note or _ignore)(sentence)
    except _StoppedError:
        return False
    return True


def analysed_span(span: TimeRange, decoding: DecodingSettings) -> TimeRange:
    """What of a span was analysed."""
    start_s = max(span.start_s, decoding.start_s or 0.0)
    end_s = span.end_s if decoding.end_s is None else min(span.end_s, decoding.end_s)
    return TimeRange(start_s, end_s)


def _until_stopped(frames: Iterator[Frame], should_stop: Callable[[], bool]) -> Iterator[Frame]:
    for frame in frames:
        if should_stop():
            raise _StoppedError
        yield frame


def _painted(
    timed: Iterator[_Timed],
    info: SourceInfo,
    paint: Paint,
    options: CopyOptions,
    progress: Callable[[float], None],
) -> Iterator[_Timed]:
    """The frames, painted, all of the source's first one's size."""
    start_s, end_s = max(options.span.start_s, 0.0), min(options.span.end_s, options.end_s)
    for item in timed:
        frame = item.frame
        image = frame.rgb.copy()
        paint(frame, image)
        fitted = _fitted(image, (info.width_px, info.height_px))
        yield item._replace(frame=replace(frame, image=fitted))
        share = (frame.t_s - start_s) / (end_s - start_s) if end_s > start_s else 1.0
        progress(min(max(share, 0.0), 1.0))
    progress(1.0)


def _fitted(image: RGB, size: tuple[int, int]) -> RGB:
    """At the given width and height: scaled in proportion, black beside it where the shape differs.

    The last row and column are repeated where H.264 needs even sides.
    """
    width, height = size
    if (image.shape[1], image.shape[0]) != size:
        scale = min(width / image.shape[1], height / image.shape[0])
        inner = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        small = cv2.resize(image, inner, interpolation=cv2.INTER_AREA)
        image = np.zeros((height, width, 3), np.uint8)
        x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
        image[y : y + inner[1], x : x + inner[0]] = small
    if width % 2 == 0 and height % 2 == 0:
        return image
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _encode(
    frames: Iterator[_Timed],
    info: SourceInfo,
    options: CopyOptions,
    part: Path,
    sound_of: _Sound | None,
) -> tuple[str, ...]:
    """Write the file; notes on its sound."""
    first = next(frames, None)
    if first is None:
        raise OutputError(
            "no frame of the video lies in the chosen range", hint="Choose a longer range."
        )
    end_s = 0.0
    container = _BARE if options.bare else {}
    with av.open(str(part), "w", format="mp4", options=container) as output, ExitStack() as stack:
        size = info.width_px + info.width_px % 2, info.height_px + info.height_px % 2
        encoder = PictureEncoder(output, size, info.rate_fps, _OPTIONS)
        sound = None
        if sound_of is not None and sound_of.choice == "mute":
            sound = Silence(output)
        elif sound_of is not None and sound_of.choice == "keep":
            begins_s = sound_of.clock.container_s(first.frame.t_s - first.shown_s)
            copy = SoundCopy(sound_of.path, output, begins_s=begins_s, shifts=sound_of.shifts)
            sound = stack.enter_context(copy)
        for item in chain([first], frames):
            duration = round(item.duration_s / TIME_BASE)
            encoder.write(item.frame.rgb, round(item.shown_s / TIME_BASE), duration)
            end_s = item.shown_s + item.duration_s
            if sound is not None:
                sound.copy_until(item.shown_s)
        encoder.finish()
        if isinstance(sound, Silence):
            sound.finish(end_s)
        elif sound is not None:
            sound.copy_until(end_s if options.span.end_s < float("inf") else None)
    return () if sound is None else sound.notes


def _timed(frames: Iterator[Frame], info: SourceInfo, span: TimeRange) -> Iterator[_Timed]:
    """The frames of a span, each with the time until the next, from 0 on.

    Two frames of the same time are set one tick apart, as a player needs it.
    """
    usual_s = float(1 / nominal_rate(info.rate_fps))
    cut_s: float | None = None
    held: _Timed | None = None
    for frame in frames:
        if frame.t_s < span.start_s:
            continue
        cut_s = frame.t_s if cut_s is None else cut_s
        shown_s = frame.t_s - cut_s
        if held is not None:
            shown_s = max(shown_s, held.shown_s + float(TIME_BASE))
            yield held._replace(duration_s=shown_s - held.shown_s)
        if frame.t_s >= span.end_s:
            return
        held = _Timed(frame, shown_s, usual_s)
    if held is not None:
        last = held.frame
        yield held if last.end_s is None else held._replace(duration_s=last.end_s - last.t_s)


def _ignore(told: object) -> None:
    del told


def _never() -> bool:
    return False
