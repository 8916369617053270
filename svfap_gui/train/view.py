"""Training: five steps, their forms, the runs there are, and how the chosen one goes.

Knows the trainer by settings, commands and events only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QToolButton, QVBoxLayout, QWidget

from svfap_core.names import CARD_FILE
from svfap_core.system import command_text
from svfap_gui.parts.command import Commands
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.parts.question import ask
from svfap_gui.parts.sideways import Sideways
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.train.command import Order
from svfap_gui.train.command_line import CommandLine
from svfap_gui.train.commands import OF_A_RUN, OF_LIST, train_menus
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.events import History
from svfap_gui.train.files import (
    Home,
    Job,
    JobState,
    Outcome,
    StepKind,
    epochs_of,
    evaluations,
)
from svfap_gui.train.form_panel import TrainFormPanel
from svfap_gui.train.forms import EvaluateForm, ExportForm, PrepareForm, StepForm
from svfap_gui.train.left_pane import left_pane
from svfap_gui.train.live import RunState, TrainLive
from svfap_gui.train.recipe_form import RecipeForm
from svfap_gui.train.run_list import RunList, RunRow
from svfap_gui.train.steps import StepList
from svfap_gui.train.words import progress_words, state_words
from svfap_gui.work.state import AppState
from svfap_gui.work.task import Tasks
from trainer.events import Exported
from trainer.folder import REPORT_FILE
from trainer.steps import DATA_SETS, no_clips

_DATA_FILES = frozenset(kind.file for kind in DATA_SETS.values() if kind.file)


class TrainView(Page):
    """The forms are made when the view is first shown: they are large, and few look at them.

    Args:
        state: Takes toasts.
        training: The runs.
        models: Where the user's own models are kept.
        parent: The owner.
    """

    icon_name = "train"

    model_wanted = Signal(str)
    """A model, by its name, is to score faces from now on."""

    def __init__(
        self,
        state: AppState,
        training: TrainingController,
        models: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = self.tr("Train")
        self.tip = self.tr("Teach a model with your own clips")
        self._state = state
        self.training = training
        self._models = models
        self.forms: dict[StepKind, StepForm] = {}
        self._tasks = Tasks("svfap-train-form", self.notices.show, self)
        self.order: Order | None = None
        self.can_start = False
        self.steps = StepList(self)
        self.runs = RunList(self)
        self.command = CommandLine(self)
        self.commands = commands = Commands("train", train_menus(self), self)
        commands.refresh()
        self.live = TrainLive(commands.some(*OF_A_RUN), self)
        self.panel = TrainFormPanel(commands["start"], self)
        self._build()
        self._connect()
        training.rescan()

    # -- what the frame asks ---------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """The run that is shown."""
        return self.runs.current.name if self.runs.current else ""

    @property
    def home(self) -> Home | None:
        """The data set or run that is shown."""
        path = self.runs.current
        return self.training.home(path) if path else None

    def takes(self, path: Path) -> bool:
        """Clips in folders (but no models), and tables of them."""
        is_clips = path.is_dir() and not (path / CARD_FILE).is_file()
        return is_clips or path.suffix.lower() in _DATA_FILES

    def take(self, paths: Sequence[Path]) -> None:
        """Prepare the first."""
        self._make_forms()
        self.steps.choose(StepKind.PREPARE)
        form = self.forms[StepKind.PREPARE]
        if isinstance(form, PrepareForm):
            form.take(paths[0])

    def arrive(self) -> None:
        """See what has changed outside."""
        self._make_forms()
        self.training.rescan()

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        copy = QToolButton(self)
        copy.setDefaultAction(self.commands["copy-command"])
        copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.command.add_button(copy)
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        for widget in (left_pane(self.steps, self.runs, self), self.panel, Sideways(self.live)):
            columns.addWidget(widget)
        columns.setStretchFactor(2, 1)
        columns.setSizes([scaled(232), scaled(384), 700])
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(GRID_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(GRID_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addWidget(columns, 1)
        layout.addWidget(self.command)

    def _make_forms(self) -> None:
        if self.forms:
            return
        self.forms = {
            StepKind.PREPARE: PrepareForm(self),
            StepKind.PRETRAIN: RecipeForm(StepKind.PRETRAIN, self),
            StepKind.FINETUNE: RecipeForm(StepKind.FINETUNE, self),
            StepKind.EVALUATE: EvaluateForm(self._tasks, self),
            StepKind.EXPORT: ExportForm(self._models, self),
        }
        self.panel.set_forms(self.forms)
        for form in self.forms.values():
            form.changed.connect(self._show_command)
        self._on_step(self.steps.current)

    def _connect(self) -> None:
        training = self.training
        self.steps.chosen.connect(self._on_step)
        self.runs.chosen.connect(self._on_chosen)
        training.changed.connect(self._on_changed)
        training.told.connect(self._on_told)
        training.ended.connect(self._on_ended)
        training.failed.connect(self._on_failed)
        self.commands.add_context_menu(self.runs, *OF_LIST)

    # -- forms -----------------------------------------------------------------------------------

    @Slot(StepKind)
    def _on_step(self, step: StepKind) -> None:
        form = self.forms.get(step)
        if form is None:
            return
        self.panel.show_step(step)
        if self.runs.current is not None:
            form.choose(self.runs.current)
        self._show_command()

    @Slot()
    def _show_command(self) -> None:
        form = self.forms.get(self.steps.current)
        if form is None:
            return
        self.order = order = form.order()
        missing = form.missing
        if order is not None and self.training.running(order.home) is not None:
            missing = self.tr("Something is being done to %1 now.").replace("%1", order.home.name)
        self.panel.show_missing(missing)
        self.command.show_command(command_text(order.command) if order else "", form.missing)
        self.can_start = not missing
        self.commands.refresh()

    def start(self) -> None:
        """Start what the form says."""
        form = self.forms.get(self.steps.current)
        order = form.order() if form else None
        if order is not None and self.training.start(order):
            self.runs.choose(order.home)
            self._show_command()

    # -- runs ------------------------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        homes, training = self.training.homes, self.training
        self.runs.show_rows([self._row(home) for home in homes])
        self.steps.set_done({step for home in homes for step in self.training.done(home)})
        for form in self.forms.values():
            form.offer(homes, training.folder)
        if self.runs.current is None and homes:
            self.runs.choose(homes[0].path)
        self._show_run()
        self._show_command()

    @Slot(object)
    def _on_chosen(self, path: Path | None) -> None:
        home = self.training.home(path) if path else None
        self.training.watch(home.made if home else None)
        form = self.forms.get(self.steps.current)
        if form is not None and path is not None:
            form.choose(path)
        self._show_run()
        self.subject_changed.emit()

    @Slot(Path)
    def _on_told(self, path: Path) -> None:
        if self.training.running(path) is not None:
            self.notices.retract(str(path))
            self.runs.show_rows([self._row(home) for home in self.training.homes])
        if path == self.runs.current:
            self._show_run()

    def _show_run(self) -> None:
        self.commands.refresh()
        home = self.home
        if home is None:
            self.live.show_run(None)
            return
        job, outcome = self.training.now(home)
        found = evaluations(home.path)
        self.live.show_run(
            RunState(
                name=home.path.name,
                made_by=home.step,
                step=job.step,
                state=outcome.state,
                line=self._line(home, job, outcome),
                reason=outcome.reason,
                epochs=epochs_of(home.path),
                trained=self.training.history(home.made),
                told=self.training.history(job),
                evaluation=found[0] if found else None,
            )
        )

    def _row(self, home: Home) -> RunRow:
        job, outcome = self.training.now(home)
        detail = self._line(home, job, outcome)
        if outcome.state is JobState.RUNNING:
            progress = progress_words(self.training.history(job))
            detail = f"{detail} · {progress}" if progress else detail
        elif outcome.reason:
            detail = f"{detail}: {spoken(outcome.reason)}"
        return RunRow(home.path, home.path.name, detail, outcome.state)

    def _line(self, home: Home, job: Job, outcome: Outcome) -> str:
        if outcome.state is JobState.RUNNING and self.training.pausing(home.path):
            return self.tr("saving, to resume later…")
        if outcome.state is JobState.RUNNING and self.training.stopping(home.path):
            return self.tr("finishing early…")
        text = state_words(job.step, outcome.state)
        made = home.made
        if job == made or outcome.state is JobState.RUNNING:
            return text
        return f"{state_words(made.step, self.training.outcome(made).state)}, {text}"

    # -- what is done to a run -------------------------------------------------------------------

    def cancel(self) -> None:
        """End the run that is shown and delete it, once the user agrees."""
        path = self.runs.current
        job = self.training.running(path) if path else None
        if path is None or job is None:
            return
        if not job.step.makes_folder:  # Nothing is lost.
            self.training.discard(path)
            return
        text = self.tr("Cancel %1? All that it has made so far is deleted.")
        if job.step.stops_early:
            text += " " + self.tr("Stop early keeps the model.")
        self._ask(text.replace("%1", path.name), self.tr("Cancel and delete"), path)

    def delete(self) -> None:
        """Delete what is shown, once the user agrees."""
        path = self.runs.current
        if path is not None and self.training.running(path) is None:
            text = self.tr("Delete %1 for good? Models that were exported from it stay.")
            self._ask(text.replace("%1", path.name), self.tr("Delete"), path)

    def _ask(self, text: str, verb: str, path: Path) -> None:
        ask(self, text, verb, self.tr("Keep"), lambda: self.training.discard(path))

    def open_report(self) -> None:
        """Open all figures of the evaluation."""
        found = evaluations(self.runs.current) if self.runs.current else []
        if found:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(found[0].with_name(REPORT_FILE))))

    def show_folder(self) -> None:
        """Open the folder of what is shown."""
        if self.runs.current is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.runs.current)))

    # -- what has become of it -------------------------------------------------------------------

    @Slot(Path, StepKind)
    def _on_ended(self, path: Path, step: StepKind) -> None:
        home = self.training.home(path)
        job = home.job(step) if home else None
        if job is None:
            return
        outcome = self.training.outcome(job)
        text = f"{path.name}: {state_words(step, outcome.state)}"
        if outcome.state is JobState.FAILED:
            self._tell_failed(path, step, text, outcome.reason)
        elif outcome.state is JobState.INTERRUPTED:
            self.notices.show(
                Notice(text=text, hint=self.tr("Resume continues it."), cause=str(path))
            )
        elif outcome.state in (JobState.FINISHED, JobState.STOPPED_EARLY):
            self._tell(path, self.training.history(job), text)
        if step.evaluates and path == self.runs.current:
            self._show_run()
            self.live.show_figures()

    def _tell_failed(self, path: Path, step: StepKind, text: str, reason: str) -> None:
        notice = Notice(text=text, hint=reason, error=True, cause=str(path))
        if step is StepKind.EVALUATE and no_clips("test") in reason:
            hint = self.tr(
                "%1 has no clips for testing. Those for validation have helped to choose the "
                "model: it scores better on them than on new clips."
            )
            notice = replace(
                notice,
                hint=hint.replace("%1", path.name),
                retry=partial(self._evaluate_by_validation, path),
                verb=self.tr("Use validation"),
            )
        self.notices.show(notice)

    def _evaluate_by_validation(self, path: Path) -> None:
        form = self.forms.get(StepKind.EVALUATE)
        if isinstance(form, EvaluateForm):
            self.steps.choose(StepKind.EVALUATE)
            form.choose(path)
            form.use_validation()
            self.start()

    def _tell(self, path: Path, history: History, text: str) -> None:
        if isinstance(history.final, Exported):
            name = Path(history.final.folder).name
            text = self.tr("The model %1 is in Models now").replace("%1", name)
            use = partial(self.model_wanted.emit, name)
            self._state.toast(text, show=use, verb=self.tr("Use this model"))
        else:
            self._state.toast(text, path)

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self.notices.show(Notice(text=text, error=True))
