"""The narrow rail on the left that switches views. Knows names and icons, not views."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, current_theme

_WIDTH_PX = 72
_DOT_PX = 8


class Rail(QFrame):
    """A button per view, one of them down."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(scaled(_WIDTH_PX))
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GRID_PX // 2, GRID_PX, GRID_PX // 2, GRID_PX)
        self._layout.setSpacing(GRID_PX // 2)
        self._layout.addStretch(1)

    def add(self, name: str, icon_name: str, tip: str) -> None:
        """One more view at the bottom."""
        button = _ViewButton(self)
        button.setText(name)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(square(22))
        button.setFixedSize(scaled(_WIDTH_PX) - GRID_PX - 1, scaled(56))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIcon(icon(icon_name, "accent"))
        index = len(self._group.buttons())
        self._group.addButton(button, index)
        self._layout.insertWidget(index, button)
        button.setChecked(index == 0)

    def add_action(self, action: Action) -> None:
        """A small button below the views."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.iconText())
        button.setIconSize(square(20))
        button.setFixedSize(scaled(_WIDTH_PX) - GRID_PX - 1, scaled(36))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout.addWidget(button)

    def choose(self, index: int) -> None:
        """Hold down the button of a view."""
        self._group.button(index).setChecked(True)

    def mark(self, index: int, *, failed: bool) -> None:
        """Put a dot on the button of a view in which something failed, or take it away."""
        button = self._group.button(index)
        if isinstance(button, _ViewButton) and button.failed is not failed:
            button.failed = failed
            text = self.tr("%1: something failed").replace("%1", button.text())
            button.setAccessibleName(text if failed else "")
            button.update()

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(index)


class _ViewButton(QToolButton):
    """A button that may carry a dot."""

    failed = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The dot is beside the icon, on top of all else."""
        super().paintEvent(event)
        if not self.failed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().danger))
        middle = QPoint(self.width() // 2 + 2 * GRID_PX, 2 * _DOT_PX - 2)
        painter.drawEllipse(middle, _DOT_PX // 2, _DOT_PX // 2)
        painter.end()
