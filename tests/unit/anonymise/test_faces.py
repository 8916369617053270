"""Tracked faces and detections put together, and read off a video."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from svfap_core.anonymise.faces import SeenFace, find_faces, together
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.recording import FACE, Recording
from svfap_core.settings import DEFAULT_DECODING
from svfap_core.sources.opening import open_source
from svfap_core.types import RGB, Box, Detection
from tests import media
from tests.scenes import face, schema

POINTS = np.zeros((5, 2), np.float32)
TRACKED = Box(10, 10, 50, 50)


class Script:
    """A detector that finds the same in each frame."""

    name = "script"
    device = "none"

    def __init__(self, *boxes: Box, score: float = 0.4) -> None:
        self.asked: list[tuple[float, float]] = []
        self._found = tuple(Detection(box, POINTS, score) for box in boxes)

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = 0.3
    ) -> tuple[Detection, ...]:
        del rgb
        self.asked.append((smallest_px, min_score))
        return self._found


def tracked(*boxes: Box, detected: bool = True) -> np.ndarray:
    faces = np.zeros(len(boxes), FACE)
    for number, box in enumerate(boxes):
        faces[number]["track_id"] = number + 1
        faces[number]["box_xyxy_px"] = box
        faces[number]["score"] = 0.9
        faces[number]["detected"] = detected
    return faces


def detections(*boxes: Box) -> Sequence[Detection]:
    return [Detection(box, POINTS, 0.4) for box in boxes]


def test_a_detection_of_a_tracked_face_widens_it() -> None:
    found = together(tracked(TRACKED, detected=False), detections(Box(5, 12, 45, 55)))
    assert found == (SeenFace(Box(5, 10, 50, 55), 0.4, 1),)


def test_a_face_that_is_only_followed_has_no_score() -> None:
    assert together(tracked(TRACKED, detected=False), []) == (SeenFace(TRACKED, 0.0, 1),)
    (found,) = together(tracked(TRACKED), [])
    assert found.score == pytest.approx(0.9)


def test_a_detection_by_itself_is_a_face_without_a_track() -> None:
    apart = Box(100, 100, 140, 140)
    assert together(tracked(TRACKED), detections(apart))[1:] == (SeenFace(apart, 0.4),)


def test_a_detection_between_two_goes_to_the_nearer() -> None:
    found = together(tracked(TRACKED, Box(40, 10, 80, 50)), detections(Box(36, 10, 76, 50)))
    assert [one.box for one in found] == [TRACKED, Box(36, 10, 80, 50)]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return media.write_video(tmp_path / "talk.mp4", media.even_times(20))


def recorded(video: Path) -> Recording:
    recording = Recording(schema(video.name))
    with open_source(video) as source:
        for frame in source.frames():
            recording.add_frame(frame, [face(7, TRACKED)] if frame.index < 10 else [])
    return recording


def test_each_frame_is_looked_at(video: Path) -> None:
    detector, shares = Script(Box(90, 40, 130, 80)), list[float]()
    found = find_faces(
        video,
        recorded(video),
        detector,
        span=ALL_TIME,
        min_score=0.2,
        decoding=DEFAULT_DECODING,
        progress=shares.append,
        should_stop=lambda: False,
    )
    assert found is not None
    assert [each.index for each in found] == list(range(20))
    assert [len(each.faces) for each in found] == [2] * 10 + [1] * 10
    assert found[0].size_px == (media.WIDTH_PX, media.HEIGHT_PX)
    assert not any(each.cut for each in found)
    assert {min_score for _, min_score in detector.asked} == {0.2}
    assert shares == sorted(shares)
    assert shares[-1] <= 1


def test_a_part_and_a_stop(video: Path) -> None:
    def find(span: TimeRange, *, stop: bool = False) -> list[int] | None:
        found = find_faces(
            video,
            recorded(video),
            Script(),
            span=span,
            min_score=0.2,
            decoding=DEFAULT_DECODING,
            progress=lambda _: None,
            should_stop=lambda: stop,
        )
        return None if found is None else [each.index for each in found]

    assert find(TimeRange(0.2, 0.4)) == [5, 6, 7, 8, 9]
    assert find(ALL_TIME, stop=True) is None
