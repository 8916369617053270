"""What hovering over the timeline tells: when, who, and the scores there. Draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF

from svfap_core.types import Status
from svfap_gui.analyse.lanes import DOUBTFUL, Lane
from svfap_gui.analyse.timeline_geometry import HEADER_PX, clock
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    from svfap_gui.analyse.timeline import Timeline

_NAMED = 3
"""Emotions that are told, the strongest first."""


def hint_at(timeline: Timeline, point: QPointF) -> str:
    """Lines of plain text; empty where there is nothing to tell."""
    if point.x() < HEADER_PX or point.x() > timeline.window_shown.right_px:
        return ""
    marker = timeline.marker_at(point)
    if marker is not None:
        found = timeline.edits.markers[marker]
        return f"{clock(found.t_s, 0.01)}  {found.text}"
    t_s = timeline.window_shown.t(point.x())
    place = timeline.place_at(point)
    lane = timeline.lanes.of(place.person_id) if place else None
    if place is None or lane is None:
        return clock(t_s, 0.01)
    return "\n".join(
        [f"{clock(t_s, 0.01)}  {timeline.name_of(place.person_id)}", *_scores(timeline, lane, t_s)]
    )


def _scores(timeline: Timeline, lane: Lane, t_s: float) -> list[str]:
    place, values = lane.place_at(t_s), lane.scores_at(t_s)
    if place is None or values is None:
        return [status_words(Status.NO_FACE)] if t_s < timeline.lanes.analysed_s else []
    lines = [] if lane.codes[place] != DOUBTFUL else [status_words(lane.statuses[place])]
    emotions = timeline.lanes.emotions
    order = np.argsort(-np.nan_to_num(values[: len(emotions)], nan=-1.0))[:_NAMED]
    lines += [f"{affect_name(emotions[i])} {values[i]:.2f}" for i in order if values[i] >= 0]
    dimensions = zip(timeline.lanes.dimensions, values[len(emotions) :], strict=True)
    lines += [f"{affect_name(name)} {v:+.2f}" for name, v in dimensions if not np.isnan(v)]
    return lines


def status_words(status: Status) -> str:
    """Why there are no scores, or none to trust, in a few words."""
    translate = QCoreApplication.translate
    return {
        Status.OK: translate("Status", "trusted"),
        Status.WARMING_UP: translate("Status", "seen too briefly to be scored"),
        Status.PARTIAL: translate("Status", "seen for less than a whole window"),
        Status.SPARSE: translate("Status", "too few frames in the window"),
        Status.GAP: translate("Status", "out of sight in between"),
        Status.LOW_QUALITY: translate("Status", "face too small, blurred or turned away"),
        Status.NO_FACE: translate("Status", "not in sight"),
    }[status]
