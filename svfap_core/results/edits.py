"""What a user has made of a result: who is who, what to leave out, marks in time, baselines.

All of it is kept apart from the rows, which stay as they were measured. Every change gives new
`Edits`, so undoing is keeping the old ones. Knows nothing of rows, faces or files.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, FiniteFloat, field_validator

from svfap_core.results.second_video import SecondVideo
from svfap_core.settings import Frozen

FIRST_MADE_PERSON = 1001
"""Persons made by splitting are numbered from here, beyond the tracks a running analysis adds."""


class TimeRange(NamedTuple):
    """A stretch of media time; its start belongs to it, its end does not."""

    start_s: FiniteFloat
    end_s: FiniteFloat

    def holds(self, t_s: float) -> bool:
        """Whether a time lies in it."""
        return self.start_s <= t_s < self.end_s

    def ordered(self) -> TimeRange:
        """The same stretch, if it was drawn from its end to its start."""
        return TimeRange(min(self), max(self))


ALL_TIME = TimeRange(float("-inf"), float("inf"))


class Marker(Frozen):
    """A point in time with the user's words."""

    t_s: FiniteFloat
    text: str = ""


class Split(Frozen):
    """A track belongs to a person from a time on, until its next split."""

    track_id: int
    t_s: FiniteFloat
    person_id: int


