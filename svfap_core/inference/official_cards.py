"""What the cards of the published models say. Knows nothing of files.

The figures are those that the authors give for the weights they published: README of
github.com/sunlicai/SVFAP, not the paper's tables, which came from weights that were lost.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from svfap_core.inference.card import Metric, ModelCard, Provenance
from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind, TPSBTConfig
from svfap_core.settings import ClipSpec

_TITLES = {"dfew": "DFEW", "ferv39k": "FERV39k", "mafw": "MAFW"}
_SPAN_S = {"dfew": 2.56, "ferv39k": 0.64, "mafw": 2.56}
"""16 frames at 25 fps: every fourth for DFEW and MAFW, every one for FERV39k."""

_FIGURES: dict[str, tuple[str, int, float, float]] = {
    "dfew": ("5 folds, pooled", 11_697, 63.89, 74.81),
    "ferv39k": ("test", 7_847, 43.05, 52.86),
    "mafw": ("5 folds, pooled", 9_172, 43.51, 56.31),
}
"""Split, clips, UAR and WAR in percent."""

ASSUMED_TEMPLATE = ((0.31, 0.36), (0.69, 0.36), (0.5, 0.575), (0.345, 0.78), (0.655, 0.78))
"""Of faces that data sets publish as crops, without saying how they were aligned."""
_TEMPLATE_NOTE = Message(
    "UNVERIFIED: the face template (eyes 0.38 of the crop apart, as OpenFace's similarity "
    "alignment gives at its default scale) is an assumption; the data sets ship faces aligned by "
    "their own tools, whose geometry is not published with the weights"
)
_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)


def official_card(
    dataset: Literal["dfew", "ferv39k", "mafw"], size: str, encoder: TPSBTConfig
) -> ModelCard:
    """The card of a published fine-tuned model, weights not yet saved."""
    title = _TITLES[dataset]
    labels = OFFICIAL_LABELS[dataset]
    return ModelCard(
        name=f"svfap-{size}-{dataset}",
        title=f"SVFAP {size}, {title} (published weights)",
        task=Message("%1 facial expressions", len(labels)),
        size=size,
        encoder=encoder,
        heads=(Head(kind=HeadKind.CLASSES, names=labels),),
        input=ClipSpec(
            frames=encoder.num_frames,
            span_s=_SPAN_S[dataset],
            size_px=encoder.image_size,
            template=ASSUMED_TEMPLATE,
            colour="rgb",
            mean=_IMAGENET_MEAN,
            std=_IMAGENET_STD,
        ),
        metrics=_metrics(dataset),
        licence=Message("None stated by the authors. Ask them before any use beyond research."),
        provenance=Provenance(
            trained_on=("VoxCeleb2 (self-supervised)", title),
            initialised_from="SVFAP pre-training on VoxCeleb2",
            intended_use=Message("Research on expressions in video, one face at a time."),
            limits=(
                Message("Rare classes (disgust, fear, contempt) are recognised poorly."),
                Message("Probabilities are not calibrated."),
            ),
            notes=(_TEMPLATE_NOTE, Message("Spans assume 25 fps, as in the data set's clips.")),
        ),
        created=datetime.now(UTC),
    )


def _metrics(dataset: str) -> tuple[Metric, ...]:
    split, count, uar, war = _FIGURES[dataset]
    return tuple(
        Metric(
            data_set=_TITLES[dataset],
            split=split,
            protocol="published by the authors (README of sunlicai/SVFAP), not measured here; "
            "all folds together, one file is one fold"
            if "folds" in split
            else "published by the authors (README of sunlicai/SVFAP), not measured here",
            name=name,
            value=value,
            n=count,
        )
        for name, value in (("UAR", uar), ("WAR", war))
    )
