"""Windows over clips: ours by time, the reference's number by number."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from svfap_core.clips.sampling import sample_window
from tests.fakes import SPEC
from tests.shared_data import shared
from trainer.data.sampling import (
    covering_windows,
    indices_at,
    paper_test_indices,
    paper_training_indices,
    training_times,
    window_times,
)

SPAN_S, FRAMES = 2.56, 16
FPS = 25


def clip(n: int) -> NDArray[np.float64]:
    return np.arange(n) / FPS


def training_indices(times_s: NDArray[np.float64], position: float) -> list[int]:
    wanted_s = training_times(times_s[-1], SPAN_S, FRAMES, position, count=len(times_s))
    return indices_at(times_s, wanted_s).tolist()


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    return json.loads(shared("golden/temporal_sampling.json").read_text())


def n_and_stride(key: str) -> tuple[int, int]:
    found = re.fullmatch(r"n(\d+)_sr(\d+)", key)
    assert found
    return int(found[1]), int(found[2])


def test_a_window_of_25_fps_takes_every_fourth_frame() -> None:
    times_s = clip(101)
    assert training_indices(times_s, 0.0) == list(range(0, 61, 4))
    assert training_indices(times_s, 0.5) == list(range(20, 81, 4))
    assert training_indices(times_s, 1.0) == list(range(40, 101, 4))


def test_every_frame_is_reached_the_last_too() -> None:
    times_s = clip(150)
    reached = {i for p in np.linspace(0, 1, 400) for i in training_indices(times_s, p)}
    assert reached == set(range(150))


@pytest.mark.parametrize("n", range(1, 62))
def test_a_short_clip_is_shown_whole_and_evenly(n: int) -> None:
    """The reference shows 5 frames of a clip of 20, the last one 12 times."""
    chosen = training_indices(clip(n), 0.7)
    assert chosen == training_indices(clip(n), 0.0)
    counts = np.bincount(chosen, minlength=n)
    assert chosen == sorted(chosen)
    if n <= FRAMES:
        assert counts.max() - counts.min() <= 1
    else:
        assert counts.max() == 1
        assert (chosen[0], chosen[-1]) == (0, n - 1)
        assert np.ptp(np.diff(chosen)) <= 1


def test_without_the_number_of_frames_a_short_clip_is_shown_whole_all_the_same() -> None:
    times_s = clip(5)
    chosen = indices_at(times_s, training_times(times_s[-1], SPAN_S, FRAMES, 0.3))
    assert np.bincount(chosen).tolist() == [2, 4, 4, 4, 2]


def test_training_and_testing_see_a_short_clip_alike() -> None:
    times_s = clip(20)
    (start_s,) = covering_windows(times_s[-1], SPAN_S)
    tested = window_times(start_s, times_s[-1], SPAN_S, FRAMES, count=20)
    assert indices_at(times_s, tested).tolist() == training_indices(times_s, 0.4)


def test_times_lie_within_the_clip() -> None:
    for duration_s in (0.0, 0.04, 1.0, 2.4, 2.5, 2.56, 7.3):
        for position in (0.0, 0.5, 1.0):
            times_s = training_times(duration_s, SPAN_S, FRAMES, position, count=7)
            assert times_s.shape == (FRAMES,)
            assert (np.diff(times_s) >= 0).all()
            assert times_s.min() >= 0
            assert times_s.max() <= duration_s


def test_sampling_goes_by_time_where_the_rate_changes() -> None:
    """Half the clip at 10 fps, half at 50 fps."""
    times_s = np.concatenate([np.arange(0, 3, 0.1), np.arange(3, 6, 0.02)])
    for position in np.linspace(0, 1, 7):
        chosen_s = times_s[training_indices(times_s, position)]
        wanted_s = training_times(times_s[-1], SPAN_S, FRAMES, position)
        assert np.abs(chosen_s - wanted_s).max() <= 0.05 + 1e-9


def test_the_nearest_frame_is_that_of_analysis() -> None:
    """Irregular clips, windows that hang over both ends, and times just between two frames."""
    chance = np.random.default_rng(0)
    for n in (1, 2, 3, 40):
        times_s = np.cumsum(chance.integers(1, 4, n)) / 8
        for end_s in np.arange(-1, 12, 1 / 16):
            spec = SPEC.model_copy(update={"frames": 8, "span_s": 2.0})
            wanted_s = end_s - 0.25 * np.arange(7, -1, -1)
            expected = sample_window(times_s, end_s, spec).indices
            assert indices_at(times_s, wanted_s).tolist() == expected.tolist()


def test_halfway_between_two_frames_the_earlier_is_taken() -> None:
    wanted_s = np.array([-1.0, 0.5, 0.51, 1.5, 9.0])
    assert indices_at(np.arange(3.0), wanted_s).tolist() == [0, 0, 1, 1, 2]


def test_a_clip_without_frames() -> None:
    with pytest.raises(ValueError, match="no frames"):
        indices_at(np.zeros(0), np.zeros(1))


@pytest.mark.parametrize("n", [1, 20, 64, 65, 66, 128, 129, 1000])
def test_the_default_covers_every_frame_with_as_few_windows_as_can(n: int) -> None:
    times_s = clip(n)
    starts_s = covering_windows(times_s[-1], SPAN_S)
    inside = (times_s >= starts_s[:, None] - 1e-9) & (times_s <= starts_s[:, None] + SPAN_S + 1e-9)
    assert inside.any(axis=0).all()
    assert len(starts_s) == max(1, np.ceil(times_s[-1] / SPAN_S - 1e-9))


def test_neighbouring_windows_leave_no_step_out() -> None:
    for duration_s in np.linspace(2.6, 30, 57):
        starts_s = covering_windows(duration_s, SPAN_S)
        sampled = [window_times(s, duration_s, SPAN_S, FRAMES) for s in starts_s]
        assert np.diff(np.unique(sampled)).max() <= SPAN_S / FRAMES + 1e-9
        assert duration_s - np.max(sampled) <= SPAN_S / FRAMES + 1e-9


def test_windows_are_spread_evenly() -> None:
    assert covering_windows(10.0, 2.0, 5) == pytest.approx([0, 2, 4, 6, 8])
    assert covering_windows(10.0, 2.0, 2) == pytest.approx([0, 8])
    assert covering_windows(10.0, 2.0, 1) == pytest.approx([4])
    assert covering_windows(6 * 0.1, 0.1) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert covering_windows(1.0, 2.0, 3) == pytest.approx([0, 0, 0])


def test_numbers_out_of_range_are_named() -> None:
    with pytest.raises(ValueError, match=r"position .* 1\.5"):
        training_times(4.0, SPAN_S, FRAMES, 1.5)
    with pytest.raises(ValueError, match="duration"):
        training_times(float("nan"), SPAN_S, FRAMES, 0.0)
    with pytest.raises(ValueError, match="positive span"):
        window_times(0.0, 4.0, 0.0, FRAMES)
    with pytest.raises(ValueError, match="positive span"):
        window_times(0.0, 4.0, SPAN_S, 0)
    with pytest.raises(ValueError, match="at least one window, got 0"):
        covering_windows(4.0, SPAN_S, 0)


def test_the_references_training_windows(golden: dict[str, Any]) -> None:
    cases = golden["train_val_deterministic"]
    assert len(cases) == 20
    for key, expected in cases.items():
        n, stride = n_and_stride(key)
        assert paper_training_indices(n, stride).tolist() == expected, key


def test_the_references_training_windows_at_a_drawn_start(golden: dict[str, Any]) -> None:
    cases = golden["train_val_seed0"]
    assert len(cases) == 4
    for key, expected in cases.items():
        n, stride = n_and_stride(key)
        assert paper_training_indices(n, stride, start=expected[0]).tolist() == expected, key


def test_the_references_test_windows(golden: dict[str, Any]) -> None:
    cases = golden["test"]
    assert len(cases) == 24
    for key, expected in cases.items():
        n, stride = n_and_stride(key)
        assert paper_test_indices(n, stride, 16, segments=2).tolist() == expected, key


def test_the_reference_at_a_glance() -> None:
    """Holds without the golden numbers."""
    assert paper_training_indices(20, 4).tolist() == [0, 5, 10, 15] + [19] * 12
    assert paper_training_indices(2, 4).tolist() == [1] * 16
    assert paper_test_indices(65, 4, 16, 2)[:, [0, -1]].tolist() == [[0, 60], [4, 64]]


def test_a_single_test_window_is_the_middle() -> None:
    """The reference divides by zero."""
    assert paper_test_indices(128, 4, 16, 1).tolist() == [list(range(32, 96, 4))]
    assert paper_test_indices(5, 4, 16, 1).tolist() == [[0] + [4] * 15]


def test_three_test_windows_are_head_middle_and_tail() -> None:
    assert paper_test_indices(36, 1, 16, 3)[:, 0].tolist() == [0, 10, 20]


@pytest.mark.parametrize("start", [None, -1, 37])
def test_a_long_clip_needs_a_start_that_fits(start: int | None) -> None:
    with pytest.raises(ValueError, match=rf"0\.\.36, got {start}"):
        paper_training_indices(100, 4, start=start)
    assert paper_training_indices(100, 4, start=36)[-1] == 99


@pytest.mark.parametrize("name", ["n", "stride", "frames", "segments"])
def test_counts_are_positive(name: str) -> None:
    counts = {"n": 20, "stride": 4, "frames": 16, "segments": 2, name: 0}
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        paper_test_indices(**counts)
