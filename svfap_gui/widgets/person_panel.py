"""The person shown: who, and bars, or why there are none yet. Knows no session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.adapters.people import NoFace, PersonState, Scores, Searching, Watching
from svfap_gui.theme import GRID_PX, LIGHT, PADDING_PX, Theme
from svfap_gui.widgets.score_bars import ScoreBars


class ProgressLine(QWidget):
    """A thin line that fills from left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._theme = LIGHT
        self.setFixedHeight(3)

    def set_fraction(self, fraction: float) -> None:
        """0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Ground and line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.track))
        done = self.rect()
        done.setWidth(round(self.width() * self._fraction))
        painter.fillRect(done, QColor(self._theme.accent))
        painter.end()


class _Message(QWidget):
    """A heading, a sentence and, when something fills, a progress line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setObjectName("title")
        self.line = ProgressLine(self)
        self.text = QLabel(self)
        self.text.setObjectName("muted")
        self.text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.heading)
        layout.addWidget(self.line)
        layout.addWidget(self.text)
        layout.addStretch(1)

    def tell(self, heading: str, text: str, fraction: float | None = None) -> None:
        """Show this; the line only with a fraction."""
        self.heading.setText(heading)
        self.text.setText(text)
        self.line.setVisible(fraction is not None)
        self.line.set_fraction(fraction or 0.0)


class PersonPanel(QFrame):
    """The right side of the live view."""

    person_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._choice = QComboBox(self)
        self._choice.setAccessibleName(self.tr("Person shown"))
        self._choice.setToolTip(
            self.tr("The person whose scores are shown; a click on a face does the same")
        )
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choice.activated.connect(self._choose)
        self.bars = ScoreBars(self)
        self._message = _Message(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.bars)
        self._caption = QLabel(self)
        self._caption.setObjectName("caption")
        self._caption.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._choice)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX - 4, PADDING_PX, PADDING_PX)
        layout.setSpacing(GRID_PX + 4)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._caption)
        self._ids: tuple[int, ...] = ()
        self.set_people((), None)

    def set_people(self, ids: Sequence[int], chosen: int | None) -> None:
        """Who can be chosen, and who is."""
        if tuple(ids) != self._ids:
            self._ids = tuple(ids)
            self._choice.clear()
            for track_id in self._ids:
                self._choice.addItem(self.tr("Person %n", "", track_id), track_id)
        self._choice.setVisible(bool(self._ids))
        index = self._ids.index(chosen) if chosen in self._ids else -1
        if index != self._choice.currentIndex():
            self._choice.setCurrentIndex(index)

    def set_caption(self, text: str) -> None:
        """A quiet line at the bottom."""
        self._caption.setText(text)
        self._caption.setVisible(bool(text))

    def show_state(self, state: PersonState) -> None:
        """Bars, or words in their place."""
        match state:
            case Scores(result, stale):
                self.bars.show_scores(result.emotions, stale=stale)
                self._stack.setCurrentWidget(self.bars)
                return
            case Watching(seen_s, span_s):
                self._message.tell(
                    self.tr("Watching… %1 s").replace("%1", f"{seen_s:.1f}"),
                    self.tr("First scores after %1 s of this face.").replace("%1", f"{span_s:.1f}"),
                    seen_s / span_s,
                )
            case NoFace():
                self._message.tell(
                    self.tr("No face in sight"),
                    self.tr(
                        "Check the light on the face, come closer to the camera, "
                        "and look towards it."
                    ),
                )
            case Searching():
                self._message.tell(self.tr("Looking for faces…"), "")
        self._stack.setCurrentWidget(self._message)

    def show_opening(self, what: str) -> None:
        """Before the first picture."""
        self._message.tell(self.tr("Getting ready…"), what)
        self._stack.setCurrentWidget(self._message)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.bars.set_theme(theme)
        self._message.line.set_theme(theme)

    @Slot(int)
    def _choose(self, index: int) -> None:
        self.person_chosen.emit(self._choice.itemData(index, Qt.ItemDataRole.UserRole))
