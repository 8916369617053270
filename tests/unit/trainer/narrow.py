"""Networks so narrow that a run of some steps takes a second, and what tests ask about runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from svfap_core.models import DECODERS, MODEL_SIZES, DecoderConfig, TPSBTConfig
from trainer import choice
from trainer.events import Event
from trainer.folder import LAST

NARROW = TPSBTConfig(embed_dim=32, num_heads=2, depths=(2, 2, 2), num_frames=8, image_size=32)

PLAIN: dict[str, object] = {
    f"augment.{name}": 0.0
    for name in (
        "scale",
        "shift",
        "rotation_deg",
        "flip",
        "path",
        "brightness",
        "contrast",
        "side_light",
        "blur",
        "sharpen",
        "noise",
        "compress",
        "erase",
    )
}
"""Changes of a run after which training clips are as analysis would cut them."""


@contextmanager
def narrow_networks() -> Iterator[None]:
    """Let the tiny sizes be smaller still, on one thread: more would only wait for each other.

    Four validation clips are enough to choose an epoch by.
    """
    threads = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(MODEL_SIZES, "tiny", NARROW)
        patch.setitem(MODEL_SIZES, "tiny-stem", replace(NARROW, conv_stem=True))
        patch.setattr(choice, "LEAST_CLIPS", 4)
        for name in ("tiny", "tiny-stem"):
            patch.setitem(DECODERS, name, DecoderConfig(embed_dim=16, num_heads=2, depth=1))
        torch.set_num_threads(1)
        yield
        torch.set_num_threads(threads)


def silent(event: Event) -> None:
    """A listener that does not care."""
    del event


def weights(run: Path, name: str = LAST) -> dict[str, Tensor]:
    """What a checkpoint holds."""
    return torch.load(run / name, weights_only=True)["state_dict"]


def differing(found: dict[str, Tensor], expected: dict[str, Tensor]) -> list[str]:
    """Names of the tensors that are not equal bit by bit."""
    assert found.keys() == expected.keys()
    return [name for name in expected if not torch.equal(found[name], expected[name])]
