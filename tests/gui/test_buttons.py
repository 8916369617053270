"""Which button of a dialog is the one to press can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.prompts import ask_choice, ask_text
from svfap_gui.live.stream_dialog import StreamDialog
from svfap_gui.parts.theme import LIGHT, style_sheet


@pytest.fixture(autouse=True)
def _styled(qapp: QApplication) -> Iterator[None]:
    before = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(LIGHT))
    yield
    qapp.setStyleSheet(before)


def _export(parent: QWidget) -> QDialog:
    return ExportDialog("talk", Path("/results"), None, has_video=True, parent=parent)


def _stream(parent: QWidget) -> QDialog:
    return StreamDialog("rtsp://192.168.1.20/stream", parent)


def _name(parent: QWidget) -> QDialog:
    return ask_text(parent, "Rename", "Name:", "Ada", print)


def _choice(parent: QWidget) -> QDialog:
    return ask_choice(parent, "Person", "Which?", {1: "Ada", 2: "Ben"}, print)


@pytest.mark.parametrize("make", [_export, _stream, _name, _choice])
def test_the_button_that_does_it_has_the_accent_colour_and_cancel_has_not(
    make: Callable[[QWidget], QDialog], qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = make(parent)
    dialog.show()
    box = dialog.findChild(QDialogButtonBox)
    accept = QDialogButtonBox.ButtonRole.AcceptRole
    grounds: dict[bool, QColor] = {}
    for button in box.buttons():
        assert isinstance(button, QPushButton)
        ground = button.grab().toImage().pixelColor(6, button.height() // 2)
        grounds[box.buttonRole(button) is accept] = ground
        assert button.isDefault() is (box.buttonRole(button) is accept)
    assert grounds == {True: QColor(LIGHT.accent), False: QColor(LIGHT.raised)}


def test_the_icons_of_a_file_dialog_are_not_squeezed(qtbot: QtBot) -> None:
    dialog = QFileDialog(None, "", "")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    back = dialog.findChild(QToolButton, "toParentButton")
    button = back.grab().toImage()
    ground = button.pixelColor(2, 2)
    inked = [
        x
        for x in range(button.width())
        if any(button.pixelColor(x, y) != ground for y in range(3, button.height() - 3))
    ]
    assert inked
    assert max(inked) - min(inked) >= 9
