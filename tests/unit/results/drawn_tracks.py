"""Faces by rule, as the tests of trajectories and of what is carried over by them need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.recording import FACE
from svfap_core.results.trajectories import Sample


def faces_of(tracks: Mapping[int, Iterable[Sample]]) -> NDArray[Any]:
    """Faces of type `FACE`, a frame for each time that a sample has."""
    samples = sorted((s[0], track, s[1:]) for track, path in tracks.items() for s in path)
    frames = {t_s: frame for frame, t_s in enumerate(sorted({s[0] for s in samples}))}
    faces = np.zeros(len(samples), FACE)
    for place, (t_s, track, box) in enumerate(samples):
        faces[place]["frame"], faces[place]["t_s"] = frames[t_s], t_s
        faces[place]["track_id"], faces[place]["box_xyxy_px"] = track, box
    return faces


def still(
    start_s: float, end_s: float, x: float = 0.0, *, fps: float = 25.0, side_px: float = 50.0
) -> list[Sample]:
    """A face that stays where it is, from one time to another, both included."""
    count = max(1, round((end_s - start_s) * fps) + 1)
    times_s = np.linspace(start_s, end_s, count).tolist() if count > 1 else [start_s]
    return [(t_s, x, 100.0, x + side_px, 100.0 + side_px) for t_s in times_s]
