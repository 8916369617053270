"""What the timeline draws of each person, in arrays, and their reduction to the pixels there are.

Made in a worker thread from a population; drawn from without looking at rows again. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from svfap_core.labels import AFFECT_DIMENSIONS, EMOTIONS, Range
from svfap_core.results.edits import TimeRange
from svfap_core.results.stretches import Span
from svfap_core.results.trust import is_trusted, is_unclear
from svfap_core.types import Status
from svfap_gui.parts.facial_actions import NO_ACTIONS, OfferedActions

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
Flags = NDArray[np.bool_]

NOT_YET, ABSENT, DOUBTFUL = -1, -2, -3
"""Codes of the ribbon beside the places of emotions in the lane's names."""


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One person: `values` is `(curves, n)`, not-a-number where a curve is broken.

    Rows of `values` are the emotions, the dimensions, then facial actions. `starts_s`, `ends_s` and
    `codes` are what each scored row speaks for, in order of time; `codes` are places among the
    emotions, or `DOUBTFUL` with the reason in `statuses`; `columns` are places in `values`.
    `ambiguity` is that of each row, not-a-number where it has none; `unclear` are those that can be
    trusted, but about whose emotion raters are expected to differ.
    """

    person_id: int
    times_s: Floats
    values: Floats
    starts_s: Floats
    ends_s: Floats
    codes: Codes
    columns: NDArray[np.intp]
    statuses: tuple[Status, ...]
    ambiguity: Floats
    unclear: Flags

    @property
    def seen_s(self) -> float:
        """How long the person has scores, trusted or not."""
        return float(np.sum(self.ends_s - self.starts_s))

    @property
    def trusted_s(self) -> float:
        """How long the person has scores that can be trusted."""
        return float(np.sum((self.ends_s - self.starts_s)[self.codes >= 0]))

    def place_at(self, t_s: float) -> int | None:
        """The row that speaks for a time, counted from 0."""
        place = int(np.searchsorted(self.starts_s, t_s, side="right")) - 1
        return place if place >= 0 and t_s < self.ends_s[place] else None

    def stretch_at(self, t_s: float) -> tuple[float, float] | None:
        """The stretch of one colour around a time."""
        place = self.place_at(t_s)
        if place is None:
            return None
        same = (self.codes[1:] == self.codes[:-1]) & (self.starts_s[1:] <= self.ends_s[:-1] + 1e-6)
        breaks = np.flatnonzero(~same) + 1
        first = int(breaks[breaks <= place][-1]) if (breaks <= place).any() else 0
        last = int(breaks[breaks > place][0]) if (breaks > place).any() else len(self.codes)
        return float(self.starts_s[first]), float(self.ends_s[last - 1])

    def scores_at(self, t_s: float) -> Floats | None:
        """All curves at the row that speaks for a time."""
        place = self.place_at(t_s)
        return None if place is None else self.values[:, self.columns[place]]

    def doubt_at(self, t_s: float) -> float | None:
        """The ambiguity of the row that speaks for a time, where it is unclear."""
        place = self.place_at(t_s)
        return None if place is None or not self.unclear[place] else float(self.ambiguity[place])

    def emotion_at(self, t_s: float) -> tuple[int, float] | None:
        """The strongest emotion's place and probability, where it can be trusted."""
        place = self.place_at(t_s)
        if place is None or self.codes[place] < 0:
            return None
        code = int(self.codes[place])
        return code, float(self.values[code, self.columns[place]])


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """All persons that are not hidden, in order of appearance, as far as the analysis is.

    `scale` is the lowest and highest value that the curves of dimensions are drawn for. `baseline`
    is the stretch that the run compares all persons with, unless a user chose another.
    `actions` are the facial actions that the rows have.
    """

    emotions: tuple[str, ...]
    dimensions: tuple[str, ...]
    derived: bool
    lanes: tuple[Lane, ...]
    analysed_s: float
    scale: Range = (-1.0, 1.0)
    baseline: TimeRange | None = None
    actions: OfferedActions = NO_ACTIONS

    def of(self, person_id: int | None) -> Lane | None:
        """A person's lane."""
        return next((lane for lane in self.lanes if lane.person_id == person_id), None)


NO_LANES = Lanes((), (), derived=False, lanes=(), analysed_s=0.0)


def make_lanes(population: Population) -> Lanes:
    """The lanes of the persons shown; names in an order that does not change with the model."""
    recording = population.recording
    schema = recording.schema
    emotions = sorted(schema.emotion_names, key=_place)
    dimensions = [name for name in AFFECT_DIMENSIONS if name in schema.dimension_names]
    actions = OfferedActions.of(schema)
    lanes = tuple(
        make_lane(
            person,
            population.spans(person),
            emotions,
            dimensions,
            actions,
            threshold=schema.ambiguity_threshold,
        )
        for person in population.visible
    )
    return Lanes(
        tuple(emotions),
        tuple(dimensions),
        schema.dimensions_origin == "derived",
        lanes,
        recording.end_s,
        _widened(
            schema.scale(dimensions),
            [lane.values[len(emotions) :][: len(dimensions)] for lane in lanes],
        ),
        recording.baseline,
        actions,
    )


def _widened(scale: Range, values: Sequence[Floats]) -> Range:
    """A scale that holds all values too; those of an unbounded head may lie anywhere."""
    known = np.concatenate([np.array(scale), *(v[np.isfinite(v)] for v in values)])
    return float(known.min()), float(known.max())


def _place(emotion: str) -> int:
    return EMOTIONS.index(emotion) if emotion in EMOTIONS else len(EMOTIONS)


