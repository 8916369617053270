"""One row per thing the user can do; menus, buttons, keys and enabled states are made from rows.

A row says what a command is called, what it does and when it makes sense. Knows no feature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QMenuBar, QWidget

from svfap_gui.parts.actions import Action


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do. What ends in `_when` is asked again at every `refresh`.

    Args:
        id: Within its `Commands`; the user's own keys are stored by it, so it never changes.
        text: For menus, with its underlined letter.
        run: What happens. A checkable command turns its state over here.
        keys: The default shortcut, in Qt's portable writing.
        icon: The name of an image.
        tip: What it is good for, in one sentence.
        enabled_when: Whether it can be done; always, without one.
        shown_when: Whether it is offered at all; always, without one.
        checked_when: Whether its state is on; makes the command checkable.
        title_when: A text that says more precisely what would happen.
        icon_when: An image that changes with the state.
        focus: The keys hold only while this widget has the focus; in all of the view without one.
        role: Its place in the application's menu of macOS.
    """

    id: str
    text: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = ""
    tip: str = ""
    enabled_when: Callable[[], object] | None = None
    shown_when: Callable[[], object] | None = None
    checked_when: Callable[[], object] | None = None
    title_when: Callable[[], str] | None = None
    icon_when: Callable[[], str] | None = None
    focus: QWidget | None = None
    role: QAction.MenuRole = QAction.MenuRole.NoRole


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of commands and menus within it; `None` is a line between, a `QMenu` fills itself."""

    title: str
    rows: Sequence[Command | Menu | QMenu | None]

    def commands(self) -> Iterator[Command]:
        """All rows that are commands, those of inner menus included."""
        for row in self.rows:
            if isinstance(row, Menu):
                yield from row.commands()
            elif isinstance(row, Command):
                yield row


class Commands(QObject):
    """The commands of one view, or of the frame: an `Action` for each row.

    Args:
        prefix: Stands before each id in the names of the actions; empty for the frame.
        menus: All rows, in the order in which menus and the shortcut sheet show them.
        parent: The owner.
    """

    refreshed = Signal()
    """Texts and states have been asked for again."""

    def __init__(self, prefix: str, menus: Sequence[Menu], parent: QObject) -> None:
        super().__init__(parent)
        self.menus = tuple(menus)
        self._rows = {row.id: row for menu in self.menus for row in menu.commands()}
        self._actions = {
            name: self._make(f"{prefix}/{name}" if prefix else name, row)
            for name, row in self._rows.items()
        }

    def __getitem__(self, name: str) -> Action:
        """The action of a row, by its id."""
        return self._actions[name]

    def some(self, *names: str) -> tuple[Action, ...]:
        """The actions of some rows."""
        return tuple(self._actions[name] for name in names)

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action, in the order of the menus."""
        return tuple(self._actions.values())

    def refresh_on(self, *signals: SignalInstance) -> None:
        """Ask again at these signals, after all that is connected to them already."""
        for signal in signals:
            signal.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Enable what makes sense now, and name it by what it would do."""
        for name, row in self._rows.items():
            action = self._actions[name]
            if row.enabled_when is not None:
                action.setEnabled(bool(row.enabled_when()))
            if row.shown_when is not None:
                action.setVisible(bool(row.shown_when()))
            if row.checked_when is not None:
                action.setChecked(bool(row.checked_when()))
            if row.title_when is not None:
                action.setText(row.title_when())
            if row.icon_when is not None:
                action.set_icon(row.icon_when())
        self.refreshed.emit()

    # -- menus -----------------------------------------------------------------------------------

    def add_menu(self, menu: Menu, into: QMenuBar | QMenu) -> QMenu:
        """Make one of the menus."""
        made = into.addMenu(menu.title)
        made.menuAction().setMenuRole(QAction.MenuRole.NoRole)
        for row in menu.rows:
            if row is None:
                made.addSeparator()
            elif isinstance(row, Menu):
                self.add_menu(row, made)
            elif isinstance(row, QMenu):
                made.addMenu(row)
            else:
                made.addAction(self._actions[row.id])
        return made

    def add_context_menu(self, widget: QWidget, *names: str | None) -> None:
        """Offer some commands on a widget, by the right button and the key for context menus."""
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        area = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget

        def show(place: QPoint) -> None:
            self.popup(names, area.mapToGlobal(place), widget)

        widget.customContextMenuRequested.connect(show)

    def popup(self, names: Sequence[str | None], at: QPoint, over: QWidget) -> None:
        """Show what can be done now of some commands; nothing if nothing can.

        Args:
            names: Ids of rows; `None` is a line between.
            at: Where, on the screen.
            over: The owner of the menu.
        """
        menu = QMenu(over)
        menu.setSeparatorsCollapsible(True)
        for name in names:
            if name is None:
                menu.addSeparator()
            elif self._actions[name].isEnabled() and self._actions[name].isVisible():
                menu.addAction(self._actions[name])
        menu.aboutToHide.connect(menu.deleteLater)
        if all(action.isSeparator() for action in menu.actions()):
            menu.deleteLater()
        else:
            menu.popup(at)

    def _make(self, name: str, row: Command) -> Action:
        action = Action(
            self,
            name,
            row.text,
            shortcut=row.keys,
            tip=row.tip,
            icon_name=row.icon,
            checkable=row.checked_when is not None,
        )
        action.setMenuRole(row.role)
        if row.focus is not None:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            row.focus.addAction(action)

        def ran() -> None:
            row.run()
            if row.checked_when is not None:
                # Qt has turned the mark over; what it stands for may have refused.
                self.refresh()

        action.triggered.connect(ran)
        return action
