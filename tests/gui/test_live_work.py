"""Names and markers of a live session are on the right person, and on the disk, whenever given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Self

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.results.edits import Marker
from svfap_core.results.edits_file import read_saved_edits, write_edits
from svfap_core.results.markers import read_markers
from svfap_core.results.reading import read_result
from svfap_gui.live import keeping
from svfap_gui.live import outputs as live_outputs
from svfap_gui.work.state import Phase, SourceRequest
from tests.gui.fakes import Rig, newest, row
from tests.scenes import schema
from tests.unit.pipeline.test_live_recording import facts


def open_recording(folder: Path) -> LiveRecording:
    return LiveRecording(folder, schema("Desk camera"), facts, lambda _t_s: None)


def begin_recording(rig: Rig) -> Path:
    """The real recorder, from the next picture on."""
    rig.run.do(lambda: rig.run.order.recording.bind(open_recording))
    rig.live.commands["record"].trigger()
    for t_s in (1.0, 1.04, 1.08):
        rig.run.show(t_s, [1, 2])
    rig.run.score(row(1.04, 1), row(1.04, 2))
    times_s = count(1.12, 0.04)

    def begun() -> bool:
        """The recorder opens at one of the frames, whichever it gets to see first."""
        if rig.session.outputs._progress is None:
            rig.run.show(next(times_s), [1, 2])
        return rig.session.outputs._progress is not None

    rig.qtbot.waitUntil(begun, timeout=5000)
    rig.run.zero_at_s = perf_counter() - next(times_s)  # The source plays on from here.
    [folder] = (rig.folder / "recordings").iterdir()
    return folder


def end_recording(rig: Rig) -> None:
    rig.run.show(now_s(rig), [1, 2])
    rig.live.commands["record"].trigger()
    with rig.qtbot.waitSignal(rig.session.outputs.saved, timeout=5000):
        rig.run.show(now_s(rig), [1, 2])


def now_s(rig: Rig) -> float:
    assert rig.run.zero_at_s is not None
    return perf_counter() - rig.run.zero_at_s


def edits_of(folder: Path) -> Path:
    return folder / "session.mp4.edits.json"


def names_in(folder: Path) -> dict[int, str]:
    return read_saved_edits(edits_of(folder)).edits.names


def idle(rig: Rig) -> Callable[[], bool]:
    return lambda: not rig.session.outputs._keeper._saving


def type_name(rig: Rig, name: str) -> QLineEdit:
    rig.qtbot.waitUntil(rig.live.commands["rename"].isEnabled)
    rig.live.commands["rename"].trigger()
    rig.qtbot.keyClicks(rig.live.panel.name_field, name)
    return rig.live.panel.name_field


class OneSecond(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 30, 10, 35, 43, tzinfo=tz)


def test_two_recordings_of_one_second_have_a_folder_each(
    playing: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_outputs, "datetime", OneSecond)
    first = begin_recording(playing)
    end_recording(playing)
    facts_of_first = (first / "session.mp4.json").read_bytes()
    playing.live.commands["record"].trigger()

    def recorded() -> bool:
        playing.run.show(now_s(playing), [1, 2])
        progress = playing.session.outputs._progress
        return progress is not None and progress.seconds > 0

    playing.qtbot.waitUntil(recorded, timeout=5000)
    end_recording(playing)
    folders = sorted((playing.folder / "recordings").iterdir())
    assert len(folders) == 2
    assert folders[0] == first
    assert folders[1].name == f"{first.name}-2"
    assert (first / "session.mp4.json").read_bytes() == facts_of_first
    assert all(read_result(folder).sidecar["recording"]["frames"] for folder in folders)


def test_who_leaves_while_a_name_is_typed_keeps_it(playing: Rig) -> None:
    playing.run.show(0.2, [1])
    field = type_name(playing, "An")
    for t_s in (1.0, 2.5, 5.0):
        playing.run.show(t_s, [2])
    playing.qtbot.waitUntil(lambda: playing.live._people.chosen == 2)
    playing.qtbot.keyClicks(field, "n")
    playing.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert playing.session.outputs.names == {1: "Ann"}


def test_a_name_typed_until_nobody_is_listed_harms_nobody(playing: Rig) -> None:
    playing.run.show(0.2, [1])
    field = type_name(playing, "Ann")
    playing.run.show(90.0, [])
    playing.qtbot.waitUntil(lambda: not playing.live._people.ids)
    playing.live._draw_panel()
    playing.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert playing.session.outputs.names == {1: "Ann"}
    assert playing.live.panel._choice.isHidden(), "there is nobody to choose"


def test_a_name_typed_into_the_next_session_is_not_given_to_a_person_of_that(playing: Rig) -> None:
    playing.run.show(0.2, [1])
    folder = begin_recording(playing)
    field = type_name(playing, "Ann")
    playing.session.open(SourceRequest.parse("other.mp4"))
    playing.qtbot.waitUntil(lambda: len(playing.analysis.runs) == 2)
    playing.run.be_ready()
    playing.run.show(0.2, [1])
    playing.qtbot.waitUntil(lambda: playing.live.panel.has_person)
    playing.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert playing.session.outputs.names == {}
    playing.qtbot.waitUntil(lambda: edits_of(folder).exists(), timeout=5000)
    assert names_in(folder) == {1: "Ann"}, "of the session in which she was seen"


def marker_editor(rig: Rig, text: str, line: int = 0) -> QLineEdit:
    table = rig.live.marker_list.table
    table.editItem(table.item(line, 1))
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.clear()
    rig.qtbot.keyClicks(editor, text)
    return editor


def test_a_marker_keeps_the_name_typed_while_others_come_and_go(playing: Rig) -> None:
    outputs = playing.session.outputs
    first, second = outputs.mark("a"), outputs.mark("b")
    assert first is not None
    assert second is not None
    editor = marker_editor(playing, "smil", line=1)
    outputs.remove_mark(first.key)
    outputs.mark("c")
    playing.qtbot.keyClicks(editor, "e")
    playing.qtbot.keyClick(editor, Qt.Key.Key_Return)
    playing.qtbot.waitUntil(lambda: [m.text for m in outputs.marks] == ["smile", "c"])


def test_a_marker_whose_session_ends_keeps_the_name_typed(playing: Rig) -> None:
    folder = begin_recording(playing)
    playing.session.outputs.mark("a")
    marker_editor(playing, "smile")
    playing.session.open(SourceRequest.parse("other.mp4"))
    playing.qtbot.waitUntil(lambda: len(playing.analysis.runs) == 2)
    playing.qtbot.waitUntil(
        lambda: [m.text for m in read_result(folder).edits.markers] == ["smile"], timeout=5000
    )
    assert playing.session.outputs.marks == ()


def test_a_marker_of_no_name_keeps_its_own(playing: Rig) -> None:
    playing.session.outputs.mark("a")
    item = playing.live.marker_list.table.item(0, 1)
    item.setText("  ")
    assert item.text() == "a"


def test_names_and_markers_given_while_recording_and_afterwards_are_on_the_disk(
    playing: Rig,
) -> None:
    outputs = playing.session.outputs
    folder = begin_recording(playing)
    outputs.rename_person(1, "Ann")
    playing.qtbot.waitUntil(lambda: edits_of(folder).exists(), timeout=5000)
    assert names_in(folder) == {1: "Ann"}
    mark = outputs.mark("a")
    assert mark is not None
    outputs.rename_person(2, "Bob")
    end_recording(playing)
    playing.qtbot.waitUntil(lambda: names_in(folder) == {1: "Ann", 2: "Bob"}, timeout=5000)
    playing.session.stop()
    playing.qtbot.waitUntil(lambda: playing.state.phase is Phase.IDLE)
    playing.qtbot.wait(5000)
    outputs.rename_person(1, "Anna")
    outputs.rename_mark(mark.key, "smile")
    playing.qtbot.waitUntil(lambda: names_in(folder)[1] == "Anna", timeout=5000)
    playing.qtbot.waitUntil(idle(playing), timeout=5000)
    opened = read_result(folder)
    assert opened.edits.names == {1: "Anna", 2: "Bob"}
    assert [marker.text for marker in opened.edits.markers] == ["smile"]
    assert [text for _, text in read_markers(folder / "session.mp4.markers.csv")] == ["smile"]


def test_a_name_given_as_the_recording_is_being_completed_is_on_the_disk(playing: Rig) -> None:
    """When the recorder takes no more, and the window does not know yet that it has ended."""
    outputs = playing.session.outputs
    recordings: list[LiveRecording] = []

    def open_it(folder: Path) -> LiveRecording:
        recordings.append(open_recording(folder))
        return recordings[-1]

    playing.run.do(lambda: playing.run.order.recording.bind(open_it))
    playing.live.commands["record"].trigger()
    for t_s in (1.0, 1.04, 1.08):
        playing.run.show(t_s, [1])
    playing.qtbot.waitUntil(lambda: bool(recordings) and recordings[0].seconds > 0, timeout=5000)
    [folder] = (playing.folder / "recordings").iterdir()
    playing.run.do(lambda: recordings[0].finish("completed"))
    playing.qtbot.waitUntil(lambda: recordings[0]._closed)
    outputs.rename_person(1, "Ann")
    end_recording(playing)
    playing.qtbot.waitUntil(lambda: edits_of(folder).exists(), timeout=5000)
    assert names_in(folder) == {1: "Ann"}


def test_markers_after_a_recording_are_not_of_it(playing: Rig) -> None:
    outputs = playing.session.outputs
    folder = begin_recording(playing)
    inside = outputs.mark("inside")
    assert inside is not None
    end_recording(playing)
    playing.qtbot.wait(200)
    late = outputs.mark("late")
    assert late is not None
    outputs.rename_person(1, "Ann")
    playing.qtbot.waitUntil(lambda: edits_of(folder).exists(), timeout=5000)
    assert [marker.text for marker in read_saved_edits(edits_of(folder)).edits.markers] == [
        "inside"
    ]


def test_what_others_have_done_to_the_recording_stays(playing: Rig) -> None:
    outputs = playing.session.outputs
    folder = begin_recording(playing)
    outputs.rename_person(1, "Ann")
    outputs.mark("a")
    end_recording(playing)
    saved = read_saved_edits(edits_of(folder))
    edits = saved.edits.merge(2, into=1).add_marker(Marker(t_s=0.05, text="theirs"))
    write_edits(edits_of(folder), edits, saved.source, saved.tracks)
    outputs.rename_person(2, "Bob")
    playing.qtbot.waitUntil(lambda: names_in(folder) != {1: "Ann"}, timeout=5000)
    found = read_saved_edits(edits_of(folder)).edits
    assert found.persons == {2: 1}
    assert found.names == {1: "Bob"}, "person 2 is person 1 now"
    assert {marker.text for marker in found.markers} == {"a", "theirs"}


def test_a_save_that_fails_is_shown_and_tried_again(
    playing: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "TRY_AGAIN_MS", 50)
    outputs = playing.session.outputs
    folder = begin_recording(playing)
    end_recording(playing)
    edits_of(folder).mkdir()  # Nothing can be written in its place.
    outputs.rename_person(1, "Ann")
    notices = playing.live.notices
    playing.qtbot.waitUntil(lambda: bool(notices.shown), timeout=5000)
    assert "not saved yet" in newest(playing.live).text.text()
    edits_of(folder).rmdir()
    playing.qtbot.waitUntil(lambda: edits_of(folder).exists(), timeout=5000)
    assert names_in(folder) == {1: "Ann"}
    playing.qtbot.waitUntil(lambda: not notices.shown, timeout=5000)
