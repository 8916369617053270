"""The line on top of the Analyse view: open, analyse with its progress, export, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from svfap_core.results.notes import not_made
from svfap_gui.parts.command import Commands
from svfap_gui.parts.progress_line import ProgressLine
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.work.activities import Activity


class AnalyseBar(Toolbar):
    """Shows a running analysis in place of the button that starts one."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._activity: Activity | None = None
        self._phase = ""
        self._facts = ""
        self.add_action(commands["open-video"])
        self.analyse = self.add_action(commands["analyse"], primary=True)
        self.find_video = self.add_action(commands["find-video"])
        self.line = ProgressLine(self)
        self.line.setFixedWidth(scaled(160))
        self.add_widget(self.line)
        self.cancel = self.add_action(commands["cancel"])
        self.text = self.add_label(self.tr("Analysis"), self.tr("How far the analysis is"))
        self.text.setObjectName("muted")
        self.add_stretch()
        self.add_action(commands["undo"])
        self.add_action(commands["redo"])
        self.export = self.add_action(commands["export"])
        self._commands = commands

    def show_document(self, facts: Mapping[str, Any]) -> None:
        """What the result was made with."""
        name = facts.get("model", {}).get("name", "")
        failed = not_made(facts)
        text = self.tr("Analysed with %1, incomplete") if failed else self.tr("Analysed with %1")
        self._facts = text.replace("%1", str(name)) if name else ""
        self.text.setToolTip("\n".join(failed) or self.tr("How far the analysis is"))
        self._show_text()

    def show_phase(self, phase: str, activity: Activity | None) -> None:
        """How far it is; a running analysis reports more by itself."""
        self._phase, self._activity = phase, activity if phase == "analysing" else None
        if self._activity is not None:
            self._activity.changed.connect(self._show_text)
        self._show_text()
        self.show_possible()

    @Slot()
    def show_possible(self) -> None:
        """Buttons for what makes sense now."""
        analysing = self._phase == "analysing"
        # Once a result is there, analysing is no longer the next step.
        self.show_primary(self.analyse, on=self._phase != "done")
        self.analyse.setVisible(self._phase not in {"", "empty"} and not analysing)
        self.cancel.setVisible(analysing)
        self.line.setVisible(analysing)
        self.find_video.setVisible(self._commands["find-video"].isEnabled())
        self.export.setVisible(self._phase not in {"", "empty"})

    @Slot()
    def _show_text(self) -> None:
        words = {
            "opening": self.tr("Opening…"),
            "cancelled": self.tr("Cancelled: what is shown is not saved"),
            "done": self._facts,
        }
        text = words.get(self._phase, "")
        if self._activity is not None:
            share = self._activity.share
            self.line.set_fraction(share or 0.0)
            parts = [f"{100 * share:.0f} %" if share is not None else self.tr("Loading the model…")]
            if self._activity.stopping:
                parts = [self.tr("Cancelling…")]
            elif self._activity.text:
                parts.append(self._activity.text)
            text = " · ".join(parts)
        self.text.setText(text)
