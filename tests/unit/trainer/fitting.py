"""Runs of a few steps that learn classes, and what tests ask about them."""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tests.unit.trainer.miniature import mini_finetune, write_clips
from tests.unit.trainer.narrow import differing, weights
from trainer.config import FinetuneConfig
from trainer.folder import BEST, LAST, METRICS_FILE

MIXED: dict[str, object] = {
    "mixup": 0.5,
    "cutmix": 0.5,
    "drop_path": 0.2,
    "ema_decay": 0.9,
    "data.balance": 0.5,
}
"""Chance of every kind."""


def classes(data: Path, **changes: object) -> FinetuneConfig:
    return mini_finetune(data, **{"heads": [{"kind": "classes"}], **changes})


def metrics(run: Path) -> list[dict[str, str]]:
    with (run / METRICS_FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_same_run(found: Path, expected: Path) -> None:
    for name in (LAST, BEST):
        assert differing(weights(found, name), weights(expected, name)) == []
    assert metrics(found) == metrics(expected)


def again(folder: Path, **changes: Any) -> Path:
    """The data set prepared anew, in the same place."""
    shutil.rmtree(folder)
    return write_clips(folder, **{"size_px": 32, **changes})


def published(path: Path, state: dict[str, Tensor]) -> Path:
    """A file with the fields that the reference code writes."""
    args = argparse.Namespace(model="svfap_base_patch16_160", lr=1e-3)
    groups = [{"lr": np.float64(2.5e-4), "params": [0]}]
    content = {"model": state, "optimizer": {"param_groups": groups}, "epoch": 99, "args": args}
    torch.save(content, path)
    return path
