"""Where to choose what is watched: cameras by name, their size and rate, streams, files.

The list of cameras follows what is plugged in while it is open. Opens nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from svfap_core.sources.base import SourceKind
from svfap_gui.parts.command import Commands
from svfap_gui.work.state import CameraChoice, SourceRequest

LOOK_EVERY_MS = 1000
SIZES = ("640x480", "1280x720", "1920x1080")
RATES_FPS = ("15", "30", "60")

_SIZE, _RATE = "camera/size", "camera/rate"


class SourceMenu(QMenu):
    """The menu of the source button; `cameras` may also hang elsewhere.

    Args:
        commands: Those of the view: streams, files and the mirror.
        settings: Where size and rate are kept.
        list_cameras: The cameras of this computer; must return quickly.
        parent: The owner.
    """

    chosen = Signal(object)
    """A camera as `SourceRequest`."""
    format_changed = Signal()
    """Another size or rate is wanted of cameras: see `with_format`."""

    def __init__(
        self,
        commands: Commands,
        settings: QSettings,
        list_cameras: Callable[[], Sequence[CameraChoice]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._list_cameras = list_cameras
        self._listed: tuple[CameraChoice, ...] | None = None
        self.cameras = QMenu(self.tr("&Camera"), self)
        self.cameras.aboutToShow.connect(self._show_cameras)
        self.cameras.aboutToHide.connect(self._stop_looking)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._fill_cameras)
        self.addMenu(self.cameras)
        self.addMenu(self._make_format_menu())
        self.addAction(commands["mirror"])
        self.addSeparator()
        self.addActions(commands.some("open-stream", "play-file"))

    def with_format(self, source: SourceRequest) -> SourceRequest:
        """A camera with the size and rate that the user wants; other sources as they are."""
        if source.kind is not SourceKind.CAMERA:
            return source
        size, rate = str(self._settings.value(_SIZE, "")), str(self._settings.value(_RATE, ""))
        width, _, height = size.partition("x")
        return replace(
            source,
            size=(int(width), int(height)) if size in SIZES else None,
            rate_fps=float(rate) if rate in RATES_FPS else None,
        )

    def _make_format_menu(self) -> QMenu:
        menu = QMenu(self.tr("Camera si&ze and rate"), self)
        menu.setToolTipsVisible(True)
        sizes = [(size, size.replace("x", " \N{MULTIPLICATION SIGN} ")) for size in SIZES]
        rates = [(rate, self.tr("%1 fps").replace("%1", rate)) for rate in RATES_FPS]
        self._formats = [
            self._add_choices(menu, _SIZE, [("", self.tr("Size as the camera has it")), *sizes]),
            self._add_choices(menu, _RATE, [("", self.tr("Rate as the camera has it")), *rates]),
        ]
        return menu

    def _add_choices(
        self, menu: QMenu, key: str, choices: Sequence[tuple[str, str]]
    ) -> QActionGroup:
        group = QActionGroup(self)
        group.setObjectName(key)
        menu.addSeparator()
        for value, text in choices:
            action = QAction(text, group)
            action.setCheckable(True)
            action.setData(value)
            action.setChecked(value == str(self._settings.value(key, "")))
            menu.addAction(action)
        group.triggered.connect(self._choose_format)
        return group

    @Slot(QAction)
    def _choose_format(self, action: QAction) -> None:
        key = action.actionGroup().objectName()
        if str(self._settings.value(key, "")) != action.data():
            self._settings.setValue(key, action.data())
            self.format_changed.emit()

    @Slot()
    def _show_cameras(self) -> None:
        self._listed = None
        self._fill_cameras()
        self._look.start()

    @Slot()
    def _stop_looking(self) -> None:
        self._look.stop()

    @Slot()
    def _fill_cameras(self) -> None:
        cameras = tuple(self._list_cameras())
        if cameras == self._listed:
            return
        self._listed = cameras
        self.cameras.clear()
        for camera in cameras:
            action = self.cameras.addAction(camera.name)
            action.setData(camera)
            action.triggered.connect(self._choose_camera)
        if not cameras:
            for line in (
                self.tr("No camera found"),
                self.tr("Is it plugged in, and switched on?"),
                self.tr("Does another program use it? Close that program."),
                self.tr("May SVFAP use cameras? See the system's privacy settings."),
            ):
                self.cameras.addAction(line).setEnabled(False)

    @Slot()
    def _choose_camera(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            camera: CameraChoice = action.data()
            request = SourceRequest(SourceKind.CAMERA, camera.locator, camera.name, camera.identity)
            self.chosen.emit(self.with_format(request))
