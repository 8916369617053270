"""Reads FER2013 from Parquet. Knows nothing of clips or training.

FER2013 (Goodfellow et al. 2013): 48 x 48 grey faces with seven labels; `train` to learn from,
`public_test` to choose by, `private_test` for the figure that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from torch import Tensor

from svfap_core.errors import SourceError

Split: TypeAlias = Literal["train", "public_test", "private_test"]

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""In the order of the published CSV file."""

SIZE_PX = 48

TEMPLATE = ((0.314, 0.405), (0.686, 0.405), (0.500, 0.602), (0.349, 0.747), (0.651, 0.747))
"""Where eyes, nose and mouth corners lie in its pictures as fractions of the picture: medians
over 636 faces, made symmetric (`svfap-train template --pictures 700`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """Pictures `(N, 48, 48)` uint8 and labels `(N,)` int64, indices into `LABELS`."""

    pictures: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


def read_fer2013(path: Path, split: Split) -> Stills:
    """All pictures of one split, in the order of the file.

    Raises:
        SourceError: The file cannot be read, or has other columns, labels or pictures.
    """
    try:
        table = pq.read_table(path, columns=["label", "jpeg"], filters=[("split", "=", split)])
    except (OSError, pa.ArrowException) as error:
        raise SourceError(
            f"{path} cannot be read as FER2013: {error}",
            hint="It must be a Parquet file with the columns split, label and jpeg",
        ) from error
    if not table.num_rows:
        raise SourceError(f"{path} has no pictures of split {split}")
    names = table["label"].to_pylist()
    unknown = set(names) - set(LABELS)
    if unknown:
        raise SourceError(f"{path} has unknown labels {', '.join(sorted(map(str, unknown)))}")
    pictures = np.stack([_decode(jpeg, path) for jpeg in table["jpeg"].to_pylist()])
    labels = torch.tensor([LABELS.index(name) for name in names])
    return Stills(torch.from_numpy(pictures), labels)


def _decode(jpeg: bytes, path: Path) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None or picture.shape != (SIZE_PX, SIZE_PX):
        raise SourceError(f"{path} holds a picture that is not {SIZE_PX} x {SIZE_PX} pixels")
    return picture
