"""Controls that lie on the timeline: the bar of the range; buttons for curves and legend.

Connects them with the view's commands; draws nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QToolButton

from svfap_gui.analyse.timeline_commands import OF_CURVES
from svfap_gui.analyse.timeline_geometry import GAP_PX, OVERVIEW_PX
from svfap_gui.analyse.timeline_options import CurvesMenu
from svfap_gui.analyse.timeline_range_bar import RangeBar
from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled, square

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

_SIDE_PX = 26


class TimelineTools(QObject):
    """Of one view; its commands are there already."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        commands, document = view.commands, view.document
        self.curves_button = self._button(0, self.tr("Curves"))
        self.curves_button.setIcon(icon("tune"))
        self.curves_button.setToolTip(self.tr("Which curves are drawn, and how"))
        self.curves_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.curves_button.setMenu(
            CurvesMenu(view.curves, lambda: document.lanes, commands.some(*OF_CURVES), view)
        )
        self.actions_button = self._button(1, self.tr("Facial actions"))
        self.actions_button.setIcon(icon("face"))
        view.facial_actions.open_from(self.actions_button)
        self.legend_button = self._button(2, self.tr("Legend"))
        self.legend_button.setDefaultAction(commands["legend"])
        self.bar = RangeBar(
            view.timeline,
            (
                (commands["exclude"], self.tr("Exclude")),
                (commands["include"], self.tr("Include")),
                (commands["baseline"], self.tr("Baseline")),
                (commands["range-marker"], self.tr("Marker")),
                (commands["export"], self.tr("Export")),
                (commands["range-figures"], self.tr("Statistics")),
                (commands["clear-range"], ""),
            ),
        )
        commands.refreshed.connect(self.bar.follow)
        view.curves.changed.connect(self._show_curves)
        view.facial_actions.choice.changed.connect(self._show_curves)
        view.windows.comparing.changed.connect(self._show_curves)
        document.derived.connect(self._show_curves)
        document.document_changed.connect(self._show_curves)
        self._show_curves()

    @Slot()
    def _show_curves(self) -> None:
        document = self._view.document
        figures = document.statistics
        own = figures is not None and figures.person_id == document.person
        menu = self._view.facial_actions
        menu.offer(document.lanes.actions)
        self._view.timeline.set_curves(
            self._view.curves.value._replace(
                actions=menu.choice.value, compared=self._view.windows.comparing.compared
            ),
            figures.baseline if figures is not None and own else None,
        )

    def _button(self, place: int, name: str) -> QToolButton:
        button = QToolButton(self._view.timeline.viewport())
        button.setObjectName("iconButton")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(square(16))
        button.setFixedSize(square(_SIDE_PX))
        button.move(scaled(4 + place * (_SIDE_PX + 4)), scaled(OVERVIEW_PX + GAP_PX + 2))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(name)
        return button
