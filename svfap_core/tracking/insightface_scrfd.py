"""SCRFD through the package insightface, from a given file or a model pack. Knows no tracks.

The packs' weights are for non-commercial research only. One that is installed is used as it is;
one is downloaded only for a caller that says the user accepts this licence.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from svfap_core.errors import DetectorError
from svfap_core.settings import Device
from svfap_core.tracking.runtime import provider_of, read_onnx
from svfap_core.tracking.scaling import round_up, scaled, to_detection
from svfap_core.types import RGB, Detection

_PACKS = ("buffalo_l", "buffalo_m", "buffalo_s", "antelopev2", "buffalo_sc")
"""In order of preference where several are installed."""
_DOWNLOADED_PACK = "buffalo_sc"
"""The smallest: 15 MB. Its detector is the one meant for CPUs."""
_LICENCE = "its weights are licensed for non-commercial research only"


class InsightFace:
    """Faces of a picture by SCRFD (Guo et al. 2022, https://arxiv.org/abs/2105.04714)."""

    def __init__(
        self,
        file: Path | None = None,
        *,
        longer_side_px: int = 640,
        min_score: float = 0.3,
        device: Device = "auto",
        accept_licence: bool = False,
    ) -> None:
        """Load a network.

        Args:
            file: An SCRFD model with five points; `None` takes one from an installed pack.
            longer_side_px: Pictures are scaled to this size.
            min_score: Lowest score that is reported, 0..1.
            device: Where to run.
            accept_licence: Whether a pack may be downloaded where none is installed.

        Raises:
            DetectorError: No model, or it is no SCRFD model with five points.
            DeviceError: The device is not there.
        """
        self._file = file or installed_model() or _download(accept_licence=accept_licence)
        self._longer_side_px = longer_side_px
        self._min_score = min_score
        self._model = _load(self._file, device)

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        return f"SCRFD (insightface, {self._file.name})"

    @property
    def device(self) -> str:
        """The device and runtime really in use."""
        provider = str(self._model.session.get_providers()[0])
        return f"{provider.removesuffix('ExecutionProvider')} (onnxruntime, f32)"

    def detect(self, rgb: RGB) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`, best first, boxes in its own pixels."""
        small, scale_xy = scaled(rgb, self._longer_side_px)
        height, width = small.shape[:2]
        boxes, points = self._model.detect(
            np.ascontiguousarray(small[:, :, ::-1]),
            input_size=(round_up(width), round_up(height)),
            det_thresh=self._min_score,
        )
        size = rgb.shape[0], rgb.shape[1]
        found = [
            to_detection(box[:4] / np.tile(scale_xy, 2), five / scale_xy, box[4], size)
            for box, five in zip(boxes, points, strict=True)
        ]
        return tuple(detection for detection in found if detection is not None)


def installed_model() -> Path | None:
    """The detector of an installed model pack."""
    folder = Path.home() / ".insightface" / "models"
    for pack in _PACKS:
        for file in sorted((folder / pack).rglob("det_*.onnx")):
            return file
    return None


def _load(file: Path, device: Device) -> Any:
    if not file.is_file():
        raise DetectorError(f"the detector's model file {file} is missing", hint="Check its path")
    read_onnx(file)
    onnxruntime: Any = importlib.import_module("onnxruntime")
    scrfd: Any = importlib.import_module("insightface.model_zoo.scrfd")
    try:
        session = onnxruntime.InferenceSession(str(file), providers=[provider_of(device)])
        model = scrfd.SCRFD(model_file=str(file), session=session)
    except (RuntimeError, ValueError, AttributeError) as error:
        raise DetectorError(
            f"{file} is no SCRFD model", hint="Choose a det_*.onnx of insightface"
        ) from error
    if not model.use_kps:
        raise DetectorError(
            f"{file.name} finds no eyes, nose and mouth",
            hint="Choose an SCRFD model with key points (det_*.onnx of a model pack)",
        )
    return model


def _download(*, accept_licence: bool) -> Path:
    if not accept_licence:
        raise DetectorError(
            f"no insightface model pack is installed, and {_LICENCE}",
            hint="Accept the licence to download a pack, give an .onnx file, "
            "or use the detector centerface",
        )
    requests: Any = importlib.import_module("requests")
    storage: Any = importlib.import_module("insightface.utils.storage")
    try:
        with contextlib.redirect_stdout(sys.stderr):
            storage.ensure_available("models", _DOWNLOADED_PACK)
    except (requests.RequestException, zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise DetectorError(
            f"the model pack {_DOWNLOADED_PACK} could not be downloaded ({error})",
            hint="Check the connection, or give an .onnx file",
        ) from error
    file = installed_model()
    if file is None:
        raise DetectorError(
            f"the model pack {_DOWNLOADED_PACK} holds no detector",
            hint=f"Delete the folder {_DOWNLOADED_PACK} in ~/.insightface/models and try again",
        )
    return file
