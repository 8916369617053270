"""Faces that the product ships, to try a model's arithmetic on. They are rendered: nobody's face.

Each is two images of one head whose expression and pose change a little from the first to the
second. `python -m tests.rendered` makes the file; needs numpy alone, so that it can be read
anywhere. Knows no models.

The file is an .npz of

* `coefficients`, int8 `(8, 8, N, 2, S / 8, S / 8)`: grey images as JPEG stores them, cosine
  transforms of 8 x 8 pixels, each coefficient in steps of `steps()`;
* `points_px`, float32 `(N, 2, 5, 2)`: the five points of each image;
* `tones`, uint8 `(N, 2, 3)`: the colours that black and white stand for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK_PX = 8
_MIDDLE = 128


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """N rendered faces.

    Attributes:
        grey: `(N, 2, S, S)` uint8, the first and the last image of each.
        points_px: `(N, 2, 5, 2)` float32: eyes, nose, mouth corners, as `types.Points`.
        tones: `(N, 2, 3)` uint8, RGB of black and of white.
    """

    grey: NDArray[np.uint8]
    points_px: NDArray[np.float32]
    tones: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.grey)

    def coloured(self, index: int, grey: NDArray[np.floating]) -> NDArray[np.uint8]:
        """Grey `(..., S, S)`, 0 to 255 -> RGB `(..., S, S, 3)` in the tones of a face."""
        dark, light = self.tones[index].astype(np.float64)
        rgb = dark + (light - dark) * (np.asarray(grey, np.float64) / 255)[..., None]
        return np.clip(np.round(rgb), 0, 255).astype(np.uint8)


def read_faces(file: Path) -> Faces:
    """The faces in a file as described above.

    Raises:
        OSError: It cannot be read.
        EOFError, ValueError, KeyError, zipfile.BadZipFile: It is not such a file.
    """
    with np.load(file) as stored:
        grey = _images(stored["coefficients"])
        return Faces(grey, stored["points_px"], stored["tones"])


def write_faces(file: Path, faces: Faces) -> None:
    """Keep faces in a file; some detail of the images is lost, as in a JPEG of good quality."""
    coefficients = _coefficients(faces.grey)
    np.savez_compressed(
        file, coefficients=coefficients, points_px=faces.points_px, tones=faces.tones
    )


def steps() -> NDArray[np.float64]:
    """How finely each of the `(8, 8)` coefficients is kept: the coarser, the finer the detail.

    The first one, the mean of a block times 8, fills int8 with steps of 8.
    """
    rows, columns = np.mgrid[:BLOCK_PX, :BLOCK_PX]
    return 8 + 2.5 * (rows + columns)


def _cosines() -> NDArray[np.float64]:
    """The orthonormal DCT-II of 8 values, `(8, 8)`: frequency, place."""
    frequency, place = np.mgrid[:BLOCK_PX, :BLOCK_PX]
    waves = np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK_PX))
    return waves * np.where(frequency == 0, 1, np.sqrt(2)) / np.sqrt(BLOCK_PX)


def _images(coefficients: NDArray[np.int8]) -> NDArray[np.uint8]:
    blocks = coefficients * steps()[:, :, None, None, None, None]
    pixels = np.einsum("uy,vx,uvnkij->nkiyjx", _cosines(), _cosines(), blocks, optimize=True)
    count, pair, rows, _, columns, _ = pixels.shape
    images = pixels.reshape(count, pair, rows * BLOCK_PX, columns * BLOCK_PX)
    return np.clip(np.round(images + _MIDDLE), 0, 255).astype(np.uint8)


def _coefficients(grey: NDArray[np.uint8]) -> NDArray[np.int8]:
    count, pair, height, width = grey.shape
    cut = (count, pair, height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX)
    pixels = grey.reshape(cut).astype(np.float64) - _MIDDLE
    blocks = np.einsum("uy,vx,nkiyjx->uvnkij", _cosines(), _cosines(), pixels, optimize=True)
    kept = np.round(blocks / steps()[:, :, None, None, None, None])
    return np.clip(kept, -127, 127).astype(np.int8)
