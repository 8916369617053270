"""Real clips with hidden faces: what two detectors still find there."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from svfap_core.anonymise.effects import Effect
from svfap_core.anonymise.faces import SMALLEST_PX
from svfap_core.anonymise.hide import hide_faces
from svfap_core.anonymise.report import read_report
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.settings import AnonymiseSettings, TrackerSettings
from svfap_core.sources.opening import open_source
from svfap_core.tracking.association import overlap
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import RGB, Box, Detection, Frame
from tests.blaze_face import BlazeFace
from tests.scenes import schema
from tests.shared_data import shared
from tests.unit.tracking.scene import SPEC

SAME_FACE = 0.3
MIN_SCORE = 0.3
FAINT = 0.2
EFFECTS: tuple[Effect, ...] = ("blur", "pixelate", "box")
CLIPS = (
    "corrupt.mp4",
    "crowd.mp4",
    "expression_change.mp4",
    "face_then_none_vfr.mov",
    "low_quality.mp4",
    "no_face.mp4",
    "none_then_face_vfr.mov",
    "rotated_meta.mp4",
    "scene_cuts.mp4",
    "single_face.mp4",
    "truncated.mp4",
    "turning_head.mp4",
    "two_men_small.mp4",
)
"""All that can be opened."""
ALONE = {
    "low_quality.mp4": "lights out of focus",
    "no_face.mp4": "the letters of a title",
    "none_then_face_vfr.mov": "the letters of a title",
}
"""Clips in which BlazeFace alone sees faces, and what they are. They are not hidden."""


class Known:
    """A detector that gives out what was found before, frame by frame."""

    device = "none"

    def __init__(self, name: str, found: Sequence[tuple[Detection, ...]]) -> None:
        self.name = name
        self._found = iter(found)

    def detect(self, rgb: RGB, **options: float) -> tuple[Detection, ...]:
        del rgb, options
        return next(self._found)


class Leak(NamedTuple):
    """A face that should be hidden and is found in the copy.

    `alone`: in the video BlazeFace alone sees a face there, CenterFace not even one of 0.2.
    """

    frame: int
    by: str
    score: float
    box: Box
    alone: bool


@functools.cache
def detectors() -> tuple[CenterFace, BlazeFace]:
    return CenterFace(), BlazeFace(shared("data/face_landmarker/face_landmarker.task"))


def frames(path: Path) -> Iterator[Frame]:
    with open_source(path) as source:
        yield from source.frames()


@functools.cache
def looked_at(clip: str) -> tuple[Population, list[tuple[Detection, ...]]]:
    """The faces of a clip as an analysis tracks them, and all that CenterFace finds."""
    recording = Recording(schema(clip))
    center, _ = detectors()
    tracker = FaceTracker(center, TrackerSettings(), SPEC)
    found: list[tuple[Detection, ...]] = []
    for frame in frames(shared(f"data/clips/{clip}")):
        recording.add_frame(frame, tracker.update(frame).faces)
        found.append(center.detect(frame.rgb, smallest_px=SMALLEST_PX, min_score=FAINT))
    return Population(recording, Edits()), found


def hidden(clip: str, folder: Path, effect: Effect) -> list[Path]:
    """The files that hiding the faces of a clip makes."""
    population, found = looked_at(clip)
    return hide_faces(
        shared(f"data/clips/{clip}"),
        population,
        folder / clip,
        AnonymiseSettings(effect=effect, min_score=FAINT),
        detector=Known(detectors()[0].name, found),
    )


def leaks_of(
    copy: Path,
    video: Path,
    population: Population,
    seen: Sequence[tuple[Detection, ...]],
    *,
    every: int = 1,
) -> list[Leak]:
    """Faces that either detector finds in each n-th frame of a copy where the video has one."""
    center, blaze = detectors()
    leaks: list[Leak] = []
    for place, (before, after) in enumerate(zip(frames(video), frames(copy), strict=True)):
        if place % every:
            continue
        tracks = population.recording.faces.in_frame(before.index)
        to_hide = [one.box for one in seen[place] if one.score >= MIN_SCORE]
        to_hide += [Box(*box) for box in tracks["box_xyxy_px"].tolist()]
        faint = [one.box for one in seen[place]]
        by_blaze = [box for box, _ in blaze.detect(before.rgb)]
        to_hide += [box for box in by_blaze if _is_among(box, faint)]
        if not to_hide and not by_blaze:
            continue
        found = [
            ("CenterFace", one.box, one.score)
            for one in center.detect(after.rgb, smallest_px=24, min_score=MIN_SCORE)
        ]
        found += [("BlazeFace", box, score) for box, score in blaze.detect(after.rgb)]
        leaks += [
            Leak(before.index, by, round(score, 2), box, alone=not _is_among(box, to_hide))
            for by, box, score in found
            if _is_among(box, [*to_hide, *by_blaze])
        ]
    return leaks


def _is_among(box: Box, boxes: Iterable[Box]) -> bool:
    return any(overlap(box, other) >= SAME_FACE for other in boxes)


def test_no_detector_finds_a_hidden_face_of_a_turning_head(tmp_path: Path) -> None:
    clip = "turning_head.mp4"
    for effect in EFFECTS:
        files = hidden(clip, tmp_path, effect)
        video = shared(f"data/clips/{clip}")
        assert leaks_of(files[0], video, *looked_at(clip), every=20) == []
        report = read_report(files[-1])
        assert report.frames_with_faces == report.frames


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("clip", CLIPS)
def test_no_detector_finds_a_hidden_face(clip: str, tmp_path: Path) -> None:
    for effect in EFFECTS:
        (copy, *_) = hidden(clip, tmp_path, effect)
        leaks = leaks_of(copy, shared(f"data/clips/{clip}"), *looked_at(clip))
        assert [leak for leak in leaks if not leak.alone or clip not in ALONE] == []
