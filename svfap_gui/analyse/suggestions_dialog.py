"""Shows which persons are probably one, side by side; each is accepted or rejected by the user.

Knows no recording: it shows what `SuggestedPersons` returns, and hands answers to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.analyse.face_tile import FaceTile
from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.parts.primary import make_primary, show_primary
from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.recognition.suggesting import Suggestion, Suggestions

_SIZE_PX = (720, 560)
_COLUMNS = 6
_NAMES = 6


class SuggestedPersons(Protocol):
    """What the dialog asks; each answer is one step of the user's work."""

    def now(self) -> Suggestions | None:
        """What is suggested under the edits as they are now; `None` where that is over."""
        ...

    def entries(self) -> Sequence[PersonEntry]:
        """All persons, with images as far as they are made."""
        ...

    def accept(self, suggestion: Suggestion, others: Sequence[int]) -> None:
        """These are one person, and none of the others is."""
        ...

    def accept_all(self, suggestions: Sequence[Suggestion]) -> None:
        """The persons of each suggestion are one."""
        ...

    def reject(self, suggestion: Suggestion) -> None:
        """No two of these are one."""
        ...


class SuggestionsDialog(QDialog):
    """Blocks nothing and deletes itself when it is closed.

    Args:
        persons: What is suggested, and where answers go.
        parent: What it lies over.
    """

    def __init__(self, persons: SuggestedPersons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Who is who"))
        self.resize(on_screen(self, _SIZE_PX))
        self._persons = persons
        self.rows: tuple[SuggestionRow, ...] = ()
        self.state = QLabel(self)
        self.state.setObjectName("title")
        self.how = QLabel(self.tr("Click a face to leave it out of its group."), self)
        self.how.setObjectName("muted")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, GRID_PX, 0)
        self._column.setSpacing(GRID_PX)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._column)
        whole.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        self.area.viewport().setAutoFillBackground(False)
        self.unseen = QLabel(self)
        self.unseen.setObjectName("caption")
        self.unseen.setWordWrap(True)
        self.all = QPushButton(self)
        self.all.clicked.connect(self._accept_all)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.clicked.connect(self.close)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.close_button)
        below.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        for widget in (self.state, self.how, self.area, self.unseen):
            layout.addWidget(widget, 1 if widget is self.area else 0)
        layout.addLayout(below)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is suggested now; close where there is nothing to suggest about."""
        found = self._persons.now()
        if found is None:
            self.close()
            return
        entries = {entry.person_id: entry for entry in self._persons.entries()}
        if [row.suggestion for row in self.rows] != list(found.suggestions):
            self._fill(found)
        for row in self.rows:
            row.show_entries(entries)
        groups = found.probable
        possible = len(found.suggestions) - len(groups)
        self.state.setText(self._summary(len(groups), possible))
        self.how.setVisible(bool(self.rows))
        names = [entries[person].name for person in found.unseen if person in entries]
        text = self.tr("%n person(s) without a face that could be compared: %1", "", len(names))
        shown = ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
        self.unseen.setText(text.replace("%1", shown))
        self.unseen.setVisible(bool(names))
        self.all.setText(self.tr("Merge all %n group(s)", "", len(groups)))
        self.all.setVisible(bool(groups))
        show_primary(self.close_button, on=not groups)
        make_primary(self.all if groups else self.close_button)

    def _summary(self, groups: int, possible: int) -> str:
        if groups:
            return self.tr("%n group(s), each probably one person", "", groups)
        if possible:
            return self.tr("%n pair(s), each possibly one person", "", possible)
        return self.tr("Nobody else here is probably the same person")

    def _fill(self, found: Suggestions) -> None:
        place = self.area.verticalScrollBar().value()
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        rows: list[SuggestionRow] = []
        for suggestion in found.suggestions:
            row = SuggestionRow(suggestion, self)
            row.accepted.connect(self._persons.accept)
            row.rejected.connect(self._persons.reject)
            self._column.addWidget(row)
            rows.append(row)
        self.rows = tuple(rows)
        self.area.verticalScrollBar().setValue(place)

    @Slot()
    def _accept_all(self) -> None:
        found = [row.suggestion for row in self.rows if row.suggestion.certainty == "probably"]
        self._persons.accept_all(found)


class SuggestionRow(QFrame):
    """One group or pair: its faces, which can be left out, and the answers.

    Args:
        suggestion: What is shown.
        parent: The dialog.
    """

    accepted = Signal(object, object)
    """A `Suggestion` of the faces that are left in, and the persons that are left out."""
    rejected = Signal(object)

    def __init__(self, suggestion: Suggestion, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.suggestion = suggestion
        sure = suggestion.certainty == "probably"
        words = self.tr("Probably one person") if sure else self.tr("Possibly one person")
        title = QLabel(words, self)
        title.setObjectName("title")
        about = QLabel(self.tr("distance %1").replace("%1", f"{suggestion.distance:.2f}"), self)
        about.setObjectName("muted")
        about.setToolTip(self.tr("Between the faces, from 0 (equal) to 2. Smaller is surer."))
        self.merge = QPushButton(self.tr("Merge"), self)
        self.merge.setAutoDefault(False)
        self.merge.clicked.connect(self._accept)
        self.apart = QPushButton(self.tr("Not one person"), self)
        self.apart.setAutoDefault(False)
        self.apart.setToolTip(self.tr("They are not suggested again"))
        self.apart.clicked.connect(lambda: self.rejected.emit(self.suggestion))
        head = QHBoxLayout()
        head.setSpacing(GRID_PX)
        head.addWidget(title)
        head.addWidget(about)
        head.addStretch(1)
        head.addWidget(self.apart)
        head.addWidget(self.merge)
        grid = QGridLayout()
        grid.setSpacing(2)
        self.faces: dict[int, FaceTile] = {}
        for place, person in enumerate(suggestion.persons):
            tile = FaceTile(self)
            tile.toggled.connect(self._show_possible)
            self.faces[person] = tile
            grid.addWidget(tile, *divmod(place, _COLUMNS))
        grid.setColumnStretch(_COLUMNS, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX - 4,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addLayout(head)
        layout.addLayout(grid)

    def show_entries(self, entries: dict[int, PersonEntry]) -> None:
        """Names and images, as far as they are made."""
        for person, tile in self.faces.items():
            if person in entries:
                tile.show_entry(entries[person])

    @Slot()
    def _show_possible(self) -> None:
        self.merge.setEnabled(len(self._in) > 1)

    @property
    def _in(self) -> tuple[int, ...]:
        return tuple(person for person, tile in self.faces.items() if tile.isChecked())

    @Slot()
    def _accept(self) -> None:
        chosen = self._in
        others = tuple(person for person in self.faces if person not in chosen)
        self.accepted.emit(self.suggestion._replace(persons=chosen), others)
