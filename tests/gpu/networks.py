"""Networks and clips without the packages that the product reads them with.

Needs torch, numpy and einops.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from svfap_core.inference.faces import read_faces
from svfap_core.models import MODEL_SIZES, TPSBTConfig
from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBT

RESOURCES = Path(__file__).parents[2] / "resources"
CLASSES = 7


@dataclass(frozen=True, slots=True)
class Spec:
    """The part of a card's input that preprocessing asks for."""

    frames: int
    size_px: int
    colour: str = "rgb"
    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.25, 0.25, 0.25)


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a card that running a network asks for."""

    input: Spec
    mirrored: bool = False
    temperature: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """Stands for `checkpoint.LoadedModel`."""

    model: TPSBT
    card: Card
    trained: bool


def loaded(size: str) -> Any:
    """The model of a size: the one that comes with the product, or one with fresh weights."""
    folder = RESOURCES / "models" / f"svfap-{size}"
    return _bundled(folder) if folder.is_dir() else _fresh(size)


def _fresh(size: str) -> Loaded:
    torch.manual_seed(0)
    model = create_model(size, num_classes=CLASSES).eval()
    assert isinstance(model.head, torch.nn.Linear)
    torch.nn.init.normal_(model.head.weight, std=0.3)  # As built, all answers are alike.
    config = MODEL_SIZES[size]
    return Loaded(model, Card(Spec(config.num_frames, config.image_size)), trained=False)


def _bundled(folder: Path) -> Loaded:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    encoder = card["encoder"] | {"depths": tuple(card["encoder"]["depths"])}
    outputs = sum(len(head["names"]) for head in card["heads"])
    model = TPSBT(TPSBTConfig(**encoder), outputs)
    model.load_state_dict(read_tensors(folder / "model.safetensors"))
    wanted = card["input"]
    spec = Spec(
        frames=wanted["frames"],
        size_px=wanted["size_px"],
        colour=wanted["colour"],
        mean=tuple(wanted["mean"]),
        std=tuple(wanted["std"]),
    )
    return Loaded(model.eval(), Card(spec, card["mirrored"], card["temperature"]), trained=True)


def read_tensors(file: Path) -> dict[str, torch.Tensor]:
    """The float32 tensors of a safetensors file: a length, JSON of that length, the numbers."""
    content = file.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    head: dict[str, Any] = json.loads(content[8:start])
    found: dict[str, torch.Tensor] = {}
    for name, entry in head.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", entry
        first, last = entry["data_offsets"]
        values = np.frombuffer(content[start + first : start + last], "<f4")
        found[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return found


def face_crops(spec: Spec, count: int = 0) -> NDArray[np.uint8]:
    """Windows `(n, T, S, S, 3)` of the faces that the product ships; all of them without a count.

    Their images are framed much as crops are; the product's guard aligns them exactly.
    """
    faces = read_faces(RESOURCES / "faces.npz")
    grey = torch.from_numpy(faces.grey[: count or None]).float()
    size = (spec.size_px, spec.size_px)
    sized = F.interpolate(grey, size, mode="bilinear", align_corners=False).numpy()
    shares = np.linspace(0, 1, spec.frames)[:, None, None]
    rng = np.random.default_rng(0)
    windows: list[NDArray[np.uint8]] = []
    for index, (first, last) in enumerate(sized):
        frames = (1 - shares) * first + shares * last
        windows.append(faces.coloured(index, frames + rng.normal(0, 2, frames.shape)))
    return np.stack(windows)


def noise_crops(spec: Spec, count: int) -> NDArray[np.uint8]:
    """Random windows: what is in them does not change how long they take."""
    shape = (count, spec.frames, spec.size_px, spec.size_px, 3)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
