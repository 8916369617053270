"""A form made from a pydantic config: a control per field, its limits, unit and description.

What no control fits (several heads, open unions) is a line of YAML, so that every field of every
config can be set. Knows no particular config.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.theme import GRID_PX
from trainer.recipes import merged

_UNITS = {"_s": "s", "_px": "px", "_deg": "°", "_mb": "MB", "_fps": "fps"}
_LARGEST = 2**31 - 1
_DECIMALS = 6


class SchemaForm(QWidget):
    """Edits a config as a mapping of plain values; the config itself is checked on demand.

    Args:
        config: The pydantic class.
        first: Dotted names of the fields that are always in sight, in this order; the others wait
            under "More". Empty: all fields are in sight.
        names: What fields are called, by their dotted names; others by the name in the schema.
        hidden: Dotted names of fields that are set by other means.
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._config = config
        self._names = dict(names or {})
        self._hidden = frozenset(hidden)
        self._controls: dict[str, _Control] = {}
        self._errors: dict[str, QLabel] = {}
        fields = {name: field for name, field in _leaves(config) if name not in self._hidden}
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
        self._clear_errors()

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
        self._clear_errors()
        try:
            return self._config.model_validate(merged(self.values(), dict(more or {})))
        except ValidationError as error:
            for problem in error.errors():
                self._show_error(tuple(str(part) for part in problem["loc"]), problem["msg"])
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
            if outer != group and len(names) > len(fields) // 2 and outer:
                title = QLabel(self._names.get(outer, outer.replace("_", " ")), self)
                title.setObjectName("title")
                form.addRow(title)
            group = outer
            control = _control(fields[name], _unit(last), self)
            text = self._names.get(name, last.replace("_", " "))
            label = QLabel(text, self)
            label.setBuddy(control.widget)
            description = fields[name].description or ""
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
            column.addWidget(control.widget)
            column.addWidget(error)
            form.addRow(label, column)
            control.on_change(self.changed.emit)
            self._controls[name], self._errors[name] = control, error
        return form

    def _more(self, names: Sequence[str], fields: Mapping[str, FieldInfo]) -> QWidget:
        holder = QWidget(self)
        self._more_button = QToolButton(holder)
        self._more_button.setText(self.tr("More settings"))
        self._more_button.setCheckable(True)
        self._more_button.setArrowType(Qt.ArrowType.RightArrow)
        self._more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more_part = QWidget(holder)
        self._more_part.setLayout(self._rows(names, fields))
        self._more_part.hide()
        self._more_button.toggled.connect(self._show_more)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, GRID_PX, 0, 0)
        layout.addWidget(self._more_button)
        layout.addWidget(self._more_part)
        return holder

    @Slot(bool)
    def _show_more(self, shown: bool) -> None:  # noqa: FBT001  # Qt's signal
        self._more_part.setVisible(shown)
        arrow = Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow
        self._more_button.setArrowType(arrow)

    # -- errors ----------------------------------------------------------------------------------

    def _clear_errors(self) -> None:
        for label in self._errors.values():
            label.clear()
            label.hide()

    def _show_error(self, place: tuple[str, ...], text: str) -> None:
        """At the field it belongs to; what belongs to several stands at the first."""
        name = next(
            (
                candidate
                for end in range(len(place), 0, -1)
                for candidate in self._errors
                if candidate == ".".join(place[:end])
                or candidate.startswith(".".join(place[:end]) + ".")
            ),
            next(iter(self._errors), None),
        )
        if name is None:
            return
        label = self._errors[name]
        text = text.removeprefix("Value error, ")
        label.setText(f"{label.text()}\n{text}".strip())
        label.show()
        if label.isHidden() or not label.isVisibleTo(self):
            self._more_button.setChecked(True)


class _Control:
    """A widget, how to read and write it, and how to hear of changes."""

    def __init__(
        self,
        widget: QWidget,
        read: Callable[[], Any],
        write: Callable[[Any], None],
        signal: Any,
    ) -> None:
        self.widget = widget
        self.value = read
        self.set_value = write
        self._signal = signal

    def on_change(self, act: Callable[[], None]) -> None:
        """Call `act` after every change."""

        def heard(*_: object) -> None:
            act()

        self._signal.connect(heard)


def _leaves(config: type[BaseModel], prefix: str = "") -> list[tuple[str, FieldInfo]]:
    """All fields with their dotted names; a field that tells configs apart has no choice."""
    found: list[tuple[str, FieldInfo]] = []
    for name, field in config.model_fields.items():
        kind = field.annotation
        if typing.get_origin(kind) is typing.Literal and len(typing.get_args(kind)) == 1:
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found += _leaves(kind, f"{prefix}{name}.")
        else:
            found.append((prefix + name, field))
    return found


def _unit(name: str) -> str:
    return next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), "")


