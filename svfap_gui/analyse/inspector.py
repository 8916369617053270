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
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX


def inspector_px() -> int:
    """How wide it is unless the user makes it wider or narrower."""
    return scaled(PERSONS_PX) + GRID_PX + scaled(FIGURES_PX)


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
        layout.addWidget(self.people, PERSONS_PX)
        layout.addWidget(self.figures, FIGURES_PX)
        self.figures.hide()