class Edits(Frozen):
    """The user's work on one result.

    A track is the person of its own number unless `persons` (from its beginning) or `splits` (from
    a time on) say otherwise. `excluded` ranges are in order and apart, markers in order of time.
    `video` is where the user last had the video, on this computer; `second` is watched beside it.
    """

    edits_version: Literal[1] = 1
    analysis: str = Field(
        default="",
        description="Identity of the analysis whose tracks are meant; empty: not known, or none.",
    )
    names: dict[int, str] = Field(default={}, description="Person to name.")
    persons: dict[int, int] = Field(default={}, description="Track to person, where they differ.")
    splits: tuple[Split, ...] = ()
    apart: tuple[tuple[int, int], ...] = Field(
        default=(), description="Pairs of persons that the user says are not one."
    )
    hidden: frozenset[int] = frozenset()
    excluded: tuple[TimeRange, ...] = ()
    markers: tuple[Marker, ...] = ()
    baselines: dict[int, TimeRange] = Field(
        default={}, description="Person to the stretch that its z-scores compare with."
    )
    video: str = ""
    second: SecondVideo | None = None

    @field_validator("markers")
    @classmethod
    def _in_time(cls, markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
        """A file edited by hand may have them in any order."""
        return tuple(sorted(markers, key=_marker_time))

    @field_validator("apart")
    @classmethod
    def _each_once(cls, pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        """A pair is the same in either order."""
        return tuple(sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}))

    @field_validator("excluded")
    @classmethod
    def _in_order(cls, ranges: tuple[TimeRange, ...]) -> tuple[TimeRange, ...]:
        """A file edited by hand may have them in any order and overlapping."""
        return _joined(ranges)

    # -- who is who -----------------------------------------------------------------------------

    def person_of(self, track_id: int, t_s: float) -> int:
        """The person a track shows at a time."""
        starts = self.starts_of(track_id)
        return starts[bisect_right(starts, t_s, lo=1, key=_start) - 1][1]

    def starts_of(self, track_id: int) -> list[tuple[float, int]]:
        """From when on a track belongs to whom, in order; the first from the beginning of time."""
        later = [(s.t_s, s.person_id) for s in self.splits if s.track_id == track_id]
        return [(float("-inf"), self.persons.get(track_id, track_id)), *later]

    def name_of(self, person: int) -> str:
        """The name the user gave, or nothing."""
        return self.names.get(person, "")

    def new_person(self, track_ids: Iterable[int] = ()) -> int:
        """A number that no person has.

        Args:
            track_ids: Tracks there are; later ones are below `FIRST_MADE_PERSON` as a rule.
        """
        splits = [person for s in self.splits for person in (s.track_id, s.person_id)]
        taken = [*track_ids, *self.persons, *self.persons.values(), *self.names, *splits]
        return max([FIRST_MADE_PERSON - 1, *taken]) + 1

    def merge(self, person: int, into: int) -> Self:
        """All that is `person` is `into` from now on, which keeps its own name and baseline."""
        if person == into:
            return self
        persons = {t: into if p == person else p for t, p in self.persons.items()}
        persons.setdefault(person, into)
        splits = [
            s.model_copy(update={"person_id": into}) if s.person_id == person else s
            for s in self.splits
        ]
        return self._with(
            names=_handed_on(self.names, person, into),
            baselines=_handed_on(self.baselines, person, into),
            hidden=self.hidden - {person},
            apart=_renamed(self.apart, {person: into}),
            **_tidy(persons, splits),
        )

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> Self:
        """Remember that these pairs of persons are not one; merging them by hand forgets it."""
        return self._with(apart=(*self.apart, *pairs))

    def split(self, track_id: int, t_s: float, new_person: int) -> Self:
        """A track belongs to another person from a time on, until its next split.

        At or before 0 the track leaves as a whole: that is how a merge is taken back.
        """
        if t_s <= 0:
            return self._with(**_tidy({**self.persons, track_id: new_person}, self.splits))
        others = [s for s in self.splits if (s.track_id, s.t_s) != (track_id, t_s)]
        cut = Split(track_id=track_id, t_s=t_s, person_id=new_person)
        return self._with(**_tidy(self.persons, [*others, cut]))

    def rename(self, person: int, name: str) -> Self:
        """Give a person a name; an empty one takes it away."""
        name = " ".join(name.split())
        others = {p: n for p, n in self.names.items() if p != person}
        return self._with(names={**others, person: name} if name else others)

    def hide(self, person: int) -> Self:
        """Leave a person out of video, statistics and exports."""
        return self._with(hidden=self.hidden | {person})

    def show(self, person: int) -> Self:
        """Take a hidden person back."""
        return self._with(hidden=self.hidden - {person})

    @property
    def numbers(self) -> frozenset[int]:
        """All tracks and persons that are named: what has a meaning in one analysis only."""
        splits = (number for s in self.splits for number in (s.track_id, s.person_id))
        merged = (*self.persons, *self.persons.values())
        apart = (number for pair in self.apart for number in pair)
        return frozenset({*self.names, *merged, *splits, *apart, *self.hidden, *self.baselines})

    def on(self, analysis: str) -> Self:
        """The same, of this analysis."""
        return self._with(analysis=analysis)

    # -- time -----------------------------------------------------------------------------------

    def about_time(self) -> Self:
        """What means the same in every analysis of the video: nobody is named in it."""
        return self._with(
            names={}, persons={}, splits=(), apart=(), hidden=frozenset(), baselines={}
        )

    def about_persons(self) -> Self:
        """What names somebody: the rest means the same in every analysis."""
        return self._with(markers=(), excluded=(), video="", second=None)

    def and_time_of(self, other: Edits) -> Self:
        """With the markers and excluded ranges of another, too; markers that are equal once."""
        new = [marker for marker in other.markers if marker not in self.markers]
        return self._with(
            markers=(*self.markers, *new),
            excluded=(*self.excluded, *other.excluded),
        )

    def over(self, other: Self) -> Self:
        """On top of other work on the same analysis: where both say something, this one counts.

        Persons that both made by splitting, under one number but of different faces, stay apart.
        """
        mine, theirs = self._made(), other._made()
        taken = {*self.numbers, *other.numbers, FIRST_MADE_PERSON - 1}
        same_number = [p for p in mine.keys() & theirs.keys() if not mine[p] & theirs[p]]
        apart = {p: max(taken) + place for place, p in enumerate(sorted(same_number), 1)}
        other = other._renumbered(apart)
        here = {(split.track_id, split.t_s) for split in self.splits}
        splits = [*self.splits, *(s for s in other.splits if (s.track_id, s.t_s) not in here)]
        time = self.and_time_of(other)
        return self._with(
            markers=time.markers,
            excluded=time.excluded,
            names={**other.names, **self.names},
            apart=(*self.apart, *other.apart),
            hidden=self.hidden | other.hidden,
            baselines={**other.baselines, **self.baselines},
            video=self.video or other.video,
            second=self.second or other.second,
            **_tidy({**other.persons, **self.persons}, splits),
        )

    def exclude(self, range: TimeRange) -> Self:  # noqa: A002  # the word of the interface
        """Leave a stretch of time out of all figures."""
        return self._with(excluded=(*self.excluded, range))

    def include(self, range: TimeRange) -> Self:  # noqa: A002
        """Take a stretch back; of an excluded range that reaches further the rest stays out."""
        start_s, end_s = range.ordered()
        before = [TimeRange(a, min(b, start_s)) for a, b in self.excluded if a < start_s]
        after = [TimeRange(max(a, end_s), b) for a, b in self.excluded if b > end_s]
        return self._with(excluded=(*before, *after))

    def is_excluded(self, t_s: float) -> bool:
        """Whether a time lies in an excluded range."""
        before = bisect_right(self.excluded, t_s, key=_start)
        return before > 0 and self.excluded[before - 1].holds(t_s)

    def add_marker(self, marker: Marker) -> Self:
        """Set a mark."""
        return self._with(markers=(*self.markers, marker))

    def remove_marker(self, marker: Marker) -> Self:
        """Take one mark away; of equal ones only one."""
        first = bisect_left(self.markers, marker.t_s, key=_marker_time)
        after = bisect_right(self.markers, marker.t_s, key=_marker_time)
        left = list(self.markers[first:after])
        if marker in left:
            left.remove(marker)
        return self._with(markers=(*self.markers[:first], *left, *self.markers[after:]))

    def set_baseline(self, person: int, range: TimeRange | None) -> Self:  # noqa: A002
        """Compare a person with itself in a stretch of time, or no longer."""
        others = {p: r for p, r in self.baselines.items() if p != person}
        return self._with(
            baselines=others if range is None else {**others, person: range.ordered()}
        )

    def found_at(self, video: Path) -> Self:
        """Remember where the video lies."""
        return self._with(video=str(video.absolute()))

    def beside(self, second: SecondVideo | None) -> Self:
        """Watch another video beside this one, or none."""
        return self._with(second=second)

    def _made(self) -> dict[int, set[tuple[int, float]]]:
        """From which tracks and times on persons made by splitting are there."""
        places: dict[int, set[tuple[int, float]]] = {}
        for split in self.splits:
            if split.person_id >= FIRST_MADE_PERSON:
                places.setdefault(split.person_id, set()).add((split.track_id, split.t_s))
        for track_id, person in self.persons.items():
            if person >= FIRST_MADE_PERSON:
                places.setdefault(person, set()).add((track_id, 0.0))
        return places

    def _renumbered(self, number: Mapping[int, int]) -> Self:
        """With other numbers for some persons."""
        splits = [
            s.model_copy(update={"person_id": number.get(s.person_id, s.person_id)})
            for s in self.splits
        ]
        return self._with(
            names={number.get(p, p): name for p, name in self.names.items()},
            persons={t: number.get(p, p) for t, p in self.persons.items()},
            splits=tuple(splits),
            apart=_renamed(self.apart, number),
            hidden=frozenset(number.get(p, p) for p in self.hidden),
            baselines={number.get(p, p): range_ for p, range_ in self.baselines.items()},
        )

    def _with(self, **changes: Any) -> Self:
        return type(self).model_validate({**dict(self), **changes})


