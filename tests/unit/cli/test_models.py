from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import torch

from svfap_core.cli import models as cli
from svfap_core.inference import store
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.models import MODEL_SIZES, TPSBTConfig
from svfap_core.models.tpsbt import TPSBT
from tests.unit.inference.samples import model_card, network

NARROW = TPSBTConfig(embed_dim=32, num_heads=2)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "bundled_folder", lambda: tmp_path / "bundled")
    monkeypatch.setattr(store, "user_folder", lambda: tmp_path / "user")
    monkeypatch.setitem(MODEL_SIZES, "base", NARROW)
    monkeypatch.setenv("COLUMNS", "300")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["svfap-models", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(caught.value.code or 0, captured.out, captured.err)  # type: ignore[arg-type]

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    card = model_card()
    save_model(tmp_path / "made", network(card), card)
    return tmp_path / "made"


def official(path: Path, classes: int = 7) -> Path:
    torch.save({"model": TPSBT(NARROW, classes).state_dict()}, path)
    return path


def test_nothing_there_says_what_to_do(run) -> None:
    result = run("list")
    assert result.code == 0
    assert "svfap-models import FILE" in result.out


def test_import_list_info_verify_remove(run, folder: Path) -> None:
    assert run("import", folder, "--name", "mine").code == 0
    assert "X WAR 51.5" in run("list").out
    (listed,) = json.loads(run("list", "--json").out)
    assert (listed["name"], listed["bundled"], listed["card"]["size"]) == ("mine", False, "tiny")
    info = run("info", "mine")
    assert "8 frames over 1.28 s, 32 px, rgb" in info.out
    assert "WAR 51.5 on X, test, n = 100 (one run)" in info.out
    assert json.loads(run("info", "mine", "--json").out)["licence"] == "MIT"
    assert "mine is sound" in run("verify").out
    assert run("remove", "mine", "--yes").code == 0
    assert json.loads(run("list", "--json").out) == []


@pytest.mark.parametrize("tail", ["", "card.json", WEIGHTS_FILE])
def test_own_models_are_imported_by_folder_or_file(run, folder: Path, tail: str) -> None:
    assert run("import", folder / tail).code == 0
    assert (store.user_folder() / "sample" / WEIGHTS_FILE).exists()


def test_a_published_file_is_imported_with_its_notes(run, tmp_path: Path) -> None:
    result = run("import", official(tmp_path / "c.pth"), "--dataset", "dfew")
    assert result.code == 0
    assert "exactly as they were initialised" in result.err
    assert "UNVERIFIED" in result.err
    assert run("verify", "svfap-base-dfew").code == 0


def test_out_takes_the_place_of_the_users_models(run, tmp_path: Path) -> None:
    out = tmp_path / "here"
    path = official(tmp_path / "c.pth", 11)
    assert run("import", path, "--dataset", "mafw", "--out", out).code == 0
    assert run("verify", out).code == 0
    assert not store.user_folder().exists()
    again = run("import", path, "--dataset", "mafw", "--out", out)
    assert again.code == 1
    assert "there is a model at" in again.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["import"],
        ["import", "missing.pth", "--dataset", "dfew"],
        ["import", "{pth}"],
        ["import", "{pth}", "--dataset", "voxceleb"],
        ["import", "{pth}", "--dataset", "dfew", "--name", "../up"],
        ["import", "{folder}", "--dataset", "dfew"],
        ["list", "--nonsense"],
    ],
)
def test_unusable_arguments_end_with_2(
    run, tmp_path: Path, folder: Path, arguments: list[str]
) -> None:
    pth = official(tmp_path / "c.pth")
    assert run(*(a.format(pth=pth, folder=folder) for a in arguments)).code == 2
    assert not store.user_folder().exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["info", "nobody"], "there is no model 'nobody'. Choose one of the installed models"),
        (["verify", "nobody"], "there is no model"),
        (["remove", "../made", "--yes"], "not the name of a model"),
        (["import", "{pth}", "--dataset", "mafw"], "has 7 outputs, a model of mafw has 11"),
        (["import", "{text}", "--dataset", "dfew"], "not a checkpoint of the SVFAP code"),
    ],
)
def test_failures_end_with_1_and_a_hint(
    run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    text = tmp_path / "notes.pth"
    text.write_text("dear diary")
    pth = official(tmp_path / "c.pth")
    result = run(*(a.format(pth=pth, text=text) for a in arguments))
    assert result.code == 1
    assert words in result.err


def test_verify_goes_on_after_a_damaged_model(run, folder: Path) -> None:
    for name in ("aaa", "bbb"):
        assert run("import", folder, "--name", name).code == 0
    weights = store.user_folder() / "aaa" / WEIGHTS_FILE
    weights.write_bytes(weights.read_bytes()[:-1])
    result = run("verify")
    assert result.code == 1
    assert "not those of the card" in result.err
    assert "bbb is sound" in result.out


def test_remove_asks_first(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", folder)
    for answer, code, kept in (("n", 1, True), ("", 1, True), ("y", 0, False)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))
        assert run("remove", "sample").code == code
        assert (store.user_folder() / "sample").exists() == kept
