"""Which weights a run gives: by which figure, of epochs that tie, and where none is chosen."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svfap_core.errors import SourceError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import read_card
from tests.unit.trainer.fitting import classes, metrics
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from tests.unit.trainer.narrow import differing, silent, weights
from trainer import choice, export, temperature
from trainer.choice import BestEpoch, Selection, select
from trainer.events import Epoch, Event, Started, Warned
from trainer.export import export_run
from trainer.fit import fit
from trainer.folder import BEST, FACTS_FILE, LAST, MODEL_FOLDER, STOP_EARLY
from trainer.heads import Targets
from trainer.initial import run_weights
from trainer.plan import Counts
from trainer.tasks.finetune import FinetuneTask

pytestmark = pytest.mark.usefixtures("narrow")

CHECKPOINT = Path("best.ckpt")


# -- the metric ----------------------------------------------------------------------------------


COUNTS = st.lists(st.one_of(st.integers(0, 20), st.integers(0, 400)), min_size=2, max_size=8)


def plan(classes: list[int], valued: int = 0, clips: int | None = None) -> Any:
    """A plan with so many validation clips of each class, or with so many values."""
    names = tuple(f"class{number}" for number in range(len(classes)))
    known = Counts(
        clips=sum(classes) + valued if clips is None else clips,
        labelled=sum(classes) or valued,
        classes=dict(zip(names, classes, strict=True)),
    )
    targets = Targets(classes=names, values=("valence",) if valued else ())
    return SimpleNamespace(counts=lambda split: known, targets=targets)


def chosen(classes: list[int], valued: int = 0, **changes: Any) -> Selection:
    return select(mini_finetune(Path("x"), **changes), plan(classes, valued))


@pytest.fixture
def real(narrow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "LEAST_CLIPS", 30)


@pytest.mark.parametrize(
    ("classes", "by", "why"),
    [
        ([0, 0], "last", "none"),
        ([15, 14], "last", "few"),
        ([15, 15], "loss", "rough"),
        ([100, 99], "loss", "rough"),
        ([100, 100], "war", "even"),
        ([400, 201], "war", "even"),
        ([400, 200], "uar", "skewed"),
        ([400, 200, 10], "uar", "skewed"),
        ([400, 200, 9], "loss", "rare"),
        ([400, 200, 0], "uar", "skewed"),  # Of what is not there nothing can be told.
    ],
)
@pytest.mark.usefixtures("real")
def test_the_figure_is_the_finest_that_the_clips_are_enough_for(
    classes: list[int], by: str, why: str
) -> None:
    assert chosen(classes) == Selection(by=by, why=why, clips=sum(classes))  # type: ignore[arg-type]


@pytest.mark.usefixtures("real")
def test_dimensions_are_chosen_by_their_ccc_where_there_are_no_classes() -> None:
    assert chosen([], 199).by == "loss"
    assert chosen([], 200) == Selection(by="ccc", why="values", clips=200)
    assert chosen([150, 150], 300).by == "war"


@given(counts=COUNTS, asked=st.sampled_from(["auto", "loss", "war", "uar", "last"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("real")
def test_nothing_is_chosen_by_clips_that_are_too_few(counts: list[int], asked: str) -> None:
    found, labelled = chosen(counts, select=asked), sum(counts)
    assert found.clips == labelled
    assert found.reason
    if asked == "last":
        assert (found.by, found.why) == ("last", "asked")
    elif labelled < 30:
        assert found.by == "last"
        assert found.why == ("few" if labelled else "none")
    elif asked != "auto":
        assert (found.by, found.why) == (asked, "asked")
    else:
        assert found.by in ("loss", "war", "uar")
        there = [count for count in counts if count]
        assert (found.by == "loss") == (labelled < 200 or min(there) < 10)
        if found.by != "loss":
            assert (found.by == "uar") == (max(there) >= 2 * min(there))


@given(counts=COUNTS, order=st.randoms(use_true_random=False), copies=st.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("real")
def test_the_figure_depends_neither_on_the_order_of_classes_nor_coarsens_with_more_clips(
    counts: list[int], order: Any, copies: int
) -> None:
    shuffled = list(counts)
    order.shuffle(shuffled)
    assert chosen(shuffled) == chosen(counts)
    fineness = ["last", "loss", "war", "uar"]
    more = chosen([count * copies for count in counts])
    if chosen(counts).by in ("war", "uar"):
        assert more.by == chosen(counts).by
    else:
        assert fineness.index(more.by) >= fineness.index(chosen(counts).by)


@pytest.mark.parametrize(
    ("classes", "valued", "asked"), [([], 100, "war"), ([], 100, "uar"), ([50, 50], 0, "ccc")]
)
def test_a_figure_that_a_run_does_not_have_is_refused(
    classes: list[int], valued: int, asked: str
) -> None:
    with pytest.raises(SourceError, match=f"no {asked.upper()} to be selected by"):
        chosen(classes, valued, select=asked)
    assert chosen([50, 50], 100, select="ccc").by == "ccc"


def test_patience_needs_a_validation() -> None:
    with pytest.raises(SourceError, match="patience needs validation clips"):
        chosen([0, 0], patience=2)
    assert chosen([1, 1], patience=2).by == "last"


def test_a_pre_training_is_chosen_by_its_loss_whatever_clips_there_are() -> None:
    def of(clips: int, **changes: Any) -> Selection:
        return select(mini_pretrain(Path("x"), **changes), plan([], clips=clips))

    assert of(1) == Selection(by="loss", why="asked", clips=1)
    assert of(0) == Selection(by="last", why="none", clips=0)
    assert of(9, select="last") == Selection(by="last", why="asked", clips=9)


# -- the callback --------------------------------------------------------------------------------


FIGURE = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, math.nan])
"""Of four clips: most epochs tie."""


def trainer() -> Any:
    strategy = SimpleNamespace(reduce_boolean_decision=lambda decision, **_: decision)
    return Mock(should_stop=False, strategy=strategy, save_checkpoint=Mock())


def kept(figures: list[tuple[float, float]], monitor: str = "val/war", breaks: int = 0) -> int:
    """The epoch that is kept last, of epochs with these scores and losses; resumed at `breaks`."""
    found = -1
    judge = BestEpoch(monitor, checkpoint=CHECKPOINT)
    for epoch, (score, loss) in enumerate(figures):
        if epoch == breaks:
            state, judge = judge.state_dict(), BestEpoch(monitor, checkpoint=CHECKPOINT)
            judge.load_state_dict(state)
        running = trainer()
        given = {monitor: score} if monitor == "val/mse" else {"val/loss": loss, monitor: score}
        running.callback_metrics = {name: torch.tensor(value) for name, value in given.items()}
        judge.on_validation_end(running, Mock())
        found = epoch if running.save_checkpoint.called else found
    return found


def test_the_best_score_is_kept_and_of_equal_ones_the_lowest_loss() -> None:
    assert kept([(1.0, 0.69), (1.0, 0.4), (1.0, 0.5)]) == 1
    assert kept([(0.5, 0.1), (0.75, 0.9), (0.75, 0.9), (0.25, 0.0)]) == 1
    assert kept([(0.4, 0.0), (0.2, 0.0), (0.2, 0.0)], "val/loss") == 1
    assert kept([(0.4, 0.0), (0.2, 0.0), (0.3, 0.0)], "val/mse") == 1


@given(figures=st.lists(st.tuples(FIGURE, FIGURE), min_size=1, max_size=12), data=st.data())
def test_no_epoch_is_better_than_the_one_that_is_kept(
    figures: list[tuple[float, float]], data: st.DataObject
) -> None:
    """Also over a break; what is not a number comes last, and of equals the first is kept."""

    def rank(epoch: int) -> tuple[float, float, int]:
        score, loss = figures[epoch]
        return (
            -math.inf if math.isnan(score) else score,
            -math.inf if math.isnan(loss) else -loss,
            -epoch,
        )

    breaks = data.draw(st.integers(0, len(figures) - 1))
    assert kept(figures, breaks=breaks) == max(range(len(figures)), key=rank)


def test_a_lower_loss_at_the_same_score_is_worth_waiting_for() -> None:
    judge = BestEpoch("val/war", checkpoint=None, patience=2)
    stopped: list[bool] = []
    for loss in (0.9, 0.8, 0.8, 0.7, 0.7, 0.7):
        running = trainer()
        running.callback_metrics = {"val/war": torch.tensor(1.0), "val/loss": torch.tensor(loss)}
        judge.on_validation_end(running, Mock())
        assert not running.save_checkpoint.called
        stopped.append(running.should_stop)
    assert stopped == [False] * 5 + [True]


# -- runs ----------------------------------------------------------------------------------------


def scripted(monkeypatch: pytest.MonkeyPatch, scores: list[float], losses: list[float]) -> None:
    """Let a validation find these figures, epoch by epoch."""

    def judge(self: FinetuneTask) -> None:
        self.log("val/war", scores[self.current_epoch])
        self.log("val/loss", losses[self.current_epoch])

    monkeypatch.setattr(FinetuneTask, "validation_step", lambda *_: None)
    monkeypatch.setattr(FinetuneTask, "on_validation_epoch_end", judge)


def test_of_epochs_that_tie_the_run_keeps_the_one_with_the_lowest_loss(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also over a break, after the first epoch and in the middle of the third."""
    scripted(monkeypatch, [0.5, 1.0, 1.0, 1.0], [0.1, 0.9, 0.3, 0.4])
    config = classes(data, select="war", **{"recipe.epochs": 4})
    for step in (2, 5, -1):
        fit(config, tmp_path / "run", listener=silent, max_steps=step, resume=step != 2)
    assert torch.load(tmp_path / "run" / BEST, weights_only=True)["epoch"] == 2


