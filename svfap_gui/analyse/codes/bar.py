"""The line above the lanes of codes: coding on or off, and which codes are open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from svfap_gui.analyse.codes.words import keys_words, open_words, range_words
from svfap_gui.analyse.codes.work import CodeWork
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.parts.actions import Action
from svfap_gui.parts.elided import Elided
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX


class CodesBar(QFrame):
    """Says what a key would do.

    Args:
        work: What is coded.
        document: Whose range keys code.
        parent: The owner.
    """

    def __init__(self, work: CodeWork, document: AnalyseController, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._document = document
        self._missed = ""
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID_PX)
        self.text = Elided(self)
        self.text.setAccessibleName(self.tr("What is being coded"))
        work.mode_changed.connect(self._show)
        self._show()

    def add_actions(self, mode: Action, others: tuple[Action, ...]) -> None:
        """The button that turns coding on, and what stands at the right."""
        self.mode = self._button(mode, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._layout.addWidget(self.mode)
        self._layout.addWidget(self.text, 1)
        for action in others:
            button = self._button(action, Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setObjectName("iconButton")
            button.setFixedSize(square(CONTROL_PX - 2))
            self._layout.addWidget(button)

    def miss(self, key: str) -> None:
        """Say that a key codes nothing, until something is coded."""
        self._missed = key
        self._show()

    @Slot()
    def _show(self) -> None:
        self.text.show_text(self._words())
        self.text.setObjectName("" if self._work.on or self._work.coding.running else "muted")
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self._missed = ""

    def _words(self) -> str:
        work, coding = self._work, self._work.coding
        parts: list[str] = []
        if self._missed:
            parts.append(self.tr("No code has the key %1").replace("%1", self._missed))
        if coding.running:
            parts.append(open_words(coding.running))
        if work.on and (chosen := self._document.range) is not None:
            parts.append(range_words(chosen))
        if work.on and not parts:
            keys = keys_words(coding.scheme)
            text = self.tr("Keys: %1") if keys else self.tr("No code has a key: change the scheme.")
            parts.append(text.replace("%1", keys))
        if not parts:
            count = self.tr("%n code(s)", "", len(coding.codes))
            by = self.tr("%1 by %2").replace("%1", count).replace("%2", coding.coder)
            parts.append(by if coding.coder else count)
        return " · ".join(parts)

    def _button(self, action: Action, style: Qt.ToolButtonStyle) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(style)
        button.setIconSize(square(16))
        button.setFixedHeight(scaled(CONTROL_PX - 2))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button
