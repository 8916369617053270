"""The list of running work above the status bar, each with a way to stop it. Runs nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.work.activities import Activities, Activity

_WIDTH_PX = 400
_STEPS = 1000


class ActivityList(QFrame):
    """A popup; closed by Escape or a click beside it."""

    def __init__(self, activities: Activities, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setFixedWidth(scaled(_WIDTH_PX))
        self.setAccessibleName(self.tr("Running work"))
        self._activities = activities
        self._anchor = QPoint()
        self.rows: dict[Activity, ActivityRow] = {}
        title = QLabel(self.tr("Running work"), self)
        title.setObjectName("title")
        self.nothing = QLabel(self.tr("Nothing is running in the background."), self)
        self.nothing.setObjectName("muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*(PADDING_PX,) * 4)
        self._layout.setSpacing(PADDING_PX)
        self._layout.addWidget(title)
        self._layout.addWidget(self.nothing)
        activities.changed.connect(self._refresh)
        self._refresh()

    def open_above(self, corner: QPoint) -> None:
        """Show it with its lower right corner at a place on the screen."""
        self._anchor = corner
        self._place()
        self.show()
        first = next(iter(self.rows.values()), None)
        (first.stop if first is not None else self).setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _refresh(self) -> None:
        running = self._activities.running
        for activity in [known for known in self.rows if known not in running]:
            row = self.rows.pop(activity)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for activity in running:
            if activity not in self.rows:
                self.rows[activity] = ActivityRow(activity, self)
                self._layout.addWidget(self.rows[activity])
        self.nothing.setVisible(not self.rows)
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._anchor - QPoint(self.width(), self.height() + GRID_PX // 2))


class ActivityRow(QWidget):
    """One piece of work: what, how far, how long, stop."""

    def __init__(self, activity: Activity, parent: QWidget) -> None:
        super().__init__(parent)
        self._activity = activity
        self.title = QLabel(activity.title, self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(activity.title)
        self.text = QLabel(self)
        self.text.setObjectName("caption")
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setAccessibleName(self.tr("Stop: %1").replace("%1", activity.title))
        self.stop.clicked.connect(activity.stop)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(PADDING_PX)
        layout.setVerticalSpacing(GRID_PX // 2)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.bar, 1, 0)
        layout.addWidget(self.text, 2, 0)
        layout.addWidget(self.stop, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        activity.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        share = self._activity.share
        self.bar.setRange(0, 0 if share is None else _STEPS)
        if share is not None:
            self.bar.setValue(round(share * _STEPS))
        text = self._activity.text
        if self._activity.stopping:
            text = self.tr("Stopping…")
        elif share is not None:
            done = self.tr("%1 %").replace("%1", f"{share * 100:.0f}")
            text = f"{done} \N{MIDDLE DOT} {text}" if text else done
        elif self._activity.detached and not text:
            text = self.tr("Continues when the app is closed")
        self.text.setText(text)
        self.stop.setEnabled(not self._activity.stopping)
