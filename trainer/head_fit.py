"""Carries out a run with `train: head`: a linear head on features of a fixed encoder.

No epochs: features are computed once (`features`), the penalty is chosen by cross-validation and
the head fitted exactly (`nested`, `linear`). What it leaves is a run like any other, whose
checkpoint holds encoder and head.
"""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from svfap_core.atomic import whole_file
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.models.tpsbt import TPSBT
from svfap_core.runtime.place import pick_device
from svfap_core.settings import Frozen
from trainer.building import tell_start
from trainer.callbacks import Signals, WholeCheckpoints
from trainer.config import FinetuneConfig
from trainer.console import SteadyProgress
from trainer.data.groups import groups_of
from trainer.data.loader import ClipSet
from trainer.data.order import repeat_factors
from trainer.dimension_figures import agreement
from trainer.events import Checkpoint, CurvePoint, Ended, Epoch, LearningCurve, Started, Warned
from trainer.features import Encoder, Features, encoder_features
from trainer.folder import LAST, LEARNING_CURVE_FILE, METRICS_FILE, PAUSE, STOP_EARLY
from trainer.head_losses import class_targets
from trainer.heads import value_names
from trainer.ignored import ignored_settings
from trainer.initial import initialise
from trainer.intervals import Draws, Figure, proportion
from trainer.linear import Linear, suitable_threads
from trainer.nested import PARTS, Goal, Windows, choose, fold_count, unseen_scores
from trainer.plan import Plan
from trainer.predictions import Floats, Predictions
from trainer.progress import EventStream
from trainer.runs import add_facts
from trainer.scoring import predictions_of
from trainer.tasks.finetune import build_network
from trainer.temperature import best_temperature

CURVE_SEEDS = 3
RESAMPLES = 1000


