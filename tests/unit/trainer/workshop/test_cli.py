"""`python -m trainer.workshop`: the commands of docs/embedded-model.md, on a miniature."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svfap_core.inference.model_folder import read_card
from svfap_core.recognition.dlib_weights import MANIFEST
from tests.shared_data import shared
from tests.unit.trainer.miniature import prepare_mini_ferplus
from tests.unit.trainer.workshop.test_judging import lessons as drawn_lessons
from trainer.recipes import preset_names
from trainer.workshop.cli import PRESETS, app
from trainer.workshop.lessons import write_lessons
from trainer.workshop.rendered.sequences import META

pytestmark = pytest.mark.usefixtures("narrow")
DOCS = Path(__file__).parents[4] / "docs"
TEACHER = "trainer/workshop/weights/raters-a.safetensors"
SHORT = ["recipe.epochs=1", "recipe.batch_size=4", "recipe.precision=32-true", "data.workers=0"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def documented(prefix: str) -> list[list[str]]:
    """The commands of the documentation that train presets whose names begin like this."""
    text = (DOCS / "embedded-model.md").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line.split() for line in text.splitlines() if "trainer.workshop train" in line]
    commands = [line[line.index("train") :] for line in lines if line[0] == "python"]
    return [command for command in commands if command[1].startswith(prefix)]


def test_teachers_are_made_and_judged_as_the_documentation_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun from the published weights; kept in a file, one of them makes lessons."""
    weights = shared(f"data/dlib_embedding/{MANIFEST}").parent
    prepare_mini_ferplus(tmp_path)
    monkeypatch.chdir(tmp_path)
    commands = documented("raters-dlib")
    assert len(commands) == 2
    settings = [
        part for s in [*SHORT, "cnn_size_px=64", "cnn_first_px=48"] for part in ("--set", s)
    ]
    for command in commands:
        given = [word.replace("DLIB", str(weights)) for word in command]
        done = run(*given, *settings)
        assert done.exit_code == 0, done.output
    done = run("judge", "runs/dlib-a", "runs/dlib-b", "--data", "ferplus")
    assert done.exit_code == 0, done.output
    assert "majority, WAR / UAR, of 7:" in done.output
    done = run("keep", "runs/dlib-a", "--out", "a.safetensors")
    assert done.exit_code == 0, done.output
    done = run("teach", "ferplus", "--teacher", "a.safetensors", "--out", "lessons")
    assert done.exit_code == 0, done.output
    assert "21 lessons of FER+" in done.output


def test_the_model_is_made_as_the_documentation_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moving faces are drawn here, so that nothing has to be rendered."""
    prepare_mini_ferplus(tmp_path)
    (tmp_path / "trainer").symlink_to(DOCS.parent / "trainer")
    monkeypatch.chdir(tmp_path)
    done = run("teach", "ferplus", "--teacher", TEACHER, "--out", "stills")
    assert done.exit_code == 0, done.output
    for name in ("lively", "rendered"):
        write_lessons(tmp_path / name, name, drawn_lessons(), meta=META)
        assert run("middles", name, "--out", f"{name}-stills").exit_code == 0
    stages = ("raters-still", "raters-frames", "raters-tiny")
    commands = [command for stage in stages for command in documented(stage)]
    assert len(commands) == 3
    for command in commands:
        done = run(*command, *(part for s in SHORT for part in ("--set", s)))
        assert done.exit_code == 0, done.output
    done = run("export", "runs/tiny", "--out", "svfap-tiny", "--name", "svfap-tiny")
    assert done.exit_code == 0, done.output
    done = run("fit-votes", "svfap-tiny", "--data", "ferplus")
    assert done.exit_code == 0, done.output
    card = read_card(tmp_path / "svfap-tiny")
    assert (card.mirrored, card.has_ambiguity) == (True, True)
    assert (len(card.emotion_names), len(card.action_names)) == (7, 27)
    for data in ("ferplus", "rendered"):
        assert run("judge", "svfap-tiny", "--data", data).exit_code == 0


def test_a_wrong_setting_is_named_with_the_presets_there_are(tmp_path: Path) -> None:
    wrong = run("train", "raters-still", "--out", tmp_path / "a", "--set", "patch_keep=2")
    assert wrong.exit_code == 2
    assert "patch_keep" in wrong.output
    missing = run("train", "nowhere", "--out", tmp_path / "a")
    assert missing.exit_code == 2
    assert all(name in missing.output for name in preset_names(PRESETS))


def test_its_own_settings_are_explained() -> None:
    told = run("train", "--help").output
    for name in ("network", "teacher.runs", "steady", "patch_keep"):
        assert name in told


def test_rendering_names_the_shapes_that_are_missing(tmp_path: Path) -> None:
    missing = run("render", tmp_path, "--out", tmp_path / "faces", "--sequences", 1)
    assert missing.exit_code == 1
    assert "ict_light.npz" in missing.output
    assert not (tmp_path / "faces").exists()
