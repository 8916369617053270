"""The network against numbers of the reference implementation, on weights made by a recipe."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models import MaskedAutoencoder, create_model
from svfap_core.models.mae import masked_targets
from tests.shared_data import shared
from trainer.losses import masked_pixel_mse, soft_cross_entropy

RELATIVE = 1e-4


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    return json.loads(shared("golden/tpsbt_small.json").read_text())


def recipe(key: str, shape: tuple[int, ...]) -> Tensor:
    z = np.random.default_rng(zlib.crc32(key.encode())).standard_normal(shape, dtype=np.float32)
    if "norm" in key and key.endswith("weight"):
        z = 1 + 0.1 * z
    elif len(shape) <= 1:
        z = 0.1 * z
    elif key != "input":
        z = z / np.sqrt(np.prod(shape[1:]))
    return torch.from_numpy(np.asarray(z, np.float32))


def fill(model: nn.Module) -> None:
    model.load_state_dict({k: recipe(k, tuple(v.shape)) for k, v in model.state_dict().items()})
    model.eval()


def sizes(config: dict[str, Any]) -> dict[str, Any]:
    return {
        "embed_dim": config["embed_dim"],
        "num_heads": config["num_heads"],
        "depths": tuple(config["stage_depths"]),
        "num_bottleneck": config["num_bottleneck_tokens"][0],
        "image_size": config["image_size"],
        "drop_path": 0.0,
    }


def clips(config: dict[str, Any]) -> Tensor:
    side = config["image_size"]
    return recipe("input", (config["batch"], 3, 16, side, side))


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


def build_finetune(golden: dict[str, Any]) -> nn.Module:
    config = golden["finetune"]["config"]
    model = create_model("base", num_classes=config["num_classes"], **sizes(config))
    fill(model)
    return model


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


def pretrain_part(golden: dict[str, Any], index: int) -> tuple[MaskedAutoencoder, Tensor, Tensor]:
    part = golden["pretrain"][index]
    config = part["config"]
    model = create_model(
        "base",
        pretraining=True,
        decoder_embed_dim=config["decoder_embed_dim"],
        decoder_num_heads=config["decoder_num_heads"],
        decoder_depth=config["decoder_depth"],
        **sizes(config),
    )
    fill(model)
    mask = torch.zeros(config["batch"], 8, (config["image_size"] // 16) ** 2, dtype=torch.bool)
    mask[:, :, part["masked_patches_per_frame"]] = True
    return model, clips(config), mask.flatten(1)


@pytest.mark.parametrize("index", [0, 1])
def test_pretrain_numbers(golden: dict[str, Any], index: int) -> None:
    part = golden["pretrain"][index]
    model, batch, mask = pretrain_part(golden, index)
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
