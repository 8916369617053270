"""Synthetic analyses for the tests of results, sinks and exports: no picture of anybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from svfap_core.labels import ambiguity, derived_dimensions
from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.types import AffectResult, Box, FaceMeasures, FaceObservation, Frame, Status

EMOTIONS = ("neutral", "happy", "sad", "angry", "surprise", "fear", "disgust")
DIMENSIONS = ("valence", "arousal", "dominance")
RATE_FPS = 25.0
SPAN_S = 2.56
MEASURES = FaceMeasures(40.0, 0.9, 0.5, 0.2, 0.0, 0.0, 0.0)


def schema(video: str = "talk.mp4") -> ResultSchema:
    return ResultSchema(EMOTIONS, DIMENSIONS, "derived", video)


def face(track_id: int, box: Box, *, quality: float = 0.8) -> FaceObservation:
    points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    points = points * [box.width, box.height] + [box.x0, box.y0]
    return FaceObservation(
        track_id, box, points.astype(np.float32), 0.93, detected=True, measures=MEASURES,
        quality=quality,
    )  # fmt: skip


def frame(index: int, t_s: float, size: tuple[int, int] = (4, 4)) -> Frame:
    return Frame(index, t_s, t_s + 0.08, np.zeros((*size, 3), np.uint8))


def probabilities(t_s: float, track_id: int) -> dict[str, float]:
    """From sad to happy within some ten seconds, with a surprise on the way."""
    turn = 1 / (1 + np.exp(-(t_s - 6 - track_id) * 1.4))
    ripple = 0.25 * np.sin(t_s * 1.7 + track_id + np.arange(7))
    logits = np.array([1.0, 3.2 * turn, 2.6 * (1 - turn), 0.2, 0.1, -0.2, -0.4]) + ripple
    logits[4] += 3.4 * np.exp(-((t_s - 6.5 - track_id) ** 2) / 0.5)
    p = np.exp(logits - logits.max())
    return dict(zip(EMOTIONS, (p / p.sum()).tolist(), strict=True))


def result(t_s: float, track_id: int, status: Status = Status.OK) -> AffectResult:
    index = round(t_s * RATE_FPS)
    if status is Status.NO_FACE:
        return AffectResult(index, t_s + 0.08, t_s, t_s, status)
    box = box_at(t_s, track_id)
    if status is Status.WARMING_UP:
        return AffectResult(index, t_s + 0.08, t_s, t_s, status, track_id, box, 0.93, 0.8)
    p = probabilities(t_s - SPAN_S / 2, track_id)
    return AffectResult(
        index, t_s + 0.08, t_s, t_s - SPAN_S / 2, status, track_id, box, 0.93, 0.8, MEASURES,
        t_s - SPAN_S, t_s, 1.0, 0.0, 16, p, derived_dimensions(p),
    )  # fmt: skip


def box_at(t_s: float, track_id: int, size: tuple[int, int] = (360, 640)) -> Box:
    height, width = size
    x = width * (0.08 + 0.19 * track_id + 0.02 * np.sin(t_s))
    y = height * (0.32 + 0.05 * np.sin(t_s * 0.7 + track_id))
    side = height * 0.26
    return Box(float(x), float(y), float(x + side * 0.8), float(y + side))


def talk(
    *,
    seconds: float = 20.0,
    persons: int = 2,
    hop_s: float = 0.5,
    size: tuple[int, int] = (360, 640),
) -> Recording:
    """Person n enters after n seconds; the last leaves at three quarters.

    Person 0 is out of sight from 9 to 11 s, and of low quality from 13 to 15 s.
    """
    recording = Recording(schema())
    recording.clock = MediaClock(file_start_s=0.08)
    ticks = iter(np.arange(hop_s, seconds + hop_s, hop_s))
    tick = next(ticks)
    for index in range(round(seconds * RATE_FPS)):
        t_s = index / RATE_FPS
        in_sight = [n for n in range(persons) if _in_sight(n, t_s, seconds, persons)]
        recording.add_frame(frame(index, t_s), [face(n, box_at(t_s, n, size)) for n in in_sight])
        if t_s >= tick:
            tick = next(ticks)
            rows = [result(t_s, n, _status(n, t_s)) for n in in_sight]
            recording.add_results(rows or [result(t_s, 0, Status.NO_FACE)])
    return recording


def voted(threshold: float | None = 0.7, *, seconds: float = 20.0) -> Recording:
    """The same, by a model that learned from raters' votes: persons are unclear, and clear."""
    seen = talk(seconds=seconds)
    made = Recording(replace(seen.schema, ambiguity=True, ambiguity_threshold=threshold))
    made.faces, made.lives, made.clock = seen.faces, seen.lives, seen.clock
    made.frame_count, made.end_s = seen.frame_count, seen.end_s
    made.add_results([replace(row, ambiguity=ambiguity(row.emotions)) for row in seen.results])
    return made


def people(recording: Recording, edits: Edits | None = None) -> Population:
    """The persons of a recording, as it was analysed unless edits are given."""
    return Population(recording, edits or Edits())


def _in_sight(track_id: int, t_s: float, seconds: float, persons: int) -> bool:
    if track_id == 0:
        return not 9 <= t_s < 11
    last = track_id == persons - 1
    return t_s >= track_id and not (last and t_s > 0.75 * seconds)


def _status(track_id: int, t_s: float) -> Status:
    if t_s < track_id + SPAN_S:
        return Status.WARMING_UP
    if track_id == 0 and 11 <= t_s < 13:
        return Status.GAP
    if track_id == 0 and 13 <= t_s < 15:
        return Status.LOW_QUALITY
    return Status.OK
