"""What the user can do with figures of persons and codes: one row per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

OF_FIGURES = ("copy-figures", "time-budget", "export")
"""Context menu of the statistics."""


def menu_of_figures(view: AnalyseView) -> Menu:
    """Tables to copy and export; the comparison with another result or a coder."""
    tr, document = view.tr, view.document
    budget, comparing = view.windows.budget, view.windows.comparing

    def is_comparing() -> bool:
        return comparing.other is not None

    return Menu(
        tr("S&tatistics"),
        (
            Command(
                "copy-figures",
                tr("&Copy the statistics"),
                view.inspector.table.copy,
                keys="Ctrl+Shift+C",
                tip=tr("Put the table of the person on the clipboard, for a spreadsheet"),
                enabled_when=lambda: (
                    document.person is not None and document.statistics is not None
                ),
            ),
            Command(
                "time-budget",
                tr("&Time budget…"),
                budget.show,
                keys="Ctrl+T",
                icon="list",
                tip=tr("How often, how long and how soon each emotion and code occurred"),
                enabled_when=lambda: budget.can_count,
            ),
            None,
            Command(
                "compare",
                tr("Compare &with…"),
                comparing.ask,
                tip=tr("Show another result of this video, or another coder's codes, beside it"),
                enabled_when=lambda: comparing.can_compare,
            ),
            Command(
                "compare-codes",
                tr("Compare with c&odes"),
                comparing.compare_codes,
                tip=tr("Compare strongest emotions with your codes of the same names"),
                enabled_when=lambda: comparing.can_compare_codes,
            ),
            Command(
                "agreement",
                tr("&Agreement…"),
                comparing.show,
                tip=tr("How well the two agree in the range, or in the whole video"),
                enabled_when=is_comparing,
            ),
            Command(
                "end-comparison",
                tr("&End the comparison"),
                comparing.end,
                tip=tr("Show this result alone again"),
                enabled_when=is_comparing,
            ),
        ),
    )
