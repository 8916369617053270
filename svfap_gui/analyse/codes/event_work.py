"""What is done in the list of events: rows follow codes and markers, edits become steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QSize, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from svfap_core.codes.coding import Code
from svfap_core.results.edits import Marker
from svfap_gui.analyse.codes.events import Column, Event, events_of
from svfap_gui.analyse.codes.events_pane import EventsPane
from svfap_gui.analyse.codes.work import CodeWork
from svfap_gui.analyse.prompts import parse_time
from svfap_gui.parts.notice import Notice

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

_SHOWN = "analyse/event_list"
_TIMES = "times"
"""The cause of a notice on times that cannot be used."""


class EventWork(QObject):
    """Of one view.

    Args:
        view: Whose markers are listed too.
        work: What is done with codes.
        parent: The owner.
    """

    def __init__(self, view: AnalyseView, work: CodeWork, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._work = work
        self._settings: QSettings = view.settings
        self.shown = self._settings.value(_SHOWN, "false") == "true"
        self.pane = EventsPane(self._edit, view)
        self._beside: QStackedWidget | None = None
        self.pane.table.jump_wanted.connect(self._go_to)
        self.pane.table.remove_wanted.connect(self._remove)
        for signal in (work.keeping.changed, view.document.history.changed):
            signal.connect(self._show)
        work.chosen_changed.connect(self._show_chosen)

    def beside(self, inspector: QWidget) -> QWidget:
        """The list in the place of another panel, as the user chooses."""
        self._beside = _OneOf(self._view)
        self._beside.addWidget(inspector)
        self._beside.addWidget(self.pane)
        self._beside.setCurrentIndex(int(self.shown))
        return self._beside

    def turn(self) -> None:
        """Show the list, or the persons again."""
        self.shown = not self.shown
        self._settings.setValue(_SHOWN, "true" if self.shown else "false")
        if self._beside is not None:
            self._beside.setCurrentIndex(int(self.shown))
        self._show()
        if self.shown:
            self.pane.table.setFocus()
        else:
            self._view.timeline.setFocus()

    @Slot()
    def _show(self) -> None:
        if self.shown:  # Nobody looks at it else, and codes may be many.
            coding = self._work.coding
            self.pane.show_events(events_of(coding, self._view.document.edits.markers))
            self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        if self.shown:
            self.pane.table.show_chosen(self._work.chosen)

    @Slot(object)
    def _go_to(self, event: Event) -> None:
        if isinstance(event.what, Code):
            self._work.go_to(event.what)
        else:
            self._view.pointing.go_to_marker(self._view.document.edits.markers.index(event.what))

    @Slot(object)
    def _remove(self, events: Sequence[Event]) -> None:
        codes = [event.what for event in events if isinstance(event.what, Code)]
        if codes:
            self._work.remove(codes)
        for event in events:
            if isinstance(event.what, Marker):
                self._view.editing.remove_marker(event.what)

    def _edit(self, event: Event, column: Column, text: str) -> bool:
        t_s = parse_time(text) if column in {Column.BEGIN, Column.END} else None
        is_open = column is Column.END and not text
        if column in {Column.BEGIN, Column.END} and t_s is None and not is_open:
            hint = self.tr("Write times as seconds, m:ss or h:mm:ss, with decimals.")
            return self._refuse(self.tr("%1 is no time").replace("%1", text), hint)
        if isinstance(event.what, Marker):
            marker = event.what
            if t_s is None:
                self._view.editing.change_marker(marker, marker.t_s, text)
            else:
                self._view.editing.change_marker(marker, t_s, marker.text)
            return True
        changes: dict[Column, dict[str, object]] = {
            Column.BEGIN: {"start_s": t_s},
            Column.END: {"end_s": t_s},
            Column.CODE: {"label": text},
            Column.COMMENT: {"comment": text},
        }
        if event.what.is_point and column is Column.BEGIN:
            changes[column]["end_s"] = t_s  # A point stays one.
        if self._work.edit(event.what, **changes[column]):
            self._view.notices.retract(_TIMES)
            return True
        return self._refuse(self.tr("The end must not be before the start."), "")

    def _refuse(self, text: str, hint: str) -> bool:
        self._work.told.emit(Notice(text=text, hint=hint, cause=_TIMES))
        return False


class _OneOf(QStackedWidget):
    """As wide as the panel that is shown needs; Qt counts those that are not, too."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """That of the one in sight."""
        shown = self.currentWidget()
        return QSize() if shown is None else shown.minimumSizeHint()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """That of the one in sight."""
        shown = self.currentWidget()
        return QSize() if shown is None else shown.sizeHint()
