"""FER2013 (Goodfellow et al. 2013) from Parquet: 48 x 48 grey stills with one of seven labels.

Knows its columns and parts: `train` to learn from,
`public_test` to choose by (here `val`), `private_test` for the figure that is reported (`test`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, CropGeometry, Item, Material, Problem, Split
from trainer.data.layouts.common import count_notes
from trainer.specs import FACE_TEMPLATE

DATA_SET = "FER2013"
LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""In the order of the published CSV file."""
SIZE_PX = 48
TEMPLATE = FACE_TEMPLATE
SPLITS: dict[str, Split] = {"train": "train", "public_test": "val", "private_test": "test"}
_PUBLISHED = 35_887
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
            Message("%1 cannot be read as FER2013: %2", path, error),
            hint="It must be a Parquet file with the columns split, label and jpeg.",
        ) from error
    for column, known in (("split", SPLITS), ("label", LABELS)):
        if unknown := set(table[column].to_pylist()) - set(known):
            names = ", ".join(sorted(map(str, unknown)))
            raise SourceError(Message("%1 has unknown entries in %2: %3", path, column, names))
    return table


class Still(NamedTuple):
    """One row of the file; `clip` is made of its part and its place there."""

    clip: str
    split: Split
    label: str
    jpeg: bytes


def stills(path: Path) -> Iterator[Still]:
    """All of them, in the order of the file.

    Raises:
        SourceError: The file cannot be read, or has other columns, splits or labels.
    """
    table = read_fer2013(path)
    counts = dict.fromkeys(SPLITS, 0)
    columns = (table[name].to_pylist() for name in ("split", "label", "jpeg"))
    for part, label, jpeg in zip(*columns, strict=True):
        yield Still(f"{part}/{counts[part]:05d}", SPLITS[part], label, jpeg or b"")
        counts[part] += 1


def copies_of_judged(found: Iterable[Still]) -> dict[str, str]:
    """Training stills that are, pixel for pixel, stills of another part: clip -> that clip.

    Hundreds of public_test and private_test stand in the training part as well, some with another
    label; a model that learned from these would be judged on what it has seen.
    """
    judged: dict[bytes, str] = {}
    learned: dict[str, bytes] = {}
    for still in found:
        pixels = _pixels(still.jpeg)
        if still.split == "train":
            learned[still.clip] = pixels
        else:
            judged.setdefault(pixels, still.clip)
    return {clip: judged[pixels] for clip, pixels in learned.items() if pixels in judged}


def copy_problems(copies: Mapping[str, str]) -> tuple[Problem, ...]:
    """Why such stills are left out."""
    return tuple(
        Problem(name=clip, reason=Message("has the pixels of %1, which is judged", other))
        for clip, other in copies.items()
    )


def copy_notes(copies: Mapping[str, str]) -> tuple[str, ...]:
    """A note where stills were left out for it."""
    if not copies:
        return ()
    return (
        Message(
            "%1 training stills are left out: the pixels of public_test or private_test.",
            f"{len(copies):,}",
        ),
    )


def _pixels(jpeg: bytes) -> bytes:
    """What a still shows; of one that cannot be read, what is coded."""
    coded = np.frombuffer(jpeg, np.uint8)
    shown = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE) if len(coded) else None
    return jpeg if shown is None else shown.tobytes()


def read(path: Path) -> Catalogue:
    """All stills, named by their part and place; without training stills that are judged on.

    Raises:
        SourceError: The file cannot be read, or has other columns, splits or labels.
    """
    found = list(stills(path))
    copies = copies_of_judged(found)
    items = tuple(
        Item(
            clip=still.clip,
            source=path,
            material=Material.STILL,
            label=still.label,
            split=still.split,
            data=still.jpeg,
        )
        for still in found
        if still.clip not in copies
    )
    return Catalogue(
        data_set=DATA_SET,
        items=items,
        problems=copy_problems(copies),
        classes=LABELS,
        crop=CropGeometry(size_px=SIZE_PX, template=TEMPLATE),
        protocol=PROTOCOL,
        notes=(
            "Stills: clips of one picture, shown in synthetic motion.",
            *count_notes(len(found), _PUBLISHED, "stills"),
            *copy_notes(copies),
        ),
    )
