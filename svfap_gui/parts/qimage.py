"""Frames of the pipeline as Qt images, without copying."""

from __future__ import annotations

from PySide6.QtGui import QImage

from svfap_core.types import RGB


def to_qimage(rgb: RGB) -> QImage:
    """A view of `(height, width, 3)` uint8 RGB; the caller keeps `rgb` alive as long as it.

    The array must be contiguous along a row; it is never written to.
    """
    height, width, _ = rgb.shape
    return QImage(rgb.data, width, height, rgb.strides[0], QImage.Format.Format_RGB888)
