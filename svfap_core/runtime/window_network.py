"""What runs a network on face crops, and what it gives. Knows no labels, and no torch.

A kept network thus runs without it: importing torch takes seconds and hundreds of megabytes.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Outputs(NamedTuple):
    """What a network gives for B windows.

    Attributes:
        raw: `(B, K)`, of all heads side by side: `features @ head.weight.T + head.bias`.
        features: `(B, D)`, what the head sees: the mean over the tokens of the last stage, after
            the final norm (`TPSBT.forward_features`). Where the card says `mirrored`, the mean of
            those of a window and its mirror image.
    """

    raw: NDArray[np.float32]
    features: NDArray[np.float32]


Numbers: TypeAlias = Literal["float32", "float16", "bfloat16", "int8"]
"""What is multiplied; sums and all else that is delicate stay in float32."""

FLOAT32: Numbers = "float32"
"""The precision of all runtimes in full numbers, which agree to 1e-4."""


class Runtime(Protocol):
    """A network that is ready to run. One thread at a time may use it."""

    @property
    def device(self) -> str:
        """The device and arithmetic really in use, for people."""
        ...

    @property
    def precision(self) -> str:
        """The arithmetic as far as it changes scores: `FLOAT32`, or numbers, runtime and device."""
        ...

    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        """Crops `(B, T, S, S, 3)` uint8 -> raw outputs and features.

        Raises:
            ValueError: The crops are not what the model's card asks for.
        """
        ...
