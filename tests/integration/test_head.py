"""A head on fixed features beside full fine-tuning, both from the model that comes along."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.unit.trainer.miniature import write_clips
from trainer.evaluate import Protocol, evaluate
from trainer.events import Event
from trainer.fit import fit
from trainer.settings import read_settings


def silent(event: Event) -> None:
    del event


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_a_head_of_seconds_is_as_good_as_full_fine_tuning(tmp_path: Path) -> None:
    data = write_clips(
        tmp_path / "data", subjects=14, splits=("train",) * 10 + ("test",) * 4, frames=16
    )
    few = ["data.workers=0", "recipe.epochs=8", "recipe.precision=32-true", "data.val_share=0.1"]
    runs = {
        "computing": ("head-tiny", ["data.workers=0"]),
        "cached": ("head-tiny", ["data.workers=0"]),
        "all": ("finetune-tiny", few),
    }
    accuracy: dict[str, float] = {}
    busy_s: dict[str, float] = {}
    for name, (preset, settings) in runs.items():
        config = read_settings(preset, settings, {"data.manifests": [data]})
        start_s, run = time.process_time(), tmp_path / name
        assert fit(config, run, listener=silent)
        busy_s[name] = time.process_time() - start_s
        found = evaluate([run], tmp_path / f"of-{name}", Protocol(device="cpu"))
        assert found.classes is not None
        assert found.classes.war.value is not None
        accuracy[name] = found.classes.war.value
    print(f"accuracy on 16 clips of held-out persons: {accuracy}; processor seconds: {busy_s}")
    assert busy_s["cached"] < 30
    assert accuracy["cached"] == accuracy["computing"]
    assert accuracy["cached"] >= accuracy["all"] - 0.1
    assert accuracy["cached"] > 0.9
