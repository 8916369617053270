"""Puts the Analyse view together from its parts. Knows no model and no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from svfap_core.results.dialect import dialect_of_settings
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.exporting import Exporting
from svfap_gui.analyse.file_analysis import AnalysisOrder, FileAnalysis
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.preferences import PreferencesStore, drafts_folder
from svfap_gui.work.state import AppState


def make_analyse_view(
    state: AppState,
    activities: Activities,
    preferences: PreferencesStore,
    settings: QSettings,
    engines: Engines,
    *,
    engine_order: Callable[[], EngineOrder],
    parent: QObject,
) -> AnalyseView:
    """The view with everything behind it; call its `shut_down` before the application ends.

    Args:
        state: Takes toasts.
        activities: Where analyses and exports are entered.
        preferences: Which files an analysis leaves, and where.
        settings: Where last folders are kept.
        engines: Lends models.
        engine_order: Which model holds now.
        parent: Owns the controllers.
    """

    def make_analysis(order: AnalysisOrder) -> FileAnalysis:
        return FileAnalysis(order, engines)

    def make_order(video: Path, again: bool) -> AnalysisOrder:  # noqa: FBT001  # a plain callable
        chosen = preferences.value
        return AnalysisOrder(
            video, engine_order(), chosen.outputs, chosen.results_folder, again=again
        )

    document = AnalyseController(
        activities,
        make_analysis,
        make_order,
        lambda: preferences.value.results_folder,
        parent,
        drafts_folder=drafts_folder(),
    )
    codes = CodeKeeping(document, settings, drafts_folder(), parent)
    player = PlayerController(parent)
    exporting = Exporting(
        activities, lambda: dialect_of_settings(preferences.value.outputs), parent
    )
    return AnalyseView(state, document, player, exporting, settings, codes=codes)
