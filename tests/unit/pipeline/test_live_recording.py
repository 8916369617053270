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
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.quality_curves import QualityCurves
from svfap_core.results.markers import TimedText
from svfap_core.results.reading import read_result
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.sources.base import SourceCounts, SourceInfo, SourceKind
from svfap_core.types import Box, Frame
from tests import media
from tests.fakes import SPEC, CountingScorer, ScriptedTracker
from tests.fakes import face as scripted_face
from tests.fakes import picture as gray_picture
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
    return LiveRecording(tmp_path / "2026_desk", schema("Desk camera"), facts, lambda _t_s: None)


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
        LiveRecording(tmp_path / "recording", schema(), no_handle, lambda _t_s: None)
    assert list((tmp_path / "recording").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        LiveRecording(tmp_path / "file" / "x", schema(), facts, lambda _t_s: None)


@pytest.mark.parametrize("dropped", [(), (37, 38, 50, 51, 52)])
def test_table_video_and_markers_agree_in_a_recording_begun_in_mid_session(
    tmp_path: Path, dropped: tuple[int, ...]
) -> None:
    """The gray of a picture tells its number; those dropped are recorded but not analysed."""
    first, last, hop_s = 37, 120, 0.1
    table = ResultSchema(("first", "last"), (), None, "camera")
    tracker = ScriptedTracker(lambda _t_s: [scripted_face(1)])
    windows = WindowSettings(hop_s=hop_s)
    analyzer = Analyzer(
        tracker, CountingScorer(), windows, QualityCurves(), batch_size=1, live=True
    )
    recording = LiveRecording(tmp_path / "rec", table, facts, analyzer.count_ticks_from)
    for index in range(last):
        frame = gray_picture(index, index / RATE_FPS)
        if index >= first:
            recording.capture(frame)
        if index not in dropped:
            tracked = analyzer.track(frame)
            recording.write_frame(frame, tracked.faces)
            recording.write_results(analyzer.score(frame, tracked))
    recording.set_markers([(60 / RATE_FPS, "smile")])
    recording.finish("completed")

    with av.open(str(recording.path(""))) as container:
        shown = [
            (float(p.time or 0), p.to_ndarray(format="gray").mean())
            for p in container.decode(video=0)
        ]
    assert len(shown) == last - first

    def on_screen(t_s: float) -> tuple[int, float]:
        number = max(n for n, (at_s, _) in enumerate(shown) if at_s <= t_s + 1e-3)
        return number, shown[number][1]

    opened = read_result(recording.path("").parent)
    rows = pyarrow.csv.read_csv(recording.path(".csv")).to_pylist()
    ticks = [row["timestamp_s"] for row in rows]
    assert ticks == [round(k * hop_s, 6) for k in range(len(rows))]
    assert len(rows) == round((last - 1 - first) / RATE_FPS / hop_s)
    for row in rows:
        number, _ = on_screen(row["timestamp_s"])
        assert row["frame"] == number
        assert row["pts_s"] == pytest.approx(shown[number][0], abs=1e-4)
        sampled_s = row["window_end_s"] - SPEC.span_s / SPEC.frames / 2
        if row["emo_last"] is not None and row["coverage"] == 1 and sampled_s >= 0:
            analysed = {n for n in range(last) if n not in dropped}
            expected = max(n for n in analysed if n <= on_screen(sampled_s)[0] + first)
            assert row["emo_last"] == pytest.approx(expected, abs=1.01), "within a frame"
    [marker] = opened.edits.markers
    assert on_screen(marker.t_s)[0] == 60 - first
    assert abs(on_screen(marker.t_s)[1] - shown[60 - first][1]) < 0.5
