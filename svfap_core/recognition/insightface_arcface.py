"""ArcFace (Deng et al. 2019, https://arxiv.org/abs/1801.07698) of an insightface model pack.

The packs' weights are for non-commercial research only. One that is installed is used as it is;
one is downloaded only for a caller that says the user accepts this licence.
"""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import DetectorError, ModelError
from svfap_core.messages import Message
from svfap_core.recognition.base import Embeddings, Limits, normalised
from svfap_core.runtime.onnx_network import read_onnx
from svfap_core.tracking.insightface_scrfd import download_pack, installed_model
from svfap_core.types import RGB

_PATTERNS: Final = ("w600k_*.onnx", "glintr100.onnx")
"""The networks that recognise faces, in packs whose other files find or judge them."""
_FIVE_PX: Final = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Where the packs' networks have the five points (`arcface_dst` in insightface), counted from the
middle of the first pixel."""
_SIZE_PX: Final = 112
_BATCH: Final = 32


class ArcFaceRecogniser:
    """A pack's network for recognition, on the CPU by onnxruntime.

    Args:
        file: The network; `None` takes one from an installed pack.
        accept_licence: Whether a pack may be downloaded where none is installed.

    Raises:
        ModelError: There is no network, or the file is none of this kind.
        DetectorError: The pack could not be downloaded, or the file is no ONNX model.
    """

    size_px = _SIZE_PX
    # Published for verification with these networks (cosines of 0.5 and 0.35), not measured here.
    limits = Limits(probably=1.0, possibly=1.14, measured=False)

    def __init__(self, file: Path | None = None, *, accept_licence: bool = False) -> None:
        self._file = file or installed_recogniser() or _downloaded(accept_licence=accept_licence)
        self._digest = hashlib.sha256(_content(self._file)).hexdigest()
        self._model = _load(self._file)

    @property
    def name(self) -> str:
        """For people: network, weights."""
        return f"ArcFace (insightface, {self._file.name})"

    @property
    def identity(self) -> str:
        """Of weights and alignment."""
        return f"arcface:{self._digest[:16]}:five-1"

    @property
    def template(self) -> NDArray[np.float64]:
        """Where the five points lie in a crop, `(5, 2)`, fractions of it."""
        return (np.array(_FIVE_PX) + 0.5) / _SIZE_PX

    def embed(self, crops: RGB) -> Embeddings:
        """Crops `(N, 112, 112, 3)` uint8 -> embeddings `(N, D)` of length 1."""
        bgr = [np.ascontiguousarray(crop[:, :, ::-1]) for crop in crops]
        parts = [
            self._model.get_feat(bgr[first : first + _BATCH])
            for first in range(0, len(bgr), _BATCH)
        ]
        if not parts:
            return np.zeros((0, int(self._model.output_shape[1])), np.float32)
        return normalised(np.concatenate(parts).astype(np.float32))


def installed_recogniser() -> Path | None:
    """The network for recognition of an installed model pack."""
    return installed_model(*_PATTERNS)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ModelError(
            Message("the network %1 for recognising faces cannot be read", file),
            hint="Check its path and your right to read it.",
        ) from error


def _load(file: Path) -> Any:
    read_onnx(file)
    onnxruntime: Any = importlib.import_module("onnxruntime")
    arcface: Any = importlib.import_module("insightface.model_zoo.arcface_onnx")
    try:
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        model = arcface.ArcFaceONNX(model_file=str(file), session=session)
        fits = model.input_size == (_SIZE_PX, _SIZE_PX) and len(model.output_shape) == 2
    except (RuntimeError, ValueError, AttributeError, AssertionError, TypeError) as error:
        raise _other_kind(file) from error
    if not fits:
        raise _other_kind(file)
    return model


def _other_kind(file: Path) -> ModelError:
    return ModelError(
        Message("%1 does not recognise faces", file.name),
        hint="Choose the w600k_*.onnx or glintr100.onnx of an insightface model pack.",
    )


def _downloaded(*, accept_licence: bool) -> Path:
    if not accept_licence:
        raise DetectorError(
            "no insightface model pack is installed, and its weights are licensed for "
            "non-commercial research only",
            hint="Accept the licence to download a pack, or use the built-in network.",
        )
    download_pack(accept_licence=True)
    file = installed_recogniser()
    if file is None:
        raise ModelError(
            "the model pack of insightface holds no network that recognises faces",
            hint="Use the built-in network.",
        )
    return file
