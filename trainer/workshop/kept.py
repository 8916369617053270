"""Teachers as files: a trained cnn in half precision, so that nobody has to train it again."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from pydantic import ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.settings import ClipSpec, Frozen
from trainer.workshop.networks import PictureCNN

ENDING = ".safetensors"
_ABOUT = "teacher"


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
    """Write a teacher: matrices in 16 bits, all else as it is.

    Raises:
        OutputError: The file cannot be written.
    """
    state = {
        name: (value.half() if value.ndim > 1 else value).contiguous()
        for name, value in network.state_dict().items()
    }
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
        floats = {n: v.float() if v.dtype == torch.half else v for n, v in state.items()}
        network.load_state_dict(floats)
    except (
        *(OSError, SafetensorError, RuntimeError, ValidationError),
        *(KeyError, TypeError, ValueError),
    ) as error:
        raise ModelError(
            Message("%1 holds no teacher: %2", file, error),
            hint="Make one with: python -m trainer.workshop keep RUN --out FILE",
        ) from error
    return network.eval().requires_grad_(requires_grad=False), about