def make_lane(
    person_id: int,
    spans: Sequence[Span],
    emotions: Sequence[str],
    dimensions: Sequence[str],
    actions: OfferedActions = NO_ACTIONS,
    *,
    threshold: float | None,
) -> Lane:
    """The lane of one person from what its rows speak for, in order of time.

    Args:
        person_id: The person.
        spans: The rows.
        emotions: Names, in the order of the lane.
        dimensions: Names, in the order of the lane.
        actions: Facial actions of the rows.
        threshold: The ambiguity from which on an emotion is unclear, if the model says so.
    """
    names = (*emotions, *dimensions)
    places = {name: place for place, name in enumerate(emotions)}
    num_curves = len(names) + len(actions.model) + len(actions.landmarker)
    broken = [np.nan] * num_curves
    times_s: list[float] = []
    columns: list[list[float]] = []
    codes: list[int] = []
    own: list[int] = []
    end_s = None
    for span in spans:
        row = span.row
        if end_s is not None and span.start_s > end_s + 1e-6:
            times_s.append(end_s)
            columns.append(broken)
        end_s = span.end_s
        scores = {**row.emotions, **row.dimensions}
        own.append(len(times_s))
        times_s.append(row.describes_s)
        columns.append([*(scores.get(name, np.nan) for name in names), *actions.scores(row)])
        ok = is_trusted(row)
        codes.append(places.get(row.top_emotion or "", DOUBTFUL) if ok else DOUBTFUL)
    return Lane(
        person_id,
        np.array(times_s, float),
        np.array(columns, float).reshape(len(times_s), num_curves).T.copy(),
        np.array([span.start_s for span in spans], float),
        np.array([span.end_s for span in spans], float),
        np.array(codes, np.int16),
        np.array(own, np.intp),
        tuple(span.row.status for span in spans),
        np.array([np.nan if (a := span.row.ambiguity) is None else a for span in spans], float),
        np.array([is_trusted(s.row) and is_unclear(s.row, threshold) for s in spans], bool),
    )


def pixel_codes(lane: Lane, start_s: float, end_s: float, width_px: int, done_s: float) -> Codes:
    """What the ribbon shows in each pixel: an emotion's place, or one of the codes above."""
    times_s = _pixel_times(start_s, end_s, width_px)
    codes = np.where(times_s < done_s, ABSENT, NOT_YET).astype(np.int16)
    places, inside = _places(lane, times_s)
    codes[inside] = lane.codes[places]
    return codes


def pixel_doubts(lane: Lane, start_s: float, end_s: float, width_px: int) -> Flags:
    """In which pixels the emotion is unclear."""
    unclear = np.zeros(width_px, bool)
    places, inside = _places(lane, _pixel_times(start_s, end_s, width_px))
    unclear[inside] = lane.unclear[places]
    return unclear


def _pixel_times(start_s: float, end_s: float, width_px: int) -> Floats:
    return start_s + (np.arange(width_px) + 0.5) * (end_s - start_s) / width_px


def _places(lane: Lane, times_s: Floats) -> tuple[NDArray[np.intp], Flags]:
    """The rows that speak for times, of those that one speaks for, and which these are."""
    if not len(lane.starts_s):
        return np.zeros(0, np.intp), np.zeros(len(times_s), bool)
    places = np.searchsorted(lane.starts_s, times_s, side="right") - 1
    inside = (places >= 0) & (times_s < lane.ends_s[np.maximum(places, 0)])
    return places[inside], inside


def code_runs(codes: Codes, unclear: Flags) -> list[tuple[int, int, int, bool]]:
    """Neighbours that are equal in both as (first pixel, count, code, unclear)."""
    if not len(codes):
        return []
    breaks = np.flatnonzero((np.diff(codes) != 0) | (unclear[1:] != unclear[:-1])) + 1
    firsts = np.concatenate(([0], breaks))
    counts = np.diff(np.concatenate((firsts, [len(codes)])))
    return [
        (int(first), int(count), int(codes[first]), bool(unclear[first]))
        for first, count in zip(firsts, counts, strict=True)
    ]


def flag_runs(flags: Flags) -> list[tuple[int, int]]:
    """Where neighbouring pixels have a flag, as (first pixel, count)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    firsts, ends = edges[::2], edges[1::2]
    return [(int(first), int(end - first)) for first, end in zip(firsts, ends, strict=True)]


def visible(lane: Lane, start_s: float, end_s: float) -> slice:
    """The rows to draw: those in sight and one neighbour on each side."""
    first = int(np.searchsorted(lane.times_s, start_s)) - 1
    last = int(np.searchsorted(lane.times_s, end_s, side="right")) + 1
    return slice(max(0, first), min(len(lane.times_s), last))


def reduced(x_px: Floats, y: Floats, *, densest: float = 2.0) -> tuple[Floats, Floats]:
    """At most the least and the greatest value of each pixel; unchanged where that saves nothing.

    Args:
        x_px: Rising positions.
        y: Values, not-a-number where the curve is broken.
        densest: Rows per pixel above which pixels are reduced.
    """
    if len(x_px) < 3 or len(x_px) <= densest * (x_px[-1] - x_px[0] + 1):
        return x_px, y
    pixels = np.floor(x_px)
    firsts = np.flatnonzero(np.concatenate(([True], np.diff(pixels) > 0)))
    # A break as short as a pixel cannot be seen.
    low = np.fmin.reduceat(y, firsts)
    high = np.fmax.reduceat(y, firsts)
    out_x = np.repeat(pixels[firsts] + 0.5, 2)
    return out_x, np.stack((low, high), axis=1).reshape(-1)