@pytest.mark.parametrize("decay", [0.9, 0.0])
def test_with_few_validation_clips_a_run_gives_its_last_weights_and_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decay: float
) -> None:
    """The first epoch ties with all others, and would be exported as good as untrained."""
    monkeypatch.setattr(choice, "LEAST_CLIPS", 5)
    scripted(monkeypatch, [1.0] * 3, [0.1, 0.2, 0.3])
    config, run = classes(data, ema_decay=decay, **{"recipe.epochs": 3}), tmp_path / "run"
    heard: list[Event] = []
    fit(config, run, listener=heard.append)
    kind = "averaged weights" if decay else "weights"
    (warned,) = [event.text for event in heard if isinstance(event, Warned)]
    assert warned == (
        f"4 labelled validation clips are fewer than 5: the run keeps its last {kind}"
    )
    assert not (run / BEST).exists()
    facts = json.loads((run / FACTS_FILE).read_text())
    assert facts["selection"] == {"by": "last", "why": "few", "clips": 4}
    assert facts["software"]["torch"]
    made = export_run(run, tmp_path / "model", "mini").card
    assert made.provenance.notes == (
        f"The last {kind} (of epoch 3 of 3), not those of a best epoch: 4 labelled validation "
        "clips are fewer than 5.",
        "Calibrated on 4 validation clips.",
    )
    assert made.temperature == 1.0
    last, exported = weights(run, LAST), load_model(tmp_path / "model").model.state_dict()
    prefix = "average.module." if decay else "network."
    assert all(torch.equal(exported[name], last[prefix + name]) for name in exported)
    assert run_weights(run).keys() == exported.keys()


