"""Further labels as heads of their own, as of AVCAffe: from the manifest to figures and model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from pydantic import ValidationError
from torch.nn import functional as F

from svfap_core.errors import SourceError
from svfap_core.inference.model_folder import read_card
from tests.unit.trainer.fitting import metrics
from tests.unit.trainer.miniature import mini_finetune, write_clips
from tests.unit.trainer.narrow import silent
from trainer.config import FinetuneConfig
from trainer.cross_validation import cross_validate
from trainer.data.loader import ClipSet
from trainer.data.manifest import output_name
from trainer.evaluate import Protocol, evaluate
from trainer.export import export_run
from trainer.fit import fit
from trainer.folder import PREDICTIONS_FILE
from trainer.head_losses import further_targets, head_losses
from trainer.heads import Targets
from trainer.plan import plan_run, plan_training
from trainer.pooling import average_groups, pool
from trainer.predictions import Answers, read_predictions, write_predictions
from trainer.scoring import predictions_of

pytestmark = pytest.mark.usefixtures("narrow")

LABELS = {"arousal": ("Calm", "Wide-awake"), "valence": ("low", "high", "Very high")}
OUTPUTS = {"arousal": ("calm", "wide_awake"), "valence": ("low", "high", "very_high")}
BOTH = [{"kind": "classes", "label": name} for name in LABELS]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve clips of each of four persons, two of a task; no label but the further ones."""
    folder = tmp_path_factory.mktemp("told") / "clips"
    return write_clips(folder, classes=(), labels=LABELS, groups=2, per_subject=12, size_px=32)


def both(data: Path, **changes: object) -> FinetuneConfig:
    return mini_finetune(data, **{"heads": BOTH, "recipe.epochs": 1, **changes})


def weighted_f1(truth: NDArray[np.int64], answers: NDArray[np.int64]) -> float:
    """By its definition: of each class by precision and recall."""
    total = 0.0
    for k in np.unique(truth):
        hits = ((truth == k) & (answers == k)).sum()
        if hits:
            precision, recall = hits / (answers == k).sum(), hits / (truth == k).sum()
            total += (truth == k).mean() * 2 * precision * recall / (precision + recall)
    return total


def test_words_become_names_of_columns() -> None:
    words = ("Wide-awake", " Very high ", "5", "Neutral")
    assert [*map(output_name, words)] == ["wide_awake", "very_high", "_5", "neutral"]


def test_every_label_has_a_head_of_its_own_whose_truth_is_in_batches(told: Path) -> None:
    plan = plan_training(both(told))
    assert plan.targets == Targets(further=OUTPUTS)
    assert [learned.head.name for learned in plan.heads] == ["arousal", "valence"]
    assert plan.num_outputs == 5
    assert plan.counts("val").labelled == plan.size("val") == 12
    clips = ClipSet(plan, "train")
    batch = clips.batch([0, 2, 5], [np.zeros(1, np.uint8)] * 3)
    assert batch.further.tolist() == [[0, 0], [1, 1], [0, 2]]
    arousal, valence = further_targets(batch, plan.heads)
    assert arousal.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert valence.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    none = batch._replace(further=torch.tensor([[-1, 0], [0, -1], [-1, -1]]))
    assert [t.sum(dim=1).tolist() for t in further_targets(none, plan.heads)] == [
        [0, 1, 0],
        [1, 0, 0],
    ]


def test_every_head_has_the_loss_of_its_label(told: Path) -> None:
    heads = [{**BOTH[0], "weight": 2.0}, BOTH[1]]
    plan = plan_run(both(told, heads=heads))
    outputs, truth = torch.randn(4, 5), torch.tensor([[0, 2], [1, 1], [1, 0], [0, 2]])
    further = [F.one_hot(truth[:, 0], 2).float(), F.one_hot(truth[:, 1], 3).float()]
    one, two = head_losses(
        outputs, torch.zeros(4, 0), torch.zeros(4, 0), plan.heads, smoothing=0.1, further=further
    )
    expected = 2 * F.cross_entropy(outputs[:, :2], truth[:, 0], label_smoothing=0.1)
    assert one.item() == pytest.approx(expected.item(), rel=1e-5)
    expected = F.cross_entropy(outputs[:, 2:], truth[:, 1], label_smoothing=0.1)
    assert two.item() == pytest.approx(expected.item(), rel=1e-5)


def test_labels_stand_beside_classes_and_dimensions(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "all", labels=LABELS, values=("arousal",), size_px=32)
    heads = [BOTH[1], {"kind": "classes"}, {"kind": "values"}]
    plan = plan_training(both(data, heads=heads))
    wanted = Targets(("happy", "sad"), ("arousal",), {"valence": OUTPUTS["valence"]})
    assert plan.targets == wanted
    assert plan_run(both(data, heads=[])).targets.further == {}, "only where asked for"
    clips = ClipSet(plan, "val")
    scores = np.array([0.9, 0.1, 0.5, 0.2, 0.3, 0.5])  # Classes, dimension, further label.
    p = predictions_of(dict.fromkeys(range(len(clips)), scores), clips, plan)
    assert np.exp(p.log_probabilities[0]) == pytest.approx([0.9, 0.1])
    assert p.predicted[0].tolist() == [0.5]
    assert np.exp(p.further["valence"].log_probabilities[0]) == pytest.approx([0.2, 0.3, 0.5])
    fit(both(data, heads=heads, mixup=0.5), tmp_path / "run", listener=silent)
    found = evaluate([tmp_path / "run"], tmp_path / "out", Protocol(windows=1))
    assert found.classes is not None
    assert (set(found.further), set(found.dimensions)) == ({"valence"}, {"arousal"})
    assert {"war", "war_valence", "uar_valence", "ccc"} <= {
        name.removeprefix("val/") for name in metrics(tmp_path / "run")[0]
    }


