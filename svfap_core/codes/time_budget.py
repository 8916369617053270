"""Codes as behaviors of the time budget, and as ranges of which figures are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from svfap_core.codes.coding import Code, Coding
from svfap_core.results.edits import Marker, TimeRange
from svfap_core.results.intervals import common, holds, less, union
from svfap_core.results.named_ranges import (
    NamedRange,
    RangeKind,
    between_markers,
    chosen_range,
    whole_video,
)
from svfap_core.results.people import Population
from svfap_core.results.time_budget import Behavior, BehaviorKind, emotion_behaviors


def code_behaviors(
    coding: Coding, end_s: float, excluded: Sequence[TimeRange] = ()
) -> list[Behavior]:
    """What one coder coded: a behavior for each label of each tier, also for those never used.

    Codes that overlap and have the same tier and label are one bout; codes that only touch are two,
    as the coder ended one. Codes that are still running are left out: see `Coding.running`.

    Args:
        coding: The codes.
        end_s: End of the video.
        excluded: What the user leaves out, in order and apart; it breaks a bout.
    """
    whole = (TimeRange(0.0, end_s),) if end_s > 0 else ()
    observed = less(whole, excluded)
    found: list[Behavior] = []
    for tier, label, kind, codes in _labels(coding):
        bouts = () if kind == "point" else common(_apart(codes), observed)
        points_s = [c.start_s for c in codes if holds(observed, c.start_s)]
        scheme_tier = coding.scheme.tier(tier)
        found.append(
            Behavior(
                kind,
                label,
                observed,
                bouts,
                points_s if kind == "point" else (),
                subject=scheme_tier.participant if scheme_tier else "",
                tier=tier,
                coder=coding.coder,
            )
        )
    return found


def code_ranges(coding: Coding, end_s: float) -> tuple[NamedRange, ...]:
    """A range of each code that has intervals in the video: all of them together."""
    whole = (TimeRange(0.0, max(0.0, end_s)),)
    found: list[NamedRange] = []
    for tier, label, kind, codes in _labels(coding):
        parts = tuple(common(union(_apart(codes)), whole)) if kind == "code" else ()
        if parts:
            found.append(NamedRange("code", f"{tier}: {label}", parts))
    return tuple(found)


def figure_ranges(
    kind: RangeKind,
    end_s: float,
    *,
    chosen: TimeRange | None = None,
    markers: Sequence[Marker] = (),
    codings: Sequence[Coding] = (),
) -> tuple[NamedRange, ...]:
    """The ranges of one kind; none where there is nothing to make them of.

    Args:
        kind: "video", "range" (the chosen one), "markers" (from each to the next) or "code".
        end_s: End of the video.
        chosen: The range that the user has chosen.
        markers: In order of time.
        codings: Of all coders; with several, the name of a range begins with the coder's.
    """
    match kind:
        case "video":
            return (whole_video(end_s),)
        case "range":
            return () if chosen is None else (chosen_range(chosen, end_s),)
        case "markers":
            return between_markers(markers, end_s)
        case "code":
            several = len({coding.coder for coding in codings}) > 1
            return tuple(
                named._replace(name=f"{coding.coder}: {named.name}") if several else named
                for coding in codings
                for named in code_ranges(coding, end_s)
            )


def figures_behaviors(
    population: Population | None,
    codings: Sequence[Coding],
    end_s: float,
    excluded: Sequence[TimeRange],
) -> list[Behavior]:
    """The emotions of all visible persons, if there is a result, then all codes."""
    emotions = [] if population is None else emotion_behaviors(population)
    codes = (code_behaviors(coding, end_s, excluded) for coding in codings)
    return [*emotions, *chain.from_iterable(codes)]


def _labels(coding: Coding) -> Iterator[tuple[str, str, BehaviorKind, list[Code]]]:
    """Tier, label, kind and finished codes, in the order of the scheme, then as they come.

    A label that has points and intervals comes twice.
    """
    found: dict[tuple[str, str, BehaviorKind], list[Code]] = {}
    for tier in coding.scheme.tiers:
        for definition in tier.definitions:
            kind: BehaviorKind = "point" if definition.kind == "point" else "code"
            found[tier.name, definition.name, kind] = []
    for code in coding.codes:
        if not code.is_running:
            kind = "point" if code.is_point else "code"
            found.setdefault((code.tier, code.label, kind), []).append(code)
    for (tier_name, label, kind), codes in found.items():
        yield tier_name, label, kind, codes


def _apart(codes: Sequence[Code]) -> list[TimeRange]:
    """Intervals in order of time; what overlaps becomes one, what touches does not."""
    found: list[TimeRange] = []
    for code in codes:
        if code.end_s is None or code.is_point:
            continue
        if found and code.start_s < found[-1].end_s:
            found[-1] = TimeRange(found[-1].start_s, max(found[-1].end_s, code.end_s))
        else:
            found.append(TimeRange(code.start_s, code.end_s))
    return found
