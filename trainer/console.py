"""Tells events and figures: on a terminal for people, as lines of JSON for programs."""

from __future__ import annotations

from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from svfap_core.names import plain
from trainer.events import (
    Ended,
    Epoch,
    Event,
    Exported,
    Failed,
    Initialised,
    LearningCurve,
    Picture,
    Prepared,
    Progress,
    Started,
    Step,
    Warned,
    to_line,
)
from trainer.folder import PROBLEMS_FILE

if TYPE_CHECKING:
    # They import torch.
    from trainer.callbacks import Listener
    from trainer.intervals import Figure
    from trainer.metrics import Evaluation

TELL_EVERY_S = 1.0


class SteadyProgress:
    """Tells progress once a second at most, and its end: clips may come by the thousand.

    Args:
        show: Hears the events.
    """

    def __init__(self, show: Listener) -> None:
        self._show = show
        self._told_s = -inf

    def __call__(self, done: int, total: int, name: str = "") -> None:
        """So many are done, the last by this name."""
        now_s = monotonic()
        if done == total or now_s - self._told_s >= TELL_EVERY_S:
            self._told_s = now_s
            self._show(Progress(done=done, total=total, name=plain(name)))


def print_evaluation(found: Evaluation) -> None:
    """The figures of an evaluation, each with the clips it is of and its interval."""
    if found.caution:
        print(found.caution)
    print(f"{found.data_set}, {found.split}: {found.n} clips; {found.protocol}")
    if found.classes is not None:
        for name, figure in (("WAR", found.classes.war), ("UAR", found.classes.uar)):
            print(f"  {name}  {_with_interval(figure)}")
        for name, figure in found.classes.recall.items():
            print(f"  recall {name:14} {_with_interval(figure)}")
        by_chance = f"up to {found.classes.ece_by_chance:.4f} by chance"
        print(f"  ECE  {found.classes.ece:.4f}, n = {found.classes.n} ({by_chance})")
    for name, figures in found.dimensions.items():
        print(f"  {name:18} CCC {_with_interval(figures.ccc)}  PCC {_with_interval(figures.pcc)}")
    for name, of in found.levels.items():
        print(f"  {of.title(name)}  {_with_interval(of.f1_weighted)}")


def print_prepared(made: Prepared) -> None:
    """What was prepared, and how much could not be."""
    print(f"{made.clips} clips of {made.data_set} in {made.folder}")
    for note in made.notes:
        print(f"Note: {note}")
    if made.failed:
        print(f"{made.failed} of {made.items} items failed")
    if made.problems:
        where = Path(made.folder) / PROBLEMS_FILE
        print(f"{made.problems} items are missing or not whole: see {where}")


def print_export(made: Exported) -> None:
    """What was exported, and how to use it."""
    print(f"{made.title} in {made.folder}; temperature {made.temperature:g}")
    for note in made.notes:
        print(f"  note: {note}")
    for name in made.left_out:
        print(f"  figures that are not on the card: {name}")
    if made.onnx_difference is not None:
        print(f"  as ONNX its scores differ by {made.onnx_difference:.1e} at most")
    print(f"Use it: svfap-annotate VIDEO --out DIR --model {made.folder}")


def _with_interval(figure: Figure) -> str:
    if figure.value is None:
        return "not defined"
    said = f"({figure.low:.4f} to {figure.high:.4f})" if figure.low is not None else ""
    if figure.note:
        said = f"(no interval: {figure.note})"
    return f"{figure.value:.4f}, n = {figure.n} {said}".rstrip()


def show_json(event: Event) -> None:
    """An event as one line of JSON."""
    print(to_line(event), flush=True)


def _print_start(event: Initialised) -> None:
    print(f"{event.loaded} tensors from {event.origin}")
    print(f"  not there, fresh: {', '.join(event.missing) or 'none'}")
    print(f"  there, not used: {', '.join(event.unexpected) or 'none'}")
    for warning in event.warnings:
        print(f"  note: {warning}")


def _print_curve(event: LearningCurve) -> None:
    print(f"on clips that were not learned from ({event.groups} groups, nested cross-validation):")
    for point in event.points:
        value = "not defined" if point.value is None else f"{point.value:.3f}"
        known = point.low is not None and point.high is not None
        between = f"  ({point.low:.3f} to {point.high:.3f})" if known else ""
        print(f"  learned from {point.clips:6} clips: {point.figure} {value}{between}")


def show_people(event: Event) -> None:
    """An event in words; figures that are printed otherwise are left out."""
    match event:
        case Started() if event.total_steps:
            print(f"{event.run}: step {event.step} of {event.total_steps}")
        case Initialised():
            _print_start(event)
        case Warned():
            print(f"note: {event.text}")
        case Ended():
            word = event.outcome.replace("_", " ")
            print(f"{word} after {event.seconds / 60:.1f} min")
        case Failed():
            typer.echo(f"failed: {event.error}", err=True)
        case _:
            _print_progress(event)


def _print_progress(event: Event) -> None:
    match event:
        case Step():
            print(
                f"step {event.step}  loss {event.loss:.3f}  lr {event.lr:.1e}  "
                f"{event.samples_per_s:.0f} clips/s  {event.left_s / 60:.0f} min left",
                flush=True,
            )
        case Epoch():
            figures = "  ".join(f"{name} {value:.4f}" for name, value in event.metrics.items())
            print(f"epoch {event.epoch + 1}: {figures}", flush=True)
        case LearningCurve():
            _print_curve(event)
        case Picture():
            print(f"  see {event.path}")
        case Progress():
            print(f"{event.done} of {event.total}  {event.name}", flush=True)
        case _:
            pass
