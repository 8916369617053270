"""From a folder of videos, one sub-folder per class, to a model that analysis uses.

All runs in this process: others would load torch anew.
"""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from svfap_core.cli import annotate
from svfap_core.inference.model_folder import read_card
from svfap_core.results.table import read_rows
from svfap_core.tracking.pose import HeadPose
from svfap_core.types import RGB
from tests import heads
from tests.unit.trainer.data.at_once import AtOnce
from trainer import cli as train
from trainer.data import workers

FRAMES, RATE_FPS, SIDE_PX = 16, 12, 240


def write_face(path: Path, *, mirrored: bool, drift: float) -> None:
    """The face of scikit-image's astronaut, moving a little before the camera."""
    from skimage.data import astronaut

    picture = np.ascontiguousarray(astronaut()[:300, 90:390])
    write_image(path, picture[:, ::-1].copy() if mirrored else picture, drift=drift)


def write_image(path: Path, image: RGB, *, drift: float) -> None:
    """A clip of an image that sways."""
    height, width = image.shape[:2]
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_FPS)
        stream.width = stream.height = SIDE_PX
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "x264-params": "log-level=none"}
        for index in range(FRAMES):
            shift = drift * np.sin(index / 4)
            matrix = np.array([[1.0, 0, shift], [0, 1.0, shift / 2]])
            moved = cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
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


MOVES = {
    "smiling": {
        "mouthSmile_L": 1.0,
        "mouthSmile_R": 1.0,
        "cheekSquint_L": 0.6,
        "cheekSquint_R": 0.6,
    },
    "frowning": {"mouthFrown_L": 1.0, "mouthFrown_R": 1.0, "browDown_L": 0.8, "browDown_R": 0.8},
}


def write_people(folder: Path, people: range, takes: int = 2) -> None:
    """Clips of drawn persons with different heads and skins, each of whom smiles and frowns."""
    for person in people:
        rng = np.random.default_rng(person)
        identity = rng.normal(0, 0.8, 20).tolist()
        tone = rng.uniform(0.55, 1.1) * rng.uniform(0.95, 1.05, 3)
        colours = (heads.painted() * tone).clip(0, 255)
        for label, moves in MOVES.items():
            for take in range(takes):
                # No two takes are the same face: stronger and weaker, turned and lit otherwise.
                felt = {name: weight * rng.uniform(0.6, 1.0) for name, weight in moves.items()}
                pose = HeadPose(*rng.uniform(-8, 8, 3).tolist())
                vertices = heads.shaped(felt, identity)
                rgb = heads.render(
                    colours, pose, light=rng.uniform(0.2, 0.6), vertices=vertices
                ).rgb
                path = folder / label / f"person {person} take {take}.mp4"
                write_image(path, rgb, drift=rng.uniform(1, 4))


def answer(table: Path) -> object:
    """The emotion that is the strongest one most often."""
    top = Counter(row["emo_top"] for row in read_rows(table) if row["emo_top"])
    return top.most_common(1)[0][0]


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")
def test_forty_clips_make_a_model_that_knows_persons_it_has_never_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three commands of the README, as they stand there."""
    monkeypatch.chdir(tmp_path)
    write_people(Path("videos"), range(10))
    write_people(Path("others"), range(100, 106))
    assert len(list(Path("videos").rglob("*.mp4"))) == 40
    run(train.app, "prepare", "folder", "videos/", "--out", "data")
    run(train.app, "finetune", "finetune-tiny", "--data", "data", "--out", "run")
    run(train.app, "export", "run", "--out", "my-model", "--name", "my-model")

    run(train.app, "prepare", "folder", "others", "--out", "held-out")
    judged = "evaluate", "my-model", "--data", "held-out", "--split", "train", "--out", "report"
    told = run(train.app, *judged, "--json").splitlines()[-1]
    right = json.loads(told)["metrics"]["WAR"]
    run(annotate.app, "others", "--out", "results", "--model", "my-model")
    tables = list(Path("results").rglob("*.mp4.csv"))
    assert len(tables) == 24
    annotated = sum(answer(table) == table.parent.name for table in tables) / len(tables)
    print(f"held-out persons: {right:.3f} right by evaluate, {annotated:.3f} by svfap-annotate")
    assert right > 0.9
    assert annotated > 0.9
