"""Scores of a part: every clip once, its windows averaged, nothing left out or replaced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from svfap_core.errors import ModelError, SourceError
from svfap_core.inference.checkpoint import LoadedModel, load_model
from svfap_core.inference.predictor import Predictor
from tests.models import LABELS, write_untrained_model
from tests.unit.trainer.miniature import prepare_mini_fer2013, write_clips
from trainer.config import DataConfig
from trainer.data.loader import ClipSet, Targets
from trainer.data.manifest import read_manifest
from trainer.data.rendering import render
from trainer.predict import predict

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return load_model(write_untrained_model(tmp_path_factory.mktemp("model")))


def config(folder: Path) -> DataConfig:
    return DataConfig(manifests=(folder,))


def test_a_clip_has_the_mean_of_its_windows(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=30)
    manifest, data = read_manifest(folder), config(folder)
    found = predict(model, [manifest], "test", data, device=CPU)
    targets = Targets(classes=LABELS)
    clips = ClipSet([manifest], "test", data, model.card.input, targets)
    windows = clips.covering(0, None, paper=False)
    assert len(windows) == 3
    pictures = clips.window_batch([(0, indices) for indices in windows]).pictures
    rendered = render(pictures, clips.spec, manifest.info.crop.template).contiguous().numpy()
    scores = Predictor(model, CPU).predict(list(rendered))
    expected = np.mean([list(s.emotions.values()) for s in scores], axis=0)
    np.testing.assert_allclose(np.exp(found.log_probabilities[0]), expected, rtol=1e-5)
    assert found.clips == tuple(clips.column("clip"))
    assert set(found.subjects) == {"person4"}
    assert found.labels.tolist() == [LABELS.index(name) for name in clips.column("label")]


def test_stills_and_several_data_sets(model: LoadedModel, tmp_path: Path) -> None:
    stills = read_manifest(prepare_mini_fer2013(tmp_path, 1))
    found = predict(model, [stills], "val", config(tmp_path), device=CPU)
    assert len(found) == 7
    assert (found.labels >= 0).all()
    one = write_clips(tmp_path / "one", classes=LABELS[:2])
    two = write_clips(tmp_path / "two", classes=LABELS[:2], data_set="Other")
    sets = [read_manifest(one), read_manifest(two)]
    both = predict(model, sets, "test", config(one), device=CPU, windows=1)
    assert len(both) == 8
    assert {name.split("/")[0] for name in both.clips} == {"Miniature", "Other"}


def test_the_papers_windows_are_head_and_tail(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], frames=60)
    manifest, data = read_manifest(folder), config(folder)
    clips = ClipSet([manifest], "test", data, model.card.input, Targets(classes=LABELS))
    head, tail = clips.covering(0, None, paper=True)
    assert (head[0], tail[-1]) == (0, 56)
    once = predict(model, [manifest], "test", data, device=CPU, paper=True, windows=1)
    twice = predict(model, [manifest], "test", data, device=CPU, paper=True)
    assert not np.allclose(once.log_probabilities, twice.log_probabilities)


def test_a_clip_that_cannot_be_read_is_an_error(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2])
    (folder / "clips/person4/2/000003.jpg").write_bytes(b"no picture")
    with pytest.raises(SourceError, match=r"picture 3 of .*person4/2"):
        predict(model, [read_manifest(folder)], "test", config(folder), device=CPU)


def test_a_part_without_clips_is_an_error(model: LoadedModel, tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "set", classes=LABELS[:2], splits=("train", "val"))
    with pytest.raises(ModelError, match="no clips in the part test"):
        predict(model, [read_manifest(folder)], "test", config(folder), device=CPU)
