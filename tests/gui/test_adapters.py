from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from svfap_core.errors import OutputError
from svfap_core.types import AffectResult, FaceObservation, Frame
from svfap_gui.live.people import NoFace, People, Scores, Searching, Watching
from svfap_gui.live.plot_buffer import AffectHistory, PlotBuffer
from svfap_gui.live.recording import (
    RecordingFailed,
    RecordingProgress,
    RecordingSaved,
    RecordingSwitch,
)
from svfap_gui.live.result_queue import ResultQueue
from svfap_gui.live.streaming import StreamSwitch
from svfap_gui.parts.icons import icon
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.theme import current_theme
from tests.gui.fakes import DIMENSIONS, EMOTIONS, face, picture, row


def test_a_picture_is_shown_without_a_copy() -> None:
    rgb = np.zeros((4, 5, 3), np.uint8)
    rgb[1, 2] = (10, 20, 30)
    image = to_qimage(rgb)
    assert (image.width(), image.height()) == (5, 4)
    assert image.format() == QImage.Format.Format_RGB888
    assert image.pixelColor(2, 1).getRgb()[:3] == (10, 20, 30)


def test_an_icon_takes_the_colour(qtbot: QtBot) -> None:
    image = icon("record", "danger").pixmap(20, 20).toImage()
    assert image.pixelColor(10, 10).name().upper() == current_theme().danger.upper()
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
    history.append(AffectResult(2500, 100, 100, 100, row(0, 1).status, track_id=1))
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


def test_scores_are_unclear_from_the_models_threshold_on() -> None:
    for threshold, ambiguity, unclear in (
        (0.7, 0.7, True), (0.7, 0.69, False), (None, 1.0, False), (0.7, None, False),
    ):  # fmt: skip
        people = People(span_s=1.28, ambiguity_threshold=threshold)
        people.see(picture(0.0), [face(1)])
        people.score([replace(row(0.0), ambiguity=ambiguity)])
        state = people.state()
        assert isinstance(state, Scores)
        assert state.unclear is unclear


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


class Recorder:
    """Remembers what it is given; may refuse to go on."""

    lost = 0
    work = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.frames: list[float] = []
        self.results: list[AffectResult] = []
        self.markers: list[tuple[float, str]] = []
        self.names: dict[int, str] = {}
        self.ended = ""
        self.full = False

    @property
    def seconds(self) -> float:
        return self.frames[-1] if self.frames else 0.0

    @property
    def rows(self) -> int:
        return len(self.results)

    def capture(self, frame: Frame) -> None:
        self.frames.append(frame.t_s)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        pass

    def write_results(self, results: Sequence[AffectResult]) -> None:
        if self.full:
            raise OutputError("the disk is full", hint="Free some space.")
        self.results += results

    def set_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        self.markers = list(markers)

    def set_names(self, names: Mapping[int, str]) -> None:
        self.names = dict(names)

    def finish(self, outcome: str) -> None:
        self.ended = self.ended or outcome


class Desk:
    """A switch and everything it did."""

    def __init__(self) -> None:
        self.told: list[RecordingSaved | RecordingFailed] = []
        self.made: list[Recorder] = []
        self.switch = RecordingSwitch(self.told.append)
        self.switch.bind(self.open)

    def open(self, folder: Path) -> Recorder:
        if folder.name == "refused":
            raise OutputError("cannot write there", hint="Choose another folder.")
        self.made.append(Recorder(folder))
        return self.made[-1]

    def see(self, t_s: float) -> None:
        self.switch.capture(picture(t_s))
        self.switch.write_frame(picture(t_s), [])
        self.switch.write_results([row(t_s)])


def test_a_recording_holds_what_came_while_it_was_on() -> None:
    desk = Desk()
    desk.see(0)
    assert desk.switch.progress is None
    desk.switch.switch_on(Path("a"))
    for t_s in (1, 2, 3):
        desk.see(t_s)
    assert desk.switch.progress == RecordingProgress(3, 0)
    desk.switch.set_names({1: "Ann"})
    desk.switch.switch_off()
    desk.see(4)
    [first] = desk.made
    assert first.frames == [2, 3, 4], "from the picture after the one at which it was opened"
    assert [r.t_s for r in first.results] == [1, 2, 3]
    assert (first.ended, first.names) == ("completed", {1: "Ann"})
    assert desk.told == [RecordingSaved(Path("a"), 3, 0)]
    desk.switch.switch_on(Path("b"))
    desk.see(5)
    assert desk.made[1].names == {1: "Ann"}
    desk.switch.commit()
    assert desk.told[1:] == [RecordingSaved(Path("b"), 1, 0)]


