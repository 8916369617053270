"""Aligned faces, cut out of their frames when a window samples them; most never are.

Windows sample a few frames a second, and RGB of a whole frame is expensive. What waits is bounded:
beyond `WAITING_BYTES` the oldest is cut out after all. Knows no windows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from weakref import ReferenceType, ref

from svfap_core.settings import ClipSpec
from svfap_core.tracking.align import align_face
from svfap_core.types import RGB, FaceObservation, Frame

WAITING_BYTES = 96_000_000
_BYTES_OF_PIXEL = 1.5
"""Of a decoded frame, mostly."""


class Crop:
    """The aligned face of one observation."""

    __slots__ = ("_frame", "_place", "_rgb")

    def __init__(self, frame: _FrameCrops, place: int) -> None:
        self._frame: _FrameCrops | None = frame
        self._place = place
        self._rgb: RGB | None = None

    @property
    def rgb(self) -> RGB:
        """`(size, size, 3)`, the same array each time."""
        if self._rgb is None:
            assert self._frame is not None  # noqa: S101  # it goes once the crop is there
            self._rgb = self._frame.made()[self._place]
            self._frame = None
        return self._rgb


class CropMaker:
    """Cuts faces out of the frames of one source, as a model wants to see them."""

    def __init__(self, spec: ClipSpec) -> None:
        self._spec = spec
        self._waiting: deque[tuple[ReferenceType[_FrameCrops], int]] = deque()
        self._waiting_bytes = 0

    def of(self, frame: Frame, faces: Sequence[FaceObservation]) -> list[Crop]:
        """The faces of a frame, in the same order."""
        if not faces:
            return []
        crops = _FrameCrops(frame, faces, self._spec)
        if frame.has_rgb:
            crops.made()
        else:
            self._wait_for(crops, frame)
        return [Crop(crops, place) for place in range(len(faces))]

    def _wait_for(self, crops: _FrameCrops, frame: Frame) -> None:
        width, height = frame.size_px
        size = round(_BYTES_OF_PIXEL * width * height)
        self._waiting.append((ref(crops), size))
        self._waiting_bytes += size
        while self._waiting_bytes > WAITING_BYTES or self._waiting[0][0]() is None:
            oldest, size = self._waiting.popleft()
            self._waiting_bytes -= size
            if (still_wanted := oldest()) is not None:
                still_wanted.made()


class _FrameCrops:
    """All faces of a frame: who needs one mostly needs the others."""

    def __init__(self, frame: Frame, faces: Sequence[FaceObservation], spec: ClipSpec) -> None:
        self._frame: Frame | None = frame
        self._points = [face.points_px for face in faces]
        self._spec = spec
        self._made: list[RGB] = []

    def made(self) -> list[RGB]:
        """The crops; the frame is let go."""
        if self._frame is not None:
            rgb, spec = self._frame.rgb, self._spec
            self._made = [
                align_face(rgb, points_px, spec.template, spec.size_px)
                for points_px in self._points
            ]
            self._frame = None
        return self._made
