"""The Analyse page with a scheme of codes, for tests of coding."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
)

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.results.edits import Marker
from svfap_gui.analyse.codes.assembly import Codes
from svfap_gui.analyse.codes.events import Column as EventColumn
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig  # noqa: F401  # fixtures

SCHEME = Scheme(
    name="play",
    tiers=(
        Tier(
            name="mother",
            participant="M1",
            definitions=(
                CodeDefinition(name="smile", key="s", group="face", color="#b26b00"),
                CodeDefinition(name="frown", key="k", group="face"),
                CodeDefinition(name="touch", key="t", kind="point"),
            ),
        ),
        Tier(name="child", definitions=(CodeDefinition(name="gaze", key="G"),)),
    ),
)
FRAME_S = 0.04


class Desk:
    """The page with a scheme, coded by Anna."""

    def __init__(self, rig: AnalyseRig) -> None:
        self.rig = rig

    @property
    def codes(self) -> Codes:
        return self.rig.view.codes

    @property
    def coding(self) -> Coding:
        return self.codes.work.coding

    @property
    def file(self) -> Path:
        return self.rig.folder / "results" / "talk.mp4.Anna.codes.json"

    @property
    def said(self) -> str:
        return self.codes.bar.text.toolTip()

    def labels(self) -> list[tuple[str, float, float | None]]:
        return [(c.label, c.start_s, c.end_s) for c in self.coding.codes]

    def key(self, key: Qt.Key | str) -> None:
        """A real key to whatever has the focus."""
        self.rig.window.activateWindow()
        self.rig.until(self.rig.window.isActiveWindow)
        focus = QApplication.focusWidget()
        assert focus is not None
        self.rig.qtbot.keyClick(focus, key)
        QApplication.processEvents()

    def seek(self, t_s: float) -> None:
        self.rig.view.player.seek(t_s)
        self.rig.settle()

    def settle_closed(self) -> None:
        self.rig.until(lambda: not self.codes.keeping.busy)

    def settle(self) -> None:
        self.rig.settle()
        keeping = self.codes.keeping
        self.rig.until(
            lambda: keeping.document is not None and not keeping.document.due and not keeping.busy
        )


@pytest.fixture
def desk(done: AnalyseRig) -> Desk:
    desk = Desk(done)
    done.until(lambda: desk.codes.keeping.is_open)
    desk.codes.keeping.set_coder("Anna")
    done.until(lambda: desk.codes.keeping.is_open)
    document = desk.codes.keeping
    assert document.change("scheme", document.coding.changed(scheme=SCHEME))
    done.view.timeline.setFocus()
    return desk


@pytest.fixture
def coding(desk: Desk) -> Desk:
    """Keys code."""
    desk.key(Qt.Key.Key_F4)
    assert desk.codes.work.on
    return desk


@pytest.fixture
def smile(desk: Desk) -> Code:
    code = Code(tier="mother", label="smile", start_s=1.0, end_s=3.0)
    keeping = desk.codes.keeping
    keeping.change("Code", keeping.coding.with_codes([code]))
    desk.seek(0.0)
    return code


def rows_of(desk: Desk) -> list[list[str]]:
    """What the table shows."""
    model_ = desk.codes.events.pane.table.model()
    columns = range(model_.columnCount())
    return [
        [str(model_.index(row, column).data() or "") for column in columns]
        for row in range(model_.rowCount())
    ]


def type_into(desk: Desk, row: int, column: EventColumn, text: str) -> None:
    """Edit a cell by F2, as a user does."""
    table = desk.codes.events.pane.table
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.rig.until(lambda: table.viewport().findChild(QLineEdit) is None)


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """Two codes and a marker, in the list."""
    keeping, edits = desk.codes.keeping, desk.rig.edits
    smile_ = Code(tier="mother", label="smile", start_s=1.0, end_s=3.0, comment="broad")
    gaze = Code(tier="child", label="gaze", start_s=2.0, end_s=None)
    keeping.change("Code", keeping.coding.with_codes([smile_, gaze]))
    desk.rig.document.change("Add marker", edits.add_marker(Marker(t_s=1.5, text="toy")))
    desk.rig.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.codes.events.pane.isVisible()
    assert not desk.rig.view.inspector.isVisible()
    return desk
