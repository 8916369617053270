from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from svfap_core.exports.sidecar import RunFacts, sidecar, write_sidecar
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.base import SourceCounts, SourceInfo, SourceKind
from tests.identities import analysis
from tests.scenes import EMOTIONS, schema, talk


def facts(path: Path) -> RunFacts:
    source = SourceInfo(
        kind=SourceKind.FILE, name=path.name, width_px=640, height_px=360, rate_fps=25.0,
        duration_s=20.0, frame_count=500, rotation_deg=90, codec="h264", has_audio=True, path=path,
        opened_at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    )  # fmt: skip
    return RunFacts(
        source=source,
        counts=SourceCounts(frames=500, damaged_packets=2),
        settings=AnalysisSettings(),
        model_name="tiny",
        model_sha256="ab" * 32,
        model_device="CPU (OpenVINO, f32)",
        detector_name="CenterFace",
        detector_device="CPU (OpenVINO, f32)",
        content="cd" * 16,
        identity=analysis().facts(),
    )


def test_sidecar_says_how_the_table_came_about(tmp_path: Path) -> None:
    video = tmp_path / "talk.mp4"
    video.write_bytes(b"12345")
    recording = talk()
    write_sidecar(tmp_path / "talk.json", facts(video), schema(), recording.results)
    content = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    assert content["started_at"] == "2026-11-24T03:00:00+00:00"
    assert content["source"]["file_name"] == "talk.mp4"
    assert content["source"]["file_bytes"] == 5
    assert content["source"]["rotation_deg"] == 90
    assert content["source"]["content"] == "cd" * 16
    assert content["model"]["sha256"] == "ab" * 32
    assert content["identity"] == analysis().facts()
    assert content["identity"]["analysis"] == analysis().digest
    assert content["settings"]["windows"]["hop_s"] == 0.5
    assert content["counts"]["damaged_packets"] == 2
    assert content["counts"]["tracks"] == 2
    assert sum(content["counts"]["rows_by_status"].values()) == len(recording.results)
    assert [about["name"] for about in content["table"]["columns"]] == list(schema().names)
    assert content["software"]["packages"]["numpy"]
    assert str(tmp_path) not in json.dumps(content)


def test_derived_dimensions_are_called_so_and_cited(tmp_path: Path) -> None:
    learned = ResultSchema(EMOTIONS, ("valence",), "learned", "v")
    for table, cited in ((schema(), True), (learned, False)):
        write_sidecar(tmp_path / "t.json", facts(tmp_path / "v"), table, [])
        assert ("Mehrabian" in (tmp_path / "t.json").read_text()) == cited


def test_what_came_up_in_reading_is_told_first(tmp_path: Path) -> None:
    run = facts(tmp_path / "v.mp4")
    run = replace(run, source=replace(run.source, notes=("It is truncated.",), video_stream=2))
    content = sidecar(run, schema(), [])
    assert content["notes"][0] == "It is truncated."
    assert "notes" not in content["source"]
    assert content["source"]["video_stream"] == 2
    assert {"file_start_s", "created_at", "timecode"} <= content["source"].keys()
