"""The live side of a run: how it stands, curves, reconstructions, figures, notes.

Knows one run at a time, by what it is given; starts and stops nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import affect_name, minutes
from svfap_gui.train.events import History
from svfap_gui.train.figures import TrainFigures
from svfap_gui.train.files import JobState, StepKind
from svfap_gui.train.loss_plot import LossPlot
from svfap_gui.train.reconstructions import Reconstructions
from svfap_gui.train.words import fold_words
from trainer.events import Exported, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """A run or data set as the panel shows it.

    Attributes:
        name: Of its folder.
        made_by: The step that makes the folder.
        step: What was done to it last, or is being done.
        state: How that stands.
        line: The same in words.
        reason: Why it failed.
        epochs: How many a training is to have; 0 where nobody knows.
        trained: What the training reported; for a data set, what `step` reported.
        told: What `step` reported.
        evaluation: The newest evaluation.
    """

    name: str
    made_by: StepKind
    step: StepKind
    state: JobState
    line: str
    reason: str = ""
    epochs: int = 0
    trained: History = field(default_factory=History)
    told: History = field(default_factory=History)
    evaluation: Path | None = None


class TrainLive(QFrame):
    """Filled by the view.

    Args:
        actions: What can be done to the run, from left to right.
        parent: The owner.
    """

    def __init__(self, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(scaled(300))
        self._made_by: StepKind | None = None
        self._title = QLabel(self)
        self._title.setObjectName("title")
        self._line = QLabel(self)
        self._line.setObjectName("muted")
        self._reason = QLabel(self)
        self._reason.setObjectName("reason")
        self._reason.setWordWrap(True)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self._figures = QLabel(self)
        self._figures.setObjectName("muted")
        self._figures.setWordWrap(True)
        self.curves = LossPlot(self)
        self.pictures = Reconstructions(self)
        self.figures = TrainFigures(self)
        self._notes = QLabel(self)
        self._notes.setWordWrap(True)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notes.setMargin(PADDING_PX)
        self._notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("runTabs")
        self.tabs.setAccessibleName(self.tr("What is shown of the run"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget(self)
        self._offered: list[bool] = []
        for _, page in self._tab_pages():
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._on_tab)
        self._buttons = [self._button(action) for action in actions]
        self._lay_out()
        self.show_run(None)

    def show_run(self, run: RunState | None) -> None:
        """Show a run, or what would stand here."""
        self._body.setCurrentIndex(0 if run is None else 1)
        if run is None:
            self._made_by = None
            return
        fresh = (run.name, run.made_by) != (self._title.text(), self._made_by)
        self._title.setText(run.name)
        self._line.setText(run.line)
        self._reason.setText(spoken(run.reason))
        self._reason.setVisible(bool(run.reason))
        running = run.state is JobState.RUNNING
        share = run.told.share
        self.bar.setVisible(running)
        self.bar.setRange(0, 0 if share is None else 1000)
        self.bar.setValue(round(1000 * (share or 0.0)))
        self._figures.setText("   ·   ".join(self._in_figures(run, running=running)))
        self._figures.setVisible(bool(self._figures.text()))
        self._show_pages(run, fresh=fresh)

    def show_figures(self) -> None:
        """Bring the evaluation to the front."""
        self._choose(self.figures)

    # -- building --------------------------------------------------------------------------------

    def _tab_pages(self) -> Sequence[tuple[str, QWidget]]:
        return (
            (self.tr("Curves"), self.curves),
            (self.tr("Reconstructions"), self.pictures),
            (self.tr("Evaluation"), self.figures),
            (self.tr("Notes"), self._notes),
        )

    def _button(self, action: Action) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(square(16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setObjectName("outlined")
        button.setVisible(action.isVisible())
        action.visibleChanged.connect(lambda: button.setVisible(action.isVisible()))
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._line)
        head = QHBoxLayout()
        head.setSpacing(GRID_PX)
        head.addLayout(words, 1)
        for button in self._buttons:
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        run = QWidget(self)
        inner = QVBoxLayout(run)
        inner.setContentsMargins(PADDING_PX, PADDING_PX - 4, PADDING_PX, GRID_PX)
        inner.setSpacing(GRID_PX)
        inner.addLayout(head)
        inner.addWidget(self.bar)
        inner.addWidget(self._figures)
        inner.addWidget(self._reason)
        inner.addWidget(self.tabs)
        inner.addWidget(self._pages, 1)
        inner.addStretch()
        nothing = QLabel(self._invitation(), self)
        nothing.setObjectName("muted")
        nothing.setWordWrap(True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setMargin(4 * PADDING_PX)
        self._body = QStackedWidget(self)
        self._body.addWidget(nothing)
        self._body.addWidget(run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)

    def _invitation(self) -> str:
        return self.tr(
            "Progress, curves and predictions of a run appear here.\n\n"
            "Begin with step 1: choose a folder with your clips, one sub-folder for each class, "
            "and press Prepare. A run continues when you close the app."
        )

    # -- filling ---------------------------------------------------------------------------------

    def _show_pages(self, run: RunState, *, fresh: bool) -> None:
        """Pages that a run will never have are hidden."""
        trains, fine = run.made_by.trains, run.made_by.fine_tunes
        final = run.told.final
        ends = isinstance(final, Prepared | Exported)
        told = map(final.said, final.notes) if ends else ()
        notes = [spoken(note) for note in (*run.trained.warnings, *told)]
        left_out = getattr(run.told.final, "left_out", ())
        notes += [self.tr("Not on the card: %1").replace("%1", text) for text in left_out]
        self._offer([trains, run.made_by is StepKind.PRETRAIN, fine, bool(notes)])
        self.tabs.setVisible(trains or bool(notes))
        self._pages.setVisible(trains or bool(notes))
        # Folds hold no clips back for validation, unless the user wants it.
        figures = run.made_by is StepKind.FINETUNE
        self.curves.show_history(run.trained if trains else None, run.epochs, figures=figures)
        self.pictures.show_images(run.trained.pictures)
        self.figures.show_file(run.evaluation)
        self._notes.setText("\n\n".join(notes))
        if fresh or self._made_by is not run.made_by:
            self._made_by = run.made_by
            self._choose(self.curves if trains else self._notes)

    def _offer(self, shown: list[bool]) -> None:
        """The tabs of these pages; rebuilt, as a tab bar does not lay out what it shows again."""
        if shown == self._offered:
            return
        self._offered, chosen = shown, self._pages.currentWidget()
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for (text, page), there in zip(self._tab_pages(), shown, strict=True):
                if there:
                    self.tabs.setTabData(self.tabs.addTab(text), page)
        self._choose(chosen)

    def _choose(self, page: QWidget | None) -> None:
        """Bring a page to the front, if it is among those that are offered; else the first."""
        pages = [self.tabs.tabData(index) for index in range(self.tabs.count())]
        self.tabs.setCurrentIndex(pages.index(page) if page in pages else 0)
        self._on_tab()

    @Slot()
    def _on_tab(self) -> None:
        page = self.tabs.tabData(self.tabs.currentIndex())
        if isinstance(page, QWidget):
            self._pages.setCurrentWidget(page)

    def _in_figures(self, run: RunState, *, running: bool) -> list[str]:
        told, found = run.told, list[str]()
        if told.fold is not None:
            found.append(fold_words(told.fold))
        if run.step.trains and told.total_steps:
            if run.epochs:
                epoch = min(run.epochs, told.epoch + 1) if running else told.epoch
                found.append(_filled(self.tr("epoch %1 of %2"), epoch, run.epochs))
            found.append(
                _filled(self.tr("step %1 of %2"), f"{told.step:,}", f"{told.total_steps:,}")
            )
            if told.samples_per_s is not None and running:
                found.append(_filled(self.tr("%1 clips/s"), f"{told.samples_per_s:.1f}"))
        elif isinstance(told.final, Prepared):
            made = told.final
            found.append(_filled(self.tr("%1 clips"), f"{made.clips:,}"))
            if made.classes or made.values:
                found.append(", ".join(map(affect_name, (*made.classes, *made.values))))
            if made.problems:
                found.append(_filled(self.tr("%1 could not be used"), f"{made.problems:,}"))
        elif told.progress is not None and running:
            progress = told.progress
            found.append(_filled(self.tr("%1 of %2"), f"{progress.done:,}", f"{progress.total:,}"))
        if running and told.left_s is not None:
            found.append(_filled(self.tr("%1 left"), minutes(told.left_s)))
        return found


def _filled(text: str, *values: object) -> str:
    for number, value in enumerate(values, start=1):
        text = text.replace(f"%{number}", str(value))
    return text
