"""A panel that scrolls sideways where the window is too narrow for it, and so covers no other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from svfap_gui.parts.text_size import scaled

_LEAST_PX, _BAR_PX = 120, 12


class Sideways(QScrollArea):
    """As high as its panel needs; of the width it keeps a part in sight.

    A splitter whose panels together need more than it has would lay one over the other.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """The bar below the panel takes room from it."""
        least = self._least
        width_px = min(least.width(), scaled(_LEAST_PX))
        return QSize(width_px, least.height() + scaled(_BAR_PX))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """That of the panel."""
        return self._inner.sizeHint().expandedTo(self.minimumSizeHint())

    def event(self, event: QEvent) -> bool:
        """What the panel needs may change with what it shows."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    @property
    def _least(self) -> QSize:
        return self._inner.minimumSizeHint().expandedTo(self._inner.minimumSize())
