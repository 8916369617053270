"""What hovering over the timeline shows: when, who, and the scores there. Draws nothing."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from svfap_core.types import Status
from svfap_gui.analyse.lanes import DOUBTFUL, Lane, Lanes
from svfap_gui.analyse.timeline_geometry import HEADER_PX, clock
from svfap_gui.analyse.timeline_mouse import Grip, Spot
from svfap_gui.analyse.timeline_picture import Shown
from svfap_gui.parts.words import affect_name, curve_name, unclear_word

_translate = QCoreApplication.translate
_NAMED = 3
"""Emotions that are shown, the strongest first."""


def hint_of(shown: Shown, spot: Spot) -> str:
    """Lines of plain text; empty where there is nothing to show."""
    if not HEADER_PX <= spot.x_px <= shown.window.right_px:
        return ""
    t_s, person = spot.t_s, spot.person
    if spot.marker is not None:
        found = shown.edits.markers[spot.marker]
        how = _translate("Timeline", "Double click: change it")
        return f"{clock(found.t_s, 0.01)}  {found.text}\n{how}"
    if spot.grip is Grip.RULER:
        how = _translate("Timeline", "Click: go there. Drag, in a lane with Shift: choose a range.")
        return f"{clock(t_s, 0.01)}\n{how}"
    lane = shown.lanes.of(person)
    if person is None or lane is None:
        return clock(t_s, 0.01)
    name = shown.names.get(person, str(person))
    return "\n".join([f"{clock(t_s, 0.01)}  {name}", *_scores(shown, lane, t_s)])


def _scores(shown: Shown, lane: Lane, t_s: float) -> list[str]:
    lanes = shown.lanes
    place, values = lane.place_at(t_s), lane.scores_at(t_s)
    if place is None or values is None:
        return [status_words(Status.NO_FACE)] if t_s < lanes.analysed_s else []
    lines = [] if lane.codes[place] != DOUBTFUL else [status_words(lane.statuses[place])]
    if (ambiguity := lane.doubt_at(t_s)) is not None:
        lines.append(doubt_words(ambiguity))
    emotions = lanes.emotions
    order = np.argsort(-np.nan_to_num(values[: len(emotions)], nan=-1.0))[:_NAMED]
    lines += [f"{affect_name(emotions[i])} {values[i]:.2f}" for i in order if values[i] >= 0]
    first = len(emotions) + len(lanes.dimensions)
    dimensions = zip(lanes.dimensions, values[len(emotions) : first], strict=True)
    lines += [f"{affect_name(name)} {v:+.2f}" for name, v in dimensions if not np.isnan(v)]
    for at, curve in lanes.actions.curves(shown.options.actions):
        if not np.isnan(value := values[first + at]):
            source = f" · {_translate('Affect', 'landmarker')}" if curve.by_landmarker else ""
            lines.append(f"{curve_name(curve)} {value:.2f}{source}")
    return lines + _other(shown, lane.person_id, t_s)


def _other(shown: Shown, person: int, t_s: float) -> list[str]:
    """What the person is compared with says."""
    compared = shown.options.compared
    if compared is None or compared.person_id != person:
        return []
    name = compared.comparison.other_label_at(t_s)
    text = _translate("Timeline", "B: %1")
    return [text.replace("%1", affect_name(name))] if name else []


def emotion_words(lanes: Lanes, person: int, t_s: float) -> str:
    """A person's strongest emotion and its probability, or that it is unclear; else empty."""
    lane = lanes.of(person)
    top = lane.emotion_at(t_s) if lane is not None else None
    if lane is None or top is None:
        return ""
    if lane.doubt_at(t_s) is not None:
        return unclear_word()
    return f"{affect_name(lanes.emotions[top[0]])} {top[1]:.2f}"


def doubt_words(ambiguity: float) -> str:
    """That an emotion is unclear, and how much raters are expected to differ, 0 to 1."""
    text = _translate("Timeline", "unclear: raters would differ (ambiguity %1)")
    return text.replace("%1", f"{ambiguity:.2f}")


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
