"""Finds and follows all faces of a video, frame by frame, and says who is who.

Faces are detected a few times a second and followed in between; each keeps its id through short
disappearances, and loses it at a hard cut. Knows nothing of models or files, owns no thread.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import ClipSpec, TrackerSettings
from svfap_core.tracking.appearance import Looks, looks, resemblance
from svfap_core.tracking.association import assign, misfit, overlap, size_px
from svfap_core.tracking.base import Detector
from svfap_core.tracking.cuts import CutDetector
from svfap_core.tracking.follow import follow
from svfap_core.tracking.quality import face_measures, measure_texture
from svfap_core.tracking.search import found_at_a_glance_px
from svfap_core.tracking.track import Track
from svfap_core.types import (
    Box,
    Detection,
    FaceObservation,
    Frame,
    Gray,
    TrackedFaces,
)

_SAME_TIME_S = 1e-3
"""Times of pictures are rounded by their container."""
_CLOSER_EVERY_S = 1.0
"""Seconds between searches for faces that a quick detection may not find."""
_WEAK = 0.6
"""A score of this share of the lowest that starts a track is enough to prolong one."""
_SURE_SCORE = 0.7
"""A face of this score needs no second detection to get its id."""
_MAX_MISSES = 1
"""A face that is followed well may be missed by so many detections in a row."""
_REACH = 0.6
"""How far from where it was followed to a face may be detected, in face sizes."""
_LOST_REACH = 1.0
"""How far from its way a lost face may be found, in face sizes."""
_MAX_UNLIKENESS = 0.5
"""A face may differ so much at most from one out of sight, or nearby, in 1 - correlation."""
_ENOUGH_OVERLAP = 0.3
"""Of two boxes of one face, and of a hidden face with the one that hides it."""
_CROWDED = 0.1
"""Faces whose boxes overlap so much may be taken for each other."""
_CLEAR = 0.15
"""Where several tracks may be meant, the best must cost so much less than the next."""
_LIKE = 0.6
"""Where several tracks may be meant, the correlation that brings one back into sight."""
_IN_VIEW_S = 0.25
"""Two faces out of sight are told apart once a face has been in view for so long."""
_DOUBT_S = 0.3
"""For each lost face that a new one may be, it waits so long for a better view to get an id."""
_SWAP_RATIO = 1.25
"""A face must be so much larger than one of the largest to take its place."""
_SEAT_S = 0.5
"""One of the largest that is out of sight for so long gives its place to a face in sight."""


class FaceTracker:
    """Frame in, faces out. One per video, used by one thread."""

    def __init__(
        self,
        detector: Detector,
        settings: TrackerSettings,
        spec: ClipSpec,
        curves: QualityCurves | None = None,
    ) -> None:
        """Start without faces; quality is that of the crop `spec` describes, by a card's curves."""
        self._detector = detector
        self._settings = settings
        self._spec = spec
        self._curves = curves or QualityCurves()
        self._ids = itertools.count(1)
        self._cuts = CutDetector()
        self._tracks: list[Track] = []
        self._chosen: frozenset[int] = frozenset()
        self._gray: Gray | None = None
        self._size: tuple[int, int] = (0, 0)
        self._detected_s = self._searched_s = -math.inf

    def update(self, frame: Frame) -> TrackedFaces:
        """The faces of the next frame, sorted by id."""
        gray = frame.gray
        cut = self._cuts.is_cut(gray)
        if cut:
            self._tracks.clear()
            self._searched_s = -math.inf
        due = self._gray is None or cut
        due |= self._follow(frame, gray)
        if due or frame.t_s - self._detected_s >= self._interval_s - _SAME_TIME_S:
            self._detect(frame)
        self._forget(frame.t_s)
        self._settle(frame.t_s)
        chosen = self._choose(frame.t_s)
        return TrackedFaces(
            tuple(self._observe(frame, track) for track in chosen if track.visible),
            frozenset(track.track_id for track in chosen),
            cut,
        )

    @property
    def _interval_s(self) -> float:
        """Time between detections: half of it while someone is awaited, or not sure."""
        return self._settings.detect_every_s * (1.0 if all(map(_at_ease, self._tracks)) else 0.5)

    def _follow(self, frame: Frame, gray: Gray) -> bool:
        """Move the visible tracks along; true when one was lost or the picture changed size."""
        before, self._gray = self._gray, gray
        old_size, self._size = self._size, frame.size_px
        visible = [track for track in self._tracks if track.visible]
        if before is None:
            return False
        if old_size != self._size:
            factor = np.array(self._size) / np.array(old_size)
            for track in self._tracks:
                track.scale(factor)
                track.detected = False
            return True
        scale_xy = np.array(gray.shape[::-1]) / self._size
        places = follow(before, gray, [(t.box, t.points_px) for t in visible], scale_xy)
        for track, place in zip(visible, places, strict=True):
            track.follow_to(place, frame.t_s)
        return any(place is None for place in places)

    def _detect(self, frame: Frame) -> None:
        """Find faces and give each to the track it belongs to, or to a new one."""
        smallest_px = self._smallest_px(frame)
        self._detected_s = frame.t_s
        found = [
            (detection, looks(frame.rgb, detection.points_px))
            for detection in self._detector.detect(
                frame.rgb, smallest_px=smallest_px, min_score=_WEAK * self._settings.min_score
            )
            if min(detection.box.width, detection.box.height) >= self._settings.min_size_px
        ]
        known = [track for track in self._tracks if track.track_id]
        new = [track for track in self._tracks if not track.track_id]
        rest = self._match(new, self._match(known, found, frame.t_s), frame.t_s)
        # A weak detection may prolong a track, never start or revive one.
        rest = [(seen, look) for seen, look in rest if seen.score >= self._settings.min_score]
        for track in new:
            if track.detected and not self._doubtful(track, frame.t_s):
                track.track_id = next(self._ids)
        for track in self._tracks:
            if track.visible and not track.detected and size_px(track.box) >= smallest_px:
                self._miss(track)
        for detection, look in rest:
            if not any(
                track.visible and overlap(track.box, detection.box) > _ENOUGH_OVERLAP
                for track in self._tracks
            ):
                self._begin(detection, look, frame.t_s)

    def _smallest_px(self, frame: Frame) -> float:
        """How small a face to look for: now and then, and for one that is awaited, any."""
        width, height = frame.size_px
        smallest_px = self._settings.min_size_px
        glance_px = max(found_at_a_glance_px((height, width)), smallest_px)
        awaited = any(size_px(t.box) < glance_px and not _at_ease(t) for t in self._tracks)
        every_s = self._settings.detect_every_s if awaited else _CLOSER_EVERY_S
        if frame.t_s - self._searched_s < every_s - _SAME_TIME_S:
            return glance_px
        self._searched_s = frame.t_s
        return smallest_px

    def _match(
        self, tracks: list[Track], found: list[tuple[Detection, Looks]], t_s: float
    ) -> list[tuple[Detection, Looks]]:
        """Update tracks with their detections; gives back the detections left over."""
        costs = np.full((len(tracks), len(found)), np.inf)
        for column, (seen, look) in enumerate(found):
            costs[:, column] = self._costs(tracks, seen, look, t_s)
        taken: set[int] = set()
        for row, column in assign(costs):
            tracks[row].see(*found[column], t_s)
            taken.add(column)
        return [pair for column, pair in enumerate(found) if column not in taken]

    def _costs(
        self, tracks: list[Track], seen: Detection, look: Looks, t_s: float
    ) -> NDArray[np.float64]:
        """How ill a detection fits each track, above 1 not at all.

        Looks count for a face that was out of sight, and where several tracks may be meant.
        """
        hidden = np.array([not track.visible for track in tracks], bool)
        costs = np.array([_place_cost(track, seen.box, t_s) for track in tracks])
        if (costs[~hidden] <= 1).any():
            # Only who was lost beside a face can be mistaken for it.
            costs[hidden & ~np.array([track.crowded for track in tracks], bool)] = np.inf
        (near,) = np.nonzero(costs <= 1)
        if hidden[near].any() or len(near) > 1:
            alike = np.array([resemblance(tracks[row].looks, look) for row in near])
            costs[near] = np.hypot(costs[near], (1 - alike) / _MAX_UNLIKENESS)
            if len(near) > 1 and hidden[near].any():
                first, second = np.argsort(costs[near])[:2]
                by = costs[near[second]] - costs[near[first]]
                is_close = hidden[near[[first, second]]].any() and by < _CLEAR
                is_unlike = hidden[near[first]] and alike[first] < _LIKE
                is_early = hidden[near].all() and not self._is_in_view(seen.box, t_s)
                if is_close or is_unlike or is_early:
                    costs[near] = np.inf
        if seen.score < self._settings.min_score:
            costs[hidden] = np.inf
        return costs

    def _is_in_view(self, box: Box, t_s: float) -> bool:
        """Whether a face without id has been seen here for long enough to have come out whole."""
        return any(
            track.visible
            and not track.track_id
            and t_s - track.begun_s >= _IN_VIEW_S
            and overlap(track.box, box) > _ENOUGH_OVERLAP
            for track in self._tracks
        )

    def _doubtful(self, new: Track, t_s: float) -> bool:
        """Whether a new face may be one that is out of sight, but not seen well enough to tell."""
        lost = [track for track in self._tracks if track.track_id and not track.visible]
        near = sum(_place_cost(track, new.box, t_s) <= 1 for track in lost)
        return t_s - new.begun_s < _DOUBT_S * near

    def _begin(self, detection: Detection, look: Looks, t_s: float) -> None:
        track = Track(detection, look, t_s)
        if detection.score >= _SURE_SCORE and not self._doubtful(track, t_s):
            track.track_id = next(self._ids)
        self._tracks.append(track)

    def _miss(self, track: Track) -> None:
        track.misses += 1
        covered = track.crowded and any(
            overlap(track.box, other.box) > _ENOUGH_OVERLAP
            for other in self._tracks
            if other is not track and other.detected
        )
        if covered or track.misses > _MAX_MISSES or not track.track_id:
            track.lose_sight()

    def _settle(self, t_s: float) -> None:
        """Note who is by themselves."""
        visible = [track for track in self._tracks if track.visible]
        for track in visible:
            track.settle(
                t_s,
                crowded=any(
                    overlap(track.box, other.box) > _CROWDED
                    for other in visible
                    if other is not track
                ),
            )

    def _forget(self, t_s: float) -> None:
        """Drop tracks out of sight for too long, and those never confirmed."""
        keep_s = self._settings.keep_s
        self._tracks = [
            track
            for track in self._tracks
            if track.visible or (track.track_id and t_s - track.seen_s <= keep_s)
        ]

    def _choose(self, t_s: float) -> list[Track]:
        """The tracks to report, by id: all, or the largest, which may be out of sight."""
        known = [track for track in self._tracks if track.track_id]
        faces = self._settings.faces
        if faces != "all":
            number = 1 if faces == "largest" else faces
            known.sort(key=lambda track: self._standing(track, t_s), reverse=True)
            known = known[:number]
            self._chosen = frozenset(track.track_id for track in known)
        known.sort(key=lambda track: track.track_id)
        return known

    def _standing(self, track: Track, t_s: float) -> tuple[bool, float]:
        """In sight or only just out of it; then size, with a bonus for those chosen before.

        So equals do not take turns, and a blink of the tracker ends nobody's life.
        """
        there = track.visible or (track.track_id in self._chosen and t_s - track.seen_s <= _SEAT_S)
        return there, size_px(track.box) * (_SWAP_RATIO if track.track_id in self._chosen else 1.0)

    def _observe(self, frame: Frame, track: Track) -> FaceObservation:
        points_px, spec = track.smooth_points_px(), self._spec
        if track.texture is None or track.detected:  # It changes little until the next detection.
            track.texture = measure_texture(frame.rgb, points_px, spec.template, spec.size_px)
        measures = face_measures(points_px, track.texture)
        return FaceObservation(
            track.track_id,
            track.box,
            points_px,
            track.score,
            track.detected,
            measures,
            self._curves.overall(measures),
        )


def _at_ease(track: Track) -> bool:
    """Whether nothing about a face needs another look soon."""
    settled = bool(track.track_id) and not track.misses and not track.crowded
    return track.visible and settled


def _place_cost(track: Track, seen: Box, t_s: float) -> float:
    """How ill a place fits a track, above 1 not at all."""
    reach = _REACH if track.visible else _LOST_REACH
    return misfit(track.expected_box(t_s, seen), seen, reach)
