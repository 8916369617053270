"""Data sets on the command line: prepared, described, measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.unit.trainer.cli.commands import events_of, run
from tests.unit.trainer.data.at_once import AtOnce
from tests.unit.trainer.miniature import (
    drawn_face,
    write_clips,
    write_fer2013,
)
from trainer.data import workers
from trainer.data.layouts import LAYOUTS
from trainer.data.manifest import read_manifest
from trainer.events import Failed, Prepared, Warned
from trainer.steps import PrepareConfig


def test_the_kinds_of_data_sets_are_listed() -> None:
    result = run("prepare", "list")
    assert result.exit_code == 0
    kinds = {line.split()[0] for line in result.stdout.splitlines()}
    assert kinds == set(LAYOUTS)
    assert all(len(line.split()) > 2 for line in result.stdout.splitlines())


def test_an_unknown_kind_names_those_there_are() -> None:
    result = run("prepare", "vox", "somewhere", "--out", "x")
    assert result.exit_code == 2
    assert "voxceleb2" in result.stderr


def test_preparing_needs_a_place() -> None:
    result = run("prepare", "fer2013", "somewhere")
    assert result.exit_code == 2
    assert "--out" in result.stderr
    result = run("prepare", "folder", "--out", "x")
    assert result.exit_code == 2
    assert "prepare DATASET ROOT" in result.stderr


def test_help_lists_the_settings_of_preparing() -> None:
    text = run("prepare", "--help").stdout
    assert all(name in text for name in PrepareConfig.model_fields)


def test_settings_of_stills_are_not_ignored(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--set", "size_px=64")
    assert result.exit_code == 1
    assert "size_px cannot be set for FER2013" in result.stderr
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--shards")
    assert result.exit_code == 0
    assert "Note: 21 stills are there; 35,887 are published." in result.stdout


def test_stills_are_prepared(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "21 clips of FER2013" in result.stdout
    assert len(read_manifest(tmp_path / "out")) == 21


def test_a_prepared_data_set_is_an_event(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--json")
    *_, made = events_of(result)
    assert isinstance(made, Prepared)
    assert (made.data_set, made.clips, made.folder) == ("FER2013", 21, str(tmp_path / "out"))
    assert len(made.classes) == 7
    assert made.notes


def test_what_is_odd_about_a_data_set_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its counts too; `describe` says all of it again."""
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    names = ("Bored", "bored", "happy", "hapy", "nan")
    for number, name in enumerate(f"{name}/{n}" for name in names for n in range(2)):
        (tmp_path / "set" / name).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "set" / name / "1.png"), drawn_face(0, min(number, 8)))
    arguments = ("prepare", "folder", tmp_path / "set", "--out", tmp_path / "out")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    odd = (
        "set: the classes happy and hapy have nearly the same name: are they one?",
        "set: the class nan is named as a label that is missing",
        "set: 1 clip(s) are copies of others, such as nan/0 = nan/1: copies stay in one part",
    )
    for text in odd:
        assert f"Warning: {text}\n" in result.stdout
    assert "bored is Bored" in result.stdout
    assert re.search(r"^  Bored +3 +1 +4$", result.stdout, re.MULTILINE)
    assert "hapy" in result.stdout
    *told, made = events_of(run(*arguments, "--json"))
    assert isinstance(made, Prepared)
    assert made.classes == ("Bored", "happy", "hapy", "nan")
    assert set(odd) <= {event.text for event in told if isinstance(event, Warned)}
    result = run("describe", tmp_path / "out")
    assert result.exit_code == 0, result.output
    for text in odd:
        assert f"Warning: {text}\n" in result.stdout
    assert "Copies:" in result.stdout
    found = json.loads(run("describe", tmp_path / "out", "--json").stdout)
    assert found["odd"]["near_equal"] == [["happy", "hapy"]]
    assert set(odd) <= set(found["warnings"])
    assert found["clips"] == 10


def test_what_is_no_data_set_is_not_described(tmp_path: Path) -> None:
    result = run("describe", tmp_path)
    assert result.exit_code == 1
    assert "holds no manifest" in result.stderr


def test_settings_of_preparing_are_checked(tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    for setting in ("no_such=1", "margin=[", "margin"):
        result = run(
            "prepare", "folder", tmp_path / "videos", "--out", tmp_path / "out", "--set", setting
        )
        assert result.exit_code in (1, 2), setting
        assert setting.split("=")[0].strip("[") in result.stderr


def test_data_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("prepare", "fer2013", tmp_path / "no.parquet", "--out", tmp_path / "out", "--json")
    assert result.exit_code == 1
    (failed,) = events_of(result)
    assert isinstance(failed, Failed)
    assert "no.parquet" in failed.error


def test_an_item_that_cannot_be_prepared_is_named_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    for clip in ("happy/a", "happy/b", "sad/c"):
        (tmp_path / "set" / clip).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "set" / clip / "1.png"), drawn_face(0, 0))
    (tmp_path / "set" / "happy" / "b" / "2.png").write_bytes(b"no picture")
    arguments = ("prepare", "folder", tmp_path / "set", "--out", tmp_path / "out")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "note: happy/b/2.png: is no picture that training can read, or damaged" in result.stdout
    assert "2 clips of set in" in result.stdout
    assert "1 of 3 items failed" in result.stdout
    assert f"1 items are missing or not whole: see {tmp_path / 'out'}" in result.stdout
    *told, made = events_of(run(*arguments, "--json"))
    assert [event for event in told if isinstance(event, Warned)]
    assert isinstance(made, Prepared)
    assert (made.clips, made.items, made.failed, made.problems) == (2, 3, 1, 1)
    for clip in ("happy/a", "sad/c"):
        (tmp_path / "set" / clip / "1.png").write_bytes(b"no picture")
    result = run(*arguments)
    assert result.exit_code == 1
    assert "no clip could be made of set; happy/a/1.png: is no picture" in result.stderr


def test_the_template_of_a_prepared_data_set_is_measured(tmp_path: Path) -> None:
    from skimage.data import astronaut

    def shown(clip: int, label: int, index: int) -> np.ndarray:
        return cv2.cvtColor(astronaut()[10:210, 125:325], cv2.COLOR_RGB2BGR)

    folder = write_clips(
        tmp_path / "set",
        subjects=1,
        per_subject=2,
        frames=1,
        size_px=200,
        template=None,
        draw=shown,
    )
    result = run("template", folder, "--pictures", "2")
    assert result.exit_code == 0, result.output
    assert "2 faces in 2 pictures" in result.stdout
    assert 'on a card: "template": [[0.' in result.stdout
