"""The analysed video once more, with what was found drawn in: a second pass over the file.

Every picture keeps its own time, variable rate included, and the sound stays as it was. Knows
nothing of how scores are made.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.codec.context import Flags
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import OutputError
from svfap_core.exports.painting import FaceMark, paint_faces
from svfap_core.exports.sound import SoundCopy
from svfap_core.results.recording import Recording
from svfap_core.sources.base import Source, SourceInfo
from svfap_core.sources.opening import open_source
from svfap_core.types import RGB, Box, Frame

TIME_BASE = Fraction(1, 90_000)
"""Of the pictures' times: the clock of MPEG systems, which the usual frame rates divide."""

_FALLBACK_RATE = Fraction(25)
_OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0"}
"""Without B-frames pictures are stored in the order of their times, so that the track's length is
exact at a variable rate too."""


class _StoppedError(Exception):
    """Unwinds a rendering that nobody wants any more."""


def render_overlay(
    video_path: Path,
    recording: Recording,
    out: Path,
    *,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> bool:
    """Write an H.264 mp4 of the upright pictures with boxes, persons and scores.

    At each picture a face shows the newest row whose time has come by then, as it would live.

    Args:
        video_path: The video, or the folder of pictures, that was analysed.
        recording: Its analysis.
        out: The mp4 file; its folder is made.
        progress: Called with the share done, 0..1, after each picture.
        should_stop: Asked before each picture.

    Returns:
        Whether the video was written; false when stopped, and then nothing is left.

    Raises:
        SourceError: The video cannot be opened.
        OutputError: The file cannot be written.
    """
    try:
        with open_source(video_path) as source, whole_file(out) as part, _encoding_errors(out):
            pictures = _painted(source, recording, progress or _ignore, should_stop or _never)
            _encode(pictures, source.info, video_path, part)
    except _StoppedError:
        return False
    return True


def _painted(
    source: Source,
    recording: Recording,
    progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> Iterator[Frame]:
    """The pictures of the source, all of the first one's size, with the faces drawn in."""
    size = (source.info.width_px, source.info.height_px)
    total = max(recording.frame_count, 1)
    for done, frame in enumerate(source.frames(), 1):
        if should_stop():
            raise _StoppedError
        picture = frame.rgb.copy()
        paint_faces(picture, _marks(recording, frame))
        yield Frame(frame.index, frame.t_s, frame.pts_s, _fitted(picture, size))
        progress(min(done / total, 1.0))


def _marks(recording: Recording, frame: Frame) -> list[FaceMark]:
    return [
        FaceMark(track_id, Box(*box), recording.latest(track_id, frame.t_s))
        for track_id, box in (
            (int(face["track_id"]), face["box_xyxy_px"].tolist())
            for face in recording.faces.in_frame(frame.index)
        )
    ]


def _fitted(picture: RGB, size: tuple[int, int]) -> RGB:
    """At the given width and height, the last row and column repeated where H.264 needs even."""
    if (picture.shape[1], picture.shape[0]) != size:
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    width, height = size
    if width % 2 == 0 and height % 2 == 0:
        return picture
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _encode(pictures: Iterator[Frame], info: SourceInfo, video_path: Path, part: Path) -> None:
    with av.open(str(part), "w", format="mp4") as output, ExitStack() as stack:
        stream = _video_stream(output, info)
        sound = stack.enter_context(SoundCopy(video_path, output)) if info.has_audio else None
        for frame, duration_s in _with_durations(pictures, info):
            picture = VideoFrame.from_ndarray(frame.rgb, format="rgb24")
            picture.time_base = TIME_BASE
            picture.pts = round(frame.pts_s / TIME_BASE)
            picture.duration = round(duration_s / TIME_BASE)
            output.mux(stream.encode(picture))
            if sound is not None:
                sound.copy_until(frame.pts_s)
        output.mux(stream.encode(None))
        if sound is not None:
            sound.copy_until()


def _video_stream(output: OutputContainer, info: SourceInfo) -> VideoStream:
    rate = Fraction(info.rate_fps).limit_denominator(1001) if info.rate_fps else _FALLBACK_RATE
    stream = output.add_stream("libx264", rate=rate, options=_OPTIONS)
    stream.width = info.width_px + info.width_px % 2
    stream.height = info.height_px + info.height_px % 2
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = TIME_BASE
    # Without it a variable rate would end with a picture of the nominal length.
    stream.codec_context.flags |= Flags.frame_duration
    return stream


def _with_durations(pictures: Iterator[Frame], info: SourceInfo) -> Iterator[tuple[Frame, float]]:
    """Each picture with the time until the next.

    Times are those of the file, which `Frame.t_s` follows even where damage makes `pts_s` jump;
    two pictures of the same time are set one tick apart, as a player needs it.
    """
    usual_s = float(1 / info.rate_fps) if info.rate_fps else float(1 / _FALLBACK_RATE)
    start_s: float | None = None
    held: Frame | None = None
    for frame in pictures:
        if start_s is None:
            start_s = frame.pts_s - frame.t_s
        pts_s = start_s + frame.t_s
        if held is not None:
            pts_s = max(pts_s, held.pts_s + float(TIME_BASE))
            yield held, pts_s - held.pts_s
        held = Frame(frame.index, frame.t_s, pts_s, frame.rgb)
    if held is not None:
        yield held, _last_duration_s(held, info, usual_s)


def _last_duration_s(last: Frame, info: SourceInfo, usual_s: float) -> float:
    """Until the end that the file announces, unless the file broke off before."""
    left_s = info.duration_s - last.t_s if info.duration_s else usual_s
    return left_s if 0 < left_s < 3 * usual_s else usual_s


@contextmanager
def _encoding_errors(out: Path) -> Generator[None]:
    """Words for what libav says while writing, which is not always an `OSError`."""
    try:
        with output_errors(out):
            yield
    except FFmpegError as error:
        raise OutputError(
            f"cannot write {out}: {error.strerror}",
            hint="The tables are not affected; try again without the overlay video.",
        ) from error


def _ignore(share: float) -> None:
    del share


def _never() -> bool:
    return False
