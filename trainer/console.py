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
    from trainer.metrics import Evaluation, Figure
    from trainer.progress import Listener

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
    """The figures of an evaluation, with their intervals."""
    print(f"{found.data_set}, {found.split}: {found.n} clips; {found.protocol}")
    if found.classes is not None:
        for name, figure in (("WAR", found.classes.war), ("UAR", found.classes.uar)):
            print(f"  {name}  {_with_interval(figure)}")
        for name, figure in found.classes.recall.items():
            print(f"  recall {name:14} {_with_interval(figure)}")
        print(f"  ECE  {found.classes.ece:.4f}")
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
    if figure.low is None:
        return f"{figure.value:.4f}"
    return f"{figure.value:.4f} ({figure.low:.4f} to {figure.high:.4f})"


def show_json(event: Event) -> None:
    """An event as one line of JSON."""
    print(to_line(event), flush=True)


def _print_start(event: Initialised) -> None:
    print(f"{event.loaded} tensors from {event.origin}")
    print(f"  not there, fresh: {', '.join(event.missing) or 'none'}")
    print(f"  there, not used: {', '.join(event.unexpected) or 'none'}")
    for warning in event.warnings:
        print(f"  note: {warning}")


def _print_step(event: Step) -> None:
    parts = [
        f"epoch {event.epoch + 1} of {event.epochs}",
        f"step {event.step}",
        f"loss {event.loss:.3f}",
        f"lr {event.lr:.1e}",
    ]
    if event.samples_per_s is not None:
        parts.append(f"{event.samples_per_s:.1f} clips/s")
    if event.left_s is not None:
        parts.append(f"{_lasting(event.left_s)} left")
    print("  ".join(parts), flush=True)


def _lasting(seconds: float) -> str:
    """A duration in two units at most."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def show_people(event: Event) -> None:
    """An event in words; figures that are printed otherwise are left out."""
    match event:
        case Started():
            print(f"{event.run}: step {event.step} of {event.total_steps}")
        case Initialised():
            _print_start(event)
        case Warned():
            print(f"note: {event.text}")
        case Step():
            _print_step(event)
        case Epoch():
            figures = "  ".join(f"{name} {value:.4f}" for name, value in event.metrics.items())
            took = _lasting(event.seconds)
            print(f"epoch {event.epoch + 1} of {event.epochs}, {took}: {figures}", flush=True)
        case Picture():
            print(f"  see {event.path}")
        case Progress():
            print(f"{event.done} of {event.total}  {event.name}", flush=True)
        case Ended():
            word = event.outcome.replace("_", " ")
            print(f"{word} after {_lasting(event.seconds)}")
        case Failed():
            typer.echo(f"failed: {event.error}", err=True)
        case _:
            pass
