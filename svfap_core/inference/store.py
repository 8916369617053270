"""Where models are kept: those that come with the product, and the user's own.

Reads folders only; nothing is ever downloaded.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from svfap_core.atomic import output_errors
from svfap_core.errors import ModelError
from svfap_core.inference.card import NAME_PATTERN, ModelCard
from svfap_core.inference.model_folder import (
    WEIGHTS_FILE,
    LoadedModel,
    open_folder,
    read_card,
)
from svfap_core.messages import Message
from svfap_core.names import CARD_FILE
from svfap_core.resources import models_folder, resource
from svfap_core.run_settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from svfap_core.models.tpsbt import TPSBT

_LIST_HINT = Message("Choose one of the installed models, or the folder of a model.")


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model folder: its card, or why it has no valid one."""

    name: str
    folder: Path
    bundled: bool
    card: ModelCard | None
    problem: str = ""


def bundled_folder() -> Path:
    """The models that come with the product."""
    return resource("models")


def user_folder() -> Path:
    """The user's own models; need not exist. Read from the environment at every call."""
    return models_folder()


def list_models() -> list[StoredModel]:
    """Every model there is, bundled ones first, by name; one with a damaged card is among them."""
    found = _stored(bundled_folder(), bundled=True)
    names = {model.name for model in found}
    return found + [m for m in _stored(user_folder(), bundled=False) if m.name not in names]


def find_model(name_or_path: str | Path = DEFAULT_MODEL) -> Path:
    """The folder of a model.

    Args:
        name_or_path: A stored model's name, or a path to a model folder or a file in it.

    Raises:
        ModelError: There is none.
    """
    text = str(name_or_path)
    if re.fullmatch(NAME_PATTERN, text):
        for root in (bundled_folder(), user_folder()):
            if (root / text / CARD_FILE).is_file():
                return root / text
    path = Path(text).expanduser()
    if path.is_file() and path.name in {CARD_FILE, WEIGHTS_FILE}:
        path = path.parent
    if (path / CARD_FILE).is_file():
        return path
    raise ModelError(Message("there is no model %1", f"{text!r}"), hint=_LIST_HINT)


def open_model(name_or_path: str | Path = DEFAULT_MODEL) -> LoadedModel:
    """Find and open a model, every byte checked; its network is read when it is needed.

    Raises:
        ModelError: There is none, or it is damaged.
    """
    return open_folder(find_model(name_or_path))


def add_model(model: TPSBT, card: ModelCard, *, folder: Path | None = None) -> Path:
    """Keep a model among the user's own, or in another folder.

    Args:
        model: The network.
        card: Its card; `card.name` names it.
        folder: Where to write it instead of the user's models.

    Returns:
        The model's folder.

    Raises:
        ModelError: The name is taken, or card and network do not belong together.
        OutputError: It cannot be written.
    """
    target = folder or user_folder() / card.name
    taken = (bundled_folder() / card.name).exists() and folder is None
    if taken or (target / CARD_FILE).exists() or (target / WEIGHTS_FILE).exists():
        raise ModelError(
            Message("there is a model at %1", target)
            if not taken
            else Message("%1 is a built-in model", card.name),
            hint="Choose another name, or remove that model first."
            if not taken
            else "Choose another name.",
        )
    from svfap_core.inference.checkpoint import save_model  # noqa: PLC0415  # loads torch

    save_model(target, model, card)
    return target


def remove_model(name: str) -> Path:
    """Delete one of the user's models; paths are not names.

    Returns:
        The folder that was deleted.

    Raises:
        ModelError: There is no such model of the user's.
        OutputError: It cannot be deleted.
    """
    if not re.fullmatch(NAME_PATTERN, name):
        raise ModelError(Message("%1 is not the name of a model", f"{name!r}"), hint=_LIST_HINT)
    folder = user_folder() / name
    if not (folder / CARD_FILE).exists() and not (folder / WEIGHTS_FILE).exists():
        if (bundled_folder() / name).is_dir():
            raise ModelError(
                Message("%1 comes with the program and cannot be removed", name),
                hint="Only imported and trained models can.",
            )
        raise ModelError(Message("there is no model %1", f"{name!r}"), hint=_LIST_HINT)
    with output_errors(folder):
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    return folder


def _stored(root: Path, *, bundled: bool) -> list[StoredModel]:
    if not root.is_dir():
        return []
    folders = sorted(p for p in root.iterdir() if p.is_dir() and re.fullmatch(NAME_PATTERN, p.name))
    return [_entry(folder, bundled=bundled) for folder in folders]


def _entry(folder: Path, *, bundled: bool) -> StoredModel:
    try:
        return StoredModel(folder.name, folder, bundled, read_card(folder))
    except ModelError as error:
        return StoredModel(folder.name, folder, bundled, None, problem=str(error))
