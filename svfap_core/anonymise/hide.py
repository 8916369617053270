"""Makes copies of a video with faces hidden, and the report on them: one way for data.

An analysis, or a stored result with its video, gives tracked faces; a detector adds those that are
too faint to be scored. Knows nothing of how a result came to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from svfap_core.anonymise.doubts import doubts_of
from svfap_core.anonymise.effects import Effect, hide
from svfap_core.anonymise.faces import find_faces
from svfap_core.anonymise.regions import Reach, Region, regions_of, trails_of
from svfap_core.anonymise.report import (
    HidingReport,
    Kind,
    stretches_of,
    video_paths,
    write_report,
)
from svfap_core.errors import OutputError
from svfap_core.exports.overlay import scores_painter
from svfap_core.exports.video_copy import CopyOptions, Paint, analysed_span, copy_video
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.people import Population
from svfap_core.settings import DEFAULT_DECODING, AnonymiseSettings, DecodingSettings
from svfap_core.tracking.base import Detector
from svfap_core.tracking.factory import create_detector
from svfap_core.types import RGB, Frame

_FINDING = 0.5
"""Share of the whole work."""


def hide_faces(
    video: Path,
    population: Population,
    base: Path,
    settings: AnonymiseSettings,
    kinds: Sequence[Kind] = ("copy",),
    *,
    span: TimeRange = ALL_TIME,
    decoding: DecodingSettings = DEFAULT_DECODING,
    detector: Detector | None = None,
    progress: Callable[[float], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
    note: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write copies of a video with faces hidden, and the report on doubtful stretches.

    All faces are hidden, those of persons whom a user took out of the result too, but not those of
    `settings.visible`. Labels in the overlay have numbers, never names.

    Args:
        video: The video that was analysed.
        population: The persons found in it.
        base: Path of the files without their endings.
        settings: How to hide faces, and whose not.
        kinds: Which videos to make.
        span: What part of the video.
        decoding: How the video was read when it was analysed; of a part, only that is written.
        detector: What looks for faces in each frame; CenterFace unless given.
        progress: Called with the share done, 0..1.
        should_stop: Asked before each frame.
        note: Called with sentences on what the videos lack.

    Returns:
        The files, the report last; none where that was stopped.

    Raises:
        SourceError: The video cannot be read.
        OutputError: A file cannot be written, or no frame lies in the span.
    """
    assert settings.effect != "off"  # noqa: S101  # as callers see to
    recording = population.recording
    span = analysed_span(span, decoding)
    detector = detector or create_detector("centerface")
    # A face just outside of the span is still covered within it.
    around_s = max(settings.bridge_s, settings.lead_s)
    frames = find_faces(
        video,
        recording,
        detector,
        span=TimeRange(span.start_s - around_s, span.end_s + around_s),
        min_score=settings.min_score,
        decoding=decoding,
        progress=lambda share: progress(_FINDING * share),
        should_stop=should_stop,
    )
    if frames is None:
        return []
    shown = [frame for frame in frames if span.start_s <= frame.t_s < span.end_s]
    if not shown:
        raise OutputError(
            "no frame of the video lies in the chosen range", hint="Choose a longer range."
        )
    reach = Reach(margin=settings.margin, bridge_s=settings.bridge_s, lead_s=settings.lead_s)
    trails = trails_of(
        frames,
        lambda track_id, t_s: population.person_of(track_id, t_s) in settings.visible,
        bridge_s=settings.bridge_s,
    )
    regions = regions_of(frames, trails, reach)
    begins_s, end_s = shown[0].t_s, min(span.end_s, max(recording.end_s, shown[-1].t_s))
    doubts = doubts_of(frames, trails, reach, end_s=end_s)
    report = HidingReport(
        begins_s=begins_s,
        end_s=end_s,
        videos=tuple(kinds),
        settings=settings,
        detector=detector.name,
        frames=len(shown),
        frames_with_faces=sum(frame.index in regions for frame in shown),
        stretches=stretches_of(
            doubt._replace(start_s=max(doubt.start_s, begins_s), end_s=min(doubt.end_s, end_s))
            for doubt in doubts
            if doubt.end_s > begins_s and doubt.start_s < end_s
        ),
    )
    options = CopyOptions(
        clock=recording.clock,
        end_s=recording.end_s,
        span=span,
        decoding=decoding,
        sound=settings.sound,
        bare=True,
        hint="Try again without hiding faces.",
    )
    videos = video_paths(base, report)
    for done, (kind, path) in enumerate(zip(kinds, videos, strict=True)):
        paint = _painter(regions, settings.effect, population if kind == "overlay" else None)
        share = _Share(progress, _FINDING + (1 - _FINDING) * done / len(kinds), len(kinds))
        if not copy_video(
            video, path, paint, options, progress=share, should_stop=should_stop, note=note
        ):
            return []
    return [*videos, *write_report(base, report)]


class _Share:
    """The progress of one of several videos, as a share of the whole."""

    def __init__(self, progress: Callable[[float], None], begin: float, count: int) -> None:
        self._progress = progress
        self._begin = begin
        self._length = (1 - _FINDING) / count

    def __call__(self, share: float) -> None:
        self._progress(self._begin + self._length * share)


def _painter(
    regions: dict[int, tuple[Region, ...]], effect: Effect, scored: Population | None
) -> Paint:
    """Hides the faces of a frame; over them draws the scores of a population, if there is one."""
    draw = None if scored is None else scores_painter(scored, names=False)

    def paint(frame: Frame, image: RGB) -> None:
        hide(image, regions.get(frame.index, ()), effect)
        if draw is not None:
            draw(frame, image)

    return paint
