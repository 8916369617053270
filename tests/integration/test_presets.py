"""Recipes of data sets: what a model trained with them sees, and that they keep no known fault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import torch

from svfap_core.inference.official_cards import official_card
from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.models import MODEL_SIZES, Head, HeadKind
from trainer.config import FinetuneConfig, RunConfig
from trainer.data.layouts import avcaffe
from trainer.data.manifest import CropGeometry, ManifestInfo
from trainer.heads import LearnedHead, Targets, resolve_heads
from trainer.plan import Plan
from trainer.recipes import preset_names
from trainer.settings import read_settings
from trainer.specs import run_spec
from trainer.tasks.finetune import FinetuneTask

OF_PAPER = {"paper-finetune", "paper-pretrain"}


def preset(name: str, *overrides: str) -> RunConfig:
    return read_settings(name, overrides)


@pytest.mark.parametrize("name", sorted(set(preset_names()) - OF_PAPER))
def test_no_recipe_but_the_papers_own_keeps_faults_of_the_reference(name: str) -> None:
    config = preset(name)
    assert config.data.sampling == "time", "short clips would be filled up with their last picture"
    if config.augment.crop_scale is not None:
        assert config.augment.crop_scale[0] >= 0.8, "a view may show hardly any of the face"
    assert not config.recipe.compat


@pytest.mark.parametrize(
    ("name", "span_s"),
    [
        ("dfew", 2.56), ("mafw", 2.56), ("crema-d", 2.56), ("ferv39k", 0.64), ("regression", 1.92),
        ("werewolf-xl", 1.92), ("avcaffe", 1.92), ("first-impressions", 1.92),
        ("paper-finetune", 2.56), ("paper-pretrain", 2.56),
    ],
)  # fmt: skip
def test_a_card_says_the_span_that_was_trained(name: str, span_s: float) -> None:
    assert run_spec(preset(name)).span_s == pytest.approx(span_s)


@pytest.mark.parametrize("name", ["dfew", "ferv39k", "mafw"])
def test_spans_are_those_of_the_published_models(name: Any) -> None:
    assert (
        run_spec(preset(name)).span_s
        == official_card(name, "base", MODEL_SIZES["base"]).input.span_s
    )


def test_windows_by_index_cover_what_their_stride_says() -> None:
    own = run_spec(preset("finetune-base")).model_copy(update={"span_s": 9.0})
    values = f"clip={own.model_dump_json()}"
    assert run_spec(preset("finetune-base", values)).span_s == 9.0
    by_index = preset("paper-finetune", values, "data.stride=2")
    assert run_spec(by_index).span_s == pytest.approx(16 * 2 / 25)


def test_the_recipe_of_data_sets_is_otherwise_that_of_the_paper() -> None:
    paper, mended = preset("paper-finetune"), preset("dfew")
    assert isinstance(paper, FinetuneConfig)
    assert isinstance(mended, FinetuneConfig)
    assert mended.recipe == paper.recipe
    apart = {"data": paper.data, "augment": paper.augment, "select": paper.select}
    assert mended.model_copy(update=apart) == paper
    views = {"crop_scale": paper.augment.crop_scale}
    assert mended.augment.model_copy(update=views) == paper.augment
    assert (mended.select, mended.data.val_share) == ("auto", 0.1)


def test_the_papers_pre_training_has_as_many_steps_as_voxceleb2_gives() -> None:
    """1,092,009 clips x 100 epochs in batches of 256, none held back (ARCHITECTURE.md)."""
    recipe = preset("paper-pretrain").recipe
    steps = recipe.epochs * (1_092_009 // recipe.batch_size)
    assert steps == 426_500
    text = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert f"in {steps:,} steps of {recipe.batch_size}" in text


def test_avcaffe_is_learned_as_the_paper_does_by_five_classes_of_two_answers() -> None:
    config = preset("avcaffe")
    assert isinstance(config, FinetuneConfig)
    answers = ManifestInfo(
        data_set="AVCAffe",
        values=("valence", "arousal"),
        labels=avcaffe.WORDS,
        crop=CropGeometry(size_px=None),
        created=datetime(2026, 1, 1, tzinfo=UTC),
    )
    heads = [learned.head for learned in resolve_heads(config.heads, [answers])]
    assert {head.name: len(head.names) for head in heads} == {"arousal": 5, "valence": 5}
    assert heads[0].names == ("calm", "dull", "neutral", "wide_awake", "excited")


# docs/reference.md: Layer decay
@pytest.mark.parametrize(
    ("compat", "second_stage", "third_stage"), [(True, 1.0, 1.0), (False, 0.0751, 0.4219)]
)
def test_one_step_of_the_papers_preset_on_the_base_model(
    *, compat: bool, second_stage: float, third_stage: float
) -> None:
    config = read_settings("paper-finetune", [], {"recipe.compat": compat})
    assert isinstance(config, FinetuneConfig)
    seven = Head(kind=HeadKind.CLASSES, names=OFFICIAL_LABELS["dfew"])
    plan = Plan(
        data=config.data,
        manifests=(),
        rows={},
        heads=(LearnedHead(seven, shares=False, loss="cross_entropy", weight=1.0),),
        targets=Targets(classes=seven.names),
        spec=run_spec(config),
        template=None,
        warnings=(),
    )
    with torch.device("meta"):
        task = FinetuneTask(config, plan, total_steps=20)
    made = task.configure_optimizers()
    optimizer, schedule = made["optimizer"], made["lr_scheduler"]["scheduler"]
    assert {group["lr"] for group in optimizer.param_groups} == {0.0}
    network = task.network
    for parameter in network.parameters():
        parameter.grad = torch.empty_like(parameter)
    optimizer.step()
    schedule.step()  # The first of 20 steps is the warm-up: the second has the peak.
    names = {id(parameter): name for name, parameter in network.named_parameters()}
    rates = {names[id(p)]: g["lr"] for g in optimizer.param_groups for p in g["params"]}
    assert rates.keys() == {name for name, _ in network.named_parameters()}
    expected = {f"blocks.{i}.": 0.75 ** (21 - i) for i in range(21)} | {
        "patch_embed.": 0.00178,
        "blocks.0.": 0.00238,
        "blocks.11.": 0.0563,
        "blocks.12.": 0.0751,
        "blocks.20.": 0.75,
        "fc_norm.": 1.0,
        "head.": 1.0,
        "temporal_downsamples.0.": second_stage,
        "spatial_downsamples.0.": second_stage,
        "temporal_downsamples.1.": third_stage,
        "spatial_downsamples.1.": third_stage,
    }
    for name, rate in rates.items():
        (scale,) = [scale for prefix, scale in expected.items() if name.startswith(prefix)]
        assert rate == pytest.approx(1e-3 * 64 / 256 * scale, rel=5e-3), name
