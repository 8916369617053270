"""One person's face through time. Knows nothing of pictures or detectors."""

from __future__ import annotations

import math

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
_COAST_S = 0.3
"""For so long a face out of sight is taken to go on as it went."""


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
        self.looks = blend(self.looks, looks)
        self.detected = self.visible = True
        self.misses = 0
        self._set_place(Box(*corners.tolist()), points_px.astype(np.float32), t_s)

    def lose_sight(self) -> None:
        """Out of sight from now on, until seen again."""
        if self.visible:
            velocity = self._smoother.fit()[1]
            self._velocity_px_s = velocity.mean(axis=0)
        self.visible = False

    def expected_box(self, t_s: float) -> Box:
        """Where the face should be now."""
        if self.visible:
            return self.box
        dx, dy = (self._velocity_px_s * min(t_s - self.seen_s, _COAST_S)).tolist()
        return Box(self.box.x0 + dx, self.box.y0 + dy, self.box.x1 + dx, self.box.y1 + dy)

    def smooth_points_px(self) -> Points:
        """The five points `(5, 2)` steadied for the crop."""
        return frozen(self._smoother.fit()[0].astype(np.float32))

    def scale(self, factor_xy: NDArray[np.float64]) -> None:
        """Go over to a picture that is larger by these factors."""
        self.box = Box(*(np.asarray(self.box).reshape(2, 2) * factor_xy).ravel().tolist())
        self.points_px = (self.points_px * factor_xy).astype(np.float32)
        self._velocity_px_s = self._velocity_px_s * factor_xy
        self._smoother.scale(factor_xy)

    def _set_place(self, box: Box, points_px: Points, t_s: float) -> None:
        self.box, self.points_px, self.seen_s = box, points_px, t_s
        self._smoother.put(t_s, points_px)
