"""A result in plain words: what was analysed, by which method, what was left out and why.

Also how two results differ. Both live on what a sidecar says, which may be missing, of an earlier
version or changed by hand: what is not said is left out. Prints nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from svfap_core.results.digests import digests_of_sidecar
from svfap_core.results.people import Population
from svfap_core.results.trust import TRUSTED_COVERAGE, is_trusted
from svfap_core.settings import WindowSettings
from svfap_core.types import Status

Facts: TypeAlias = Mapping[str, Any]

_SHORT = 8
"""Digits of a hash that people compare."""

_LONGEST = 60
"""Characters of a value that is shown; of longer ones it is said only that they differ."""

_OF_THE_ROWS = ("source", "model", "method", "settings")
_WITHOUT_EFFECT = ("computed", "software")
_WHICH = {"all": "all", "largest": "the largest", 1: "the largest"}

_SETTINGS_OF_COMPUTING = ("batch_size", "compute.runtime")


class Told(NamedTuple):
    """A result as it is told of.

    Attributes:
        name: What to call it, such as its path.
        population: Its rows under the user's edits.
        facts: Its sidecar, or nothing.
        notes: Sentences that a user should see.
    """

    name: str
    population: Population
    facts: Facts
    notes: tuple[str, ...] = ()


def about(told: Told) -> list[str]:
    """About ten lines; further ones for what a user should know."""
    lines = {
        "Source": _source(told),
        "Analysed": _analysed(told.facts),
        "Model": _model(told.facts),
        "Computed by": _text(told.facts, "model.device"),
        "Faces": _faces(told.facts),
        "Windows": _windows(told.facts),
        "Rows": _rows(told),
        "Left out": _left_out(told),
        "By the user": _edited(told),
        "Identity": digests_of_sidecar(told.facts).analysis or "not known",
    }
    width = max(map(len, lines)) + 2
    told_lines = [f"{name + ':':{width}}{text}" for name, text in lines.items() if text]
    return [*told_lines, *(f"{'Note:':{width}}{note}" for note in told.notes)]


def differences(first: Told, second: Told) -> list[str]:
    """What differs between two results, and whether they are the same analysis."""
    analyses = [digests_of_sidecar(told.facts).analysis for told in (first, second)]
    same = all(analyses) and analyses[0] == analyses[1]
    if same:
        verdict = "They are the same analysis: equal rows, last digits aside."
    elif all(analyses):
        verdict = "They are different analyses:"
    else:
        silent = " and ".join(
            place for place, analysis in zip("AB", analyses, strict=True) if not analysis
        )
        verdict = f"Whether they are the same analysis is not known: not said by {silent}."
    parts = [_comparable(told) for told in (first, second)]
    lines = [f"A: {first.name}", f"B: {second.name}", verdict]
    for titles, heading in ((_OF_THE_ROWS, ""), (_WITHOUT_EFFECT, "Without effect on the rows:")):
        found = [line for title in titles for line in _changes(title, *(p[title] for p in parts))]
        if found:
            lines += [*([heading] if heading else []), *found]
    counts = [len(told.population.recording.results) for told in (first, second)]
    if counts[0] != counts[1]:
        lines.append(f"Rows: {counts[0]} in A, {counts[1]} in B")
    return lines


# -- the lines of one ------------------------------------------------------------------------------


def _source(told: Told) -> str:
    facts, recording = told.facts, told.population.recording
    size = [_at(facts, f"source.{side}_px") for side in ("width", "height")]
    rate = _at(facts, "source.rate_fps")
    parts = [
        recording.schema.video,
        f"{recording.end_s:.1f} s",
        f"{recording.frame_count} frames",
        f"{size[0]} x {size[1]}" if all(size) else "",
        f"{rate:.5g} fps" if isinstance(rate, int | float) else "",
        _text(facts, "source.codec"),
    ]
    return ", ".join(filter(None, parts))


def _analysed(facts: Facts) -> str:
    started, version = _text(facts, "started_at"), _text(facts, "software.version")
    mode = "live" if _at(facts, "recording") or _at(facts, "identity.mode") == "live" else ""
    outcome = _text(facts, "outcome")
    parts = [
        started[:16].replace("T", " "),
        f"by svfap {version}" if version else "",
        mode,
        "" if outcome == "completed" else outcome,
    ]
    return ", ".join(filter(None, parts))


def _model(facts: Facts) -> str:
    origin = _at(facts, "model.dimensions_origin")
    emotions, dimensions = _at(facts, "model.emotions"), _at(facts, "model.dimensions")
    parts = [
        _text(facts, "model.name"),
        _text(facts, "model.sha256")[:_SHORT],
        f"{len(emotions)} emotions" if isinstance(emotions, list) else "",
        f"{', '.join(map(str, dimensions))}{f' ({origin})' if origin else ''}"
        if isinstance(dimensions, list) and dimensions
        else "",
    ]
    return ", ".join(filter(None, parts))


def _faces(facts: Facts) -> str:
    which = _at(facts, "settings.tracker.faces")
    smallest, every = (
        _at(facts, f"settings.tracker.{name}") for name in ("min_size_px", "detect_every_s")
    )
    parts = [
        _text(facts, "detector.name"),
        f"the {which} largest" if isinstance(which, int) and which > 1 else _WHICH.get(which, ""),
        f"from {smallest} px" if smallest else "",
        f"detected every {every} s" if every else "",
    ]
    return ", ".join(filter(None, parts))


def _windows(facts: Facts) -> str:
    span, hop = _at(facts, "identity.card.input.span_s"), _at(facts, "settings.windows.hop_s")
    parts = [f"of {span} s" if span else "", f"a row every {hop} s" if hop else ""]
    return ", ".join(filter(None, parts))


def _rows(told: Told) -> str:
    recording = told.population.recording
    rows = [row for row in recording.results if row.status is not Status.NO_FACE]
    empty = len(recording.results) - len(rows)
    trusted = sum(map(is_trusted, rows))
    tracks = len(recording.track_ids)
    text = f"{len(rows)} of {tracks} {'face' if tracks == 1 else 'faces'}, {trusted} trusted"
    return text + (f"; {empty} without any face" if empty else "")


def _left_out(told: Told) -> str:
    """Rows that are in no mean, by their status."""
    rows = [row for row in told.population.recording.results if not is_trusted(row)]
    counts = Counter(row.status for row in rows)
    found = (
        f"{counts[status]} {status} ({reason})"
        for status, reason in _reasons(told.facts).items()
        if counts[status]
    )
    return "; ".join(found) or "nothing"


def _reasons(facts: Facts) -> dict[Status, str]:
    """Why rows of a status are left out, with the limits of the analysis where it says them."""
    gap = _at(facts, "settings.windows.max_gap_s")
    span = _at(facts, "identity.card.input.span_s")
    if gap is None and isinstance(span, int | float):
        gap = WindowSettings().gap_limit_s(span)
    quality = _at(facts, "settings.windows.min_quality")
    if quality is None:
        quality = _at(facts, "identity.card.quality.threshold")
    return {
        Status.WARMING_UP: "seen for less than a quarter of a window",
        Status.GAP: f"out of sight for longer than {'allowed' if gap is None else f'{gap} s'}",
        Status.LOW_QUALITY: f"face quality below {'the limit' if quality is None else quality}",
        Status.SPARSE: "fewer than half the frames that the model takes",
        Status.PARTIAL: f"seen for less than {TRUSTED_COVERAGE:.0%} of a window",
    }


def _edited(told: Told) -> str:
    edits = told.population.edits
    excluded_s = sum(end_s - start_s for start_s, end_s in edits.excluded)
    parts = [
        f"{excluded_s:.1f} s excluded" if edits.excluded else "",
        f"{len(edits.hidden)} hidden" if edits.hidden else "",
    ]
    return ", ".join(filter(None, parts))


# -- two of them -----------------------------------------------------------------------------------


def _comparable(told: Told) -> dict[str, dict[str, Any]]:
    """All that can differ, by part and dotted name."""
    facts = told.facts
    identity = _mapping(facts, "identity")
    settings = dict(_flat(_mapping(facts, "settings")))
    card = dict(_flat(_mapping(facts, "identity.card")))
    known = {"method", "analysis", "card", "settings", "weights", "detector"}
    source = {"content", "video_stream", "start_s", "end_s"}
    return {
        "source": {
            "name": told.population.recording.schema.video,
            **{name: value for name, value in identity.items() if name in source},
        },
        "model": {
            "name": _at(facts, "model.name"),
            "weights": _at(facts, "model.sha256"),
            **{f"card.{name}": value for name, value in card.items()},
        },
        "method": {
            "detector": _at(facts, "detector.name"),
            **{n: value for n, value in identity.items() if n not in known | source},
        },
        "settings": {n: v for n, v in settings.items() if n not in _SETTINGS_OF_COMPUTING},
        "computed": {
            "model": _at(facts, "model.device"),
            "faces": _at(facts, "detector.device"),
            **{n: settings.get(n) for n in _SETTINGS_OF_COMPUTING},
        },
        "software": {
            "svfap": _at(facts, "software.version"),
            "python": _at(facts, "software.python"),
            "platform": _at(facts, "software.platform"),
            **_mapping(facts, "software.packages"),
        },
    }


def _changes(title: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*first, *second)):
        a, b = first.get(name), second.get(name)
        if a == b:
            continue
        shown = [_shown(value, said=name in part) for value, part in ((a, first), (b, second))]
        longest = max(map(len, shown))
        values = f"{shown[0]} in A, {shown[1]} in B" if longest <= _LONGEST else "differs"
        yield f"{title.capitalize()}, {name}: {values}"


def _shown(value: Any, *, said: bool) -> str:
    """A value as people compare it."""
    if not said or value is None:
        return "not said" if not said else "default"
    if isinstance(value, str):
        is_hash = len(value) >= 32 and set(value) <= set("0123456789abcdef")
        return value[:_SHORT] if is_hash else value
    return json.dumps(value)


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All that is no group, by its dotted name."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


# -- sidecars --------------------------------------------------------------------------------------


def _at(facts: Facts, place: str) -> Any:
    """What a sidecar says at a dotted place; `None` where it says nothing."""
    value: Any = facts
    for name in place.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(facts: Facts, place: str) -> str:
    value = _at(facts, place)
    return "" if value is None else str(value)


def _mapping(facts: Facts, place: str) -> Mapping[str, Any]:
    value = _at(facts, place)
    return value if isinstance(value, Mapping) else {}
