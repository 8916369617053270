"""Coding by keys while a video plays: press to begin an interval, press again to end it.

A press gives a new coding, which holds running intervals too: they are saved like any other code.
"""

from __future__ import annotations

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.editing import add, remove


def press(coding: Coding, key: str, t_s: float, frame_s: float) -> Coding:
    """Set the point of a key, or begin or end its interval.

    What is running of the same exclusive group ends. An interval lasts for one frame or more, also
    where the playhead went back before its start.

    Args:
        coding: The coding.
        key: The key; one that codes nothing changes nothing.
        t_s: Media time of the frame that is shown.
        frame_s: Seconds that a frame lasts.
    """
    found = coding.scheme.by_key(key)
    if found is None:
        return coding
    tier, definition = found
    same = [c for c in coding.running if (c.tier, c.label) == (tier.name, definition.name)]
    if same and definition.kind == "interval":
        return end(coding, same[0], t_s, frame_s)
    for code in coding.running:
        group = coding.scheme.group_of(code.tier, code.label)
        if code.tier == tier.name and group and group == definition.group:
            coding = end(coding, code, t_s, frame_s)
    end_s = t_s if definition.kind == "point" else None
    return add(coding, Code(tier=tier.name, label=definition.name, start_s=t_s, end_s=end_s))


def end(coding: Coding, code: Code, t_s: float, frame_s: float) -> Coding:
    """End a running interval, one frame after its start or later."""
    return add(remove(coding, [code]), code.changed(end_s=max(t_s, code.start_s + frame_s)))


def end_all(coding: Coding, t_s: float, frame_s: float) -> Coding:
    """End all that is running, as at the end of the video."""
    for code in coding.running:
        coding = end(coding, code, t_s, frame_s)
    return coding
