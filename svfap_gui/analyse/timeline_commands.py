"""What the user can do with the curves of the timeline: one row per command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from svfap_gui.analyse.timeline_legend import show_legend
from svfap_gui.analyse.timeline_options import CurvesMenu
from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

OF_CURVES = ("z-scores", "smooth", "waveform")


def menu_of_curves(view: AnalyseView) -> Menu:
    """Which curves are drawn, and how; what their marks mean."""
    tr, document, choice = view.tr, view.document, view.curves

    def has_baseline() -> bool:
        figures = document.statistics
        return figures is not None and figures.baseline is not None

    return Menu(
        tr("&Curves"),
        (
            CurvesMenu(choice, lambda: document.lanes, (), view),
            view.facial_actions,
            Command(
                "z-scores",
                tr("&z-scores"),
                choice.turn_z_scores,
                tip=tr("Draw the chosen person's scores against the baseline"),
                enabled_when=has_baseline,
                checked_when=lambda: choice.value.z_scores,
            ),
            Command(
                "smooth",
                tr("&Smooth (display only)"),
                choice.turn_smooth,
                tip=tr("Draw moving averages; tables and statistics stay as they are"),
                checked_when=lambda: choice.value.smooth,
            ),
            Command(
                "waveform",
                tr("&Waveform"),
                view.waveform.turn,
                keys="W",
                tip=tr("Show the sound below the curves"),
                enabled_when=lambda: view.player.has_sound,
                checked_when=lambda: view.waveform.shown,
            ),
            None,
            Command(
                "legend",
                tr("&Legend"),
                partial(show_legend, view),
                icon="help",
                tip=tr("What the hatches and marks of the timeline mean"),
            ),
        ),
    )
