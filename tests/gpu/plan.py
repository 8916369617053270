"""How much is tried, and the time that each part may take. Knows nothing of how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from svfap_core.runtime.window_network import Numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a run does.

    Attributes:
        device: Where the networks run.
        seconds: Section -> the most that it may take, in order.
        numbers: What is multiplied where scores are compared.
        timed: What is multiplied where time is measured.
        sizes: Networks.
        batches: Windows at once.
        windows: Faces that scores are compared on, per network; 0 means all.
        warm_up: Runs before one that counts.
        least_s: How long one figure is measured at least.
        compiled: Whether to try `torch.compile`, which takes half a minute each time.
        training: Shape of the network that is trained, over its size's.
        training_size: Its size.
        training_batch: Clips of a step.
    """

    device: str
    seconds: Mapping[str, float]
    numbers: tuple[Numbers, ...] = ("float32", "float16", "bfloat16")
    timed: tuple[Numbers, ...] = ("float32", "float16", "bfloat16")
    sizes: tuple[str, ...] = ("tiny", "small", "base")
    batches: tuple[int, ...] = (1, 16, 64)
    windows: Mapping[str, int]
    warm_up: int = 3
    least_s: float = 0.5
    compiled: bool = True
    training: Mapping[str, Any] = field(default_factory=dict[str, Any])
    training_size: str = "base"
    training_batch: int = 16


FULL = Plan(
    device="cuda",
    seconds={"golden": 45, "faces": 100, "speed": 130, "training": 160},
    windows={"tiny": 0, "small": 12, "base": 12},
)
"""Below 8 minutes, whatever happens."""

SMALL = Plan(
    device="cpu",
    seconds={"golden": 600, "faces": 600, "speed": 600, "training": 600},
    numbers=("float32", "bfloat16"),
    timed=("float32",),
    sizes=("tiny",),
    batches=(1, 2),
    windows={"tiny": 2},
    warm_up=1,
    least_s=0.0,
    compiled=False,
    training={"embed_dim": 32, "num_heads": 2, "num_frames": 8, "image_size": 64},
    training_size="tiny",
    training_batch=2,
)
"""A few seconds on a CPU: whether the program works, not what the hardware does."""
