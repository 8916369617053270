"""Which frames of a clip make a window for training or testing. Knows nothing of pictures.

Ours go by time: `training_times` and `covering_windows` with `window_times` say when, `indices_at`
finds the frames. The reference's go by index, and are there to reproduce published figures
(`paper_training_indices`, `paper_test_indices`).

Times count from the clip's first frame. A window of `span_s` seconds has frames `span_s / frames`
apart, as `svfap_core.settings.ClipSpec` has it: the last is one such step before the window's end.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_ROUNDING = 1e-9
"""In windows: a clip of exactly k spans needs k windows, whatever binary fractions say."""


def training_times(
    duration_s: float, span_s: float, frames: int, position: float, *, count: int | None = None
) -> NDArray[np.float64]:
    """Times of a window that starts at `position` of the range in which it can start.

    Position 0 starts with the clip's first frame, position 1 ends with its last. In a clip that is
    too short to choose, every position gives the whole clip, as `window_times` stretches it.

    Args:
        duration_s: Seconds from the clip's first frame to its last.
        span_s: Seconds that the window covers.
        frames: Frames of the window.
        position: 0..1, in training drawn evenly.
        count: Frames that the clip has, see `window_times`.

    Returns:
        `(frames,)`, rising, within 0..`duration_s`.

    Raises:
        ValueError: A number is out of range.
    """
    if not 0 <= position <= 1:
        raise ValueError(f"position must lie in 0..1, got {position}")
    _check_window(duration_s, span_s, frames)
    free_s = max(0.0, duration_s - span_s / frames * (frames - 1))
    return window_times(position * free_s, duration_s, span_s, frames, count=count)


def window_times(
    start_s: float, duration_s: float, span_s: float, frames: int, *, count: int | None = None
) -> NDArray[np.float64]:
    """Times of the window that starts at `start_s`; training and testing share it.

    A clip that ends before the window's last frame is stretched: the window's frames are spread
    evenly over the whole clip, instead of repeating its last frame to the end. If it even has fewer
    frames than the window, then each is used equally often, give or take one, provided that
    `count` is given and they are evenly spaced.

    Args:
        start_s: From `covering_windows`; without effect in a clip that is stretched.
        duration_s: Seconds from the clip's first frame to its last.
        span_s: Seconds that the window covers.
        frames: Frames of the window.
        count: Frames that the clip has. Without it, a clip of fewer frames than the window shows
            its first and its last half as often as the others.

    Returns:
        `(frames,)`, never falling, within 0..`duration_s`.

    Raises:
        ValueError: A number is out of range.
    """
    _check_window(duration_s, span_s, frames)
    step_s = span_s / frames
    if duration_s >= step_s * (frames - 1):
        times_s = start_s + step_s * np.arange(frames)
    elif count is None or not 1 < count < frames:
        times_s = np.linspace(0, duration_s, frames)
    else:
        # Every frame of the clip stands for an equal stretch of time around it, and the window's
        # frames lie in the middle of equal parts of all stretches together.
        stretch_s = duration_s / (count - 1)
        parts = (np.arange(frames) + 0.5) / frames
        times_s = parts * count * stretch_s - stretch_s / 2
    return times_s.clip(0, duration_s)


def covering_windows(duration_s: float, span_s: float, k: int | None = None) -> NDArray[np.float64]:
    """Starts of windows spread evenly over a clip.

    The first window begins with the clip and the last ends with it; a single one lies in the
    middle. A clip no longer than a window has all at 0.

    Args:
        duration_s: Seconds from the clip's first frame to its last.
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


def indices_at(times_s: NDArray[np.float64], wanted_s: NDArray[np.float64]) -> NDArray[np.intp]:
    """The frames nearest to some times, by the rule of `svfap_core.clips.sampling`.

    Args:
        times_s: Times of the clip's frames `(n,)`, rising.
        wanted_s: Any times `(m,)`; those outside the clip give its first or last frame.

    Returns:
        Indices into `times_s`, `(m,)`; halfway between two frames, the earlier.

    Raises:
        ValueError: The clip has no frames.
    """
    if not len(times_s):
        raise ValueError("the clip has no frames: leave it out of the data set")
    after = np.searchsorted(times_s, wanted_s).clip(max=len(times_s) - 1)
    before = (after - 1).clip(min=0)
    closer = wanted_s - times_s[before] > times_s[after] - wanted_s
    return np.where(closer, after, before)


def paper_training_indices(
    n: int, stride: int, frames: int = 16, start: int | None = None
) -> NDArray[np.intp]:
    """Frames that the reference code takes in training and validation.

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