def test_with_enough_validation_clips_the_best_epoch_is_exported_and_the_card_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, [0.5, 1.0, 0.75], [0.3, 0.1, 0.2])
    monkeypatch.setattr(temperature, "PRIOR_SD", 1e3)  # Else four clips leave it at 1.
    config, run = classes(data, **{"recipe.epochs": 3}), tmp_path / "run"
    heard: list[Event] = []
    fit(config, run, listener=heard.append)
    assert not [event for event in heard if isinstance(event, Warned)]
    made = export_run(run, tmp_path / "model", "mini").card
    assert made.provenance.notes[0] == (
        "The averaged weights of epoch 2 of 3, the best by validation loss on 4 validation clips: "
        "4 clips are too few for metrics that count answers."
    )
    assert made.temperature != 1.0


def test_a_run_that_learns_from_all_clips_validates_nothing_and_its_card_says_so(
    tmp_path: Path,
) -> None:
    data = write_clips(tmp_path / "data", size_px=32, splits=(None,))
    config, run = classes(data, **{"data.val_share": 0.0}), tmp_path / "run"
    heard: list[Event] = []
    assert not fit(config, run, listener=heard.append, max_steps=3)
    assert fit(config, run, listener=heard.append, resume=True)
    fit(config, tmp_path / "whole", listener=silent)
    assert differing(weights(run), weights(tmp_path / "whole")) == []
    why = "there are no labelled validation clips"
    assert {e.text for e in heard if isinstance(e, Warned)} == {
        f"{why}: the run keeps its last averaged weights"
    }
    told = [event for event in heard if isinstance(event, Epoch)]
    assert [(event.epoch, event.epochs, list(event.metrics)) for event in told] == [
        (0, 2, ["train/loss"]),
        (1, 2, ["train/loss"]),
    ]
    assert [row["epoch"] for row in metrics(run)] == ["1", "2"]
    assert not (run / BEST).exists()
    card = export_run(run, tmp_path / "model", "mini").card
    assert card.temperature == 1.0
    assert card.provenance.notes == (
        f"The last averaged weights (of epoch 2 of 2), not those of a best epoch: {why}.",
        f"Not calibrated (temperature 1): {why}.",
    )


