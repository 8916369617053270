"""`svfap info` on what people have: whole results, and what is left of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svfap_core.cli.info import app
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from svfap_gui.app import main
from tests.scenes import result, schema, talk
from tests.unit.pipeline.test_live_recording import facts, picture


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    recording = talk()
    write_table(tmp_path / "talk.mp4.csv", recording.schema, recording.rows())
    return tmp_path / "talk.mp4.csv"


def test_a_table_alone_is_told_of(table: Path) -> None:
    found = run(table)
    assert found.exit_code == 0
    assert "Source:      talk.mp4" in found.stdout
    assert "The file with the facts of the analysis is missing." in found.stdout


def test_damaged_facts_cost_nothing_else(table: Path) -> None:
    table.with_name("talk.mp4.json").write_text("{")
    assert "facts of the analysis is damaged" in run(table).stdout
    assert run(table, table).exit_code == 0


def test_a_sidecar_of_the_first_version_is_read(table: Path) -> None:
    recording = talk()
    write_tracks(table.with_name("talk.mp4.tracks.parquet"), recording)
    first = {"sidecar_version": 1, "fingerprint": "ab", "model": {"name": "old"}, "notes": []}
    table.with_name("talk.mp4.json").write_text(json.dumps(first))
    found = run(table)
    assert "Model:       old" in found.stdout
    assert "not known" in found.stdout


def test_a_live_recording_is_told_of_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "2026_desk"
    recording = LiveRecording(folder, schema("Desk camera"), facts, lambda _t_s: None)
    for index in range(50):
        recording.capture(picture(index))
        recording.write_frame(picture(index), [])
    recording.write_results([replace(result(1.0, 1), frame_index=25)])
    recording.finish("stopped")
    found = run(folder)
    assert found.exit_code == 0
    assert "live, stopped" in found.stdout


def test_what_is_no_result_says_what_to_do(tmp_path: Path) -> None:
    found = run(tmp_path / "none.csv")
    assert found.exit_code == 1
    assert "analyse the video again" in found.output
    assert run().exit_code == 2


def test_the_window_program_has_the_command(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["info", str(table)])
    assert ended.value.code == 0
    assert "talk.mp4" in capsys.readouterr().out


def test_it_needs_no_window_and_no_model(table: Path) -> None:
    code = (
        "import sys; from svfap_core.cli.info import app; app([sys.argv[1]], standalone_mode=False)"
        "; sys.exit(int(bool({'PySide6', 'torch', 'av', 'matplotlib'} & sys.modules.keys())))"
    )
    done = subprocess.run([sys.executable, "-c", code, table], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
