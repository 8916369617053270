"""Settings of the steps around training: what the window shows is what the command line takes."""

from __future__ import annotations

import inspect

import pytest
from pydantic import ValidationError

from svfap_core.settings import Frozen
from trainer.cli.judging import evaluate, export
from trainer.data.layouts import LAYOUTS
from trainer.steps import DATA_SETS, EvaluateConfig, ExportConfig


def test_every_data_set_that_is_named_can_be_read() -> None:
    assert list(DATA_SETS) == list(LAYOUTS)
    assert all(kind.help.endswith(".") for kind in DATA_SETS.values())
    assert {name for name, kind in DATA_SETS.items() if kind.file} == {"fer2013", "csv"}


@pytest.mark.parametrize(
    ("config", "command"), [(EvaluateConfig, evaluate), (ExportConfig, export)]
)
def test_settings_are_options_of_their_command(config: type[Frozen], command: object) -> None:
    assert callable(command)
    options = inspect.signature(command).parameters
    for name, field in config.model_fields.items():
        assert name in options
        if not field.is_required():
            assert options[name].default == field.default


def test_the_name_of_a_model_is_a_folder_name_everywhere() -> None:
    assert ExportConfig(name="my-model").name == "my-model"
    for wrong in ("My model", "../up", "", "a/b"):
        with pytest.raises(ValidationError):
            ExportConfig(name=wrong)
