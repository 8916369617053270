"""What becomes of a user's work when a video is analysed, again or not at all: nothing is lost.

The analyses do what a test tells them; files are real.
"""

from __future__ import annotations

import queue
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from svfap_core.errors import SvfapError
from svfap_core.pipeline.finding import source_id
from svfap_core.results.drafts import Draft
from svfap_core.results.edits import Marker, TimeRange
from svfap_core.results.edits_file import read_saved_edits
from svfap_core.results.recording import Recording
from svfap_core.settings import OutputSettings
from svfap_core.types import Box
from svfap_gui.analyse import saving
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.file_analysis import (
    Advanced,
    AnalysisEnd,
    AnalysisOrder,
    Failed,
    Finished,
    Stopped,
    output_for,
)
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.parts.notice import Notice
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder
from svfap_gui.work.task import Task
from tests.gui.results import Appearance, recording_of, write_result

TIMES_S = [index / 12.5 for index in range(100)]
LEFT, RIGHT = Box(20, 40, 60, 90), Box(200, 40, 240, 90)
MARKER, OUT = Marker(t_s=1.5, text="question"), TimeRange(2.0, 3.0)


def two_faces(left: int, right: int, *, right_until_s: float = 8.0) -> Recording:
    faces = [Appearance(left, 0.0, 8.0, LEFT), Appearance(right, 0.0, right_until_s, RIGHT)]
    return recording_of("talk.mp4", TIMES_S, faces)


class ToldAnalysis:
    """A `FileAnalysis` that a test ends."""

    def __init__(self, order: AnalysisOrder) -> None:
        self.order = order
        self.recording: Recording | None = None
        self._ends: queue.SimpleQueue[AnalysisEnd] = queue.SimpleQueue()

    def run(self, task: Task[Advanced]) -> AnalysisEnd:
        task.when_stopped(lambda: self._ends.put(Stopped()))
        return self._ends.get()

    def tell(self, end: AnalysisEnd) -> None:
        self._ends.put(end)

    def finish(self, recording: Recording, analysis: str) -> None:
        """Leave a result where the real one would, over that of before."""
        base = self.order.folder / output_for(self.order.video, self.order.folder)
        write_result(base.parent, self.order.video, recording, analysis)
        self.tell(Finished(base))


