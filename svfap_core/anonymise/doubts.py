"""Where a face may show although all that was seen is hidden: stretches for a person to look at.

Knows no images and no files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Self

from svfap_core.anonymise.faces import SAME_FACE_IOU, FrameFaces
from svfap_core.anonymise.regions import Reach, Sighting, Trail, scenes_of
from svfap_core.messages import Message
from svfap_core.tracking.association import overlap
from svfap_core.types import Box

SURE_SCORE = 0.5
"""A face that never has this score may be none."""

LONG_GAP_S = 0.5
"""A face without a detection for longer may be elsewhere than where it is hidden."""

UNSEEN_S = 1.0
"""For so long a face that vanished, or is about to appear, may be there unseen."""

_EDGE = 0.15
"""A face this near to the edge of the frame has left it, or comes in; in face sizes."""

_JOIN_S = 0.2
"""Stretches nearer to each other than this are looked at together."""


class Reason(StrEnum):
    """Why a stretch is doubtful."""

    VANISHED = "vanished"
    APPEARED = "appeared"
    GAP = "gap"
    FAINT = "faint"


REASONS = {
    Reason.VANISHED: Message("A face vanishes within the frame: it may still be there."),
    Reason.APPEARED: Message("A face appears within the frame: it may have been there before."),
    Reason.GAP: Message("A face is not detected for a while: it may be beside what is hidden."),
    Reason.FAINT: Message("A face is seen but faintly: it may be larger, or no face."),
}


class Doubt(NamedTuple):
    """A stretch in media time, end exclusive, and why it is doubtful."""

    start_s: float
    end_s: float
    reasons: tuple[Reason, ...]


def doubts_of(
    frames: Sequence[FrameFaces], trails: Sequence[Trail], reach: Reach, *, end_s: float
) -> list[Doubt]:
    """Doubtful stretches in order of time; none overlap.

    Args:
        frames: In order of time.
        trails: All faces in them.
        reach: How far regions go beyond what was seen.
        end_s: When the last frame leaves the screen.
    """
    scene = _Scene.of(frames, trails, reach)
    found = [
        doubt
        for number, trail in enumerate(trails)
        if any(one.hidden for one in trail.sightings)
        for doubt in _of_trail(scene, number, trail)
    ]
    joined: list[Doubt] = []
    for doubt in sorted(found):
        start_s = max(doubt.start_s, frames[0].t_s)
        stop_s = min(doubt.end_s, end_s)
        if joined and start_s - joined[-1].end_s <= _JOIN_S:
            before = joined[-1]
            reasons = {*before.reasons, *doubt.reasons}
            joined[-1] = Doubt(
                before.start_s,
                max(before.end_s, stop_s),
                tuple(reason for reason in Reason if reason in reasons),
            )
        else:
            joined.append(Doubt(start_s, stop_s, doubt.reasons))
    return joined


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that is known of a video.

    `scenes` has the scene of each frame, `seen` the boxes of each frame by its place, each with the
    number of its trail.
    """

    frames: Sequence[FrameFaces]
    scenes: Sequence[int]
    seen: Mapping[int, Sequence[tuple[int, Box]]]
    reach: Reach

    @classmethod
    def of(cls, frames: Sequence[FrameFaces], trails: Sequence[Trail], reach: Reach) -> Self:
        seen: defaultdict[int, list[tuple[int, Box]]] = defaultdict(list)
        for number, trail in enumerate(trails):
            for one in trail.sightings:
                seen[one.place].append((number, one.face.box))
        return cls(frames, scenes_of(frames), seen, reach)


def _of_trail(scene: _Scene, number: int, trail: Trail) -> Iterator[Doubt]:
    frames = scene.frames
    first, last = trail.sightings[0], trail.sightings[-1]
    start_s, stop_s = frames[first.place].t_s, _gone_s(frames, last.place)
    if all(one.face.score < SURE_SCORE for one in trail.sightings):
        yield Doubt(start_s, stop_s, (Reason.FAINT,))
        return
    detected = [one for one in trail.sightings if one.face.score > 0]
    for one, other in pairwise(detected):
        begin_s, back_s = frames[one.place].t_s, frames[other.place].t_s
        if back_s - begin_s > LONG_GAP_S and (one.hidden or other.hidden):
            yield Doubt(begin_s, back_s, (Reason.GAP,))
    if last.hidden and not _is_explained(scene, number, last, step=1):
        yield Doubt(stop_s, stop_s + UNSEEN_S, (Reason.VANISHED,))
    if first.hidden and not _is_explained(scene, number, first, step=-1):
        yield Doubt(start_s - UNSEEN_S, start_s, (Reason.APPEARED,))


def _gone_s(frames: Sequence[FrameFaces], place: int) -> float:
    """When the frame after one comes."""
    return frames[min(place + 1, len(frames) - 1)].t_s


def _is_explained(scene: _Scene, number: int, end: Sighting, *, step: int) -> bool:
    """Whether a trail ends here for a reason: edge, cut, end of the video, or another trail."""
    frames = scene.frames
    frame = frames[end.place]
    if _touches_edge(end.face.box, frame.size_px):
        return True
    place = end.place + step
    while 0 <= place < len(frames) and abs(frames[place].t_s - frame.t_s) <= scene.reach.lead_s:
        place += step
    if not 0 <= place < len(frames) or scene.scenes[place] != scene.scenes[end.place]:
        return True
    return any(
        other != number and overlap(box, end.face.box) >= SAME_FACE_IOU
        for near in (end.place, end.place + step)
        for other, box in scene.seen.get(near, ())
    )


def _touches_edge(box: Box, size_px: tuple[int, int]) -> bool:
    width, height = size_px
    near = _EDGE * max(box.width, box.height)
    return box.x0 <= near or box.y0 <= near or box.x1 >= width - near or box.y1 >= height - near
