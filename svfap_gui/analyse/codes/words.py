"""Codes in words: hints, times, the line that says what is open. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from svfap_core.codes.coding import Code, Scheme
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.timeline_geometry import clock

_translate = QCoreApplication.translate
_DASH = "\N{EN DASH}"


def code_name(code: Code) -> str:
    """What a code is called; the tier where it has no label."""
    return code.label or code.tier


def time_text(t_s: float) -> str:
    """A time to the millisecond, as it can be typed again."""
    return clock(t_s, 0.001) if t_s >= 0 else f"{t_s:.3f}"


def open_words(codes: Sequence[Code]) -> str:
    """Which codes are open, and since when."""
    each = (f"{code_name(code)} ({clock(code.start_s, 0.1)})" for code in codes)
    return _translate("Codes", "Open: %1").replace("%1", ", ".join(each))


def keys_words(scheme: Scheme) -> str:
    """Which key codes what, in the order of the scheme."""
    found = ((d.key, d.name) for tier in scheme.tiers for d in tier.definitions if d.key)
    return ", ".join(f"{key} {name}" for key, name in found)


def range_words(chosen: TimeRange) -> str:
    """That keys code the range."""
    times = f"{clock(chosen.start_s, 0.01)} {_DASH} {clock(chosen.end_s, 0.01)}"
    return _translate("Codes", "A key codes the range %1").replace("%1", times)


def code_hint(code: Code) -> str:
    """What hovering over a code shows: name, times, tier, comment."""
    start = clock(code.start_s, 0.01)
    if code.is_point:
        times = start
    elif code.end_s is None:
        times = _translate("Codes", "from %1, still open").replace("%1", start)
    else:
        seconds = f"{code.duration_s or 0.0:.2f}"
        length = _translate("Codes", "%1 s").replace("%1", seconds)
        times = f"{start} {_DASH} {clock(code.end_s, 0.01)}  ({length})"
    lines = [code_name(code), times]
    if code.label:
        lines.append(_translate("Codes", "Tier: %1").replace("%1", code.tier))
    if code.comment:
        lines.append(code.comment)
    return "\n".join(lines)
