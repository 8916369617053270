"""`svfap-annotate` as a user runs it, on files.

A process of its own takes seconds to begin, so only tests of processes have one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import torch
from typer.testing import CliRunner, Result

from svfap_core.cli.annotate import app
from svfap_core.results.table import read_rows
from tests.faults.material import head_film
from tests.media import even_times, write_video
from tests.models import write_untrained_model

COMMAND = [sys.executable, "-c", "from svfap_core.cli.annotate import main; main()"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


def annotate(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def annotate_in_a_process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=110
    )


def tables(out: Path) -> dict[str, bytes]:
    found = sorted(out.glob("*.csv"))
    return {p.name: p.read_bytes() for p in found if not p.name.endswith("summary.csv")}


def events(run: Result | subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def outcomes(run: Result | subprocess.CompletedProcess[str]) -> dict[str, object]:
    ended = [event for event in events(run) if event["event"] == "file_ended"]
    return {Path(str(event["path"])).name: event["outcome"] for event in ended}


def test_a_folder_from_first_to_third_run(tmp_path: Path, model: Path) -> None:
    """No shared material needed: drawn pictures, a broken file, a second and a third run."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    write_video(source / "plain.mp4", even_times(40, 25))
    write_video(source / "sound.mp4", even_times(30, 25), sound=True)
    (source / "broken.mp4").write_bytes(b"no video at all")
    arguments = (source, "--out", out, "--model", model, "--overlay", "--eaf", "--json")
    first = annotate_in_a_process(*arguments)
    assert first.returncode == 1, first.stderr
    assert outcomes(first) == {"plain.mp4": "done", "sound.mp4": "done", "broken.mp4": "failed"}
    made = sorted(p.name for p in out.iterdir() if not p.name.startswith("."))
    endings = (
        ".csv",
        ".curves.png",
        ".eaf",
        ".json",
        ".overlay.mp4",
        ".parquet",
        ".summary.csv",
        ".tracks.parquet",
    )
    results = [f"{name}.mp4{ending}" for name in ("plain", "sound") for ending in endings]
    assert made == [*results, "summary.csv"]
    assert {row["status"] for row in read_rows(out / "plain.mp4.csv")} == {"no_face"}
    assert read_rows(out / "plain.mp4.csv") == read_rows(out / "plain.mp4.parquet")
    sidecar = json.loads((out / "plain.mp4.json").read_text())
    assert sidecar["counts"]["frames"] == 40

    before = {path: path.stat().st_mtime_ns for path in out.glob("*.mp4.*")}
    second = annotate(*arguments)
    assert outcomes(second) == {
        "plain.mp4": "skipped",
        "sound.mp4": "skipped",
        "broken.mp4": "failed",
    }
    assert {path: path.stat().st_mtime_ns for path in out.glob("*.mp4.*")} == before

    (source / "broken.mp4").unlink()
    assert annotate(*arguments).exit_code == 0


def swapped(card: dict[str, object]) -> dict[str, object]:
    """The card with its first two labels exchanged."""
    [head] = card["heads"]  # type: ignore[misc]
    first, second, *rest = head["names"]
    return card | {"heads": [head | {"names": [second, first, *rest]}]}


