"""A control for a field of a pydantic config: by its type, limits and unit. Knows no form."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX
from svfap_gui.parts.words import schema_word

_UNITS = {"_s": "s", "_px": "px", "_deg": "°", "_mb": "MB", "_fps": "fps"}
_LARGEST = 2**31 - 1
# Fewer than a double has, so that steps of 0.1 stay tenths.
_DECIMALS = 15


class Control:
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


def unit_of(name: str) -> str:
    """The unit that a field's name ends in; empty for none."""
    return next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), "")


def control_for(field: FieldInfo, unit: str, parent: QWidget) -> Control:
    """What fits the field's type; a line of YAML where nothing else does."""
    kind, optional = _without_none(field.annotation)
    if typing.get_origin(kind) is typing.Literal:
        return _choice(typing.get_args(kind), optional=optional, parent=parent)
    if kind is Path:
        return _path(parent)
    if not optional:
        if several := _literals_of_a_tuple(kind):
            return _several(several, parent)
        if words := _literals_or_number(kind):
            return _choice_or_number(words, parent)
    if kind is str or (kind in (bool, int, float) and not optional):
        return _plain_control(field, kind, unit, parent, optional=optional)
    return (
        _choice((True, False), optional=True, parent=parent)
        if kind is bool
        else _line(unit, parent)
    )


def _plain_control(
    field: FieldInfo, kind: type, unit: str, parent: QWidget, *, optional: bool
) -> Control:
    if kind in (str, bool):
        return _text(optional=optional, parent=parent) if kind is str else _check(parent)
    return _whole(field, unit, parent) if kind is int else _number(field, unit, parent)


def _without_none(kind: Any) -> tuple[Any, bool]:
    if typing.get_origin(kind) not in (types.UnionType, typing.Union):
        return _bare(kind), False
    kinds = [part for part in typing.get_args(kind) if part is not type(None)]
    optional = len(kinds) < len(typing.get_args(kind))
    return (_bare(kinds[0]) if len(kinds) == 1 else kind), optional


def _bare(kind: Any) -> Any:
    """Without `Annotated`."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind


def _literals_of_a_tuple(kind: Any) -> tuple[str, ...]:
    """The choices of a tuple of any length; empty for everything else."""
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is not tuple or parts[1:] != (...,):
        return ()
    return typing.get_args(parts[0]) if typing.get_origin(parts[0]) is typing.Literal else ()


def _literals_or_number(kind: Any) -> tuple[str, ...]:
    """The words of a field that takes a whole number too; empty for everything else."""
    parts = typing.get_args(kind)
    if typing.get_origin(kind) not in (types.UnionType, typing.Union) or len(parts) != 2:
        return ()
    words = [part for part in parts if typing.get_origin(part) is typing.Literal]
    numbers = [part for part in parts if _bare(part) is int]
    return typing.get_args(words[0]) if words and numbers else ()


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


def _unset(unit: str, parent: QWidget) -> str:
    """What an empty control says, and the unit that it is entered in."""
    text = parent.tr("not set")
    return f"{text} ({unit})" if unit else text


def _check(parent: QWidget) -> Control:
    box = QCheckBox(parent)
    return Control(box, box.isChecked, lambda value: box.setChecked(bool(value)), box.toggled)


def _choice(choices: Sequence[Any], *, optional: bool, parent: QWidget) -> Control:
    box = QComboBox(parent)
    if optional:
        box.addItem(_unset("", parent), None)
    for choice in choices:
        word = {True: "yes", False: "no"}.get(choice, str(choice))
        box.addItem(schema_word(word), choice)

    def write(value: Any) -> None:
        box.setCurrentIndex(max(0, box.findData(value)))

    return Control(box, box.currentData, write, box.currentIndexChanged)


def _choice_or_number(words: Sequence[str], parent: QWidget) -> Control:
    """Words to choose from, in place of which a number may be typed."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    names = {schema_word(word): word for word in words}
    box.addItems(list(names))

    def read() -> Any:
        text = box.currentText().strip()
        return names.get(text, int(text) if text.isdigit() else text)

    def write(value: Any) -> None:
        box.setCurrentText(schema_word(value) if isinstance(value, str) else str(value))

    return Control(box, read, write, box.currentTextChanged)


