"""What an evaluation found: headline figures with their intervals, and the confusion matrix.

Knows one evaluation at a time, as its file has it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import affect_name
from svfap_gui.train.confusion_matrix import ConfusionMatrix

_COLUMNS = 3


class TrainFigures(QWidget):
    """Shows an `evaluation.json`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = ConfusionMatrix(self)
        self._heading = QLabel(self)
        self._heading.setObjectName("caption")
        self._heading.setWordWrap(True)
        self._note = QLabel(self)
        self._note.setObjectName("caption")
        self._note.setWordWrap(True)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(3 * GRID_PX)
        self._figures.setVerticalSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self._heading)
        layout.addLayout(self._figures)
        layout.addWidget(self.matrix, 1)
        layout.addWidget(self._note)

    def show_file(self, path: Path | None) -> None:
        """Show the evaluation in a file; nothing where there is none."""
        found = _read(path) if path else {}
        self._clear()
        if not found:
            self._heading.setText(self.tr("This run was not evaluated yet: see step 4."))
            self._note.clear()
            self.matrix.setVisible(False)
            return
        heading = self.tr("%1, part %2, %3 clips: %4")
        split = self._parts().get(found["split"], found["split"])
        parts = (found["data_set"], split, f"{found['n']:,}", found["protocol"])
        for number, text in enumerate(parts, start=1):
            heading = heading.replace(f"%{number}", str(text))
        self._heading.setText(heading)
        classes, dimensions = found.get("classes"), found.get("dimensions") or {}
        if classes:
            self._add(self.tr("accuracy (WAR)"), classes["war"], percent=True)
            self._add(self.tr("mean recall (UAR)"), classes["uar"], percent=True)
            self._add(self.tr("weighted F1"), classes["f1_weighted"], percent=True)
            self.matrix.show_counts(found["labels"], classes["confusion"])
        for name, figures in dimensions.items():
            self._add(
                self.tr("%1, CCC").replace("%1", affect_name(name)), figures["ccc"], percent=False
            )
        self.matrix.setVisible(bool(classes))
        chosen_by = self.tr("The run was chosen by this part: expect less on new clips.")
        notes = [spoken(found["caution"])] if found.get("caution") else []
        notes += [chosen_by] if found["split"] == "val" else []
        self._note.setText(" ".join([*notes, self._intervals(found)]))

    def _parts(self) -> dict[str, str]:
        return {
            "test": self.tr("test"),
            "val": self.tr("validation"),
            "train": self.tr("training"),
        }

    def _intervals(self, found: dict[str, Any]) -> str:
        units = self.tr("persons") if found.get("resampled") == "subjects" else self.tr("clips")
        text = self.tr("In brackets: 95 % intervals over %1.")
        return text.replace("%1", units)

    def _add(self, name: str, figure: dict[str, float | None], *, percent: bool) -> None:
        place = self._figures.count()
        row, column = 2 * (place // 2 // _COLUMNS), place // 2 % _COLUMNS
        value = QLabel(_as_text(figure, percent=percent), self)
        value.setObjectName("title")
        label = QLabel(f"{name}, n = {figure['n']:,}" if "n" in figure else name, self)
        label.setObjectName("caption")
        self._figures.addWidget(label, row, column, Qt.AlignmentFlag.AlignLeft)
        self._figures.addWidget(value, row + 1, column, Qt.AlignmentFlag.AlignLeft)
        self._figures.setColumnStretch(_COLUMNS, 1)

    def _clear(self) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


def _as_text(figure: dict[str, float | None], *, percent: bool) -> str:
    def one(value: float) -> str:
        return f"{100 * value:.1f}" if percent else f"{value:.3f}"

    value, low, high = (figure.get(name) for name in ("value", "low", "high"))
    if value is None:
        return "\N{EN DASH}"
    text = one(value) + (" %" if percent else "")
    if low is None or high is None:
        return text
    return f"{text} ({one(low)}\N{EN DASH}{one(high)})"


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "labels" in found else {}