def identity_of(out: Path) -> dict[str, object]:
    return json.loads((out / "plain.mp4.json").read_text())["identity"]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (swapped, True),
        (lambda card: card | {"temperature": 5.0}, True),
        (lambda card: card | {"title": "Another title", "licence": "another"}, False),
    ],
    ids=["labels swapped", "temperature", "words for people"],
)
def test_another_card_on_the_same_weights_is_another_analysis(
    tmp_path: Path,
    model: Path,
    change: Callable[[dict[str, object]], dict[str, object]],
    again: bool,  # noqa: FBT001
) -> None:
    video, out = write_video(tmp_path / "plain.mp4", even_times(20, 25)), tmp_path / "out"
    card = shutil.copytree(model, tmp_path / "model") / "card.json"
    arguments = [video, "--out", out, "--model", card.parent, "--no-curves", "--json"]

    def run() -> tuple[object, dict[str, object]]:
        [outcome] = outcomes(annotate(*arguments)).values()
        return outcome, identity_of(out)

    before = run()
    assert before[0] == "done"
    assert run() == ("skipped", before[1])
    card.write_text(json.dumps(change(json.loads(card.read_text()))))
    after = run()
    assert after[0] == ("done" if again else "skipped")
    for name in ("method", "analysis"):
        assert (before[1][name] != after[1][name]) == again
    metadata = pq.read_schema(out / "plain.mp4.parquet").metadata
    tracks = pq.read_schema(out / "plain.mp4.tracks.parquet").metadata
    for found in (metadata, tracks):
        assert found[b"svfap.method"].decode() == after[1]["method"]
        assert found[b"svfap.analysis"].decode() == after[1]["analysis"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["in.mp4"], "Missing option '--out'"),
        (["in.mp4", "--out", "o", "--faces", "none"], "largest"),
        (["in.mp4", "--out", "o", "--shard", "3/2"], "i/n"),
        (["in.mp4", "--out", "o", "--format", "xlsx"], "csv"),
        (["in.mp4", "--out", "o", "--device", "tpu"], "tpu"),
        (["in.mp4", "--out", "o", "--model", "no-such"], "there is no model 'no-such'"),
        (["in.mp4", "--out", "o", "--detector", "yunet"], "detector_file"),
        (["in.mp4", "--out", "nowhere://o"], "fsspec knows"),
        (["in.mp4", "--out", "o", "--engine", "spark"], "'ray'"),
        (["in.mp4", "--out", "o", "--address", "auto"], "--engine ray"),
        (["in.mp4", "--out", "o", "--workers", "4"], "--engine ray"),
        (["in.mp4", "--out", "o", "--worker-gpus", "0.5"], "--engine ray"),
    ],
)
def test_unusable_arguments_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    run = annotate(*arguments)
    assert run.exit_code == 2
    assert says in " ".join(run.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(torch.cuda.is_available(), reason="this computer has CUDA")
def test_a_missing_device_is_an_error(tmp_path: Path, model: Path) -> None:
    run = annotate("in.mp4", "--out", tmp_path / "o", "--model", model, "--device", "cuda")
    assert run.exit_code == 2
    assert "cuda is not available" in run.stderr


def test_without_ray_a_cluster_is_refused(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    run = annotate("in.mp4", "--out", tmp_path / "o", "--model", model, "--engine", "ray")
    assert run.exit_code == 2
    assert 'pip install "svfap[cluster]"' in run.stderr
    assert not (tmp_path / "o").exists()


def test_results_go_to_a_url_and_are_known_next_time(tmp_path: Path, model: Path) -> None:
    write_video(tmp_path / "a.mp4", even_times(10, 25))
    url = f"file://{tmp_path}/bucket"
    order = (tmp_path / "a.mp4", "--out", url, "--model", model, "--export-faces", "--json")
    first = annotate(*order)
    assert outcomes(first) == {"a.mp4": "done"}, first.stderr
    [ended] = [event for event in events(first) if event["event"] == "file_ended"]
    assert f"{url}/a.mp4.csv" in str(ended["files"])
    assert (tmp_path / "bucket" / "a.mp4.faces").is_dir()
    local = annotate(tmp_path / "a.mp4", "--out", tmp_path / "o", "--model", model)
    assert tables(tmp_path / "bucket") == tables(tmp_path / "o"), local.stderr
    assert outcomes(annotate(*order)) == {"a.mp4": "skipped"}


def test_the_tool_says_what_really_computes(tmp_path: Path, model: Path) -> None:
    write_video(tmp_path / "a.mp4", even_times(10, 25))
    run = annotate(tmp_path / "a.mp4", "--out", tmp_path / "o", "--model", model, "--no-curves")
    assert run.exit_code == 0, run.stderr
    assert "CPU" in run.stderr.split("Detector")[1]
    assert "untrained on " in run.stderr


@pytest.mark.slow
def test_killed_in_the_middle_the_next_run_finishes_with_equal_tables(
    tmp_path: Path, model: Path
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number, frames in enumerate((40, 150, 40)):  # The second lasts until it is killed.
        head_film(source / f"{number}.mp4", pictures=frames)
    common = (source, "--model", model, "--no-curves", "--json")
    whole = annotate(*common, "--out", tmp_path / "whole")
    assert whole.exit_code == 0, whole.stderr

    out = tmp_path / "killed"
    with subprocess.Popen(
        [*COMMAND, *map(str, common), "--out", str(out)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "file_progress" and event["path"].endswith("1.mp4"):
                os.kill(process.pid, signal.SIGKILL)
                break
    done_before = tables(out)
    assert list(done_before) == ["0.mp4.csv"]
    rest = annotate(*common, "--out", out)
    assert outcomes(rest) == {"0.mp4": "skipped", "1.mp4": "done", "2.mp4": "done"}
    assert tables(out) == tables(tmp_path / "whole")
    summary = (out / "summary.csv").read_text("utf-8")
    assert summary == (tmp_path / "whole" / "summary.csv").read_text("utf-8")
    assert summary.count("\n") == 3 + 1, "a line for each, and their names"
    assert not list((out / ".svfap" / "staging").iterdir())


def test_interrupted_it_ends_cleanly(tmp_path: Path, model: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    write_video(source / "long.mp4", even_times(500, 25))
    common = (source, "--model", model, "--json", "--out", tmp_path / "out")
    with subprocess.Popen([*COMMAND, *map(str, common)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if json.loads(line)["event"] == "file_progress":
                run.send_signal(signal.SIGINT)
        assert run.wait() == 130
    assert [p.name for p in (tmp_path / "out").iterdir()] == [".svfap"]
