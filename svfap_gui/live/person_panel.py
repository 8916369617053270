"""The person shown: who, and bars, or why there are none yet. Knows no session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.labels import Range
from svfap_gui.live.people import NoFace, PersonState, Scores, Searching, Watching
from svfap_gui.live.score_bars import ScoreBars
from svfap_gui.parts.progress_line import ProgressLine
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX

_LEAST_BARS = 4
"""As many are always in sight; the others scroll."""


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


class _Renaming(NamedTuple):
    """Whose name is being typed, whoever is shown meanwhile, and what it was."""

    session: int
    track_id: int
    name: str


class PersonPanel(QFrame):
    """The right side of the live view; `rename_button` waits for an action."""

    person_chosen = Signal(int)
    renamed = Signal(int, str, int)
    """The person by track, the name, and the session in which the track is that person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        head = self._make_head()
        self.bars = ScoreBars(self)
        self.traits = ScoreBars(self, emotions=False)
        self.traits.setAccessibleName(self.tr("Personality"))
        self._traits_title = QLabel(self.tr("Personality as it appears (Big Five)"), self)
        self._traits_title.setObjectName("caption")
        scores = QWidget(self)
        column = QVBoxLayout(scores)
        column.setContentsMargins(0, 0, GRID_PX, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.bars, 7)
        column.addWidget(self._traits_title)
        column.addWidget(self.traits, 5)
        self._message = _Message(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._message)
        # Where the window is low, personality scrolls: emotions and curves come first.
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(scores)
        self._scroll.viewport().setAutoFillBackground(False)
        scores.setAutoFillBackground(False)
        self._stack.addWidget(self._scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX - 4, GRID_PX, PADDING_PX)
        layout.setSpacing(GRID_PX + 4)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._listed: tuple[tuple[int, str], ...] = ()
        self._ids: tuple[int, ...] = ()
        self._renaming: _Renaming | None = None
        self.session = 0
        """Of which session the persons are."""
        self.has_person = False
        """Whether somebody is chosen who can be renamed."""
        self.set_names((), ())
        self.set_people((), None, {})

    def _make_head(self) -> QHBoxLayout:
        self._choice = QComboBox(self)
        self._choice.setAccessibleName(self.tr("Person shown"))
        self._choice.setToolTip(
            self.tr("The person whose scores are shown; a click on a face does the same")
        )
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choice.activated.connect(self._choose)
        self.name_field = QLineEdit(self)
        self.name_field.setAccessibleName(self.tr("Name of the person"))
        self.name_field.setPlaceholderText(self.tr("Name, then Enter"))
        self.name_field.setFixedHeight(scaled(CONTROL_PX))
        self.name_field.editingFinished.connect(self._end_renaming)
        self.name_field.installEventFilter(self)
        self.name_field.hide()
        self.rename_button = QToolButton(self)
        self.rename_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.rename_button.setIconSize(square(16))
        self.rename_button.setFixedSize(scaled(CONTROL_PX + 8), scaled(CONTROL_PX))
        self.rename_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.setSpacing(GRID_PX // 2)
        head.addWidget(self._choice)
        head.addWidget(self.name_field, 1)
        head.addWidget(self.rename_button)
        head.addStretch(0)
        return head

    def set_names(
        self,
        emotions: Sequence[str],
        traits: Sequence[str],
        ranges: Mapping[str, Range] | None = None,
        *,
        may_be_unclear: bool = False,
    ) -> None:
        """What the model gives; without traits there are no bars for them."""
        self.bars.set_names(emotions, may_be_unclear=may_be_unclear)
        self.traits.set_names(traits, ranges)
        for widget in (self.traits, self._traits_title):
            widget.setVisible(bool(traits))
        self._scroll.setMinimumHeight(self.bars.least_px(_LEAST_BARS))

    @property
    def shows_scores(self) -> bool:
        """Whether bars are in sight, not a message."""
        return self._stack.currentWidget() is not self._message

    def set_people(self, ids: Sequence[int], chosen: int | None, names: Mapping[int, str]) -> None:
        """Who can be chosen, who is, and what they are called."""
        listed = tuple((track_id, self._name(track_id, names)) for track_id in ids)
        if listed != self._listed:
            self._listed, self._ids = listed, tuple(ids)
            self._choice.clear()
            for track_id, name in listed:
                self._choice.addItem(name, track_id)
        self._show_choice()
        self.has_person = chosen in self._ids
        index = self._ids.index(chosen) if chosen in self._ids else -1
        if index != self._choice.currentIndex():
            self._choice.setCurrentIndex(index)

    def show_state(self, state: PersonState) -> None:
        """Bars, or words in their place."""
        match state:
            case Scores(result, stale, unclear):
                self.bars.show_scores(result.emotions, stale=stale, unclear=unclear)
                self.traits.show_scores(result.dimensions, stale=stale)
                self._stack.setCurrentIndex(1)
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
        """Before the first frame."""
        self._message.tell(self.tr("Getting ready…"), what)
        self._stack.setCurrentWidget(self._message)

    def show_lost(self) -> None:
        """The source gives no frames; the banner says why."""
        self._message.tell(
            self.tr("Waiting for the source…"), self.tr("Scores resume with the next frame.")
        )
        self._stack.setCurrentWidget(self._message)

    @Slot(int)
    def _choose(self, index: int) -> None:
        self.person_chosen.emit(self._choice.itemData(index, Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Escape leaves the name as it was."""
        if (
            watched is self.name_field
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._renaming = None
            self._end_renaming()
            return True
        return super().eventFilter(watched, event)

    def _name(self, track_id: int, names: Mapping[int, str]) -> str:
        return names.get(track_id) or self.tr("Person %1").replace("%1", str(track_id))

    def begin_renaming(self) -> None:
        """Let the user type a name for the person shown now."""
        if self._choice.currentIndex() < 0:
            return
        name = self._choice.currentText()
        self._renaming = _Renaming(self.session, self._choice.currentData(), name)
        self.name_field.setText(name)
        self.name_field.show()
        self._show_choice()
        self.name_field.selectAll()
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_choice(self) -> None:
        """The list and its button, unless a name is typed in their place."""
        shown = bool(self._ids) and self.name_field.isHidden()
        self._choice.setVisible(shown)
        self.rename_button.setVisible(shown)

    @Slot()
    def _end_renaming(self) -> None:
        if self.name_field.isHidden():
            return
        self.name_field.hide()
        self._show_choice()
        renaming, self._renaming = self._renaming, None
        name = self.name_field.text().strip()
        if renaming is not None and name != renaming.name:
            self.renamed.emit(renaming.track_id, name, renaming.session)
