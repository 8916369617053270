"""The sheet of all shortcuts, where they can be changed too. Knows no view."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.shell.shortcut_book import ShortcutBook

SIZE_PX = (600, 620)

_ACTION = Qt.ItemDataRole.UserRole


class ShortcutDialog(QDialog):
    """Actions by view; what is typed above filters by name or keys. Changes hold at once."""

    def __init__(self, book: ShortcutBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(on_screen(self, SIZE_PX))
        self._book = book
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find an action or a key"))
        self.search.setAccessibleName(self.tr("Find an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Shortcut")])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(GRID_PX)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(self._on_chosen)
        self.tree.itemActivated.connect(self._edit)
        self.nothing = QLabel(self.tr("No action is called that."), self)
        self.nothing.setObjectName("muted")
        self.nothing.hide()
        self.chosen = QLabel(self)
        self.keys = QKeySequenceEdit(self)
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(self.tr("New shortcut"))
        self.keys.setToolTip(self.tr("Press the new keys"))
        self.keys.editingFinished.connect(self._take)
        self.remove = QPushButton(self.tr("No shortcut"), self)
        self.remove.clicked.connect(self._remove)
        self.reset = QPushButton(self.tr("Default"), self)
        self.reset.clicked.connect(self._reset)
        self.problem = QLabel(self)
        self.problem.setObjectName("fieldError")
        self.problem.setWordWrap(True)
        self._lay_out()
        self._fill()

    def item_of(self, action: Action) -> QTreeWidgetItem:
        """The line of an action."""
        return self._items[action]

    # -- building --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        editor = QHBoxLayout()
        editor.setSpacing(GRID_PX)
        editor.addWidget(self.chosen, 1)
        editor.addWidget(self.keys)
        editor.addWidget(self.remove)
        editor.addWidget(self.reset)
        buttons = QDialogButtonBox(self)
        reset_all = buttons.addButton(self.tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        reset_all.clicked.connect(self._reset_all)
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        for button in (*buttons.buttons(), self.remove, self.reset):
            if isinstance(button, QPushButton):
                # Enter in the search field must not press one.
                button.setAutoDefault(button is close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.nothing)
        layout.addLayout(editor)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    def _fill(self) -> None:
        self._items: dict[Action, QTreeWidgetItem] = {}
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for scope in self._book.scopes:
            if not scope.actions:
                continue
            group = QTreeWidgetItem(self.tree, [scope.title, ""])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = self.tree.font()
            font.setBold(True)
            group.setFont(0, font)
            group.setExpanded(True)
            for action in scope.actions:
                item = QTreeWidgetItem(group)
                item.setData(0, _ACTION, action)
                self._items[action] = item
                self._show_keys(action)
            self._groups.append((group, [self._items[action] for action in scope.actions]))
        first = next(iter(self._items.values()), None)
        if first is not None:
            self.tree.setCurrentItem(first)

    # -- what the user does ----------------------------------------------------------------------

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        found = False
        for group, items in self._groups:
            for item in items:
                hit = wanted in f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not hit)
            shown = any(not item.isHidden() for item in items)
            group.setHidden(not shown)
            found = found or shown
        self.nothing.setVisible(not found)

    @Slot()
    def _on_chosen(self) -> None:
        action = self._action()
        self.problem.clear()
        for widget in (self.keys, self.remove, self.reset):
            widget.setEnabled(action is not None)
        self.chosen.setText(_title(action) if action is not None else "")
        self.keys.setKeySequence(action.shortcut() if action is not None else QKeySequence())

    @Slot()
    def _edit(self) -> None:
        if self._action() is not None:
            self.keys.setFocus()

    @Slot()
    def _take(self) -> None:
        self._assign(self.keys.keySequence())

    @Slot()
    def _remove(self) -> None:
        self._assign(QKeySequence())

    @Slot()
    def _reset(self) -> None:
        action = self._action()
        if action is not None:
            self._assign(action.default_shortcut)

    @Slot()
    def _reset_all(self) -> None:
        self._book.reset_all()
        for action in self._items:
            self._show_keys(action)
        self._on_chosen()

    def _assign(self, sequence: QKeySequence) -> None:
        action = self._action()
        if action is None or sequence == action.shortcut():
            return
        other = self._book.assign(action, sequence)
        self._on_chosen()
        self._show_keys(action)
        if other is not None:
            self.problem.setText(
                self.tr("%1 already belongs to “%2”. Give that another shortcut first.")
                .replace("%1", _native(sequence))
                .replace("%2", _title(other))
            )

    def _action(self) -> Action | None:
        item = self.tree.currentItem()
        data = item.data(0, _ACTION) if item is not None else None
        return data if isinstance(data, Action) else None

    def _show_keys(self, action: Action) -> None:
        item = self._items[action]
        item.setText(0, _title(action))
        item.setText(1, _native(action.shortcut()))
        font = self.tree.font()
        font.setBold(action.shortcut() != action.default_shortcut)
        item.setFont(1, font)


def _title(action: Action) -> str:
    return action.iconText()


def _native(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)
