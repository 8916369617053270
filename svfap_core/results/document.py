"""What a user makes of one video: the edits with their history, and whether they are safe.

The work is one thing from the first marker on, whatever happens to results. Reads no result. What
is heavy can go to another thread and come back: `arrival`, `Save`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from numpy.typing import NDArray

from svfap_core.errors import SvfapError
from svfap_core.results.carrying import carry_over, edits_for
from svfap_core.results.drafts import Draft, Drafts, Work
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import SavedEdits, SourceId, write_edits
from svfap_core.results.trajectories import same_faces, trajectories

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.reading import FinishedResult
    from svfap_core.results.recording import Recording

Move: TypeAlias = Callable[[Edits], Edits]
"""Turns edits into those that mean the same from now on."""

_PROBE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""A name that nobody gives."""


class Kept(StrEnum):
    """Where the work lies."""

    RESULT = "result"
    DRAFT = "draft"
    """In the user's data folder: there is no result, or its folder could not be written."""
    NOWHERE = "nowhere"


class Arrival(NamedTuple):
    """A result on its way into a document; `notes` say what of the work found no place in it."""

    result: FinishedResult
    move: Move
    notes: tuple[str, ...]


class Outcome(NamedTuple):
    """How a save ended; `error` says why the work does not lie where it should."""

    save: Save
    kept: Kept
    digest: str
    error: Exception | None


def arrival(
    result: FinishedResult,
    drafts: Iterable[Draft] = (),
    *,
    before: Recording | None = None,
    edits: Edits | None = None,
    grown: bool = False,
    earlier: Iterable[Work] = (),
) -> Arrival:
    """Find out how work goes on under a result. Compares faces, so it may take a second.

    Args:
        result: The result.
        drafts: Drafts of its video, the oldest first.
        before: The analysis that is shown until now.
        edits: The work on it, to say what of it finds no place.
        grown: Whether the tracks of that analysis are those of the result, which came of it.
        earlier: Work on analyses that are gone.
    """
    analysis, faces = result.edits.analysis, result.recording.faces.view()
    notes: list[str] = []

    def carried(work: Work) -> Edits:
        saved = SavedEdits(work.edits, None, work.tracks)
        found = edits_for(saved, analysis, _until(faces, work.until_s), table_is_newer=True)
        notes.extend(found.lost)
        return found.edits

    waiting = Edits(analysis=analysis)
    for work in earlier:
        waiting = carried(work).over(waiting)
    ground = waiting.over(result.edits)
    for draft in drafts:
        if draft.follows and draft.follows == result.edits_digest:
            ground = waiting  # It was done on this and holds all of it.
        for work in (*draft.earlier, draft.work):
            ground = carried(work).over(ground)
    if before is None or grown:
        return Arrival(result, _going_on(analysis, ground), tuple(notes))
    old, new = trajectories(before.faces.view()), trajectories(faces)
    tracks = same_faces(old, trajectories(_until(faces, before.end_s)))

    def move(edits: Edits) -> Edits:
        if analysis and edits.analysis == analysis:
            return edits
        return carry_over(edits, tracks, analysis, new).edits.over(waiting)

    if edits is not None and not (analysis and edits.analysis == analysis):
        notes += carry_over(edits, tracks, analysis, new).lost
    return Arrival(result, move, tuple(notes))


def _going_on(analysis: str, ground: Edits) -> Move:
    def move(edits: Edits) -> Edits:
        return edits.on(analysis).over(ground)

    return move


