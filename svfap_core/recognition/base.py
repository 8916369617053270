"""What every network that recognises faces offers. Knows no tracks and no files.

An embedding is a vector that stands for a face: those of one person lie near each other.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from svfap_core.types import RGB

Embeddings = NDArray[np.float32]
"""`(N, D)`, of length 1 each."""


class Limits(NamedTuple):
    """Mean distances between the tracks of two persons, 0..2, and what they are taken for.

    Attributes:
        probably: Up to here it is probably one person.
        possibly: Up to here it is possibly one person; beyond it, nothing is suggested.
        measured: Whether these were measured with this program; else they are published ones.
    """

    probably: float
    possibly: float
    measured: bool


class Recogniser(Protocol):
    """Turns aligned faces into embeddings; keeps nothing between calls."""

    @property
    def name(self) -> str:
        """For people: network, weights."""
        ...

    @property
    def identity(self) -> str:
        """Of weights and alignment: embeddings of different identities cannot be compared."""
        ...

    @property
    def template(self) -> NDArray[np.float64]:
        """Where the five points of a face lie in a crop, `(5, 2)`, fractions of it."""
        ...

    @property
    def size_px(self) -> int:
        """Height and width of a crop, S."""
        ...

    @property
    def limits(self) -> Limits:
        """What its distances mean."""
        ...

    def embed(self, crops: RGB) -> Embeddings:
        """Crops `(N, S, S, 3)` uint8 -> embeddings `(N, D)` of length 1."""
        ...


def normalised(vectors: NDArray[np.float32]) -> Embeddings:
    """The same directions, `(N, D)`, each of length 1; a vector of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
