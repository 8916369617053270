"""The right side of the Analyse view: who is in the video, and beside it figures of the one chosen.

Shows what it is given; the actions are the view's.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QWidget

from svfap_gui.analyse.figures_pane import WIDTH_PX as FIGURES_PX
from svfap_gui.analyse.figures_pane import FiguresPane
from svfap_gui.analyse.persons_pane import WIDTH_PX as PERSONS_PX
from svfap_gui.analyse.persons_pane import PersonsPane
from svfap_gui.parts.theme import GRID_PX

INSPECTOR_PX = PERSONS_PX + GRID_PX + FIGURES_PX


class Inspector(QWidget):
    """Two panels side by side, so that neither persons nor statistics are cut.

    Args:
        settings: Where it is remembered how persons are shown.
        parent: The owner.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = PersonsPane(settings, self)
        self.figures = FiguresPane(self)
        self.persons, self.table = self.people.persons, self.figures.table
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.people, 1)
        layout.addWidget(self.figures, 2)
        self.figures.hide()
