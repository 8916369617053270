"""Small images of persons, cut from the video where each is seen best. For worker threads.

Loads PyAV. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.people import Population
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.types import RGB, Box, frozen
from svfap_gui.analyse.readers import open_reader

_ROOM = 1.5
"""Side of the cut over that of the face, so that hair and chin are in it."""

_LONGEST_PX = 160
"""Larger cuts are thinned: they are shown a few dozen pixels wide."""


class BestFace(NamedTuple):
    """Where a person is seen best."""

    person_id: int
    t_s: float
    box: Box


def best_faces(population: Population) -> list[BestFace]:
    """Of each person the face of the highest quality, larger ones first among equals."""
    faces = population.recording.faces.view()
    if not len(faces):
        return []
    tracks, times_s = np.array(faces["track_id"]), np.array(faces["t_s"])
    boxes = np.array(faces["box_xyxy_px"])
    heights_px = boxes[:, 3] - boxes[:, 1]
    worth = faces["quality"] + 0.1 * heights_px / max(1.0, float(heights_px.max()))
    found: list[BestFace] = []
    for person in population.persons:
        own = [
            places[_is_of(population, person, track_id, times_s[places])]
            for track_id in population.tracks_of(person)
            for places in [np.flatnonzero(tracks == track_id)]
        ]
        places = np.concatenate(own) if own else np.zeros(0, np.intp)
        if len(places):
            best = places[np.argmax(worth[places])]
            found.append(BestFace(person, float(times_s[best]), Box(*boxes[best].tolist())))
    return found


def _is_of(
    population: Population, person: int, track_id: int, times_s: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """At which times a track shows a person."""
    starts = population.edits.starts_of(track_id)
    owners = np.array([owner for _, owner in starts])
    places = np.searchsorted([start_s for start_s, _ in starts], times_s, side="right") - 1
    return owners[np.maximum(places, 0)] == person


def cut_faces(
    video: Path, faces: Iterable[BestFace], decoding: DecodingSettings = DEFAULT_DECODING
) -> Generator[tuple[BestFace, RGB]]:
    """Square images of these faces, in order of time so that the file is read once.

    `video_stream` is the one that was analysed; the one that players show unless given.

    Raises:
        SourceError: The video cannot be read.
    """
    with open_reader(video, decoding) as reader:
        for face in sorted(faces, key=lambda face: face.t_s):
            stamped = reader.at(face.t_s)
            if stamped is not None:
                yield face, square(reader.rgb(stamped), face.box)


def square(rgb: RGB, box: Box) -> RGB:
    """The surroundings of a box as a square, as far as the image reaches."""
    height, width, _ = rgb.shape
    side = min(height, width, max(8, round(_ROOM * max(box.width, box.height))))
    left = min(max(0, round((box.x0 + box.x1 - side) / 2)), width - side)
    top = min(max(0, round((box.y0 + box.y1 - side) / 2)), height - side)
    step = max(1, side // _LONGEST_PX)
    return frozen(np.ascontiguousarray(rgb[top : top + side : step, left : left + side : step]))