@dataclass
class Desk:
    """A document and its analyses."""

    qtbot: QtBot
    document: AnalyseController
    runs: list[ToldAnalysis]
    folder: Path
    notices: list[Notice] = field(default_factory=list)

    @property
    def video(self) -> Path:
        return self.folder / "talk.mp4"

    @property
    def notes(self) -> str:
        """What is said of the open result."""
        return " ".join(self.document.notes)

    @property
    def edits_file(self) -> Path:
        return self.folder / "results" / "talk.mp4.edits.json"

    @property
    def draft(self) -> Draft:
        """What lies in the user's data folder."""
        [path] = (self.folder / "drafts").iterdir()
        return Draft.model_validate_json(path.read_bytes())

    def open(self, path: Path | None = None) -> None:
        self.document.open_video(path or self.video)
        self.settle()

    def settle(self) -> None:
        """Wait until all is read, counted and saved."""
        document = self.document
        self.qtbot.waitUntil(
            lambda: (
                not document.active
                and not document.history.document.due
                and document.phase is not AnalysePhase.OPENING
            )
        )

    def settle_counting(self) -> None:
        self.qtbot.waitUntil(lambda: not self.document.counter.busy)

    def analyse(self) -> ToldAnalysis:
        self.document.analyse(again=self.document.phase is AnalysePhase.DONE)
        return self.runs[-1]

    def end(self, end: AnalysisEnd) -> None:
        """The analysis ends so."""
        self.runs[-1].tell(end)
        self.qtbot.waitUntil(lambda: self.document.activity is None)

    def finish(self, recording: Recording, analysis: str) -> None:
        self.runs[-1].finish(recording, analysis)
        self.qtbot.waitUntil(lambda: self.document.phase is AnalysePhase.DONE)
        self.settle()

    def mark(self) -> None:
        """Two steps of work that need no analysis."""
        self.document.change("marker", self.document.edits.add_marker(MARKER))
        self.document.change("exclude", self.document.edits.exclude(OUT))

    def undo(self) -> None:
        self.document.history.undo()

    def name_at(self, box: Box, t_s: float = 4.0) -> str:
        """What the person at a place is called."""
        self.qtbot.waitUntil(lambda: self.document.population is not None)
        population = self.document.population
        assert population is not None
        [person] = [face.person_id for face in population.at(t_s) if face.box.x0 == box.x0]
        return self.document.edits.name_of(person)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(saving, "SAVE_AFTER_MS", 1)
    (tmp_path / "talk.mp4").write_bytes(b"a video")
    root = QObject()
    runs: list[ToldAnalysis] = []

    def make(order: AnalysisOrder) -> ToldAnalysis:
        runs.append(ToldAnalysis(order))
        return runs[-1]

    def order(video: Path, again: bool) -> AnalysisOrder:  # noqa: FBT001  # as the view has it
        engine = EngineOrder("svfap-tiny", "cpu", None)  # type: ignore[arg-type]
        return AnalysisOrder(video, engine, OutputSettings(), tmp_path / "results", again)

    document = AnalyseController(
        Activities(root),
        make,
        order,
        lambda: tmp_path / "results",
        root,  # type: ignore[arg-type]
        drafts_folder=tmp_path / "drafts",
    )
    desk = Desk(qtbot, document, runs, tmp_path)
    document.told.connect(desk.notices.append)
    yield desk
    document.close_document()
    document.shut_down()
    root.deleteLater()


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A result in which both persons have names, and a marker."""
    write_result(desk.folder / "results", desk.video, two_faces(1, 2), "first")
    desk.open()
    assert desk.document.phase is AnalysePhase.DONE
    for person, name in ((1, "Left"), (2, "Right")):
        desk.document.change("name", desk.document.edits.rename(person, name))
    desk.document.change("marker", desk.document.edits.add_marker(MARKER))
    desk.settle()
    assert (desk.name_at(LEFT), desk.name_at(RIGHT)) == ("Left", "Right")
    return desk


# -- before the first analysis -----------------------------------------------------------------


def test_work_before_the_first_analysis_is_there_after_it_and_can_be_undone(desk: Desk) -> None:
    desk.open()
    desk.mark()
    run = desk.analyse()
    assert desk.document.edits.markers == (MARKER,)
    run.recording = two_faces(1, 2)
    desk.qtbot.waitUntil(lambda: bool(desk.document.lanes.lanes))
    desk.document.change("name", desk.document.edits.rename(2, "Right"))
    desk.finish(two_faces(1, 2), "first")
    assert desk.document.edits.markers == (MARKER,)
    assert desk.document.edits.excluded == (OUT,)
    assert desk.name_at(RIGHT) == "Right"
    assert read_saved_edits(desk.edits_file).edits == desk.document.edits
    assert read_saved_edits(desk.edits_file).edits.analysis == "first"
    for _ in range(3):
        desk.undo()
    assert desk.document.edits.on("") == desk.document.edits.about_time().on("")
    assert (desk.document.edits.markers, desk.document.edits.excluded) == ((), ())


@pytest.mark.parametrize("end", [Stopped(), Failed(SvfapError("no", hint="none"))])
def test_work_outlives_an_analysis_that_leaves_nothing(desk: Desk, end: AnalysisEnd) -> None:
    desk.open()
    desk.mark()
    desk.analyse()
    desk.end(end)
    assert desk.document.phase is AnalysePhase.READY
    desk.document.change("name", desk.document.edits.rename(1, "of nobody yet"))
    desk.settle()
    assert desk.draft.work.edits == desk.document.edits
    desk.undo()
    desk.undo()
    assert desk.document.edits.excluded == ()


def test_work_on_a_video_without_a_result_is_found_again_by_its_content(desk: Desk) -> None:
    desk.open()
    desk.mark()
    desk.document.close_document()
    desk.settle()
    renamed = Path(shutil.move(desk.video, desk.folder / "moved.mp4"))
    desk.open(renamed)
    assert desk.document.phase is AnalysePhase.READY
    assert desk.document.edits.markers == (MARKER,)
    desk.document.change("another", desk.document.edits.add_marker(Marker(t_s=7, text="end")))
    desk.settle()
    assert desk.draft.source == source_id(renamed)
    assert not (desk.folder / "results").exists()
    desk.analyse()
    desk.finish(two_faces(1, 2), "first")
    assert len(desk.document.edits.markers) == 2
    assert not list((desk.folder / "drafts").iterdir()), "the work lies beside the result"
    desk.document.close_document()
    desk.open(renamed)
    assert len(desk.document.edits.markers) == 2


def test_two_videos_of_one_name_keep_their_own_work(desk: Desk) -> None:
    desk.open()
    desk.mark()
    other = desk.folder / "other" / "talk.mp4"
    other.parent.mkdir()
    other.write_bytes(b"another")
    desk.open(other)
    assert desk.document.edits.markers == ()
    theirs = Marker(t_s=5.0, text="theirs")
    desk.document.change("marker", desk.document.edits.add_marker(theirs))
    desk.open()
    assert desk.document.edits.markers == (MARKER,)
    desk.open(other)
    assert desk.document.edits.markers == (theirs,)
    # A batch knows of no such work, and puts its result where that of the first video would lie.
    write_result(desk.folder / "results", other, two_faces(1, 2), "theirs")
    desk.open(other)
    assert desk.document.phase is AnalysePhase.DONE
    assert desk.document.edits.markers == (theirs,)
    desk.document.change("name", desk.document.edits.rename(1, "Anna"))
    desk.settle()
    assert read_saved_edits(desk.edits_file).edits.markers == (theirs,)
    desk.open()
    assert desk.document.phase is AnalysePhase.READY
    assert desk.document.edits.markers == (MARKER,)


def test_closing_saves_work_on_a_video_without_a_result(desk: Desk) -> None:
    desk.open()
    desk.mark()
    desk.document.shut_down()
    assert desk.draft.work.edits.markers == (MARKER,)


@pytest.mark.parametrize("analysed", [False, True])
def test_work_done_while_a_result_is_looked_for_is_kept(desk: Desk, *, analysed: bool) -> None:
    desk.open()
    desk.mark()
    desk.settle()
    if analysed:
        write_result(desk.folder / "results", desk.video, two_faces(1, 2), "first")
    desk.document.open_video(desk.video)
    assert desk.document.phase is AnalysePhase.OPENING
    early = Marker(t_s=0.5, text="early")
    desk.document.change("marker", desk.document.edits.add_marker(early))
    desk.settle()
    assert desk.document.edits.markers == (early, MARKER)
    assert desk.document.edits.excluded == (OUT,)
    saved = read_saved_edits(desk.edits_file).edits if analysed else desk.draft.work.edits
    assert saved.markers == (early, MARKER)
    desk.undo()
    assert desk.document.edits.markers == (MARKER,)


# -- analysing again ---------------------------------------------------------------------------


@pytest.mark.parametrize("end", [Stopped(), Failed(SvfapError("no", hint="none"))])
def test_without_a_new_result_the_old_one_stays_shown(named: Desk, end: AnalysisEnd) -> None:
    before, document = named.document.edits, named.document
    lanes, base = document.lanes.lanes, document.base
    run = named.analyse()
    run.recording = two_faces(2, 1)
    named.document._look()
    named.settle_counting()
    assert named.name_at(LEFT) == "Left", "until there is a new result the old one is shown"
    named.end(end)
    named.settle()
    assert document.phase is AnalysePhase.DONE
    assert (document.edits, document.base) == (before, base)
    assert [lane.person_id for lane in document.lanes.lanes] == [lane.person_id for lane in lanes]
    assert document.history.document.undo_text
    assert bool(named.notices) == isinstance(end, Failed)


def test_names_follow_the_faces_into_a_new_analysis_with_all_steps(named: Desk) -> None:
    named.analyse()
    named.document.change("out", named.document.edits.exclude(OUT))
    named.finish(two_faces(2, 1), "second")
    assert (named.name_at(LEFT), named.name_at(RIGHT)) == ("Left", "Right")
    assert named.document.edits.names == {2: "Left", 1: "Right"}
    assert named.document.edits.excluded == (OUT,)
    assert read_saved_edits(named.edits_file).edits == named.document.edits
    assert "another analysis" in named.notes
    former = named.edits_file.with_name("talk.mp4.before-1.edits.json")
    assert read_saved_edits(former).edits.names == {1: "Left", 2: "Right"}
    assert former.name in named.notes
    named.undo()
    assert named.document.edits.excluded == ()
    named.undo()
    named.undo()
    assert named.document.edits.names == {2: "Left"}
    named.document.history.redo()
    assert named.document.edits.names == {2: "Left", 1: "Right"}


def test_who_is_not_found_again_is_listed(named: Desk) -> None:
    named.analyse()
    named.finish(two_faces(5, 6, right_until_s=2.0), "second")
    assert named.name_at(LEFT) == "Left"
    assert named.name_at(RIGHT, TIMES_S[12]) == ""
    assert 'Person 2 ("Right") was not found' in named.notes
    assert "Left" not in named.notes


def test_an_equal_analysis_leaves_all_as_it_is(named: Desk) -> None:
    before = named.document.edits
    named.analyse()
    named.finish(two_faces(1, 2), "first")
    assert named.document.edits == before
    assert not named.notes
    assert not list(named.edits_file.parent.glob("*before*"))


def test_a_batch_that_analyses_again_moves_no_name_to_another_face(named: Desk) -> None:
    named.document.close_document()
    named.settle()
    write_result(named.folder / "results", named.video, two_faces(2, 1), "second")
    named.open()
    assert (named.name_at(LEFT), named.name_at(RIGHT)) == ("Left", "Right")
    assert "another analysis" in named.notes
    assert named.document.edits.markers == (MARKER,)
