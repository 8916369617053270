"""A form made from a pydantic config: a control per field, its limits, unit and description.

What no control fits (several heads, open unions) is a line of YAML, so that every field of every
config can be set. Knows no particular config.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from svfap_core.run_settings import leaves
from svfap_gui.parts.field_controls import Control, control_for, unit_of
from svfap_gui.parts.fold import Fold
from svfap_gui.parts.problem_words import problem_words
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.words import schema_word
from trainer.recipes import merged


class SchemaForm(QWidget):
    """Edits a config as a mapping of plain values; the config itself is checked on demand.

    Args:
        config: The pydantic class.
        first: Dotted names of the fields that are always in sight, in this order; the others wait
            under "More". Empty: all fields are in sight.
        names: What fields and groups are called, by their dotted names; others by the name in the
            schema. A group that is called nothing has no title.
        hidden: Dotted names of fields that are set by other means.
        controls: Makes the controls of fields that have one of their own, by their dotted names.
        parent: The owner.
    """

    changed = Signal()

    def __init__(
        self,
        config: type[BaseModel],
        *,
        first: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
        hidden: Sequence[str] = (),
        controls: Mapping[str, Callable[[QWidget], Control]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._config = config
        self._names = dict(names or {})
        self._hidden = frozenset(hidden)
        self._makers = dict(controls or {})
        self._controls: dict[str, Control] = {}
        self._errors: dict[str, QLabel] = {}
        fields = {name: field for name, field in leaves(config) if name not in self._hidden}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX)
        layout.addLayout(self._rows(first or list(fields), fields))
        rest = [name for name in fields if name not in first] if first else []
        if rest:
            layout.addWidget(self._more(rest, fields))
        layout.addStretch(1)

    # -- values ----------------------------------------------------------------------------------

    def set_values(self, config: BaseModel) -> None:
        """Show a config, or a part of one."""
        for name, control in self._controls.items():
            value: Any = config
            for part in name.split("."):
                value = getattr(value, part, None)
            control.set_value(value)
        self.clear_errors()

    def values(self) -> dict[str, Any]:
        """What is entered, as nested plain values; a text that is no YAML stays a text."""
        found: dict[str, Any] = {}
        for name, control in self._controls.items():
            *outer, last = name.split(".")
            place = found
            for part in outer:
                place = place.setdefault(part, {})
            place[last] = control.value()
        return found

    def check(self, more: Mapping[str, Any] | None = None) -> BaseModel | None:
        """The config with what is entered, or `None`, with the reasons beside the fields.

        Args:
            more: Values of hidden fields.
        """
        self.clear_errors()
        try:
            return self._config.model_validate(merged(self.values(), dict(more or {})))
        except ValidationError as error:
            for problem in error.errors():
                place = tuple(str(part) for part in problem["loc"])
                self.show_error(place, problem_words(problem))
            return None

    def control(self, name: str) -> QWidget:
        """The control of a field, by its dotted name."""
        return self._controls[name].widget

    def error_of(self, name: str) -> str:
        """What is wrong with a field; empty when nothing."""
        return self._errors[name].text()

    # -- building --------------------------------------------------------------------------------

    def _rows(self, names: Sequence[str], fields: Mapping[str, FieldInfo]) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * GRID_PX)
        form.setVerticalSpacing(GRID_PX)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        group = ""
        for name in names:
            outer, _, last = name.rpartition(".")
            heading = self._names.get(outer, schema_word(outer.replace("_", " ")))
            if outer != group and len(names) > len(fields) // 2 and heading:
                title = QLabel(heading, self)
                title.setObjectName("title")
                form.addRow(title)
            group = outer
            make = self._makers.get(name)
            control = make(self) if make else control_for(fields[name], unit_of(last), self)
            text = self._names.get(name) or schema_word(last.replace("_", " "))
            label = QLabel(text, self)
            label.setBuddy(control.widget)
            description = schema_word(fields[name].description or "")
            for widget in (label, control.widget):
                widget.setToolTip(f"{description}\n{name}" if description else name)
            control.widget.setAccessibleName(text)
            control.widget.setAccessibleDescription(description)
            error = QLabel(self)
            error.setObjectName("fieldError")
            error.setWordWrap(True)
            error.hide()
            column = QVBoxLayout()
            column.setSpacing(2)
            # Else the frame of its focus would be as wide as the form.
            beside = isinstance(control.widget, QCheckBox)
            side = Qt.AlignmentFlag.AlignLeft if beside else Qt.AlignmentFlag(0)
            column.addWidget(control.widget, 0, side)
            column.addWidget(error)
            form.addRow(label, column)
            control.on_change(self.changed.emit)
            self._controls[name], self._errors[name] = control, error
        return form

    def _more(self, names: Sequence[str], fields: Mapping[str, FieldInfo]) -> QWidget:
        part = QWidget(self)
        part.setLayout(self._rows(names, fields))
        self.rest = Fold(self.tr("More settings"), part, self)
        return self.rest

    # -- errors ----------------------------------------------------------------------------------

    def clear_errors(self) -> None:
        """Forget what was wrong."""
        for label in self._errors.values():
            label.clear()
            label.hide()

    def owner(self, place: tuple[str, ...], text: str = "") -> str | None:
        """The field that an error belongs to; `None` if it is not in this form.

        Args:
            place: Where pydantic says it is: a field, something in it, or a group of fields.
            text: What is wrong; of a group, the field that is named in it is the one.
        """
        whole = ".".join(place)
        inside = [name for name in self._errors if name.startswith(f"{whole}.")]
        if inside:
            named = [name for name in inside if name.rpartition(".")[2] in text]
            return max(named, key=len, default=inside[0])
        ends = range(len(place), 0, -1)
        fields = (".".join(place[:end]) for end in ends)
        return next((field for field in fields if field in self._errors), None)

    def show_error(self, place: tuple[str, ...], text: str) -> None:
        """At the field it belongs to; what belongs to several stands at the first."""
        name = self.owner(place, text) or next(iter(self._errors), None)
        if name is None:
            return
        label = self._errors[name]
        label.setText(f"{label.text()}\n{text}".strip())
        label.show()
        if label.isHidden() or not label.isVisibleTo(self):
            self.rest.button.setChecked(True)
