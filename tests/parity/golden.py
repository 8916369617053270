"""Networks filled by the recipe of the golden numbers, for tests and for `python -m tests.gpu`.

Needs torch and numpy alone.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from svfap_core.models.create import create_model
from svfap_core.models.mae import MaskedAutoencoder


def read_golden(file: Path) -> dict[str, Any]:
    """What the reference code computes."""
    return json.loads(file.read_text("utf-8"))


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


def build_finetune(golden: dict[str, Any]) -> nn.Module:
    config = golden["finetune"]["config"]
    model = create_model("base", num_classes=config["num_classes"], **sizes(config))
    fill(model)
    return model


def build_pretrain(golden: dict[str, Any], index: int) -> tuple[MaskedAutoencoder, Tensor, Tensor]:
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