def test_a_label_that_is_not_there_is_named(told: Path) -> None:
    with pytest.raises(SourceError, match="no further label mood") as caught:
        plan_run(both(told, heads=[{"kind": "classes", "label": "mood"}]))
    assert "arousal, valence" in caught.value.hint
    with pytest.raises(SourceError, match="one set of classes of each label"):
        plan_run(both(told, heads=[BOTH[0], BOTH[0]]))
    with pytest.raises(ValidationError, match="shares has no further label"):
        both(told, heads=[{"kind": "shares", "label": "arousal"}])
    with pytest.raises(ValidationError, match="train: head knows no further labels"):
        both(told, train="head", init=Path("x"))


def test_a_label_that_would_name_no_column_is_refused_before_training(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "odd", labels={"head": ("up", "down")}, size_px=32)
    with pytest.raises(SourceError, match="must not be called head"):
        plan_run(both(data, heads=[{"kind": "classes", "label": "head"}]))


def test_a_class_that_no_training_clip_has_is_named(tmp_path: Path) -> None:
    labels = {"mood": (*("a", "b") * 8, "c")}  # Of 16 clips none is of c.
    data = write_clips(tmp_path / "rare", labels={"mood": labels["mood"]}, size_px=32)
    with pytest.raises(SourceError, match="has the class c"):
        plan_training(both(data, heads=[{"kind": "classes", "label": "mood"}]))


@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_from_labels_to_figures_of_groups_and_a_model(told: Path, tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "run" / "evaluation-test"
    fit(both(told), run, listener=silent)
    found = evaluate([run], out, Protocol(windows=1))
    assert (found.n, found.classes, found.dimensions) == (6, None, {}), "six groups of two clips"
    judged = average_groups(read_predictions(out / PREDICTIONS_FILE))
    for name, figures in found.further.items():
        answers = judged.further[name]
        assert answers.classes == OUTPUTS[name]
        expected = weighted_f1(answers.labels, answers.log_probabilities.argmax(axis=1))
        assert figures.f1_weighted.value == pytest.approx(expected)
        assert figures.n == 6
    assert "Further labels" in (out / "report.html").read_text(encoding="utf-8")
    made = export_run(run, tmp_path / "model", "mini")
    card = read_card(tmp_path / "model")
    assert card.named_classes == OUTPUTS
    assert made.left_out == ()
    assert {"weighted F1 arousal", "weighted F1 valence"} <= {m.name for m in card.metrics}
    data = both(told).data.manifests
    again = evaluate([tmp_path / "model"], tmp_path / "again", Protocol(windows=1), data=data)
    assert again.further == found.further


def test_predictions_are_kept_pooled_and_averaged_with_further_labels(
    told: Path, tmp_path: Path
) -> None:
    fit(both(told), tmp_path / "run", listener=silent)
    evaluate([tmp_path / "run"], tmp_path / "out", Protocol(windows=1))
    first = read_predictions(tmp_path / "out" / PREDICTIONS_FILE)
    write_predictions(tmp_path / "copy.parquet", first)
    again = read_predictions(tmp_path / "copy.parquet")
    assert again.classes == ()
    for name, answers in first.further.items():
        assert again.further[name].classes == answers.classes
        np.testing.assert_array_equal(again.further[name].labels, answers.labels)
    other = replace(first, clips=tuple(f"other {clip}" for clip in first.clips))
    both_parts = pool([first, other])
    assert len(both_parts.further["valence"].labels) == 2 * len(first)
    assert len(both_parts.take([0, 3]).further["valence"].labels) == 2
    renamed = {"mood" if n == "valence" else n: a for n, a in first.further.items()}
    with pytest.raises(ValueError, match="further labels of part 2"):
        pool([first, replace(other, further=renamed)])
    labels = first.further["valence"].labels.copy()
    labels[0] = (labels[0] + 1) % 3
    answers = Answers(OUTPUTS["valence"], first.further["valence"].log_probabilities, labels)
    with pytest.raises(ValueError, match="do not have one truth"):
        average_groups(replace(first, further={**first.further, "valence": answers}))


@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_a_cross_validation_judges_and_calibrates_them_too(tmp_path: Path) -> None:
    data = write_clips(
        tmp_path / "set", classes=(), labels=LABELS, subjects=2, per_subject=12, size_px=32
    )
    found = cross_validate(both(data), tmp_path / "run", listener=silent, folds="subject")
    assert found is not None
    assert {name: figures.n for name, figures in found.further.items()} == {
        "arousal": 24,
        "valence": 24,
    }
    card = export_run(tmp_path / "run", tmp_path / "model", "mini").card
    assert any("cross-validation over 24 clips" in note for note in card.provenance.notes)
