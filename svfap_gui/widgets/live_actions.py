"""What the user can do in the live view. Does nothing itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from svfap_gui.widgets.actions import Action


class LiveActions:
    """What the user can do in the live view."""

    def __init__(self, page: QWidget) -> None:
        tr = page.tr
        self.play_file = Action(
            page,
            "live/play-file",
            tr("&Play a file…"),
            shortcut="Ctrl+Shift+O",
            tip=tr("Watch a video file as if it were live"),
            icon_name="file",
        )
        self.open_stream = Action(
            page,
            "live/open-stream",
            tr("Open &stream…"),
            shortcut="Ctrl+U",
            tip=tr("Watch a network stream (URL)"),
            icon_name="stream",
        )
        self.start_stop = Action(
            page,
            "live/start-stop",
            tr("&Start"),
            shortcut="Space",
            tip=tr("Start or stop the analysis"),
            icon_name="play",
        )
        self.record = Action(
            page,
            "live/record",
            tr("&Record table"),
            shortcut="Ctrl+R",
            tip=tr("Write every score to a table (CSV)"),
            icon_name="record-off",
            checkable=True,
        )
        self.table_folder = Action(
            page,
            "live/table-folder",
            tr("&Folder for tables…"),
            tip=tr("Choose where recorded tables go"),
        )
