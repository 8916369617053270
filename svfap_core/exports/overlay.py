"""The analysed video once more, with what was found drawn in.

Knows nothing of how scores are made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from svfap_core.exports.painting import FaceMark, paint_faces
from svfap_core.exports.video_copy import CopyOptions, Paint, copy_video
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.people import PersonFace, Population
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.types import RGB, Frame


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
        video_path: The video, or the folder of images, that was analysed.
        population: The persons found in it.
        out: The mp4 file; its folder is made.
        span: What part of the video to write, sound included.
        decoding: How the video was read when it was analysed; of a part, only that is written.
        progress: Called with the share done, 0..1, after each frame.
        should_stop: Asked before each frame.
        note: Called with sentences on what the video lacks, once it is encoded.

    Returns:
        Whether the video was written; false when stopped, and then nothing is left.

    Raises:
        SourceError: The video cannot be opened.
        OutputError: The file cannot be written, or no frame lies in the span.
    """
    return copy_video(
        video_path,
        out,
        scores_painter(population),
        CopyOptions(
            clock=population.recording.clock,
            end_s=population.recording.end_s,
            span=span,
            decoding=decoding,
            hint="Try again without the overlay video.",
        ),
        progress=progress,
        should_stop=should_stop,
        note=note,
    )


def scores_painter(population: Population, *, names: bool = True) -> Paint:
    """What draws faces and scores into a frame; without `names`, persons have numbers only."""

    def paint(frame: Frame, image: RGB) -> None:
        paint_faces(image, _marks(population, frame, names=names))

    return paint


def _marks(population: Population, frame: Frame, *, names: bool = True) -> list[FaceMark]:
    excluded = population.is_excluded(frame.t_s)

    def mark(face: PersonFace) -> FaceMark:
        person = face.person_id
        row = None if excluded else population.speaking_at(person, frame.t_s)
        number = str(population.number_of(person))
        name = population.edits.name_of(person) if names else ""
        unclear = row is not None and population.is_unclear(row)
        return FaceMark(person, face.box, row, name or number, excluded=excluded, unclear=unclear)

    return [mark(face) for face in population.in_frame(frame.index)]
