"""The windows of figures that one view has: the time budget, and the agreement of two results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from svfap_gui.analyse.budget_work import BudgetWork
from svfap_gui.analyse.comparing import Comparing

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


class FigureWindows(QObject):
    """Of one view, whose codes are there already."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self.budget = BudgetWork(view)
        self.comparing = Comparing(view)

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self.budget.shut_down(deadline_s)
        self.comparing.shut_down(deadline_s)
