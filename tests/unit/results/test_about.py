from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from svfap_core.results.about import Described, about, differences
from svfap_core.results.edits import Edits, TimeRange
from tests.scenes import people, talk

FACTS: dict[str, Any] = {
    "software": {"version": "0.1.0", "python": "3.11.7", "packages": {"torch": "2.14.1"}},
    "source": {"width_px": 640, "height_px": 360, "rate_fps": 24000 / 1001, "codec": "h264"},
    "started_at": "2026-11-29T22:11:41+00:00",
    "outcome": "completed",
    "identity": {
        "method": "b" * 32,
        "analysis": "a" * 32,
        "content": "c" * 32,
        "video_stream": 0,
        "weights": "d" * 64,
        "card": {"input": {"span_s": 2.56}, "temperature": 0.82, "quality": {"threshold": 0.77}},
        "mode": "file",
        "precision": "float32",
        "settings": {},
    },
    "model": {
        "name": "svfap-tiny",
        "sha256": "d" * 64,
        "device": "CPU",
        "emotions": ["happy", "sad"],
        "dimensions": ["valence"],
        "dimensions_origin": "derived",
    },
    "detector": {"name": "CenterFace", "device": "CPU"},
    "settings": {
        "tracker": {"faces": 2, "min_size_px": 24, "detect_every_s": 0.25},
        "windows": {"hop_s": 0.5, "max_gap_s": None, "min_quality": None},
        "batch_size": 8,
    },
}


def told(facts: dict[str, Any], edits: Edits | None = None, *, seconds: float = 20.0) -> Described:
    return Described(
        "talk.csv", people(talk(seconds=seconds), edits), facts, ("The end is missing.",)
    )


def changed(**values: Any) -> dict[str, Any]:
    """The facts with other values at dotted places, written with two underscores."""
    facts = deepcopy(FACTS)
    for place, value in values.items():
        *groups, name = place.split("__")
        part = facts
        for group in groups:
            part = part[group]
        part[name] = value
    return facts


def test_a_result_is_told_in_about_ten_lines() -> None:
    edits = Edits(hidden=frozenset({1}), excluded=(TimeRange(1.0, 3.5),))
    lines = about(told(FACTS, edits))
    assert lines == [
        "Source:      talk.mp4, 20.0 s, 500 frames, 640 x 360, 23.976 fps, h264",
        "Analysed:    2026-11-29 22:11, by svfap 0.1.0",
        "Model:       svfap-tiny, dddddddd, 2 emotions, valence (derived)",
        "Computed by: CPU",
        "Faces:       CenterFace, the 2 largest, from 24 px, detected every 0.25 s",
        "Windows:     of 2.56 s, a row every 0.5 s",
        next(line for line in lines if line.startswith("Rows:")),
        next(line for line in lines if line.startswith("Left out:")),
        "By the user: 2.5 s excluded, 1 hidden",
        f"Identity:    {'a' * 32}",
        "Note:        The end is missing.",
    ]
    [left_out] = [line for line in lines if line.startswith("Left out:")]
    assert "4 low_quality (face quality below 0.77)" in left_out
    assert "4 gap (out of sight for longer than 0.5 s)" in left_out
    rows = len(talk().results)
    [counted] = [line for line in lines if line.startswith("Rows:")]
    trusted = sum(row.status == "ok" for row in talk().results)
    assert counted.startswith(f"Rows:        {rows} of 2 faces, {trusted} trusted")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"source": [], "model": None, "settings": "?", "identity": None, "started_at": 3},
        {**FACTS, "identity": None},
        changed(settings__windows={}, identity__card={}, model__dimensions=None),
    ],
)
def test_what_a_sidecar_does_not_say_is_left_out(facts: dict[str, Any]) -> None:
    lines = about(told(facts))
    assert lines[0].startswith("Source:")
    assert [line for line in lines if line.startswith("Left out:") and "low_quality" in line]
    assert not [line for line in lines if "None" in line]
    assert differences(told(facts), told(FACTS))
    assert differences(told(FACTS), told(facts))


def test_equal_identities_are_the_same_analysis() -> None:
    assert differences(told(FACTS), told(FACTS))[2:] == [
        "They are the same analysis: equal rows, last digits aside."
    ]
    other = changed(model__device="GPU", settings__batch_size=1, software__version="0.2.0")
    assert differences(told(FACTS), told(other))[3:] == [
        "Without effect on the rows:",
        "Computed, model: CPU in A, GPU in B",
        "Computed, batch_size: 8 in A, 1 in B",
        "Software, svfap: 0.1.0 in A, 0.2.0 in B",
    ]


def test_what_differs_is_named() -> None:
    other = changed(
        identity__analysis="e" * 32,
        identity__content="f" * 32,
        identity__card={"input": {"span_s": 2.56}, "temperature": 1.0, "quality": {"a": [0] * 99}},
        identity__precision="int8 (openvino, cpu)",
        model__sha256="1" * 64,
        settings__windows={"hop_s": 1.0, "max_gap_s": 0.2, "min_quality": None},
    )
    assert differences(told(FACTS), told(other, seconds=15.0)) == [
        "A: talk.csv",
        "B: talk.csv",
        "They are different analyses:",
        "Source, content: cccccccc in A, ffffffff in B",
        "Model, weights: dddddddd in A, 11111111 in B",
        "Model, card.temperature: 0.82 in A, 1.0 in B",
        "Model, card.quality.threshold: 0.77 in A, not said in B",
        "Model, card.quality.a: differs",
        "Method, precision: float32 in A, int8 (openvino, cpu) in B",
        "Settings, windows.hop_s: 0.5 in A, 1.0 in B",
        "Settings, windows.max_gap_s: default in A, 0.2 in B",
        f"Rows: {len(talk().results)} in A, {len(talk(seconds=15.0).results)} in B",
    ]


def test_a_result_that_does_not_say_what_made_it_is_not_called_the_same() -> None:
    lines = differences(told(FACTS), told({}))
    assert lines[2] == "Whether they are the same analysis is not known: not said by B."
    both = differences(told({}), told({}))
    assert both[2] == "Whether they are the same analysis is not known: not said by A and B."
