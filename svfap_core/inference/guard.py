"""Tries a runtime on the shipped faces: are its scores those of torch in float32, near enough?

On any device. Knows nothing of speed or of what was found before: see `choosing`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference.agreement import Apart, apart
from svfap_core.inference.face_windows import face_windows
from svfap_core.inference.faces import Faces, read_faces
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind, split_outputs
from svfap_core.resources import resource
from svfap_core.runtime.place import Place
from svfap_core.runtime.window_network import Runtime
from svfap_core.types import RGB

FACES = "faces.npz"

FEW = 2
"""Faces that show whether a runtime computes the network at all."""


class Guard:
    """Compares runtimes of a model on a device with torch in float32, window by window.

    One at a time, as a compiled network is made anew for every other number of windows.

    Args:
        loaded: The model.
        device: Where torch computes.
        exact: What torch gave for the first windows, `(N, K)`, where that is known: torch is then
            loaded only for others.
    """

    def __init__(
        self, loaded: LoadedModel, device: Place, exact: Sequence[Sequence[float]] = ()
    ) -> None:
        self._loaded = loaded
        self._device: Place = device
        self._reference: Runtime | None = None
        self._exact = [np.array([row], np.float32) for row in exact]
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
                self._exact.append(self._by_torch(window))
            found.append(runtime.run(window).raw.copy())
        return apart(
            self._scores(np.concatenate(found)),
            self._scores(np.concatenate(self._exact[: len(found)])),
            self._classes(),
        )

    def exact(self) -> list[list[float]]:
        """What torch in float32 gives for the `FEW` first windows, `(FEW, K)`."""
        for window in islice(self._windows(), len(self._exact), FEW):
            self._exact.append(self._by_torch(window))
        return [row[0].tolist() for row in self._exact[:FEW]]

    def _by_torch(self, window: RGB) -> NDArray[np.float32]:
        if self._reference is None:
            from svfap_core.runtime.torch_runtime import TorchRuntime  # noqa: PLC0415  # seconds

            self._reference = TorchRuntime(self._loaded, self._device)
        return self._reference.run(window).raw.copy()

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
        parts = split_outputs(outputs.astype(np.float64), card.heads)
        pairs = zip(card.heads, parts, strict=True)
        return np.hstack([_comparable(head, part, card.temperature) for head, part in pairs])


def _comparable(
    head: Head, outputs: NDArray[np.float64], temperature: float
) -> NDArray[np.float64]:
    if head.kind is HeadKind.CLASSES:
        return head.scores(outputs / temperature)
    if head.kind is HeadKind.BOUNDED:
        return head.scores(outputs) / (head.high - head.low)
    return head.scores(outputs)
