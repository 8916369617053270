"""The network against numbers of the reference implementation, on weights made by a recipe."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from svfap_core.models.mae import masked_targets
from tests.parity.golden import build_finetune, build_pretrain, clips, read_golden
from tests.shared_data import shared
from trainer.losses import masked_pixel_mse, soft_cross_entropy

RELATIVE = 1e-4


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    return read_golden(shared("golden/tpsbt_small.json"))


def assert_gradients(model: nn.Module, expected: dict[str, float]) -> None:
    found = {name: p.grad for name, p in model.named_parameters()}
    assert found.keys() == expected.keys()
    for name, gradient in found.items():
        assert gradient is not None, f"{name} receives no gradient"
        # The bias of the spatial attention shifts all scores of a softmax alike: its gradient
        # is zero but for rounding, which no two implementations share.
        noise = 1e-6 if name.endswith("mlp.fc2.bias") and "spatial_downsamples" in name else 1e-12
        norm = float(gradient.norm())
        assert norm == pytest.approx(expected[name], rel=RELATIVE, abs=noise), name


def assert_shapes(model: nn.Module, expected: dict[str, list[int]]) -> None:
    assert {k: list(v.shape) for k, v in model.state_dict().items()} == expected


def finetune_logits(golden: dict[str, Any], model: nn.Module) -> None:
    np.testing.assert_allclose(
        model(clips(golden["finetune"]["config"])).detach(),
        golden["finetune"]["logits"],
        rtol=RELATIVE,
        atol=RELATIVE,
    )


def test_finetune_numbers(golden: dict[str, Any]) -> None:
    part = golden["finetune"]
    model = build_finetune(golden)
    assert_shapes(model, part["state_dict_shapes"])
    assert sum(p.numel() for p in model.parameters()) == part["params"]
    finetune_logits(golden, model)
    batch = clips(part["config"])
    np.testing.assert_allclose(
        model.forward_features(batch).detach(), part["feature"], rtol=RELATIVE, atol=RELATIVE
    )
    classes = part["config"]["num_classes"]
    labels = F.one_hot(torch.arange(len(batch)) % classes, classes)
    loss = soft_cross_entropy(model(batch), labels)
    assert loss.item() == pytest.approx(part["loss"], rel=RELATIVE)
    loss.backward()
    assert_gradients(model, part["grad_norm"])


# docs/reference.md: Graph, Targets
@pytest.mark.parametrize("index", [0, 1])
def test_pretrain_numbers(golden: dict[str, Any], index: int) -> None:
    part = golden["pretrain"][index]
    model, batch, mask = build_pretrain(golden, index)
    assert_shapes(model, part["state_dict_shapes"])
    mean = torch.tensor((0.485, 0.456, 0.406)).view(1, 3, 1, 1, 1)
    std = torch.tensor((0.229, 0.224, 0.225)).view(1, 3, 1, 1, 1)
    encoded = model.encoder(batch, mask)
    prediction = model(batch, mask)
    target = masked_targets(batch * std + mean, mask, 16)
    for found, name in ((encoded, "encoder"), (prediction, "prediction")):
        for token, where in ((found[0, 0, :8], "first"), (found[-1, -1, :8], "last")):
            np.testing.assert_allclose(
                token.detach(), part[f"{name}_{where}"], rtol=RELATIVE, atol=RELATIVE
            )
    np.testing.assert_allclose(target.flatten()[:8], part["target_first"], rtol=1e-3, atol=RELATIVE)
    loss = masked_pixel_mse(prediction, target)
    assert loss.item() == pytest.approx(part["loss"], rel=RELATIVE)
    loss.backward()
    assert_gradients(model, part["grad_norm"])


def test_wrong_context_in_the_reverse_block_is_noticed(golden: dict[str, Any]) -> None:
    """The guard seen failing: full tokens as context, as in the public pre-training code."""
    model = build_finetune(golden)
    first_end, second_end = model.stage_slices[0].stop, model.stage_slices[1].stop
    assert second_end - first_end > 1
    reverse = model.blocks[second_end - 1]
    right = reverse.forward
    reverse.forward = lambda tokens, _context: right(tokens, tokens)
    with pytest.raises(AssertionError):
        finetune_logits(golden, model)
