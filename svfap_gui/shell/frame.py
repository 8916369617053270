"""What surrounds the views: rail, log and status bar. Connects nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from svfap_gui.parts.actions import Action
from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.page import Page
from svfap_gui.shell.log_panel import LogPanel
from svfap_gui.shell.rail import Rail
from svfap_gui.shell.status_bar import StatusBar

LOG_PX = 180


class Frame(QWidget):
    """The middle of the window; all its parts are there to be connected.

    Args:
        pages: The views, in the order of the rail.
        actions: What stands below them.
        log_book: What the log shows.
        parent: The window.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        actions: Sequence[Action],
        log_book: LogBook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("frame")
        self.rail = Rail(self)
        for page in pages:
            self.rail.add(page.name, page.icon_name, page.tip)
        for action in actions:
            self.rail.add_action(action)
        self.stack = QStackedWidget(self)
        for page in pages:
            self.stack.addWidget(page)
        # A window within the window, so that the log lies between the view and the status bar.
        self.desk = QMainWindow(self)
        self.desk.setWindowFlags(Qt.WindowType.Widget)
        self.desk.setCentralWidget(self.stack)
        self.log = LogPanel(log_book, self.desk)
        self.desk.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.log)
        self.desk.resizeDocks([self.log], [LOG_PX], Qt.Orientation.Vertical)
        self.log.hide()
        self.status = StatusBar(self)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.desk, 1)
        column.addWidget(self.status)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(column, 1)
