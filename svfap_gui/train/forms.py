"""The forms of the five steps: what is entered becomes a command. Starts nothing.

Settings come from the trainer's schemas; what chooses data sets, runs and names stands before them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.folder_choice import FolderChoice
from svfap_gui.parts.schema_form import SchemaForm
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.words import schema_word
from svfap_gui.train import command as training_command
from svfap_gui.train.choices import SourceField
from svfap_gui.train.command import Order
from svfap_gui.train.data_parts import has_test_part
from svfap_gui.train.files import Home, free_name
from svfap_gui.work.task import Tasks
from trainer.folder import BEST, CROSS_VALIDATION, LAST
from trainer.steps import DATA_SETS, EvaluateConfig, ExportConfig, PrepareConfig


class StepForm(QWidget):
    """What all steps share: rows on top, the schema's form below, a command out of both."""

    changed = Signal()
    """Something else is entered; see `order`."""

    title = ""
    text = ""
    """What the step does, in two sentences."""
    verb = ""
    """What the button says that starts it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.missing = ""
        """What must be entered first; empty where `order` gives a command."""
        self.folder = Path()
        self.rows = QFormLayout()
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(2 * GRID_PX)
        self.rows.setVerticalSpacing(GRID_PX)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, GRID_PX, 0)
        self._layout.setSpacing(GRID_PX)
        self._layout.addLayout(self.rows)

    @abstractmethod
    def order(self) -> Order | None:
        """The process that is to be started; none where something is missing or wrong."""

    def offer(self, homes: Sequence[Home], folder: Path) -> None:
        """What data sets and runs there are, and the folder they lie in."""
        del homes
        self.folder = folder

    def choose(self, path: Path) -> None:
        """Work on this data set or run, if the step works on one."""

    def add_row(self, name: str, control: QWidget, tip: str) -> None:
        """A row above the schema's."""
        label = QLabel(name, self)
        label.setBuddy(control)
        label.setToolTip(tip)
        for widget in filter(None, (control, control.focusProxy())):
            widget.setToolTip(tip)
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(tip)
        self.rows.addRow(label, control)

    def add_caption(self) -> QLabel:
        """A line of explanation below the last row."""
        caption = QLabel(self)
        caption.setObjectName("caption")
        caption.setWordWrap(True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.rows.addRow("", caption)
        return caption

    def add_form(self, form: SchemaForm) -> None:
        """The schema's form, below the rows."""
        form.changed.connect(self.changed)
        self._layout.addWidget(form, 1)
        # Two layouts, one column of names; what waits under "More" may be longer.
        labels = [label for label in self.findChildren(QLabel) if label.buddy()]
        shown = [label for label in labels if label.isVisibleTo(self)]
        width = max(label.sizeHint().width() for label in shown)
        for label in labels:
            label.setMinimumWidth(width)

    def need(self, text: str) -> None:
        """Say what is missing."""
        self.missing = text


class PrepareForm(StepForm):
    """What was published, or one's own clips, becomes a data set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Data")
        self.text = self.tr(
            "Finds, follows and aligns the faces in your videos, as the analysis does, and lists "
            "them with their labels."
        )
        self.verb = self.tr("Prepare")
        self.kind = QComboBox(self)
        for name, text in self._kinds().items():
            self.kind.addItem(text, name)
        self.kind.insertSeparator(len(_OWN))
        self.add_row(self.tr("Kind"), self.kind, self.tr("How the clips and labels are laid out"))
        self._about = self.add_caption()
        self.source = SourceField(self)
        self.add_row(self.tr("From"), self.source, self.tr("Where the clips are now"))
        self.name = QLineEdit(self)
        self.add_row(self.tr("Name"), self.name, self.tr("What the data set is to be called"))
        self.form = SchemaForm(
            PrepareConfig,
            first=("size_px",),
            names={
                "size_px": self.tr("Crop size"),
                "margin": self.tr("Margin around faces"),
                "every_face": self.tr("Every face of a video"),
                "shards": self.tr("Packed in tar files"),
                "workers": self.tr("Parallel processes"),
                "prefix": self.tr("Folder named in the lists"),
            },
        )
        self.form.set_values(PrepareConfig())
        self.add_form(self.form)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.source.changed.connect(self.changed)
        self.name.textChanged.connect(self.changed)
        self._on_kind()

    def order(self) -> Order | None:
        """Prepare."""
        source = self.source.path
        if source is None:
            return self.need(self.tr("Choose the folder or file to prepare."))
        if not source.exists():
            return self.need(self.tr("%1 was not found.").replace("%1", str(source)))
        config = self.form.check()
        if not isinstance(config, PrepareConfig):
            return self.need(self.tr("Mend what is marked in the form."))
        home = self.folder / free_name(self.folder, self.name.text() or source.stem)
        self.need("")
        return training_command.prepare(self.kind.currentData(), source.absolute(), home, config)

    def take(self, path: Path) -> None:
        """Prepare this folder or file."""
        if not DATA_SETS[self.kind.currentData()].file and path.is_file():
            found = [name for name, kind in DATA_SETS.items() if kind.file == path.suffix.lower()]
            self.kind.setCurrentIndex(self.kind.findData(found[0]))
        self.source.line.setText(str(path))

    @Slot()
    def _on_kind(self) -> None:
        kind = DATA_SETS[self.kind.currentData()]
        self._about.setText(schema_word(kind.help))
        self.source.ending = kind.file
        self.source.line.setPlaceholderText(
            self.tr("a file, %1").replace("%1", f"*{kind.file}")
            if kind.file
            else self.tr("a folder")
        )
        self.changed.emit()

    def _kinds(self) -> Mapping[str, str]:
        own = dict(
            zip(
                _OWN,
                (
                    self.tr("My clips: a folder per class"),
                    self.tr("My clips: a table (CSV)"),
                    self.tr("Videos without labels"),
                ),
                strict=True,
            )
        )
        known = {
            name: kind.help.partition(":")[0].partition(" stills")[0]
            for name, kind in DATA_SETS.items()
            if name not in own
        }
        return own | known | {"reference": self.tr("Lists of the reference code")}


_OWN = ("folder", "csv", "videos")


def _say_nothing(error: Exception) -> None:
    """Evaluating says what is wrong with a run or its data."""
    if not isinstance(error, OSError | ValueError | KeyError | TypeError):
        raise error


class _RunForm(StepForm):
    """A step that works on a fine-tuned run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = FolderChoice(parent=self)
        self.add_row(self.tr("Run"), self.run, self.tr("The fine-tuned run"))
        self.run.picked.connect(self._on_run)

    def offer(self, homes: Sequence[Home], folder: Path) -> None:
        """Runs with a checkpoint."""
        super().offer(homes, folder)
        self.run.offer(
            [
                (home.path.name, str(home.path))
                for home in homes
                if home.step.fine_tunes
                and any((home.path / name).exists() for name in (BEST, LAST))
            ]
        )

    def choose(self, path: Path) -> None:
        """Work on this run."""
        if self.run.findData(str(path)) >= 0:
            self.run.choose(str(path))
            self._on_run()

    @Slot()
    def _on_run(self) -> None:
        self.changed.emit()

    def checked_run(self) -> Path | None:
        """The chosen run."""
        if not self.run.value:
            self.need(self.tr("Fine-tune a run first: step 3."))
            return None
        return Path(self.run.value)


class EvaluateForm(_RunForm):
    """Measures a run on clips that it has not learned from.

    Where the data has no test part, the validation part is proposed, and what that means is said.

    Args:
        tasks: Look into the data of runs.
        parent: The owner.
    """

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._looked_at = ""
        self.title = self.tr("Evaluate")
        self.text = self.tr(
            "Measures a run on a part of its data, through the same steps as the analysis. The "
            "test part never chooses a model: look at it once, after everything is chosen."
        )
        self.verb = self.tr("Evaluate")
        self._caption = self.add_caption()
        names = {
            "split": self.tr("Part"),
            "protocol": self.tr("Windows of a clip"),
            "windows": self.tr("Windows per clip"),
            "levels": self.tr("Levels of a dimension"),
        }
        self.form = SchemaForm(EvaluateConfig, first=("split",), names=names)
        self._name_parts()
        self.form.set_values(EvaluateConfig())
        self.add_form(self.form)

    def _name_parts(self) -> None:
        part = self.part = cast("QComboBox", self.form.control("split"))
        for name, text in (
            ("test", self.tr("Test")),
            ("val", self.tr("Validation")),
            ("train", self.tr("Training")),
        ):
            part.setItemText(part.findData(name), text)

    @Slot()
    def _on_run(self) -> None:
        """Propose the part that the data of another run has."""
        super()._on_run()
        run = self.run.value
        if run and run != self._looked_at:
            self._looked_at = run
            self._caption.clear()
            part = self.part.currentData()
            self._tasks.run(
                lambda _task: has_test_part(Path(run)),
                lambda there: self._propose(run, part, has_test=there),
                failed=_say_nothing,
            )

    def _propose(self, run: str, part: str, *, has_test: bool) -> None:
        """Unless another run or part was chosen meanwhile."""
        if run != self.run.value or part != self.part.currentData():
            return
        self.part.setCurrentIndex(self.part.findData("test" if has_test else "val"))
        text = self.tr(
            "This data has no test part, so the validation part is proposed. The run was chosen by "
            "it: the metrics are better than on new clips."
        )
        if (Path(run) / CROSS_VALIDATION).exists():
            text = self.tr(
                "Cross-validation has evaluated this run: open its report. It has learned from all "
                "clips, so there is no other part to evaluate it on."
            )
        self._caption.setText("" if has_test else text)

    def use_validation(self) -> None:
        """Choose the part that there always is."""
        self.part.setCurrentIndex(self.part.findData("val"))

    def order(self) -> Order | None:
        """Evaluate."""
        run = self.checked_run()
        config = self.form.check()
        if run is None:
            return None
        if not isinstance(config, EvaluateConfig):
            return self.need(self.tr("Mend what is marked in the form."))
        self.need("")
        return training_command.evaluate(run, config)


class ExportForm(_RunForm):
    """Makes a model of a run.

    Args:
        models: Where the user's own models are kept.
        parent: The owner.
    """

    def __init__(self, models: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Export")
        self.text = self.tr(
            "Makes a model of a run, calibrated, with the metrics of its evaluations on "
            "its card. It then appears in Models, ready to analyse."
        )
        self.verb = self.tr("Export")
        self._models = models
        self._proposed = ""
        self.form = SchemaForm(
            ExportConfig,
            first=("name", "title", "licence"),
            names={
                "name": self.tr("Name"),
                "title": self.tr("Title"),
                "licence": self.tr("Licence"),
                "onnx": self.tr("ONNX too"),
            },
        )
        self.add_form(self.form)
        self._on_run()

    def order(self) -> Order | None:
        """Export."""
        run = self.checked_run()
        if run is None:
            return None
        config = self.form.check()
        if not isinstance(config, ExportConfig):
            return self.need(self.tr("Give the model a name."))
        if (self._models / config.name).exists():
            text = self.tr("There is a model %1 already: choose another name.")
            return self.need(text.replace("%1", config.name))
        self.need("")
        return training_command.export(run, self._models, config)

    @Slot()
    def _on_run(self) -> None:
        """Propose the run's name, unless the user has entered one."""
        line = self.form.control("name")
        if isinstance(line, QLineEdit) and line.text() in ("", self._proposed):
            name = Path(self.run.value).name.lower().replace(" ", "-") if self.run.value else ""
            self._proposed = free_name(self._models, name) if name else ""
            line.setText(self._proposed)
        self.changed.emit()
