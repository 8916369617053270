from __future__ import annotations

from svfap_core.results.facts import analysed_stream


def test_the_stream_of_a_result() -> None:
    assert analysed_stream({"source": {"video_stream": 1}}) == 1
    assert analysed_stream({"source": {"video_stream": 1}, "recording": {}}) is None
    assert analysed_stream({"source": {}}) is analysed_stream({}) is None
