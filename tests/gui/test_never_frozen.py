"""Hundreds of persons, a share that does not answer, a figure that cannot be counted.

The window goes on, and says what is wrong. Work is counted here, not timed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from svfap_core.results.edits import Edits, Marker
from svfap_core.results.people import Population
from svfap_core.types import Box
from svfap_gui.analyse import figures
from svfap_gui.analyse.person_list import PersonEntry, PersonList
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.results import Opened
from svfap_gui.analyse.thumbnails import TELL_EVERY_S, Thumbnails
from svfap_gui.analyse.timeline_geometry import TimeWindow, distinct_places
from svfap_gui.work.task import CLOSE_S, Tasks
from tests import media
from tests.gui.fakes import Rig
from tests.gui.results import Appearance, recording_of, write_result
from tests.gui.test_analyse_edits import Desk, desk, named, two_faces  # noqa: F401  # fixtures

PERSONS = 300


class Share:
    """Looking into its results folder hangs until it answers."""

    def __init__(self) -> None:
        self.asked, self.answers = threading.Event(), threading.Event()

    def find(self, video: Path, _folder: Path, _drafts: object) -> Opened:
        if video.name == "far.mp4":
            self.asked.set()
            self.answers.wait()
        return Opened()


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    """A share that is dead for `far.mp4`."""
    share = Share()
    monkeypatch.setattr("svfap_gui.analyse.document.find_result", share.find)
    yield share
    share.answers.set()
    for thread in threading.enumerate():
        if thread.name == "svfap-results":
            thread.join()


# -- many persons --------------------------------------------------------------------------------


def test_a_row_of_the_list_is_made_anew_only_when_it_has_changed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = PersonList()
    qtbot.addWidget(persons)
    filled: list[int] = []
    fill = PersonList._fill

    def counted(self: PersonList, item: object, entry: PersonEntry) -> None:
        filled.append(entry.person_id)
        fill(self, item, entry)  # type: ignore[arg-type]

    monkeypatch.setattr(PersonList, "_fill", counted)
    entries = [PersonEntry(n, f"Person {n}", "0:20 scored", None, False) for n in range(PERSONS)]  # noqa: FBT003
    persons.show_entries(entries, 0)
    image = np.zeros((40, 40, 3), np.uint8)
    for number in range(PERSONS):
        entries[number] = entries[number]._replace(image=image)
        persons.show_entries(entries, number)
    assert filled == [*range(PERSONS), *range(PERSONS)]
    assert persons.count() == PERSONS
    assert persons.currentRow() == PERSONS - 1
    del entries[10]
    persons.show_entries(entries, 11)
    assert persons.count() == PERSONS - 1
    assert persons.item(10).text() == "Person 11"


def test_pictures_of_many_persons_come_in_a_few_handfuls(qtbot: QtBot, tmp_path: Path) -> None:
    film = tmp_path / "crowd.mp4"
    media.ffmpeg(*media.drawn(10, 2, (320, 192)), film)
    faces = [
        Appearance(n, 0.1, 1.9, Box(n % 200, 10, n % 200 + 40, 60)) for n in range(1, PERSONS + 1)
    ]
    recording = recording_of(film.name, media.even_times(20, 10), faces)
    root, told = QObject(), []
    counter = Tasks("svfap-figures", told.append, root, in_turn=True)
    thumbnails = Thumbnails(counter, told.append, root)
    changes: list[int] = []
    thumbnails.changed.connect(lambda: changes.append(1))
    thumbnails.begin(film)
    began_s = time.monotonic()
    thumbnails.make(Population(recording, Edits()))
    qtbot.waitUntil(lambda: not counter.busy and not thumbnails.busy, timeout=30_000)
    took_s = time.monotonic() - began_s
    assert all(thumbnails.of(n) is not None for n in range(1, PERSONS + 1))
    assert len(changes) <= took_s / TELL_EVERY_S + 2
    assert not told
    thumbnails.shut_down(time.monotonic() + CLOSE_S)


def marks(*times_s: float) -> list[Marker]:
    return [Marker(t_s=t_s, text="") for t_s in times_s]


def test_of_many_markers_one_flag_is_drawn_in_each_pixel() -> None:
    times_s = np.linspace(0.01, 599.0, 50_000).tolist()
    window = TimeWindow(0.0, 600.0, 600.0, 100, 800)
    places = list(distinct_places(marks(*times_s), window))
    assert 390 < len(places) <= 800
    assert all(room_px < 1 for _, room_px in places)
    assert places[0][0] == 0
    near = TimeWindow(300.0, 300.6, 600.0, 100, 800)
    assert [place for place, _ in distinct_places(marks(*times_s), near)] == [
        place for place, t_s in enumerate(times_s) if 300.0 <= t_s <= 300.6
    ]
    assert list(distinct_places(marks(1.0, 1.0, 2.0, 700.0), window)) == [
        (0, pytest.approx(4 / 3)),
        (2, pytest.approx(698 / 600 * 800)),
    ]
    beyond = TimeWindow(599.0, 600.0, 600.0, 100, 800)
    assert [place for place, _ in distinct_places(marks(600.0, 600.0, 601.0), beyond)] == [0]


# -- a dead share --------------------------------------------------------------------------------


def test_another_video_opens_while_a_share_does_not_answer(
    desk: Desk,  # noqa: F811
    share: Share,
) -> None:
    desk.document.open_video(desk.folder / "far.mp4")
    desk.qtbot.waitUntil(share.asked.is_set)
    assert desk.document.phase is AnalysePhase.OPENING
    desk.open()
    assert desk.document.phase is AnalysePhase.READY
    assert desk.document.video == desk.video
    share.answers.set()
    desk.qtbot.wait(20)
    assert desk.document.video == desk.video


def test_closing_goes_on_while_a_share_does_not_answer(
    desk: Desk,  # noqa: F811
    share: Share,
) -> None:
    desk.open()
    desk.mark()
    desk.document.open_video(desk.folder / "far.mp4")
    desk.qtbot.waitUntil(share.asked.is_set)
    began_s = time.monotonic()
    desk.document.shut_down()
    assert time.monotonic() - began_s < 2 * CLOSE_S
    assert desk.draft.work.edits.markers, "the work on what was open before is written"
    [left] = [t for t in threading.enumerate() if t.name == "svfap-results"]
    assert left.daemon, "the process does not wait for it"


def test_closing_says_what_is_not_yet_written(
    rig: Rig, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svfap_gui.shell.closing.GIVE_UP_CLOSING_MS", 50)
    asked: list[str] = []

    def answer(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        share.answers.set()
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    activities = rig.session._activities
    tasks = Tasks("svfap-results", rig.live.notices.show, rig.window, activities=activities)

    def leave() -> None:
        if not share.asked.is_set():
            share.asked.set()
            tasks.run(
                lambda _task: share.answers.wait(),
                title="Saving the work on talk.mp4",
                quiet=True,
                saves=True,
            )

    monkeypatch.setattr(rig.window.page, "leave", leave)
    rig.show()
    with rig.qtbot.waitSignal(rig.window.closed, timeout=5000):
        rig.window.close()
        assert not rig.window.isVisible()
    assert len(asked) == 1
    assert "Saving the work on talk.mp4" in asked[0]


# -- failures ------------------------------------------------------------------------------------


@pytest.mark.logs_warning
def test_a_figure_that_cannot_be_counted_is_told(
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_result(desk.folder / "results", desk.video, two_faces(1, 2), "first")

    def fail(*_: object) -> None:
        raise ZeroDivisionError("no scores")

    monkeypatch.setattr(figures, "statistics", fail)
    desk.open()
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[0].text == "ZeroDivisionError: no scores"
    assert desk.notices[0].error
