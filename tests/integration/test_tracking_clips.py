"""Detector and tracker on real footage, judged by who is where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import av
import numpy as np
import pytest

from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import TrackerSettings, WindowSettings
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import Frame, TrackedFaces
from tests.fakes import CountingScorer
from tests.shared_data import shared
from tests.unit.tracking.scene import SPEC


@pytest.fixture(scope="module")
def detector() -> CenterFace:
    return CenterFace()


def frames(clip: str, first: int = 0, last: int | None = None) -> Iterator[Frame]:
    with av.open(str(shared(f"data/clips/{clip}"))) as container:
        for index, picture in enumerate(islice(container.decode(video=0), first, last)):
            assert picture.time is not None
            rgb = picture.to_ndarray(format="rgb24")
            yield Frame(index, picture.time, picture.time, rgb)


def track(detector: CenterFace, source: Iterator[Frame], **settings) -> list[TrackedFaces]:
    tracker = FaceTracker(detector, TrackerSettings(**settings), SPEC)
    return [tracker.update(frame) for frame in source]


def all_ids(results: list[TrackedFaces]) -> set[int]:
    return {face.track_id for result in results for face in result.faces}


def test_one_man_is_one_face_in_every_frame(detector):
    results = track(detector, frames("single_face.mp4"), detect_every_s=0.4)
    assert [len(result.faces) for result in results] == [1] * 72
    assert all_ids(results) == {1}
    assert not any(result.cut for result in results)


def test_a_face_covered_for_15_frames_keeps_its_id(detector):
    def covered() -> Iterator[Frame]:
        for frame in frames("single_face.mp4", last=60):
            if 20 <= frame.index < 35:
                rgb = frame.rgb.copy()
                rgb[60:, 150:450] = 90
                yield Frame(frame.index, frame.t_s, frame.pts_s, rgb)
            else:
                yield frame

    results = track(detector, covered())
    assert not any(result.faces for result in results[26:35])
    assert not any(result.cut for result in results)
    assert all(result.faces for result in results[39:])
    assert all_ids(results) == {1}


def test_two_small_men_are_two(detector):
    results = track(detector, frames("two_men_small.mp4", last=40), detect_every_s=0.67)
    assert [len(result.faces) for result in results] == [2] * 40
    assert all_ids(results) == {1, 2}


def test_hard_cuts_are_found_and_start_new_ids(detector):
    results = track(detector, frames("scene_cuts.mp4", 70, 225), detect_every_s=1.0)
    assert [index for index, result in enumerate(results) if result.cut] == [12, 141]
    shots = [all_ids(results[a:b]) for a, b in ((0, 12), (12, 141), (141, 155))]
    assert all(shots[1:])
    assert not shots[0] & shots[1]
    assert not shots[1] & shots[2]


def test_people_of_a_crowd_are_kept_apart(detector):
    results = track(detector, frames("crowd.mp4", last=64))
    assert not any(result.cut for result in results)

    def who(index: int, x: float, y: float) -> int | None:
        inside = [f.track_id for f in results[index].faces
                  if f.box.x0 < x < f.box.x1 and f.box.y0 < y < f.box.y1]  # fmt: skip
        return inside[0] if len(inside) == 1 else None

    # The old man at the back walks out of sight; another man comes out where he was.
    old_man, other = who(2, 1107, 640), who(60, 1155, 725)
    assert old_man is not None
    assert other is not None
    assert old_man != other
    # The two boys in front stay who they are.
    assert who(2, 952, 677) == who(60, 955, 740) is not None
    assert who(2, 710, 595) == who(60, 567, 665) is not None


def test_all_eight_of_a_crowd_on_a_large_canvas(detector):
    """Faces of 33 to 104 px in a picture of 3840 px."""

    def canvas() -> Iterator[Frame]:
        for frame in frames("crowd.mp4", last=30):
            rgb = np.full((2160, 3840, 3), 90, np.uint8)
            rgb[500:1580, 900:2820] = frame.rgb
            yield Frame(frame.index, frame.t_s, frame.pts_s, rgb)

    results = track(detector, canvas())
    assert max(len(result.faces) for result in results) == 8


@pytest.mark.parametrize(
    ("frames_", "span_s"), [(8, 0.64), pytest.param(16, 2.56, marks=pytest.mark.slow)]
)
def test_faces_that_are_cut_to_and_fro_have_scores(detector, frames_, span_s):
    """Nearly every tick at which a face is tracked, however short its shot."""
    scorer = CountingScorer()
    scorer.spec = SPEC.model_copy(update={"frames": frames_, "span_s": span_s})  # pyright: ignore[reportAttributeAccessIssue]
    tracker = FaceTracker(detector, TrackerSettings(), scorer.spec)
    analyzer = Analyzer(tracker, scorer, WindowSettings(), QualityCurves(), batch_size=8)
    rows = [row for frame in frames("scene_cuts.mp4") for row in analyzer.step(frame).results]
    tracked = [row for row in [*rows, *analyzer.flush()] if row.track_id is not None]
    assert len(tracked) > 40
    assert sum(bool(row.emotions) for row in tracked) >= 0.9 * len(tracked)


def test_no_face_no_track(detector):
    assert not all_ids(track(detector, frames("no_face.mp4")))
