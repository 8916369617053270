"""From a folder of videos, one sub-folder per class, to a model that analysis uses.

All runs in this process: others would load torch anew.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from svfap_core.cli import annotate
from svfap_core.inference.checkpoint import read_card
from svfap_core.results.table import read_rows
from tests.unit.trainer.data.at_once import AtOnce
from trainer import cli as train
from trainer.data import workers

FRAMES, RATE_FPS, SIDE_PX = 16, 12, 240


def write_face(path: Path, *, mirrored: bool, drift: float) -> None:
    """The face of scikit-image's astronaut, moving a little before the camera."""
    from skimage.data import astronaut

    picture = np.ascontiguousarray(astronaut()[:300, 90:390])
    picture = picture[:, ::-1].copy() if mirrored else picture
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_FPS)
        stream.width = stream.height = SIDE_PX
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "x264-params": "log-level=none"}
        for index in range(FRAMES):
            shift = drift * np.sin(index / 4)
            matrix = np.array([[1.0, 0, shift], [0, 1.0, shift / 2]])
            moved = cv2.warpAffine(picture, matrix, (300, 300), borderMode=cv2.BORDER_REPLICATE)
            rgb = cv2.resize(moved, (SIDE_PX, SIDE_PX))
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, RATE_FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def run(program: Typer, *arguments: object) -> str:
    done = CliRunner().invoke(program, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_three_commands_from_a_folder_of_videos_to_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    videos, data, trained, model = (tmp_path / n for n in ("videos", "data", "run", "my-model"))
    for mirrored, label in ((False, "happy"), (True, "sad")):
        for number in range(3):
            path = videos / label / f"take {number}.mp4"
            write_face(path, mirrored=mirrored, drift=3.0 + number)
    (videos / "sad" / "notes.mp4").write_bytes(b"not a video")

    told = run(train.app, "prepare", "folder", videos, "--out", data)
    assert "6 clips" in told
    assert "sad/notes" in (data / "problems.csv").read_text()
    few = ("recipe.epochs=1", "recipe.batch_size=4", "data.workers=0", "augment.flip=0")
    settings = [part for setting in few for part in ("--set", setting)]
    told = run(train.app, "finetune", "finetune-tiny", "--data", data, "--out", trained, *settings)
    assert "tensors from svfap-tiny" in told
    assert "finished" in told
    run(train.app, "export", trained, "--out", model, "--name", "my-model")

    assert read_card(model).emotion_names == ("happy", "sad")
    out, clip = tmp_path / "results", videos / "happy" / "take 0.mp4"
    run(annotate.app, clip, "--out", out, "--model", model, "--runtime", "torch")
    rows = [row for row in read_rows(out / "take 0.mp4.csv") if row["emo_top"]]
    assert rows
    assert all(0 <= float(str(row["emo_happy"])) <= 1 for row in rows)
