"""The forms of pre-training and fine-tuning: a recipe, a data set, where to begin, a name.

Starts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from svfap_gui.parts.folder_choice import FolderChoice
from svfap_gui.parts.schema_form import SchemaForm
from svfap_gui.parts.words import schema_word
from svfap_gui.train import command as training_command
from svfap_gui.train.choices import FoldsChoice
from svfap_gui.train.command import Order
from svfap_gui.train.files import Home, StepKind, free_name
from svfap_gui.train.forms import StepForm
from trainer.config import FinetuneConfig, PretrainConfig, RunConfig
from trainer.folder import BEST, LAST
from trainer.recipes import preset_names, preset_summary, read_values

_RUN: TypeAdapter[RunConfig] = TypeAdapter(RunConfig)
_FIRST = {
    StepKind.PRETRAIN: ("pretrain-tiny", "paper-pretrain"),
    StepKind.FINETUNE: ("finetune-tiny", "finetune-base"),
}
_BUNDLED = "svfap-tiny"


class RecipeForm(StepForm):
    """A preset of the trainer and what is wanted otherwise.

    Args:
        step: `PRETRAIN` or `FINETUNE`.
        parent: The owner.
    """

    def __init__(self, step: StepKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        fine = step is StepKind.FINETUNE
        self._tell(fine=fine)
        self._start: RunConfig | None = None
        self._pretrained: set[str] = set()
        self.preset = QComboBox(self)
        for name in self._presets():
            self.preset.addItem(name, name)
        self.preset.insertSeparator(len(_FIRST[step]))
        self.add_row(
            self.tr("Recipe"), self.preset, self.tr("Settings that go together; change any of them")
        )
        self._about = self.add_caption()
        self.data = FolderChoice(parent=self)
        self.add_row(self.tr("Data set"), self.data, self.tr("What is learned from: see step 1"))
        self.begin = FolderChoice(nothing=self.tr("From nothing"), parent=self)
        self.add_row(
            self.tr("Begin with"),
            self.begin,
            self.tr("A run or model whose network is gone on from"),
        )
        self._add_test(fine=fine)
        self.name = QLineEdit(self)
        self.add_row(self.tr("Name"), self.name, self.tr("What the run is to be called"))
        self.form = SchemaForm(
            FinetuneConfig if fine else PretrainConfig,
            first=("recipe.epochs", "recipe.batch_size", "recipe.lr" if fine else "mask_ratio"),
            names={
                "recipe.epochs": self.tr("Epochs"),
                "recipe.batch_size": self.tr("Clips per step"),
                "recipe.lr": self.tr("Learning rate"),
                "mask_ratio": self.tr("Hidden share"),
                "data.val_share": self.tr("Share for validation"),
                "data.test_share": self.tr("Share for testing"),
                "data.windows_per_clip": self.tr("Windows per clip"),
                "data.workers": self.tr("Processes that read clips"),
            },
            hidden=("data.manifests", "init"),
        )
        self.add_form(self.form)
        self.preset.currentIndexChanged.connect(self._on_preset)
        self.data.picked.connect(self.changed)
        self.begin.picked.connect(self.changed)
        self.name.textChanged.connect(self.changed)
        self.tested.currentIndexChanged.connect(self._on_tested)
        self.folds.changed.connect(self.changed)
        self._on_preset()

    def order(self) -> Order | None:
        """Train."""
        if not self.data.value:
            return self.need(
                self.tr("Prepare a data set first (step 1), or choose another folder.")
            )
        config = self.form.check(
            {
                "kind": self.step.value,
                "data": {"manifests": [self.data.value]},
                "init": self.begin.value or None,
            }
        )
        if self._start is None or not isinstance(config, PretrainConfig | FinetuneConfig):
            return self.need(self.tr("Mend what is marked in the form."))
        self.need("")
        step = StepKind.CROSS_VALIDATE if self._cross_validates else self.step
        wanted = self.name.text() or f"{Path(self.data.value).name}-{step}"
        home = self.folder / free_name(self.folder, wanted)
        asked = (self.preset.currentData(), self._start, config, home)
        if self._cross_validates:
            return training_command.cross_validate(*asked, self.folds.value)
        return training_command.train(*asked)

    def offer(self, homes: Sequence[Home], folder: Path) -> None:
        """Data sets to learn from and runs to begin with."""
        super().offer(homes, folder)
        self.data.offer([(home.path.name, str(home.path)) for home in homes if home.is_data])
        fine = self.step is StepKind.FINETUNE
        usable = [
            home
            for home in homes
            if (home.step is StepKind.PRETRAIN or (fine and home.step.fine_tunes))
            and any((home.path / name).exists() for name in (BEST, LAST))
        ]
        runs = [(home.path.name, str(home.path)) for home in usable]
        self._pretrained = {str(h.path) for h in usable if h.step is StepKind.PRETRAIN}
        bundled = [(_BUNDLED, _BUNDLED)] if fine else []
        self.begin.offer([*bundled, *runs])

    def choose(self, path: Path) -> None:
        """Learn from this data set, or begin with this pre-training."""
        if self.data.findData(str(path)) >= 0:
            self.data.choose(str(path))
        elif self.step is StepKind.FINETUNE and str(path) in self._pretrained:
            self.begin.choose(str(path))
        self.changed.emit()

    @Slot()
    def _on_preset(self) -> None:
        """Show what a preset says."""
        name: str = self.preset.currentData()
        self._start = _RUN.validate_python(read_values(name))
        self._about.setText(schema_word(preset_summary(name)))
        with QSignalBlocker(self.form):
            self.form.set_values(self._start)
        start = self._start.init
        self.begin.choose(str(start) if start else "")
        self.changed.emit()

    @property
    def _cross_validates(self) -> bool:
        return self.step is StepKind.FINETUNE and self.tested.currentIndex() == 1

    def _add_test(self, *, fine: bool) -> None:
        """What a run is tested on; of no use to pre-training, which shows nothing of it."""
        self.tested = QComboBox(self)
        self.tested.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.tested.addItem(self.tr("The test part"))
        self.tested.addItem(self.tr("Every clip (cross-validation)"))
        self.folds = FoldsChoice(self)
        self.add_row(
            self.tr("Test on"), self.tested, self.tr("Clips that say how good the model is")
        )
        self.add_row(
            self.tr("Folds"), self.folds, self.tr("Into how many parts the clips are divided")
        )
        self._about_test = self.add_caption()
        self._about_test.setText(
            self.tr(
                "For few clips: a run for each fold learns from the others and is tested on it. A "
                "final run then learns from all clips."
            )
        )
        self.rows.setRowVisible(self.tested, fine)
        self._show_test()

    def _show_test(self) -> None:
        self.rows.setRowVisible(self.folds, self._cross_validates)
        self.rows.setRowVisible(self._about_test, self._cross_validates)

    @Slot()
    def _on_tested(self) -> None:
        self._show_test()
        across = self._cross_validates
        self.verb = self.tr("Cross-validate") if across else self.tr("Fine-tune")
        self.changed.emit()

    def _presets(self) -> list[str]:
        first = _FIRST[self.step]
        kind = self.step.value
        return [*first, *(n for n in preset_names() if n not in first and _kind(n) == kind)]

    def _tell(self, *, fine: bool) -> None:
        if fine:
            self.title, self.verb = self.tr("Fine-tune"), self.tr("Fine-tune")
            self.text = self.tr(
                "Teaches a network the classes or dimensions of your labels. Start from "
                "the built-in model, or from a run of your own."
            )
        else:
            self.title, self.verb = self.tr("Pre-train"), self.tr("Pre-train")
            self.text = self.tr(
                "A network learns what faces look like by guessing hidden parts of them. It needs "
                "many clips and no labels; with few, leave it out and fine-tune."
            )


@cache
def _kind(preset: str) -> str:
    return str(read_values(preset)["kind"])
