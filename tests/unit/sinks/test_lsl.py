from __future__ import annotations

import builtins
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from svfap_core.errors import OutputError
from svfap_core.results.schema import ResultSchema
from svfap_core.sinks.lsl import LslDescription, LslSink
from svfap_core.types import Status
from tests.scenes import result, schema

pylsl = pytest.importorskip("pylsl")

DESCRIPTION = LslDescription(schema=schema("Desk camera"), model_name="tiny", span_s=2.56)


def inlet(name: str) -> Any:
    streams = pylsl.resolve_byprop("name", name, 1, 10.0)
    assert streams, f"no stream {name}"
    found = pylsl.StreamInlet(streams[0], recover=False)
    found.open_stream(10.0)
    return found


@pytest.fixture
def sink() -> Iterator[LslSink]:
    zero_s = perf_counter() - 10
    sink = LslSink(DESCRIPTION, lambda: zero_s)
    yield sink
    sink.commit()


def test_rows_are_received_with_the_time_of_their_picture(sink: LslSink) -> None:
    affect = inlet("SVFAP")
    info = affect.info()
    assert (info.type(), info.nominal_srate()) == ("Affect", pylsl.IRREGULAR_RATE)
    labels = info.get_channel_labels()
    assert labels == [
        "track_id", "face_quality", "emo_neutral", "emo_happy", "emo_sad", "emo_angry",
        "emo_surprise", "emo_fear", "emo_disgust", "valence", "arousal", "dominance",
    ]  # fmt: skip
    assert info.get_channel_types()[-1] == "derived dimension"
    assert info.get_channel_units()[-1] == "-1..1"
    assert info.desc().child_value("source") == "Desk camera"
    assert info.desc().child_value("window_s") == "2.56"
    row = result(7.0, 3)
    sink.write_results([row, result(7.5, 0, Status.NO_FACE)])
    sample, stamp = affect.pull_sample(10.0)
    received = dict(zip(labels, sample, strict=True))
    assert received["track_id"] == 3
    assert received["emo_happy"] == pytest.approx(row.emotions["happy"], abs=1e-6)
    assert received["valence"] == pytest.approx(row.dimensions["valence"], abs=1e-6)
    assert pylsl.local_clock() - stamp == pytest.approx(3.0, abs=0.5), "captured 3 s ago"
    nobody, later = affect.pull_sample(10.0)
    assert all(math.isnan(value) for value in nobody)
    assert later - stamp == pytest.approx(0.5, abs=1e-3)


def test_channels_tell_the_range_of_their_head() -> None:
    learned = ResultSchema(
        ("happy",), ("valence", "arousal"), "learned", "v", ranges={"valence": (1.0, 9.0)}
    )
    about = LslDescription(schema=learned, model_name="tiny", span_s=2.56)
    assert [unit for _, _, unit in about.channels] == [
        "number", "0..1", "probability", "1..9", "score",
    ]  # fmt: skip


def test_markers_are_received_with_the_time_of_the_key(sink: LslSink) -> None:
    markers = inlet("SVFAP markers")
    sink.mark("stimulus on, ä", perf_counter() - 1)
    [text], stamp = markers.pull_sample(10.0)
    assert text == "stimulus on, ä"
    assert pylsl.local_clock() - stamp == pytest.approx(1.0, abs=0.5)


def test_nothing_is_sent_before_the_clock_is_known_or_after_the_end() -> None:
    sink = LslSink(DESCRIPTION, lambda: None)
    sink.write_results([result(7.0, 1)])
    sink.commit()
    sink.discard()
    sink.write_results([replace(result(7.0, 1))])
    sink.mark("late", perf_counter())
    assert not pylsl.resolve_byprop("name", "SVFAP", 1, 0.2)


def test_a_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "pylsl":
            raise RuntimeError("LSL binary library file was not found.")
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "pylsl")
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(OutputError, match="liblsl") as caught:
        LslSink(DESCRIPTION, lambda: 0.0)
    assert "pip install" in caught.value.hint
