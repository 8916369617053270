"""Runs of the workshop: how they begin, what they keep, who teaches them, what they give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from tests.unit.trainer.fitting import assert_same_run
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, mini_workshop
from tests.unit.trainer.narrow import differing, narrow_networks, silent, weights
from trainer.config import FinetuneConfig
from trainer.evaluate import Protocol, evaluate
from trainer.export import export_run
from trainer.fit import fit
from trainer.initial import saved_weights
from trainer.plan import plan_run
from trainer.workshop.building import build_task, trained_model, trained_run
from trainer.workshop.config import WorkshopConfig
from trainer.workshop.keeping import keep
from trainer.workshop.networks import ClipTPSBT, StillTPSBT

TEACHER = Path(__file__).parents[4] / "trainer/workshop/weights/raters-a.safetensors"


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def workshop(data: Path, network: str, **changes: object) -> WorkshopConfig:
    return mini_workshop(data, network, **{"heads": [{"kind": "classes"}], **changes})


def train(config: WorkshopConfig, run: Path, *, resume: bool = False, max_steps: int = -1) -> bool:
    return fit(config, run, listener=silent, resume=resume, max_steps=max_steps, build=build_task)


# How it begins


def test_a_clip_network_begins_from_a_still_one_without_forgetting(
    data: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    train(workshop(data, "still", **{"recipe.epochs": 1}), first)
    config = workshop(data, "clip", init=first)
    task = build_task(config, plan_run(config), total_steps=4)
    for network in (task.network, task.judged):
        state = network.state_dict()
        name = "blocks.1.mlp.fc1.weight"
        assert torch.equal(state[name], saved_weights(first)[name])
        width = state["temporal_downsamples.0.weight"].shape[0]
        mean = torch.eye(width)[..., None].expand(-1, -1, 2) / 2
        assert torch.equal(state["temporal_downsamples.0.weight"], mean)


def test_a_clip_network_begins_from_a_kept_start_as_from_its_run(
    data: Path, tmp_path: Path
) -> None:
    run, kept = tmp_path / "run", tmp_path / "start.safetensors"
    train(workshop(data, "still", size="tiny-stem", **{"recipe.epochs": 1}), run)
    keep(run, kept)
    learned = saved_weights(run)
    begun = {}
    for origin in (run, kept):
        config = workshop(data, "clip", size="tiny-stem", init=origin)
        begun[origin] = build_task(config, plan_run(config), total_steps=4).network.state_dict()
    stored = {name for name in learned if name.startswith(("patch_embed.", "blocks.1.", "head."))}
    assert len(stored) > 20
    for name in stored:
        assert torch.allclose(begun[kept][name], learned[name], atol=0.01), name
        assert torch.equal(begun[run][name], learned[name])
    means = [state["temporal_downsamples.0.weight"] for state in begun.values()]
    assert torch.equal(*means)
    wrong = workshop(data, "clip", init=TEACHER)
    with pytest.raises(ModelError, match="holds nothing to begin from"):
        build_task(wrong, plan_run(wrong), total_steps=4)


@pytest.fixture(scope="module")
def teacher(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small convolutional network after one epoch."""
    run = tmp_path_factory.mktemp("teacher") / "run"
    config = workshop(data, "cnn", cnn_size_px=32, **{"recipe.epochs": 1})
    with narrow_networks():
        train(config, run)
    return run


def test_a_still_network_learns_from_a_teacher(tmp_path: Path, data: Path, teacher: Path) -> None:
    given = {"teacher": {"runs": [teacher], "hints": 1.0, "share": 0.5}}
    config = workshop(data, "still", **given)
    assert not train(config, tmp_path / "run", max_steps=1)
    assert train(config, tmp_path / "run", resume=True)
    assert any(name.startswith("hint_heads.") for name in weights(tmp_path / "run"))


def test_who_cannot_teach_is_refused(data: Path, tmp_path: Path) -> None:
    for name in ("still", "clip"):
        train(workshop(data, name, **{"recipe.epochs": 1}), tmp_path / name)
    config = workshop(data, "clip", teacher={"runs": [tmp_path / "still"]})
    with pytest.raises(ModelError, match="cannot teach"):
        train(config, tmp_path / "a")
    config = workshop(data, "still", teacher={"runs": [tmp_path / "clip"], "hints": 1.0})
    with pytest.raises(ModelError, match="cannot teach"):
        train(config, tmp_path / "b")
    config = workshop(data, "clip", teacher={"runs": [tmp_path / "clip"]}, **{"recipe.epochs": 1})
    assert train(config, tmp_path / "c")


