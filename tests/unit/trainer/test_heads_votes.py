"""Raters' votes, from the manifest to the model that learned how much raters agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from svfap_core.errors import SourceError
from svfap_core.inference.model_folder import read_card
from tests.unit.trainer.fitting import metrics
from tests.unit.trainer.miniature import mini_finetune, write_clips
from tests.unit.trainer.narrow import silent
from trainer.config import FinetuneConfig
from trainer.data.loader import ClipSet
from trainer.export import export_run
from trainer.fit import fit
from trainer.head_fit import goals_of
from trainer.plan import plan_run, plan_training

pytestmark = pytest.mark.usefixtures("narrow")

COUNTED = {"kind": "shares", "loss": "dirichlet"}
CLASSES = ("happy", "sad", "fear")


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rated") / "clips"
    return write_clips(folder, classes=CLASSES, raters=10, size_px=32)


def by_votes(data: Path, **changes: object) -> FinetuneConfig:
    settings = {"heads": [COUNTED], "label_smoothing": 0.0, "recipe.epochs": 1, **changes}
    return mini_finetune(data, **settings)


def test_batches_carry_counts_where_a_head_counts_them_and_nowhere_else(rated: Path) -> None:
    for heads, width in {"dirichlet": [COUNTED], "shares": [{"kind": "shares"}]}.items():
        plan = plan_run(by_votes(rated, heads=width))
        clips = ClipSet(plan, "train")
        batch = clips.batch([0, 3], [np.zeros(1, np.uint8)] * 2)
        assert batch.shares.sum(dim=1).tolist() == [1, 1]
        if heads == "shares":
            assert batch.votes.shape == (2, 0)
            continue
        assert batch.votes.dtype == torch.long
        assert batch.votes.sum(dim=1).tolist() == [10, 10]
        assert torch.equal(batch.votes / 10, batch.shares)
        assert batch.votes[0].tolist() == [10, 0, 0]
        assert batch.votes[1].tolist() == [7, 3, 0]


@pytest.mark.parametrize("changes", [{"label_smoothing": 0.1}, {"mixup": 0.5}, {"cutmix": 0.5}])
def test_votes_are_neither_smoothed_nor_mixed(rated: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="votes as they were counted"):
        by_votes(rated, **changes)
    # A head on fixed features is fitted to shares, and neither smooths nor mixes.
    assert by_votes(rated, **changes, train="head", init=Path("x")).heads


def test_without_any_votes_there_is_nothing_to_count(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "shares", shares=True, size_px=32)
    assert plan_training(by_votes(data, heads=[{"kind": "shares"}]))
    with pytest.raises(SourceError, match="no clip in the part train has votes"):
        plan_training(by_votes(data))


def test_a_class_that_only_labels_know_is_learned_too(tmp_path: Path) -> None:
    """Of two data sets, one counts votes for two classes, the other has labels of a third."""
    rated = write_clips(tmp_path / "rated", raters=4, size_px=32)
    labelled = write_clips(tmp_path / "labelled", classes=("happy", "fear"), size_px=32)
    config = by_votes(rated)
    both = config.data.model_copy(update={"manifests": (rated, labelled)})
    plan = plan_training(config.model_copy(update={"data": both}))
    assert plan.targets.classes == ("happy", "sad", "fear")
    assert plan.votes("train").sum(axis=1).tolist() == [4] * 8 + [0] * 8
    (goal,) = goals_of(plan, balance=0.0)
    assert goal.known.all()


@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_a_run_learns_by_votes(rated: Path, tmp_path: Path) -> None:
    fit(by_votes(rated, **{"recipe.epochs": 2}), tmp_path / "run", listener=silent)
    first, second = (float(epoch["val/loss"]) for epoch in metrics(tmp_path / "run"))
    # Of 10 votes each: many possible counts, of which any is less likely than one of three labels.
    assert 1.5 < second < 15
    assert second != first
    card = export_run(tmp_path / "run", tmp_path / "model", "mini").card
    assert card.has_ambiguity
    assert read_card(tmp_path / "model").heads[0].votes
    assert card.ambiguity_threshold is None, "of 4 clips nobody can tell"
