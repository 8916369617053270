"""How a view that shows a video is laid out: video and side, and curves below them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from svfap_gui.parts.sideways import Sideways
from svfap_gui.parts.theme import GRID_PX


def panel(inner: QWidget) -> QFrame:
    """A widget on the ground and in the frame of a panel."""
    frame = QFrame()
    frame.setObjectName("panel")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
    layout.addWidget(inner)
    return frame


def stage(picture: QWidget, side: QWidget, below: QWidget, *, side_px: int) -> QWidget:
    """The three, with edges that the user can move; none can be closed by it."""
    upper = QSplitter(Qt.Orientation.Horizontal)
    upper.addWidget(picture)
    upper.addWidget(Sideways(side))
    upper.setStretchFactor(0, 1)
    upper.setSizes([1240 - side_px, side_px])
    whole = QSplitter(Qt.Orientation.Vertical)
    whole.addWidget(upper)
    whole.addWidget(below)
    whole.setStretchFactor(0, 3)
    whole.setStretchFactor(1, 2)
    whole.setSizes([440, 300])
    for splitter in (upper, whole):
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(GRID_PX)
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
    layout.addWidget(whole)
    return holder
