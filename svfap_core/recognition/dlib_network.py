"""dlib's face recognition (King 2017, http://dlib.net/face_recognition.py.html) in OpenVINO.

A residual network of 29 convolutions: a face at 150 px -> 128 numbers. Its author put the weights
into the public domain. They ship as the 8-bit files that npm's `@vladmandic/face-api` publishes,
unchanged; the graph is built from them here. It learned from some three million scraped
photographs: see docs/persons.md for the limits that follow.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.recognition.base import Embeddings, Limits, normalised
from svfap_core.recognition.dlib_weights import (
    BLOCKS,
    MANIFEST,
    MEAN_RGB,
    RANGE,
    STAGES,
    read_tensors,
)
from svfap_core.resources import resource
from svfap_core.runtime.openvino_core import load_openvino, openvino_core
from svfap_core.types import RGB

SIZE_PX: Final = 150
PADDING: Final = 0.25
"""Around dlib's mean face, as a fraction of it, as in its own example."""
FIVE_OF_MEAN_FACE: Final = (
    (0.225492, 0.215990),
    (0.754682, 0.215990),
    (0.490127, 0.515625),
    (0.254149, 0.780233),
    (0.726104, 0.780233),
)
"""Eyes, tip of the nose, corners of the mouth on dlib's mean face of 68 points
(`get_face_chip_details` in dlib/image_transforms/interpolation.h): eyes are the means of points
37 to 42 and 43 to 48, the others points 31, 49 and 55. dlib's own aligns by five other points,
corners of the eyes and base of the nose, which our tracker does not give."""
ALIGNMENT: Final = "mean-face-1"
"""Goes up with any change of the crop."""
BATCH: Final = 32
_HINTS: Final = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}

Tensors = Mapping[str, NDArray[np.float32]]


class DlibRecogniser:
    """The network on the CPU in float32.

    Args:
        folder: With the published files; without, those that ship with the product.

    Raises:
        ModelError: The files are missing or damaged, or OpenVINO is not installed.
    """

    name = "dlib (King 2017), 8-bit weights"
    size_px = SIZE_PX
    limits = Limits(probably=0.28, possibly=0.36, measured=True)

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or dlib_folder()
        tensors = read_tensors(folder)
        self._digest = _digest_of(folder)
        try:
            core = openvino_core()
        except ImportError as error:
            raise ModelError(
                "recognising faces needs OpenVINO", hint="Install it: pip install openvino"
            ) from error
        self._compiled = core.compile_model(dlib_graph(tensors), "CPU", _HINTS)

    @property
    def identity(self) -> str:
        """Of weights and alignment."""
        return f"dlib:{self._digest[:16]}:{ALIGNMENT}"

    @property
    def template(self) -> NDArray[np.float64]:
        """Where the five points lie in a crop, `(5, 2)`, fractions of it."""
        return (np.array(FIVE_OF_MEAN_FACE) + PADDING) / (1 + 2 * PADDING)

    def embed(self, crops: RGB) -> Embeddings:
        """Crops `(N, 150, 150, 3)` uint8 -> embeddings `(N, 128)` of length 1."""
        return normalised(self.describe(crops))

    def describe(self, crops: RGB) -> NDArray[np.float32]:
        """Crops `(N, 150, 150, 3)` uint8 -> `(N, 128)`, of the lengths that dlib gives them."""
        parts = [
            self._compiled(np.ascontiguousarray(crops[first : first + BATCH]))[0]
            for first in range(0, len(crops), BATCH)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, 128), np.float32)


def dlib_folder() -> Path:
    """Where the published files lie that ship with the product."""
    return resource("recognition/dlib")


