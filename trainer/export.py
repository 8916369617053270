"""Makes a model folder of a finished run. Knows nothing of training."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import torch

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard, Provenance, card_text
from svfap_core.inference.checkpoint import CARD_FILE, load_model, read_card, save_model
from svfap_core.inference.predictor import Predictor
from svfap_core.models import TPSBT, Head, HeadKind, create_model
from trainer.data.fer2013 import LABELS, Split, read_fer2013
from trainer.evaluate import Evaluation, best_temperature, evaluate, log_probabilities
from trainer.networks import ClipTPSBT
from trainer.runs import averaged_network, clip_spec, read_config

SOFTWARE = ("svfap", "torch", "timm", "lightning")

LIMITS = (
    "Trained on posed and acted web photographs of 48 x 48 pixels in grey, moved artificially: it "
    "has learned nothing of how expressions unfold in time.",
    "The labels of FER2013 are noisy (people reach about 65 % on it), and fear, "
    "disgust, anger and sadness are often confused.",
    "Not tested for equal performance across age, sex, skin colour or culture.",
)
NOTES = (
    "Taught by a small convolutional network that learned from the same training split. Weights "
    "and temperature were chosen on public_test; private_test was scored once.",
)
INTENDED_USE = (
    "A small model to start with, for exploring video on computers without a GPU. An expression "
    "is not a feeling: not for decisions about people."
)


def export_run(run: Path, folder: Path, name: str) -> Evaluation:
    """Write the averaged network of a `clip` run as a model, calibrated on public_test.

    Returns:
        The figures on public_test, by which the weights and the temperature were chosen.

    Raises:
        ModelError: The run is of another network, or not far enough.
        OutputError: The folder cannot be written.
    """
    config = read_config(run)
    network = averaged_network(run)
    if not isinstance(network, ClipTPSBT):
        raise ModelError(
            f"{run} trained a helper network ({config.network}), not a whole model",
            hint="Export the run that was begun from it.",
        )
    model: TPSBT = create_model(config.size, num_classes=len(LABELS))
    model.load_state_dict(network.state_dict())
    card = ModelCard(
        name=name,
        title="SVFAP tiny",
        task="seven basic emotions",
        size=config.size,
        encoder=model.config,
        heads=(Head(kind=HeadKind.CLASSES, names=LABELS),),
        input=clip_spec(config),
        licence="MIT",
        provenance=_provenance(),
        created=datetime.now(UTC),
    )
    return _calibrate(folder, save_model(folder, model, card), config.data)


def evaluate_model(folder: Path, data: Path, split: Split, *, keep: bool) -> Evaluation:
    """Score a model folder on one split; with `keep` its card takes the figures up."""
    loaded = load_model(folder)
    stills = read_fer2013(data, split)
    card = loaded.card
    evaluation = evaluate(
        log_probabilities(Predictor(loaded, torch.device("cpu")), stills),
        stills,
        split,
        labels=card.emotion_names,
        temperature=card.temperature,
    )
    if keep:
        record(folder, evaluation)
    return evaluation


def record(folder: Path, evaluation: Evaluation) -> None:
    """Put figures on the card of a model, in place of those of the same split."""
    card = read_card(folder)
    others = tuple(metric for metric in card.metrics if metric.split != evaluation.split)
    _write_card(folder, card.model_copy(update={"metrics": (*evaluation.metrics(), *others)}))


def _calibrate(folder: Path, card: ModelCard, data: Path) -> Evaluation:
    stills = read_fer2013(data, "public_test")
    log_p = log_probabilities(Predictor(load_model(folder), torch.device("cpu")), stills)
    temperature = best_temperature(log_p, stills.labels)
    _write_card(folder, card.model_copy(update={"temperature": temperature}))
    calibrated = (log_p / temperature).log_softmax(dim=-1)
    evaluation = evaluate(
        calibrated, stills, "public_test", labels=card.emotion_names, temperature=temperature
    )
    record(folder, evaluation)
    return evaluation


def _provenance() -> Provenance:
    return Provenance(
        trained_on=("FER2013 (Goodfellow et al. 2013), training split, with synthetic motion",),
        software={name: version(name) for name in SOFTWARE},
        intended_use=INTENDED_USE,
        limits=LIMITS,
        notes=NOTES,
    )


def _write_card(folder: Path, card: ModelCard) -> None:
    with whole_file(folder / CARD_FILE) as part:
        part.write_text(card_text(card), encoding="utf-8")
