"""What --help says about configs: every field once, with the default that it has there."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from svfap_core.settings import ClipSpec
from trainer.config import FinetuneConfig, HeadConfig, LoraConfig, PretrainConfig
from trainer.fields import describe

RECIPE = {"epochs": 1, "lr": 0.1}
VALUES = {
    PretrainConfig: {"size": "tiny", "data": {"manifests": ["x"]}, "recipe": RECIPE},
    FinetuneConfig: {"data": {"manifests": ["x"]}, "recipe": RECIPE},
}
REQUIRED = {"size", "data.manifests", "recipe.epochs", "recipe.lr"}


def flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = flat(value, f"{prefix}{name}.") if isinstance(value, dict) else None
        found |= {f"{prefix}{name}": value} if inner is None else inner
    return found


def described(config: type[BaseModel]) -> dict[str, str]:
    lines = [line for line in describe(config).splitlines() if line.startswith("- `")]
    named = [line.removeprefix("- `").partition("` ") for line in lines]
    assert len({name for name, _, _ in named}) == len(named)
    return {name: text for name, _, text in named}


@pytest.mark.parametrize("config", [PretrainConfig, FinetuneConfig])
def test_every_field_is_listed_with_the_default_that_a_config_has(config: Any) -> None:
    found = described(config)
    expected = flat(config.model_validate(VALUES[config]).model_dump(exclude={"kind"}))
    missing = {name for name in expected if name not in found}
    assert missing == set()
    wrong = {
        name: found[name]
        for name, value in expected.items()
        if name not in REQUIRED and not found[name].endswith(f" [{value}]")
    }
    assert wrong == {}
    needed = {name for name, text in found.items() if text.endswith("*required*")}
    assert {name for name in needed if not name.startswith(("clip.", "heads[]."))} == (
        REQUIRED & VALUES[config].keys() | {n for n in REQUIRED if "." in n}
    )


def test_a_default_that_a_config_overrides_is_shown_as_that_config_has_it() -> None:
    assert described(PretrainConfig)["augment.brightness"].endswith(" [0.05]")
    assert described(FinetuneConfig)["augment.brightness"].endswith(" [0.1]")


def test_optional_groups_say_so_and_list_their_fields() -> None:
    found = described(FinetuneConfig)
    assert found["clip"].endswith(" [None]")
    assert found["clip.size_px"].endswith("*required*")
    assert found["heads"].endswith(" [()]")
    for prefix, config in (("clip.", ClipSpec), ("heads[].", HeadConfig)):
        assert {n for n in found if n.startswith(prefix)} == {
            prefix + name for name in config.model_fields
        }
    assert found["heads[].kind"].endswith("*required*")
    assert "clip.frames" in found


def test_what_tells_configs_apart_is_not_a_setting() -> None:
    assert "kind" not in described(FinetuneConfig)
    assert all(f"lora.{name}" in described(FinetuneConfig) for name in LoraConfig.model_fields)


def test_every_field_says_what_it_does() -> None:
    for config in (PretrainConfig, FinetuneConfig):
        bare = [
            name
            for name, text in described(config).items()
            if text.removesuffix("*required*").split(" [")[0].strip() == ""
        ]
        assert bare == []
