"""What every face detector offers. Knows nothing of tracks, models or files."""

from __future__ import annotations

from typing import Protocol

from svfap_core.types import RGB, Detection


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

    def detect(self, rgb: RGB) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`, best first, boxes in its own pixels."""
        ...
