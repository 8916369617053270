from __future__ import annotations

import numpy as np
import pytest

from svfap_core.clips.sampling import sample_window, window_length_s
from tests.fakes import SPEC

PAPER = SPEC.model_copy(update={"frames": 16, "span_s": 2.56})


def test_16_frames_at_stride_4_of_25_fps() -> None:
    """The paper's window, as its test protocol takes it: every fourth frame."""
    times_s = np.arange(61) / 25
    sampled = sample_window(times_s, times_s[-1], PAPER)
    assert sampled.indices.tolist() == list(range(0, 61, 4))
    assert sampled.max_gap_s == pytest.approx(1 / 25)
    assert window_length_s(PAPER) == pytest.approx(60 / 25)


def test_a_lost_frame_shifts_no_other() -> None:
    times_s = np.arange(61) / 25
    without_one = np.delete(times_s, 30)
    before = times_s[sample_window(times_s, 2.4, PAPER).indices]
    after = without_one[sample_window(without_one, 2.4, PAPER).indices]
    assert np.abs(before - after).max() <= 1 / 25 + 1e-9
    assert (np.abs(before - after) > 1e-9).sum() <= 1


def test_sampling_goes_by_time_not_by_count() -> None:
    """Half the clip at 10 fps, half at 50 fps: the samples are evenly spaced all the same."""
    times_s = np.concatenate([np.arange(0, 1.2, 0.1), np.arange(1.2, 2.41, 0.02)])
    chosen = times_s[sample_window(times_s, 2.4, PAPER).indices]
    assert np.abs(np.diff(chosen) - PAPER.step_s).max() <= 0.1


def test_before_the_first_picture_it_is_repeated() -> None:
    sampled = sample_window(np.arange(5) / 25, 4 / 25, PAPER)
    assert sampled.indices.tolist() == [0] * 14 + [0, 4]
    assert sampled.max_gap_s == pytest.approx(1 / 25)


def test_one_picture_fills_a_window() -> None:
    assert sample_window(np.zeros(1), 0.0, PAPER).indices.tolist() == [0] * 16


@pytest.mark.parametrize("missing", [slice(20, 40), slice(41, 61)])
def test_the_longest_gap_is_found_inside_and_at_the_end(missing: slice) -> None:
    times_s = np.delete(np.arange(61) / 25, missing)
    gap_s = sample_window(times_s, 60 / 25, PAPER).max_gap_s
    assert gap_s == pytest.approx(20 / 25 if missing.stop == 61 else 21 / 25)


def test_a_gap_before_the_window_is_not_its_gap() -> None:
    times_s = np.concatenate([np.zeros(1), 10 + np.arange(61) / 25])
    assert sample_window(times_s, 12.4, PAPER).max_gap_s == pytest.approx(1 / 25)
