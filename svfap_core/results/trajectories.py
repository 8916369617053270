"""Where each face is over time, in a few boxes per second; which of two analyses' are the same.

Two analyses of one video number their tracks as they come, so only place and time tell which
tracks show one face. Knows no files and no edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import FiniteFloat

STEP_S = 0.25
"""Boxes of a trajectory are this far apart. A face is taken to move straight between them."""

LONGEST_GAP_S = 1.0
"""Between boxes that are further apart a face is out of sight, unless its boxes usually are."""

MIN_IOU = 0.5
"""Two boxes that overlap at least this much (intersection over union) show one face."""

MIN_SHARE = 0.5
"""Two tracks show one face if they do so for more than this share of the time in which either is
in sight. More than half leaves at most one partner for each, as boxes of one analysis hardly
overlap (the argument of A. Kirillov et al., 2019, Panoptic Segmentation, CVPR, section 4.1)."""

_FEWEST_POINTS = 16
_TIME_DECIMALS, _PIXEL_DECIMALS = 3, 1

Sample: TypeAlias = tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
"""Media time in s, then left, upper, right and lower edge of the face in px."""

Trajectory: TypeAlias = tuple[Sample, ...]
"""In order of time."""


def trajectories(
    faces: NDArray[Any], track_ids: Iterable[int] | None = None
) -> dict[int, Trajectory]:
    """The trajectories of tracks.

    Args:
        faces: Of type `FACE`, in order of frames.
        track_ids: Which tracks; all when not given. Those without a face are left out.
    """
    tracks: NDArray[Any] = faces["track_id"]
    wanted = np.unique(tracks).tolist() if track_ids is None else sorted(set(track_ids))
    found = {track: _thinned(faces[tracks == track]) for track in wanted}
    return {track: trajectory for track, trajectory in found.items() if trajectory}


def same_faces(old: Mapping[int, Trajectory], new: Mapping[int, Trajectory]) -> dict[int, int]:
    """Which track of one analysis is which of another: one to one, as alike as they can be.

    Returns:
        Old track to new track, for those that show one face by `MIN_IOU` and `MIN_SHARE`.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # takes half a second

    olds = {track: _path(trajectory) for track, trajectory in old.items() if trajectory}
    news = {track: _path(trajectory) for track, trajectory in new.items() if trajectory}
    alike = np.array([[_likeness(a, b) for b in news.values()] for a in olds.values()])
    if not alike.size:
        return {}
    # Pairs that are no match must not be preferred for the sake of others.
    rows, columns = linear_sum_assignment(np.where(alike > MIN_SHARE, alike, 0.0), maximize=True)
    from_, to = list(olds), list(news)
    return {
        from_[row]: to[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if alike[row, column] > MIN_SHARE
    }


class _Path(NamedTuple):
    """A trajectory as arrays: times `(n,)`, boxes `(n, 4)`, the longest gap in sight."""

    times_s: NDArray[np.float64]
    boxes: NDArray[np.float64]
    gap_s: float

    def at(self, times_s: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Boxes `(m, 4)` at some times, and at which of them the face is in sight."""
        after = np.clip(np.searchsorted(self.times_s, times_s), 0, len(self.times_s) - 1)
        before = np.maximum(after - 1, 0)
        hit = self.times_s[after] == times_s
        between = (self.times_s[before] <= times_s) & (times_s <= self.times_s[after])
        near = self.times_s[after] - self.times_s[before] <= self.gap_s
        edges = [np.interp(times_s, self.times_s, self.boxes[:, i]) for i in range(4)]
        return np.stack(edges, axis=1), hit | (between & near)


def _path(trajectory: Trajectory) -> _Path:
    values = np.array(trajectory, np.float64)
    steps_s = np.diff(values[:, 0])
    gap_s = max(LONGEST_GAP_S, 2 * float(np.median(steps_s))) if len(steps_s) else LONGEST_GAP_S
    return _Path(values[:, 0], values[:, 1:], gap_s)


def _thinned(faces: NDArray[Any]) -> Trajectory:
    """The first box of each step, the last one, and those on both sides of a gap."""
    times_s: NDArray[np.float64] = faces["t_s"]
    if not len(times_s):
        return ()
    step = np.floor(times_s / STEP_S)
    gaps = np.diff(times_s) > STEP_S
    kept = np.ones(len(times_s), np.bool_)
    kept[1:] = (step[1:] != step[:-1]) | gaps
    kept[:-1] |= gaps
    kept[-1] = True
    boxes = faces["box_xyxy_px"][kept].astype(np.float64).round(_PIXEL_DECIMALS)
    return tuple(
        (round(t_s, _TIME_DECIMALS), x0, y0, x1, y1)
        for t_s, (x0, y0, x1, y1) in zip(times_s[kept].tolist(), boxes.tolist(), strict=True)
    )


def _likeness(a: _Path, b: _Path) -> float:
    if a.times_s[-1] < b.times_s[0] or b.times_s[-1] < a.times_s[0]:
        return 0.0
    start_s = min(a.times_s[0], b.times_s[0])
    length_s = max(a.times_s[-1], b.times_s[-1]) - start_s
    points = max(_FEWEST_POINTS, int(np.ceil(length_s / STEP_S)))
    # Middles of equal parts, so that the mean is over time.
    times_s = start_s + (np.arange(points) + 0.5) * length_s / points
    (boxes_a, in_a), (boxes_b, in_b) = a.at(times_s), b.at(times_s)
    one_face = in_a & in_b & (_iou(boxes_a, boxes_b) >= MIN_IOU)
    either = int(np.count_nonzero(in_a | in_b))
    return int(np.count_nonzero(one_face)) / either if either else 0.0


def _iou(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of boxes `(n, 4)`, pair by pair, 0..1; 0 for boxes without area."""
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = np.prod(np.maximum(sides, 0.0), axis=1)
    areas = np.prod(a[:, 2:] - a[:, :2], axis=1) + np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = areas - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
