"""Features are computed once, and again only for what has changed."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch

from svfap_core.models.create import create_model
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import write_clips
from trainer.config import FinetuneConfig
from trainer.data.loader import ClipSet
from trainer.features import Encoder, Features, encoder_features
from trainer.folder import FEATURES
from trainer.plan import Plan, plan_run
from trainer.scoring import read_windows, window_batches

pytestmark = pytest.mark.usefixtures("narrow")

CPU = torch.device("cpu")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_clips(
        tmp_path / "data", subjects=3, per_subject=2, splits=("train",), size_px=32, frames=20
    )


@pytest.fixture
def plan(folder: Path) -> Plan:
    return plan_run(config(folder))


def config(folder: Path) -> FinetuneConfig:
    return classes(folder, **{"data.val_share": 0.0})


def encoder(seed: int = 0, *, mirrored: bool = False) -> Encoder:
    torch.manual_seed(seed)
    return Encoder(create_model("tiny", num_classes=2).eval(), CPU, mirrored=mirrored)


def told(of: Encoder, plan: Plan) -> tuple[Features, list[str]]:
    names: list[str] = []
    found = encoder_features(of, plan, "train", progress=lambda *each: names.append(each[2]))
    assert found is not None
    return found, names


def test_a_second_time_nothing_is_computed(
    plan: Plan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, names = told(encoder(), plan)
    assert len(names) == first.computed == 6
    assert np.bincount(first.places).tolist() == [2] * 6, "a clip of 2 s has two windows of 1.28 s"
    monkeypatch.setattr(Encoder, "features", None)  # It is not called.
    second, names = told(encoder(), plan)
    assert (second.computed, names) == (0, [])
    assert np.array_equal(first.windows, second.windows)
    assert len(list((folder / FEATURES).iterdir())) == 1


def test_a_clip_that_has_changed_is_computed_alone(plan: Plan, folder: Path) -> None:
    first, _ = told(encoder(), plan)
    clip = folder / "clips/person2/1"
    for image in clip.iterdir():
        image.write_bytes((folder / "clips/person3/2" / image.name).read_bytes())
    os.utime(next(clip.iterdir()), ns=(1, 1))
    second, names = told(encoder(), plan)
    assert names == ["person2/1"]
    changed = (first.windows != second.windows).any(axis=1)
    assert set(first.places[changed]) == {2}


@pytest.mark.parametrize("what", ["weights", "mirrored", "spec"])
def test_another_encoder_or_input_has_features_of_its_own(
    plan: Plan, folder: Path, what: str
) -> None:
    told(encoder(), plan)
    if what == "spec":
        changed = plan.spec.model_copy(update={"span_s": 1.0})
        plan = plan_run(config(folder).model_copy(update={"clip": changed}))
    other = encoder(1) if what == "weights" else encoder(mirrored=what == "mirrored")
    assert told(other, plan)[0].computed == 6
    assert len(list((folder / FEATURES).iterdir())) == 2


def test_the_head_is_no_part_of_an_encoder(plan: Plan) -> None:
    one, two = encoder(), encoder()
    torch.nn.init.ones_(two.network.get_parameter("head.weight"))
    assert one.identity(plan) == two.identity(plan)


def test_a_stop_keeps_what_is_done(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.scoring.BATCH", 2)
    asked = iter([False, False, True])
    stopped = encoder_features(
        encoder(), plan, "train", progress=lambda *_: None, stopped=lambda: next(asked)
    )
    assert stopped is None
    assert told(encoder(), plan)[0].computed == 4


def test_a_damaged_file_is_made_anew(plan: Plan, folder: Path) -> None:
    told(encoder(), plan)
    (kept,) = (folder / FEATURES).iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert told(encoder(), plan)[0].computed == 6
    assert told(encoder(), plan)[0].computed == 0


def test_where_nothing_can_be_kept_that_is_said(plan: Plan, folder: Path) -> None:
    (folder / FEATURES).write_text("in the way")
    found, _ = told(encoder(), plan)
    assert str(folder) in found.unkept
    assert (found.computed, len(found.windows)) == (6, 12)


@pytest.mark.parametrize("mirrored", [False, True])
def test_features_are_those_of_analysis(plan: Plan, *, mirrored: bool) -> None:
    """By the runtime that an analysis uses, of the same windows."""
    from types import SimpleNamespace

    of = encoder(mirrored=mirrored)
    card = SimpleNamespace(input=plan.spec, mirrored=mirrored)
    runtime = TorchRuntime(SimpleNamespace(model=of.network, card=card), CPU)  # type: ignore[arg-type]
    clips = ClipSet(plan, "train")
    batches = window_batches(clips, range(6), None, paper=False)
    expected = [
        runtime.run(windows).features
        for _, windows in read_windows(clips, batches, plan.template, 0)
    ]
    assert told(of, plan)[0].windows == pytest.approx(np.concatenate(expected), abs=1e-5)
