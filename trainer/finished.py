"""Changes of a finished model that need no training. Knows nothing of runs or data.

Figures of the model as it was leave the card: they have to be measured again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import torch

from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model, save_model
from svfap_core.messages import Message
from svfap_core.models import HeadKind
from svfap_core.models.tpsbt import TPSBT
from trainer.export import with_note


def offset_class(folder: Path, name: str, log_odds: float) -> ModelCard:
    """Make a model answer one class more readily, or less: faces at rest that pass for sad, say.

    The head's bias takes it, so figures of the model as it was leave the card.

    Args:
        folder: A model folder; changed in place.
        name: The class.
        log_odds: By how much its calibrated log-odds against each other class rise.

    Returns:
        The new card.

    Raises:
        ModelError: The model is damaged or has no such class.
        OutputError: The folder cannot be written.
    """
    loaded = load_model(folder)
    card = loaded.card
    outputs = [(head.name, label) for head in card.heads for label in head.names]
    if name not in card.emotion_names:
        raise ModelError(
            Message("%1 has no class %2", card.name, f"{name!r}"),
            hint=Message("It has %1.", ", ".join(card.emotion_names)),
        )
    bias = loaded.model.state_dict()["head.bias"]  # Shares its memory with the network.
    bias[outputs.index(("", name))] += card.temperature * log_odds
    note = Message("After training the log-odds of %1 were changed by %2.", name, f"{log_odds:+g}")
    changed = with_note(card, note).model_copy(update={"metrics": ()})
    return save_model(folder, loaded.model, changed)


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
