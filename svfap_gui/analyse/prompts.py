"""Small dialogs that ask for one thing: a name, a time, a person. They block nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QInputDialog, QWidget

from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled

_FRAME = re.compile(r"^#\s*(\d{1,9})$", re.ASCII)
_TIME = re.compile(r"^(?:(?:(\d+):)?(\d{1,3}):)?(\d+(?:[.,]\d*)?)$")


def ask_text(
    parent: QWidget,
    title: str,
    label: str,
    text: str,
    then: Callable[[str], object],
    *,
    remove: Callable[[], object] | None = None,
) -> QInputDialog:
    """Ask for words; `then` gets them. With `remove` there is a button for that as well."""
    dialog = _dialog(parent, title, label)
    dialog.setTextValue(text)
    dialog.textValueSelected.connect(then)
    dialog.open()
    _accent(dialog)
    if remove is not None:
        box = dialog.findChild(QDialogButtonBox)
        if box is not None:
            button = box.addButton(parent.tr("Remove"), QDialogButtonBox.ButtonRole.DestructiveRole)
            button.clicked.connect(remove)
            button.clicked.connect(dialog.reject)
    return dialog


def ask_choice(
    parent: QWidget,
    title: str,
    label: str,
    choices: Mapping[int, str],
    then: Callable[[int], object],
) -> QInputDialog:
    """Ask for one of several, by their ids: two may have one name. `then` gets the id."""
    dialog = _dialog(parent, title, label)
    dialog.setComboBoxItems(list(choices.values()))
    box = dialog.findChild(QComboBox)
    assert box is not None  # noqa: S101  # Qt has just made it
    ids = list(choices)
    dialog.accepted.connect(lambda: then(ids[box.currentIndex()]))
    dialog.open()
    _accent(dialog)
    return dialog


def parse_time(text: str) -> float | None:
    """Seconds, of `s`, `m:ss` or `h:mm:ss`, with decimals; `None` for anything else."""
    match = _TIME.match(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds.replace(",", "."))


def parse_frame(text: str) -> int | None:
    """The number of a frame, of `#123`; they count from 0, as tables do. `None`: anything else."""
    match = _FRAME.match(text.strip())
    return None if match is None else int(match[1])


def _accent(dialog: QInputDialog) -> None:
    """Qt makes the buttons of such a dialog only when it opens."""
    box = dialog.findChild(QDialogButtonBox)
    if box is not None:
        make_primary(box.button(QDialogButtonBox.StandardButton.Ok))


def _dialog(parent: QWidget, title: str, label: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setMinimumWidth(scaled(320))
    return dialog
