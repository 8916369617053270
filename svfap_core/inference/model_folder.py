"""Models as folders: `model.safetensors` and `card.json`. Loads no torch before it is needed.

Knows nothing of where such folders are kept.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from svfap_core.errors import ModelError
from svfap_core.failures import reason_of
from svfap_core.inference.card import ModelCard, parse_card
from svfap_core.messages import Message
from svfap_core.names import CARD_FILE

if TYPE_CHECKING:
    from svfap_core.models.tpsbt import TPSBT

WEIGHTS_FILE = "model.safetensors"
REIMPORT = Message("Import the model again from its original file.")

_MAX_CARD_BYTES = 1_000_000


class LoadedModel:
    """A model: its card, and its network in evaluation mode on the CPU.

    Args:
        model: The network; none: that of the folder, read when it is asked for.
        card: Its card.
        folder: Where it lies, its bytes checked.
    """

    def __init__(self, model: TPSBT | None, card: ModelCard, folder: Path | None = None) -> None:
        self.card = card
        self._model = model
        self._folder = folder

    @property
    def model(self) -> TPSBT:
        """The network.

        Raises:
            ModelError: It cannot be read.
        """
        if self._model is None:
            from svfap_core.inference.checkpoint import read_network  # noqa: PLC0415  # loads torch

            assert self._folder is not None  # noqa: S101  # one of the two is there
            self._model = read_network(self._folder, self.card)
        return self._model

    @property
    def weights_sha256(self) -> str:
        """Of the weights file that was or would be made of it, in hexadecimal."""
        if self.card.sha256:
            return self.card.sha256
        from svfap_core.inference.checkpoint import weights_sha256  # noqa: PLC0415  # loads torch

        return weights_sha256(self.model)


def open_folder(folder: Path) -> LoadedModel:
    """A model whose bytes are checked and whose network is read when it is needed.

    Raises:
        ModelError: A file is missing or damaged.
    """
    card = read_card(folder)
    check_sha256(folder / WEIGHTS_FILE, card)
    return LoadedModel(None, card, folder)


def read_card(folder: Path) -> ModelCard:
    """The card of a model folder.

    Raises:
        ModelError: There is none, or it is not valid.
    """
    path = folder / CARD_FILE
    check_is_file(path)
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_CARD_BYTES + 1)
    except OSError as error:
        raise ModelError(
            Message(
                "%1 is not a model: its %2 cannot be read (%3)", folder, CARD_FILE, reason_of(error)
            ),
            hint=Message("A model is a folder with %1 and %2.", WEIGHTS_FILE, CARD_FILE),
        ) from error
    if len(text) > _MAX_CARD_BYTES:
        raise ModelError(Message("%1 is too large for a model card", path), hint=REIMPORT)
    return parse_card(text, str(path))


def check_is_file(path: Path) -> None:
    """Refuse pipes and devices, whose reading may never end.

    What is missing, or may not be read, is told by the attempt.

    Raises:
        ModelError: It is one.
    """
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # noqa: PTH110, PTH112, PTH113  # those of Path fail where nobody may look
        raise ModelError(Message("%1 is no file", path), hint=REIMPORT)


def check_sha256(path: Path, card: ModelCard) -> None:
    """Compare a weights file with its card.

    Raises:
        ModelError: It cannot be read or is another file.
    """
    check_is_file(path)
    try:
        found = file_sha256(path)
    except OSError as error:
        raise ModelError(
            Message("the weights %1 cannot be read (%2)", path, reason_of(error)), hint=REIMPORT
        ) from error
    if found != card.sha256:
        raise ModelError(
            Message(
                "the weights %1 are not those of the card: sha256 %2..., the card says %3...",
                path,
                found[:12],
                card.sha256[:12] or "nothing",
            ),
            hint=Message("The file is damaged or was exchanged. %1", REIMPORT),
        )


def file_sha256(path: Path) -> str:
    """Of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
