"""What the user can do in the live view. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from svfap_gui.parts.actions import Action


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
        self.cameras = Action(
            page,
            "live/cameras",
            tr("Open &camera…"),
            shortcut="Ctrl+Shift+C",
            tip=tr("Watch a camera of this computer"),
            icon_name="camera",
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
            tr("&Record"),
            shortcut="Ctrl+R",
            tip=tr("Record video, scores and markers into a folder"),
            icon_name="record-off",
            checkable=True,
        )
        self.marker = Action(
            page,
            "live/marker",
            tr("&Marker"),
            shortcut="E",
            tip=tr("Mark this moment"),
            icon_name="marker",
        )
        self.stream_to_lab = Action(
            page,
            "live/lsl",
            tr("&LSL"),
            shortcut="Ctrl+L",
            tip=tr("Send scores and markers to other programs by Lab Streaming Layer"),
            icon_name="lab",
            checkable=True,
        )
        self.rename = Action(
            page,
            "live/rename",
            tr("Re&name person…"),
            shortcut="N",
            tip=tr("Give the person shown a name"),
            icon_name="rename",
        )
        self.mirror = Action(
            page,
            "live/mirror",
            tr("M&irror the picture"),
            tip=tr("Show the picture as in a mirror; what is recorded stays as it is"),
            icon_name="mirror",
            checkable=True,
        )
        self.copy_picture = Action(
            page,
            "live/copy-picture",
            tr("Cop&y picture"),
            shortcut="Ctrl+C",
            tip=tr("Put the picture with its boxes on the clipboard"),
        )
        self.analyse = Action(
            page,
            "live/analyse-recording",
            tr("Open last recording in &Analyse"),
            tip=tr("Look at the newest recording, its curves and markers"),
        )
        self.folder = Action(
            page,
            "live/recordings-folder",
            tr("&Folder for recordings…"),
            tip=tr("Choose where recordings go"),
        )

    def menu(self) -> Sequence[Action | None]:
        """All of them as they stand in the menu; `None` is a line between."""
        return (
            self.start_stop,
            self.record,
            self.marker,
            self.stream_to_lab,
            None,
            self.play_file,
            self.cameras,
            self.open_stream,
            self.mirror,
            self.copy_picture,
            None,
            self.rename,
            None,
            self.analyse,
            self.folder,
        )
