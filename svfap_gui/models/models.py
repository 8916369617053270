"""Models and detectors there are, as the window shows them. Runs in worker threads; knows no Qt.

Everything that reads model files imports torch, which takes seconds: never at this module's import.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, get_args

from svfap_core.errors import DetectorError, DeviceError, ModelError
from svfap_core.settings import DetectorName, Device

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.inference.importing import ModelToImport
    from svfap_core.inference.official import OfficialDataset
    from svfap_core.inference.store import StoredModel

WEIGHT_SUFFIXES = frozenset({".pth", ".pt", ".safetensors"})
PUBLISHED_SUFFIXES = frozenset({".pth", ".pt"})
"""Of files that do not say themselves what their outputs mean."""
DETECTOR_TITLES: Mapping[DetectorName, str] = MappingProxyType(
    {"centerface": "CenterFace", "insightface": "SCRFD (insightface)", "yunet": "YuNet"}
)
"""What papers call them."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A stored model, and what only the disk knows of it.

    `removable` is false for models that come with the program and for folders elsewhere.
    """

    stored: StoredModel
    size_bytes: int
    removable: bool

    @property
    def name(self) -> str:
        """What settings and tables call it."""
        return self.stored.name

    @property
    def title(self) -> str:
        """What people call it."""
        return self.stored.card.title if self.stored.card else self.stored.name


@dataclass(frozen=True, slots=True)
class ModelShelf:
    """All models, and where they would compute now: `place` is empty where that is not to be had.

    Times of a window hold for one place only; see `svfap_core.runtime.place.computing_place`.
    """

    entries: tuple[ModelEntry, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class DetectorEntry:
    """A face detector: whether it can be used as things are, without a network.

    `file` holds its weights, where they are there. `problem` says why they cannot be used.
    """

    name: DetectorName
    file: Path | None = None
    problem: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be used now."""
        return self.file is not None and not self.problem


@dataclass(frozen=True, slots=True)
class Check:
    """What came of trying a model or detector; `hint` says what to do where it is not sound."""

    sound: bool
    text: str = ""
    hint: str = ""


class Speed(NamedTuple):
    """How long a window takes, and on which device and runtime."""

    ms_per_window: float
    device: str


@dataclass(frozen=True, slots=True)
class Status:
    """What changes about a model or detector while its files stay as they are.

    `speed` is that on the device which the preferences name, where it has been measured.
    """

    in_use: bool = False
    busy: bool = False
    check: Check | None = None
    speed: Speed | None = None


def read_models(chosen: str, device: Device) -> ModelShelf:
    """All stored models; `chosen` is among them even if it lies elsewhere, or nowhere."""
    from svfap_core.inference.store import list_models  # noqa: PLC0415  # same
    from svfap_core.runtime.place import computing_place, pick_device  # noqa: PLC0415  # torch takes seconds

    stored = list_models()
    entries = [ModelEntry(model, _size_bytes(model.folder), not model.bundled) for model in stored]
    if not any(is_chosen(entry, chosen) for entry in entries):
        entries.append(_elsewhere(chosen))
    try:
        place = computing_place(pick_device(device))
    except DeviceError:
        place = ""
    return ModelShelf(tuple(entries), place)


def is_chosen(entry: ModelEntry, chosen: str) -> bool:
    """Whether the name or folder in the preferences means this model."""
    return chosen == entry.name or chosen == str(entry.stored.folder)


def read_detectors(files: Mapping[DetectorName, Path]) -> tuple[DetectorEntry, ...]:
    """All detectors.

    Args:
        files: Model files that the user has chosen before.
    """
    return tuple(_detector(name, files.get(name)) for name in get_args(DetectorName))


def possible_datasets(path: Path) -> tuple[OfficialDataset, ...]:
    """What a published file may have been fine-tuned on.

    Raises:
        ModelError: It is no such file; says what to do.
    """
    from svfap_core.inference import official  # noqa: PLC0415  # torch takes seconds

    return official.possible_datasets(path)


def look_into(path: Path, dataset: OfficialDataset | None) -> ModelToImport:
    """Read a model that is to be kept, without keeping it.

    Args:
        path: A model folder, a file in one, or a published file.
        dataset: Of a published file, what it was fine-tuned on.

    Raises:
        ModelError: It is no model, or damaged; says what to do.
    """
    from svfap_core.inference.importing import (  # noqa: PLC0415  # torch takes seconds
        read_own,
        read_published,
    )

    return read_own(path) if dataset is None else read_published(path, dataset)


def keep(candidate: ModelToImport, name: str) -> str:
    """Add a model to the user's own.

    Returns:
        Its name.

    Raises:
        ModelError: The name is taken or none.
        OutputError: It cannot be written.
    """
    from svfap_core.inference.importing import renamed  # noqa: PLC0415  # torch takes seconds
    from svfap_core.inference.store import add_model  # noqa: PLC0415  # same

    return add_model(candidate.model, renamed(candidate.card, name)).name


def try_detector(name: DetectorName, file: Path | None, *, accept_licence: bool = False) -> None:
    """Make a detector once, to see that it works.

    Raises:
        DetectorError: It does not; says what to do.
    """
    from svfap_core.tracking.factory import create_detector  # noqa: PLC0415  # loads OpenCV

    create_detector(name, file, accept_licence=accept_licence)


def _elsewhere(chosen: str) -> ModelEntry:
    """A model that the preferences name, but that is none of the stored ones."""
    from svfap_core.inference.model_folder import read_card  # noqa: PLC0415  # torch takes seconds
    from svfap_core.inference.store import StoredModel, find_model  # noqa: PLC0415  # same

    try:
        folder = find_model(chosen)
        stored = StoredModel(chosen, folder, bundled=False, card=read_card(folder))
    except ModelError as error:
        folder = Path(chosen)
        stored = StoredModel(chosen, folder, bundled=False, card=None, problem=str(error))
    return ModelEntry(stored, _size_bytes(folder), removable=False)


def _size_bytes(folder: Path) -> int:
    try:
        return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    except OSError:
        return 0


def _detector(name: DetectorName, file: Path | None) -> DetectorEntry:
    if file is not None:
        missing = "" if file.is_file() else f"{file} is missing"
        return DetectorEntry(name, file, missing)
    if name == "centerface":
        return _centerface()
    if name == "insightface":
        return _insightface()
    return DetectorEntry(name)


def _centerface() -> DetectorEntry:
    from svfap_core.tracking.centerface import weights_file  # noqa: PLC0415  # loads numpy

    try:
        return DetectorEntry("centerface", weights_file())
    except DetectorError as error:
        return DetectorEntry("centerface", problem=str(error))


def _insightface() -> DetectorEntry:
    from svfap_core.tracking.insightface_scrfd import installed_model  # noqa: PLC0415  # OpenCV

    if importlib.util.find_spec("insightface") is None:
        return DetectorEntry("insightface", problem="Run: pip install insightface")
    return DetectorEntry("insightface", installed_model())
