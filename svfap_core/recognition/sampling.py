"""Which faces of a track an embedding is made of: good ones, spread over its life.

Knows no images and no networks.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PER_TRACK: Final = 6
"""Faces of a track that are looked at, at most."""

SMALLEST_PX: Final = 12.0
"""Between the eyes: a face with less shows too little of who it is."""

LOWEST_QUALITY: Final = 0.5
"""Below this `face_quality`, faces in the dark and blurred spots look alike to a network, whoever
they are (docs/persons.md)."""

WIDEST_YAW_DEG: Final = 60.0
"""Turned further to the side, a face shows too little of who it is."""

_TURNED_COUNTS: Final = 0.7
"""How much of its worth a face loses on its way there."""


def sampled(faces: NDArray[Any], per_track: int = PER_TRACK) -> NDArray[np.intp]:
    """Places of the faces to look at, in order.

    A track's faces are parted into stretches of equal time; of each, the best is taken: sharp,
    large and well lit (`face_quality`), and turned to the camera.

    Args:
        faces: Of type `FACE`, in order of frames.
        per_track: At most so many of each track.
    """
    worth = worth_of(faces)
    tracks: NDArray[Any] = faces["track_id"]
    chosen: list[int] = []
    for track_id in np.unique(tracks).tolist():
        places = np.flatnonzero((tracks == track_id) & (worth > 0))
        if not len(places):
            continue
        times_s = faces["t_s"][places]
        length_s = max(float(times_s[-1] - times_s[0]), 1e-9)
        part = np.minimum((times_s - times_s[0]) / length_s * per_track, per_track - 1).astype(int)
        for number in np.unique(part).tolist():
            inside = places[part == number]
            chosen.append(int(inside[np.argmax(worth[inside])]))
    return np.array(sorted(chosen), np.intp)


def worth_of(faces: NDArray[Any]) -> NDArray[np.float64]:
    """How well each face shows who it is, `(n,)`, 0..1; 0 where it is of no use.

    Files of earlier versions lack some measures: what is not known counts neither way.
    """
    known_points = np.isfinite(faces["points_px"]).all(axis=(1, 2))
    eyes_px = np.linalg.norm(faces["points_px"][:, 0] - faces["points_px"][:, 1], axis=1)
    turned = np.abs(np.nan_to_num(faces["head_yaw_deg"])) / WIDEST_YAW_DEG
    quality = np.clip(np.nan_to_num(faces["quality"]), 0, 1)
    usable = (
        known_points
        & (np.nan_to_num(eyes_px) >= SMALLEST_PX)
        & (quality >= LOWEST_QUALITY)
        & (turned <= 1)
    )
    frontal = 1 - _TURNED_COUNTS * np.clip(turned, 0, 1)
    # A face that was found in this very frame lies better than one that was followed to it.
    found = np.where(faces["detected"], 1.0, 0.9)
    return np.where(usable, quality * frontal * found, 0.0)
