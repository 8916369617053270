"""A model for tests that need one but not its answers: the tiny network with fresh weights."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import torch

from svfap_core.inference.card import ModelCard, Provenance
from svfap_core.inference.checkpoint import save_model
from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.models import Head, HeadKind
from svfap_core.models.create import create_model
from svfap_core.settings import ClipSpec
from tests.fakes import TEMPLATE

LABELS = OFFICIAL_LABELS["dfew"]


CLASSES = Head(kind=HeadKind.CLASSES, names=LABELS)


def write_untrained_model(folder: Path, heads: tuple[Head, ...] = (CLASSES,)) -> Path:
    """Save a tiny network whose head is lively enough to tell pictures apart."""
    torch.manual_seed(0)
    outputs = sum(len(head.names) for head in heads)
    model = create_model("tiny", num_classes=outputs, depths=(2, 2, 2))
    torch.nn.init.normal_(model.head.weight, std=0.2)  # type: ignore[arg-type]
    card = ModelCard(
        name="untrained",
        title="Untrained",
        task="nothing of use",
        size="tiny",
        encoder=model.config,
        heads=heads,
        input=ClipSpec(
            frames=8,
            span_s=1.28,
            size_px=112,
            template=TEMPLATE,
            colour="gray",
            mean=(0.5, 0.5, 0.5),
            std=(0.25, 0.25, 0.25),
        ),
        licence="MIT",
        provenance=Provenance(trained_on=()),
        created=datetime(2026, 1, 1, tzinfo=UTC),  # Else a choice of runtime is not remembered.
    )
    save_model(folder, model, card)
    return folder
