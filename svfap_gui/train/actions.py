"""What the user can do in the training view. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from svfap_gui.parts.actions import Action


class TrainActions:
    """Starting a step, and what can be done to a run."""

    def __init__(self, page: QWidget) -> None:
        tr = page.tr
        self.start = Action(
            page,
            "train/start",
            tr("&Start the step"),
            shortcut="Ctrl+Return",
            tip=tr("Start what the form says"),
            icon_name="play",
        )
        self.copy = Action(
            page,
            "train/copy-command",
            tr("&Copy the command"),
            shortcut="Ctrl+Shift+C",
            tip=tr("Put the command line that does the same into the clipboard"),
            icon_name="copy",
        )
        self.stop_early = Action(
            page,
            "train/stop-early",
            tr("Stop &early"),
            shortcut="Ctrl+E",
            tip=tr("End the run with what it has learned, and keep its model"),
            icon_name="finish",
        )
        self.cancel = Action(
            page,
            "train/cancel",
            tr("C&ancel…"),
            tip=tr("End the run and delete it"),
            icon_name="close",
        )
        self.resume = Action(
            page,
            "train/resume",
            tr("&Resume"),
            shortcut="Ctrl+Shift+R",
            tip=tr("Go on where the run was interrupted"),
            icon_name="play",
        )
        self.pause = Action(
            page,
            "train/pause",
            tr("&Pause"),
            tip=tr("Save and end for now; Resume goes on"),
            icon_name="pause",
        )
        self.report = Action(
            page,
            "train/report",
            tr("Open the re&port"),
            tip=tr("All figures of the evaluation, in the web browser"),
            icon_name="export",
        )
        self.folder = Action(
            page,
            "train/folder",
            tr("Show the &folder"),
            tip=tr("Open the folder of the run"),
            icon_name="folder",
        )
        self.delete = Action(
            page,
            "train/delete",
            tr("&Delete…"),
            shortcut="Shift+Del",
            tip=tr("Delete the data set or run"),
            icon_name="remove",
        )

    @property
    def of_a_run(self) -> Sequence[Action]:
        """What is done to the run that is shown, in the order of the buttons."""
        return (self.stop_early, self.cancel, self.resume, self.report)

    @property
    def all(self) -> Sequence[Action | None]:
        """Everything, for the menu."""
        return (
            self.start,
            self.copy,
            None,
            self.stop_early,
            self.pause,
            self.resume,
            self.cancel,
            None,
            self.report,
            self.folder,
            self.delete,
        )
