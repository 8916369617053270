"""What a table says in a few figures: per video, and per person in it. Knows no files.

Scores are averaged over rows of status ok that no user has excluded; all rows count in the shares
of statuses.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svfap_core.results.schema import Row
from svfap_core.types import Status


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and sample standard deviation; the latter is `None` for a single value."""

    mean: float
    sd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSummary:
    """One person in one video.

    `seconds` is the time that the scored windows of status ok cover together; `scores` maps a
    column's name to its spread; `emotion_shares` tells in which share of ok rows each emotion was
    the strongest, the most frequent first.
    """

    person_id: int
    rows: int
    seconds: float
    status_shares: Mapping[Status, float]
    scores: Mapping[str, Spread]
    emotion_shares: Mapping[str, float]

    @property
    def dominant_emotion(self) -> str | None:
        """The emotion that was strongest in most rows."""
        return next(iter(self.emotion_shares), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSummary:
    """One video: `status_shares` is over all its rows, those without a face included."""

    video: str
    rows: int
    status_shares: Mapping[Status, float]
    persons: tuple[PersonSummary, ...]


def summarise(rows: Iterable[Row]) -> list[VideoSummary]:
    """Summaries of the videos of a table (or several), in order of appearance."""
    by_video: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_video[str(row["video"])].append(row)
    return [_video(video, video_rows) for video, video_rows in by_video.items()]


def _video(video: str, rows: Sequence[Row]) -> VideoSummary:
    by_person: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["person_id"] is not None:
            by_person[int(row["person_id"])].append(row)
    return VideoSummary(
        video=video,
        rows=len(rows),
        status_shares=_status_shares(rows),
        persons=tuple(_person(person, its_rows) for person, its_rows in by_person.items()),
    )


def _person(person_id: int, rows: Sequence[Row]) -> PersonSummary:
    ok = [row for row in rows if row["status"] == Status.OK and not row.get("excluded")]
    tops = Counter(str(row["emo_top"]) for row in ok if row["emo_top"] is not None)
    total = tops.total()
    return PersonSummary(
        person_id=person_id,
        rows=len(rows),
        seconds=_covered_s(ok),
        status_shares=_status_shares(rows),
        scores=_spreads(ok),
        emotion_shares={label: count / total for label, count in tops.most_common()},
    )


def _status_shares(rows: Sequence[Row]) -> dict[Status, float]:
    counts = Counter(row["status"] for row in rows)
    return {status: counts[status] / len(rows) for status in Status}


def _spreads(rows: Sequence[Row]) -> dict[str, Spread]:
    spreads: dict[str, Spread] = {}
    for name in _score_columns(rows):
        values = [float(value) for row in rows if (value := row[name]) is not None]
        if values:
            sd = statistics.stdev(values) if len(values) > 1 else None
            spreads[name] = Spread(statistics.fmean(values), sd)
    return spreads


def _score_columns(rows: Sequence[Row]) -> list[str]:
    """Every column from the first emotion on that holds numbers."""
    names = list(rows[0]) if rows else []
    start = names.index("n_frames_in_window") + 1 if names else 0
    others = {"person_name", "emo_top", "dimensions_origin", "status", "excluded"}
    return [name for name in names[start:] if name not in others]


def _covered_s(rows: Sequence[Row]) -> float:
    """Length of the union of the rows' windows."""
    windows: list[Any] = sorted(
        (row["window_start_s"], row["window_end_s"])
        for row in rows
        if row["window_start_s"] is not None
    )
    covered, end = 0.0, float("-inf")
    for window_start, window_end in windows:
        covered += max(0.0, window_end - max(window_start, end))
        end = max(end, window_end)
    return covered