def dlib_graph(tensors: Tensors) -> Any:
    """An `openvino.Model`: `(N, 150, 150, 3)` uint8 -> `(N, 128)`."""
    openvino = load_openvino()
    ops = importlib.import_module("openvino.opset13")
    layers = _Layers(ops, tensors)
    crops = ops.parameter([-1, SIZE_PX, SIZE_PX, 3], np.uint8, name="crops")
    x = ops.convert(crops, "f32")
    x = ops.multiply(ops.subtract(x, layers.constant(MEAN_RGB)), layers.constant(1 / RANGE))
    x = ops.transpose(x, ops.constant([0, 3, 1, 2], np.int64))
    x = ops.relu(layers.convolution(x, "conv32_down", stride=2))
    x = layers.max_pool(x)
    for width, blocks in zip(STAGES, BLOCKS, strict=True):
        for block in blocks:
            x = layers.block(x, f"conv{width}_{block}", down=block == "down")
    x = layers.block(x, f"conv{STAGES[-1]}_down_out", down=True)
    x = ops.reduce_mean(x, ops.constant([2, 3], np.int64), keep_dims=False)
    x = ops.matmul(x, ops.constant(tensors["fc"]), transpose_a=False, transpose_b=False)
    return openvino.Model([x], [crops], "dlib_face_recognition")


class _Layers:
    """The layers of dlib, with its padding, from OpenVINO's operations."""

    def __init__(self, ops: Any, tensors: Tensors) -> None:
        self._ops = ops
        self._tensors = tensors

    def constant(self, values: Any) -> Any:
        return self._ops.constant(np.asarray(values, np.float32))

    def convolution(self, x: Any, name: str, *, stride: int = 1) -> Any:
        """A convolution and dlib's affine layer; without padding where it strides."""
        tensors = self._tensors
        kernel = np.ascontiguousarray(tensors[f"{name}/conv/filters"].transpose(3, 2, 0, 1))
        # One multiplication and addition for both, as the affine layer follows at once.
        scale = tensors[f"{name}/scale/weights"]
        shift = tensors[f"{name}/conv/bias"] * scale + tensors[f"{name}/scale/biases"]
        pad = kernel.shape[2] // 2 if stride == 1 else 0
        x = self._ops.convolution(
            x,
            self.constant(kernel * scale[:, None, None, None]),
            [stride, stride],
            [pad, pad],
            [pad, pad],
            [1, 1],
        )
        return self._ops.add(x, self.constant(shift[:, None, None]))

    def max_pool(self, x: Any) -> Any:
        return self._ops.max_pool(x, [2, 2], [1, 1], [0, 0], [0, 0], [3, 3]).output(0)

    def block(self, x: Any, name: str, *, down: bool) -> Any:
        """Two convolutions beside the input; `down` halves the sides and widens what passes by."""
        ops = self._ops
        y = ops.relu(self.convolution(x, f"{name}/conv1", stride=2 if down else 1))
        y = self.convolution(y, f"{name}/conv2")
        if down:
            x = ops.avg_pool(x, [2, 2], [0, 0], [0, 0], [2, 2], exclude_pad=True)
            y, x = self._same_shape(y, x)
        return ops.relu(ops.add(y, x))

    def _same_shape(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Dlib adds layers of different shapes: the smaller one has zeros where it ends."""
        y_shape, x_shape = (_sides(each) for each in (y, x))
        wanted = np.maximum(y_shape, x_shape)
        return self._padded(y, wanted - y_shape), self._padded(x, wanted - x_shape)

    def _padded(self, x: Any, more: NDArray[np.int64]) -> Any:
        if not more.any():
            return x
        begin = self._ops.constant([0, 0, 0, 0], np.int64)
        end = self._ops.constant([0, *more.tolist()], np.int64)
        return self._ops.pad(x, begin, end, "constant", self.constant(0.0))


def _sides(x: Any) -> NDArray[np.int64]:
    """Channels, height and width of a layer."""
    _, *sides = x.output(0).get_partial_shape()
    return np.array([side.get_length() for side in sides])


def _digest_of(folder: Path) -> str:
    """The sha256 of the manifest and what it names."""
    digest = hashlib.sha256()
    for path in sorted({folder / MANIFEST, *folder.glob("*.bin")}):
        digest.update(path.read_bytes())
    return digest.hexdigest()
