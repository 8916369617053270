"""The plan of a run: what it learns from which clips, and data that teach or tell nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from svfap_core.errors import ModelError, SourceError
from svfap_core.models import Head, HeadKind
from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from trainer.data.loader import ClipSet
from trainer.data.manifest import read_manifest, write_manifest
from trainer.plan import (
    Counts,
    Plan,
    batch_size,
    epoch_batches,
    plan_judging,
    plan_run,
    plan_training,
)
from trainer.specs import FACE_TEMPLATE, default_spec

BOTH: dict[str, Any] = {"heads": [{"kind": "classes"}, {"kind": "values"}]}


def changed(folder: Path, change: Callable[[int, dict[str, Any]], dict[str, Any]]) -> Path:
    """The data set with other values in its rows."""
    manifest = read_manifest(folder)
    rows = [row | change(n, row) for n, row in enumerate(manifest.table.to_pylist())]
    shares = any(name.startswith("share_") for name in manifest.table.column_names)
    write_manifest(folder, manifest.info, rows, with_shares=shares)
    return folder


def test_a_plan_holds_what_a_run_needs_to_know_of_its_data(data: Path) -> None:
    plan = plan_training(classes(data, **BOTH))
    assert [learned.head.names for learned in plan.heads] == [("happy", "sad"), ("valence",)]
    assert (plan.targets.classes, plan.targets.values) == (("happy", "sad"), ("valence",))
    assert (plan.num_outputs, plan.spec, plan.template) == (3, default_spec("tiny"), FACE_TEMPLATE)
    assert [plan.size(split) for split in ("train", "val", "test")] == [8, 4, 4]
    assert plan.counts("train") == Counts(8, 8, {"happy": 4, "sad": 4})
    assert plan.labels("val").tolist() == [0, 1, 0, 1]
    assert plan.shares("val").shape == (4, 2)
    assert plan.values("val").shape == (4, 1)


def test_training_and_validation_share_no_subject(data: Path) -> None:
    plan = plan_run(classes(data))
    parts = [set(ClipSet(plan, split).column("subject")) for split in ("train", "val")]
    assert all(parts)
    assert not parts[0] & parts[1]


def test_a_data_set_that_is_named_twice_is_learned_twice_and_judged_once(data: Path) -> None:
    config = classes(data)
    named_twice = config.data.model_copy(update={"manifests": (data, data)})
    once = plan_run(config)
    twice = plan_run(config.model_copy(update={"data": named_twice}))
    assert twice.size("train") == 2 * once.size("train")
    assert twice.size("val") == once.size("val") > 0
    assert twice.warnings == once.warnings


def test_what_a_run_has_learned_already_is_not_asked_again(data: Path) -> None:
    """A data set may be prepared anew with its classes in another order."""
    first = plan_run(classes(data, heads=[{"kind": "classes", "names": ["sad", "happy"]}]))
    again = plan_run(classes(data), first.heads)
    assert (again.heads, again.targets) == (first.heads, first.targets)


def test_clips_count_by_the_labels_that_a_score_is_made_of(tmp_path: Path) -> None:
    def labelled(folder: Path, **config: Any) -> int:
        return plan_run(classes(folder, **config)).counts("val").labelled

    valued = write_clips(tmp_path / "a", values=("valence",))
    assert labelled(valued, **BOTH) == 4
    changed(valued, lambda n, _: {"label": None} if 8 <= n < 11 else {})
    assert labelled(valued, **BOTH) == 1
    changed(valued, lambda n, _: {"value_valence": None} if n == 8 else {})
    assert labelled(valued, heads=[{"kind": "values"}]) == 3
    rated = write_clips(tmp_path / "b", shares=True)
    none = {"share_happy": None, "share_sad": None}
    changed(rated, lambda n, _: none if 9 <= n < 12 else {})
    assert labelled(rated, heads=[{"kind": "shares"}]) == 4
    changed(rated, lambda *_: {"label": None})
    plan = plan_run(classes(rated, heads=[{"kind": "shares"}]))
    assert plan.counts("val") == Counts(4, 1, {"happy": 1, "sad": 0})


# Data that do not go together


def test_one_network_is_shown_faces_in_one_way(tmp_path: Path) -> None:
    def made(name: str, **options: Any) -> Path:
        return write_clips(tmp_path / name, subjects=1, per_subject=1, frames=1, **options)

    def template(*folders: Path) -> object:
        return plan_run(mini_pretrain(folders)).template

    same, also = made("a"), made("b")
    assert template(same, also) == FACE_TEMPLATE
    assert template(made("c", template=None)) is None
    for name, other in {"d": {"size_px": 64}, "e": {"template": None}}.items():
        with pytest.raises(SourceError, match="cropped differently"):
            template(same, made(name, **other))


def test_data_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceError, match="nowhere") as caught:
        plan_run(mini_finetune(Path("nowhere")))
    assert "prepare" in caught.value.hint


def test_a_fold_is_of_data_with_folds(data: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Miniature has no folds"):
        plan_run(classes(data, **{"data.fold": 1}))
    folds = write_clips(tmp_path / "folds", folds=2)
    with pytest.raises(SourceError, match="cross-validation"):
        plan_run(classes(folds))
    assert plan_run(classes(folds, **{"data.fold": 2})).size("test") == 8
    # A run that learned from folds may be judged on a data set that has none.
    asked = classes(data, **{"data.fold": 1}).data
    head = Head(kind=HeadKind.CLASSES, names=("sad", "fear"))
    judging = plan_judging(asked, (head,), default_spec("tiny"))
    assert (judging.size("test"), judging.heads) == (4, ())
    assert judging.counts("test").classes == {"sad": 2, "fear": 0}


# Data that teach nothing


def test_there_must_be_clips_to_judge_by(data: Path) -> None:
    plan = plan_run(classes(data))
    plan.require("test")
    empty = Plan(**{name: getattr(plan, name) for name in plan.__slots__ if name != "rows"},
                 rows={**plan.rows, "test": (np.zeros(0, np.int64),)})  # fmt: skip
    with pytest.raises(ModelError, match="no clips in the part test"):
        empty.require("test")


def test_data_that_cannot_be_learned_from_is_told(tmp_path: Path) -> None:
    few = write_clips(
        tmp_path / "few", subjects=2, per_subject=1, splits=("train", "val"), values=("valence",)
    )
    with pytest.raises(SourceError, match="1 training clips are too few for two batches of 1"):
        plan_training(classes(few, heads=[{"kind": "values"}]))
    none = write_clips(tmp_path / "none", subjects=1, per_subject=4, splits=("test",))
    with pytest.raises(SourceError, match="no clips in the part train"):
        plan_training(classes(none))
    bare = write_clips(tmp_path / "bare", classes=())
    with pytest.raises(SourceError, match="no labels to learn from"):
        plan_training(mini_finetune(bare))


@pytest.mark.parametrize("kind", ["shares", "classes", "values"])
def test_labels_that_no_clip_has_are_told(tmp_path: Path, kind: str) -> None:
    """Otherwise the loss would be zero, and nothing learned."""
    full = write_clips(tmp_path / "data", values=("valence",))
    changed(full, lambda *_: {"label": None, "value_valence": None})
    with pytest.raises(SourceError, match=f"no clip in the part train has {kind}"):
        plan_training(mini_finetune(full, heads=[{"kind": kind}]))


@pytest.mark.parametrize("kind", ["classes", "shares"])
def test_a_class_without_training_clips_is_an_error(tmp_path: Path, kind: str) -> None:
    """A model of three classes that learns one is always right about it."""
    one = ("happy", "sad", "angry")
    folder = write_clips(tmp_path / "one", per_subject=1, classes=one)
    full = read_manifest(folder)
    rows = [row | {"share_happy": 0.75, "share_sad": 0.25} for row in full.table.to_pylist()]
    write_manifest(folder, full.info, rows, with_shares=True)
    config = mini_finetune(folder, heads=[{"kind": kind}])
    missing = "the class angry" if kind == "shares" else "the class sad, the class angry"
    with pytest.raises(SourceError, match=f"no clip in the part train has {missing}"):
        plan_training(config)


def test_a_class_may_come_from_any_of_the_data_sets(tmp_path: Path) -> None:
    folders = [
        write_clips(tmp_path / name, per_subject=1, classes=(name, "calm"), data_set=name)
        for name in ("happy", "sad", "calm")
    ]
    plan_training(mini_finetune(folders))
    with pytest.raises(SourceError, match="the class calm"):
        plan_training(mini_finetune(folders[:2]))


def test_a_batch_is_shared_evenly_or_refused(data: Path) -> None:
    plan = plan_training(classes(data), world=2)
    orders = [epoch_batches(classes(data), plan, rank, 2) for rank in range(2)]
    for one, two in zip(*orders, strict=True):
        assert len(one) == len(two) == 2
        assert not {draw.place for draw in one} & {draw.place for draw in two}
    with pytest.raises(SourceError, match="3 processes"):
        plan_training(classes(data), world=3)
    with pytest.raises(SourceError, match="mixup and cutmix"):
        plan_training(classes(data, mixup=0.5), world=4)


def test_a_batch_is_no_more_than_half_an_epoch(data: Path) -> None:
    plan = plan_training(classes(data))

    def size(world: int = 1, **changes: Any) -> int:
        config = classes(data, **{"recipe.batch_size": 64, **changes})
        again = plan_training(config, world)
        assert len(epoch_batches(config, again, 0, world)) >= 2
        return batch_size(config, again, world)

    assert (plan.size("train"), batch_size(classes(data), plan)) == (8, 4)
    assert size() == 4
    assert size(**{"data.windows_per_clip": 5}) == 20
    assert size(**{"recipe.accumulate": 2}) == size(2) == size(mixup=0.5) == 4
    assert size(**{"recipe.accumulate": 4}) == 4
    with pytest.raises(SourceError, match="8 training clips are too few for two batches of 8"):
        size(**{"recipe.accumulate": 8})


def test_rare_classes_are_repeated_by_what_most_raters_chose(tmp_path: Path) -> None:
    """Of clips without a label: seven happy ones and a sad one, all even with balance 1."""

    def votes(number: int, row: dict[str, Any]) -> dict[str, Any]:
        happy = 0.1 if number == 0 else 0.9
        return {"label": None, "share_happy": happy, "share_sad": 1 - happy}

    folder = changed(write_clips(tmp_path, shares=True), votes)
    heads = {"heads": [{"kind": "shares"}], "recipe.batch_size": 2}
    config = mini_finetune(folder, **heads, **{"data.balance": 1.0})
    plan = plan_training(config)
    drawn = [draw.place for batch in epoch_batches(config, plan) for draw in batch]
    assert drawn.count(0) == 7
    assert len(drawn) == 14


def test_a_head_needs_no_clips_to_choose_by(tmp_path: Path) -> None:
    bare = write_clips(tmp_path / "bare", subjects=1, splits=("train",), size_px=32)
    config = classes(bare, train="head", init="svfap-tiny", **{"data.val_share": 0.0})
    assert plan_training(config).size("val") == 0


def test_every_process_needs_a_clip_to_judge_by(data: Path) -> None:
    """With none it would wait for the others for ever."""
    config = classes(data, **{"recipe.batch_size": 8, "data.windows_per_clip": 2})
    with pytest.raises(SourceError, match=r"4 clips .* fewer than 8 processes"):
        plan_training(config, world=8)


def test_without_a_share_for_validation_none_is_needed(tmp_path: Path) -> None:
    """By no number of processes; an official validation part is used all the same."""
    bare = write_clips(tmp_path / "bare", splits=(None,))
    config = classes(bare, **{"data.val_share": 0.0})
    plan = plan_training(config, world=2)
    assert (plan.size("train"), plan.size("val")) == (16, 0)
    assert plan.counts("val") == Counts(0, 0, {"happy": 0, "sad": 0})
    official = write_clips(tmp_path / "official", splits=("train", "val"))
    assert plan_training(classes(official, **{"data.val_share": 0.0})).size("val") == 8
    single = write_clips(tmp_path / "single", subjects=1, splits=("train",))
    with pytest.raises(SourceError, match="no clips in the part val") as caught:
        plan_training(classes(single))
    assert "data.val_share 0" in caught.value.hint
