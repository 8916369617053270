"""Settings of runs: what is refused, and that the presets are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from timm.data.auto_augment import rand_augment_transform

from trainer.config import (
    AugmentConfig,
    FinetuneConfig,
    HeadConfig,
    PretrainConfig,
    RecipeConfig,
    parse_config,
)
from trainer.ignored import ignored_settings
from trainer.recipes import merged, preset_names, read_values
from trainer.specs import default_spec, run_spec

RECIPE: dict[str, Any] = {"epochs": 1, "lr": 0.1}
FINETUNE: dict[str, Any] = {"kind": "finetune", "data": {"manifests": ["x"]}, "recipe": RECIPE}
PRETRAIN: dict[str, Any] = {**FINETUNE, "kind": "pretrain", "size": "tiny"}


def preset(name: str) -> FinetuneConfig | PretrainConfig:
    return parse_config(read_values(name))


def test_the_kind_decides_which_settings_there_are() -> None:
    assert isinstance(parse_config(FINETUNE), FinetuneConfig)
    assert isinstance(parse_config(PRETRAIN), PretrainConfig)
    with pytest.raises(ValueError, match="mask_ratio"):
        parse_config({**FINETUNE, "mask_ratio": 0.9})
    for values in ({"kind": "other"}, {}, "text", None):
        with pytest.raises(ValueError, match=r"^kind: must be pretrain or finetune, got"):
            parse_config(values)


@pytest.mark.parametrize(
    "unknown",
    [
        {"learning_rate": 0.1},
        {"recipe": {**RECIPE, "learning_rate": 0.1}},
        {"data": {"manifests": ["x"], "learning_rate": 0.1}},
        {"augment": {"learning_rate": 0.1}},
        {"heads": [{"kind": "classes", "learning_rate": 0.1}]},
        {"lora": {"learning_rate": 0.1}},
    ],
    ids=lambda values: next(iter(values)),
)
def test_an_unknown_field_is_an_error_at_any_depth(unknown: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"learning_rate: there is no such setting"):
        parse_config({**FINETUNE, **unknown})


@pytest.mark.parametrize("values", [FINETUNE, PRETRAIN])
@pytest.mark.parametrize("missing", ["data", "recipe"])
def test_what_has_no_default_must_be_said(values: dict[str, object], missing: str) -> None:
    with pytest.raises(ValueError, match=f"^{missing}: is required$"):
        parse_config({name: value for name, value in values.items() if name != missing})


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({**FINETUNE, "train": "some"}, "train"),
        ({**FINETUNE, "ema_decay": 1.0}, "ema_decay"),
        ({**FINETUNE, "recipe": {**RECIPE, "epochs": 0}}, "epochs"),
        ({**FINETUNE, "recipe": {**RECIPE, "warmup": 1.1}}, "warmup"),
        ({**FINETUNE, "recipe": {**RECIPE, "layer_decay": 0.0}}, "layer_decay"),
        ({**FINETUNE, "recipe": {**RECIPE, "precision": "64"}}, "precision"),
        ({**FINETUNE, "data": {"manifests": []}}, "manifests"),
        ({**FINETUNE, "data": {"manifests": ["x"], "val_share": 1}}, "val_share"),
        ({**PRETRAIN, "mask_ratio": 1.0}, "mask_ratio"),
        ({**PRETRAIN, "decoder_dim": 0}, "decoder_dim"),
    ],
)
def test_values_out_of_range_are_errors(values: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=rf"{named}: [^\n]*$"):
        parse_config(values)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"recipe": {**RECIPE, "batch_size": 9, "accumulate": 2}}, ("batch_size", "accumulate")),
        ({"recipe": {**RECIPE, "optimizer": "muon", "layer_decay": 0.75}}, ("muon", "layer_decay")),
        ({"train": "head"}, ("head", "init")),
        ({"train": "lora"}, ("lora", "init")),
        ({"mixup": 0.1, "recipe": {**RECIPE, "batch_size": 9}}, ("mixup", "batch_size")),
        ({"cutmix": 0.1, "recipe": {**RECIPE, "batch_size": 9}}, ("cutmix", "batch_size")),
        (
            {"mixup": 0.1, "recipe": {**RECIPE, "batch_size": 6, "accumulate": 2}},
            ("mixup", "batch_size", "accumulate"),
        ),
        ({"augment": {"crop_scale": [1.0, 0.5]}}, ("crop_scale",)),
        ({"augment": {"crop_scale": [0.0, 0.5]}}, ("crop_scale",)),
        (
            {"augment": {"crop_scale": [0.5, 1.0], "multi_scale_crop": True}},
            ("crop_scale", "multi_scale_crop"),
        ),
    ],
)
def test_settings_that_contradict_each_other_are_named(
    changes: dict[str, object], named: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the names are looked for below
        parse_config({**FINETUNE, **changes})
    (problem,) = str(caught.value).splitlines()
    assert [name for name in named if name not in problem] == []


@pytest.mark.parametrize(
    ("kind", "loss", "fits"),
    [
        ("classes", None, True),
        ("shares", "cross_entropy", True),
        ("values", "mse+ccc", True),
        ("classes", "ccc", False),
        ("shares", "mse", False),
        ("shares", "dirichlet", True),
        ("classes", "dirichlet", False),
        ("values", "dirichlet", False),
        ("values", "cross_entropy", False),
    ],
)
def test_a_head_learns_by_a_loss_of_its_kind(kind: str, loss: str | None, *, fits: bool) -> None:
    values = {"kind": kind, "loss": loss}
    if fits:
        assert HeadConfig.model_validate(values).loss == loss
        return
    with pytest.raises(ValidationError, match=f"a head of {kind} cannot learn by {loss}"):
        HeadConfig.model_validate(values)


HEAD = {"train": "head", "init": "x", "recipe": {"epochs": 1}}
CLIP = {"clip": default_spec("tiny").model_dump(mode="json")}


@pytest.mark.parametrize(
    ("base", "changes", "named"),
    [
        (PRETRAIN, {"recipe": {"layer_decay": 0.75}}, "recipe.layer_decay"),
        (PRETRAIN, {"recipe": {"compat": True}}, "recipe.compat"),
        (PRETRAIN, {"data": {"balance": 0.5}}, "data.balance"),
        (PRETRAIN, {"data": {"stride": 2}}, ""),
        (PRETRAIN, {"data": {"stride": 2}, **CLIP}, "data.stride"),
        (FINETUNE, {"data": {"stride": 2, "sampling": "paper"}, **CLIP}, ""),
        (PRETRAIN, {"augment": {"erase_noise": 0.5}}, "augment.erase_noise"),
        (FINETUNE, {"augment": {"erase_noise": 0.5}}, ""),
        (FINETUNE, {"lora": {"rank": 2}}, "lora"),
        (FINETUNE, {"lora": {"rank": 2}, "train": "lora", "init": "x"}, ""),
        (FINETUNE, {"recipe": {"layer_decay": 0.5}}, ""),
        (FINETUNE, {"recipe": {"compat": True}}, "recipe.compat"),
        (FINETUNE, {"recipe": {"compat": True, "layer_decay": 0.5}}, ""),
        (
            FINETUNE,
            {"recipe": {"layer_decay": 0.5}, "train": "lora", "init": "x"},
            "recipe.layer_decay",
        ),
        (FINETUNE, HEAD, ""),
        (FINETUNE, {**HEAD, "data": {"balance": 0.5}, "mirrored": True}, ""),
        (FINETUNE, {**HEAD, "recipe": {"epochs": 1, "seed": 3}}, ""),
        (FINETUNE, {**HEAD, "recipe": {"epochs": 2}}, "recipe, except its seed"),
        (FINETUNE, {**HEAD, "recipe": {"epochs": 1, "batch_size": 2}}, "recipe, except its seed"),
        (FINETUNE, {**HEAD, "mixup": 0.5}, "mixup"),
        (FINETUNE, {**HEAD, "augment": {"blur": 0.1}}, "augment"),
        (FINETUNE, {**HEAD, "data": {"windows_per_clip": 2}}, "data.windows_per_clip"),
        (FINETUNE, {**HEAD, "heads": [{"kind": "values", "loss": "ccc"}]}, "heads[].loss"),
    ],
)
def test_settings_without_effect_are_named(
    base: dict[str, Any], changes: dict[str, Any], named: str
) -> None:
    found = ignored_settings(parse_config(merged(base, changes)))
    assert len(found) == bool(named)
    assert all(text.startswith(named) for text in found)


@pytest.mark.parametrize("name", preset_names())
def test_presets_set_nothing_in_vain(name: str) -> None:
    assert ignored_settings(preset(name)) == ()
    again = yaml.safe_load(yaml.safe_dump(preset(name).model_dump(mode="json")))
    assert ignored_settings(parse_config(again)) == ()


@pytest.mark.parametrize("text", ["", "rand-m7-n4-mstd0.5-inc1", "rand-m9", "rand-n2-p0.7-mmax5"])
def test_random_operations_are_written_as_timm_reads_them(text: str) -> None:
    assert AugmentConfig(rand_augment=text).rand_augment == text
    if text:
        rand_augment_transform(text, {})


@pytest.mark.parametrize("text", ["4", "rand", "rand-m7.5", "m7-n4", "rand-m7-x3", "rand-m7-"])
def test_other_texts_are_no_random_operations(text: str) -> None:
    with pytest.raises(ValidationError, match="rand_augment"):
        AugmentConfig(rand_augment=text)


@pytest.mark.parametrize(
    ("values", "operations"),
    [
        ({"rand_augment": 0, "rand_magnitude": 7}, ""),
        ({"rand_augment": 4, "rand_magnitude": 9}, "rand-m9-n4-p1"),
    ],
)
def test_random_operations_of_a_run_from_before_timm_are_read(
    values: dict[str, int], operations: str
) -> None:
    assert AugmentConfig.model_validate(values) == AugmentConfig(rand_augment=operations)


OLD = {
    "network": "clip", "cnn": "resnet10t", "cnn_size_px": 64, "teacher": None, "whiten": False,
    "patch_keep": 1.0,
}  # fmt: skip


def test_a_run_from_before_the_workshop_was_apart_is_read() -> None:
    assert parse_config({**FINETUNE, **OLD}) == parse_config(FINETUNE)


@pytest.mark.parametrize(
    "changes",
    [
        {"network": "still"},
        {"network": "cnn", "cnn_size_px": 32},
        {"teacher": {"runs": ["x"]}},
        {"whiten": True, "patch_keep": 0.5},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_only_the_workshop_trains_is_told_where_it_is(changes: dict[str, object]) -> None:
    named = ", ".join(changes)
    with pytest.raises(ValueError, match=rf"^{named}: .* python -m trainer\.workshop"):
        parse_config({**FINETUNE, **OLD, **changes})
    with pytest.raises(ValueError, match=r"python -m trainer\.workshop"):
        parse_config({**FINETUNE, "kind": "workshop", **changes})


def test_each_wrong_setting_has_one_plain_sentence() -> None:
    values = {**FINETUNE, "recipe": {"epochs": 1.5, "lr": -1}, "heads": [{"kind": "class"}]}
    with pytest.raises(ValueError, match="recipe") as caught:
        parse_config(values)
    assert str(caught.value).splitlines() == [
        "heads: must be 'classes', 'shares', 'values' or 'actions', got 'class'",
        "recipe.epochs: must be a valid integer, got a number with a fractional part, got 1.5",
        "recipe.lr: must be greater than 0, got -1",
    ]


def test_a_config_cannot_change() -> None:
    config = parse_config(FINETUNE)
    with pytest.raises(ValidationError, match="frozen"):
        config.size = "tiny"
    with pytest.raises(ValidationError, match="frozen"):
        config.recipe.lr = 1.0


@pytest.mark.parametrize("name", preset_names())
def test_presets_are_valid(name: str) -> None:
    config = preset(name)
    assert run_spec(config).frames % 8 == 0
    assert not any(path.is_absolute() for path in config.data.manifests)


@pytest.mark.parametrize("name", preset_names())
def test_presets_come_back_from_the_folder_of_a_run(name: str) -> None:
    written = yaml.safe_dump(preset(name).model_dump(mode="json"), sort_keys=False)
    assert parse_config(yaml.safe_load(written)) == preset(name)


def test_the_presets_of_the_paper_hold_its_recipe() -> None:
    """Section 4.1; rates are those of its scripts, by the linear rule for their batch."""
    pretrain, finetune = preset("paper-pretrain"), preset("paper-finetune")
    assert isinstance(pretrain, PretrainConfig)
    assert isinstance(finetune, FinetuneConfig)
    for config, lr, betas in ((pretrain, 3e-4, (0.9, 0.95)), (finetune, 2.5e-4, (0.9, 0.999))):
        assert (config.recipe.lr, config.recipe.betas) == (lr, betas)
        assert (config.recipe.epochs, config.recipe.weight_decay) == (100, 0.05)
        assert config.recipe.warmup == 5 / 100
        assert (config.size, config.data.sampling, config.data.stride) == ("base", "paper", 4)
    assert (pretrain.mask_ratio, pretrain.recipe.batch_size) == (0.9, 256)
    assert (finetune.recipe.layer_decay, finetune.drop_path) == (0.75, 0.1)
    assert (finetune.mixup, finetune.cutmix, finetune.label_smoothing) == (0.8, 1.0, 0.1)
    assert finetune.ema_decay == 0


@pytest.mark.parametrize("name", ["paper-pretrain", "paper-finetune"])
def test_the_papers_runs_learn_from_all_clips_and_give_their_last_epoch(name: str) -> None:
    assert (preset(name).select, preset(name).data.val_share) == ("last", 0.0)


def test_augmentation_is_gentler_where_pixels_are_the_target() -> None:
    pretrain = parse_config(PRETRAIN)
    assert pretrain.augment.erase == 0
    assert pretrain.augment.brightness < AugmentConfig().brightness


def test_paths_are_kept_as_given() -> None:
    config = parse_config({**FINETUNE, "init": "runs/a"})
    assert isinstance(config, FinetuneConfig)
    assert config.init == Path("runs/a")
    assert RecipeConfig.model_validate(RECIPE).accumulate == 1
