"""What comes out of real videos, end to end, with the model that the product ships."""

from __future__ import annotations

import csv
import json
import subprocess
from itertools import pairwise
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from typer.testing import CliRunner

from svfap_core.cli.annotate import app
from svfap_core.results.layout import Row
from svfap_core.results.table import read_rows
from tests.shared_data import shared

pytestmark = [pytest.mark.slow, pytest.mark.logs_warning]

CUTS_S = (0.667, 2.736, 7.040)
"""Hard cuts of scene_cuts.mp4, seen by eye: before frames 20, 82 and 211."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clips, folder = shared("data/clips"), tmp_path_factory.mktemp("out")
    run = CliRunner().invoke(app, [str(clips), "--out", str(folder), "--overlay", "--json"])
    assert run.exit_code == 1, run.output
    ended = [json.loads(line) for line in run.stdout.splitlines()]
    failed = {
        Path(event["path"]).name: event["reason"]
        for event in ended
        if event["event"] == "file_ended" and event["outcome"] == "failed"
    }
    assert list(failed) == ["no_index.mp4"]
    assert "index" in failed["no_index.mp4"]
    return folder


def rows(out: Path, name: str) -> list[Row]:
    return read_rows(out / f"{name}.csv")


def scored(out: Path, name: str) -> list[Row]:
    return [row for row in rows(out, name) if row["emo_top"]]


def sidecar(out: Path, name: str) -> dict[str, dict[str, object]]:
    return json.loads((out / f"{name}.json").read_text())


def test_every_clip_but_one_has_all_its_files(out: Path) -> None:
    names = {path.name for path in shared("data/clips").iterdir()} - {"no_index.mp4"}
    for ending in (".csv", ".tracks.parquet", ".json", ".curves.png", ".overlay.mp4"):
        assert {path.name.removesuffix(ending) for path in out.glob(f"*{ending}")} == names
    assert all((out / f"{name}.parquet").is_file() for name in names)


def test_damaged_files_give_what_can_be_read(out: Path) -> None:
    assert sidecar(out, "corrupt.mp4")["counts"]["frames"] == 49
    assert sidecar(out, "corrupt.mp4")["counts"]["damaged_packets"] == 1
    assert 30 <= int(str(sidecar(out, "truncated.mp4")["counts"]["frames"])) <= 50
    assert "truncated" in json.dumps(sidecar(out, "truncated.mp4")["notes"])
    assert scored(out, "truncated.mp4")


@pytest.mark.parametrize("name", ["no_face.mp4", "corrupt.mp4"])
def test_no_face_gives_no_face_rows(out: Path, name: str) -> None:
    assert {row["status"] for row in rows(out, name)} == {"no_face"}


@pytest.mark.skipif(which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize(
    "name", ["face_then_none_vfr.mov", "none_then_face_vfr.mov", "single_face.mp4"]
)
def test_times_are_those_of_the_container(out: Path, name: str) -> None:
    command = "ffprobe -v error -select_streams v:0 -show_entries"
    text = subprocess.run(
        [*command.split(), "frame=best_effort_timestamp_time", "-of", "csv=p=0",
         str(shared("data/clips") / name)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    times_s = np.array([float(line[0]) for line in csv.reader(text.splitlines()) if line])
    for row in rows(out, name):
        assert abs(float(str(row["pts_s"])) - times_s[int(str(row["frame"]))]) < 1e-3


def test_a_face_that_leaves_or_comes_is_seen_to(out: Path) -> None:
    leaving = [row["status"] for row in rows(out, "face_then_none_vfr.mov")]
    coming = [row["status"] for row in rows(out, "none_then_face_vfr.mov")]
    assert leaving[-1] == "no_face"
    assert "ok" in leaving
    assert coming[0] == "no_face"
    assert coming[-1] == "ok"


def test_a_turned_file_gives_the_scores_of_the_upright_one(out: Path) -> None:
    upright, turned = scored(out, "single_face.mp4"), scored(out, "rotated_meta.mp4")
    assert len(upright) == len(turned) > 0
    for one, other in zip(upright, turned, strict=True):
        for column in one:
            if column.startswith("emo_") and column != "emo_top":
                assert one[column] == pytest.approx(other[column], abs=0.05)


def test_the_turn_from_sad_to_laughing_shows(out: Path) -> None:
    found = scored(out, "expression_change.mp4")
    third = len(found) // 3
    happy = np.array([float(str(row["emo_happy"])) for row in found])
    valence = np.array([float(str(row["valence"])) for row in found])
    assert happy[-third:].mean() > happy[:third].mean() + 0.3
    assert valence[-third:].mean() > valence[:third].mean() + 0.3
    assert {row["track_id"] for row in found} == {1}


def test_a_cut_starts_new_ids(out: Path) -> None:
    edges = (-1.0, *CUTS_S, 99.0)
    shots = [
        {
            row["track_id"]
            for row in rows(out, "scene_cuts.mp4")
            if row["track_id"] is not None and start <= float(str(row["timestamp_s"])) < end - 0.01
        }
        for start, end in pairwise(edges)
    ]
    for i, shot in enumerate(shots):
        assert shot, f"no face in shot {i}"
        for other in shots[i + 1 :]:
            assert not shot & other


def test_people_of_a_crowd_stay_apart(out: Path) -> None:
    """No track leaps to somebody else: people walk on as they walked from row to row."""
    by_track: dict[object, list[tuple[float, float]]] = {}
    for row in rows(out, "crowd.mp4"):
        place = float(str(row["bbox_x"] or 0)), float(str(row["bbox_w"] or 0))
        by_track.setdefault(row["track_id"], []).append(place)
    by_track.pop(None, None)
    assert len(by_track) >= 5
    for track_id, places in by_track.items():
        for (x0, _), (x1, width), (x2, _) in zip(places, places[1:], places[2:], strict=False):
            assert abs(x2 - 2 * x1 + x0) < 1.5 * width, track_id


def test_overlays_keep_pictures_times_and_sound(out: Path) -> None:
    import av

    for name in ("two_men_small.mp4", "face_then_none_vfr.mov", "single_face.mp4"):
        with (
            av.open(str(shared("data/clips") / name)) as before,
            av.open(str(out / f"{name}.overlay.mp4")) as after,
        ):
            assert bool(before.streams.audio) == bool(after.streams.audio)
            one = [frame.time for frame in before.decode(video=0)]
            other = [frame.time for frame in after.decode(video=0)]
        assert other == pytest.approx(one, abs=1e-3)
