"""What the user can do in the Train view: one row per command, in the order of its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfap_gui.parts.command import Command, Menu
from svfap_gui.train.files import evaluations

if TYPE_CHECKING:
    from svfap_gui.train.files import Job
    from svfap_gui.train.view import TrainView

OF_A_RUN = ("stop-early", "cancel", "resume", "report")
"""What is done to the run that is shown, in the order of the buttons."""
OF_LIST = (
    "stop-early", "pause", "resume", "cancel", None, "report", "folder", "delete",
)  # fmt: skip
"""The context menu of data sets and runs."""


def train_menus(view: TrainView) -> tuple[Menu, ...]:
    """The one menu: starting a step, and what can be done to a run."""
    return (Menu(view.name, (*_of_step(view), None, *_of_job(view), None, *_of_run(view))),)


def _of_step(view: TrainView) -> tuple[Command, ...]:
    tr = view.tr

    def verb() -> str:
        form = view.forms.get(view.steps.current)
        return form.verb if form is not None else tr("&Start the step")

    return (
        Command(
            "start",
            tr("&Start the step"),
            view.start,
            keys="Ctrl+Return",
            icon="play",
            tip=tr("Start what the form says"),
            enabled_when=lambda: view.can_start,
            title_when=verb,
        ),
        Command(
            "copy-command",
            tr("&Copy the command"),
            view.command.copy,
            keys="Ctrl+Shift+C",
            icon="copy",
            tip=tr("Put the command line that does the same into the clipboard"),
            enabled_when=lambda: view.order is not None,
        ),
    )


def _of_job(view: TrainView) -> tuple[Command, ...]:
    tr, training = view.tr, view.training

    def job() -> Job | None:
        return training.running(view.home.path) if view.home is not None else None

    def stops_early() -> bool:
        now = job()
        return now is not None and now.step.stops_early

    def can_pause() -> bool:
        now = job()
        return now is not None and now.step.makes_folder and not training.stopping(now.home)

    return (
        Command(
            "stop-early",
            tr("Stop &early"),
            lambda: view.home is not None and training.stop_early(view.home.path),
            keys="Ctrl+E",
            icon="finish",
            tip=tr("End the run with what it has learned, and keep its model"),
            enabled_when=lambda: (
                view.home is not None and stops_early() and not training.stopping(view.home.path)
            ),
            shown_when=stops_early,
        ),
        Command(
            "pause",
            tr("&Pause"),
            lambda: view.home is not None and training.pause(view.home.path),
            icon="pause",
            tip=tr("Save and stop for now; Resume continues"),
            enabled_when=can_pause,
        ),
        Command(
            "resume",
            tr("&Resume"),
            lambda: view.home is not None and training.resume(view.home.path),
            keys="Ctrl+Shift+R",
            icon="play",
            tip=tr("Resume the run where it was interrupted"),
            shown_when=lambda: view.home is not None and training.can_resume(view.home),
        ),
        Command(
            "cancel",
            tr("C&ancel…"),
            view.cancel,
            icon="close",
            tip=tr("End the run and delete it"),
            shown_when=lambda: job() is not None,
        ),
    )


def _of_run(view: TrainView) -> tuple[Command, ...]:
    tr, training = view.tr, view.training
    return (
        Command(
            "report",
            tr("Open the re&port"),
            view.open_report,
            icon="export",
            tip=tr("All metrics of the evaluation, in the web browser"),
            shown_when=lambda: view.home is not None and evaluations(view.home.path),
        ),
        Command(
            "folder",
            tr("Show the &folder"),
            view.show_folder,
            icon="folder",
            tip=tr("Open the folder of the run"),
            enabled_when=lambda: view.home is not None,
        ),
        Command(
            "delete",
            tr("&Delete…"),
            view.delete,
            keys="Shift+Del",
            icon="remove",
            tip=tr("Delete the data set or run"),
            enabled_when=lambda: view.home is not None and training.running(view.home.path) is None,
        ),
    )
