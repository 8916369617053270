"""Reads the weights of dlib's face recognition from the files of npm's `@vladmandic/face-api`.

One byte per number, with a scale and a minimum for each tensor. Knows no network.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.messages import Message

MANIFEST: Final = "face_recognition_model-weights_manifest.json"
STAGES: Final = (32, 64, 128, 256)
"""Channels of each stage."""
BLOCKS: Final = (("1", "2", "3"), ("down", "1", "2", "3"), ("down", "1", "2"), ("down", "1", "2"))
"""Of each stage, by their published names."""
MEAN_RGB: Final = (122.782, 117.001, 104.298)
"""What dlib subtracts from an image."""
RANGE: Final = 256.0
"""What it divides by afterwards."""


def read_tensors(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The published tensors by name; kernels are `(height, width, in, out)`.

    Args:
        folder: With the manifest and the file that it names.

    Raises:
        ModelError: The folder does not hold them.
    """
    try:
        (group,) = json.loads((folder / MANIFEST).read_text("utf-8"))
        stored = b"".join((folder / path).read_bytes() for path in group["paths"])
        found: dict[str, NDArray[np.float32]] = {}
        done = 0
        for entry in group["weights"]:
            packed = entry.get("quantization")
            kind = np.dtype(packed["dtype"] if packed else entry["dtype"])
            values = np.frombuffer(stored, kind, int(np.prod(entry["shape"])), done)
            done += values.nbytes
            numbers = values.astype(np.float32)
            if packed:
                numbers = numbers * np.float32(packed["scale"]) + np.float32(packed["min"])
            found[entry["name"]] = numbers.reshape(entry["shape"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            Message("%1 does not hold dlib's network: %2", folder, error),
            hint=Message("It must hold %1 and the file that it names.", MANIFEST),
        ) from error
    return found
