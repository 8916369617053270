"""Results made by rule, beside real videos: what an analysis would leave, without its minutes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from svfap_core.labels import OFFICIAL_LABELS, derived_dimensions
from svfap_core.pipeline.finding import source_id
from svfap_core.results.files import with_ending
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from svfap_core.types import AffectResult, Box, FaceMeasures, FaceObservation, Frame, Status

LABELS = OFFICIAL_LABELS["dfew"]
SPAN_S, HOP_S = 1.28, 0.5

_PICTURE = np.zeros((1, 1, 3), np.uint8)
_POINTS = np.zeros((5, 2), np.float32)
_GOOD = FaceMeasures(40.0, 0.9, 0.5, 0.2, 0.0, 0.0, 0.0)


class Appearance(NamedTuple):
    """A face that is followed for a while."""

    track_id: int
    start_s: float
    end_s: float
    box: Box


def recording_of(
    name: str, times_s: Sequence[float], appearances: Sequence[Appearance]
) -> Recording:
    """A row every half second of each face, its emotions wandering."""
    recording = Recording(
        ResultSchema(LABELS, ("valence", "arousal", "dominance"), "derived", name)
    )
    rng = np.random.default_rng(0)
    mood = {face.track_id: rng.normal(0, 1, len(LABELS)) for face in appearances}
    due_s = {face.track_id: face.start_s + SPAN_S for face in appearances}
    for index, t_s in enumerate(times_s):
        frame = Frame(index, t_s, t_s, _PICTURE)
        here = [face for face in appearances if face.start_s <= t_s < face.end_s]
        recording.add_frame(
            frame,
            [
                FaceObservation(face.track_id, face.box, _POINTS, 0.9, True, _GOOD, 0.9)  # noqa: FBT003
                for face in here
            ],
        )
        rows: list[AffectResult] = []
        for face in here:
            if t_s < due_s[face.track_id]:
                continue
            due_s[face.track_id] += HOP_S
            mood[face.track_id] += rng.normal(0, 0.4, len(LABELS))
            odds = np.exp(mood[face.track_id])
            emotions = dict(zip(LABELS, (odds / odds.sum()).tolist(), strict=True))
            rows.append(
                AffectResult(
                    index, t_s, t_s, t_s - SPAN_S / 2, Status.OK, face.track_id, face.box, 0.9, 0.9,
                    _GOOD, t_s - SPAN_S, t_s, 1.0, 0.0, 16, emotions, derived_dimensions(emotions),
                )
            )  # fmt: skip
        recording.add_results(rows)
    return recording


def write_result(folder: Path, video: Path, recording: Recording, analysis: str = "") -> Path:
    """Tables, tracks and facts of a video's result; the path of the table."""
    base = folder / video.name
    folder.mkdir(parents=True, exist_ok=True)
    for ending in (".csv", ".parquet"):
        write_table(with_ending(base, ending), recording.schema, recording.rows())
    write_tracks(with_ending(base, ".tracks.parquet"), recording)
    facts = {
        "outcome": "completed",
        "source": source_id(video).model_dump(),
        "model": {
            "name": "by rule",
            "emotions": list(LABELS),
            "dimensions": list(recording.schema.dimension_names),
            "dimensions_origin": "derived",
        },
        "counts": {"rows": len(recording.results), "read_s": recording.end_s},
        "identity": {"analysis": analysis},
    }
    with_ending(base, ".json").write_text(json.dumps(facts), encoding="utf-8")
    return with_ending(base, ".csv")
