from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import TrackerSettings
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import TrackedFaces
from tests.unit.tracking.scene import SIZE_PX, SPEC, TEMPLATE, Person, Scene


def run(scene: Scene, frames: int, **settings) -> list[TrackedFaces]:
    tracker = FaceTracker(scene, TrackerSettings(**settings), SPEC)
    return [tracker.update(scene.frame(index)) for index in range(frames)]


def ids(results: list[TrackedFaces]) -> list[tuple[int, ...]]:
    return [tuple(face.track_id for face in result.faces) for result in results]


def still(x: float, y: float):
    return lambda _: (x, y)


def test_a_face_is_followed_between_detections():
    scene = Scene([Person(lambda i: (40 + 3 * i, 60 + i), seed=7)])
    results = run(scene, 25)
    assert scene.calls == [0, 7, 14, 21]  # Every 0.25 s at 25 per second.
    assert ids(results) == [(1,)] * 25
    for index, result in enumerate(results):
        (face,) = result.faces
        assert face.detected == (index in scene.calls)
        truth = np.array(TEMPLATE) * 60 + np.array([40 + 3 * index, 60 + index])
        np.testing.assert_allclose(face.points_px, truth, atol=0.6)
        assert not face.points_px.flags.writeable


def test_ids_start_at_one_in_every_tracker():
    for _ in range(2):
        assert ids(run(Scene([Person(still(100, 80), seed=7)]), 2)) == [(1,), (1,)]


@pytest.mark.parametrize("fps", [12.0, 25.0, 30.0])
def test_a_face_hidden_for_15_frames_keeps_its_id(fps):
    person = Person(lambda i: None if 20 <= i < 35 else (60 + i, 80), seed=7)
    results = run(Scene([person], fps=fps), 45)
    assert {i for frame in ids(results) for i in frame} == {1}
    assert not any(results[i].faces for i in range(24, 35))
    assert all(result.alive == {1} for result in results)
    assert all(results[i].faces for i in range(39, 45))


def test_a_face_away_for_too_long_comes_back_as_another():
    person = Person(lambda i: None if 10 <= i < 30 else (80, 80), seed=7)
    results = run(Scene([person]), 40, keep_s=0.4)
    assert results[27].alive == frozenset()
    assert ids(results)[-1] == (2,)


def test_someone_else_in_the_same_place_gets_another_id():
    old = Person(lambda i: (100, 80) if i < 10 else None, seed=7)
    new = Person(lambda i: (110, 84) if i >= 16 else None, seed=8)
    results = ids(run(Scene([old, new]), 30))
    assert results[-1] == (2,)
    assert not any(1 in shown for shown in results[16:])


def test_two_faces_that_pass_keep_their_ids():
    behind = Person(lambda i: (20 + 5 * i, 90), seed=7)
    front = Person(lambda i: (240 - 5 * i, 110), seed=8)
    scene = Scene([behind, front])
    results = run(scene, 45, detect_every_s=0.08)
    assert [face.box.x0 for face in results[0].faces] == pytest.approx([20, 240], abs=3)
    assert [face.box.x0 for face in results[-1].faces] == pytest.approx([240, 20], abs=6)
    assert ids(results)[-1] == (1, 2)


def test_a_cut_ends_all_ids_and_detects_at_once():
    scene = Scene(
        [Person(still(60, 80), seed=7), Person(still(200, 80), seed=8)],
        height=80,
        seeds=lambda i: 1 if i < 10 else 2,
    )
    scene.people[0].path, scene.people[1].path = still(60, 10), still(200, 10)
    results = run(scene, 20)
    assert [result.cut for result in results].index(True) == 10
    assert sum(result.cut for result in results) == 1
    assert 10 in scene.calls
    assert ids(results)[9:11] == [(1, 2), (3, 4)]
    assert results[10].alive == {3, 4}


def test_a_flicker_gets_no_id():
    flicker = Person(lambda i: (100, 80) if i == 4 else None, seed=7, score=0.55)
    later = Person(lambda i: (200, 80) if i >= 12 else None, seed=8, score=0.55)
    results = run(Scene([flicker, later]), 24)
    assert {i for frame in ids(results) for i in frame} == {1}
    assert not any(result.faces for result in results[:16])


def test_weak_detections_prolong_but_do_not_begin():
    weak = Scene([Person(still(100, 80), seed=7, score=0.4)])
    assert not any(result.faces for result in run(weak, 12))
    fading = Scene([Person(still(100, 80), seed=7)])
    tracker = FaceTracker(fading, TrackerSettings(), SPEC)
    for index in range(30):
        fading.people[0].score = 0.9 if index < 4 else 0.4
        result = tracker.update(fading.frame(index))
    assert [face.track_id for face in result.faces] == [1]
    assert result.faces[0].score == 0.4


def test_a_followed_face_that_is_no_longer_detected_ends():
    scene = Scene([Person(still(100, 80), seed=7)], blind=lambda i: i >= 10)
    results = run(scene, 30)
    assert results[17].faces
    assert not results[18].faces  # Missed at 14, and again half the interval later.


def test_a_lost_face_is_looked_for_at_once():
    jump = Person(lambda i: (40, 80) if i < 6 else (88, 80), seed=7)
    scene = Scene([jump])
    results = run(scene, 10)
    assert 6 in scene.calls
    assert ids(results) == [(1,)] * 10