def test_a_run_that_is_to_give_its_last_epoch_gives_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, [0.9, 0.5], [0.1, 0.2])
    heard: list[Event] = []
    fit(classes(data, select="last"), tmp_path / "run", listener=heard.append)
    assert not [event for event in heard if isinstance(event, Warned)]
    assert not (tmp_path / "run" / BEST).exists()
    note = export_run(tmp_path / "run", tmp_path / "model", "mini").card.provenance.notes[0]
    assert note.endswith("(of epoch 2 of 2), not those of a best epoch: its settings say so.")


def test_a_run_of_an_older_version_is_exported_without_a_reason(data: Path, tmp_path: Path) -> None:
    fit(classes(data, **{"recipe.epochs": 1}), tmp_path / "run", listener=silent)
    (tmp_path / "run" / FACTS_FILE).write_text('{"validation_clips": 4, "keeps": "best"}')
    note = export_run(tmp_path / "run", tmp_path / "model", "mini").card.provenance.notes[0]
    assert note == "The averaged weights of epoch 1 of 1."


def test_a_calibration_that_ends_at_its_edge_is_told_on_the_card_and_by_the_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "shared_temperature", lambda *_: 0.2)
    run = tmp_path / "run"
    heard: list[Event] = []

    def stop_early(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Started):
            (run / STOP_EARLY).touch()

    fit(classes(data), run, listener=stop_early)
    card = read_card(run / MODEL_FOLDER)
    assert card.temperature == 0.2
    assert card.provenance.notes[-1].startswith(
        "Calibration ended at the edge of its range (temperature 0.2, 4 validation clips)"
    )
    assert card.provenance.notes[-1] in [e.text for e in heard if isinstance(e, Warned)]


def test_a_model_of_an_epoch_that_is_not_over_says_so(data: Path, tmp_path: Path) -> None:
    fit(classes(data), tmp_path / "run", listener=silent, max_steps=1)
    made = export_run(tmp_path / "run", tmp_path / "model", "mini").card
    assert made.provenance.notes[0] == (
        "The last averaged weights (of epoch 1 of 2), not those of a best epoch: no epoch has "
        "ended yet."
    )
