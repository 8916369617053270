"""Settings of runs: what is refused, and that the presets are sound."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from pydantic import ValidationError

from trainer.cli import PRESETS, read_settings
from trainer.config import ClassifierConfig

VALID = {"data": "x.parquet", "network": "clip", "epochs": 1}


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(ValidationError, match="learning_rate"):
        ClassifierConfig.model_validate({**VALID, "learning_rate": 0.1})


@pytest.mark.parametrize(
    ("field", "value"), [("batch_size", 3), ("epochs", 0), ("patch_keep", 0.0), ("network", "rnn")]
)
def test_values_out_of_range_are_errors(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        ClassifierConfig.model_validate({**VALID, field: value})


def test_a_config_cannot_change() -> None:
    config = ClassifierConfig.model_validate(VALID)
    with pytest.raises(ValidationError, match="frozen"):
        config.epochs = 2


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.yaml")))
def test_presets_are_valid(preset: str) -> None:
    assert read_settings(preset, []).data == Path("fer2013.parquet")


def test_overrides_reach_nested_fields() -> None:
    config = read_settings("fer2013-tiny", ["epochs=7", "augment.blur=0.25", "teacher=null"])
    assert (config.epochs, config.augment.blur, config.teacher) == (7, 0.25, None)


@pytest.mark.parametrize("override", ["no_such_field=1", "epochs=many", "augment.blur.x=1"])
def test_a_wrong_override_says_which(override: str) -> None:
    with pytest.raises(
        typer.BadParameter, match=override.split("=", maxsplit=1)[0].split(".", maxsplit=1)[0]
    ):
        read_settings("fer2013-tiny", [override])


def test_a_missing_config_is_named() -> None:
    with pytest.raises(typer.BadParameter, match=r"nowhere\.yaml"):
        read_settings("nowhere.yaml", [])
