from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from svfap_core.errors import OutputError
from svfap_core.types import AffectResult, FaceObservation, Frame
from svfap_gui.adapters.icons import icon
from svfap_gui.adapters.people import NoFace, People, Scores, Searching, Watching
from svfap_gui.adapters.plot_buffer import AffectHistory, PlotBuffer
from svfap_gui.adapters.qimage import to_qimage
from svfap_gui.adapters.recording import RecordingSwitch, TableFailed, TableSaved
from svfap_gui.adapters.result_queue import ResultQueue
from tests.gui.fakes import DIMENSIONS, EMOTIONS, face, picture, row


def test_a_picture_is_shown_without_a_copy() -> None:
    rgb = np.zeros((4, 5, 3), np.uint8)
    rgb[1, 2] = (10, 20, 30)
    image = to_qimage(rgb)
    assert (image.width(), image.height()) == (5, 4)
    assert image.format() == QImage.Format.Format_RGB888
    assert image.pixelColor(2, 1).getRgb()[:3] == (10, 20, 30)


def test_an_icon_takes_the_colour(qtbot: QtBot) -> None:
    image = icon("record", "#FF0000").pixmap(20, 20).toImage()
    assert image.pixelColor(10, 10).name() == "#ff0000"
    assert image.pixelColor(0, 0).alpha() == 0


def test_results_are_drained_in_order_from_another_thread() -> None:
    results = ResultQueue()
    rows = [row(i / 10) for i in range(200)]

    def write() -> None:
        for one in rows:
            results.write_results([one])

    writer = threading.Thread(target=write)
    writer.start()
    seen: list[AffectResult] = []
    while len(seen) < 200:
        seen += results.drain()
    writer.join()
    assert seen == rows
    assert results.drain() == []


def test_a_buffer_keeps_the_newest_rows_contiguous() -> None:
    buffer = PlotBuffer(channels=2, capacity=5)
    for i in range(23):
        buffer.append(float(i), (i, -i))
        kept = list(range(max(0, i - 4), i + 1))
        assert buffer.times.tolist() == kept
        assert buffer.channel(1).tolist() == [-k for k in kept]
    assert buffer.channel(0).flags.c_contiguous
    buffer.trim(20.5)
    assert buffer.times.tolist() == [21, 22]
    assert buffer.newest_s == 22


def test_history_keeps_a_minute_of_each_person_and_breaks_lines() -> None:
    history = AffectHistory((*EMOTIONS, *DIMENSIONS))
    for t_s in range(100):
        history.append(row(float(t_s), 1))
    history.append(row(5.0, None))
    buffer = history.of(1)
    assert buffer is not None
    assert (buffer.times[0], buffer.newest_s) == (39, 99)
    assert buffer.channel(1)[-1] == pytest.approx(0.7)
    history.append(AffectResult(2500, 100, 100, row(0, 1).status, track_id=1))
    assert np.isnan(buffer.channel(1)[-1])
    history.append(row(200.0, 2))
    assert history.of(1) is None
    assert history.of(None) is None


def test_the_panel_goes_from_looking_to_watching_to_scores() -> None:
    people = People(span_s=1.28)
    people.see(picture(0.0), [])
    assert people.state() == Searching()
    people.see(picture(2.5), [])
    assert people.state() == NoFace()
    people.see(picture(3.0), [face(7)])
    people.see(picture(4.0), [face(7)])
    assert people.chosen == 7
    assert people.state() == Watching(1.0, 1.28)
    people.score([row(4.2, 7)])
    people.see(picture(4.3), [face(7)])
    state = people.state()
    assert isinstance(state, Scores)
    assert not state.stale
    people.see(picture(6.0), [])
    assert isinstance(people.state(), Scores)
    people.see(picture(6.4), [])
    assert people.state() == NoFace()


def test_old_scores_are_marked() -> None:
    people = People(span_s=1.28)
    people.see(picture(0.0), [face(1)])
    people.score([row(0.0)])
    people.see(picture(2.0), [face(1)])
    assert people.current(1) is not None
    people.see(picture(3.5), [face(1)])
    state = people.state()
    assert isinstance(state, Scores)
    assert state.stale


def test_somebody_else_is_shown_when_the_person_shown_has_left() -> None:
    people = People(span_s=1.28)
    people.see(picture(0.0), [face(1), face(2)])
    people.choose(2)
    people.score([row(0.0, 2)])
    people.see(picture(1.0), [face(1)])
    assert people.chosen == 2
    people.see(picture(2.1), [face(1)])
    assert people.chosen == 1
    people.see(picture(2.2), [face(3)])
    assert people.chosen == 3, "one who was never scored is let go at once"
    people.see(picture(80.0), [face(3)])
    assert people.ids == (3,)


class Table:
    """A sink that may refuse to go on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[AffectResult] = []
        self.ended = ""
        self.full = False

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        pass

    def write_results(self, results: Sequence[AffectResult]) -> None:
        if self.full:
            raise OutputError("the disk is full", hint="Free some space.")
        self.rows += results

    def commit(self) -> None:
        self.ended = "committed"

    def discard(self) -> None:
        self.ended = "discarded"


class Desk:
    """A switch and everything it did."""

    def __init__(self) -> None:
        self.told: list[TableSaved | TableFailed] = []
        self.tables: list[Table] = []
        self.switch = RecordingSwitch(self.told.append)
        self.switch.bind(self.open)

    def open(self, path: Path) -> Table:
        if path.name == "refused.csv":
            raise OutputError("cannot write there", hint="Choose another folder.")
        self.tables.append(Table(path))
        return self.tables[-1]

    def see(self, t_s: float) -> None:
        self.switch.write_frame(picture(t_s), [])
        self.switch.write_results([row(t_s)])


def test_the_table_holds_what_came_while_it_was_on() -> None:
    desk = Desk()
    desk.see(0)
    desk.switch.switch_on(Path("a.csv"))
    desk.see(1)
    desk.see(2)
    desk.switch.switch_off()
    desk.see(3)
    assert [r.t_s for r in desk.tables[0].rows] == [1, 2]
    assert desk.tables[0].ended == "committed"
    assert desk.told == [TableSaved(Path("a.csv"), 2)]
    desk.switch.switch_on(Path("b.csv"))
    desk.see(4)
    desk.switch.commit()
    assert desk.told[1:] == [TableSaved(Path("b.csv"), 1)]


def test_a_lost_source_loses_no_rows() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("a.csv"))
    desk.see(1)
    desk.switch.discard()
    desk.switch.discard()
    assert desk.tables[0].ended == "committed"
    assert desk.told == [TableSaved(Path("a.csv"), 1)]


def test_a_full_disk_ends_the_table_not_the_session() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("a.csv"))
    desk.see(1)
    desk.tables[0].full = True
    desk.see(2)
    desk.see(3)
    assert desk.tables[0].ended == "discarded"
    assert [type(told) for told in desk.told] == [TableFailed]


def test_a_folder_that_refuses_is_told() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("refused.csv"))
    desk.see(1)
    desk.see(2)
    assert [type(told) for told in desk.told] == [TableFailed]
