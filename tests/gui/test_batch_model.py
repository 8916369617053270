from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from svfap_gui.batch.model import BatchModel, BatchRow, Column
from svfap_gui.batch.table import BatchTable
from svfap_gui.batch.totals import totals
from svfap_gui.batch.updates import Found, RowState


def filled(*names: str) -> BatchModel:
    model = BatchModel()
    model.add([Found(Path("in") / name, name) for name in names])
    return model


def outputs(model: BatchModel) -> str:
    return "".join(row.output for row in model.rows)


def row(name: str, state: RowState, **facts: float) -> BatchRow:
    made = BatchRow(Path(name), name, state=state)
    for field, value in facts.items():
        setattr(made, field, value)
    return made


def test_it_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = filled(*"abcdef")
    qtmodeltester.check(model, force_py=True)
    model.sort(Column.FILE, Qt.SortOrder.DescendingOrder)
    model.remove({"a", "c", "d"})
    qtmodeltester.check(model, force_py=True)


def test_removed_stretches_leave_the_others_findable() -> None:
    model = filled(*"abcdefg")
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.remove({"b", "c", "e", "unknown"})
    assert outputs(model) == "adfg"
    assert removed == [(4, 4), (1, 2)]
    found = model.row_of("f")
    assert found is not None
    assert found.output == "f"
    assert model.row_of("b") is None


def test_sorting_keeps_the_chosen_file_and_is_stable_for_names(qtbot: QtBot) -> None:
    model = filled(*"abc")
    for name, length_s in (("a", 3.0), ("b", 1.0), ("c", None)):
        found = model.row_of(name)
        assert found is not None
        found.length_s = length_s
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(Column.LENGTH, Qt.SortOrder.DescendingOrder)
    assert outputs(model) == "abc"
    model.sort(Column.LENGTH)
    assert outputs(model) == "cba"
    assert kept.row() == 2
    model.sort(-1)
    assert outputs(model) == "cba"


def test_all_of_ten_thousand_are_chosen_by_ranges(qtbot: QtBot) -> None:
    model = filled(*(f"{i:05}" for i in range(10_000)))
    table = BatchTable(model)
    qtbot.addWidget(table)
    table.selectAll()
    assert len(table.chosen) == 10_000
    table.selectRow(5)
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(model.index(9, 0), flags.Select | flags.Rows)
    assert [chosen.output for chosen in table.chosen] == ["00005", "00009"]
    assert table.current is model.rows[5]


@pytest.mark.parametrize(
    ("state", "facts", "text"),
    [
        (RowState.RUNNING, {"length_s": 10, "position_s": 4.29}, "42 %"),
        (RowState.RUNNING, {"length_s": 10, "position_s": 4, "held": True}, "Paused at 0:04"),
        (
            RowState.RUNNING,
            {"length_s": 10, "position_s": 4, "drawing": True},
            "Drawing, 40 %",
        ),
        (RowState.RUNNING, {"position_s": 4}, "Running"),
        (RowState.SKIPPED, {}, "Done before"),
        (RowState.BUSY, {}, "Busy elsewhere"),
        (RowState.FAILED, {"reason": "a.mp4 is damaged"}, "Failed: is damaged"),
    ],
)
def test_states_are_words(state: RowState, facts: dict[str, float], text: str) -> None:
    assert BatchModel().text(row("a.mp4", state, **facts), Column.STATE) == text


@pytest.mark.parametrize("state", [RowState.DONE, RowState.SKIPPED])
def test_a_state_says_that_there_are_notes_and_its_tip_says_them(state: RowState) -> None:
    noted = row("a.mp4", state)
    plain = BatchModel().text(noted, Column.STATE)
    noted.notes = ("It ends early.", "Its sound is gone.")
    assert BatchModel().text(noted, Column.STATE) == f"{plain}, with notes"
    assert BatchModel().explanation(noted).endswith("It ends early.\nIts sound is gone.")
    noted.reset()
    assert noted.notes == ()


def test_speed_and_time_left_of_a_file() -> None:
    model = BatchModel()
    running = row("a", RowState.RUNNING, length_s=100, position_s=40, elapsed_s=20)
    assert model.text(running, Column.SPEED) == "2.0\N{MULTIPLICATION SIGN}"
    assert model.text(running, Column.LEFT) == "0:30"
    waiting = row("a", RowState.WAITING, length_s=100)
    assert model.text(waiting, Column.SPEED) == model.text(waiting, Column.LEFT) == ""


def test_totals_tell_the_time_left_of_everything() -> None:
    rows = [
        row("a", RowState.DONE, length_s=60, faces=2),
        row("b", RowState.RUNNING, length_s=60, position_s=30, elapsed_s=15, faces=1),
        row("c", RowState.WAITING, length_s=60),
        row("d", RowState.WAITING),
        row("e", RowState.FAILED),
    ]
    told = totals(rows, 60, 30, running=True)
    assert (told.files, told.done, told.failed, told.waiting, told.faces) == (5, 1, 1, 2, 3)
    assert told.speed == 2.0
    assert told.left_s == (30 + 60 + 60) / 2.0
    assert told.share == (60 + 30 + 60) / 300
    assert totals(rows, 60, 30, running=False).left_s is None
