"""Persons and their figures beside the video: sorted, filtered, hidden, merged; nothing is cut."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.statistics import statistics
from svfap_core.types import Status
from svfap_gui.analyse.figures_pane import FiguresPane
from svfap_gui.analyse.lanes import make_lanes
from svfap_gui.analyse.merge_dialog import MergeDialog
from svfap_gui.analyse.person_entries import PersonOrder, arranged
from svfap_gui.analyse.person_list import PersonEntry, PersonList
from svfap_gui.analyse.person_times import account, seen_of_all
from svfap_gui.analyse.persons_pane import PersonsPane
from svfap_gui.shell.toast import ToastFrame
from tests.gui.analyse_rig import (  # noqa: F401  # fixtures
    AnalyseRig,
    clip,
    done,
    model,
    press_there,
    rig,
)
from tests.scenes import people, talk

Ctrl, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def entry(
    person: int, name: str, first_s: float, seen_s: float, *, hidden: bool = False
) -> PersonEntry:
    return PersonEntry(person, name, "", None, hidden, first_s, seen_s)


SOME = [
    entry(1, "Person 10", 4.0, 2.0),
    entry(2, "Person 2", 0.0, 5.0, hidden=True),
    entry(3, "anna", 2.0, 9.0),
    entry(4, "Person 9", 1.0, 1.0),
]


# -- order, filter, count ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "wanted", "ids"),
    [
        (PersonOrder.FIRST, "", [4, 3, 1, 2]),
        (PersonOrder.TIME, "", [3, 1, 4, 2]),
        (PersonOrder.NAME, "", [3, 4, 1, 2]),
        (PersonOrder.NAME, "PERSON", [4, 1, 2]),
        (PersonOrder.FIRST, " 10 person", [1]),
        (PersonOrder.FIRST, "nobody", []),
    ],
)
def test_persons_are_sorted_and_filtered_hidden_ones_last(
    order: PersonOrder, wanted: str, ids: list[int]
) -> None:
    assert [found.person_id for found in arranged(SOME, order, wanted)] == ids


def test_the_heading_counts_and_order_and_grid_are_remembered(
    qtbot: QtBot, settings: QSettings
) -> None:
    pane = PersonsPane(settings)
    qtbot.addWidget(pane)
    pane.show_persons(SOME, 3)
    assert pane.heading.text().startswith("4 ")
    assert "(1 hidden)" in pane.heading.text()
    QTest.keyClicks(pane.filter, "person")
    assert pane.persons.count() == 3
    assert pane.heading.text().startswith("3 of 4 ")
    pane.filter.clear()
    pane.sort_by(PersonOrder.NAME)
    assert [pane.persons.item(row).text() for row in range(2)] == ["anna", "Person 9"]
    assert pane.persons.current == 3, "who is chosen stays so"
    pane.turn_grid()
    again = PersonsPane(settings)
    qtbot.addWidget(again)
    assert (again.order, again.grid) == (PersonOrder.NAME, True)


def test_faces_stand_side_by_side_in_a_grid(qtbot: QtBot, settings: QSettings) -> None:
    pane = PersonsPane(settings)
    qtbot.addWidget(pane)
    pane.resize(260, 400)
    pane.show()
    pane.show_persons(SOME, 3)
    persons = pane.persons

    def tops() -> list[int]:
        return [persons.visualItemRect(persons.item(row)).top() for row in range(4)]

    assert len(set(tops())) == 4
    pane.turn_grid()
    QApplication.processEvents()
    assert tops()[0] == tops()[1] < tops()[3]
    assert persons.visualItemRect(persons.item(1)).right() < persons.viewport().width()
    QTest.mouseClick(
        persons.viewport(), Qt.MouseButton.LeftButton,
        pos=persons.visualItemRect(persons.item(1)).center(),
    )  # fmt: skip
    assert persons.currentRow() == 1


def test_hundreds_are_laid_out_without_being_made_anew(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [entry(n, f"Person {n}", float(n), 1.0) for n in range(300)]
    pane = PersonsPane(settings)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_persons(many, 0)
    filled: list[int] = []
    fill = PersonList._fill

    def counted(self: PersonList, item: object, some: PersonEntry) -> None:
        filled.append(some.person_id)
        fill(self, item, some)  # type: ignore[arg-type]

    monkeypatch.setattr(PersonList, "_fill", counted)
    for chosen in range(50):
        pane.show_persons(many, chosen)
    pane.turn_grid()
    pane.turn_grid()
    assert filled == []
    many[7] = many[7]._replace(hidden=True)
    pane.show_persons(many, 7)
    assert filled == [7]
    assert pane.persons.item(299).text() == "Person 7"
    assert [pane.persons.item(row).text() for row in (6, 7, 298)] == [
        "Person 6", "Person 8", "Person 299",
    ]  # fmt: skip
    pane.filter.setText("Person 29")
    assert pane.persons.count() == 13
    pane.filter.clear()
    pane.sort_by(PersonOrder.NAME)
    pane.show_persons(many[::-1], 7)
    assert [pane.persons.item(row).text() for row in range(3)] == [
        "Person 0", "Person 1", "Person 2",
    ]  # fmt: skip
    assert pane.persons.current == 7


# -- several at once -----------------------------------------------------------------------------


def click(persons: PersonList, row: int, keys: Qt.KeyboardModifier) -> None:
    place = persons.visualItemRect(persons.item(row)).center()
    QTest.mouseClick(persons.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_several_selected_persons_are_merged_in_one_step_with_their_faces_shown(
    done: AnalyseRig,  # noqa: F811
) -> None:
    persons = done.view.inspector.persons
    click(persons, 0, Qt.KeyboardModifier.NoModifier)
    click(persons, 2, Ctrl)
    done.settle()
    first, third = persons.selected
    assert done.document.person == third
    assert done.view.work.picked == (first, third), "counting anew keeps the selection"
    assert done.view.commands["merge"].iconText() == "Merge 2 persons"
    steps = done.document.history.document.undo_text
    assert steps is None
    done.press("m")
    dialog = done.dialog(MergeDialog)
    assert isinstance(dialog, MergeDialog)
    assert set(dialog.choices) == {first, third}
    assert all(not choice.icon().isNull() for choice in dialog.choices.values())
    assert "on screen together" in dialog.warning.text(), "both are seen at once"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done.edits.persons == {}
    done.press("m")
    dialog = done.dialog(MergeDialog)
    assert isinstance(dialog, MergeDialog)
    dialog.choices[first].click()
    QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    done.settle()
    assert done.edits.persons == {third: first}
    assert done.document.person == first
    done.view.commands["undo"].trigger()
    assert done.edits.persons == {}
    assert not done.view.commands["undo"].isEnabled()


def test_a_handful_merged_is_one_undo_step(done: AnalyseRig) -> None:  # noqa: F811
    everybody = done.document.population.persons  # type: ignore[union-attr]
    done.view.inspector.persons.selectAll()
    done.view.work.merge()
    dialog = done.dialog(MergeDialog)
    assert isinstance(dialog, MergeDialog)
    stays = dialog.into
    QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    done.settle()
    assert {done.edits.person_of(who, 1.0) for who in everybody} == {stays}
    done.view.commands["undo"].trigger()
    assert done.edits == Edits(analysis=done.edits.analysis, video=done.edits.video)


def test_whoever_is_chosen_elsewhere_is_selected_alone(done: AnalyseRig) -> None:  # noqa: F811
    persons = done.view.inspector.persons
    for person in done.document.population.persons:  # type: ignore[union-attr]
        done.document.choose(person)
        done.settle()
        assert persons.selected == (person,)
    persons.selectAll()
    done.document.choose(persons.selected[0])
    done.settle()
    assert persons.selected == (persons.current,)


# -- hidden ----------------------------------------------------------------------------------------


def test_hiding_says_so_and_each_hidden_person_is_shown_singly(
    done: AnalyseRig,  # noqa: F811
) -> None:
    view, persons = done.view, done.view.inspector.persons
    first, second, third = done.document.population.persons  # type: ignore[union-attr]
    done.document.choose(first)
    done.settle()
    done.press("h")
    done.settle()
    assert done.edits.hidden == {first}
    assert persons.item(2).text() == view.editing.name_of(first), "at the end"
    assert any("is hidden" in frame.accessibleDescription() for frame in toasts(done))
    done.press("h")
    done.settle()
    assert done.edits.hidden == frozenset(), "the same key brings the same person back"
    click(persons, 0, Qt.KeyboardModifier.NoModifier)
    click(persons, 1, Shift)
    done.settle()
    done.press("h")
    done.settle()
    assert done.edits.hidden == {first, second}
    assert done.view.commands["undo"].text() == "&Undo Hide person"
    row = [persons.item(r).text() for r in range(3)].index(view.editing.name_of(second))
    rect = persons.visualItemRect(persons.item(row))
    place = QPoint(rect.right() - 20, rect.center().y())
    QTest.mouseClick(persons.viewport(), Qt.MouseButton.LeftButton, pos=place)
    done.settle()
    assert done.edits.hidden == {first}, "one alone"
    view.commands["undo"].trigger()
    assert done.edits.hidden == {first, second}
    view.commands["undo"].trigger()
    assert done.edits.hidden == frozenset()
    assert third not in done.edits.hidden


def toasts(rig: AnalyseRig) -> list[ToastFrame]:  # noqa: F811
    return rig.window.findChildren(ToastFrame)


def test_the_word_that_hiding_leaves_takes_it_back(done: AnalyseRig) -> None:  # noqa: F811
    done.press("h")
    done.settle()
    assert len(done.edits.hidden) == 1
    [frame] = toasts(done)
    show = next(b for b in frame.findChildren(QPushButton) if b.text() == "Show")
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert done.edits.hidden == frozenset()


# -- figures ---------------------------------------------------------------------------------------


def test_the_time_on_screen_is_accounted_for() -> None:
    recording = talk()
    edits = Edits().exclude(TimeRange(4.0, 6.0))
    population = Population(recording, edits)
    for chosen in (None, TimeRange(3.0, 15.0)):
        spent = account(population, 0, chosen)
        parts = spent.trusted_s + spent.excluded_s + sum(spent.left_out.values())
        assert parts + spent.unscored_s == pytest.approx(spent.seen_s)
        figures = statistics(population, 0, chosen)
        assert spent.trusted_s == pytest.approx(figures.seconds)
        assert spent.excluded_s == pytest.approx(2.0, abs=0.1)
        assert spent.left_out[Status.LOW_QUALITY] == pytest.approx(2.0, abs=0.6)
    assert seen_of_all(population)[0].seconds == pytest.approx(account(population, 0).seen_s)


def test_list_and_statistics_tell_one_time(done: AnalyseRig) -> None:  # noqa: F811
    done.document.change("exclude", done.edits.exclude(TimeRange(0.0, 3.0)))
    done.settle()
    persons, notes = done.view.inspector.persons, done.view.inspector.figures.notes
    listed = persons.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert listed.endswith("0:09 on screen")
    assert notes.text().startswith("8.7 s on screen: ")
    assert "3.0 s excluded by you" in notes.text()


@pytest.fixture
def small(done: AnalyseRig) -> AnalyseRig:  # noqa: F811
    """The window at the smallest size that is promised."""
    done.window.resize(1280, 720)
    QApplication.processEvents()
    return done


def test_no_row_of_the_statistics_is_cut_at_1280_by_720(small: AnalyseRig) -> None:
    assert (small.window.width(), small.window.height()) == (1280, 720)
    table, port = small.view.inspector.table, small.view.inspector.table.viewport()
    assert table.rowCount() == 10
    for row in range(table.rowCount()):
        rect = table.visualItemRect(table.item(row, 0))  # type: ignore[arg-type]
        assert port.rect().contains(rect), row
    assert table.horizontalScrollBar().maximum() == 0
    assert table.verticalScrollBar().maximum() == 0
    metrics = table.fontMetrics()
    for column in range(table.columnCount()):
        for row in range(table.rowCount()):
            text = table.item(row, column).text()  # type: ignore[union-attr]
            assert metrics.horizontalAdvance(text) + 8 <= table.columnWidth(column), text
    inspector = small.view.inspector
    for part in (inspector.figures.plane, inspector.figures.notes, inspector.people.filter):
        corner = part.mapTo(small.window, QPoint(part.width(), part.height()))
        assert part.isVisible()
        assert small.window.rect().contains(corner)
    assert small.view.timeline.height() >= 150


def test_scores_at_the_playhead_follow_it(done: AnalyseRig) -> None:  # noqa: F811
    table, lanes = done.view.inspector.table, done.document.lanes
    lane = lanes.of(done.document.person)
    assert lane is not None
    for t_s in (2.0, 5.0):
        done.view.player.seek(t_s)
        done.settle()
        values = lane.scores_at(done.view.player.position_s)
        assert values is not None
        told = [table.item(row, 4).text() for row in range(len(lanes.emotions))]  # type: ignore[union-attr]
        assert told == [f"{value:.2f}" for value in values[: len(lanes.emotions)]]
    valence = values[len(lanes.emotions)]
    rect = done.view.inspector.figures.plane.plane_rect()
    assert len(done.view.inspector.figures.plane._points) > 3
    assert done.view.inspector.figures.plane._points[-1][0] == valence
    assert rect.width() >= 100


def test_scores_at_the_playhead_are_of_whoever_is_chosen(done: AnalyseRig) -> None:  # noqa: F811
    done.view.player.seek(5.0)
    done.settle()
    table = done.view.inspector.table
    told: list[list[str]] = []
    for lane in done.document.lanes.lanes[:2]:
        done.document.choose(lane.person_id)
        done.settle()
        told.append([table.item(row, 4).text() for row in range(table.rowCount())])  # type: ignore[union-attr]
        values = lane.scores_at(done.view.player.position_s)
        assert values is not None
        assert told[-1][0] == f"{values[0]:.2f}"
    assert told[0] != told[1]


def test_scores_that_cannot_be_trusted_are_grey_and_say_why(qtbot: QtBot) -> None:
    population = people(talk())
    pane = FiguresPane()
    qtbot.addWidget(pane)
    lanes = make_lanes(population)
    pane.show_figures(statistics(population, 0), account(population, 0), lanes, "Anna", None)
    lane = lanes.of(0)
    assert lane is not None
    bad = next(i for i, status in enumerate(lane.statuses) if status is Status.LOW_QUALITY)
    pane.show_now(float(lane.starts_s[bad] + lane.ends_s[bad]) / 2)
    item = pane.table.item(0, 4)
    assert item is not None
    assert "blurred" in item.toolTip()
    assert item.text() != "\N{EN DASH}"
    pane.show_now(-1.0)
    assert (item.text(), item.toolTip()) == ("\N{EN DASH}", "")


def test_a_moving_playhead_touches_only_cells_that_change(
    qtbot: QtBot,
) -> None:
    population = people(talk())
    pane = FiguresPane()
    qtbot.addWidget(pane)
    lanes = make_lanes(population)
    pane.show_figures(statistics(population, 0), None, lanes, "Anna", None)
    changed: list[object] = []
    pane.table.itemChanged.connect(changed.append)
    lane = lanes.of(0)
    assert lane is not None
    for t_s in np.linspace(lane.starts_s[3] + 0.01, lane.ends_s[3] - 0.01, 50):
        pane.show_now(float(t_s))
    assert len(changed) <= pane.table.rowCount()


def test_now_is_a_z_score_where_the_mean_is_one(qtbot: QtBot) -> None:
    population = people(talk(), Edits().set_baseline(0, TimeRange(2.0, 8.0)))
    pane = FiguresPane()
    qtbot.addWidget(pane)
    lanes = make_lanes(population)
    figures = statistics(population, 0)
    pane.show_figures(figures, None, lanes, "Anna", None)
    pane.show_now(5.0)
    against, lane = figures.baseline, lanes.of(0)
    assert against is not None
    assert lane is not None
    values = lane.scores_at(5.0)
    assert values is not None
    name = lanes.emotions[1]
    z = (values[1] - against.means[name]) / against.sds[name]
    item = pane.table.item(1, 4)
    assert item is not None
    assert item.text() == f"{z:+.2f}".replace("-", "\N{MINUS SIGN}")
