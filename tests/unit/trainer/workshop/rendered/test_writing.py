from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from svfap_core.errors import OutputError, SourceError
from svfap_core.facial_actions import ACTIONS
from tests.shared_data import shared
from tests.unit.trainer.miniature import mini_workshop
from trainer.data.loader import ClipSet
from trainer.data.manifest import Manifest, read_manifest
from trainer.plan import plan_run
from trainer.workshop.lessons import EMOTIONS
from trainer.workshop.rendered.writing import write_rendered

SHORT = {"sequences": 4, "seed": 3, "duration_s": 0.8}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rendered") / "set"
    write_rendered(shared("data/ict_facekit"), out, **SHORT)
    return out


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    return read_manifest(folder)


def test_no_person_is_in_two_parts(manifest: Manifest) -> None:
    pairs = set(zip(manifest.column("subject"), manifest.column("split"), strict=True))
    assert {split for _, split in pairs} == {"train", "test"}
    assert len(pairs) == len({person for person, _ in pairs}) == 2


def test_shares_actions_and_what_else_is_known_are_kept(manifest: Manifest) -> None:
    assert manifest.shares(EMOTIONS).sum(axis=1) == pytest.approx(1)
    actions = manifest.values(tuple(f"action_{name}" for name in ACTIONS))
    assert not np.isnan(actions).any()
    assert set(manifest.column("meta_speech")) <= {"yes", "no"}
    assert len(set(manifest.column("meta_sequence"))) == 4


def test_the_trainer_can_load_it(folder: Path) -> None:
    heads = [{"kind": "shares"}, {"kind": "actions"}]
    config = mini_workshop(folder, "clip", heads=heads)
    plan = plan_run(config)
    clips = ClipSet(plan, "train")
    batch = clips.window_batch([(0, clips.covering(0, 1, paper=False)[0])])
    assert batch.pictures.shape[0] == 1
    assert torch.allclose(batch.shares.sum(), torch.tensor(1.0))
    assert batch.values.shape == (1, len(ACTIONS))


def test_the_same_seed_gives_the_same_data(folder: Path, tmp_path: Path) -> None:
    write_rendered(shared("data/ict_facekit"), tmp_path / "again", **SHORT, workers=2)
    first, again = read_manifest(folder), read_manifest(tmp_path / "again")
    assert first.table.equals(again.table)
    for shard in (folder / "shards").iterdir():
        assert shard.read_bytes() == (tmp_path / "again" / "shards" / shard.name).read_bytes()


def test_a_data_set_is_not_overwritten(folder: Path) -> None:
    with pytest.raises(OutputError, match="Choose another folder"):
        write_rendered(shared("data/ict_facekit"), folder, **SHORT)


def test_missing_shapes_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ict_light\.npz"):
        write_rendered(tmp_path, tmp_path / "out", **SHORT)
