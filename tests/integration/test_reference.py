"""The presets `paper-*` are the reference's recipe; docs/reference.md compares row by row.

A comment before a test, `docs/reference.md: Row, Row`, says which rows it holds.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from svfap_core.models import MODEL_SIZES
from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBTBackbone
from trainer.config import AugmentConfig, FinetuneConfig, PretrainConfig
from trainer.data.order import EpochBatches
from trainer.optim import cosine_factor, parameter_groups
from trainer.settings import read_settings
from trainer.specs import run_spec

ROOT = Path(__file__).parents[2]
VOXCELEB2_CLIPS, OF_THE_REFERENCE = 1_092_009, 1_091_726


def finetune(name: str = "paper-finetune") -> FinetuneConfig:
    config = read_settings(name, [])
    assert isinstance(config, FinetuneConfig)
    return config


def pretrain() -> PretrainConfig:
    config = read_settings("paper-pretrain", [])
    assert isinstance(config, PretrainConfig)
    return config


def test_every_row_is_held_by_a_test_and_every_test_holds_a_row() -> None:
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z][^|]*?) \| ", text, re.MULTILINE)
    assert len(rows) == len(set(rows)) > 25
    held: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for line in re.findall(
            r"^# docs/reference\.md: (.*)$", path.read_text("utf-8"), re.MULTILINE
        ):
            held.update(line.split(", "))
    assert held == set(rows)


# -- fine-tuning -----------------------------------------------------------------------------------


# docs/reference.md: Network
def test_the_network_is_that_of_the_paper() -> None:
    config = finetune()
    shape = MODEL_SIZES[config.size]
    assert (shape.embed_dim, shape.num_heads, shape.depths) == (512, 8, (12, 6, 3))
    assert (shape.num_bottleneck, shape.num_frames, shape.image_size) == (8, 16, 160)
    with torch.device("meta"):
        network = create_model(config.size, num_classes=7, drop_path=config.drop_path)
    assert drop_rates(network) == pytest.approx(np.linspace(0, 0.1, 21))


def drop_rates(network: TPSBTBackbone) -> list[float]:
    return [getattr(block.drop_path, "rate", 0.0) for block in network.blocks]


# docs/reference.md: Head
def test_a_fresh_head_says_next_to_nothing() -> None:
    """A normal deviation of 0.02, times 0.001."""
    torch.manual_seed(0)
    head = create_model("base", num_classes=50).head
    assert isinstance(head, nn.Linear)
    assert head.weight.std().item() == pytest.approx(0.02 * 0.001, rel=0.02)
    assert not head.bias.any()


def test_views_are_those_of_the_reference_and_no_others() -> None:
    """What they do, unit tests say; here, that nothing else is done."""
    none = {name: 0 for name, field in AugmentConfig.model_fields.items() if field.default}
    wanted = AugmentConfig.model_validate(
        none
        | {
            "rand_augment": "rand-m7-n4-mstd0.5-inc1",
            "crop_scale": (0.08, 1.0),
            "flip": 0.5,
            "erase_noise": 0.25,
        }
    )
    assert finetune().augment == wanted
    assert pretrain().augment == AugmentConfig.model_validate(none | {"multi_scale_crop": True})


# docs/reference.md: Pixels
def test_pixels_are_normalised_by_the_constants_of_imagenet() -> None:
    for config in (finetune(), pretrain()):
        spec = run_spec(config)
        assert (spec.frames, spec.size_px, spec.colour) == (16, 160, "rgb")
        assert spec.mean == (0.485, 0.456, 0.406)
        assert spec.std == (0.229, 0.224, 0.225)


# docs/reference.md: Optimiser, Optimiser in pre-training
@pytest.mark.parametrize(
    ("config", "betas"), [(finetune(), (0.9, 0.999)), (pretrain(), (0.9, 0.95))]
)
def test_adamw_decays_all_but_vectors_and_the_mask_token(
    config: FinetuneConfig | PretrainConfig, betas: tuple[float, float]
) -> None:
    recipe = config.recipe
    assert (recipe.optimizer, recipe.weight_decay, recipe.betas) == ("adamw", 0.05, betas)
    assert torch.optim.AdamW([torch.zeros(1)], lr=1.0).defaults["eps"] == 1e-8
    with torch.device("meta"):
        network = create_model(config.size, pretraining=config.kind == "pretrain")
    groups = parameter_groups(
        network,
        lr=recipe.lr,
        weight_decay=recipe.weight_decay,
        layer_decay=recipe.layer_decay,
    )
    decay = {id(p): group["weight_decay"] for group in groups for p in group["params"]}
    for name, parameter in network.named_parameters():
        spared = parameter.ndim == 1 or name.endswith((".bias", "mask_token"))
        assert decay[id(parameter)] == (0 if spared else 0.05), name


# docs/reference.md: Learning rate, Learning rate in pre-training
@pytest.mark.parametrize(
    ("config", "peak", "last"), [(finetune(), 1e-3 * 64 / 256, 2.5e-7), (pretrain(), 3e-4, 1e-5)]
)
def test_rates_rise_from_nothing_for_five_of_a_hundred_epochs(
    config: FinetuneConfig | PretrainConfig, peak: float, last: float
) -> None:
    recipe = config.recipe
    assert (recipe.lr, recipe.epochs) == (peak, 100)
    assert recipe.lr * recipe.final_lr == pytest.approx(last, rel=1e-9)
    for per_epoch in (148, 4264):
        total = 100 * per_epoch
        warmup = round(recipe.warmup * total)
        assert warmup == 5 * per_epoch
        factors = [
            cosine_factor(step, total_steps=total, warmup_steps=warmup, final=recipe.final_lr)
            for step in (0, warmup - 1, warmup, total - 1)
        ]
        assert factors[:3] == [0, 1, 1]
        assert factors[3] * recipe.lr == pytest.approx(last, rel=1e-3)


# docs/reference.md: Batches
def test_every_clip_is_seen_once_in_an_epoch_of_whole_batches() -> None:
    config = finetune()
    assert (config.recipe.batch_size, config.data.windows_per_clip, config.data.balance) == (
        64,
        1,
        0,
    )
    batches = EpochBatches(np.zeros(9356, np.int64), 64)  # DFEW without its first fold.
    assert len(batches) == 9356 // 64
    seen = [draw.place for batch in batches for draw in batch]
    assert len(seen) == len(set(seen)) == 9356 // 64 * 64


# docs/reference.md: Mixing, Precision, Averaged weights
def test_the_rest_of_the_recipe_is_that_of_the_scripts() -> None:
    config = finetune()
    assert (config.mixup, config.cutmix, config.label_smoothing) == (0.8, 1.0, 0.1)
    for recipe in (config.recipe, pretrain().recipe):
        assert (recipe.precision, recipe.clip_norm) == ("16-mixed", 0)
    assert config.ema_decay == 0
    assert not config.mirrored
    assert (config.train, config.patience) == ("all", 0)


# docs/reference.md: Recipe of dimensions
def test_dimensions_are_learned_by_the_recipe_of_hicmae() -> None:
    config = finetune("regression")
    (head,) = config.heads
    assert (head.kind, head.loss, head.bounded) == ("values", "mse", False)
    assert (config.mixup, config.cutmix, config.label_smoothing) == (0, 0, 0)
    recipe = config.recipe
    assert (recipe.epochs, recipe.lr, recipe.batch_size) == (30, 1e-3 * 64 / 256, 64)
    assert config.data.stride == 3
    for per_epoch in (90, 2000):
        assert round(recipe.warmup * 30 * per_epoch) == 5 * per_epoch


# -- pre-training ----------------------------------------------------------------------------------


# docs/reference.md: Steps
def test_the_steps_of_pre_training_are_counted_right() -> None:
    recipe = pretrain().recipe
    assert recipe.batch_size == 256

    def steps(clips: int) -> int:
        return recipe.epochs * len(EpochBatches(np.full(clips, -1), recipe.batch_size))

    assert steps(OF_THE_REFERENCE) == 100 * 4264
    text = " ".join((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split())
    assert f"{VOXCELEB2_CLIPS:,} clips x {recipe.epochs} epochs" in text
    assert f"in {steps(VOXCELEB2_CLIPS):,} steps of {recipe.batch_size}" in text


# docs/reference.md: Decoder, Masks
def test_nine_of_ten_patches_are_guessed_by_four_narrow_blocks() -> None:
    config = pretrain()
    assert config.mask_ratio == 0.9
    with torch.device("meta"):
        network = create_model(config.size, pretraining=True)
    decoder = network.decoder
    assert len(decoder.blocks) == 4
    assert decoder.head.in_features == 384
    assert decoder.blocks[0].attn.num_heads == 6
    assert not any(drop_rates(network.encoder))
