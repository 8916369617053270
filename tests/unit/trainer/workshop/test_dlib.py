"""dlib's network: the published weights give what dlib computes, and norms learn nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.errors import ModelError
from svfap_core.recognition.dlib_weights import MANIFEST
from tests.shared_data import shared
from trainer.workshop.dlib import DlibNetwork, calibrate_, load_dlib_, read_tensors

MEAN, STD = 0.508, 0.255


def published() -> Path:
    return shared(f"data/dlib_embedding/{MANIFEST}").parent


def started(outputs: int = 7) -> DlibNetwork:
    torch.manual_seed(0)
    network = DlibNetwork(outputs)
    load_dlib_(network, published(), mean=MEAN, std=STD)
    return network.eval()


def as_dlib_does(grey: Tensor, weights: Mapping[str, Tensor]) -> list[Tensor]:
    """The first three stages by the formulas of its author: scale after each convolution."""

    def convolved(x: Tensor, name: str, *, stride: int = 1, same: bool = True) -> Tensor:
        kernel = weights[f"{name}/conv/filters"].permute(3, 2, 0, 1)
        x = F.conv2d(x, kernel, weights[f"{name}/conv/bias"], stride, 1 if same else 0)
        scale, shift = weights[f"{name}/scale/weights"], weights[f"{name}/scale/biases"]
        return x * scale[:, None, None] + shift[:, None, None]

    def residual(x: Tensor, name: str) -> Tensor:
        y = F.relu(convolved(x, f"{name}/conv1"))
        return F.relu(convolved(y, f"{name}/conv2") + x)

    def halved(x: Tensor, name: str) -> Tensor:
        y = F.relu(convolved(x, f"{name}/conv1", stride=2, same=False))
        y = convolved(y, f"{name}/conv2")
        beside = F.avg_pool2d(x, 2)
        return F.relu(y + torch.cat((beside, torch.zeros_like(beside)), dim=1))

    rgb = (255 * grey - torch.tensor([122.782, 117.001, 104.298])[:, None, None]) / 256
    x = F.max_pool2d(F.relu(convolved(rgb, "conv32_down", stride=2, same=False)), 3, 2)
    found: list[Tensor] = []
    for width, names in ((32, ("1", "2", "3")), (64, ("1", "2", "3")), (128, ("1", "2"))):
        x = x if width == 32 else halved(x, f"conv{width}_down")
        for name in names:
            x = residual(x, f"conv{width}_{name}")
        found.append(x)
    return found


def test_the_published_weights_see_what_dlib_sees() -> None:
    """At dlib's own 150 px, as far as nothing has to be padded."""
    grey = torch.rand(2, 1, 150, 150)
    with torch.no_grad():
        _, seen = started().forward_intermediates((grey - MEAN) / STD)
        wanted = as_dlib_does(grey, read_tensors(published()))
    for ours, theirs in zip(seen, wanted, strict=False):
        assert ours.shape == theirs.shape
        assert torch.allclose(ours, theirs, atol=1e-3 * float(theirs.abs().max()))


@pytest.mark.parametrize("size_px", [64, 80, 95, 112, 131])
def test_small_images_keep_all_of_their_rows(size_px: int) -> None:
    network = DlibNetwork(3).eval()
    last, seen = network.forward_intermediates(torch.rand(1, 1, size_px, size_px))
    sides = [each.shape[-1] for each in seen]
    assert [side // 2 for side in sides[:-1]] == sides[1:]
    assert network.forward_head(last).shape == (1, 3)
    assert [each.shape[1] for each in seen] == [info["num_chs"] for info in network.feature_info]


def test_norms_that_know_their_statistics_change_nothing() -> None:
    network, images = started(), [torch.rand(8, 1, 96, 96), torch.rand(8, 1, 96, 96)]
    with torch.no_grad():
        before = network(images[0])
        calibrate_(network, images)
        after = network(images[0])
        assert torch.allclose(before, after, atol=1e-4 * float(before.abs().max()))
        # The first step of a training begins from the same network: its norms see such images.
        network.train()
        trained = network(torch.cat(images))[:8]
    assert torch.allclose(trained, after, atol=1e-3 * float(after.abs().max()))


def write(folder: Path, manifest: object, data: bytes = b"") -> Path:
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "weights.bin").write_bytes(data)
    return folder


def test_bytes_become_numbers_by_their_scale(tmp_path: Path) -> None:
    packed = {"dtype": "uint8", "scale": 0.5, "min": -1.0}
    weights = [
        {"name": "a", "shape": [3], "dtype": "float32", "quantization": packed},
        {"name": "b", "shape": [1, 2], "dtype": "float32"},
    ]
    data = bytes([0, 1, 4]) + np.array([2.5, -3.0], np.float32).tobytes()
    folder = write(tmp_path / "x", [{"paths": ["weights.bin"], "weights": weights}], data)
    found = read_tensors(folder)
    assert found["a"].tolist() == [-1.0, -0.5, 1.0]
    assert found["b"].tolist() == [[2.5, -3.0]]


@pytest.mark.parametrize(
    "manifest",
    [
        {},
        [{"paths": ["nowhere.bin"], "weights": []}],
        [{"paths": ["weights.bin"], "weights": [{"name": "a", "shape": [3], "dtype": "float32"}]}],
    ],
)
def test_what_is_something_else_is_named(tmp_path: Path, manifest: object) -> None:
    folder = write(tmp_path / "x", manifest)
    with pytest.raises(ModelError, match="does not hold dlib's network"):
        read_tensors(folder)
    with pytest.raises(ModelError, match="does not hold"):
        read_tensors(tmp_path)