def _control(field: FieldInfo, unit: str, parent: QWidget) -> _Control:
    kind, optional = _without_none(field.annotation)
    if typing.get_origin(kind) is typing.Literal:
        return _choice(typing.get_args(kind), optional=optional, parent=parent)
    if optional:
        return _path(parent) if kind is Path else _line(parent)
    if kind is bool:
        return _check(parent)
    if kind is int:
        return _whole(field, unit, parent)
    if kind is float:
        return _number(field, unit, parent)
    return _path(parent) if kind is Path else _line(parent)


def _without_none(kind: Any) -> tuple[Any, bool]:
    if typing.get_origin(kind) not in (types.UnionType, typing.Union):
        return _bare(kind), False
    kinds = [part for part in typing.get_args(kind) if part is not type(None)]
    optional = len(kinds) < len(typing.get_args(kind))
    return (_bare(kinds[0]) if len(kinds) == 1 else kind), optional


def _bare(kind: Any) -> Any:
    """Without `Annotated`."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    """The least and the greatest value; open ends count as closed, pydantic has the last word."""
    low: float | None = None
    high: float | None = None
    for constraint in field.metadata:
        for name in ("ge", "gt"):
            low = getattr(constraint, name, None) if low is None else low
        for name in ("le", "lt"):
            high = getattr(constraint, name, None) if high is None else high
    return low, high


def _check(parent: QWidget) -> _Control:
    box = QCheckBox(parent)
    return _Control(box, box.isChecked, lambda value: box.setChecked(bool(value)), box.toggled)


def _choice(choices: Sequence[Any], *, optional: bool, parent: QWidget) -> _Control:
    box = QComboBox(parent)
    if optional:
        box.addItem("\N{EN DASH}", None)
    for choice in choices:
        box.addItem(str(choice), choice)

    def write(value: Any) -> None:
        box.setCurrentIndex(max(0, box.findData(value)))

    return _Control(box, box.currentData, write, box.currentIndexChanged)


def _whole(field: FieldInfo, unit: str, parent: QWidget) -> _Control:
    box = _Whole(parent)
    low, high = _limits(field)
    box.setRange(int(low) if low is not None else -_LARGEST, int(high or _LARGEST))
    box.setSuffix(f" {unit}" if unit else "")
    box.setGroupSeparatorShown(True)
    return _Control(box, box.value, lambda value: box.setValue(int(value or 0)), box.valueChanged)


def _number(field: FieldInfo, unit: str, parent: QWidget) -> _Control:
    box = _Number(parent)
    low, high = _limits(field)
    box.setRange(low if low is not None else -1e9, high if high is not None else 1e9)
    box.setDecimals(_DECIMALS)
    box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    box.setSuffix(f" {unit}" if unit else "")
    return _Control(
        box, box.value, lambda value: box.setValue(float(value or 0.0)), box.valueChanged
    )


def _line(parent: QWidget) -> _Control:
    line = QLineEdit(parent)
    line.setPlaceholderText("\N{EN DASH}")

    def read() -> Any:
        text = line.text().strip()
        try:
            return yaml.safe_load(text) if text else None
        except yaml.YAMLError:
            return text

    def write(value: Any) -> None:
        line.setText(_as_yaml(value))

    return _Control(line, read, write, line.textChanged)


def _path(parent: QWidget) -> _Control:
    holder = _PathField(parent)
    return _Control(holder, holder.path, holder.set_path, holder.line.textChanged)


class _PathField(QWidget):
    """A path to type, or to choose."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("\N{EN DASH}")
        self.setFocusProxy(self.line)
        browse = QToolButton(self)
        browse.setText("…")
        browse.setToolTip(self.tr("Choose a folder"))
        browse.setAccessibleName(self.tr("Choose a folder"))
        browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        browse.clicked.connect(self._browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX // 2)
        layout.addWidget(self.line, 1)
        layout.addWidget(browse)

    def path(self) -> str | None:
        """What is entered; `None` for nothing."""
        return self.line.text().strip() or None

    def set_path(self, value: Any) -> None:
        """Show a path."""
        self.line.setText("" if value is None else str(value))

    @Slot()
    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self.line.text())
        if name:
            self.line.setText(name)


class _Whole(QSpinBox):
    """Changes by the wheel only when it has the focus: a form is scrolled far more often."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Pass on without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Number(QDoubleSpinBox):
    """Shows no zeros that say nothing; see `_Whole` for the wheel."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """The shortest text of the value."""
        return self.locale().toString(value, "g", _DECIMALS)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Pass on without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _as_yaml(value: Any) -> str:
    """A value as one line of YAML; nothing for nothing."""
    if value is None:
        return ""
    text = yaml.safe_dump(_plain(value), default_flow_style=True, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in typing.cast("Sequence[Any]", value)]
    return str(value) if isinstance(value, Path) else value
