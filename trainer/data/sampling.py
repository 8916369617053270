"""Which frames of a clip make a window for training or testing. Knows nothing of pixels.

Ours go by time and share `svfap_core.clips.sampling` with analysis: `training_start` and
`covering_starts` say where a window begins, `window_frames` which frames it shows. The reference's
go by index, and are there to reproduce published figures (`paper_pretraining_indices`,
`paper_training_indices`, `paper_test_indices`).

Times count from the clip's first frame. Its duration reaches to the end of its last frame, which
is on screen for as long as a frame usually is.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from svfap_core.clips.sampling import frames_at, sample_times

_ROUNDING = 1e-9
"""In windows: a clip of exactly k spans needs k windows, whatever binary fractions say."""


def duration_s(times_s: NDArray[np.float64]) -> float:
    """Seconds from the first frame to the end of the last one.

    Args:
        times_s: Times of the clip's frames `(n,)`, rising, the first of them 0.

    Raises:
        ValueError: The clip has no frames.
    """
    return float(_ends_s(times_s)[-1])


def window_frames(
    times_s: NDArray[np.float64], start_s: float, span_s: float, frames: int
) -> NDArray[np.intp]:
    """The frames of the window that starts at `start_s`.

    A clip shorter than the span is the window: the samples are stretched over it, instead of
    repeating its last frame to the end.

    Args:
        times_s: Times of the clip's frames `(n,)`, rising, the first of them 0.
        start_s: From `training_start` or `covering_starts`.
        span_s: Seconds that the window covers.
        frames: Samples of the window.

    Returns:
        Indices `(frames,)`, never falling.

    Raises:
        ValueError: A number is out of range, or the clip has no frames.
    """
    ends_s = _ends_s(times_s)
    _check_window(float(ends_s[-1]), span_s, frames)
    length_s = min(span_s, float(ends_s[-1]))
    return frames_at(times_s, ends_s, sample_times(start_s, length_s, frames))


def training_start(duration_s: float, span_s: float, position: float) -> float:
    """Where a window starts: at position 0 with the clip, at position 1 so that it ends with it.

    Args:
        duration_s: Seconds from the clip's first frame to the end of its last.
        span_s: Seconds that the window covers.
        position: 0..1, in training drawn evenly.

    Raises:
        ValueError: A number is out of range.
    """
    if not 0 <= position <= 1:
        raise ValueError(f"position must lie in 0..1, got {position}")
    _check_window(duration_s, span_s, 1)
    return position * max(0.0, duration_s - span_s)


def covering_starts(duration_s: float, span_s: float, k: int | None = None) -> NDArray[np.float64]:
    """Starts of windows spread evenly over a clip.

    The first window begins with the clip and the last ends with it; a single one lies in the
    middle. A clip no longer than a window has all at 0.

    Args:
        duration_s: Seconds from the clip's first frame to the end of its last.
        span_s: Seconds that a window covers.
        k: Number of windows; by default the fewest that leave no gap.

    Returns:
        `(k,)` seconds, never falling.

    Raises:
        ValueError: A number is out of range.
    """
    _check_window(duration_s, span_s, 1)
    free_s = max(0.0, duration_s - span_s)
    if k is None:
        k = 1 + math.ceil(free_s / span_s - _ROUNDING)
    if k < 1:
        raise ValueError(f"a clip needs at least one window, got {k}")
    return np.linspace(0, free_s, k) if k > 1 else np.array([free_s / 2])


def paper_pretraining_indices(
    n: int, stride: int, frames: int = 16, start: int = 0
) -> NDArray[np.intp]:
    """Frames that the reference code takes in pre-training: every `stride`-th.

    A clip too short for that stands still on the last frame that is reached, which is never its
    very last.

    Args:
        n: Frames of the clip.
        stride: Distance of the window's frames.
        frames: Frames of the window.
        start: Where the window begins; the reference draws it evenly from 0 .. n - frames * stride,
            in a shorter clip it is 0.

    Returns:
        `(frames,)`, never falling.

    Raises:
        ValueError: A number is out of range.
    """
    _check_counts(n=n, stride=stride, frames=frames)
    if not 0 <= start <= max(0, n - frames * stride):
        raise ValueError(
            f"a window of {frames * stride} frames in a clip of {n} cannot start at {start}"
        )
    reached = max(0, (n - 2 - start) // stride)
    return (start + stride * np.arange(frames).clip(max=reached)).astype(np.intp)


def paper_training_indices(
    n: int, stride: int, frames: int = 16, start: int | None = None
) -> NDArray[np.intp]:
    """Frames that the reference code takes in fine-tuning and its validation.

    A clip of up to `frames * stride` frames gives its n // stride evenly spaced frames, then its
    last one over and over: few distinct frames, as the reference has it.

    Args:
        n: Frames of the clip.
        stride: Mean distance of the window's frames.
        frames: Frames of the window.
        start: Where the window begins in a longer clip; the reference draws it evenly from
            0 .. n - frames * stride - 1, and never reaches the clip's last frame.

    Returns:
        `(frames,)`, never falling.

    Raises:
        ValueError: A number is out of range, or a longer clip comes without a start.
    """
    _check_counts(n=n, stride=stride, frames=frames)
    window = frames * stride
    if n <= window:
        spread = np.linspace(0, n, n // stride).clip(0, n - 1)
        return np.pad(spread, (0, frames - len(spread)), constant_values=n - 1).astype(np.intp)
    if start is None or not 0 <= start <= n - window:
        raise ValueError(
            f"a window of {window} frames in a clip of {n} starts at 0..{n - window}, got {start}"
        )
    end = start + window
    return np.linspace(start, end, frames).clip(start, end - 1).astype(np.intp)


def paper_test_indices(n: int, stride: int, frames: int, segments: int) -> NDArray[np.intp]:
    """Frames that the reference code takes for testing: windows over every `stride`-th frame.

    Two segments, as published figures have it, are head and tail; what lies between is not seen.
    One segment, for which the reference fails, is the middle.

    Args:
        n: Frames of the clip.
        stride: Distance of the window's frames.
        frames: Frames of a window; a shorter clip repeats the last that was taken.
        segments: Windows, spread evenly.

    Returns:
        `(segments, frames)`.

    Raises:
        ValueError: A number is not positive.
    """
    _check_counts(n=n, stride=stride, frames=frames, segments=segments)
    taken = np.arange(0, n, stride)
    taken = np.pad(taken, (0, max(0, frames - len(taken))), mode="edge")
    free = len(taken) - frames
    starts = np.arange(segments) * free // (segments - 1) if segments > 1 else np.array([free // 2])
    return taken[starts[:, None] + np.arange(frames)]


def _ends_s(times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """When each frame leaves the screen; a lone one is there for a second."""
    if not len(times_s):
        raise ValueError("the clip has no frames: leave it out of the data set")
    usual_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    return np.array([*times_s[1:], times_s[-1] + usual_s], np.float64)


def _check_window(duration_s: float, span_s: float, frames: int) -> None:
    if not 0 <= duration_s < math.inf:
        raise ValueError(f"a clip's duration must be 0 s or more, got {duration_s}")
    if not 0 < span_s < math.inf or frames < 1:
        raise ValueError(
            f"a window needs a positive span and number of frames, got {span_s} s and {frames}"
        )


def _check_counts(**counts: int) -> None:
    for name, value in counts.items():
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
