"""Tries a runtime on the shipped faces: are its scores those of torch in float32, near enough?

On any device. Knows nothing of speed or of what was found before: see `choosing`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference.agreement import Apart, apart
from svfap_core.inference.checkpoint import LoadedModel
from svfap_core.inference.face_windows import face_windows
from svfap_core.inference.faces import Faces, read_faces
from svfap_core.inference.runtime import Runtime
from svfap_core.inference.torch_runtime import TorchRuntime
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind, split_outputs
from svfap_core.resources import resource
from svfap_core.types import RGB

FACES = "faces.npz"

FEW = 2
"""Faces that show whether a runtime computes the network at all."""


class Guard:
    """Compares runtimes of a model on a device with torch in float32, window by window.

    One at a time, as a compiled network is made anew for every other number of windows.
    """

    def __init__(self, loaded: LoadedModel, device: torch.device) -> None:
        self._loaded = loaded
        self._reference = TorchRuntime(loaded, device)
        self._exact: list[NDArray[np.float32]] = []
        self._faces: Faces | None = None

    def window(self) -> RGB:
        """The first window, `(1, T, S, S, 3)`."""
        return next(self._windows())

    def apart(self, runtime: Runtime, count: int | None = None) -> Apart:
        """How far a runtime's scores are from those of torch in float32.

        Args:
            runtime: Runs the same model.
            count: On so many faces; on all without.

        Raises:
            ModelError: The faces are missing: the installation is damaged.
            RuntimeError: The runtime fails.
        """
        found: list[NDArray[np.float32]] = []
        for index, window in enumerate(islice(self._windows(), count)):
            if index == len(self._exact):
                self._exact.append(self._reference.run(window).raw.copy())
            found.append(runtime.run(window).raw.copy())
        return apart(
            self._scores(np.concatenate(found)),
            self._scores(np.concatenate(self._exact[: len(found)])),
            self._classes(),
        )

    def _windows(self) -> Iterator[RGB]:
        if self._faces is None:
            try:
                self._faces = read_faces(resource(FACES))
            except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
                raise ModelError(
                    Message("the faces to try a model on cannot be read: %1", error),
                    hint="Install the program again.",
                ) from error
        for window in face_windows(self._faces, self._loaded.card.input):
            yield window[None]

    def _classes(self) -> slice:
        """Columns of the class head."""
        first = 0
        for head in self._loaded.card.heads:
            if head.kind is HeadKind.CLASSES:
                return slice(first, first + len(head.names))
            first += len(head.names)
        return slice(0)

    def _scores(self, outputs: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities, and values as shares of their range."""
        card = self._loaded.card
        parts = split_outputs(torch.from_numpy(outputs).double(), card.heads)
        pairs = zip(card.heads, parts, strict=True)
        scores = [_comparable(head, part, card.temperature) for head, part in pairs]
        return torch.cat(scores, dim=-1).numpy()


def _comparable(head: Head, outputs: torch.Tensor, temperature: float) -> torch.Tensor:
    if head.kind is HeadKind.CLASSES:
        return head.scores(outputs / temperature)
    if head.kind is HeadKind.BOUNDED:
        return head.scores(outputs) / (head.high - head.low)
    return head.scores(outputs)
