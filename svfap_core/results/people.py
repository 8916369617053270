"""A recording as its user sees it: persons in place of tracks, after merging and splitting.

Rebuilt after each edit, which takes milliseconds. Of a recording that grows it shows the rows
there were when it was built. Knows no files and nothing of drawing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from svfap_core.results.baseline import Baseline, baseline
from svfap_core.results.edits import FIRST_MADE_PERSON, Edits
from svfap_core.results.recording import Recording
from svfap_core.results.stretches import (
    Span,
    Stretch,
    doubt,
    merged,
    spans,
    trusted_emotion,
    without,
)
from svfap_core.results.trust import is_trusted, is_unclear
from svfap_core.types import AffectResult, Box

_FOREVER = float("inf")

TOGETHER_S = 0.5
"""On screen at once for less than this, two faces may be one that a track lost and found."""


class PersonFace(NamedTuple):
    """A face in a frame and whose it is."""

    person_id: int
    track_id: int
    box: Box
    quality: float


class Population:
    """The persons of a recording under a user's edits.

    A row belongs to whom its track shows at the middle of the row's window.

    Args:
        recording: The analysis; may still grow.
        edits: What the user made of it.
    """

    def __init__(self, recording: Recording, edits: Edits) -> None:
        self.recording = recording
        self.edits = edits
        self._starts: dict[int, list[tuple[float, int]]] = {}
        self._rows: dict[int, list[AffectResult]] = {}
        self._nobody: list[AffectResult] = []
        self._spans: dict[int, list[Span]] = {}
        self._baselines: dict[int, Baseline | None] = {}
        by_person: dict[int, list[AffectResult]] = {}
        whole: dict[int, int] = {}
        for row in recording.results[:]:
            track_id = row.track_id
            if track_id is None:
                self._nobody.append(row)
                continue
            person = whole.get(track_id)
            if person is None:
                person = self.person_of(track_id, row.describes_s)
                if len(self._starts[track_id]) == 1:
                    whole[track_id] = person
            by_person.setdefault(person, []).append(row)
        for rows in by_person.values():
            rows.sort(key=_place)
        first_come = sorted(by_person, key=lambda person: (by_person[person][0].t_s, person))
        self._rows = {person: by_person[person] for person in first_come}
        self._tracks = frozenset(self._starts)

    @property
    def persons(self) -> tuple[int, ...]:
        """All persons that have rows, in order of appearance."""
        return tuple(self._rows)

    @cached_property
    def visible(self) -> tuple[int, ...]:
        """Persons that are not hidden, in order of appearance."""
        return tuple(person for person in self._rows if person not in self.edits.hidden)

    def new_person(self) -> int:
        """A number for a person that a split makes."""
        return self.edits.new_person(self.recording.track_ids)

    # -- who is who -----------------------------------------------------------------------------

    def person_of(self, track_id: int, t_s: float) -> int:
        """The person a track shows at a time."""
        return self._from(track_id, t_s)[1]

    def tracks_of(self, person: int) -> tuple[int, ...]:
        """The tracks whose rows a person has, in order of appearance."""
        return tuple(dict.fromkeys(r.track_id for r in self.rows(person) if r.track_id is not None))

    def number_of(self, person: int) -> int:
        """The number to show for a person: of one made by splitting, one that follows the tracks.

        Files keep the person's own number, which no later track reaches.
        """
        if person < FIRST_MADE_PERSON or person in self._tracks:
            return person
        last = max(self._tracks, default=0)
        return last + person - max(FIRST_MADE_PERSON - 1, last)

    def label(self, person: int) -> str:
        """The name a user gave, or the number, for files and images."""
        return self.edits.name_of(person) or f"Person {self.number_of(person)}"

    def in_frame(self, index: int) -> list[PersonFace]:
        """The faces of visible persons in a frame, by its number."""
        return self._of_faces(self.recording.faces.in_frame(index))

    def at(self, t_s: float) -> list[PersonFace]:
        """The faces of visible persons in the frame of a time."""
        return self._of_faces(self.recording.faces.at(t_s))

    # -- rows -----------------------------------------------------------------------------------

    def rows(self, person: int) -> list[AffectResult]:
        """A person's rows in order of time."""
        return list(self._rows.get(person, ()))

    def visible_rows(self) -> list[tuple[int | None, AffectResult]]:
        """Rows of visible persons and of nobody, each with its person, in order of time."""
        rows: list[tuple[int | None, AffectResult]] = [(None, row) for row in self._nobody]
        for person in self.visible:
            rows += [(person, row) for row in self._rows[person]]
        return sorted(rows, key=lambda item: _place(item[1]))

    def latest(self, person: int, t_s: float) -> AffectResult | None:
        """A person's newest row whose time has come."""
        rows = self._rows.get(person, [])
        position = bisect_right(rows, t_s, key=_time)
        return rows[position - 1] if position else None

    def is_excluded(self, t_s: float) -> bool:
        """Whether the user left this time out."""
        return self.edits.is_excluded(t_s)

    def is_row_excluded(self, row: AffectResult) -> bool:
        """Whether the middle of a row's window lies in what the user left out."""
        return self.edits.is_excluded(row.describes_s)

    # -- time -----------------------------------------------------------------------------------

    def spans(self, person: int) -> list[Span]:
        """The time that each scored row of a person speaks for; excluded time is not cut out."""
        if person not in self._spans:
            self._spans[person] = spans(self._rows.get(person, ()), self._limits)
        return self._spans[person]

    def spans_of_all_rows(self, person: int) -> list[Span]:
        """The same, of rows without scores too."""
        return spans(self._rows.get(person, ()), self._limits, scored=False)

    def on_screen(self, person: int) -> list[Stretch]:
        """When a person was on screen, from the first to the last frame of each track."""
        found: list[Stretch] = []
        for start_s, end_s in sorted({self._limits(row) for row in self._rows.get(person, ())}):
            if found and start_s <= found[-1].end_s:
                found[-1] = replace(found[-1], end_s=max(end_s, found[-1].end_s))
            else:
                found.append(Stretch(start_s, end_s, ""))
        return found

    def together_s(self, person: int, other: int) -> float:
        """For how long both are on screen at once, in s: then they can hardly be one person."""
        theirs = self.on_screen(other)
        return sum(
            max(0.0, min(mine.end_s, their.end_s) - max(mine.start_s, their.start_s))
            for mine in self.on_screen(person)
            for their in theirs
        )

    def emotion_stretches(self, person: int) -> list[Stretch]:
        """Stretches of a person's strongest emotion."""
        return merged(self.spans(person), trusted_emotion)

    def is_unclear(self, row: AffectResult) -> bool:
        """Whether raters are expected to differ about a row's emotion, by the model's threshold."""
        return is_unclear(row, self.recording.schema.ambiguity_threshold)

    def unclear_stretches(self, person: int) -> list[Stretch]:
        """Stretches in which a person's emotion can be trusted but is unclear."""
        return merged(
            self.spans(person),
            lambda row: "unclear" if is_trusted(row) and self.is_unclear(row) else None,
        )

    def counted_stretches(self, person: int) -> list[Stretch]:
        """The same without what the user excluded."""
        return without(self.emotion_stretches(person), self.edits.excluded)

    def speaking_at(self, person: int, t_s: float) -> AffectResult | None:
        """The scored row of a person that speaks for a time."""
        found = self.spans(person)
        place = bisect_right(found, t_s, key=_span_start) - 1
        return found[place].row if place >= 0 and t_s < found[place].end_s else None

    def doubtful_stretches(self, person: int) -> list[Stretch]:
        """Stretches in which a person's scores cannot be trusted, labelled by their status."""
        return merged(self.spans(person), doubt)

    def times_seen(self, person: int) -> Sequence[float]:
        """Times of all frames in which a person was tracked, in order."""
        times: list[float] = []
        for track_id in self.tracks_of(person):
            seen: list[float] = self.recording.faces.of_track(track_id)["t_s"].tolist()
            if len(self._starts[track_id]) == 1:
                times += seen
            else:
                times += [t for t in seen if self.person_of(track_id, t) == person]
        return sorted(times)

    # -- baseline -------------------------------------------------------------------------------

    def baseline(self, person: int) -> Baseline | None:
        """What a person is compared with; `None` where neither analysis nor user chose anything."""
        if person not in self._baselines:
            chosen = self.edits.baselines.get(person, self.recording.baseline)
            self._baselines[person] = (
                None
                if chosen is None
                else baseline(
                    [r for r in self.trusted_rows(person) if chosen.holds(r.describes_s)], chosen
                )
            )
        return self._baselines[person]

    def trusted_rows(self, person: int) -> Iterable[AffectResult]:
        """A person's rows that can be trusted and are not excluded."""
        return (
            row
            for row in self._rows.get(person, ())
            if is_trusted(row) and not self.is_row_excluded(row)
        )

    def z_scores(self, person: int) -> list[dict[str, float]]:
        """Of each of `rows(person)` the z-scores, by name; empty where there are none."""
        against = self.baseline(person)
        rows = self._rows.get(person, ())
        return [{} if against is None else against.z(row) for row in rows]

    # -- helpers --------------------------------------------------------------------------------

    def _of_faces(self, faces: Any) -> list[PersonFace]:
        found: list[PersonFace] = []
        for face in faces:
            track_id = int(face["track_id"])
            person = self.person_of(track_id, float(face["t_s"]))
            if person not in self.edits.hidden:
                box = Box(*face["box_xyxy_px"].tolist())
                found.append(PersonFace(person, track_id, box, float(face["quality"])))
        return found

    def _from(self, track_id: int, t_s: float) -> tuple[float, int]:
        starts = self._starts.get(track_id)
        if starts is None:
            starts = self._starts[track_id] = self.edits.starts_of(track_id)
        if len(starts) == 1:
            return starts[0]
        return starts[bisect_right(starts, t_s, lo=1, key=_start) - 1]

    def _limits(self, row: AffectResult) -> tuple[float, float]:
        """The time around a row in which its face lives and shows the same person."""
        if row.track_id is None:
            return -_FOREVER, _FOREVER
        life = self.recording.life(row.track_id)
        if len(self._starts[row.track_id]) == 1:
            return life
        starts = [start for start, _ in self._starts[row.track_id]]
        t_s = row.describes_s
        low, high = next((a, b) for a, b in pairwise([*starts, _FOREVER]) if a <= t_s < b)
        return max(low, life[0]), min(high, life[1])


def _place(row: AffectResult) -> tuple[float, int]:
    return row.t_s, -1 if row.track_id is None else row.track_id


def _time(row: AffectResult) -> float:
    return row.t_s


def _span_start(span: Span) -> float:
    return span.start_s


def _start(item: tuple[float, int]) -> float:
    return item[0]