def _until(faces: NDArray[Any], end_s: float | None) -> NDArray[Any]:
    """Faces as far as another analysis had come, which knows no later ones."""
    return faces if end_s is None else faces[faces["t_s"] <= end_s]


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the user; `moves` is how often the work had moved when it was done."""

    text: str
    before: Edits
    after: Edits
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """Work that is to be written. Saves of one document run one after another, in any thread."""

    drafts: Drafts
    path: Path
    others: tuple[Path, ...]
    found: bool
    edits: Edits
    recording: Recording | None
    result: FinishedResult | None
    digest: str
    source: SourceId | None
    earlier: tuple[Work, ...]

    def run(self) -> Outcome:
        """Write the draft first, which is quick and near; then the file beside the result."""
        named = self.edits.numbers
        faces = (
            trajectories(self.recording.faces.view(), named)
            if named and self.recording is not None
            else {}
        )
        kept, error = self._draft(faces)
        digest = self.digest
        if self.result is not None:
            try:
                digest = write_edits(
                    self.result.edits_path, self.edits, self.result.source, faces, seen=digest
                )
                kept, error = Kept.RESULT, None
                self.drafts.remove(self.path, self.others)
            except (SvfapError, OSError) as problem:
                error = error if kept is Kept.RESULT else problem
        return Outcome(self, kept, digest, error)

    @property
    def _until_s(self) -> float | None:
        if self.recording is None or self.result is not None:
            return None
        return self.recording.end_s

    def _draft(self, faces: Mapping[int, Any]) -> tuple[Kept, Exception | None]:
        draft = Draft(
            path=str(self.path.absolute()),
            source=self.source,
            follows=self.digest,
            work=Work(edits=self.edits, tracks=dict(faces), until_s=self._until_s),
            earlier=self.earlier,
        )
        try:
            self.drafts.write(self.path, draft, self.others, found=self.found)
        except (SvfapError, OSError) as error:
            return Kept.NOWHERE, error
        return Kept.DRAFT, None


class Document:
    """The work on one video or result.

    Args:
        drafts: Where work is kept that has no other place.
        video: The video, where it is known.
        base: The path of a result's files without endings, where one was opened.
    """

    def __init__(
        self, drafts: Drafts, *, video: Path | None = None, base: Path | None = None
    ) -> None:
        self.video = video
        self.base = base
        self.result: FinishedResult | None = None
        self.recording: Recording | None = None
        """What is shown: of the result, or of an analysis that runs or was broken off."""
        self.source: SourceId | None = None
        self.notes: tuple[str, ...] = ()
        """Sentences on the result and on what of the work found no place in it."""
        self.error: Exception | None = None
        """Why the work is not where it should be."""
        self._drafts = drafts
        self._found: tuple[Path, ...] = ()
        self._earlier: tuple[Work, ...] = ()
        self._edits = Edits()
        self._saved: Edits | None = Edits()
        self._saved_source: SourceId | None = None
        self._kept = Kept.RESULT
        self._digest = ""
        self._drafted = False
        self._moves: list[Move] = []
        self._analyses = [""]
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    # -- the work --------------------------------------------------------------------------------

    @property
    def edits(self) -> Edits:
        """The work as it is now."""
        return self._edits

    def change(self, text: str, edits: Edits) -> bool:
        """A step of the user, named for the menu; false if it changes nothing."""
        if edits == self._edits:
            return False
        self._done.append(_Step(text, self._edits, edits, len(self._moves)))
        self._undone.clear()
        self._edits = edits
        return True

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        return self._done[-1].text if self._done else None

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        return self._undone[-1].text if self._undone else None

    def undo(self) -> None:
        """Take the last step back, all of it."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._edits = self._moved(step.before, step.moves)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._edits = self._moved(step.after, step.moves)

    @property
    def moves(self) -> int:
        """How often results have come: persons may have other numbers since; see `follow`."""
        return len(self._moves)

    def follow(self, person: int, moves: int) -> int | None:
        """Who a person is now whose number somebody noted earlier, say when an editor opened.

        Args:
            person: The number of then.
            moves: `moves` of then.

        Returns:
            The number of now; nothing if no result has such a person any more.
        """
        probe = self._moved(Edits(analysis=self._analyses[moves]).rename(person, _PROBE), moves)
        return next((p for p, name in probe.names.items() if name == _PROBE), None)

    def _moved(self, edits: Edits, moves: int) -> Edits:
        for move in self._moves[moves:]:
            edits = move(edits)
        return edits

    @property
    def earlier(self) -> tuple[Work, ...]:
        """Work on persons of analyses that are gone, which waits for the next one."""
        return self._earlier

    # -- results come and go ---------------------------------------------------------------------

    def settle(self, drafts: Mapping[Path, Draft], source: SourceId | None) -> None:
        """The video has no result: what was done on it before goes on.

        Work on persons waits for an analysis: what it names is not there yet.
        """
        self._found, self.source = tuple(drafts), source
        ground = Edits()
        for draft in drafts.values():
            self._earlier += tuple(
                work.model_copy(update={"edits": work.edits.about_persons()})
                for work in (*draft.earlier, draft.work)
                if work.edits.numbers
            )
            ground = draft.work.edits.about_time().on("").over(ground)
            self._digest = draft.follows
            self._drafted = True
            self._saved_source = draft.source
        self._move(lambda edits: edits.over(ground), saved=ground)
        self._kept = Kept.DRAFT

    def grow(self, recording: Recording) -> None:
        """An analysis runs, and what it has found so far is shown."""
        self.recording = recording

    def take(self, arrived: Arrival, drafts: Iterable[Path] = ()) -> None:
        """A result is there: it was opened, or an analysis has come to its end."""
        result = arrived.result
        self._found += tuple(drafts)
        self._earlier = ()
        is_new = self.recording is not None and bool(result.edits_digest)
        has_draft = self._drafted or bool(self._found)
        self._move(arrived.move, saved=None if has_draft or is_new else result.edits)
        self.result, self.recording, self.base = result, result.recording, result.base
        self.video = self.video or result.video
        self.source = result.source or self.source
        self.notes = (*result.notes, *(n for n in arrived.notes if n not in result.notes))
        self._digest = result.edits_digest
        self._kept = Kept.RESULT

    def _move(self, move: Move, saved: Edits | None) -> None:
        self._moves.append(move)
        self._edits = move(self._edits)
        self._analyses.append(self._edits.analysis)
        self._saved = saved

    # -- safety ----------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether any work would be lost if the computer failed now."""
        return self._edits != self._saved

    @property
    def kept(self) -> Kept:
        """Where the work as last written lies; `NOWHERE` while any of it is lost on failure."""
        return Kept.NOWHERE if self.unsaved else self._kept

    @property
    def due(self) -> bool:
        """Whether something is to be written: not yet, or not where it should be."""
        if self._drafted and (self.result is not None or self.source != self._saved_source):
            return True
        return self.unsaved

    @property
    def unidentified(self) -> Path | None:
        """The video, while its content is still to be known: without it a moved file loses work."""
        return self.video if self.source is None else None

    def identify(self, source: SourceId | None) -> None:
        """The video by its content, which the next save notes down."""
        self.source = source

    def save(self) -> Save | None:
        """What is to be written now; nothing if all is where it should be."""
        path = self.video or self.base
        if not self.due or path is None:
            return None
        return Save(
            drafts=self._drafts,
            path=path,
            others=self._found,
            found=bool(self._moves),
            edits=self._edits,
            recording=self.recording,
            result=self.result,
            digest=self._digest,
            source=self.source,
            earlier=self._earlier,
        )

    def saved(self, outcome: Outcome) -> None:
        """A save has ended."""
        self.error = outcome.error
        self._digest = outcome.digest
        if outcome.kept is Kept.NOWHERE:
            return
        self._saved, self._kept = outcome.save.edits, outcome.kept
        self._saved_source = outcome.save.source
        self._drafted = outcome.kept is Kept.DRAFT
        self._found = tuple(path for path in self._found if path not in outcome.save.others)
