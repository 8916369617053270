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
    Fold,
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
    from trainer.comparison import Comparison
    from trainer.data.description import Description
    from trainer.data.overview import Table
    from trainer.intervals import Figure
    from trainer.metrics import Evaluation
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
    for name, of_label in found.further.items():
        print(f"  weighted F1 {name}  {_with_interval(of_label.f1_weighted)}")
    for name, of in found.levels.items():
        print(f"  {of.title(name)}  {_with_interval(of.f1_weighted)}")


def print_comparison(found: Comparison, folder: Path) -> None:
    """Every figure of all runs, and how far they are from the first; all else is in a folder."""
    if found.caution:
        print(found.caution)
    left_out = sum(found.left_out)
    print(
        f"{found.data_set}, {found.split}: {found.n} clips"
        + (f", {left_out} predictions left out as not all runs have them" if left_out else "")
    )
    for each in found.contrasts:
        print(f"  {each.name}, n = {each.figures[0].n}")
        for run, figure in zip(found.runs, each.figures, strict=True):
            print(f"    {run:24} {_with_interval(figure, clips=False)}")
        for run, apart in zip(found.runs[1:], each.differences, strict=True):
            print(f"    {run} - {found.runs[0]}: {_with_interval(apart, clips=False)}")
    for test in found.mcnemar:
        print(
            f"  only {found.runs[0]} right: {test.only_first}, only {test.run} right: "
            f"{test.only_other}, of {test.n}; McNemar p = {test.p:.2g}"
        )
    print(f"  see {folder}")


def print_description(found: Description) -> None:
    """A data set in tables, and what speaks against it."""
    from trainer.data.overview import tables  # noqa: PLC0415  # scipy takes a while

    print(f"{found.clips} clips of {found.data_set}")
    for table in tables(found):
        print_table(table)
    for text in found.warnings:
        print(f"Warning: {text}")


def print_table(table: Table) -> None:
    """A table whose columns stand below each other, numbers to the right."""
    print(f"{table.title}:")
    lines = (table.header, *table.rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print(("  " + "  ".join((first.ljust(widths[0]), *cells))).rstrip())


def print_prepared(made: Prepared, found: Description) -> None:
    """What was prepared, in short, and how much could not be."""
    from trainer.data.overview import class_table  # noqa: PLC0415  # scipy takes a while

    print(f"{made.clips} clips of {made.data_set} in {made.folder}")
    print_table(class_table(found))
    for text in found.warnings:
        print(f"Warning: {text}")
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


def _with_interval(figure: Figure, *, clips: bool = True) -> str:
    if figure.value is None:
        return "not defined"
    said = f"({figure.low:.4f} to {figure.high:.4f})" if figure.low is not None else ""
    if figure.note:
        said = f"(no interval: {figure.note})"
    count = f", n = {figure.n}" if clips else ""
    return f"{figure.value:.4f}{count} {said}".rstrip()


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
        case Fold():
            of_all = f"all {event.count} folds: the final run"
            print(f"fold {event.number} of {event.count}" if event.number else of_all)
        case Started() if event.total_steps:
            memory = f"; about {event.memory_mb / 1024:.1f} GB a step" if event.memory_mb else ""
            print(f"{event.run}: step {event.step} of {event.total_steps}{memory}")
        case Initialised():
            _print_start(event)
        case Warned():
            print(f"note: {event.text}")
        case Ended():
            word = event.outcome.replace("_", " ")
            print(f"{word} after {_lasting(event.seconds)}")
        case Failed():
            typer.echo(f"failed: {event.error}", err=True)
        case _:
            _print_progress(event)


def _print_progress(event: Event) -> None:
    match event:
        case Step():
            _print_step(event)
        case Epoch():
            figures = "  ".join(f"{name} {value:.4f}" for name, value in event.metrics.items())
            took = _lasting(event.seconds)
            print(f"epoch {event.epoch + 1} of {event.epochs}, {took}: {figures}", flush=True)
        case LearningCurve():
            _print_curve(event)
        case Picture():
            print(f"  see {event.path}")
        case Progress():
            print(f"{event.done} of {event.total}  {event.name}", flush=True)
        case _:
            pass
