"""A progress bar for people who wait in a terminal or a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from svfap_core.pipeline.analysis import Progress

Report = Callable[["Progress"], None]


def is_interactive() -> bool:
    """Whether someone watches: a terminal, or a notebook."""
    ipython = sys.modules.get("IPython")
    in_notebook = ipython is not None and hasattr(ipython.get_ipython(), "kernel")
    return in_notebook or sys.stderr.isatty()


@contextmanager
def progress_bar(name: str, *, wanted: bool | Report | None) -> Generator[Report]:
    """What to call with the progress of a video of this name.

    Args:
        name: Shown beside the bar.
        wanted: Whether to show a bar; `None` where someone watches. Or what is called instead.
    """
    if callable(wanted):
        yield wanted
        return
    if not (is_interactive() if wanted is None else wanted):
        yield lambda _: None
        return
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[fps]:.0f} fps"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None, fps=0.0)

        def report(progress: Progress) -> None:
            bar.update(
                task, total=progress.duration_s, completed=progress.position_s, fps=progress.fps
            )

        yield report
