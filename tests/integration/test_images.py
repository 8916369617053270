"""`svfap-annotate` on images: what lands where, at which times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from svfap_core.cli.annotate import app
from svfap_core.results.tracks import read_tracks
from tests.drawn import drawn
from tests.media import even_times, write_animation, write_heic, write_images, write_video
from tests.models import write_untrained_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def annotate(model: Path, *arguments: str, stdin: str = "") -> Result:
    common = ["--out", "out", "--model", str(model), "--no-curves", "--json"]
    return CliRunner().invoke(app, [*arguments, *common], input=stdin)


def events(run: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def tables() -> list[str]:
    found = (path.relative_to("out").as_posix() for path in Path("out").rglob("*.csv"))
    return sorted(name for name in found if not name.endswith("summary.csv"))


def facts(name: str) -> dict[str, Any]:
    return json.loads(Path("out", f"{name}.json").read_text())


def test_nested_folders_of_images_at_a_rate(model: Path) -> None:
    for name in ("s1", "s2"):
        write_images(Path("root", name), 6)
    run = annotate(model, "root", "--image-rate", "2", "--hop", "0.5")
    assert run.exit_code == 0, run.output
    assert tables() == ["s1.csv", "s2.csv"]
    for name in ("s1", "s2"):
        counts, source = facts(name)["counts"], facts(name)["source"]
        assert (counts["frames"], counts["read_s"]) == (6, 3.0)
        assert (source["duration_s"], source["rate_fps"], source["kind"]) == (3, 2, "images")
        assert facts(name)["settings"]["decoding"]["image_rate_fps"] == 2
    same = annotate(model, "root", "--image-rate", "2", "--hop", "0.5")
    assert {e["outcome"] for e in events(same) if e["event"] == "file_ended"} == {"skipped"}


def test_images_and_animations_of_every_kind(model: Path) -> None:
    """An album's images are sources of their own, each of one frame at time 0."""
    face = drawn(4.0)
    Path("album").mkdir()
    for name in ("anna.jpg", "ben.png", "cem.webp", "dora.tiff", "eva.bmp", "finn.avif"):
        Image.fromarray(face).save(Path("album", name))
    pytest.importorskip("pi_heif", reason="the extra `heic` is not installed")
    write_heic(Path("album/gina.heic"), face)
    write_animation(Path("moving.webp"), "WEBP", (40,) * 15)
    write_video(Path("three.mp4"), even_times(3))
    run = annotate(model, "album", "moving.webp", "three.mp4")
    assert run.exit_code == 0, run.output
    names = [*sorted(path.name for path in Path("album").iterdir()), "moving.webp", "three.mp4"]
    assert tables() == [f"{name}.csv" for name in names]
    for name in names[:7]:
        faces = read_tracks(Path("out", f"{name}.tracks.parquet")).faces
        assert (set(faces["frame"]), set(faces["t_s"])) == ({0}, {0})
    assert facts("moving.webp")["source"]["duration_s"] == 0.6
    assert facts("moving.webp")["counts"]["read_s"] == 0.6
    assert facts("three.mp4")["counts"]["frames"] == 3


def test_the_overlay_of_images_has_their_times(model: Path) -> None:
    write_images(Path("shot"), 4)
    run = annotate(model, "shot", "--image-rate", "4", "--overlay")
    assert run.exit_code == 0, run.output
    video = cv2.VideoCapture("out/shot.overlay.mp4")
    assert video.get(cv2.CAP_PROP_FRAME_COUNT) == 4
    assert video.get(cv2.CAP_PROP_FPS) == pytest.approx(4)


def test_nothing_to_analyse_is_an_error_that_says_what_was_searched(model: Path) -> None:
    Path("root/sub").mkdir(parents=True)
    run = annotate(model, "root")
    assert run.exit_code == 2
    (refused,) = [event["reason"] for event in events(run) if event["event"] == "refused"]
    assert "no video or image in root; searched 2 folders" in refused
    assert ".mp4" in refused
    assert ".heic" in refused
    assert not Path("out").exists()


def test_lists_of_inputs_with_damaged_and_left_out_images(model: Path) -> None:
    write_images(Path("shot"), 5)
    Path("shot/002.png").write_bytes(Path("shot/002.png").read_bytes()[:200])
    write_images(Path("in"), 2)
    write_video(Path("in/a.mp4"), even_times(3))
    Image.fromarray(np.full((64, 64, 3), 90, np.uint8)).save("b c.png")
    Path("list.txt").write_text("b c.png\n\nin\n")
    run = annotate(model, "@list.txt", "-", stdin="shot\n")
    assert run.exit_code == 0, run.output
    assert tables() == ["a.mp4.csv", "b c.png.csv", "shot.csv"]
    counts = facts("shot")["counts"]
    assert (counts["frames"], counts["damaged_packets"]) == (4, 1)
    (note,) = [event["text"] for event in events(run) if event["event"] == "note"]
    assert "2 image(s) in in" in note


@pytest.mark.parametrize("rate", ["0", "-5", "nan", "inf"])
def test_an_impossible_rate_is_refused(model: Path, rate: str) -> None:
    run = annotate(model, "x", "--image-rate", rate)
    assert run.exit_code == 2
    assert "--image-rate: must be" in run.output
