"""Any order of what users, analyses, disks and power cuts do: no work is lost or on another face.

Four people sit side by side for ten seconds. Each analysis numbers their tracks anew. A model knows
the people themselves; after each step the document must say of each what the model says.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from svfap_core.errors import OutputError
from svfap_core.results import carrying
from svfap_core.results import document as module
from svfap_core.results.carrying import CarriedOver
from svfap_core.results.digests import Digests
from svfap_core.results.document import Arrival, Document, Kept, Outcome, arrival
from svfap_core.results.drafts import Draft, Drafts, Identify
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.edits_beside import edits_beside
from svfap_core.results.edits_file import SourceId, digest_of
from svfap_core.results.people import Population
from svfap_core.results.reading import FinishedResult
from svfap_core.results.recording import FaceLog, Recording
from tests.scenes import schema
from tests.unit.results.drawn_tracks import faces_of, still

FACES = range(4)
LENGTH_S, MIDDLE_S = 10.0, 5.0
HALVES = (MIDDLE_S / 2, MIDDLE_S * 3 / 2)
SOURCE = SourceId(content="talk", file_bytes=1)


def one_byte(_: Path) -> int:
    return 1


def the_talk(_: Path) -> SourceId:
    return SOURCE


KNOWN = Identify(str, one_byte, the_talk)
FACTS: dict[str, Any] = {"source": dict(SOURCE)}
EXAMPLES = int(os.environ.get("SVFAP_DOCUMENT_EXAMPLES", "60"))

Cell = tuple[int, int]
"""A person and half of the video."""


class Analysis(NamedTuple):
    """An analysis of the four: the track on which each is for most of the time."""

    track_of: dict[int, int]
    whole: Recording
    part: Recording
    """What was found when it had come to 70 %."""


def analysed(number: int, chance: random.Random) -> Analysis:
    tracks = list(range(9))
    chance.shuffle(tracks)
    track_of = dict(zip(FACES, tracks, strict=False))
    rest = tracks[len(FACES) :]
    paths = {}
    for face, track in track_of.items():
        # Some are lost for a moment and found again under another number.
        leaves_s = chance.choice([LENGTH_S, LENGTH_S, 8.6])
        paths[track] = still(0.0, leaves_s, 100.0 * face, fps=4)
        if leaves_s < LENGTH_S:
            paths[rest[face]] = still(leaves_s + 0.25, LENGTH_S, 100.0 * face, fps=4)
    return Analysis(track_of, recorded(number, paths, LENGTH_S), recorded(number, paths, 7.0))


def recorded(number: int, paths: dict[int, Any], end_s: float) -> Recording:
    identity = Digests("method", f"analysis {number}")
    recording = Recording(replace(schema(), identity=identity))
    cut = {track: [s for s in path if s[0] <= end_s] for track, path in paths.items()}
    recording.faces = FaceLog(faces_of({track: path for track, path in cut.items() if path}))
    recording.end_s = end_s
    return recording


@dataclass(frozen=True)
class Work:
    """What the user has done, told of people instead of tracks."""

    markers: tuple[float, ...] = ()
    excluded: frozenset[int] = frozenset()
    label: tuple[tuple[Cell, int], ...] = tuple(((f, h), f) for f in FACES for h in (0, 1))
    names: tuple[tuple[int, str], ...] = ()
    hidden: frozenset[int] = frozenset()
    baselines: tuple[tuple[int, int], ...] = ()

    def persons(self) -> set[tuple[frozenset[Cell], str, bool, int | None]]:
        """Who there is: the cells, the name, whether hidden, the baseline."""
        labels = dict(self.label)
        names, baselines = dict(self.names), dict(self.baselines)
        return {
            (
                frozenset(cell for cell, of in labels.items() if of == label),
                names.get(label, ""),
                label in self.hidden,
                baselines.get(label),
            )
            for label in set(labels.values())
        }


class Desk(RuleBasedStateMachine):
    """One user, one video, one disk."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        self.base = root / "results" / "talk.mp4"
        self.base.parent.mkdir()
        self.data = root / "data"
        self.video = root / "talk.mp4"
        self.table: Analysis | None = None
        self.shown: Analysis | None = None
        self.running: Analysis | None = None
        self.analyses = self.persons_made = 0
        self.share_is_lost = self.disk_is_full = self.blind = False
        self.work = self.safe = Work()
        self.done: list[Work] = []
        self.undone: list[Work] = []

    def teardown(self) -> None:
        self._folder.cleanup()

    # -- the machine's own hands -------------------------------------------------------------------

    @initialize(seed=st.integers(0, 1 << 16))
    def begin(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.open()

    def open(self) -> None:
        """As the window does."""
        self.drafts = Drafts(self.data, KNOWN)
        self.document = Document(self.drafts, video=self.video)
        self.done, self.undone = [], []
        self.shown = self.running = None
        found = self.drafts.find(self.video, None, None)
        if self.table is None or self.share_is_lost:
            self.document.settle(found, None)
            covered = any(draft.follows for draft in found.values())
            self.blind = self.table is not None and not covered and bool(digest_of(self.edits_file))
        else:
            arrived = arrival(self.read(), found.values())
            self.document.take(arrived, found)
            self.shown, self.blind = self.table, False
        self.save()

    @property
    def edits_file(self) -> Path:
        return self.base.with_name("talk.mp4.edits.json")

    def read(self) -> FinishedResult:
        assert self.table is not None
        notes: list[str] = []
        digest = digest_of(self.edits_file)
        edits = edits_beside(self.base, FACTS, self.table.whole, notes)
        return FinishedResult(
            base=self.base, recording=self.table.whole, sidecar=FACTS, video=self.video,
            edits=edits, edits_digest=digest, notes=tuple(notes),
        )  # fmt: skip

    def save(self) -> None:
        """What the window does after each step."""
        save = self.document.save()
        if save is None:
            self.safe = self.work
            return
        full = OutputError("full")

        def refuse(*_: Any, **__: Any) -> None:
            raise full

        with ExitStack() as trouble:
            if self.share_is_lost or self.disk_is_full:
                trouble.enter_context(mock.patch.object(module, "write_edits", refuse))
            if self.disk_is_full:
                trouble.enter_context(mock.patch.object(self.drafts, "write", refuse))
            outcome = save.run()
        self.document.saved(outcome)
        if outcome.kept is not Kept.NOWHERE:
            self.safe = self.work

    def step(self, work: Work, change: Callable[[], bool]) -> None:
        if change():
            assert work != self.work
            self.done.append(self.work)
            self.undone.clear()
        assert work == self.work or self.done[-1] == self.work
        self.work = work
        self.save()

    def person_of(self, cell: Cell) -> int:
        assert self.shown is not None
        face, half = cell
        return self.document.edits.person_of(self.shown.track_of[face], HALVES[half])

    @property
    def sees_persons(self) -> bool:
        return self.shown is not None and not self.document.earlier

    # -- the user ----------------------------------------------------------------------------------

    @rule(t_s=st.integers(0, 9))
    def mark(self, t_s: int) -> None:
        marker = Marker(t_s=float(t_s), text="seen")
        if float(t_s) not in self.work.markers:
            work = replace(self.work, markers=tuple(sorted((*self.work.markers, float(t_s)))))
            edits = self.document.edits.add_marker(marker)
            if not self.blind or marker not in self.document.edits.markers:
                self.step(work, lambda: self.document.change("mark", edits))

    @precondition(lambda self: not self.blind and self.work.markers)
    @rule(place=st.integers(0, 9))
    def unmark(self, place: int) -> None:
        t_s = self.work.markers[place % len(self.work.markers)]
        work = replace(self.work, markers=tuple(t for t in self.work.markers if t != t_s))
        edits = self.document.edits.remove_marker(Marker(t_s=t_s, text="seen"))
        self.step(work, lambda: self.document.change("unmark", edits))

    @precondition(lambda self: not self.blind)
    @rule(start=st.integers(0, 8), length=st.integers(1, 3), leave_out=st.booleans())
    def exclude_or_include(self, start: int, length: int, leave_out: bool) -> None:  # noqa: FBT001
        stretch, seconds = TimeRange(start, start + length), set(range(start, start + length))
        edits = self.document.edits
        edits = edits.exclude(stretch) if leave_out else edits.include(stretch)
        excluded = self.work.excluded | seconds if leave_out else self.work.excluded - seconds
        work = replace(self.work, excluded=frozenset(excluded))
        self.step(work, lambda: self.document.change("exclude", edits))

    @precondition(lambda self: self.sees_persons)
    @rule(face=st.sampled_from(FACES), half=st.integers(0, 1), name=st.sampled_from(["", "A", "B"]))
    def rename(self, face: int, half: int, name: str) -> None:
        label = dict(self.work.label)[face, half]
        names = {**dict(self.work.names), label: name}
        kept = tuple(sorted((of, n) for of, n in names.items() if n))
        edits = self.document.edits.rename(self.person_of((face, half)), name)
        self.step(replace(self.work, names=kept), lambda: self.document.change("rename", edits))

    @precondition(lambda self: self.sees_persons)
    @rule(one=st.sampled_from(FACES), other=st.sampled_from(FACES), half=st.integers(0, 1))
    def merge(self, one: int, other: int, half: int) -> None:
        labels = dict(self.work.label)
        gone, into = labels[one, half], labels[other, 0]
        if gone == into:
            return
        names, baselines = dict(self.work.names), dict(self.work.baselines)
        for of in (names, baselines):
            if gone in of:
                value: Any = of.pop(gone)
                of.setdefault(into, value)
        work = replace(
            self.work,
            label=tuple((cell, into if of == gone else of) for cell, of in self.work.label),
            names=tuple(sorted(names.items())),
            baselines=tuple(sorted(baselines.items())),
            hidden=self.work.hidden - {gone},
        )
        edits = self.document.edits.merge(self.person_of((one, half)), self.person_of((other, 0)))
        self.step(work, lambda: self.document.change("merge", edits))

    @precondition(lambda self: self.sees_persons)
    @rule(face=st.sampled_from(FACES))
    def split(self, face: int) -> None:
        assert self.shown is not None
        self.persons_made += 1
        label = 100 + self.persons_made
        labels = {**dict(self.work.label), (face, 1): label}
        edits = self.document.edits
        tracks = [int(t) for t in set(self.shown.whole.faces.view()["track_id"])]
        edits = edits.split(self.shown.track_of[face], MIDDLE_S, edits.new_person(tracks))
        work = replace(self.work, label=tuple(labels.items()))
        self.step(work, lambda: self.document.change("split", edits))

    @precondition(lambda self: self.sees_persons)
    @rule(face=st.sampled_from(FACES), half=st.integers(0, 1))
    def hide_or_show(self, face: int, half: int) -> None:
        label, person = dict(self.work.label)[face, half], self.person_of((face, half))
        is_hidden = label in self.work.hidden
        edits = self.document.edits
        edits = edits.show(person) if is_hidden else edits.hide(person)
        work = replace(self.work, hidden=self.work.hidden ^ {label})
        self.step(work, lambda: self.document.change("hide", edits))

    @precondition(lambda self: self.sees_persons)
    @rule(face=st.sampled_from(FACES), half=st.integers(0, 1), start=st.integers(-1, 4))
    def baseline(self, face: int, half: int, start: int) -> None:
        label, person = dict(self.work.label)[face, half], self.person_of((face, half))
        baselines = dict(self.work.baselines)
        baselines.pop(label, None)
        if start >= 0:
            baselines[label] = start
        stretch = TimeRange(start, start + 2) if start >= 0 else None
        edits = self.document.edits.set_baseline(person, stretch)
        work = replace(self.work, baselines=tuple(sorted(baselines.items())))
        self.step(work, lambda: self.document.change("baseline", edits))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        assert self.document.undo_text
        self.document.undo()
        self.undone.append(self.work)
        self.work = self.done.pop()
        self.save()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        assert self.document.redo_text
        self.document.redo()
        self.done.append(self.work)
        self.work = self.undone.pop()
        self.save()

    # -- analyses ----------------------------------------------------------------------------------

    def new_analysis(self) -> Analysis:
        self.analyses += 1
        return analysed(self.analyses, self.chance)

    @precondition(lambda self: self.running is None and not self.share_is_lost)
    @precondition(lambda self: self.document.result is not None or self.table is None)
    @rule()
    def analyse(self) -> None:
        self.running = self.new_analysis()
        if self.document.recording is None:
            self.document.grow(self.running.part)
            self.shown = self.running

    @precondition(lambda self: self.running is not None)
    @rule()
    def finish(self) -> None:
        assert self.running is not None
        if self.share_is_lost or self.disk_is_full:
            return
        grown = self.shown is self.running
        self.table, self.running = self.running, None
        arrived = arrival(
            self.read(), before=self.document.recording, grown=grown, earlier=self.document.earlier
        )
        self.document.take(arrived)
        self.shown = self.table
        self.save()

    @precondition(lambda self: self.running is not None)
    @rule()
    def cancel(self) -> None:
        self.running = None

    @precondition(lambda self: not self.share_is_lost and self.running is None)
    @precondition(lambda self: self.document.result is not None)
    @rule()
    def a_batch_analyses_again(self) -> None:
        self.table = self.new_analysis()

    # -- what befalls the computer -----------------------------------------------------------------

    @rule(lost=st.booleans())
    def share(self, lost: bool) -> None:  # noqa: FBT001
        self.share_is_lost = lost
        self.save()

    @rule(full=st.booleans())
    def disk(self, full: bool) -> None:  # noqa: FBT001
        self.disk_is_full = full
        self.save()

    @rule()
    def identify(self) -> None:
        if self.document.unidentified is not None:
            self.document.identify(SOURCE)
            self.save()

    @rule()
    def kill_and_open(self) -> None:
        self.work = self.safe
        self.open()

    @precondition(lambda self: self.document.source is not None and not self.document.due)
    @rule()
    def move_the_video(self) -> None:
        self.video = self.video.with_name(f"moved {self.video.name}")
        self.open()

    # -- what must hold ----------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_or_on_another_face(self) -> None:
        if not hasattr(self, "document"):
            return
        edits = self.document.edits
        if not self.blind:
            assert tuple(marker.t_s for marker in edits.markers) == self.work.markers
            excluded = {second for second in range(12) if edits.is_excluded(second + 0.5)}
            assert excluded == self.work.excluded
        if self.sees_persons:
            assert self.seen() == self.work.persons()

    def seen(self) -> set[tuple[frozenset[Cell], str, bool, int | None]]:
        edits = self.document.edits
        cells: dict[int, set[Cell]] = {}
        for face in FACES:
            for half in (0, 1):
                cells.setdefault(self.person_of((face, half)), set()).add((face, half))
        return {
            (
                frozenset(of),
                edits.name_of(person),
                person in edits.hidden,
                int(edits.baselines[person].start_s) if person in edits.baselines else None,
            )
            for person, of in cells.items()
        }

    @invariant()
    def what_is_not_safe_is_said(self) -> None:
        if hasattr(self, "document") and self.work != self.safe:
            assert self.document.unsaved
            assert self.document.error is not None

    @invariant()
    def an_export_is_of_the_work_as_it_is(self) -> None:
        if hasattr(self, "document") and self.document.recording is not None:
            population = Population(self.document.recording, self.document.edits)
            assert not set(population.visible) & self.document.edits.hidden


SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Desk.TestCase.settings = SETTINGS
TestDesk = Desk.TestCase


# -- faults of an earlier window, planted --------------------------------------------------------


def begins_anew(patch: pytest.MonkeyPatch) -> None:
    """What was done before an analysis is gone when it ends."""
    take = Document.take

    def forgetful(self: Document, arrived: Arrival, drafts: Any = ()) -> None:
        def anew(_: Edits) -> Edits:
            return arrived.result.edits

        take(self, arrived._replace(move=anew), drafts)

    patch.setattr(Document, "take", forgetful)


def drafts_are_not_found(patch: pytest.MonkeyPatch) -> None:
    """Work on a video without a result is gone when another one is opened."""

    def none(*_: Any) -> dict[Path, Draft]:
        return {}

    patch.setattr(Drafts, "find", none)


def numbers_are_taken_for_faces(patch: pytest.MonkeyPatch) -> None:
    """Names stay on the numbers of tracks, whoever has these in a new analysis."""

    def keep(edits: Edits, _: Any, analysis: str, __: Any = ()) -> CarriedOver:
        return CarriedOver(edits.on(analysis))

    patch.setattr(module, "carry_over", keep)
    patch.setattr(carrying, "carry_over", keep)


def a_failed_save_is_taken_for_one(patch: pytest.MonkeyPatch) -> None:
    """A save that has failed is not tried again, and nobody is told."""
    saved = Document.saved

    def credulous(self: Document, outcome: Outcome) -> None:
        saved(self, outcome._replace(kept=Kept.RESULT, error=None))

    patch.setattr(Document, "saved", credulous)


@pytest.mark.parametrize(
    "plant",
    [
        begins_anew,
        drafts_are_not_found,
        numbers_are_taken_for_faces,
        a_failed_save_is_taken_for_one,
    ],
)
def test_it_finds_the_faults_that_there_were(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    quickly = settings(SETTINGS, max_examples=500, phases=[Phase.generate], database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Desk, settings=quickly)
