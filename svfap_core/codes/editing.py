"""Changes to a coding: each gives a new one, so undoing is keeping the old. Knows no keys or files.

Codes of one exclusive group on a tier never overlap after a change: what is added or grows goes
before what was there, and what is dragged stops at its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from svfap_core.codes.coding import Code, Coding
from svfap_core.errors import SvfapError
from svfap_core.messages import Message, joined
from svfap_core.results.edits import TimeRange

Edge: TypeAlias = Literal["start", "end"]


class Changed(NamedTuple):
    """A coding after a change, and what the changed code is in it."""

    coding: Coding
    code: Code


def add(coding: Coding, code: Code) -> Coding:
    """Add a code; other codes of its exclusive group make room.

    What is running goes on behind it. Its part before ends like any other, and has room made, too.
    """
    while running := _running_before_end(coding, code):
        coding = remove(coding, [running])
        if running.start_s < code.start_s:
            coding = add(coding, running.changed(end_s=code.start_s))
        coding = coding.with_codes([*coding.codes, running.changed(start_s=code.end_s)])
    return coding.with_codes([*_with_room(coding, coding.codes, code), code])


def add_range(coding: Coding, tier: str, label: str, range: TimeRange) -> Coding:  # noqa: A002  # the word of the interface
    """Code a selected range, which may have been drawn from its end to its start."""
    start_s, end_s = range.ordered()
    return add(coding, Code(tier=tier, label=label, start_s=start_s, end_s=end_s))


def remove(coding: Coding, codes: Iterable[Code]) -> Coding:
    """Remove codes; of equal ones only as many as are named."""
    return coding.with_codes(_without(coding.codes, codes))


def edit(coding: Coding, code: Code, **changes: Any) -> Changed:
    """Change tier, label, times or comment of a code.

    Raises:
        ValueError: The coding has no such code, or its end would be before its start.
    """
    return _replaced(coding, code, code.changed(**changes))


def move(coding: Coding, code: Code, by_s: float) -> Changed:
    """Move a code as a whole, by some seconds."""
    end_s = None if code.end_s is None else code.end_s + by_s
    return edit(coding, code, start_s=code.start_s + by_s, end_s=end_s)


def move_edge(coding: Coding, code: Code, edge: Edge, t_s: float, frame_s: float) -> Changed:
    """Drag an edge of an interval.

    Args:
        coding: The coding.
        code: The interval; a point moves, and a running interval has no end to drag.
        edge: Which edge.
        t_s: Where to, at most as far as one frame from the other edge, and as the next code of the
            same exclusive group.
        frame_s: Seconds that a frame lasts.
    """
    if code.is_point:
        return edit(coding, code, start_s=t_s, end_s=t_s)
    if edge == "start":
        ends = [c.end_s for c in _neighbours(coding, code) if c.end_s is not None]
        t_s = max([t_s, *(end_s for end_s in ends if end_s <= code.start_s)])
        if code.end_s is not None:
            t_s = min(t_s, max(code.end_s - frame_s, code.start_s))
        return _put(coding, code, code.changed(start_s=t_s))
    if code.end_s is None:
        return Changed(coding, code)
    starts = [c.start_s for c in _neighbours(coding, code) if c.start_s >= code.end_s]
    t_s = max(min([t_s, *starts]), min(code.start_s + frame_s, code.end_s))
    return _put(coding, code, code.changed(end_s=t_s))


def merge(coding: Coding, codes: Sequence[Code]) -> Changed:
    """Make one code of several, from the first start to the last end.

    It has the label of the first, and the comments of all.

    Raises:
        SvfapError: They are fewer than two, or of several tiers.
    """
    ordered = sorted(codes, key=lambda code: code.start_s)
    if len(ordered) < 2 or len({code.tier for code in ordered}) > 1:
        raise SvfapError(
            "only codes of one tier can be merged", hint="Select two or more codes of one tier."
        )
    ends = [code.end_s for code in ordered if code.end_s is not None]
    merged = ordered[0].changed(
        end_s=max(ends) if len(ends) == len(ordered) else None,
        comment=joined(dict.fromkeys(c.comment for c in ordered if c.comment)),
    )
    return Changed(add(remove(coding, ordered), merged), merged)


def split(coding: Coding, code: Code, t_s: float, frame_s: float) -> Coding:
    """Make two intervals of one; both have its label and comment.

    Raises:
        SvfapError: The time does not lie inside it, a frame or more from both edges.
    """
    end_s = t_s + frame_s if code.end_s is None else code.end_s
    # Half a microsecond of grace: times are rounded, and a cut of one frame is allowed.
    if min(t_s - code.start_s, end_s - t_s) < frame_s - 5e-7:
        raise SvfapError(
            Message("%1 cannot be split there", code.label or code.tier),
            hint="Choose a time inside it, one frame or more from its edges.",
        )
    first, second = code.changed(end_s=t_s), code.changed(start_s=t_s)
    rest = remove(coding, [code])
    if code.is_running:  # The part that ends now has room made, as at any end.
        rest = add(rest, first)
        return rest.with_codes([*rest.codes, second])
    return rest.with_codes([*rest.codes, first, second])


def _replaced(coding: Coding, code: Code, new: Code) -> Changed:
    return Changed(add(coding.with_codes(_without(coding.codes, [code], strict=True)), new), new)


def _put(coding: Coding, code: Code, new: Code) -> Changed:
    """Replace a code that overlaps no other."""
    return Changed(coding.with_codes([*_without(coding.codes, [code], strict=True), new]), new)


def _without(codes: Iterable[Code], gone: Iterable[Code], *, strict: bool = False) -> list[Code]:
    left = list(codes)
    for code in gone:
        if code in left:
            left.remove(code)
        elif strict:
            raise ValueError("the coding has no such code")
    return left


def _neighbours(coding: Coding, code: Code) -> list[Code]:
    """Other codes of its exclusive group that last for some time."""
    group = coding.scheme.group_of(code.tier, code.label)
    if not group:
        return []
    others = _without(coding.codes, [code])
    return [c for c in others if not c.is_point and _is_of(coding, c, code.tier, group)]


def _is_of(coding: Coding, code: Code, tier: str, group: str) -> bool:
    return code.tier == tier and coding.scheme.group_of(tier, code.label) == group


def _running_before_end(coding: Coding, new: Code) -> Code | None:
    """What of the exclusive group of a new interval is running before that ends."""
    group = coding.scheme.group_of(new.tier, new.label)
    if not group or new.end_s is None or new.is_point:
        return None
    of_group = (code for code in coding.running if _is_of(coding, code, new.tier, group))
    return next((code for code in of_group if code.start_s < (new.end_s or 0.0)), None)


def _with_room(coding: Coding, codes: Iterable[Code], new: Code) -> list[Code]:
    """The codes without the time of a new one, in its exclusive group.

    A new interval that is running makes room once it ends, and a point takes no time.
    """
    group = coding.scheme.group_of(new.tier, new.label)
    if not group or new.end_s is None or new.is_point:
        return list(codes)
    end_s = new.end_s
    return [
        part
        for code in codes
        for part in (
            _cut(code, new.start_s, end_s) if _is_of(coding, code, new.tier, group) else [code]
        )
    ]


def _cut(code: Code, start_s: float, end_s: float) -> list[Code]:
    """What is left of a code outside a range."""
    if code.end_s is None or code.is_point or code.start_s >= end_s or code.end_s <= start_s:
        return [code]
    before = [code.changed(end_s=start_s)] if code.start_s < start_s else []
    after = [code.changed(start_s=end_s)] if code.end_s > end_s else []
    return [*before, *after]