def test_small_faces_are_left_out():
    assert not run(Scene([Person(still(100, 80), seed=7)]), 6, min_size_px=61)[-1].faces


def test_the_largest_do_not_take_turns():
    def nearer(index: int) -> int:
        return 60 + (2 if index % 2 else -2)

    scene = Scene([Person(still(20, 80), seed=7), Person(still(200, 80), seed=8)])
    tracker = FaceTracker(scene, TrackerSettings(faces="largest", detect_every_s=0), SPEC)
    shown = []
    for index in range(20):
        scene.people[0].size_px, scene.people[1].size_px = nearer(index), 60
        shown.append(tuple(f.track_id for f in tracker.update(scene.frame(index)).faces))
    assert len(set(shown)) == 1
    scene.people[0].size_px, scene.people[1].size_px = 52, 80
    for index in range(20, 30):
        result = tracker.update(scene.frame(index))
    (face,) = result.faces
    assert face.box.width == pytest.approx(80, abs=2)
    assert result.alive == {face.track_id}


def test_n_largest():
    people = [Person(still(15 + 100 * n, 60 + n), seed=n, size_px=50 + 8 * n) for n in range(3)]
    results = run(Scene(people), 6, faces=2)
    assert sorted(round(face.box.width) for face in results[-1].faces) == [58, 66]


@pytest.mark.parametrize("factor", [0.5, 2.0, 3.0])
def test_a_stream_that_changes_its_resolution_keeps_the_face(factor):
    scene = Scene(
        [Person(lambda i: (60 + 2 * i, 80), seed=7)], factor=lambda i: 1.0 if i < 10 else factor
    )
    results = run(scene, 20)
    assert ids(results) == [(1,)] * 20
    assert 10 in scene.calls
    (face,) = results[-1].faces
    assert face.box.x0 == pytest.approx((60 + 38) * factor, abs=2 * factor)
    assert face.box.width == pytest.approx(60 * factor, rel=0.05)


def test_frames_of_one_time_and_frames_long_after_are_survived():
    scene = Scene([Person(still(100, 80), seed=7)])
    tracker = FaceTracker(scene, TrackerSettings(), SPEC)
    first = scene.frame(0)
    for _ in range(9):
        (face,) = tracker.update(first).faces
        assert np.isfinite(face.points_px).all()
    assert ids([tracker.update(scene.frame(2000))]) == [(1,)]


def test_quality_is_what_the_curves_make_of_the_measures():
    curves = QualityCurves(threshold=0.5, interocular_px=((10.0, 0.2), (100.0, 0.9)))
    scene = Scene([Person(lambda i: (100 + i, 80), seed=7)])
    tracker = FaceTracker(scene, TrackerSettings(), SPEC, curves)
    for index in range(3):
        (face,) = tracker.update(scene.frame(index)).faces
        eyes_px = (TEMPLATE[1][0] - TEMPLATE[0][0]) * SIZE_PX
        assert face.measures.interocular_px == pytest.approx(eyes_px, abs=1)
        assert (
            face.quality == curves.overall(face.measures) < QualityCurves().overall(face.measures)
        )


def test_texture_is_measured_at_detections_and_pose_in_every_frame():
    scene = Scene([Person(lambda i: (60 + 4 * i, 80), seed=7)])
    tracker = FaceTracker(scene, TrackerSettings(), SPEC)
    found = []
    for index in range(10):
        frame = scene.frame(index)
        if index >= 3:
            frame = replace(frame, image=(frame.rgb * 0.8).astype(np.uint8))
        found += tracker.update(frame).faces
    light = [face.measures.brightness for face in found]
    assert light[:7] == light[:1] * 7  # Until the second detection, at frame 7.
    assert light[7:] == pytest.approx([0.8 * light[0]] * 3, abs=0.02)
    assert len({face.measures.pitch_deg for face in found}) > 5


def test_small_faces_are_searched_for_now_and_then_and_while_one_is_awaited():
    asked = []

    class Listening(Scene):
        def detect(self, rgb, **wanted):
            asked.append((self.index, wanted["smallest_px"]))
            assert wanted["min_score"] == pytest.approx(0.12)
            found = super().detect(rgb)
            return tuple(f for f in found if f.box.width >= wanted["smallest_px"])

    # At a glance, faces of 32 px are found in a picture of 1280 px.
    small = Person(lambda i: (40, 60) if i < 60 else None, seed=7, size_px=28)
    scene = Listening([small], height=720, width=1280)
    results = run(scene, 90, min_score=0.2, min_size_px=20)
    assert [px for i, px in asked if i < 28] == [20, 32, 32, 32]
    assert ids(results)[:60] == [(1,)] * 60, "a glance that cannot see it counts as no miss"
    assert [px for i, px in asked if 62 < i < 90][:8:2] == [20] * 4, "looked for closely"


def test_the_largest_that_is_gone_gives_its_place_to_a_face_in_sight():
    """After half a second; a face that is away for a moment keeps it."""

    def large(index: int) -> tuple[float, float] | None:
        return None if index in range(10, 13) or index in range(40, 80) else (40, 80)

    scene = Scene([Person(large, seed=7, size_px=90), Person(still(220, 90), seed=8)])
    chosen = [result.alive for result in run(scene, 70, faces="largest", detect_every_s=0)]
    assert set(chosen[1:40]) == {frozenset({1})}
    # Followed for a frame or two, then awaited for half a second, at 25 fps.
    assert set(chosen[56:]) == {frozenset({2})}
