"""The live view's line of controls: source, start, recording, markers, lab stream. Does nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from svfap_core.sources.base import SourceKind
from svfap_gui.live.recording import RecordingProgress
from svfap_gui.parts.command import Commands
from svfap_gui.parts.facial_actions_menu import FacialActionsMenu
from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.parts.words import minutes
from svfap_gui.work.state import SourceRequest

_SOURCE_ICONS = {
    SourceKind.FILE: "file",
    SourceKind.IMAGES: "file",
    SourceKind.CAMERA: "camera",
    SourceKind.STREAM: "stream",
}
_SOURCE_PX = 200
_MARKER_PX = 130


class LiveToolbar(Toolbar):
    """Shows what it is given; commands do what is wanted."""

    left = Signal()
    """The user is done with typing: the keys belong to the view again."""

    def __init__(
        self,
        commands: Commands,
        sources: QMenu,
        actions: FacialActionsMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source: SourceRequest | None = None
        self.source_button = self.add_menu(
            sources, self.tr("Source"), self.tr("What to watch: a camera, a stream or a file")
        )
        self.source_button.setMaximumWidth(scaled(_SOURCE_PX + 80))
        self.add_action(commands["start-stop"], primary=True)
        self.record_button = self.add_action(commands["record"])
        self.recorded = self.add_label(
            self.tr("Recorded"), self.tr("How long the recording is, and what it lacks")
        )
        self.recorded.setObjectName("recorded")
        self.marker_button = self.add_action(commands["marker"])
        self.marker_name = QLineEdit(self)
        self.marker_name.setPlaceholderText(self.tr("Marker's name"))
        self.marker_name.setAccessibleName(self.tr("Name of the next markers"))
        self.marker_name.setToolTip(
            self.tr("What the next markers are called; without a name they are numbered")
        )
        self.marker_name.setFixedSize(scaled(_MARKER_PX), scaled(CONTROL_PX))
        self.marker_name.returnPressed.connect(self.left)
        self.marker_name.installEventFilter(self)
        self.add_widget(self.marker_name)
        self.lab_button = self.add_action(commands["lsl"])
        self.actions_button = self.add_menu(actions, self.tr("Facial actions"), icon_name="face")
        actions.open_from(self.actions_button)
        self.add_stretch()
        self.time = self.add_label(
            self.tr("Time in the source"), self.tr("Time since the first frame of the source")
        )
        self.show_progress(None)

    def show_source(self, source: SourceRequest | None) -> None:
        """Name what is watched."""
        self._source = source
        text = self.source_button.fontMetrics().elidedText(
            source.title if source else self.tr("Choose a source"),
            Qt.TextElideMode.ElideMiddle,
            scaled(_SOURCE_PX),
        )
        self.source_button.setText(f"{text}  ▾")
        self._show_icon()

    @Slot(object)
    def show_progress(self, progress: RecordingProgress | None) -> None:
        """How the recording stands."""
        text = "" if progress is None else minutes(progress.seconds)
        if progress is not None and progress.lost:
            text += self.tr(", %n dropped frames", "", progress.lost)
        self.recorded.setText(text)
        self.recorded.setVisible(bool(text))

    def show_time(self, t_s: float | None, duration_s: float | None) -> None:
        """Where the source is, of how much."""
        times_s = [time_s for time_s in (t_s, duration_s) if time_s is not None]
        text = "" if t_s is None else " / ".join(map(minutes, times_s))
        if text != self.time.text():
            self.time.setText(text)

    def _show_icon(self) -> None:
        kind = self._source.kind if self._source else SourceKind.CAMERA
        self.source_button.setIcon(icon(_SOURCE_ICONS[kind]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Escape leaves the field."""
        if (
            watched is self.marker_name
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._leave()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _leave(self) -> None:
        self.left.emit()
