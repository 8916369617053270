"""The left column of the Train view: the steps, and below them what was made by them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.train.run_list import RunList
from svfap_gui.train.steps import StepList


def left_pane(steps: StepList, runs: RunList, parent: QWidget) -> QFrame:
    """Both in one panel."""
    pane = QFrame(parent)
    pane.setObjectName("panel")
    pane.setMinimumWidth(scaled(150))
    title = QLabel(parent.tr("Data sets and runs"), pane)
    title.setObjectName("caption")
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(*(GRID_PX,) * 4)
    layout.setSpacing(GRID_PX)
    layout.addWidget(steps)
    layout.addSpacing(GRID_PX)
    layout.addWidget(title)
    layout.addWidget(runs, 1)
    return pane
