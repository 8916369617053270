"""SCRFD through the package insightface, from a given file or a model pack. Knows no tracks.

The packs' weights are for non-commercial research only. One that is installed is used as it is;
one is downloaded only for a caller that says the user accepts this licence.
"""

from __future__ import annotations

import contextlib
import importlib
import math
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from svfap_core.errors import DetectorError
from svfap_core.messages import Message
from svfap_core.runtime.onnx_network import read_onnx
from svfap_core.settings import Device
from svfap_core.tracking.base import MIN_SCORE
from svfap_core.tracking.search import Found, search
from svfap_core.types import RGB, Detection

_PACKS = ("buffalo_l", "buffalo_m", "buffalo_s", "antelopev2", "buffalo_sc")
"""In order of preference where several are installed."""
_DOWNLOADED_PACK = "buffalo_sc"
"""The smallest: 15 MB. Its detector is the one meant for CPUs."""
_PROVIDERS: Mapping[Device, str] = {
    "cuda": "CUDAExecutionProvider",
    "mps": "CoreMLExecutionProvider",
}
_LICENCE = Message("its weights are licensed for non-commercial research only")


class InsightFace:
    """Faces of a picture by SCRFD (Guo et al. 2022, https://arxiv.org/abs/2105.04714)."""

    def __init__(
        self,
        file: Path | None = None,
        *,
        device: Device = "auto",
        accept_licence: bool = False,
    ) -> None:
        """Load a network.

        Args:
            file: An SCRFD model with five points; `None` takes one from an installed pack.
            device: Where to run, if the installed onnxruntime can; else on the CPU.
            accept_licence: Whether a pack may be downloaded where none is installed.

        Raises:
            DetectorError: No model, or it is no SCRFD model with five points.
        """
        self._file = file or installed_model() or _downloaded(accept_licence=accept_licence)
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

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = MIN_SCORE
    ) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`; see `Detector.detect`."""

        def find(canvas: RGB) -> Found:
            boxes, points_px = self._model.detect(
                np.ascontiguousarray(canvas[:, :, ::-1]),
                input_size=(canvas.shape[1], canvas.shape[0]),
                det_thresh=min_score,
            )
            return Found(boxes[:, :4], points_px, boxes[:, 4])

        return search(find, rgb, smallest_px=smallest_px)


def installed_model(*patterns: str) -> Path | None:
    """The detector of an installed model pack, or its first file of one of these patterns."""
    folder = Path.home() / ".insightface" / "models"
    for pack in _PACKS:
        for pattern in patterns or ("det_*.onnx",):
            for file in sorted((folder / pack).rglob(pattern)):
                return file
    return None


def _load(file: Path, device: Device) -> Any:
    if not file.is_file():
        raise DetectorError(
            Message("the detector's model file %1 is missing", file), hint="Check its path"
        )
    read_onnx(file)
    onnxruntime: Any = importlib.import_module("onnxruntime")
    wanted = (_PROVIDERS.get(device), "CPUExecutionProvider")
    providers = [name for name in wanted if name in onnxruntime.get_available_providers()]
    scrfd: Any = importlib.import_module("insightface.model_zoo.scrfd")
    try:
        session = onnxruntime.InferenceSession(str(file), providers=providers)
        model = scrfd.SCRFD(model_file=str(file), session=session)
    except (RuntimeError, ValueError, AttributeError) as error:
        raise DetectorError(
            Message("%1 is no SCRFD model", file), hint="Choose a det_*.onnx of insightface"
        ) from error
    if not model.use_kps:
        raise DetectorError(
            Message("%1 finds no eyes, nose and mouth", file.name),
            hint="Choose an SCRFD model with key points (det_*.onnx of a model pack)",
        )
    return model


def download_pack(*, accept_licence: bool) -> None:
    """Download the smallest model pack (15 MB): a detector and a network that recognises faces.

    Args:
        accept_licence: Whether the user accepts that its weights are for non-commercial research
            only.

    Raises:
        DetectorError: The licence is not accepted, or the pack could not be downloaded.
    """
    if not accept_licence:
        raise DetectorError(
            Message("no insightface model pack is installed, and %1", _LICENCE),
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
            Message("the model pack %1 could not be downloaded (%2)", _DOWNLOADED_PACK, error),
            hint="Check the connection, or give an .onnx file",
        ) from error


def _downloaded(*, accept_licence: bool) -> Path:
    download_pack(accept_licence=accept_licence)
    file = installed_model()
    if file is None:
        raise DetectorError(
            Message("the model pack %1 holds no detector", _DOWNLOADED_PACK),
            hint=Message(
                "Delete the folder %1 in ~/.insightface/models and try again", _DOWNLOADED_PACK
            ),
        )
    return file
