"""Teachers as files: a trained cnn in eight bits, so that nobody has to train it again."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from pydantic import ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.inference.eight_bits import quantised
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.settings import ClipSpec, Frozen
from trainer.workshop.networks import PictureCNN

ENDING = ".safetensors"
_ABOUT, _SCALE = "teacher", ".scale"


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
    state: dict[str, Tensor] = {}
    for name, value in network.state_dict().items():
        if value.ndim < 2:
            state[name] = value.contiguous()
            continue
        packed, scale = quantised(value.flatten(1).numpy(), axis=1)
        state[name] = torch.from_numpy(packed).reshape(value.shape).contiguous()
        state[name + _SCALE] = torch.from_numpy(scale[:, 0])
    with whole_file(file) as part:
        save_file(state, part, {_ABOUT: about.model_dump_json()})


def read_kept(file: Path) -> tuple[PictureCNN, About]:
    """The teacher of a file, in evaluation mode.

    Raises:
        ModelError: It holds none.
    """
    try:
        with safe_open(file, "pt") as stored:
            about = About.model_validate(json.loads(stored.metadata()[_ABOUT]))
            state = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # no dict
        network = PictureCNN(about.cnn, about.size_px, len(about.emotions))
        network.load_state_dict(
            {
                name: _scaled(value, state[name + _SCALE]) if value.dtype == torch.int8 else value
                for name, value in state.items()
                if not name.endswith(_SCALE)
            }
        )
    except (
        *(OSError, SafetensorError, RuntimeError, ValidationError),
        *(KeyError, TypeError, ValueError),
    ) as error:
        raise ModelError(
            Message("%1 holds no teacher: %2", file, error),
            hint="Make one with: python -m trainer.workshop keep RUN --out FILE",
        ) from error
    return network.eval().requires_grad_(requires_grad=False), about


def _scaled(packed: Tensor, scale: Tensor) -> Tensor:
    return packed.float() * scale.reshape(-1, *(1,) * (packed.ndim - 1))