def _tidy(persons: Mapping[int, int], splits: Iterable[Split]) -> dict[str, Any]:
    """Without entries that change nothing, in order of track and time."""
    kept: list[Split] = []
    for track_id, cuts in groupby(sorted(splits, key=_place), key=_track):
        person = persons.get(track_id, track_id)
        for cut in cuts:
            if cut.person_id != person:
                kept.append(cut)
            person = cut.person_id
    return {"persons": {t: p for t, p in persons.items() if t != p}, "splits": tuple(kept)}


def _renamed(
    pairs: Iterable[tuple[int, int]], number: Mapping[int, int]
) -> tuple[tuple[int, int], ...]:
    """Pairs under other numbers for some persons."""
    return tuple((number.get(one, one), number.get(other, other)) for one, other in pairs)


def _handed_on(of_person: Mapping[int, Any], person: int, into: int) -> dict[int, Any]:
    """What belonged to `person` goes to `into`, unless that has its own."""
    kept = {p: value for p, value in of_person.items() if p != person}
    return {into: of_person[person], **kept} if person in of_person else kept


def _joined(ranges: Iterable[TimeRange]) -> tuple[TimeRange, ...]:
    """In order, apart from each other, without empty ones."""
    joined: list[TimeRange] = []
    for start_s, end_s in sorted(r.ordered() for r in ranges):
        if joined and start_s <= joined[-1].end_s:
            joined[-1] = TimeRange(joined[-1].start_s, max(joined[-1].end_s, end_s))
        elif end_s > start_s:
            joined.append(TimeRange(start_s, end_s))
    return tuple(joined)


def _start(item: tuple[float, Any]) -> float:
    return item[0]


def _place(split: Split) -> tuple[int, float]:
    return split.track_id, split.t_s


def _track(split: Split) -> int:
    return split.track_id


def _marker_time(marker: Marker) -> float:
    return marker.t_s
