"""A result in plain words: what was analysed, by which method, what was left out and why.

Also how two results differ. Both live on what a sidecar says, which may be missing, of an earlier
version or changed by hand: what is not said is left out. Prints nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias
from unicodedata import east_asian_width

from svfap_core.messages import Message, as_message, joined
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
_WHICH = {"all": Message("all"), "largest": Message("the largest"), 1: Message("the largest")}
_OUTCOMES = {"interrupted": Message("interrupted"), "failed": Message("failed")}

_SETTINGS_OF_COMPUTING = ("batch_size", "compute.runtime")


class Described(NamedTuple):
    """A result and what is known of it.

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


def about(result: Described, say: Callable[[str], str] = str) -> list[str]:
    """About ten lines; further ones for what a user should know.

    Args:
        result: The result.
        say: Says a message in the user's language.
    """
    lines = [
        (Message("Source:"), _source(result)),
        (Message("Analysed:"), _analysed(result.facts)),
        (Message("Model:"), _model(result.facts)),
        (Message("Computed by:"), _value(result.facts, "model.device")),
        (Message("Faces:"), _faces(result.facts)),
        (Message("Windows:"), _windows(result.facts)),
        (Message("Rows:"), _rows(result)),
        (Message("Left out:"), _left_out(result)),
        (Message("By the user:"), _edited(result)),
        (Message("Identity:"), _identity(result.facts)),
        *((Message("Note:"), note) for note in result.notes),
    ]
    said = [(say(name), say(text)) for name, text in lines]
    width = 1 + max(_columns(name) for name, _ in said)
    return [name + " " * (width - _columns(name)) + text for name, text in said if text]


def differences(first: Described, second: Described) -> list[str]:
    """What differs between two results, and whether they are the same analysis."""
    analyses = [digests_of_sidecar(result.facts).analysis for result in (first, second)]
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
    parts = [_comparable(result) for result in (first, second)]
    lines = [f"A: {first.name}", f"B: {second.name}", verdict]
    for titles, heading in ((_OF_THE_ROWS, ""), (_WITHOUT_EFFECT, "Without effect on the rows:")):
        found = [line for title in titles for line in _changes(title, *(p[title] for p in parts))]
        if found:
            lines += [*([heading] if heading else []), *found]
    counts = [len(result.population.recording.results) for result in (first, second)]
    if counts[0] != counts[1]:
        lines.append(f"Rows: {counts[0]} in A, {counts[1]} in B")
    return lines


# -- the lines of one ------------------------------------------------------------------------------


def _source(result: Described) -> str:
    facts, recording = result.facts, result.population.recording
    size = [_at(facts, f"source.{side}_px") for side in ("width", "height")]
    rate = _at(facts, "source.rate_fps")
    return _listed(
        Message("%1", recording.schema.video),
        Message("%1 s", f"{recording.end_s:.1f}"),
        Message("%1 frames", recording.frame_count),
        Message("%1 x %2", *size) if all(size) else "",
        Message("%1 fps", f"{rate:.5g}") if isinstance(rate, int | float) else "",
        _value(facts, "source.codec"),
    )


def _analysed(facts: Facts) -> str:
    started, version = _text(facts, "started_at"), _text(facts, "software.version")
    is_live = _at(facts, "recording") or _at(facts, "identity.mode") == "live"
    outcome = _text(facts, "outcome")
    return _listed(
        Message("%1", started[:16].replace("T", " ")) if started else "",
        Message("by svfap %1", version) if version else "",
        Message("live") if is_live else "",
        "" if outcome == "completed" else _OUTCOMES.get(outcome, _value(facts, "outcome")),
    )


def _model(facts: Facts) -> str:
    emotions = _at(facts, "model.emotions")
    return _listed(
        _value(facts, "model.name"),
        Message("%1", sha256[:_SHORT]) if (sha256 := _text(facts, "model.sha256")) else "",
        Message("%1 emotions", len(emotions)) if isinstance(emotions, list) else "",
        _dimensions(facts),
        *(
            Message("%1 facial actions (%2)", len(names), origin)
            for origin, place in (("model", "model.actions"), ("landmarker", "landmarker.actions"))
            if isinstance(names := _at(facts, place), list) and names
        ),
    )


def _dimensions(facts: Facts) -> str:
    names = _at(facts, "model.dimensions")
    if not isinstance(names, list) or not names:
        return ""
    listed = _listed(*(as_message(str(name)) for name in names))
    origin = _at(facts, "model.dimensions_origin")
    return Message("%1 (%2)", listed, as_message(str(origin))) if origin else listed


