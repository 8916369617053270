"""Scores of a part: every clip once, its windows averaged, nothing left out or replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from svfap_core.errors import ModelError, SourceError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.predictor import Predictor
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.models import LABELS, write_untrained_model
from tests.unit.trainer.miniature import prepare_mini_fer2013, write_clips
from trainer import scoring
from trainer.config import DataConfig
from trainer.data.loader import ClipSet
from trainer.data.manifest import read_manifest, write_manifest
from trainer.data.rendering import render
from trainer.plan import Plan, plan_judging
from trainer.scoring import score
from trainer.specs import FACE_TEMPLATE

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return load_model(write_untrained_model(tmp_path_factory.mktemp("model")))


def plan(model: LoadedModel, *folders: Path, workers: int = 1) -> Plan:
    data = DataConfig(manifests=folders, workers=workers)
    return plan_judging(data, model.card.heads, model.card.input)


def test_a_clip_has_the_mean_of_its_windows(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=30)
    found = score(model, plan(model, folder), "test", device=CPU)
    clips = ClipSet(plan(model, folder), "test")
    windows = clips.covering(0, None, paper=False)
    assert len(windows) == 3
    pictures = clips.window_batch([(0, indices) for indices in windows]).pictures
    rendered = render(pictures, clips.spec, FACE_TEMPLATE).contiguous().numpy()
    scores = Predictor(model.card, TorchRuntime(model, CPU)).predict(list(rendered))
    expected = np.mean([list(s.emotions.values()) for s in scores], axis=0)
    np.testing.assert_allclose(np.exp(found.log_probabilities[0]), expected, rtol=1e-5)
    assert found.clips == tuple(clips.column("clip"))
    assert set(found.subjects) == {"person4"}
    assert found.labels.tolist() == [LABELS.index(name) for name in clips.column("label")]


def test_stills_and_several_data_sets(model: LoadedModel, tmp_path: Path) -> None:
    stills = prepare_mini_fer2013(tmp_path, 1)
    found = score(model, plan(model, stills), "val", device=CPU)
    assert len(found) == 7
    assert (found.labels >= 0).all()
    one = write_clips(tmp_path / "one", classes=LABELS[:2])
    two = write_clips(tmp_path / "two", classes=LABELS[:2], data_set="Other")
    both = score(model, plan(model, one, two), "test", device=CPU, windows=1)
    assert len(both) == 8
    assert {name.split("/")[0] for name in both.clips} == {"Miniature", "Other"}


def test_the_papers_windows_are_head_and_tail(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=60)
    how = plan(model, folder)
    clips = ClipSet(how, "test")
    head, tail = clips.covering(0, None, paper=True)
    assert (head[0], tail[-1]) == (0, 56)
    once = score(model, how, "test", device=CPU, paper=True, windows=1)
    twice = score(model, how, "test", device=CPU, paper=True)
    assert not np.allclose(once.log_probabilities, twice.log_probabilities)


def test_a_clip_that_cannot_be_read_is_an_error(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2])
    for path in (folder / "clips/person4/2").glob("*.jpg"):
        path.write_bytes(b"no picture")
    with pytest.raises(SourceError, match=r"image \d+ of .*person4/2"):
        score(model, plan(model, folder), "test", device=CPU)


@pytest.mark.parametrize(("frames", "workers"), [(60, 1), (8, 0)])
def test_workers_read_where_there_is_something_to_read_ahead(
    model: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frames: int, workers: int
) -> None:
    asked: list[int] = []

    def here(data: Any, *, num_workers: int, **options: Any) -> DataLoader[Any]:
        asked.append(num_workers)
        return DataLoader(data, batch_size=options["batch_size"])

    monkeypatch.setattr(scoring, "DataLoader", here)
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=frames)
    found = score(model, plan(model, folder), "test", device=CPU)
    assert len(found) == 4
    assert asked == [workers]


@pytest.mark.slow
def test_a_worker_reads_what_the_process_itself_would_read(
    model: LoadedModel, tmp_path: Path
) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=60)
    found = score(model, plan(model, folder), "test", device=CPU)
    expected = score(model, plan(model, folder, workers=0), "test", device=CPU)
    assert found.clips == expected.clips
    np.testing.assert_array_equal(found.log_probabilities, expected.log_probabilities)
    (folder / "clips/person4/2/000003.jpg").write_bytes(b"no picture")
    with pytest.raises(SourceError, match=r"^image 3 of .*person4/2"):
        score(model, plan(model, folder), "test", device=CPU)


def test_without_labels_the_truth_is_what_most_raters_said(
    model: LoadedModel, tmp_path: Path
) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:3], shares=True)
    expected = score(model, plan(model, folder), "test", device=CPU, windows=1)
    labelled = read_manifest(folder)
    rows = [row | {"label": None} for row in labelled.table.to_pylist()]
    write_manifest(folder, labelled.info, rows, with_shares=True)
    found = score(model, plan(model, folder), "test", device=CPU, windows=1)
    assert found.labels.tolist() == expected.labels.tolist() == [0, 1, 2, 0]
    # Of seven classes three have votes, which count as they were given.
    votes = np.full((4, 7), 0.0)
    votes[:, :3] = 0.15
    votes[np.arange(4), found.labels] = 0.7
    np.testing.assert_allclose(found.shares, votes, atol=1e-6)


def test_votes_for_classes_that_the_model_has_not_are_left_out(
    model: LoadedModel, tmp_path: Path
) -> None:
    folder = write_clips(tmp_path / "set", classes=(LABELS[0], "puzzled"), shares=True)
    found = score(model, plan(model, folder), "test", device=CPU, windows=1)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(4))
    assert found.shares[:, 0] == pytest.approx(np.ones(4))


def test_groups_are_those_of_the_manifest(model: LoadedModel, tmp_path: Path) -> None:
    sets = [
        write_clips(tmp_path / name, classes=LABELS[:2], data_set=name) for name in ("one", "two")
    ]
    for folder in sets:
        write_groups(folder)
    found = score(model, plan(model, sets[0]), "test", device=CPU, windows=1)
    assert found.groups == ("person4/a", "person4/b", "person4/a", "person4/b")
    both = score(model, plan(model, *sets), "test", device=CPU, windows=1)
    assert set(both.groups) == {f"{n}/person4/{g}" for n in ("one", "two") for g in "ab"}


def write_groups(folder: Path) -> None:
    """Every other clip of a person belongs together."""
    manifest = read_manifest(folder)
    rows = [
        row | {"group": f"{row['clip'].split('/')[0]}/{'ba'[int(row['clip'][-1]) % 2]}"}
        for row in manifest.table.to_pylist()
    ]
    write_manifest(folder, manifest.info, rows)


def test_a_part_without_clips_is_an_error(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], splits=("train", "val"))
    with pytest.raises(ModelError, match="no clips in the part test"):
        score(model, plan(model, folder), "test", device=CPU)
