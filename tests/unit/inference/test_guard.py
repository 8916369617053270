from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference import guard as guard_module
from svfap_core.inference.guard import Guard
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.store import open_model
from svfap_core.models import Head, HeadKind
from svfap_core.runtime.place import Place
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.runtime.window_network import Outputs
from tests.unit.inference.samples import CLASSES, model_card, network, windows

CPU: Place = "cpu"


def loaded(*heads: Head) -> LoadedModel:
    card = model_card(heads=heads or (CLASSES,))
    return LoadedModel(network(card), card)


class Shifted:
    """Gives other outputs than a runtime."""

    device = "somewhere"

    def __init__(self, inner: TorchRuntime, column: int, by: float) -> None:
        self._inner, self._column, self._by = inner, column, by
        self.batches: list[int] = []

    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        self.batches.append(len(faces_rgb))
        outputs = self._inner.run(faces_rgb)
        outputs.raw[:, self._column] += self._by
        return outputs


def test_the_reference_agrees_with_itself() -> None:
    model = loaded()
    figures = Guard(model, CPU).apart(TorchRuntime(model, CPU))
    assert figures == (0, 0, 0)


def test_windows_come_one_at_a_time_and_no_more_than_asked_for() -> None:
    model = loaded()
    runtime = Shifted(TorchRuntime(model, CPU), 0, 0)
    guard = Guard(model, CPU)
    guard.apart(runtime, 3)
    assert runtime.batches == [1, 1, 1]
    guard.apart(runtime)
    assert len(runtime.batches) >= 3 + 36


def test_values_count_as_shares_of_their_range() -> None:
    bounded = Head(kind=HeadKind.BOUNDED, names=("valence",), low=-1, high=1)
    free = Head(kind=HeadKind.UNBOUNDED, names=("arousal",))
    for heads, column in (((bounded,), 0), ((CLASSES, bounded), 7), ((bounded, CLASSES), 0)):
        model = loaded(*heads)
        plain = TorchRuntime(model, CPU)
        figures = Guard(model, CPU).apart(Shifted(plain, column, 0.004), 4)
        assert 0.0002 < figures.most <= 0.001  # The slope of the sigmoid is 1/4 at most.
        assert figures.other_labels == 0
    model = loaded(free)
    figures = Guard(model, CPU).apart(Shifted(TorchRuntime(model, CPU), 0, 0.004), 4)
    assert figures.most == pytest.approx(0.004, rel=1e-2)


def test_another_label_is_counted() -> None:
    model = loaded(Head(kind=HeadKind.UNBOUNDED, names=("arousal",)), CLASSES)
    figures = Guard(model, CPU).apart(Shifted(TorchRuntime(model, CPU), 3, 50.0), 4)
    assert figures.other_labels >= 0.75


def test_faces_show_what_noise_does_not() -> None:
    """bfloat16 changes scores of faces several times as much as those of random pixels."""
    model = open_model("svfap-tiny")
    exact, half = TorchRuntime(model, CPU), TorchRuntime(model, CPU, "bfloat16")
    noise = np.stack(windows(1, model.card.input))

    def probabilities(runtime: TorchRuntime) -> NDArray[np.float64]:
        logits = torch.from_numpy(runtime.run(noise).raw).double() / model.card.temperature
        return logits.softmax(dim=-1).numpy()

    of_noise = np.abs(probabilities(half) - probabilities(exact)).max()
    of_faces = Guard(model, CPU).apart(half, 12)
    assert of_faces.most > 2 * of_noise


def test_missing_faces_are_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = loaded()
    for content in (None, b"", b"no archive"):
        file = tmp_path / "faces.npz"
        if content is not None:
            file.write_bytes(content)
        monkeypatch.setattr(guard_module, "resource", lambda _, file=file: file)
        with pytest.raises(ModelError, match="cannot be read") as caught:
            Guard(model, CPU).apart(TorchRuntime(model, CPU))
        assert "Install" in caught.value.hint
