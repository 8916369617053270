"""The dialog that changes one code: label, times, comment. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from svfap_core.codes.coding import Code, Coding
from svfap_gui.analyse.codes.words import time_text
from svfap_gui.analyse.prompts import parse_time
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_COMMENT_PX = 72


class CodeDialog(QDialog):
    """Deletes itself when it is closed.

    Args:
        code: What is changed.
        coding: Offers tiers and labels.
        then: Gets the changes when the user agrees; says whether they go together.
        remove: Called to remove the code.
        parent: What it lies over.
    """

    def __init__(
        self,
        code: Code,
        coding: Coding,
        then: Callable[[dict[str, Any]], bool],
        remove: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Change code"))
        self._code, self._coding, self._then = code, coding, then
        self.tier = QComboBox(self)
        self.tier.addItems(coding.tier_names)
        self.tier.setCurrentText(code.tier)
        self.label = QComboBox(self)
        self.label.setEditable(True)
        self._offer_labels()
        self.label.setEditText(code.label)
        self.tier.currentTextChanged.connect(self._offer_labels)
        self._shown_start = time_text(code.start_s)
        self._shown_end = "" if code.end_s is None else time_text(code.end_s)
        self.start = QLineEdit(self._shown_start, self)
        self.end = QLineEdit(self._shown_end, self)
        self.end.setPlaceholderText(self.tr("still open"))
        self.comment = QPlainTextEdit(code.comment, self)
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(scaled(_COMMENT_PX))
        self.problem = QLabel(self)
        self.problem.setObjectName("fieldError")
        self.problem.setWordWrap(True)
        self.problem.hide()
        form = QFormLayout()
        form.setSpacing(GRID_PX)
        form.addRow(self.tr("Code"), self.label)
        form.addRow(self.tr("Tier"), self.tier)
        form.addRow(self.tr("Begin"), self.start)
        form.addRow(self.tr("End"), self.end)
        form.addRow(self.tr("Comment"), self.comment)
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        make_primary(buttons.button(box.Ok))
        gone = buttons.addButton(self.tr("Remove"), QDialogButtonBox.ButtonRole.DestructiveRole)
        gone.clicked.connect(remove)
        gone.clicked.connect(self.reject)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(scaled(360))
        self.comment.setFocus()

    @Slot()
    def _offer_labels(self) -> None:
        tier = self._coding.scheme.tier(self.tier.currentText())
        text = self.label.currentText()
        self.label.clear()
        self.label.addItems([d.name for d in tier.definitions] if tier is not None else [])
        self.label.setEditText(text)

    @Slot()
    def _agree(self) -> None:
        changes: dict[str, Any] = {
            "tier": self.tier.currentText(),
            "label": self.label.currentText(),
            "comment": self.comment.toPlainText(),
        }
        # Times that were only shown, rounded to milliseconds, stay as exact as they are.
        if self.start.text() != self._shown_start:
            changes["start_s"] = parse_time(self.start.text())
            if self._code.is_point:
                changes["end_s"] = changes["start_s"]  # A point stays one.
        if self.end.text() != self._shown_end:
            changes["end_s"] = parse_time(self.end.text())
        is_wrong = self.end.text().strip() and changes.get("end_s", 0.0) is None
        if is_wrong or changes.get("start_s", 0.0) is None:
            self._tell(self.tr("Write times as seconds, m:ss or h:mm:ss, with decimals."))
            return
        if self._then(changes):
            self.accept()
        else:
            self._tell(self.tr("The end must not be before the start."))

    def _tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()
