"""Points, facial actions and pose of a face by the networks of the MediaPipe Face Landmarker.

Attention mesh (Grishchenko et al. 2020, https://arxiv.org/abs/2006.10962) and blendshapes. Of that
program only the weights are used: it finds faces by itself, here they are those of the tracker.
Knows no tracks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import DetectorError
from svfap_core.messages import Message
from svfap_core.runtime.openvino_core import openvino_core
from svfap_core.tracking.face_mesh import (
    BLENDSHAPE_POINTS,
    NUM_POINTS,
    Roi,
    mesh_pose,
    read_geometry,
    roi_of_five,
    roi_of_mesh,
)
from svfap_core.tracking.landmarker_file import (
    BLENDSHAPES,
    GEOMETRY,
    LANDMARKS,
    SHA256,
    landmarker_bytes,
    parts_of,
)
from svfap_core.types import RGB, FaceLandmarks, Points, TrackedFaces, frozen

MIN_PRESENCE = 0.5
"""Below it the crop is taken to show no face, as MediaPipe does by default."""

_REFINEMENTS = 2
"""After them no shape changes by more than 0.02 with a further one, on most faces of videos."""
_SIDE = 256
_HINTS = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}


class FaceLandmarker:
    """The networks in a landmarker file, on the CPU in float32.

    Args:
        file: The file; without, the one that was downloaded.

    Raises:
        DetectorError: It is missing, damaged or another file, or OpenVINO is not installed.
    """

    sha256 = SHA256

    def __init__(self, file: Path | str | None = None) -> None:
        parts = parts_of(landmarker_bytes(file))
        self._geometry = read_geometry(parts[GEOMETRY])
        self._find = _compiled(parts[LANDMARKS], (1, _SIDE, _SIDE, 3))
        self._shape = _compiled(parts[BLENDSHAPES], (1, len(BLENDSHAPE_POINTS), 2))

    def analyse(self, rgb: RGB, points_px: Points) -> FaceLandmarks | None:
        """The points, actions and pose of a face.

        The mesh is found first where five points say the face is, then again where that mesh says
        it is. MediaPipe does so from frame to frame; here a frame has the same numbers whichever
        frames came before.

        Args:
            rgb: The frame, `(height, width, 3)`.
            points_px: `(5, 2)`, of the face.

        Returns:
            `None` where no face is found there.
        """
        roi = roi_of_five(points_px)
        if not 1.0 <= roi.side <= 1e5:
            return None
        mesh, presence = self.mesh(rgb, roi)
        for _ in range(_REFINEMENTS):
            mesh, presence = self.mesh(rgb, roi_of_mesh(mesh))
        if presence < MIN_PRESENCE:
            return None
        return FaceLandmarks(
            frozen(mesh), frozen(self.shapes(mesh)), *mesh_pose(mesh, self._geometry), presence
        )

    def with_landmarks(self, rgb: RGB, tracked: TrackedFaces) -> TrackedFaces:
        """The faces of a frame `(height, width, 3)` with their landmarks, as far as found."""
        faces = tuple(
            replace(face, landmarks=self.analyse(rgb, face.points_px)) for face in tracked.faces
        )
        return replace(tracked, faces=faces)

    def mesh(self, rgb: RGB, roi: Roi) -> tuple[NDArray[np.float32], float]:
        """The mesh `(478, 3)` in pixels of the frame, found in a region of it, and its presence."""
        found = self._find(_crop(rgb, roi)[None].astype(np.float32) / 255)
        mesh = found[0].reshape(NUM_POINTS, 3).astype(np.float64) / _SIDE
        matrix = _to_frame(roi)
        mesh[:, :2] = mesh[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        mesh[:, 2] *= roi.side
        return mesh.astype(np.float32), float(1 / (1 + np.exp(-found[1].item())))

    def shapes(self, mesh: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores `(52,)` of the shapes of a mesh in pixels, whatever its place and size."""
        chosen = np.ascontiguousarray(mesh[BLENDSHAPE_POINTS, :2])[None]
        return np.clip(self._shape(chosen)[0].reshape(-1), 0.0, 1.0)


def _to_frame(roi: Roi) -> NDArray[np.float64]:
    """From shares of a region to pixels of the frame, `(2, 3)`."""
    cos, sin = np.cos(roi.angle), np.sin(roi.angle)
    turn = roi.side * np.array([[cos, -sin], [sin, cos]])
    return np.column_stack([turn, np.array([roi.x, roi.y]) - turn @ (0.5, 0.5)])


def _crop(rgb: RGB, roi: Roi) -> RGB:
    """The region as the network takes it; edges of the frame repeat beyond it.

    Sampled as MediaPipe does, without averaging larger faces down: so its numbers come out.
    """
    matrix = _to_frame(roi)
    matrix[:, :2] /= _SIDE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(rgb, matrix, (_SIDE, _SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, np.uint8)


def _compiled(network: bytes, shape: tuple[int, ...]) -> Callable[..., list[NDArray[np.float32]]]:
    """A TFLite network with one input of this shape, ready to run."""
    try:
        core: Any = openvino_core()
    except ImportError as error:
        raise DetectorError(
            "the face landmarker needs OpenVINO", hint="Install it: pip install openvino"
        ) from error
    # OpenVINO reads this format from files only.
    with tempfile.TemporaryDirectory(prefix="svfap-") as folder:
        file = Path(folder) / "network.tflite"
        file.write_bytes(network)
        try:
            model = core.read_model(file)
            model.reshape(list(shape))
            compiled = core.compile_model(model, "CPU", _HINTS)
        except RuntimeError as error:
            raise DetectorError(
                Message("the face landmarker's networks cannot be read (%1)", error),
                hint="Update OpenVINO: pip install --upgrade openvino",
            ) from error
        del model

    def run(tensor: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        results = compiled(tensor, share_inputs=True)
        return [results[index] for index in range(len(results))]

    return run
