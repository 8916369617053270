"""The analysed video once more, with what was found drawn in: a second pass over the file.

Every frame keeps its media time, variable rate included, and its sound; the video begins at 0.
Knows nothing of how scores are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.errors import OutputError
from svfap_core.exports.painting import FaceMark, paint_faces
from svfap_core.exports.sound import SoundCopy
from svfap_core.h264 import TIME_BASE, PictureEncoder, nominal_rate, video_errors
from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.people import PersonFace, Population
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.clock import ClockShift
from svfap_core.sources.opening import open_source
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Frame

_OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0"}
"""Without B-frames pictures are stored in the order of their times, so that the track's length is
exact at a variable rate too."""


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


def render_overlay(
    video_path: Path,
    population: Population,
    out: Path,
    *,
    span: TimeRange = ALL_TIME,
    decoding: DecodingSettings = DEFAULT_DECODING,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    note: Callable[[str], None] | None = None,
) -> bool:
    """Write an H.264 mp4 of the upright frames with boxes, persons and scores.

    At each frame a face shows the row that speaks for its time, and none in excluded time. Hidden
    persons are not drawn. Sound that cannot be taken along is left out; notes say where, the log
    says why.

    Args:
        video_path: The video, or the folder of pictures, that was analysed.
        population: The persons found in it.
        out: The mp4 file; its folder is made.
        span: What part of the video to write, sound included.
        decoding: How the video was read when it was analysed; of a part, only that is written.
        progress: Called with the share done, 0..1, after each picture.
        should_stop: Asked before each picture.
        note: Called with sentences on what the video lacks, once it is encoded.

    Returns:
        Whether the video was written; false when stopped, and then nothing is left.

    Raises:
        SourceError: The video cannot be opened.
        OutputError: The file cannot be written, or no picture lies in the span.
    """
    stop = should_stop or _never
    span = _analysed(span, decoding)
    try:
        with (
            open_source(video_path, decoding=decoding.whole) as source,
            whole_file(out) as part,
            video_errors(out, "Try again without the overlay video."),
        ):
            timed = _timed(_until_stopped(source.frames(), stop), source.info, span)
            pictures = _painted(timed, source.info, population, span, progress or _ignore)
            clock = population.recording.clock
            sound = None
            if isinstance(source, VideoFile) and source.info.has_audio:
                sound = _Sound(video_path, clock, lambda: source.shifts)
            for sentence in _encode(pictures, source.info, span, part, sound):
                (note or _ignore)(sentence)
    except _StoppedError:
        return False
    return True


def _analysed(span: TimeRange, decoding: DecodingSettings) -> TimeRange:
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
    population: Population,
    span: TimeRange,
    progress: Callable[[float], None],
) -> Iterator[_Timed]:
    """The pictures, all of the source's first one's size, with the faces drawn in."""
    start_s, end_s = max(span.start_s, 0.0), min(span.end_s, population.recording.end_s)
    for item in timed:
        frame = item.frame
        picture = frame.rgb.copy()
        paint_faces(picture, _marks(population, frame))
        fitted = _fitted(picture, (info.width_px, info.height_px))
        yield item._replace(frame=replace(frame, image=fitted))
        share = (frame.t_s - start_s) / (end_s - start_s) if end_s > start_s else 1.0
        progress(min(max(share, 0.0), 1.0))
    progress(1.0)


def _marks(population: Population, frame: Frame) -> list[FaceMark]:
    excluded = population.is_excluded(frame.t_s)

    def mark(face: PersonFace) -> FaceMark:
        person = face.person_id
        row = None if excluded else population.speaking_at(person, frame.t_s)
        name = population.edits.name_of(person) or str(population.number_of(person))
        unclear = row is not None and population.is_unclear(row)
        return FaceMark(person, face.box, row, name, excluded=excluded, unclear=unclear)

    return [mark(face) for face in population.in_frame(frame.index)]


def _fitted(picture: RGB, size: tuple[int, int]) -> RGB:
    """At the given width and height: scaled in proportion, black beside it where the shape differs.

    The last row and column are repeated where H.264 needs even sides.
    """
    width, height = size
    if (picture.shape[1], picture.shape[0]) != size:
        scale = min(width / picture.shape[1], height / picture.shape[0])
        inner = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        small = cv2.resize(picture, inner, interpolation=cv2.INTER_AREA)
        picture = np.zeros((height, width, 3), np.uint8)
        x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
        picture[y : y + inner[1], x : x + inner[0]] = small
    if width % 2 == 0 and height % 2 == 0:
        return picture
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _encode(
    pictures: Iterator[_Timed],
    info: SourceInfo,
    span: TimeRange,
    part: Path,
    sound_of: _Sound | None,
) -> tuple[str, ...]:
    """Write the file; notes on its sound."""
    first = next(pictures, None)
    if first is None:
        raise OutputError(
            "no frame of the video lies in the chosen range", hint="Choose a longer range."
        )
    end_s = 0.0
    with av.open(str(part), "w", format="mp4") as output, ExitStack() as stack:
        size = info.width_px + info.width_px % 2, info.height_px + info.height_px % 2
        encoder = PictureEncoder(output, size, info.rate_fps, _OPTIONS)
        sound = None
        if sound_of is not None:
            begins_s = sound_of.clock.container_s(first.frame.t_s - first.shown_s)
            copy = SoundCopy(sound_of.path, output, begins_s=begins_s, shifts=sound_of.shifts)
            sound = stack.enter_context(copy)
        for item in chain([first], pictures):
            duration = round(item.duration_s / TIME_BASE)
            encoder.write(item.frame.rgb, round(item.shown_s / TIME_BASE), duration)
            end_s = item.shown_s + item.duration_s
            if sound is not None:
                sound.copy_until(item.shown_s)
        encoder.finish()
        if sound is not None:
            sound.copy_until(end_s if span.end_s < float("inf") else None)
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
