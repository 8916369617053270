"""What trained cnns say of face images, each asked with the mirror image too.

F images, K emotions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from svfap_core.clips.preprocess import to_batch
from svfap_core.errors import ModelError
from svfap_core.messages import Message
from trainer.data.rendering import render
from trainer.initial import run_heads
from trainer.specs import Template, run_spec
from trainer.workshop.building import trained_run
from trainer.workshop.kept import ENDING, About, read_kept
from trainer.workshop.networks import PictureCNN

_BATCH = 64


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained network and what it is shown."""

    network: PictureCNN
    about: About

    @torch.no_grad()
    def say(self, images: NDArray[np.uint8], template: Template | None) -> NDArray[np.float64]:
        """Shares of emotions, the mean of those of the images and of their mirror images.

        Args:
            images: `(F, H, H)`, grey.
            template: Where they show the five points; none: they are used whole.

        Returns:
            `(F, K)`, each row summing to 1.
        """
        spec, said = self.about.spec, list[Tensor]()
        for part in torch.from_numpy(images)[:, None, :, :, None].split(_BATCH):
            shown = to_batch(render(part, spec, template), spec, torch.device("cpu"))
            both = torch.stack((self.network(shown), self.network(shown.flip(-1))))
            said.append(both.double().softmax(dim=-1).mean(dim=0))
        return torch.cat(said).numpy()


def read_teacher(path: Path) -> Teacher:
    """The cnn of a run or of a kept file.

    Raises:
        ModelError: It is neither, or another network.
    """
    if path.suffix == ENDING:
        return Teacher(*read_kept(path))
    config, network = trained_run(path)
    heads = run_heads(path)
    if not isinstance(network, PictureCNN) or len(heads) != 1:
        raise ModelError(
            Message("%1 is no teacher of single images", path),
            hint="Give a run of network cnn that scores emotions alone.",
        )
    own = {"frames": network.frames, "size_px": network.size_px}
    about = About(
        cnn=config.cnn,
        size_px=network.size_px,
        emotions=heads[0].names,
        spec=run_spec(config).model_copy(update=own),
    )
    return Teacher(network, about)


def read_teachers(paths: Sequence[Path]) -> tuple[Teacher, ...]:
    """Teachers of the same emotions.

    Raises:
        ModelError: One is none, or they score different things.
    """
    found = tuple(map(read_teacher, paths))
    for path, teacher in zip(paths, found, strict=True):
        if teacher.about.emotions != found[0].about.emotions:
            raise ModelError(
                Message("%1 scores other things than %2", path, paths[0]),
                hint="Ask teachers together that have the same classes in the same order.",
            )
    return found
