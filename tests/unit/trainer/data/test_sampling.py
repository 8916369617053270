"""Windows over clips: ours by time, the reference's number by number."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, lists
from numpy.typing import NDArray

from svfap_core.clips.life import Life
from svfap_core.clips.sampling import sample_times
from tests.fakes import face
from tests.shared_data import shared
from trainer.data.sampling import (
    covering_starts,
    duration_s,
    paper_pretraining_indices,
    paper_test_indices,
    paper_training_indices,
    training_start,
    window_frames,
)

SPAN_S, FRAMES = 2.56, 16
FPS = 25


def clip(n: int) -> NDArray[np.float64]:
    return np.arange(n) / FPS


def training_indices(times_s: NDArray[np.float64], position: float) -> list[int]:
    start_s = training_start(duration_s(times_s), SPAN_S, position)
    return window_frames(times_s, start_s, SPAN_S, FRAMES).tolist()


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    return json.loads(shared("golden/temporal_sampling.json").read_text())


def n_and_stride(key: str) -> tuple[int, int]:
    found = re.fullmatch(r"n(\d+)_sr(\d+)", key)
    assert found
    return int(found[1]), int(found[2])


def test_a_window_of_25_fps_takes_every_fourth_frame() -> None:
    times_s = clip(100)
    assert training_indices(times_s, 0.0) == list(range(2, 63, 4))
    assert training_indices(times_s, 0.5) == list(range(20, 81, 4))
    assert training_indices(times_s, 1.0) == list(range(38, 99, 4))


def test_every_frame_is_reached_but_those_within_half_a_step_of_the_ends() -> None:
    times_s = clip(150)
    reached = {i for p in np.linspace(0, 1, 400) for i in training_indices(times_s, p)}
    assert reached == set(range(2, 149))


@pytest.mark.parametrize("n", range(1, 65))
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
        assert chosen[0] <= n / FRAMES / 2
        assert n - 1 - chosen[-1] <= n / FRAMES / 2
        assert np.ptp(np.diff(chosen)) <= 1


def test_training_and_testing_see_a_short_clip_alike() -> None:
    times_s = clip(20)
    (start_s,) = covering_starts(duration_s(times_s), SPAN_S)
    tested = window_frames(times_s, start_s, SPAN_S, FRAMES)
    assert tested.tolist() == training_indices(times_s, 0.4)


def test_sampling_goes_by_time_where_the_rate_changes() -> None:
    """Half the clip at 10 fps, half at 50 fps: the frame on screen at each sample is shown."""
    times_s = np.concatenate([np.arange(0, 3, 0.1), np.arange(3, 6, 0.02)])
    for position in np.linspace(0, 1, 7):
        start_s = training_start(duration_s(times_s), SPAN_S, position)
        late_s = (
            sample_times(start_s, SPAN_S, FRAMES) - times_s[training_indices(times_s, position)]
        )
        assert late_s.min() >= -1e-6
        assert late_s.max() < 0.1


@given(
    gaps=lists(integers(1, 12), min_size=1, max_size=60),
    frames=integers(1, 32),
    span=integers(4, 96),
    position=floats(0, 1),
)
def test_training_shows_the_frames_that_analysis_would(
    gaps: list[int], frames: int, span: int, position: float
) -> None:
    """A life that is one clip, its frames as far apart as may be."""
    times_s = np.cumsum([0, *gaps]) / 24
    duration = duration_s(times_s)
    start_s = training_start(duration, span / 24, position)
    life = Life(0.0, keep_s=1e9)
    for index, t_s in enumerate(times_s.tolist()):
        if index:
            life.frame_left(times_s[index - 1], t_s)
        life.see(t_s, face(1), SimpleNamespace(rgb=np.full((1, 1, 3), index, np.uint8)))
    life.frame_left(times_s[-1], duration)
    window = life.window(start_s, min(span / 24, duration), frames)
    assert window is not None
    shown = window_frames(times_s, start_s, span / 24, frames)
    assert window.faces_rgb[:, 0, 0, 0].tolist() == shown.tolist()


def test_a_clip_without_frames() -> None:
    with pytest.raises(ValueError, match="no frames"):
        window_frames(np.zeros(0), 0.0, 1.0, 1)


@pytest.mark.parametrize("n", [1, 20, 64, 65, 66, 128, 129, 1000])
def test_the_default_covers_every_frame_with_as_few_windows_as_can(n: int) -> None:
    times_s = clip(n)
    duration = duration_s(times_s)
    starts_s = covering_starts(duration, SPAN_S)
    inside = (times_s >= starts_s[:, None] - 1e-9) & (times_s <= starts_s[:, None] + SPAN_S + 1e-9)
    assert inside.any(axis=0).all()
    assert len(starts_s) == max(1, np.ceil(duration / SPAN_S - 1e-9))


def test_windows_are_spread_evenly() -> None:
    assert covering_starts(10.0, 2.0, 5) == pytest.approx([0, 2, 4, 6, 8])
    assert covering_starts(10.0, 2.0, 2) == pytest.approx([0, 8])
    assert covering_starts(10.0, 2.0, 1) == pytest.approx([4])
    assert covering_starts(6 * 0.1, 0.1) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert covering_starts(1.0, 2.0, 3) == pytest.approx([0, 0, 0])


def test_numbers_out_of_range_are_named() -> None:
    with pytest.raises(ValueError, match=r"position .* 1\.5"):
        training_start(4.0, SPAN_S, 1.5)
    with pytest.raises(ValueError, match="duration"):
        training_start(float("nan"), SPAN_S, 0.0)
    with pytest.raises(ValueError, match="positive span"):
        window_frames(clip(9), 0.0, 0.0, FRAMES)
    with pytest.raises(ValueError, match="positive span"):
        window_frames(clip(9), 0.0, SPAN_S, 0)
    with pytest.raises(ValueError, match="at least one window, got 0"):
        covering_starts(4.0, SPAN_S, 0)


# docs/reference.md: Frames in training
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


# docs/reference.md: Windows in testing
def test_the_references_test_windows(golden: dict[str, Any]) -> None:
    cases = golden["test"]
    assert len(cases) == 24
    for key, expected in cases.items():
        n, stride = n_and_stride(key)
        assert paper_test_indices(n, stride, 16, segments=2).tolist() == expected, key


def test_the_reference_at_a_glance() -> None:
    """Holds without the golden numbers."""
    assert paper_pretraining_indices(100, 4, start=36).tolist() == list(range(36, 100, 4))
    assert paper_pretraining_indices(30, 4).tolist() == [0, 4, 8, 12, 16, 20, 24] + [28] * 9
    assert paper_pretraining_indices(29, 4).tolist() == [0, 4, 8, 12, 16, 20] + [24] * 10
    assert paper_pretraining_indices(1, 4).tolist() == [0] * 16
    assert paper_training_indices(20, 4).tolist() == [0, 5, 10, 15] + [19] * 12
    assert paper_training_indices(2, 4).tolist() == [1] * 16
    assert paper_test_indices(65, 4, 16, 2)[:, [0, -1]].tolist() == [[0, 60], [4, 64]]


# docs/reference.md: Frames in pre-training
@given(integers(1, 200), integers(1, 6), integers(0, 200))
def test_pre_training_steps_through_a_clip_as_the_reference_does(
    n: int, stride: int, start: int
) -> None:
    """It counts frames from 1, and steps on while the frame after next is one of the clip."""
    start = min(start, max(0, n - 16 * stride))
    frame, wanted = start + 1, list[int]()
    for _ in range(16):
        wanted.append(frame - 1)
        frame += stride if frame + stride < n else 0
    assert paper_pretraining_indices(n, stride, start=start).tolist() == wanted


def test_a_window_of_pre_training_lies_in_the_clip() -> None:
    with pytest.raises(ValueError, match="64 frames in a clip of 100 cannot start at 37"):
        paper_pretraining_indices(100, 4, start=37)


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