def test_a_teacher_of_other_things_is_refused(data: Path, tmp_path: Path) -> None:
    values = {"heads": [{"kind": "values"}], "recipe.epochs": 1}
    config = mini_workshop(data, "clip", **values)
    train(config, tmp_path / "values")
    config = workshop(data, "clip", teacher={"runs": [tmp_path / "values"]})
    with pytest.raises(ModelError, match="cannot teach"):
        train(config, tmp_path / "run")


@pytest.mark.parametrize("steps", [1, 2], ids=["middle", "end"])
def test_an_interrupted_run_ends_as_an_unbroken_one(
    data: Path, tmp_path: Path, teacher: Path, steps: int
) -> None:
    given = {"teacher": {"runs": [teacher], "hints": 1.0}, "patch_keep": 0.7}
    config = workshop(data, "still", **given, **{"recipe.optimizer": "muon", "mixup": 0.5})
    train(config, tmp_path / "whole")
    assert not train(config, tmp_path / "run", max_steps=steps)
    assert train(config, tmp_path / "run", resume=True)
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_a_run_goes_on_without_what_it_began_from(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    config = workshop(data, "clip", init=first)
    train(config, tmp_path / "run", max_steps=1)
    train(config, tmp_path / "whole")
    first.rename(tmp_path / "gone")
    assert train(config, tmp_path / "run", resume=True)
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_a_whole_network_goes_on_from_a_kept_file(data: Path, tmp_path: Path) -> None:
    run, kept = tmp_path / "run", tmp_path / "whole.safetensors"
    train(workshop(data, "clip", size="tiny-stem", **{"recipe.epochs": 1}), run)
    keep(run, kept)
    learned = saved_weights(run)
    config = workshop(data, "clip", size="tiny-stem", init=kept)
    begun = build_task(config, plan_run(config), total_steps=4).network.state_dict()
    for name, values in learned.items():
        assert torch.allclose(begun[name], values, atol=0.01), name


def test_a_first_stage_that_is_kept_stays_as_it_was(data: Path, tmp_path: Path) -> None:
    still, clip = tmp_path / "still", tmp_path / "clip"
    train(workshop(data, "still", **{"recipe.epochs": 1}), still)
    settings = {"recipe.optimizer": "muon", "data.stride": 2}
    train(workshop(data, "clip", init=still, keep_first=True, **settings), clip)
    before, after = saved_weights(still), saved_weights(clip)
    kept = [name for name in before if torch.equal(before[name], after[name])]
    network = trained_run(clip)[1]
    assert isinstance(network, ClipTPSBT)
    first = [name for name in before if name.startswith(network.first_names())]
    assert first
    assert set(first) <= set(kept)
    assert not any(name.startswith(("head.", "fc_norm.")) for name in kept)


# What a run gives


def test_a_whole_network_is_exported_and_judged(data: Path, tmp_path: Path) -> None:
    run, model = tmp_path / "run", tmp_path / "model"
    train(workshop(data, "clip", patch_keep=0.5, mirrored=True, **{"recipe.epochs": 1}), run)
    card = export_run(run, model, "mini", read=trained_model).card
    assert (card.mirrored, card.emotion_names) == (True, ("happy", "sad"))
    exported = load_model(model).model.state_dict()
    assert differing(exported, saved_weights(run)) == []
    found = evaluate([model], tmp_path / "out", Protocol(windows=1), data=[data])
    assert found.n == 4


def test_a_helper_network_is_no_model(data: Path, tmp_path: Path) -> None:
    train(workshop(data, "still"), tmp_path / "still", max_steps=1)
    with pytest.raises(ModelError, match="helper network"):
        export_run(tmp_path / "still", tmp_path / "model", "mini", read=trained_model)
    _, network = trained_run(tmp_path / "still")
    assert isinstance(network, StillTPSBT)
    assert not network.training


def test_the_plain_trainer_says_whose_run_it_is(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    train(workshop(data, "clip"), run, max_steps=1)
    plain: FinetuneConfig = mini_finetune(data, init=run)
    for attempt in (
        lambda: export_run(run, tmp_path / "model", "mini"),
        lambda: evaluate([run], tmp_path / "out", Protocol()),
        lambda: fit(plain, tmp_path / "next", listener=silent),
    ):
        with pytest.raises(ModelError, match=r"python -m trainer\.workshop"):
            attempt()
    with pytest.raises(ModelError, match="other settings"):
        fit(plain, run, listener=silent, resume=True)
