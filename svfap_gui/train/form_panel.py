"""The middle of the training view: the form of the chosen step and the button that starts it.

Starts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX
from svfap_gui.train.files import StepKind
from svfap_gui.train.forms import StepForm


class TrainFormPanel(QFrame):
    """Empty until it gets its forms.

    Args:
        start: The action of the button below the form.
        parent: The owner.
    """

    def __init__(self, start: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(scaled(260))
        self._forms: Mapping[StepKind, StepForm] = {}
        self._title = QLabel(self)
        self._title.setObjectName("title")
        self._text = QLabel(self)
        self._text.setObjectName("muted")
        self._text.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("drawer")
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._missing = QLabel(self)
        self._missing.setObjectName("caption")
        self._missing.setWordWrap(True)
        self._missing.hide()
        self._start = QToolButton(self)
        self._start.setObjectName("primary")
        self._start.setDefaultAction(start)
        self._start.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._start.setFixedHeight(scaled(CONTROL_PX))
        self._start.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()

    @property
    def form(self) -> StepForm | None:
        """The form that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, StepForm) else None

    def set_forms(self, forms: Mapping[StepKind, StepForm]) -> None:
        """One for each step."""
        self._forms = forms
        for form in forms.values():
            self._stack.addWidget(form)

    def show_step(self, step: StepKind) -> None:
        """Show a step's form."""
        form = self._forms.get(step)
        if form is None:
            return
        self._stack.setCurrentWidget(form)
        self._title.setText(form.title)
        self._text.setText(form.text)
        self._area.verticalScrollBar().setValue(0)

    def show_missing(self, text: str) -> None:
        """Say why the step cannot be started; empty where it can."""
        self._missing.setText(text)
        self._missing.setVisible(bool(text))

    def _lay_out(self) -> None:
        self._area = QScrollArea(self)
        self._area.setWidget(self._stack)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, GRID_PX, 0)
        foot.addWidget(self._start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX - 4, GRID_PX, PADDING_PX - 4)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(GRID_PX)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._missing)
        layout.addLayout(foot)
