"""Connects the actions of the Analyse view with what they do, and enables those that make sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from svfap_gui.analyse.actions import LONG_SKIP_S, SKIP_S
from svfap_gui.analyse.phase import AnalysePhase

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


class AnalyseCommands(QObject):
    """The commands of one view, once its parts are there."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._connect()

    def _connect(self) -> None:
        view = self._view
        actions, player, editing = view.actions_, view.player, view.editing
        document, dialogs, timeline = view.document, view.dialogs, view.timeline
        pairs = (
            (actions.open_video, dialogs.open_video),
            (actions.find_video, dialogs.find_video),
            (actions.analyse, self._analyse),
            (actions.cancel, document.cancel),
            (actions.export, dialogs.export),
            (actions.about, dialogs.about),
            (actions.close, document.close_document),
            (actions.play, player.toggle),
            (actions.stop, player.stop),
            (actions.faster, player.faster),
            (actions.slower, player.slower),
            (actions.back, lambda: player.skip(-SKIP_S)),
            (actions.forward, lambda: player.skip(SKIP_S)),
            (actions.long_back, lambda: player.skip(-LONG_SKIP_S)),
            (actions.long_forward, lambda: player.skip(LONG_SKIP_S)),
            (actions.step_back, lambda: player.step(-1)),
            (actions.step_forward, lambda: player.step(1)),
            (actions.to_start, lambda: player.seek(0.0)),
            (actions.to_end, lambda: player.seek(view.length_s)),
            (actions.go_to, lambda: dialogs.go_to(player.seek)),
            (actions.copy_picture, view.canvas.copy),
            (actions.set_in, editing.set_in),
            (actions.set_out, editing.set_out),
            (actions.clear_range, editing.clear_range),
            (actions.marker, dialogs.add_marker),
            (actions.exclude, editing.exclude),
            (actions.include, editing.include),
            (actions.rename, view.inspector.persons.edit_name),
            (actions.merge, dialogs.merge),
            (actions.split, editing.split),
            (actions.hide, editing.hide),
            (actions.show_all, editing.show_all),
            (actions.baseline, editing.set_baseline),
            (actions.no_baseline, editing.no_baseline),
            (actions.undo, document.history.undo),
            (actions.redo, document.history.redo),
            (actions.zoom_in, lambda: timeline.zoom(2)),
            (actions.zoom_out, lambda: timeline.zoom(-2)),
            (actions.fit, timeline.show_all),
        )
        for action, run in pairs:
            action.triggered.connect(lambda _checked=False, run=run: run())

    @Slot()
    def _analyse(self) -> None:
        document = self._view.document
        if document.phase is not AnalysePhase.DONE:
            document.analyse()
        elif document.edits.numbers:
            self._view.dialogs.confirm_again(lambda: document.analyse(again=True))
        else:
            document.analyse(again=True)

    @Slot()
    def show_possible(self) -> None:
        """Enable what makes sense, and name it by what it would do."""
        view = self._view
        actions, document = view.actions_, view.document
        phase, work = document.phase, document.history.document
        is_open = phase is not AnalysePhase.EMPTY
        plays = view.player.info is not None
        person, chosen = document.person, document.range
        analysing = phase is AnalysePhase.ANALYSING
        for group, possible in (
            (actions.of_video, plays),
            (actions.of_document, is_open),
            (actions.of_person, person is not None),
            (actions.of_range, chosen is not None),
        ):
            for action in group:
                action.setEnabled(possible)
        idle = phase in {AnalysePhase.READY, AnalysePhase.CANCELLED, AnalysePhase.DONE}
        actions.analyse.setEnabled(idle and plays)
        actions.analyse.setText(
            self.tr("&Analyse again") if phase is AnalysePhase.DONE else self.tr("&Analyse")
        )
        actions.cancel.setEnabled(analysing)
        actions.find_video.setEnabled(is_open and document.video is None)
        has_result = document.population is not None and not analysing
        actions.export.setEnabled(has_result)
        actions.about.setEnabled(has_result)
        baseline = person is not None and person in document.edits.baselines
        actions.baseline.setEnabled(person is not None and chosen is not None)
        actions.no_baseline.setEnabled(baseline)
        actions.show_all.setEnabled(bool(document.edits.hidden))
        undo, redo = work.undo_text, work.redo_text
        actions.undo.setEnabled(undo is not None)
        actions.redo.setEnabled(redo is not None)
        actions.undo.setText(self.tr("&Undo %1").replace("%1", undo or "").strip())
        actions.redo.setText(self.tr("&Redo %1").replace("%1", redo or "").strip())
        view.bar.show_possible()
