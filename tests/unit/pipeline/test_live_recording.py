from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pyarrow.csv
import pytest

from svfap_core.errors import OutputError
from svfap_core.exports.sidecar import RunFacts
from svfap_core.pipeline import live_recording
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.results.markers import TimedText
from svfap_core.results.reading import read_result
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.base import SourceCounts, SourceInfo, SourceKind
from svfap_core.types import Box, Frame
from tests import media
from tests.scenes import face, result, schema

RATE_FPS = 25


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def facts() -> RunFacts:
    source = SourceInfo(
        kind=SourceKind.CAMERA, name="Desk camera", width_px=160, height_px=96, rate_fps=RATE_FPS,
        duration_s=None, frame_count=None, rotation_deg=0, codec="mjpg", has_audio=False, path=None,
        opened_at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    )  # fmt: skip
    return RunFacts(
        source=source, counts=SourceCounts(), settings=AnalysisSettings(), model_name="tiny",
        model_sha256="ab" * 32, model_device="CPU", detector_name="CenterFace",
        detector_device="CPU",
    )  # fmt: skip


def picture(index: int) -> Frame:
    return Frame(index, index / RATE_FPS, 1000 + index / RATE_FPS, media.picture(index))


@pytest.fixture
def recording(tmp_path: Path) -> LiveRecording:
    return LiveRecording(tmp_path / "2026_desk", schema("Desk camera"), facts)


def content_of(recording: LiveRecording) -> dict[str, dict[str, object]]:
    return json.loads(recording.path(".json").read_text("utf-8"))


def video_times(recording: LiveRecording) -> list[float]:
    with av.open(str(recording.path(""))) as container:
        return [float(p.time or 0) for p in container.decode(video=0)]


def test_all_times_and_numbers_count_from_the_first_picture(recording: LiveRecording) -> None:
    assert content_of(recording)["outcome"] == "recording"
    recording.write_frame(picture(99), [face(1, Box(0, 0, 9, 9))])  # Captured before it began.
    recording.write_results([result(3.96, 1)])
    for index in range(100, 150):
        recording.capture(picture(index))
        if index != 120:  # Analysis was too slow for this one.
            recording.write_frame(picture(index), [face(1, Box(0, 0, 9, 9))])
    recording.write_results([result(3.9, 1), replace(result(5.0, 1), frame_index=125)])
    recording.set_names({1: "Ann"})
    recording.set_markers([TimedText(1.0, "before"), TimedText(4.4, "smile")])
    recording.finish("completed")
    recording.finish("completed")
    assert video_times(recording) == pytest.approx(np.arange(50) / RATE_FPS, abs=1e-5)
    rows = pyarrow.csv.read_csv(recording.path(".csv")).to_pylist()
    assert [(row["timestamp_s"], row["pts_s"], row["frame"]) for row in rows] == [(1.0, 1.0, 25)]
    assert rows[0]["window_end_s"] == 1.0
    assert rows[0]["video"] == "2026_desk/session.mp4"
    assert recording.path(".markers.csv").read_text() == "timestamp_s,text\n0.400000,smile\n"
    opened = read_result(recording.path("").parent)
    assert opened.video == recording.path("")
    assert opened.recording.faces.view()["frame"].tolist() == [n for n in range(50) if n != 20]
    assert opened.edits.names == {1: "Ann"}
    assert [(marker.t_s, marker.text) for marker in opened.edits.markers] == [
        (pytest.approx(0.4), "smile")
    ]
    assert opened.notes == ()
    content = content_of(recording)
    assert content["outcome"] == "completed"
    assert content["recording"]["frames"] == 50
    assert content["recording"]["frames_lost"] == 0
    assert content["counts"]["rows"] == 1
    assert content["source"]["name"] == "Desk camera"


def test_pictures_that_do_not_fit_are_counted_and_leave_no_number(
    recording: LiveRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_recording, "WAITING_BYTES", 3 * picture(0).rgb.nbytes)
    busy, go_on = threading.Event(), threading.Event()
    recording._work.put(lambda: (busy.set(), go_on.wait())[0])
    busy.wait()
    for index in range(10):
        recording.capture(picture(index))
    assert recording.lost == 7
    for index in range(10):
        recording.write_frame(picture(index), [face(1, Box(0, 0, 9, 9))])
    recording.write_results([replace(result(0.3, 1), frame_index=7)])
    go_on.set()
    recording.finish("completed")
    assert len(video_times(recording)) == 3
    assert recording._recording.faces.view()["frame"].tolist() == [0, 1, 2]
    assert recording._recording.results[0].frame_index == 2, "the last picture there is"
    assert content_of(recording)["recording"]["frames_lost"] == 7


def test_an_error_of_the_video_is_told_and_the_rest_kept(recording: LiveRecording) -> None:
    recording.path("").mkdir()
    recording.capture(picture(0))
    recording._thread.join(0.1)
    while recording._error is None:
        recording._thread.join(0.01)
    with pytest.raises(OutputError):
        recording.write_frame(picture(0), [])
    recording.write_results([result(1.0, 1)])
    recording.finish("failed")
    assert content_of(recording)["outcome"] == "failed"
    assert len(recording.path(".csv").read_text().splitlines()) == 2


def test_facts_that_cannot_be_had_are_told_and_leave_nothing(tmp_path: Path) -> None:
    """Versions and sizes are read from files, for which there may be no handle."""

    def no_handle() -> RunFacts:
        raise OSError(errno.EMFILE, "Too many open files")

    with pytest.raises(OutputError, match="Too many open files"):
        LiveRecording(tmp_path / "recording", schema(), no_handle)
    assert list((tmp_path / "recording").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        LiveRecording(tmp_path / "file" / "x", schema(), facts)
