"""Changes of a finished model that need no training. Knows nothing of runs or data.

Figures of the model as it was leave the card: they have to be measured again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model, save_model
from svfap_core.messages import Message
from svfap_core.models import HeadKind
from svfap_core.models.tpsbt import TPSBT
from trainer.export import with_note


@dataclass(frozen=True, slots=True)
class Correction:
    """How the emotion outputs of a model are changed: `scale * outputs + offsets`.

    Attributes:
        scale: Above 0, of all of them.
        offsets: Emotion -> what is added to its output.
        temperature: Of the changed outputs, for calibrated probabilities.
        ambiguity_threshold: Of their shares of votes; none: not known.
    """

    scale: float
    offsets: Mapping[str, float]
    temperature: float
    ambiguity_threshold: float | None


def correct_emotions(folder: Path, correction: Correction) -> ModelCard:
    """Change what a model says of emotions.

    The head takes it, so figures of the model as it was leave the card.

    Args:
        folder: A model folder; changed in place.
        correction: For each of its emotions.

    Returns:
        The new card.

    Raises:
        ModelError: The model is damaged.
        OutputError: The folder cannot be written.
    """
    loaded = load_model(folder)
    card = loaded.card
    outputs = [(head.name, label) for head in card.heads for label in head.names]
    state = loaded.model.state_dict()  # Shares its memory with the network.
    for name, offset in correction.offsets.items():
        row = outputs.index(("", name))
        state["head.weight"][row] *= correction.scale
        state["head.bias"][row] *= correction.scale
        state["head.bias"][row] += offset
    added = ", ".join(f"{name} {offset:+.2f}" for name, offset in correction.offsets.items())
    note = Message(
        "After training the outputs for emotions were multiplied by %1, and changed by: %2.",
        f"{correction.scale:.2f}",
        added,
    )
    fields = {
        "temperature": correction.temperature,
        "ambiguity_threshold": correction.ambiguity_threshold,
        "metrics": (),
    }
    return save_model(folder, loaded.model, with_note(card, note).model_copy(update=fields))


def keep_actions(folder: Path, names: Collection[str]) -> ModelCard:
    """Leave out the facial actions that a model has not learned well.

    Args:
        folder: A model folder; changed in place.
        names: The actions that stay; none: the head of actions goes.

    Returns:
        The new card.

    Raises:
        ModelError: The model is damaged or does not score one of them.
        OutputError: The folder cannot be written.
    """
    loaded = load_model(folder)
    card = loaded.card
    scored = [name for head in card.heads if head.kind is HeadKind.ACTIONS for name in head.names]
    if unknown := [name for name in names if name not in scored]:
        raise ModelError(
            Message("%1 does not score %2", card.name, ", ".join(unknown)),
            hint=Message("Its facial actions: %1.", ", ".join(scored) or "none"),
        )
    outputs = [(head.kind, name) for head in card.heads for name in head.names]
    rows = [
        k for k, (kind, name) in enumerate(outputs) if kind is not HeadKind.ACTIONS or name in names
    ]
    kept = (
        replace(head, names=tuple(name for name in head.names if name in names))
        if head.kind is HeadKind.ACTIONS
        else head
        for head in card.heads
        if head.kind is not HeadKind.ACTIONS or names
    )
    smaller = TPSBT(card.encoder, len(rows))
    state = loaded.model.state_dict()
    state |= {name: state[name][torch.tensor(rows)] for name in ("head.weight", "head.bias")}
    smaller.load_state_dict(state)
    gone = ", ".join(name for name in scored if name not in names)
    note = Message("After training these facial actions were left out: %1.", gone)
    changed = with_note(card, note).model_copy(update={"heads": tuple(kept), "metrics": ()})
    return save_model(folder, smaller, changed)
