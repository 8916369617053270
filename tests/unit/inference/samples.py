"""Small models, cards and windows that several tests of this folder need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import torch

from svfap_core.inference.card import Metric, ModelCard, Provenance
from svfap_core.models import Head, HeadKind, TPSBTConfig
from svfap_core.models.tpsbt import TPSBT
from svfap_core.settings import ClipSpec
from svfap_core.types import RGB

ENCODER = TPSBTConfig(embed_dim=32, num_heads=2, depths=(2, 2, 2), num_frames=8, image_size=32)
LABELS = ("happy", "sad", "neutral", "angry", "surprise", "disgust", "fear")
CLASSES = Head(kind=HeadKind.CLASSES, names=LABELS)


def clip_spec(**changes: Any) -> ClipSpec:
    values: dict[str, Any] = {
        "frames": 8,
        "span_s": 1.28,
        "size_px": 32,
        "template": ((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)),
        "colour": "rgb",
        "mean": (0.485, 0.456, 0.406),
        "std": (0.229, 0.224, 0.225),
    }
    return ClipSpec(**values | changes)


def model_card(**changes: Any) -> ModelCard:
    values: dict[str, Any] = {
        "name": "sample",
        "title": "A sample",
        "task": "7 expressions",
        "size": "tiny",
        "encoder": ENCODER,
        "heads": (CLASSES,),
        "input": clip_spec(),
        "metrics": (
            Metric(data_set="X", split="test", protocol="one run", name="WAR", value=51.5, n=100),
        ),
        "licence": "MIT",
        "provenance": Provenance(trained_on=("X",), software={"torch": "2"}, limits=("none",)),
        "created": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return ModelCard(**values | changes)


def network(card: ModelCard) -> TPSBT:
    torch.manual_seed(0)
    model = TPSBT(card.encoder, card.num_outputs)
    # As built, a head is too near zero for outputs to differ.
    torch.nn.init.normal_(model.head.weight, std=0.3)
    return model.eval()


def windows(count: int, spec: ClipSpec) -> list[RGB]:
    rng = np.random.default_rng(0)
    shape = (spec.frames, spec.size_px, spec.size_px, 3)
    return [rng.integers(0, 256, shape, dtype=np.uint8) for _ in range(count)]
