"""Real clips with hidden faces: what two detectors still find there."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from svfap_core.anonymise.hide import hide_faces
from svfap_core.anonymise.report import HidingReport, read_report
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.settings import AnonymiseSettings, TrackerSettings
from svfap_core.sources.opening import open_source
from svfap_core.tracking.association import overlap
from svfap_core.tracking.base import Detector
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import RGB, Box, Detection, Frame
from tests.blaze_face import BlazeFace
from tests.scenes import schema
from tests.shared_data import shared
from tests.unit.tracking.scene import SPEC

SAME_FACE = 0.3
MIN_SCORE = 0.3
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


class Remembering:
    """A detector that keeps what it found in each frame."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self.found: list[tuple[Detection, ...]] = []

    @property
    def name(self) -> str:
        return self._detector.name

    @property
    def device(self) -> str:
        return self._detector.device

    def detect(self, rgb: RGB, **options: float) -> tuple[Detection, ...]:
        self.found.append(self._detector.detect(rgb, **options))
        return self.found[-1]


class Leak(NamedTuple):
    """A face that should be hidden and is found in the copy."""

    frame: int
    by: str
    score: float
    box: Box


class Hidden(NamedTuple):
    report: HidingReport
    files: list[Path]
    leaks: list[Leak]


@functools.cache
def detectors() -> tuple[CenterFace, BlazeFace]:
    return CenterFace(), BlazeFace(shared("data/face_landmarker/face_landmarker.task"))


def frames(path: Path) -> Iterator[Frame]:
    with open_source(path) as source:
        yield from source.frames()


def tracked(path: Path) -> Population:
    """The faces of a video as an analysis tracks them, without scores."""
    recording = Recording(schema(path.name))
    tracker = FaceTracker(detectors()[0], TrackerSettings(), SPEC)
    for frame in frames(path):
        recording.add_frame(frame, tracker.update(frame).faces)
    return Population(recording, Edits())


def hidden(clip: str, folder: Path, *, every: int = 1, **settings: object) -> Hidden:
    """Hide the faces of a clip, then look at each n-th frame of the copy."""
    video = shared(f"data/clips/{clip}")
    remembering = Remembering(detectors()[0])
    population = tracked(video)
    files = hide_faces(
        video,
        population,
        folder / clip,
        AnonymiseSettings.model_validate({"effect": "blur"} | settings),
        detector=remembering,
    )
    leaks = leaks_of(files[0], video, population, remembering, every=every)
    return Hidden(read_report(files[-1]), files, leaks)


def leaks_of(
    copy: Path, video: Path, population: Population, seen: Remembering, *, every: int
) -> list[Leak]:
    """Faces that either detector finds in a copy where there was one in the video."""
    center, blaze = detectors()
    leaks: list[Leak] = []
    for place, (before, after) in enumerate(zip(frames(video), frames(copy), strict=True)):
        if place % every:
            continue
        to_hide = [one.box for one in seen.found[place] if one.score >= MIN_SCORE]
        tracks = population.recording.faces.in_frame(before.index)
        to_hide += [Box(*box) for box in tracks["box_xyxy_px"].tolist()]
        to_hide += [box for box, _ in blaze.detect(before.rgb)]
        if not to_hide:
            continue
        found = [
            ("CenterFace", one.box, one.score)
            for one in center.detect(after.rgb, smallest_px=24, min_score=MIN_SCORE)
        ]
        found += [("BlazeFace", box, score) for box, score in blaze.detect(after.rgb)]
        leaks += [
            Leak(before.index, by, round(score, 2), box)
            for by, box, score in found
            if any(overlap(box, face) >= SAME_FACE for face in to_hide)
        ]
    return leaks


@pytest.mark.parametrize("effect", ["blur", "pixelate", "box"])
def test_no_detector_finds_a_hidden_face_of_a_turning_head(effect: str, tmp_path: Path) -> None:
    found = hidden("turning_head.mp4", tmp_path, every=8, effect=effect)
    assert found.leaks == []
    assert found.report.frames_with_faces == found.report.frames


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("clip", CLIPS)
def test_no_detector_finds_a_hidden_face(clip: str, tmp_path: Path) -> None:
    found = hidden(clip, tmp_path)
    assert found.leaks == []
