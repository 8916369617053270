"""Which parts of each frame to hide: from faces in frames to regions. Knows no images and no files.

A face that is seen in a frame is always covered in it, with a margin. Faces of neighbouring frames
are linked to trails; what a trail lacks between two sightings is interpolated, and its ends are
held for a moment.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from svfap_core.anonymise.faces import FrameFaces, SeenFace
from svfap_core.tracking.association import assign, misfit
from svfap_core.types import Box

IsVisible: TypeAlias = Callable[[int, float], bool]
"""Whether the face that a track shows at a time (s) stays visible."""

_REACH = 0.6
_REACH_PER_S = 1.0
"""How far a face may have gone between two sightings, in face sizes: at once, and with each second
out of sight."""
_OTHER_TRACK = 0.3
"""What it costs to link faces that the tracker tells apart; it does so after a longer gap."""
_GAP_MARGIN = 0.25
"""How much wider a region is in the middle of the longest gap, on each side, in face sizes."""


class Region(NamedTuple):
    """A rectangle of whole pixels; x1 and y1 are exclusive."""

    x0: int
    y0: int
    x1: int
    y1: int


class Sighting(NamedTuple):
    """A face of a trail: its place in the list of frames, and whether it is to be hidden."""

    place: int
    face: SeenFace
    hidden: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """One face through the frames of one scene, in order; hardly ever two of one frame."""

    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far what is hidden goes beyond what was seen.

    Attributes:
        margin: Beside a face, on each side, in face sizes.
        bridge_s: Longest gap between two sightings that is covered.
        lead_s: How long a face is covered before the first and after the last sighting.
    """

    margin: float
    bridge_s: float
    lead_s: float


def trails_of(
    frames: Sequence[FrameFaces], is_visible: IsVisible, *, bridge_s: float
) -> list[Trail]:
    """Link the faces of neighbouring frames.

    Args:
        frames: In order of time.
        is_visible: Says which tracked faces stay visible. Faces without a track never do.
        bridge_s: Longest gap within a trail.
    """
    ended: list[list[Sighting]] = []
    running: list[list[Sighting]] = []
    for place, frame in enumerate(frames):
        still: list[list[Sighting]] = []
        for trail in running:
            gap_s = frame.t_s - frames[trail[-1].place].t_s
            (ended if frame.cut or gap_s > bridge_s else still).append(trail)
        running = still
        seen = [
            Sighting(place, face, face.track_id is None or not is_visible(face.track_id, frame.t_s))
            for face in frame.faces
        ]
        costs = np.array(
            [
                [
                    _cost(trail[-1], one.face, frame.t_s - frames[trail[-1].place].t_s)
                    for one in seen
                ]
                for trail in running
            ]
        ).reshape(len(running), len(seen))
        linked = {column: running[row] for row, column in assign(costs)}
        for column, one in enumerate(seen):
            if column in linked:
                linked[column].append(one)
            else:
                running.append([one])
    return [Trail(tuple(trail)) for trail in (*ended, *running)]


def regions_of(
    frames: Sequence[FrameFaces], trails: Sequence[Trail], reach: Reach
) -> dict[int, tuple[Region, ...]]:
    """What to hide, by number of frame. Frames in which nothing is to be hidden are left out.

    Args:
        frames: In order of time.
        trails: All faces in them.
        reach: How far regions go beyond what was seen.
    """
    found: dict[int, list[Region]] = {}
    for trail in trails:
        for place, box, margin in _covers(frames, trail, reach):
            frame = frames[place]
            region = _grown(box, margin, frame.size_px)
            if region.x1 > region.x0 and region.y1 > region.y0:
                found.setdefault(frame.index, []).append(region)
    return {index: tuple(dict.fromkeys(regions)) for index, regions in found.items()}


def scenes_of(frames: Sequence[FrameFaces]) -> list[int]:
    """The number of the scene of each frame."""
    return list(accumulate(int(frame.cut) for frame in frames))


def _cost(last: Sighting, face: SeenFace, gap_s: float) -> float:
    """How badly a face fits a trail; above 1 not at all."""
    known = last.face.track_id, face.track_id
    if known[0] is not None and known[0] == known[1]:
        return 0.0
    differ = None not in known
    return misfit(last.face.box, face.box, _REACH + _REACH_PER_S * gap_s) + _OTHER_TRACK * differ


def _covers(
    frames: Sequence[FrameFaces], trail: Trail, reach: Reach
) -> Iterator[tuple[int, Box, float]]:
    """Places in the list of frames, each with a box to cover and its margin in face sizes."""
    sightings = trail.sightings
    for one in sightings:
        if one.hidden:
            yield one.place, one.face.box, reach.margin
    for one, other in pairwise(sightings):
        if one.hidden or other.hidden:
            yield from _between(frames, one, other, reach)
    yield from _held(frames, sightings[0], -1, reach)
    yield from _held(frames, sightings[-1], 1, reach)


def _between(
    frames: Sequence[FrameFaces], one: Sighting, other: Sighting, reach: Reach
) -> Iterator[tuple[int, Box, float]]:
    """A gap: the face is taken to move straight, and less surely so the longer it is unseen."""
    start_s, end_s = frames[one.place].t_s, frames[other.place].t_s
    for place in range(one.place + 1, other.place):
        t_s = frames[place].t_s
        share = (t_s - start_s) / (end_s - start_s) if end_s > start_s else 0.0
        corners = np.asarray(one.face.box) * (1 - share) + np.asarray(other.face.box) * share
        unseen_s = min(t_s - start_s, end_s - t_s)
        wider = _GAP_MARGIN * 2 * unseen_s / reach.bridge_s if reach.bridge_s else 0.0
        yield place, Box(*corners.tolist()), reach.margin + wider


def _held(
    frames: Sequence[FrameFaces], end: Sighting, step: int, reach: Reach
) -> Iterator[tuple[int, Box, float]]:
    """The time before a trail or after it, in the same scene."""
    if not end.hidden:
        return
    place, t_s = end.place, frames[end.place].t_s
    while True:
        # A cut lies between a frame that begins a scene and the one before.
        if step < 0 and frames[place].cut:
            return
        place += step
        if not 0 <= place < len(frames) or abs(frames[place].t_s - t_s) > reach.lead_s:
            return
        if step > 0 and frames[place].cut:
            return
        yield place, end.face.box, reach.margin


def _grown(box: Box, margin: float, size_px: tuple[int, int]) -> Region:
    """A box with its margin, in whole pixels of a frame of this width and height."""
    width, height = size_px
    dx, dy = margin * box.width, margin * box.height
    return Region(
        max(math.floor(box.x0 - dx), 0),
        max(math.floor(box.y0 - dy), 0),
        min(math.ceil(box.x1 + dx), width),
        min(math.ceil(box.y1 + dy), height),
    )
