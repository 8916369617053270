from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from svfap_core.clips.life import Life
from svfap_core.facial_actions import ACTIONS, SHAPES
from svfap_core.types import FaceLandmarks
from tests.fakes import MEASURES, face

RATE_FPS = 25


def crop(value: int) -> SimpleNamespace:
    """An aligned face of one grey pixel."""
    return SimpleNamespace(rgb=np.full((1, 1, 3), value, np.uint8))


def life(frames: int, *, unseen: range = range(0), keep_s: float = 100.0) -> Life:
    """A face in frames at 25 fps; each crop's gray is its frame's number."""
    found = Life(0.0, keep_s)
    for index in range(frames):
        t_s = index / RATE_FPS
        if index:
            found.frame_left((index - 1) / RATE_FPS, t_s)
        if index not in unseen:
            measures = replace(MEASURES, yaw_deg=float(index))
            found.see(t_s, replace(face(7), measures=measures), crop(index % 256))
        found.forget()
    found.frame_left((frames - 1) / RATE_FPS, frames / RATE_FPS)
    return found


def test_a_window_holds_the_frames_on_screen_at_its_samples() -> None:
    window = life(100).window(1.0, 1.28, 8)
    assert window is not None
    assert window.faces_rgb[:, 0, 0, 0].tolist() == [27, 31, 35, 39, 43, 47, 51, 55]
    assert (window.start_s, window.end_s) == pytest.approx((1.0, 2.28))
    assert window.num_distinct == 8
    assert window.max_gap_s == pytest.approx(0, abs=1e-9)
    assert window.measures.yaw_deg == 41
    assert not window.faces_rgb.flags.writeable


def test_a_short_life_is_stretched_over_all_samples() -> None:
    window = life(3).window(0.0, 0.12, 8)
    assert window is not None
    assert window.faces_rgb[:, 0, 0, 0].tolist() == [0, 0, 0, 1, 1, 2, 2, 2]
    assert window.num_distinct == 3


def test_where_the_face_was_not_seen_the_nearest_observation_stands_in() -> None:
    window = life(40, unseen=range(10, 20)).window(0.0, 1.28, 8)
    assert window is not None
    assert window.faces_rgb[:, 0, 0, 0].tolist() == [2, 6, 9, 9, 20, 22, 26, 30]
    assert window.max_gap_s == pytest.approx(0.4)


def test_a_gap_counts_inside_the_window_only() -> None:
    window = life(40, unseen=range(10, 20)).window(0.6, 0.64, 8)
    assert window is not None
    assert window.max_gap_s == pytest.approx(0.2)


def test_a_window_in_which_the_face_was_not_seen_is_none() -> None:
    assert life(60, unseen=range(10, 50)).window(0.5, 1.28, 8) is None


def test_a_held_frame_is_seen_for_as_long_as_it_is_on_screen() -> None:
    held = Life(0.0, 10.0)
    held.see(0.0, face(1), crop(0))
    held.frame_left(0.0, 4.0)
    held.see(4.0, face(1), crop(1))
    window = held.window(1.0, 1.28, 8)
    assert window is not None
    assert (window.num_distinct, window.max_gap_s) == (1, 0)


def test_windows_in_a_row_share_their_faces_if_they_show_the_same_frames() -> None:
    held = life(100)
    first, same, later = (held.window(start_s, 1.28, 8) for start_s in (1.0, 1.001, 1.04))
    assert first is not None
    assert same is not None
    assert later is not None
    assert same.faces_rgb is first.faces_rgb
    assert (same.start_s, same.measures) == (1.001, first.measures)
    assert later.faces_rgb[:, 0, 0, 0].tolist() == [28, 32, 36, 40, 44, 48, 52, 56]
    assert later.measures.yaw_deg == 42


def test_other_frames_that_look_the_same_are_other_frames() -> None:
    twice = Life(0.0, 10.0)
    for t_s in (0.0, 2.0):
        twice.see(t_s, face(1), crop(0))
        twice.frame_left(t_s, t_s + 2)
    first, second = twice.window(0.0, 1.28, 8), twice.window(2.0, 1.28, 8)
    assert first is not None
    assert second is not None
    assert second.faces_rgb is not first.faces_rgb


def test_another_number_of_samples_is_another_window() -> None:
    held = life(100)
    eight, four = held.window(0.0, 0.02, 8), held.window(0.0, 0.02, 4)
    assert eight is not None
    assert four is not None
    assert (len(eight.faces_rgb), len(four.faces_rgb)) == (8, 4)


def test_memory_does_not_grow_with_time() -> None:
    assert len(life(1000, keep_s=1.28)._seen) <= 1.28 * RATE_FPS + 2


def landmarked(smile: float) -> FaceLandmarks:
    shapes = np.zeros(52, np.float32)
    shapes[[SHAPES.index("mouthSmileLeft"), SHAPES.index("mouthSmileRight")]] = smile
    return FaceLandmarks(np.zeros((478, 3), np.float32), shapes, 0.0, 0.0, 0.0, 1.0)


def smiling(times_s: list[float], smiles: list[float | None], *, end_s: float | None) -> Life:
    found = Life(0.0, 100.0)
    for place, (t_s, smile) in enumerate(zip(times_s, smiles, strict=True)):
        if place:
            found.frame_left(times_s[place - 1], t_s)
        marks = None if smile is None else landmarked(smile)
        found.see(t_s, replace(face(7), landmarks=marks), crop(0))
    if end_s is not None:
        found.frame_left(times_s[-1], end_s)
    return found


def test_actions_of_a_window_are_means_over_the_time_in_it() -> None:
    smiler = smiling([0.0, 0.1, 0.4, 0.5], [1.0, 0.5, None, 0.0], end_s=0.7)
    window = smiler.window(0.05, 0.5, 8)
    assert window is not None
    expected = (0.05 * 1.0 + 0.3 * 0.5 + 0.05 * 0.0) / 0.4
    assert window.actions["mouth_smile"] == pytest.approx(expected)
    assert set(window.actions) == {*ACTIONS}


def test_without_the_landmarker_there_are_no_actions() -> None:
    window = life(10).window(0.0, 0.3, 8)
    assert window is not None
    assert window.actions == {}
