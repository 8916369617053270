"""One person's face through time. Knows nothing of pictures or detectors."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.appearance import Looks, blend
from svfap_core.tracking.association import centre, size_px
from svfap_core.tracking.follow import Followed
from svfap_core.tracking.sharpness import Texture
from svfap_core.tracking.smoothing import PointsSmoother
from svfap_core.types import Box, Detection, Points, frozen

_TRUST = 0.3
_TRUST_PER_SIZE = 6.0
"""Share of a new detection in where the face is; the rest is where it was followed to. Detections
are unsteady but do not drift, following is steady and drifts: the share grows with the distance
between the two, in face sizes."""
_PATH_S = 0.5
"""How much of its way says where a face out of sight goes."""


class Track:
    """A face while it is in sight and shortly after. Changes; owned by one tracker."""

    def __init__(self, detection: Detection, looks: Looks, t_s: float) -> None:
        """Start with a first detection; the id stays 0 until the face is confirmed."""
        self.track_id = 0
        self.box = detection.box
        self.points_px = detection.points_px
        self.score = detection.score
        self.looks = looks
        self.detected = True
        self.visible = True
        self.misses = 0
        self.texture: Texture | None = None
        self.seen_s = t_s
        self.crowded = False
        """Whether another face is so near that following may cling to it, and looks show it."""
        self.begun_s = self._detected_s = t_s
        self._path: deque[tuple[float, Box]] = deque()
        self._velocity_px_s = np.zeros(2)
        self._smoother = PointsSmoother()
        self._smoother.put(t_s, detection.points_px)

    def follow_to(self, place: Followed | None, t_s: float) -> None:
        """Move along with the picture, or lose sight where `place` is `None`."""
        self.detected = False
        if place is None:
            self.lose_sight()
            return
        self._set_place(place.box, place.points_px, t_s)

    def see(self, detection: Detection, looks: Looks, t_s: float) -> None:
        """Take in a detection of this face, after `follow_to` for the same time."""
        if self.visible:
            apart = math.dist(centre(self.box), centre(detection.box))
            share = min(_TRUST + _TRUST_PER_SIZE * apart / max(size_px(self.box), 1.0), 1.0)
        else:
            share = 1.0
            self._smoother.reset()
        corners = np.asarray(self.box) * (1 - share) + np.asarray(detection.box) * share
        points_px = self.points_px * (1 - share) + detection.points_px * share
        self.score = detection.score
        if not self.crowded:
            self.looks = blend(self.looks, looks)
        self.detected = self.visible = True
        self.misses = 0
        self._detected_s = t_s
        self._set_place(Box(*corners.tolist()), points_px.astype(np.float32), t_s)

    def settle(self, t_s: float, *, crowded: bool) -> None:
        """End a frame in which it is in sight, near another face or by itself."""
        self.crowded = crowded
        if crowded:
            return
        self._path.append((t_s, self.box))
        while t_s - self._path[0][0] > _PATH_S:
            self._path.popleft()

    def lose_sight(self) -> None:
        """Out of sight from now on, until seen again.

        What was followed near another face or after the last detection is forgotten: it may be
        the way of what hides it.
        """
        while len(self._path) > 1 and self._path[-1][0] > self._detected_s:
            self._path.pop()
        if self.visible and self._path:
            self.box = self._path[-1][1]
            self._velocity_px_s = _velocity(self._path)
        self.visible = False

    def expected_box(self, t_s: float, seen: Box) -> Box:
        """Where the face should be now: out of sight, the place on its way nearest to `seen`.

        It may have gone on as it went, or stopped anywhere.
        """
        if self.visible or not self._path:
            return self.box
        way = self._velocity_px_s * (t_s - self._path[-1][0])
        apart = np.subtract(centre(seen), centre(self.box))
        dx, dy = (way * np.clip(apart @ way / max(way @ way, 1e-6), 0, 1)).tolist()
        return Box(self.box.x0 + dx, self.box.y0 + dy, self.box.x1 + dx, self.box.y1 + dy)

    def smooth_points_px(self) -> Points:
        """The five points `(5, 2)` steadied for the crop."""
        return frozen(self._smoother.fit()[0].astype(np.float32))

    def scale(self, factor_xy: NDArray[np.float64]) -> None:
        """Go over to a picture that is larger by these factors."""
        self.box = _scaled(self.box, factor_xy)
        self._path = deque((t_s, _scaled(box, factor_xy)) for t_s, box in self._path)
        self.points_px = (self.points_px * factor_xy).astype(np.float32)
        self._velocity_px_s = self._velocity_px_s * factor_xy
        self._smoother.scale(factor_xy)

    def _set_place(self, box: Box, points_px: Points, t_s: float) -> None:
        self.box, self.points_px, self.seen_s = box, points_px, t_s
        self._smoother.put(t_s, points_px)


def _velocity(path: Sequence[tuple[float, Box]]) -> NDArray[np.float64]:
    """Of the line through the middles of boxes, in px/s; 0 where there are too few."""
    times = np.array([t_s for t_s, _ in path])
    times -= times.mean()
    if len(path) < 4:
        return np.zeros(2)
    return times @ np.array([centre(box) for _, box in path]) / (times @ times)


def _scaled(box: Box, factor_xy: NDArray[np.float64]) -> Box:
    return Box(*(np.asarray(box).reshape(2, 2) * factor_xy).ravel().tolist())
