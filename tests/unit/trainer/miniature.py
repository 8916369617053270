"""FER2013 in miniature: drawn faces instead of photographs, every label in every split."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trainer.config import ClassifierConfig
from trainer.data.fer2013 import LABELS

SPLITS = ("train", "public_test", "private_test")


def drawn_face(label: int, seed: int) -> np.ndarray:
    """A 48 x 48 grey face whose mouth tells the label."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(60, 100, (48, 48)).astype(np.uint8)
    cv2.ellipse(picture, (24, 24), (17, 22), 0, 0, 360, 170, -1)
    for x in (16, 32):
        cv2.circle(picture, (x, 18), 3, 30, -1)
    cv2.ellipse(picture, (24, 36), (4 + label, 1 + label % 3), 0, 0, 60 + 50 * label, 20, 2)
    return picture


def write_fer2013(path: Path, per_label: int = 2) -> Path:
    """A Parquet file with `per_label` pictures of each label in each split."""
    rows = [
        (split, name, f"{split}_{label}_{k}.jpg", drawn_face(label, 100 * label + k))
        for split in SPLITS
        for k in range(per_label)
        for label, name in enumerate(LABELS)
    ]
    table = {
        "split": [row[0] for row in rows],
        "label": [row[1] for row in rows],
        "name": [row[2] for row in rows],
        "jpeg": [cv2.imencode(".jpg", row[3])[1].tobytes() for row in rows],
    }
    pq.write_table(pa.table(table), path)
    return path


def mini_config(data: Path, network: str, **changes: object) -> ClassifierConfig:
    """A run of a few steps."""
    values = {
        "data": data,
        "network": network,
        "epochs": 2,
        "batch_size": 4,
        "precision": "32-true",
        "checkpoint_every_steps": 1,
    }
    return ClassifierConfig.model_validate({**values, **changes})