def _several(choices: Sequence[str], parent: QWidget) -> Control:
    holder = _Several(choices, parent)
    return Control(holder, holder.chosen, holder.choose, holder.changed)


def _whole(field: FieldInfo, unit: str, parent: QWidget) -> Control:
    box = WholeNumber(parent)
    low, high = _limits(field)
    box.setRange(int(low) if low is not None else -_LARGEST, int(high or _LARGEST))
    box.setSuffix(f" {unit}" if unit else "")
    box.setGroupSeparatorShown(True)
    return Control(box, box.value, lambda value: box.setValue(int(value or 0)), box.valueChanged)


def _number(field: FieldInfo, unit: str, parent: QWidget) -> Control:
    box = _Number(parent)
    low, high = _limits(field)
    box.setDecimals(_DECIMALS)  # First: limits are rounded too.
    box.setRange(low if low is not None else -1e9, high if high is not None else 1e9)
    box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    box.setSuffix(f" {unit}" if unit else "")
    return Control(box, box.exact, box.set_exact, box.valueChanged)


def _text(*, optional: bool, parent: QWidget) -> Control:
    """A text as it is entered: YAML would cut a path at ` #`."""
    line = QLineEdit(parent)
    if optional:
        line.setPlaceholderText(_unset("", parent))

    def read() -> str | None:
        text = line.text().strip()
        return text or None if optional else text

    return Control(line, read, lambda value: line.setText(value or ""), line.textChanged)


def _line(unit: str, parent: QWidget) -> Control:
    line = QLineEdit(parent)
    line.setPlaceholderText(_unset(unit, parent))

    def read() -> Any:
        text = line.text().strip()
        try:
            return yaml.safe_load(text) if text else None
        except yaml.YAMLError:
            return text

    def write(value: Any) -> None:
        line.setText(_as_yaml(value))

    return Control(line, read, write, line.textChanged)


def _path(parent: QWidget) -> Control:
    holder = _PathField(parent)
    return Control(holder, holder.path, holder.set_path, holder.line.textChanged)


class _PathField(QWidget):
    """A path to type, or to choose."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_unset("", parent))
        self.setFocusProxy(self.line)
        browse = QToolButton(self)
        browse.setObjectName("outlined")
        browse.setFixedHeight(scaled(CONTROL_PX))
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


class _Several(QWidget):
    """A box to tick for each choice."""

    changed = Signal()

    def __init__(self, choices: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID_PX)
        self._boxes: dict[str, QCheckBox] = {}
        for choice in choices:
            box = QCheckBox(schema_word(choice), self)
            box.toggled.connect(self.changed)
            layout.addWidget(box)
            self._boxes[choice] = box
        layout.addStretch(1)
        self.setFocusProxy(next(iter(self._boxes.values())))

    def chosen(self) -> list[str]:
        """What is ticked."""
        return [choice for choice, box in self._boxes.items() if box.isChecked()]

    def choose(self, value: Any) -> None:
        """Tick these."""
        for choice, box in self._boxes.items():
            box.setChecked(choice in (value or ()))


class WholeNumber(QSpinBox):
    """Changes by the wheel only when it has the focus: a form is scrolled far more often."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(GRID_PX, 0, 0, 0)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Pass on without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Number(QDoubleSpinBox):
    """Shows no zeros that say nothing; see `WholeNumber` for the wheel."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(GRID_PX, 0, 0, 0)
        self._set = self._rounded = 0.0

    def set_exact(self, value: float | None) -> None:
        """Show a value; Qt rounds what it holds."""
        self._set = float(value or 0.0)
        self.setValue(self._set)
        self._rounded = self.value()

    def exact(self) -> float:
        """The value as it was set, to its last digit, unless the user has changed it."""
        return self._set if self.value() == self._rounded else self.value()

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """The shortest text of the value."""
        return self.locale().toString(
            value, "g", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
        )

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
