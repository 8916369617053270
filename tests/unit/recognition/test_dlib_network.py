"""dlib's network in OpenVINO gives what its author's formulas give, and tells heads apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from svfap_core.recognition.dlib_network import DlibRecogniser, dlib_folder
from svfap_core.recognition.dlib_weights import read_tensors
from svfap_core.tracking.align import align_face
from tests.rendered_film import HEADS, rendered


@pytest.fixture(scope="module")
def network() -> DlibRecogniser:
    return DlibRecogniser()


def as_dlib_does(rgb: NDArray[np.uint8], weights: Mapping[str, NDArray[np.float32]]) -> Tensor:
    """The whole network by the formulas of its author, in torch: written apart from the graph."""
    named = {name: torch.from_numpy(values.copy()) for name, values in weights.items()}

    def affine(x: Tensor, name: str, stride: int, padding: int) -> Tensor:
        kernel = named[f"{name}/conv/filters"].permute(3, 2, 0, 1)
        x = F.conv2d(x, kernel, named[f"{name}/conv/bias"], stride, padding)
        gain, bias = named[f"{name}/scale/weights"], named[f"{name}/scale/biases"]
        return x * gain[:, None, None] + bias[:, None, None]

    def residual(x: Tensor, name: str) -> Tensor:
        y = F.relu(affine(x, f"{name}/conv1", 1, 1))
        return F.relu(affine(y, f"{name}/conv2", 1, 1) + x)

    def down(x: Tensor, name: str) -> Tensor:
        y = F.relu(affine(x, f"{name}/conv1", 2, 0))
        y = affine(y, f"{name}/conv2", 1, 1)
        x = F.avg_pool2d(x, 2)
        # dlib's add_prev: zeros where one of them is smaller.
        sides = zip(x.shape[1:], y.shape[1:], strict=True)
        whole = torch.zeros(len(x), *(max(a, b) for a, b in sides))
        whole[:, : y.shape[1], : y.shape[2], : y.shape[3]] += y
        whole[:, : x.shape[1], : x.shape[2], : x.shape[3]] += x
        return F.relu(whole)

    x = torch.from_numpy(rgb.astype(np.float32)).permute(0, 3, 1, 2)
    x = (x - torch.tensor([122.782, 117.001, 104.298])[:, None, None]) / 256
    x = F.max_pool2d(F.relu(affine(x, "conv32_down", 2, 0)), 3, 2)
    for name in ("conv32_1", "conv32_2", "conv32_3"):
        x = residual(x, name)
    for width, names in ((64, "123"), (128, "12"), (256, "12")):
        x = down(x, f"conv{width}_down")
        for name in names:
            x = residual(x, f"conv{width}_{name}")
    x = down(x, "conv256_down_out")
    return x.mean(dim=(2, 3)) @ named["fc"]


def heads(network: DlibRecogniser) -> NDArray[np.uint8]:
    """`(3, 2, 150, 150, 3)`: three rendered heads, twice each."""
    faces = rendered()
    return np.array(
        [
            [
                align_face(
                    faces.coloured(head, faces.grey[head, k]),
                    faces.points_px[head, k],
                    network.template,
                    network.size_px,
                )
                for k in range(2)
            ]
            for head in HEADS.values()
        ]
    )


def test_the_graph_is_the_network_of_its_author(network: DlibRecogniser) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2, 150, 150, 3)).astype(np.uint8)
    crops = np.concatenate([noise, heads(network)[:, 0]])
    with torch.no_grad():
        wanted = as_dlib_does(crops, read_tensors(dlib_folder())).numpy()
    np.testing.assert_allclose(network.describe(crops), wanted, atol=1e-4 * np.abs(wanted).max())


def test_embeddings_have_length_1_whatever_the_batch(network: DlibRecogniser) -> None:
    crops = heads(network).reshape(-1, 150, 150, 3)
    together = network.embed(np.concatenate([crops] * 7))  # More than one batch.
    assert together.shape == (42, 128)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([network.embed(crop[None]) for crop in crops])
    np.testing.assert_allclose(together[:6], alone, atol=1e-4)
    assert network.embed(crops[:0]).shape == (0, 128)


def test_heads_are_told_apart_within_the_limits(network: DlibRecogniser) -> None:
    found = network.embed(heads(network).reshape(-1, 150, 150, 3)).reshape(3, 2, 128)
    within = np.linalg.norm(found[:, 0] - found[:, 1], axis=1)
    between = [
        np.linalg.norm(found[i] - found[j], axis=1).min() for i, j in ((0, 1), (0, 2), (1, 2))
    ]
    assert within.max() < network.limits.probably
    assert min(between) > network.limits.possibly


def test_the_template_is_the_mean_face_with_a_border(network: DlibRecogniser) -> None:
    template = network.template
    assert (template > 0.25 / 1.5).all()
    assert (template < 1.25 / 1.5).all()
    assert template[0, 0] < template[2, 0] < template[1, 0]
    assert template[0, 1] < template[2, 1] < template[3, 1]


def test_the_identity_is_of_the_weights(network: DlibRecogniser) -> None:
    assert network.identity == "dlib:c2cf51e45a1f96cf:mean-face-1"
