from __future__ import annotations

from svfap_core.results.recording import Recording
from svfap_core.sinks.base import Sink
from svfap_core.sinks.recording import RecordingSink
from tests.scenes import box_at, face, frame, result, schema


def test_keeps_what_it_is_given_whatever_the_end() -> None:
    recording = Recording(schema())
    sink: Sink = RecordingSink(recording)
    sink.write_frame(frame(0, 0), [face(4, box_at(0, 0))])
    sink.write_results([result(7.0, 4)])
    sink.commit()
    sink.discard()
    assert len(recording.faces) == len(recording.results) == recording.frame_count == 1