class HeadFacts(Frozen):
    """How a head was fitted, as the run's folder says it.

    Attributes:
        clips: Learned from.
        groups: That cross-validation keeps together.
        folds: Of it; 0: there were too few groups.
        strengths: Output or outputs -> strength of the penalty.
        unseen: Labelled clips that were judged by heads which had not seen them.
        temperature: That suits these; none: there are none, or the model has no classes.
    """

    clips: int
    groups: int
    folds: int
    strengths: dict[str, float]
    unseen: int
    temperature: float | None


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A head as the network has it, and how it came about."""

    linear: Linear
    facts: HeadFacts
    curve: tuple[CurvePoint, ...]
    metrics: dict[str, float]


def fit_head(
    config: FinetuneConfig, plan: Plan, run: Path, events: EventStream, *, resume: bool
) -> bool:
    """Fit the head of a run that was claimed.

    Args:
        config: The run.
        plan: What it learns.
        run: Its folder.
        events: Hears how far it is.
        resume: Go on: what is done already is not done again.

    Returns:
        Whether the run is complete; otherwise it can be resumed.

    Raises:
        ModelError: The encoder cannot be read.
        SourceError: A clip cannot be read.
        OutputError: The run's folder cannot be written.
    """
    started_s = time.perf_counter()
    for text in ignored_settings(config):
        events.emit(Warned(text=text))
    events.emit(Started(run=str(run), step=0, total_steps=0))
    if resume and (run / LAST).exists():
        return _ended(events, "finished", started_s)
    network = _network(config, plan, events)
    features = _features(config, plan, run, network, events)
    if features is None:
        return _ended(events, "interrupted", started_s)
    if features.unkept:
        events.emit(Warned(text=Message("Features are not kept: %1", features.unkept)))
    with suitable_threads(features.windows.size):
        fitted = _fit(config, plan, features, events)
    _keep(run, network, fitted, events)
    return _ended(events, "finished", started_s)


def goals_of(plan: Plan, balance: float) -> list[Goal]:
    """What each head of a plan says of the clips that are learned from; values one by one."""
    clips = ClipSet(plan, "train")
    labels, values = clips.labels, clips.values.astype(np.float64)
    known = clips.batch(list(range(len(clips))), [np.empty(0, np.uint8)] * len(clips))
    classes = class_targets(known, plan.heads).numpy().astype(np.float64)
    columns = dict(zip(plan.targets.values, values.T, strict=True))
    goals: list[Goal] = []
    for learned in plan.heads:
        head = learned.head
        if head.kind is HeadKind.CLASSES:
            total = classes.sum(axis=1, keepdims=True)
            truth = np.divide(classes, total, out=np.zeros_like(classes), where=total > 0)
            weights = repeat_factors(labels, balance) * (total[:, 0] > 0)
            goals.append(Goal(head, truth, weights, truth.argmax(axis=1)))
            continue
        for name, column in zip(head.names, value_names(head), strict=True):
            one = Head(kind=head.kind, names=(name,), low=head.low, high=head.high)
            known = ~np.isnan(columns[column])
            truth = np.nan_to_num(columns[column])[:, None]
            goals.append(Goal(one, truth, known.astype(float), np.zeros(len(known), np.int64)))
    return goals


def _ended(events: EventStream, outcome: str, started_s: float) -> bool:
    seconds = time.perf_counter() - started_s
    events.emit(Ended.model_validate({"step": 1, "outcome": outcome, "seconds": seconds}))
    return outcome == "finished"


def _network(config: FinetuneConfig, plan: Plan, events: EventStream) -> TPSBT:
    network = build_network(config, plan.spec, plan.num_outputs)
    assert config.init is not None  # noqa: S101  # settings see to it
    plain = tuple(learned.head for learned in plan.heads)
    tell_start(config.init, initialise(network, config.init, plain), events)
    return network.eval().requires_grad_(requires_grad=False)


def _features(
    config: FinetuneConfig, plan: Plan, run: Path, network: TPSBT, events: EventStream
) -> Features | None:
    device = torch.device(pick_device("auto"))
    encoder = Encoder(network.to(device), device, mirrored=config.mirrored)
    with Signals().listening() as signals:
        return encoder_features(
            encoder,
            plan,
            "train",
            progress=SteadyProgress(events.emit),
            stopped=lambda: signals.heard or (run / PAUSE).exists(),
        )


def _fit(config: FinetuneConfig, plan: Plan, features: Features, events: EventStream) -> _Fitted:
    seed = config.recipe.seed
    groups = groups_of(plan, "train")
    windows = Windows(features.windows.astype(np.float64), features.places, groups)
    goals = goals_of(plan, config.data.balance)
    strengths = [choose(goal, windows, goal.known, seed) for goal in goals]
    parts = [
        goal.fit(windows, goal.known, (strength,), exact=True)[0]
        for goal, strength in zip(goals, strengths, strict=True)
    ]
    linear = Linear(
        torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts])
    )
    folds = min(fold_count(goal, groups, goal.known) for goal in goals)
    unseen, temperature, metrics, curve = 0, None, {}, ()
    if folds:
        judged = _Judged(plan, goals, windows)
        found = judged.predictions(seed)
        metrics = judged.metrics(found)
        unseen = int((found.labels >= 0).sum()) if found.classes else 0
        if unseen:
            temperature = best_temperature(found.log_probabilities, found.labels)
        curve = judged.curve(seed, SteadyProgress(events.emit))
    else:
        text = Message(
            "All clips belong together (by subject, group or video): the penalty of the head is "
            "not chosen, and nothing is known of clips that it has not seen"
        )
        events.emit(Warned(text=text))
    names = [", ".join(goal.head.names) for goal in goals]
    facts = HeadFacts(
        clips=len(windows),
        groups=len(np.unique(groups)),
        folds=folds,
        strengths=dict(zip(names, strengths, strict=True)),
        unseen=unseen,
        temperature=temperature,
    )
    return _Fitted(linear, facts, curve, metrics)


class _Judged:
    """Judges the way in which heads are fitted on clips that they have not seen."""

    def __init__(self, plan: Plan, goals: list[Goal], windows: Windows) -> None:
        self._plan, self._goals, self._windows = plan, goals, windows
        self._clips = ClipSet(plan, "train")
        self._draws = Draws(
            np.unique(windows.groups, return_inverse=True)[1], RESAMPLES, seed=0, unit="groups"
        )
        self._learned = 0.0

    def predictions(self, seed: int, parts: int = PARTS) -> Predictions:
        """Of all clips, by nested cross-validation."""
        classes: list[Floats] = []
        values: list[Floats] = []
        for goal in self._goals:
            found = unseen_scores(goal, self._windows, seed, parts)
            self._learned = found.clips
            # Clips whose truth is not known count in no figure.
            scores = np.nan_to_num(found.scores, nan=1 / found.scores.shape[1])
            (classes if goal.head.kind is HeadKind.CLASSES else values).append(scores)
        rows = np.concatenate([*classes, *values], axis=1)
        return predictions_of(dict(enumerate(rows)), self._clips, self._plan)

    def metrics(self, found: Predictions) -> dict[str, float]:
        """Figures of an epoch, of clips that were not seen."""
        name = "unseen/war" if found.classes else "unseen/ccc"
        value = self._figure(found).value
        return {name: float("nan") if value is None else value}

    def curve(self, seed: int, progress: SteadyProgress) -> tuple[CurvePoint, ...]:
        """How good heads are that learn from a quarter, half, three quarters and all clips."""
        points: list[CurvePoint] = []
        for parts in range(1, PARTS + 1):
            figures: list[Figure] = []
            for number in range(CURVE_SEEDS):
                figures.append(self._figure(self.predictions(seed + number, parts)))
                done = (parts - 1) * CURVE_SEEDS + number + 1
                progress(done, PARTS * CURVE_SEEDS, "learning curve")
            points.append(
                CurvePoint(
                    clips=round(self._learned),
                    figure="WAR" if self._plan.targets.classes else "CCC",
                    value=_mean([each.value for each in figures]),
                    low=_mean([each.low for each in figures]),
                    high=_mean([each.high for each in figures]),
                )
            )
        return tuple(points)

    def _figure(self, found: Predictions) -> Figure:
        """Share of right answers; without classes, the mean concordance of all dimensions."""
        if found.classes:
            known = found.labels >= 0
            return proportion(found.right()[known], self._draws.units[known])
        known = np.asarray(np.isfinite(found.truth).any(axis=1))
        each = [agreement(found, d, self._draws)[:, 1] for d in range(len(found.values))]
        return self._draws.figure(np.mean(each, axis=0), known)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _keep(run: Path, network: TPSBT, fitted: _Fitted, events: EventStream) -> None:
    """Facts, figures and curve before the checkpoint: with that the run is complete."""
    add_facts(run, head=fitted.facts.model_dump())
    if fitted.metrics:
        with whole_file(run / METRICS_FILE) as part, part.open("w", newline="") as file:
            table = csv.DictWriter(file, ["epoch", "step", *fitted.metrics])
            table.writeheader()
            table.writerow({"epoch": 1, "step": 1, **fitted.metrics})
        events.emit(Epoch(step=1, epoch=0, epochs=1, seconds=0.0, metrics=fitted.metrics))
        told = LearningCurve(groups=fitted.facts.groups, seeds=CURVE_SEEDS, points=fitted.curve)
        with whole_file(run / LEARNING_CURVE_FILE) as part:
            part.write_text(told.model_dump_json(indent=2), encoding="utf-8")
        events.emit(told)
    head = network.get_submodule("head")
    head.load_state_dict({"weight": fitted.linear.weight, "bias": fitted.linear.bias})
    checkpoint = {
        "state_dict": {f"network.{n}": value.cpu() for n, value in network.state_dict().items()},
        "epoch": 0,
        "global_step": 1,
    }
    WholeCheckpoints(lambda path: events.emit(Checkpoint(step=1, path=str(path)))).save_checkpoint(
        checkpoint, run / LAST
    )
    (run / STOP_EARLY).unlink(missing_ok=True)
