"""Reads a model that a user brings: a folder or file of this program, or a published file.

Runs nothing that may be in a file, and keeps nothing: `store.add_model` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from svfap_core.clips.preprocess import to_batch
from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.inference.official import OfficialDataset, import_official
from svfap_core.messages import Message
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE


@dataclass(frozen=True, slots=True, eq=False)
class ModelToImport:
    """A model that was read and found sound, its card, and what its user should be told.

    Warnings stand among the card's notes too, so that they are not forgotten.
    """

    model: TPSBT
    card: ModelCard
    warnings: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The card's notes without the warnings."""
        return tuple(note for note in self.card.provenance.notes if note not in self.warnings)


def is_own(path: Path) -> bool:
    """Whether a path means a model folder of this program, not a published file; by its name."""
    return path.is_dir() or path.name == CARD_FILE or path.suffix.lower() == ".safetensors"


def read_own(path: Path) -> ModelToImport:
    """The model in a folder of this program.

    Args:
        path: The folder, or the card or the weights in it.

    Raises:
        ModelError: No such folder, or damaged.
    """
    folder = (path if path.is_dir() else path.parent).resolve()
    if not (folder / CARD_FILE).is_file():
        raise ModelError(
            Message("%1 comes without a %2, which says what its numbers mean", path, CARD_FILE),
            hint=Message(
                "Choose a folder that holds %1 and %2, as an export of a training makes it.",
                WEIGHTS_FILE,
                CARD_FILE,
            ),
        )
    if path.suffix.lower() == ".safetensors" and path.name != WEIGHTS_FILE:
        raise ModelError(
            Message(
                "the %1 beside %2 belongs to %3, not to this file", CARD_FILE, path, WEIGHTS_FILE
            ),
            hint=Message("Choose %1 or the folder.", WEIGHTS_FILE),
        )
    loaded = load_model(folder)
    _check_outputs(loaded.model, loaded.card, path)
    return ModelToImport(loaded.model, loaded.card)


def read_published(path: Path, dataset: OfficialDataset) -> ModelToImport:
    """The model in a published file.

    Raises:
        ModelError: Not such a file, or of another size or data set, or with code in it.
    """
    result = import_official(path, dataset)
    _check_outputs(result.model, result.card, path)
    origin = result.card.provenance
    noted = origin.model_copy(update={"notes": (*result.warnings, *origin.notes)})
    card = result.card.model_copy(update={"provenance": noted})
    return ModelToImport(result.model, card, result.warnings)


@torch.inference_mode()
def _check_outputs(model: TPSBT, card: ModelCard, path: Path) -> None:
    """See that a window gets scores: sound numbers can still be too large to reckon with."""
    spec = card.input
    windows = torch.zeros((1, spec.frames, spec.size_px, spec.size_px, 3), dtype=torch.uint8)
    if not torch.isfinite(model(to_batch(windows, spec, torch.device("cpu")))).all():
        raise ModelError(
            Message("the model in %1 gives no usable scores for a test window", path),
            hint="It is damaged, or its training broke down: take an intact or earlier file.",
        )


def renamed(card: ModelCard, name: str) -> ModelCard:
    """The card under another name.

    Raises:
        ModelError: It cannot be the name of a model.
    """
    try:
        return ModelCard.model_validate(card.model_dump() | {"name": name})
    except ValueError as error:
        raise ModelError(
            Message("%1 cannot be the name of a model", f"{name!r}"),
            hint="Use lower-case letters and digits, and . _ - between them.",
        ) from error
