"""What is kept of runs as files in eight bits: teachers, and starts of the whole network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.runtime.eight_bits import quantised
from svfap_core.settings import ClipSpec, Frozen
from trainer.workshop.networks import PictureCNN

ENDING = ".safetensors"
_ABOUT, _HEADS, _SCALE = "teacher", "heads", ".scale"
_HEADS_JSON = TypeAdapter(tuple[Head, ...])
_UNREADABLE = (
    *(OSError, SafetensorError, RuntimeError, ValidationError),
    *(KeyError, TypeError, ValueError),
)


class About(Frozen):
    """What a teacher is and what it is shown: its size, and of `spec` template and colours."""

    cnn: str
    size_px: int
    emotions: tuple[str, ...]
    spec: ClipSpec

    @property
    def heads(self) -> tuple[Head, ...]:
        """What its outputs mean."""
        return (Head(kind=HeadKind.CLASSES, names=self.emotions),)


def write_kept(file: Path, network: PictureCNN, about: About) -> None:
    """Write a teacher: kernels and matrices in 8 bits with a scale per output, all else as it is.

    Raises:
        OutputError: The file cannot be written.
    """
    _write(file, network.state_dict(), {_ABOUT: about.model_dump_json()})


def write_start(file: Path, state: Mapping[str, Tensor], heads: tuple[Head, ...]) -> None:
    """Write weights that a run may begin from, and what their outputs mean.

    Raises:
        OutputError: The file cannot be written.
    """
    _write(file, state, {_HEADS: _HEADS_JSON.dump_json(heads).decode()})


def read_start(file: Path) -> tuple[dict[str, Tensor], tuple[Head, ...]]:
    """What `write_start` wrote.

    Raises:
        ModelError: The file holds something else.
    """
    try:
        state, metadata = _read(file)
        return state, _HEADS_JSON.validate_json(metadata[_HEADS])
    except _UNREADABLE as error:
        raise ModelError(
            Message("%1 holds nothing to begin from: %2", file, error),
            hint="Make one of a still or a whole network: "
            "python -m trainer.workshop keep RUN --out FILE",
        ) from error


def read_kept(file: Path) -> tuple[PictureCNN, About]:
    """The teacher of a file, in evaluation mode.

    Raises:
        ModelError: It holds none.
    """
    try:
        state, metadata = _read(file)
        about = About.model_validate(json.loads(metadata[_ABOUT]))
        network = PictureCNN(about.cnn, about.size_px, len(about.emotions))
        network.load_state_dict(state)
    except _UNREADABLE as error:
        raise ModelError(
            Message("%1 holds no teacher: %2", file, error),
            hint="Make one with: python -m trainer.workshop keep RUN --out FILE",
        ) from error
    return network.eval().requires_grad_(requires_grad=False), about


def _write(file: Path, state: Mapping[str, Tensor], about: dict[str, str]) -> None:
    packed: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim < 2:
            packed[name] = value.contiguous()
            continue
        numbers, scale = quantised(value.flatten(1).numpy(), axis=1)
        packed[name] = torch.from_numpy(numbers).reshape(value.shape).contiguous()
        packed[name + _SCALE] = torch.from_numpy(scale[:, 0])
    with whole_file(file) as part:
        save_file(packed, part, about)


def _read(file: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    with safe_open(file, "pt") as stored:
        packed = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # no dict
        about = dict(stored.metadata())
    state = {
        name: _scaled(value, packed[name + _SCALE]) if value.dtype == torch.int8 else value
        for name, value in packed.items()
        if not name.endswith(_SCALE)
    }
    return state, about


def _scaled(packed: Tensor, scale: Tensor) -> Tensor:
    return packed.float() * scale.reshape(-1, *(1,) * (packed.ndim - 1))
