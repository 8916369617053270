"""What the user can do in the Batch view, as actions. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from svfap_gui.parts.actions import Action


class BatchActions(QObject):
    """Connected by the view."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.start = Action(
            self,
            "batch/start",
            self.tr("&Start"),
            shortcut="Space",
            tip=self.tr("Analyse all that waits; hold it, and go on where it stood"),
            icon_name="play",
        )
        self.cancel = Action(
            self,
            "batch/cancel",
            self.tr("&Cancel"),
            shortcut="Ctrl+.",
            tip=self.tr("Stop; finished files stay, the one at work waits again"),
            icon_name="stop",
        )
        self.add_files = Action(
            self,
            "batch/add-files",
            self.tr("Add &files…"),
            shortcut="Ctrl+Shift+O",
            tip=self.tr("Choose videos"),
            icon_name="file",
        )
        self.add_folder = Action(
            self,
            "batch/add-folder",
            self.tr("Add f&older…"),
            shortcut="Ctrl+Shift+F",
            tip=self.tr("Choose a folder; its sub-folders belong to it"),
            icon_name="folder",
        )
        self.retry_all = Action(
            self,
            "batch/retry-all",
            self.tr("Try &failed again"),
            shortcut="Ctrl+R",
            tip=self.tr(
                "Let all files wait again that have failed, are incomplete or were busy elsewhere"
            ),
            icon_name="retry",
        )
        self.remove = Action(
            self,
            "batch/remove",
            self.tr("&Remove"),
            shortcut="Del",
            tip=self.tr("Take the chosen files out of the list; no file is deleted"),
            icon_name="remove",
        )
        self.again = Action(
            self,
            "batch/again",
            self.tr("&Analyse finished files again"),
            tip=self.tr("Instead of skipping files that are done; their results are replaced"),
            checkable=True,
        )
        self.settings = Action(
            self,
            "batch/settings",
            self.tr("Se&ttings"),
            shortcut="Ctrl+Shift+,",
            tip=self.tr("What is written for each file, and where"),
            icon_name="tune",
            checkable=True,
        )
        self.save_settings = Action(
            self,
            "batch/save-settings",
            self.tr("Sa&ve settings as…"),
            tip=self.tr("Write the settings of analyses to a file, for svfap-annotate too"),
        )
        self.load_settings = Action(
            self,
            "batch/load-settings",
            self.tr("Loa&d settings…"),
            tip=self.tr("Take the settings of analyses from a file; folders and language stay"),
        )
        self.open = Action(
            self,
            "batch/open",
            self.tr("Open in &Analyse"),
            tip=self.tr("Look at the result of this file"),
        )
        self.show_results = Action(
            self,
            "batch/show-results",
            self.tr("Show in &folder"),
            tip=self.tr("Open the folder of its results"),
        )
        self.retry = Action(
            self,
            "batch/retry",
            self.tr("&Try again"),
            tip=self.tr("Analyse the chosen files once more"),
        )
        self.show_file = Action(
            self,
            "batch/show-file",
            self.tr("Show fi&le"),
            tip=self.tr("Open the folder of the video"),
        )

    def of_view(self) -> Sequence[Action | None]:
        """In the order of the menu."""
        return (
            self.start,
            self.cancel,
            None,
            self.add_files,
            self.add_folder,
            None,
            *self.of_rows(),
            None,
            self.retry_all,
            self.again,
            None,
            self.settings,
            self.save_settings,
            self.load_settings,
        )

    def of_rows(self) -> Sequence[Action]:
        """What is done with the chosen files."""
        return (self.open, self.show_results, self.retry, self.show_file, self.remove)
