"""--start and --end: rows of a part are those of the whole video."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import pytest
from typer.testing import CliRunner

from svfap_core.api import analyze
from svfap_core.cli.annotate import app
from svfap_core.results.layout import Row
from svfap_core.results.table import read_rows
from svfap_core.results.tracks import read_tracks
from svfap_core.settings import AnalysisSettings, DecodingSettings, WindowSettings
from svfap_core.settings_file import read_run_settings
from tests.media import even_times, write_video
from tests.models import write_untrained_model
from tests.shared_data import shared

CLIP = "expression_change.mp4"
START_S, END_S, HOP_S = 5, 15, 0.25


@pytest.fixture(scope="module")
def outs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    video, folder = shared(f"data/clips/{CLIP}"), tmp_path_factory.mktemp("out")
    for name, more in (
        ("whole", []),
        ("part", ["--start", "0:05", "--end", "15", "--overlay", "--eaf"]),
    ):
        arguments = [str(video), "--out", str(folder / name), "--hop", str(HOP_S), *more]
        run = CliRunner().invoke(app, [*arguments, "--json"])
        assert run.exit_code == 0, run.output
    return folder / "whole", folder / "part"


def rows(out: Path) -> list[Row]:
    return read_rows(out / f"{CLIP}.csv")


def facts(out: Path) -> dict[str, Any]:
    return json.loads((out / f"{CLIP}.json").read_text())


@pytest.mark.slow
def test_rows_stand_on_the_ticks_of_the_part(outs: tuple[Path, Path]) -> None:
    found = [row["timestamp_s"] for row in rows(outs[1])]
    assert found == [START_S + HOP_S * k for k in range(int((END_S - START_S) / HOP_S))]
    assert all(float(str(row["window_start_s"])) >= START_S for row in rows(outs[1]))
    assert all(float(str(row["window_end_s"])) <= END_S for row in rows(outs[1]))


@pytest.mark.slow
def test_rows_well_inside_agree() -> None:
    """From a hard cut on, where the faces of the whole video, too, are followed anew."""
    cut_s, end_s = 2.737, 6.5
    whole = table(DecodingSettings())
    part = table(DecodingSettings(start_s=cut_s, end_s=end_s))
    assert all(cut_s <= row["timestamp_s"] < end_s for row in part)
    # Windows at both ends are pushed into the part.
    inside = [row for row in part if cut_s + 0.5 <= row["timestamp_s"] <= end_s - 0.5]
    assert len(inside) > 10
    for row in inside:
        (same,) = (other for other in whole if other["timestamp_s"] == row["timestamp_s"])
        for column, value in row.items():
            if isinstance(value, float):
                assert value == pytest.approx(same[column], abs=1e-4), column
            elif column not in {"track_id", "person_id"}:
                assert value == same[column], column


def table(decoding: DecodingSettings) -> list[dict[str, Any]]:
    settings = AnalysisSettings(windows=WindowSettings(hop_s=HOP_S), decoding=decoding)
    clip = shared("data/clips/scene_cuts.mp4")
    return analyze(clip, settings=settings, progress=False).table.to_pylist()


@pytest.mark.slow
def test_files_say_that_it_is_a_part(outs: tuple[Path, Path]) -> None:
    whole, part = map(facts, outs)
    assert part["settings"]["decoding"]["start_s"] == START_S
    assert part["identity"]["end_s"] == END_S
    assert part["identity"]["method"] == whole["identity"]["method"]
    assert part["identity"]["analysis"] != whole["identity"]["analysis"]
    assert part["counts"]["read_s"] == END_S
    assert part["outcome"] == "completed"
    assert any("from 5 s to 15 s" in note for note in part["notes"])
    assert not any("truncated" in note for note in part["notes"])
    tracks = read_tracks(outs[1] / f"{CLIP}.tracks.parquet")
    assert tracks.end_s == END_S
    assert tracks.clock == read_tracks(outs[0] / f"{CLIP}.tracks.parquet").clock
    assert part["counts"]["frames"] == 241, "frames 119 to 359"
    with av.open(str(outs[1] / f"{CLIP}.overlay.mp4")) as video:
        stream = video.streams.video[0]
        assert stream.duration is not None
        assert float(stream.duration * (stream.time_base or 0)) == pytest.approx(10, abs=0.1)
        for sound in video.streams.audio:
            assert sound.duration is not None
            assert float(sound.duration * (sound.time_base or 0)) == pytest.approx(10, abs=0.1)


def test_a_start_beyond_the_end_is_an_error(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "untrained")
    video = write_video(tmp_path / "short.mp4", even_times(50, 25))
    out = tmp_path / "out"
    common = [str(video), "--out", str(out), "--model", str(model), "--json"]
    run = CliRunner().invoke(app, [*common, "--start", "2:00"])
    assert run.exit_code == 1, run.output
    assert "short.mp4 ends at 2.00 s, before the requested start at 120 s" in run.output
    assert not list(out.glob("*.csv"))
    run = CliRunner().invoke(app, [*common, "--start", "1.2", "--end", "60"])
    assert run.exit_code == 0, run.output
    assert [row["timestamp_s"] for row in read_rows(out / "short.mp4.csv")] == [1.5]
    run = CliRunner().invoke(app, [*common, "--start", "1", "--end", "60"])
    assert '"done"' in run.output, "another part is another analysis"
    assert [row["timestamp_s"] for row in read_rows(out / "short.mp4.csv")] == [1.0, 1.5]


def test_the_settings_in_force_are_saved_and_read_again(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "untrained")
    video = write_video(tmp_path / "short.mp4", even_times(50, 25))
    file = tmp_path / "settings.yaml"
    common = [str(video), "--out", str(tmp_path / "out"), "--json"]
    options = ["--model", str(model), "--hop", "0.25", "--start", "0:01", "--no-curves"]
    run = CliRunner().invoke(app, [*common, *options, "--save-config", str(file)])
    assert run.exit_code == 0, run.output
    saved = read_run_settings(file)
    assert (saved.model, saved.analysis.windows.hop_s) == (str(model), 0.25)
    run = CliRunner().invoke(app, [*common, "--config", str(file)])
    assert '"outcome": "skipped"' in run.output, run.output
    run = CliRunner().invoke(app, [*common, "--config", str(file), "--hop", "0.5"])
    assert '"outcome": "done"' in run.output, run.output
    file.write_text("hop: 1")
    run = CliRunner().invoke(app, [*common, "--config", str(file)])
    assert run.exit_code == 2
    assert "hop: there is no such setting" in run.output
