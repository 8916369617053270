"""The five steps of training, one below the other, with a tick where there is a result.

Knows neither forms nor runs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import square
from svfap_gui.train.files import StepKind


class StepList(QWidget):
    """Up and down keys go from step to step."""

    chosen = Signal(StepKind)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: frozenset[StepKind] = frozenset()
        self._buttons: dict[StepKind, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, (step, (text, tip)) in enumerate(self._words().items(), start=1):
            button = QPushButton(f"{number}   {text}", self)
            button.setObjectName("step")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setToolTip(tip)
            button.setIconSize(square(16))
            button.clicked.connect(self._on_clicked)
            self._buttons[step] = button
            layout.addWidget(button)
        self._buttons[StepKind.PREPARE].setChecked(True)
        self.set_done(())

    @property
    def current(self) -> StepKind:
        """The step whose form is shown."""
        return next(step for step, button in self._buttons.items() if button.isChecked())

    def choose(self, step: StepKind) -> None:
        """Show a step as chosen, and notify."""
        self._buttons[step].setChecked(True)
        self.chosen.emit(step)

    def set_done(self, steps: Collection[StepKind]) -> None:
        """Tick the steps that have a result."""
        self._done = frozenset(steps)
        for step, button in self._buttons.items():
            done = step in self._done
            button.setIcon(icon("row-done", "accent") if done else icon("circle", "control_line"))
            text = button.text().lstrip("0123456789 ")
            state = self.tr("done") if done else self.tr("not done yet")
            button.setAccessibleName(f"{text}, {state}")

    def is_done(self, step: StepKind) -> bool:
        """Whether a step has its tick."""
        return step in self._done

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.current)

    def _words(self) -> Mapping[StepKind, tuple[str, str]]:
        return {
            StepKind.PREPARE: (
                self.tr("Data"),
                self.tr("Cut the faces out of videos and list them with their labels"),
            ),
            StepKind.PRETRAIN: (
                self.tr("Pre-train"),
                self.tr(
                    "Let a network learn what faces look like, without labels; may be left out"
                ),
            ),
            StepKind.FINETUNE: (
                self.tr("Fine-tune"),
                self.tr("Let it learn the classes or dimensions of your labels"),
            ),
            StepKind.EVALUATE: (
                self.tr("Evaluate"),
                self.tr("Measure how well it does on clips that it has not learned from"),
            ),
            StepKind.EXPORT: (
                self.tr("Export"),
                self.tr("Make a model of it that Live, Analyse and Batch can use"),
            ),
        }
