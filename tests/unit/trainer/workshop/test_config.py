"""Settings of the workshop: what contradicts itself, and that its presets are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.unit.trainer.miniature import mini_workshop
from tests.unit.trainer.test_config import RECIPE
from trainer.ignored import ignored_settings
from trainer.recipes import preset_names, read_values
from trainer.specs import run_spec
from trainer.workshop.cli import PRESETS
from trainer.workshop.config import WorkshopConfig, with_whole_paths

NAMES = preset_names(PRESETS)


def preset(name: str) -> WorkshopConfig:
    return WorkshopConfig.model_validate(read_values(name, presets=PRESETS))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"network": "cnn", "init": "x"}, ("cnn", "init")),
        ({"network": "cnn", "patch_keep": 0.5}, ("cnn", "patch_keep")),
        ({"network": "cnn", "drop_path": 0.1}, ("cnn", "drop_path")),
        ({"network": "cnn", "recipe": {**RECIPE, "recompute": True}}, ("cnn", "recompute")),
        ({"network": "cnn", "recipe": {**RECIPE, "layer_decay": 0.9}}, ("cnn", "layer_decay")),
        ({"train": "head", "init": "x"}, ("train", "head")),
        ({"teacher": {"runs": ["x"], "hints": 1.0}}, ("hints", "still")),
        ({"network": "cnn", "teacher": {"runs": ["x"], "hints": 1.0}}, ("hints", "still")),
        (
            {
                "network": "still",
                "teacher": {"runs": ["x"], "hints": 1.0},
                "recipe": {**RECIPE, "layer_decay": 0.5},
            },
            ("hints", "layer_decay"),
        ),
        ({"keep_first": True}, ("keep_first", "init")),
        ({"keep_first": True, "init": "x", "network": "still"}, ("keep_first", "clip")),
        ({"cnn_first_px": 32}, ("clip", "cnn_first_px")),
        ({"dropout": 0.3}, ("clip", "dropout")),
        ({"network": "still", "cnn_weights": "x"}, ("still", "cnn_weights")),
        ({"network": "cnn", "cnn_weights": "x"}, ("cnn_weights", "dlib", "resnet10t")),
        ({"network": "cnn", "cnn_size_px": 64, "cnn_first_px": 80}, ("cnn_first_px", "80", "64")),
        # Each number of patches would be compiled anew.
        ({"patch_keep": 0.5, "recipe": {**RECIPE, "compile": True}}, ("patch_keep", "compile")),
    ],
)
def test_settings_that_contradict_each_other_are_named(
    changes: dict[str, Any], named: tuple[str, ...]
) -> None:
    values = {"kind": "workshop", "data": {"manifests": ["x"]}, "recipe": RECIPE}
    with pytest.raises(ValidationError) as caught:
        WorkshopConfig.model_validate({**values, **changes})
    (problem,) = caught.value.errors()
    assert [name for name in named if name not in problem["msg"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_presets_are_valid_and_set_nothing_in_vain(name: str) -> None:
    config = preset(name)
    assert run_spec(config).frames % 8 == 0
    assert ignored_settings(config) == ()
    written = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False)
    assert WorkshopConfig.model_validate(yaml.safe_load(written)) == config


def test_teachers_are_found_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = mini_workshop(Path("x"), "clip", teacher={"runs": ["runs/teacher"]})
    whole = with_whole_paths(config)
    assert whole.teacher is not None
    assert whole.teacher.runs == (tmp_path / "runs" / "teacher",)
    assert with_whole_paths(mini_workshop(Path("x"), "clip")).teacher is None
