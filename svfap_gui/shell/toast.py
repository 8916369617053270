"""Passing messages in the corner of the window: work in the background is done. Knows no work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.work.state import Toast

SHOWN_MS = 5000
MOST_SHOWN = 3

_WIDTH_PX = 360


class ToastStack(QObject):
    """Keeps toasts at the bottom right of a widget, the newest at the bottom.

    Args:
        over: What they lie on; it must outlive this object.
        above_px: How much of its lower edge stays free.
    """

    folder_wanted = Signal(Path)

    def __init__(self, over: QWidget, above_px: int) -> None:
        super().__init__(over)
        self._over = over
        self._above_px = above_px
        self.shown: list[ToastFrame] = []
        over.installEventFilter(self)

    @Slot(object)
    def show_toast(self, toast: Toast) -> None:
        """Show one more; the oldest goes when there are too many."""
        frame = ToastFrame(toast, self._over)
        frame.gone.connect(self._on_gone)
        frame.folder_wanted.connect(self.folder_wanted)
        self.shown.append(frame)
        if len(self.shown) > MOST_SHOWN:
            self.shown[0].leave()
        # In its place before it is shown: at the origin it could be under the pointer, and stay.
        self._place()
        frame.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(frame, toast.text))

    def clear(self) -> None:
        """Take all away."""
        for frame in tuple(self.shown):
            frame.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_gone(self) -> None:
        frame = self.sender()
        if isinstance(frame, ToastFrame) and frame in self.shown:
            self.shown.remove(frame)
            self._place()

    def _place(self) -> None:
        bottom = self._over.height() - self._above_px - PADDING_PX
        width = scaled(_WIDTH_PX)
        for frame in reversed(self.shown):
            height = frame.heightForWidth(width)
            frame.setGeometry(
                self._over.width() - width - PADDING_PX, bottom - height, width, height
            )
            frame.raise_()
            bottom -= height + GRID_PX


class ToastFrame(QFrame):
    """One message; goes by itself, but not while the pointer or the keyboard is on it."""

    gone = Signal()
    folder_wanted = Signal(Path)

    def __init__(self, toast: Toast, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName(self.tr("Message"))
        self.setAccessibleDescription(toast.text)
        self._toast = toast
        self._left = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        text = QLabel(toast.text, self)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(text, 1)
        self.button: QPushButton | None = None
        if toast.show is not None:
            self.button = self._button(toast.verb or self.tr("Show"), toast.show)
        elif toast.path is not None:
            self.button = self._button(self.tr("Show in folder"), self._show_folder)
        if self.button is not None:
            layout.addWidget(self.button)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(square(14))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.leave)
        layout.addWidget(self.close_button)
        for part in (self.button, self.close_button):
            if part is not None:
                part.installEventFilter(self)
        self._timer.start()

    @Slot()
    def leave(self) -> None:
        """Go now; once is enough."""
        if self._left:
            return
        self._left = True
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Stay while it is looked at."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Begin to go again."""
        self._count_down()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Stay while one of its buttons has the keyboard."""
        if event.type() is QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() is QEvent.Type.FocusOut:
            self._count_down()
        return super().eventFilter(watched, event)

    def _count_down(self) -> None:
        if not self._left:
            self._timer.start()

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)

        def clicked() -> None:
            self.leave()
            act()

        button.clicked.connect(clicked)
        return button

    def _show_folder(self) -> None:
        if self._toast.path is not None:
            self.folder_wanted.emit(self._toast.path.parent)
