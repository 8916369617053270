"""Runs that begin from a run, a model or a published file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.models.create import create_model
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import again, classes, published
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from tests.unit.trainer.narrow import differing, silent, weights
from trainer.building import build_task
from trainer.config import FinetuneConfig, RunConfig
from trainer.events import Event, Initialised
from trainer.export import export_run
from trainer.fit import fit
from trainer.folder import INIT_FILE, LAST
from trainer.initial import run_weights
from trainer.plan import plan_run
from trainer.runs import read_config
from trainer.tasks import pretrain
from trainer.tasks.finetune import FinetuneTask

pytestmark = pytest.mark.usefixtures("narrow")

ENCODER = "blocks.3.cross_attn.kv.weight"


def begun_from(config: RunConfig, run: Path) -> tuple[Initialised, dict[str, Tensor]]:
    """What a run said of its start, and its weights before the first step."""
    events: list[Event] = []
    taken: dict[str, Tensor] = {}

    def listen(event: Event) -> None:
        events.append(event)

    with pytest.MonkeyPatch.context() as patch:
        task_type = FinetuneTask if isinstance(config, FinetuneConfig) else pretrain.PretrainTask

        def remember(self: Any) -> None:
            taken.update({n: v.clone() for n, v in self.network.state_dict().items()})

        patch.setattr(task_type, "on_train_start", remember)
        fit(config, run, listener=listen, max_steps=1)
    (told,) = [event for event in events if isinstance(event, Initialised)]
    assert events[0] == told
    assert json.loads((run / INIT_FILE).read_text()) == json.loads(told.model_dump_json())
    return told, taken


def test_a_run_begins_from_a_pre_training(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(classes(data, init=first), tmp_path / "run")
    state = run_weights(first)
    assert torch.equal(taken[ENCODER], state[f"encoder.{ENCODER}"])
    assert told.origin == str(first)
    assert set(told.missing) == {"head.weight", "head.bias", "fc_norm.weight", "fc_norm.bias"}
    assert {"mask_token", "norm.weight"} <= set(told.unexpected)
    assert told.loaded == len(taken) - 4


def test_a_run_begins_from_a_fine_tuning_with_its_average(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(classes(data, ema_decay=0.9, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(classes(data, init=first), tmp_path / "run")
    assert (told.missing, told.unexpected, told.loaded) == ((), (), len(taken))
    assert differing(taken, run_weights(first)) == []


def test_a_run_begins_from_a_model_folder(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    told, taken = begun_from(classes(data, init=model), tmp_path / "run")
    state = load_model(model).model.state_dict()
    assert torch.equal(taken[ENCODER], state[ENCODER])
    assert set(told.missing) == set(told.unexpected) == {"head.weight", "head.bias"}


def test_a_run_begins_from_a_published_file(data: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    state = {
        name: value + 0.02 * torch.randn(value.shape)
        for name, value in create_model("tiny", num_classes=7).state_dict().items()
    }
    file = published(tmp_path / "checkpoint-best.pth", state)
    told, taken = begun_from(classes(data, init=file), tmp_path / "run")
    assert torch.equal(taken[ENCODER], state[ENCODER])
    assert set(told.missing) == set(told.unexpected) == {"head.weight", "head.bias"}


def test_a_shape_that_does_not_fit_is_an_error_before_any_training(
    data: Path, tmp_path: Path
) -> None:
    """The reference prints such lines and trains from random weights (two tensors of 385 load)."""
    state = create_model("tiny", num_classes=2).state_dict()
    state["blocks.1.mlp.fc1.weight"] = torch.ones(100, 32)
    file = published(tmp_path / "c.pth", state)
    run = tmp_path / "run"
    with pytest.raises(ModelError, match=r"blocks\.1\.mlp\.fc1\.weight has shape"):
        fit(classes(data, init=file), run, listener=silent)
    assert not (run / LAST).exists()


def test_a_pre_training_begins_from_another(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(mini_pretrain(data, init=first), tmp_path / "run")
    assert differing(taken, run_weights(first)) == []
    assert (told.loaded, told.missing, told.unexpected) == (len(taken), (), ())


def test_a_pre_training_does_not_begin_from_anything_else(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(classes(data, **{"recipe.epochs": 1}), first, listener=silent)
    with pytest.raises(ModelError, match="does not fit"):
        fit(mini_pretrain(data, init=first), tmp_path / "run", listener=silent)
    other = mini_pretrain(data, init=tmp_path / "nowhere")
    with pytest.raises(ModelError, match="nowhere"):
        fit(other, tmp_path / "other", listener=silent)


def test_outputs_keep_their_names_when_the_data_is_prepared_anew(tmp_path: Path) -> None:
    folder, run = write_clips(tmp_path / "data", size_px=32), tmp_path / "run"
    config = mini_finetune(folder, **{"recipe.epochs": 1})
    fit(config, run, listener=silent)
    again(folder, classes=("sad", "happy"))
    card = export_run(run, tmp_path / "model", "mini").card
    assert card.emotion_names == ("happy", "sad")
    told, _ = begun_from(mini_finetune(folder, init=run), tmp_path / "next")
    assert (told.missing, told.unexpected, told.warnings) == ((), (), ())


def test_a_fresh_run_says_nothing_of_a_start(data: Path, tmp_path: Path) -> None:
    events: list[Event] = []
    fit(classes(data), tmp_path, listener=events.append, max_steps=1)
    assert not [event for event in events if isinstance(event, Initialised)]
    assert not (tmp_path / INIT_FILE).exists()


def test_the_average_begins_from_the_weights_that_were_loaded(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    config = classes(data, init=model)
    task = build_task(config, plan_run(config), total_steps=4)
    assert isinstance(task, FinetuneTask)
    assert task.judged is not task.network
    assert differing(task.judged.state_dict(), task.network.state_dict()) == []


def changed_by_training(config: FinetuneConfig, run: Path) -> set[str]:
    _, before = begun_from(config, run)
    fit(config, run, listener=silent, resume=True)
    after = {
        name.removeprefix("network."): value
        for name, value in weights(run).items()
        if name.startswith("network.")
    }
    return set(differing(after, before))


def test_training_adapters_changes_nothing_of_the_encoder(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    config = classes(data, init=model, train="lora", **{"lora.rank": 2})
    changed = changed_by_training(config, tmp_path / "run")
    others = {name for name in changed if "lora_" not in name}
    assert others == {"head.weight", "head.bias", "fc_norm.weight", "fc_norm.bias"}
    assert len(changed) > len(others)
    export_run(tmp_path / "run", tmp_path / "exported", "mini", title="Mini")
    exported = load_model(tmp_path / "exported").model.state_dict()
    assert torch.equal(exported["patch_embed.proj.bias"], read_patch_bias(model))


def read_patch_bias(model: Path) -> Tensor:
    return load_model(model).model.state_dict()["patch_embed.proj.bias"]


def test_a_run_is_of_use_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clips(tmp_path / "a" / "data", size_px=32)
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    once: dict[str, Any] = {"recipe.epochs": 1}
    fit(classes(Path("data"), **once), Path("first"), listener=silent)
    config = classes(Path("data"), init="first", **once)
    fit(config, Path("run"), listener=silent, max_steps=1)
    monkeypatch.chdir(tmp_path / "b")
    run = Path("../a/run")
    assert fit(read_config(run), run, listener=silent, resume=True)
    export_run(run, Path("model"), "mini")


@pytest.mark.parametrize("start", ["model", "run"])
def test_windows_last_as_long_as_those_of_the_start(data: Path, tmp_path: Path, start: str) -> None:
    origin = tmp_path / "origin"
    fit(classes(data, **{"data.span_s": 0.48, "recipe.epochs": 1}), origin, listener=silent)
    if start == "model":
        export_run(origin, tmp_path / "model", "mini")
        origin = tmp_path / "model"
    run = tmp_path / "run"
    config = classes(data, init=origin)
    assert not fit(config, run, listener=silent, max_steps=1)
    assert plan_run(read_config(run)).spec.span_s == 0.48
    shutil.rmtree(origin)  # Its weights are in the checkpoint, its span in the settings.
    assert fit(config, run, listener=silent, resume=True)
    assert export_run(run, tmp_path / "made", "mini").card.input.span_s == 0.48


@pytest.mark.parametrize("asked", [{"data.stride": 4}, {"data.span_s": 1.28}])
def test_a_span_that_is_asked_for_is_that_of_the_run(
    data: Path, tmp_path: Path, asked: dict[str, object]
) -> None:
    origin, run = tmp_path / "origin", tmp_path / "run"
    once: dict[str, object] = {"recipe.epochs": 1}
    fit(classes(data, **once, **{"data.span_s": 0.48}), origin, listener=silent)
    fit(classes(data, init=origin, **once, **asked), run, listener=silent)
    assert plan_run(read_config(run)).spec.span_s == 1.28
