"""All that belongs to codes in the Analyse view: connects its parts. Does nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from svfap_gui.analyse.codes.bar import CodesBar
from svfap_gui.analyse.codes.commands import OF_CODE
from svfap_gui.analyse.codes.dialogs import CodeDialogs
from svfap_gui.analyse.codes.event_work import EventWork
from svfap_gui.analyse.codes.exchange import CodeExchange
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.analyse.codes.keys import CodingKeys
from svfap_gui.analyse.codes.mouse import (
    ChooseCode,
    CodeIntent,
    CodeSpot,
    DragEdge,
    DropEdge,
    EditCode,
    EditScheme,
)
from svfap_gui.analyse.codes.strip import CodesStrip
from svfap_gui.analyse.codes.work import CodeWork
from svfap_gui.analyse.timeline_mouse import Seek, SelectRange

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

_SPARED = (
    "stop", "slower", "faster", "set-in", "set-out", "clear-range",
    "second-freeze", "second-align",
)  # fmt: skip
"""Commands that coders need: their letters stay shortcuts unless the scheme uses them."""


class Codes(QObject):
    """Of one view, whose timeline is there already.

    Args:
        view: The view.
        keeping: The codes of what is open.
    """

    def __init__(self, view: AnalyseView, keeping: CodeKeeping) -> None:
        super().__init__(view)
        self._view = view
        self.keeping = keeping
        self.work = CodeWork(keeping, view.document, view.player, self)
        self.dialogs = CodeDialogs(view, self.work, view.settings)
        self.pane = QWidget(view)
        self.bar = CodesBar(self.work, view.document, self.pane)
        self.strip = CodesStrip(view.timeline, self.pane)
        self.exchange = CodeExchange(view, keeping, self)
        self.events = EventWork(view, self.work, self)
        self.keys = CodingKeys(self.work, view, self._is_spared, self.bar.miss)
        layout = QVBoxLayout(self.pane)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.bar)
        layout.addWidget(self.strip)
        self._connect()
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether a video or result is open."""
        return self._view.is_open

    def shut_down(self, deadline_s: float) -> None:
        """Write what waits, and leave no thread, by `time.monotonic`, unless it hangs."""
        self.exchange.shut_down(deadline_s)
        self.keeping.shut_down(deadline_s)

    def below(self, timeline: QWidget) -> QWidget:
        """The timeline with the lanes of codes below it."""
        both = QWidget(self._view)
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(timeline, 1)
        layout.addWidget(self.pane)
        return both

    def connect_commands(self) -> None:
        """The view's commands are there now."""
        commands, work = self._view.commands, self.work
        self.bar.add_actions(commands["coding"], commands.some("event-list", "coding-scheme"))
        commands.add_context_menu(self.events.pane.table, *OF_CODE)
        commands.refresh_on(self.keeping.changed, work.mode_changed, work.chosen_changed)

        def show_menu(spot: CodeSpot, at: QPoint) -> None:
            del spot
            commands.popup(OF_CODE, at, self.strip)

        self.strip.menu_wanted.connect(show_menu)

    def _connect(self) -> None:
        view, work, strip = self._view, self.work, self.strip
        self.keeping.changed.connect(self._show)
        for signal in (work.mode_changed, work.chosen_changed, work.preview_changed):
            signal.connect(self._show)
        for teller in (self.keeping, work):
            teller.told.connect(view.notices.show)
        view.player.moved.connect(strip.set_position)
        view.document.range_changed.connect(strip.set_range)
        strip.wanted.connect(self._carry_out)
        strip.remove_wanted.connect(work.remove_chosen)
        strip.edit_wanted.connect(self.dialogs.edit_chosen)
        strip.step_wanted.connect(work.step)

    def _is_spared(self, sequence: QKeySequence) -> bool:
        actions = self._view.commands.some(*_SPARED)
        return any(action.shortcut() == sequence for action in actions)

    @Slot()
    def _show(self) -> None:
        work = self.work
        self.strip.show_codes(work.shown, work.chosen)
        self.pane.setVisible(work.on or bool(work.coding.tier_names))

    @Slot(object)
    def _carry_out(self, intent: CodeIntent) -> None:
        match intent:
            case Seek(t_s):
                self._view.player.seek(t_s)
            case SelectRange(chosen):
                self._view.document.set_range(chosen)
            case ChooseCode(code):
                self.work.choose(code)
            case EditCode(code):
                self.dialogs.edit(code)
            case EditScheme():
                self.dialogs.edit_scheme()
            case DragEdge(code, edge, t_s):
                self.work.drag(code, edge, t_s)
            case DropEdge(code, edge, t_s):
                self.work.drop(code, edge, t_s)
