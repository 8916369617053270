"""What every face detector offers. Knows nothing of tracks, models or files."""

from __future__ import annotations

import math
from typing import Protocol

from svfap_core.types import RGB, Detection

MIN_SCORE = 0.3
"""Faces of lower scores are not reported unless asked for."""


class Detector(Protocol):
    """Finds faces in one picture; keeps nothing between pictures."""

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        ...

    @property
    def device(self) -> str:
        """The device and runtime really in use, such as "CPU (OpenVINO, f32)"."""
        ...

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = MIN_SCORE
    ) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`, best first, boxes in its own pixels.

        Args:
            rgb: The picture.
            smallest_px: Shorter side of the smallest face to look for; by default whatever a
                quick search finds.
            min_score: Lowest score that is reported, 0..1.
        """
        ...
