"""Prepares FER2013 from Parquet: stills as clips of one picture. Knows nothing of training.

FER2013 (Goodfellow et al. 2013): 48 x 48 grey faces with seven labels; `train` to learn from,
`public_test` to choose by (here `val`), `private_test` for the figure that is reported (`test`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from svfap_core.errors import SourceError
from trainer.data.shards import ShardWriter
from trainer.specs import FACE_TEMPLATE

DATA_SET = "FER2013"
LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""In the order of the published CSV file."""
SIZE_PX = 48
TEMPLATE = FACE_TEMPLATE
SPLITS = {"train": "train", "public_test": "val", "private_test": "test"}
PROTOCOL = "official split: trained on train, chosen on public_test, reported on private_test"


def read_fer2013(path: Path) -> Any:
    """The table of all stills: split, label, jpeg.

    Raises:
        SourceError: The file cannot be read, or has other columns, splits or labels.
    """
    try:
        table = pq.read_table(path, columns=["split", "label", "jpeg"])
    except (OSError, pa.ArrowException) as error:
        raise SourceError(
            f"{path} cannot be read as FER2013: {error}",
            hint="It must be a Parquet file with the columns split, label and jpeg.",
        ) from error
    for column, known in (("split", SPLITS), ("label", LABELS)):
        if unknown := set(table[column].to_pylist()) - set(known):
            names = ", ".join(sorted(map(str, unknown)))
            raise SourceError(f"{path} has unknown entries in {column}: {names}")
    return table


def pack(table: Any, out: Path) -> Iterator[dict[str, Any]]:
    """Pack all stills into shards below `out`; gives a manifest row for each.

    Raises:
        SourceError: A still is not what it should be.
        OutputError: The shards cannot be written.
    """
    counts = dict.fromkeys(SPLITS, 0)
    with ShardWriter(out) as shards:
        columns = (table[name].to_pylist() for name in ("split", "label", "jpeg"))
        for split, label, jpeg in zip(*columns, strict=True):
            clip = f"{split}/{counts[split]:05d}"
            counts[split] += 1
            decode(jpeg, clip)
            packed = shards.add(clip, [jpeg])
            yield {
                "clip": clip,
                "path": packed.path,
                "offsets": packed.offsets,
                "sizes": packed.sizes,
                "num_frames": 1,
                "source": clip,
                "start_s": 0.0,
                "label": label,
                "split": SPLITS[split],
            }


def decode(jpeg: bytes | None, name: str) -> NDArray[np.uint8]:
    """One still.

    Raises:
        SourceError: It is not what it should be.
    """
    picture: Any = None
    if jpeg:
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None or picture.shape != (SIZE_PX, SIZE_PX):
        raise SourceError(f"{name} is not a still of {SIZE_PX} x {SIZE_PX} pixels")
    return picture