def test_rows_on_their_way_when_it_is_switched_off_still_belong_to_it() -> None:
    desk = Desk()
    waiting = [True]
    desk.switch.bind(desk.open, lambda: waiting[0])
    desk.switch.switch_on(Path("a"))
    desk.see(1)
    desk.switch.switch_off()
    desk.switch.write_frame(picture(2), [])
    desk.switch.write_results([row(1.5)])
    desk.switch.capture(picture(3))
    assert (desk.made[0].ended, desk.told) == ("", [])
    waiting[0] = False
    desk.switch.write_frame(picture(3), [])
    assert desk.made[0].ended == "completed"
    assert [r.t_s for r in desk.made[0].results] == [1, 1.5]
    assert desk.made[0].frames == []
    assert desk.told == [RecordingSaved(Path("a"), 2, 0)]


def test_with_rows_always_on_their_way_it_ends_at_the_first_that_is_too_late() -> None:
    desk = Desk()
    desk.switch.bind(desk.open, lambda: True)
    desk.switch.switch_on(Path("a"))
    desk.see(1)
    desk.switch.switch_on(Path("b"))
    desk.switch.write_frame(picture(2), [])
    desk.switch.write_results([row(1.5), row(2)])
    assert [r.t_s for r in desk.made[0].results] == [1, 1.5]
    assert desk.told == [RecordingSaved(Path("a"), 2, 0)]
    desk.see(3)
    assert [r.t_s for r in desk.made[1].results] == [3]


def test_a_recording_switched_on_before_the_start_has_the_first_picture() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("a"))
    desk.switch.bind(desk.open)
    desk.see(0)
    assert desk.made[0].frames == [0]


def test_markers_reach_the_recording_at_once_and_those_before_it_too() -> None:
    desk = Desk()
    desk.switch.set_markers([(0.5, "before")])
    desk.switch.switch_on(Path("a"))
    desk.see(1)
    assert desk.made[0].markers == [(0.5, "before")]
    desk.switch.set_markers([(0.5, "before"), (1.5, "after")])
    assert desk.made[0].markers == [(0.5, "before"), (1.5, "after")]


def test_a_lost_source_loses_no_recording() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("a"))
    desk.see(1)
    desk.switch.discard()
    desk.switch.discard()
    assert desk.made[0].ended == "interrupted"
    assert desk.told == [RecordingSaved(Path("a"), 1, 0)]


def test_a_full_disk_ends_the_recording_not_the_session() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("a"))
    desk.see(1)
    desk.made[0].full = True
    desk.see(2)
    desk.see(3)
    assert desk.made[0].ended == "failed"
    assert [type(told) for told in desk.told] == [RecordingFailed]


def test_a_folder_that_refuses_is_told() -> None:
    desk = Desk()
    desk.switch.switch_on(Path("refused"))
    desk.see(1)
    desk.see(2)
    assert [type(told) for told in desk.told] == [RecordingFailed]


class Stream:
    """What a lab would receive."""

    def __init__(self) -> None:
        self.rows: list[AffectResult] = []
        self.texts: list[str] = []
        self.open = True

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        pass

    def write_results(self, results: Sequence[AffectResult]) -> None:
        self.rows += results

    def mark(self, text: str, at_s: float) -> None:
        self.texts.append(text)

    def commit(self) -> None:
        self.open = False

    def discard(self) -> None:
        self.open = False


def test_the_lab_stream_follows_its_switch() -> None:
    streams: list[Stream] = []

    def open_stream() -> Stream:
        streams.append(Stream())
        return streams[-1]

    switch = StreamSwitch(lambda _error: None, wanted=False)
    switch.bind(open_stream)
    switch.mark("nobody hears", 0.0)
    switch.write_frame(picture(0), [])
    assert streams == []
    switch.wanted = True
    switch.write_frame(picture(1), [])
    switch.write_results([row(1)])
    switch.mark("stimulus", 1.0)
    switch.wanted = False
    switch.write_frame(picture(2), [])
    switch.write_results([row(2)])
    [stream] = streams
    assert ([r.t_s for r in stream.rows], stream.texts, stream.open) == ([1], ["stimulus"], False)


def test_a_stream_that_cannot_be_is_told_once() -> None:
    told: list[OutputError] = []

    def refuse() -> Stream:
        raise OutputError("no library", hint="Install it.")

    switch = StreamSwitch(told.append, wanted=True)
    switch.bind(refuse)
    switch.write_frame(picture(1), [])
    assert len(told) == 1
    assert not switch.wanted
