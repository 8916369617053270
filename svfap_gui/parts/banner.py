"""The notices of a view, over its content: what happened and what to do. Knows no view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.file_dialogs import show_folder
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.icons import icon
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.notices import Notices
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.toolbar import Toolbar

MOST_LINES = 6
"""Of a hint; all of them show under the pointer."""

_WIDTH_PX = 720


class Banner(QFrame):
    """One notice. Errors and other notices differ in ground and, for screen readers, in name."""

    dismissed = Signal()
    retried = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.notice = notice
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        font = self.text.font()
        font.setBold(True)
        self.text.setFont(font)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        self.retry = QPushButton(self)
        self.retry.clicked.connect(self.retried)
        self.show_folder = QPushButton(self.tr("Show in folder"), self)
        self.show_folder.clicked.connect(self._on_folder)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(square(14))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addLayout(words, 1)
        for button in (self.retry, self.show_folder, self.close_button):
            layout.addWidget(button)
        self.show_notice(notice)

    def show_notice(self, notice: Notice) -> None:
        """Show another one in its place."""
        self.notice = notice
        text, hint = spoken(notice.text), spoken(notice.hint)
        lines = hint.splitlines()
        more = len(lines) - MOST_LINES
        rest = [self.tr("… and %1 more").replace("%1", str(more))] if more > 0 else []
        self.text.setText(text)
        self.hint.setText("\n".join([*lines[:MOST_LINES], *rest]))
        self.hint.setToolTip(hint if rest else "")
        self.hint.setVisible(bool(hint))
        self.retry.setVisible(notice.retry is not None)
        self.retry.setText(notice.verb or self.tr("Try again"))
        self.show_folder.setVisible(notice.path is not None)
        self.setAccessibleName(self.tr("Error") if notice.error else self.tr("Message"))
        self.setAccessibleDescription(f"{text} {hint}".strip())
        self.setProperty("kind", "error" if notice.error else "info")
        self.style().unpolish(self)
        self.style().polish(self)

    def announce(self) -> None:
        """Have screen readers say it: an error at once, anything else when they are silent."""
        said = QAccessibleAnnouncementEvent(self, self.accessibleDescription())
        if self.notice.error:
            said.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        QAccessible.updateAccessibility(said)

    @Slot()
    def _on_folder(self) -> None:
        if self.notice.path is not None:
            show_folder(self.notice.path.parent)


class NoticeStack(QObject):
    """Keeps a banner per notice on top of a view, below its toolbar, the newest at the top.

    Args:
        notices: What is shown.
        over: The view; its size is followed.
    """

    def __init__(self, notices: Notices, over: QWidget) -> None:
        super().__init__(over)
        self._notices = notices
        self._over = over
        self.banners: dict[str, Banner] = {}
        over.installEventFilter(self)
        notices.changed.connect(self._refresh)
        notices.added.connect(self._announce)

    @property
    def newest(self) -> Banner | None:
        """The banner at the top."""
        return next(reversed(self.banners.values()), None)

    @Slot()
    def _refresh(self) -> None:
        shown = {notice.key: notice for notice in self._notices.shown}
        for key in [key for key in self.banners if key not in shown]:
            banner = self.banners.pop(key)
            banner.hide()
            banner.deleteLater()
        for key, notice in shown.items():
            if key in self.banners:
                self.banners[key].show_notice(notice)
            else:
                self.banners[key] = self._add(key, notice)
        self._place()

    def _add(self, key: str, notice: Notice) -> Banner:
        banner = Banner(notice, self._over)

        def retry() -> None:
            again = banner.notice.retry
            self._notices.retract(key)
            if again is not None:
                again()

        banner.dismissed.connect(lambda: self._notices.retract(key))
        banner.retried.connect(retry)
        banner.show()
        return banner

    @Slot(object)
    def _announce(self, notice: Notice) -> None:
        banner = self.banners.get(notice.key)
        if banner is not None and banner.isVisible():
            banner.announce()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Follow the view's size, and stay on top of what it shows."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest}:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        toolbar = self._over.findChild(Toolbar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        top = GRID_PX if toolbar is None else toolbar.geometry().bottom() + GRID_PX
        width = min(scaled(_WIDTH_PX), self._over.width() - 2 * GRID_PX)
        for banner in reversed(self.banners.values()):
            height = banner.heightForWidth(width)
            banner.setGeometry((self._over.width() - width) // 2, top, width, height)
            banner.raise_()
            top += height + GRID_PX