def _faces(facts: Facts) -> str:
    which = _at(facts, "settings.tracker.faces")
    smallest, every = (
        _at(facts, f"settings.tracker.{name}") for name in ("min_size_px", "detect_every_s")
    )
    several = isinstance(which, int) and which > 1
    return _listed(
        _value(facts, "detector.name"),
        Message("the %1 largest", which) if several else _WHICH.get(which, ""),
        Message("from %1 px", smallest) if smallest else "",
        Message("detected every %1 s", every) if every else "",
    )


def _windows(facts: Facts) -> str:
    span, hop = _at(facts, "identity.card.input.span_s"), _at(facts, "settings.windows.hop_s")
    return _listed(
        Message("of %1 s", span) if span else "",
        Message("a row every %1 s", hop) if hop else "",
    )


def _rows(result: Described) -> str:
    recording = result.population.recording
    rows = [row for row in recording.results if row.status is not Status.NO_FACE]
    empty = len(recording.results) - len(rows)
    trusted, tracks = sum(map(is_trusted, rows)), len(recording.track_ids)
    if tracks == 1:
        text = Message("%1 of 1 face, %2 trusted", len(rows), trusted)
    else:
        text = Message("%1 of %2 faces, %3 trusted", len(rows), tracks, trusted)
    return joined((text, Message("%1 without any face", empty))) if empty else text


def _left_out(result: Described) -> str:
    """Rows that are in no mean, by their status."""
    rows = [row for row in result.population.recording.results if not is_trusted(row)]
    counts = Counter(row.status for row in rows)
    found = (
        Message("%1 %2 (%3)", counts[status], status.value, reason)
        for status, reason in _reasons(result.facts).items()
        if counts[status]
    )
    return joined(found) or Message("nothing")


def _reasons(facts: Facts) -> dict[Status, Message]:
    """Why rows of a status are left out, with the limits of the analysis where it says them."""
    gap = _at(facts, "settings.windows.max_gap_s")
    span = _at(facts, "identity.card.input.span_s")
    if gap is None and isinstance(span, int | float):
        gap = WindowSettings().gap_limit_s(span)
    quality = _at(facts, "settings.windows.min_quality")
    if quality is None:
        quality = _at(facts, "identity.card.quality.threshold")
    return {
        Status.WARMING_UP: Message("seen for less than a quarter of a window"),
        Status.GAP: Message("out of sight for longer than allowed")
        if gap is None
        else Message("out of sight for longer than %1 s", gap),
        Status.LOW_QUALITY: Message("face quality below the limit")
        if quality is None
        else Message("face quality below %1", quality),
        Status.SPARSE: Message("fewer than half the frames that the model takes"),
        Status.PARTIAL: Message("seen for less than %1 of a window", f"{TRUSTED_COVERAGE:.0%}"),
    }


def _edited(result: Described) -> str:
    edits = result.population.edits
    excluded_s = sum(end_s - start_s for start_s, end_s in edits.excluded)
    return _listed(
        Message("%1 s excluded", f"{excluded_s:.1f}") if edits.excluded else "",
        Message("%1 hidden", len(edits.hidden)) if edits.hidden else "",
    )


def _identity(facts: Facts) -> str:
    analysis = digests_of_sidecar(facts).analysis
    return Message("%1", analysis) if analysis else Message("not known")


def _listed(*parts: str) -> str:
    return joined(filter(None, parts), ", ")


def _columns(text: str) -> int:
    """Width in a font of fixed pitch, where Chinese characters take two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


# -- two of them -----------------------------------------------------------------------------------


def _comparable(result: Described) -> dict[str, dict[str, Any]]:
    """All that can differ, by part and dotted name."""
    facts = result.facts
    identity = _mapping(facts, "identity")
    settings = dict(_flat(_mapping(facts, "settings")))
    card = dict(_flat(_mapping(facts, "identity.card")))
    known = {"method", "analysis", "card", "settings", "weights", "detector"}
    source = {"content", "video_stream", "start_s", "end_s"}
    return {
        "source": {
            "name": result.population.recording.schema.video,
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


def _value(facts: Facts, place: str) -> str:
    """The same as a message, which no language changes."""
    return Message("%1", text) if (text := _text(facts, place)) else ""


def _mapping(facts: Facts, place: str) -> Mapping[str, Any]:
    value = _at(facts, place)
    return value if isinstance(value, Mapping) else {}
