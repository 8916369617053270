"""Which weights a run gives: of epochs that tie, and where too few clips tell them apart."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
import torch

from svfap_core.inference.checkpoint import load_model, read_card
from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import mini_pretrain
from tests.unit.trainer.narrow import silent, weights
from trainer import choice, export
from trainer.choice import BestEpoch, Evidence
from trainer.events import Event, Started, Warned
from trainer.export import export_run
from trainer.fit import fit
from trainer.folder import BEST, FACTS_FILE, LAST, MODEL_FOLDER, STOP_EARLY
from trainer.initial import run_weights
from trainer.tasks.finetune import FinetuneTask

pytestmark = [
    pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch"),
    pytest.mark.usefixtures("narrow"),
]

CHECKPOINT = Path("best.ckpt")


# -- the callback --------------------------------------------------------------------------------


def trainer() -> Any:
    strategy = SimpleNamespace(reduce_boolean_decision=lambda decision, **_: decision)
    return Mock(should_stop=False, strategy=strategy, save_checkpoint=Mock())


def kept(figures: list[tuple[float, float]], mode: str = "max", breaks: int = 0) -> int:
    """The epoch that is kept last, of epochs with these scores and losses; resumed at `breaks`."""
    found = -1
    judge = BestEpoch("val/war", mode=mode, checkpoint=CHECKPOINT)
    for epoch, (score, loss) in enumerate(figures):
        if epoch == breaks:
            state, judge = (
                judge.state_dict(),
                BestEpoch("val/war", mode=mode, checkpoint=CHECKPOINT),
            )
            judge.load_state_dict(state)
        running = trainer()
        given = {"val/war": score, "val/loss": loss}
        running.callback_metrics = {name: torch.tensor(value) for name, value in given.items()}
        judge.on_validation_end(running, Mock())
        found = epoch if running.save_checkpoint.called else found
    return found


def test_the_best_score_is_kept_and_of_equal_ones_the_lowest_loss() -> None:
    assert kept([(1.0, 0.69), (1.0, 0.4), (1.0, 0.5)]) == 1
    assert kept([(0.5, 0.1), (0.75, 0.9), (0.75, 0.9), (0.25, 0.0)]) == 1
    assert kept([(0.4, 0.1), (0.2, 0.3), (0.2, 0.2)], "min") == 2
    assert kept([(float("nan"), 0.1), (0.2, float("nan")), (0.2, 3.0)]) == 2
    rng = np.random.default_rng(0)
    for _ in range(200):
        epochs = int(rng.integers(1, 12))
        scores = rng.integers(0, 5, epochs) / 4  # Of four clips: most of them tie.
        losses = rng.integers(0, 4, epochs) / 4
        figures = list(zip(scores.tolist(), losses.tolist(), strict=True))
        expected = max(range(epochs), key=lambda e, of=figures: (of[e][0], -of[e][1], -e))
        assert kept(figures, breaks=int(rng.integers(0, epochs))) == expected


def test_a_lower_loss_at_the_same_score_is_worth_waiting_for() -> None:
    judge = BestEpoch("val/war", mode="max", checkpoint=None, patience=2)
    stopped: list[bool] = []
    for loss in (0.9, 0.8, 0.8, 0.7, 0.7, 0.7):
        running = trainer()
        running.callback_metrics = {"val/war": torch.tensor(1.0), "val/loss": torch.tensor(loss)}
        judge.on_validation_end(running, Mock())
        assert not running.save_checkpoint.called
        stopped.append(running.should_stop)
    assert stopped == [False] * 5 + [True]


# -- the evidence --------------------------------------------------------------------------------


def test_so_many_clips_are_evidence() -> None:
    assert Evidence(choice.LEAST_CLIPS).enough
    assert not Evidence(choice.LEAST_CLIPS - 1).enough


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
    config = classes(data, **{"recipe.epochs": 4})
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
        "4 labelled validation clips are fewer than 5: no epoch is chosen by them, the run gives "
        f"its last {kind}"
    )
    assert not (run / BEST).exists()
    facts = json.loads((run / FACTS_FILE).read_text())
    assert (facts["validation_clips"], facts["keeps"]) == (4, "last")
    assert facts["software"]["torch"]
    made = export_run(run, tmp_path / "model", "mini").card
    assert made.provenance.notes == (
        f"The last {kind} (of epoch 3 of 3), not those of a best epoch: 4 labelled validation "
        "clips are fewer than 5.",
        "Not calibrated (temperature 1): 4 labelled validation clips are fewer than 5.",
    )
    assert made.temperature == 1.0
    last, exported = weights(run, LAST), load_model(tmp_path / "model").model.state_dict()
    prefix = "average.module." if decay else "network."
    assert all(torch.equal(exported[name], last[prefix + name]) for name in exported)
    assert run_weights(run).keys() == exported.keys()


def test_with_enough_validation_clips_the_best_epoch_is_exported_and_the_card_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, [0.5, 1.0, 0.75], [0.3, 0.2, 0.1])
    config, run = classes(data, **{"recipe.epochs": 3}), tmp_path / "run"
    heard: list[Event] = []
    fit(config, run, listener=heard.append)
    assert not [event for event in heard if isinstance(event, Warned)]
    assert json.loads((run / FACTS_FILE).read_text())["keeps"] == "best"
    made = export_run(run, tmp_path / "model", "mini").card
    note = made.provenance.notes[0]
    assert note == "The averaged weights of epoch 2 of 3, the best by 4 validation clips."
    assert made.temperature != 1.0


def test_a_calibration_that_ends_at_its_edge_is_told_on_the_card_and_by_the_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "best_temperature", lambda *_: 0.2)
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


def test_a_pre_training_keeps_its_best_epoch_whatever_clips_there_are(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "LEAST_CLIPS", 5)
    heard: list[Event] = []
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), tmp_path / "run", listener=heard.append)
    assert not [event for event in heard if isinstance(event, Warned)]
    assert (tmp_path / "run" / BEST).exists()
