from __future__ import annotations

import io
import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from svfap_core.cli import annotate, models
from svfap_core.cli.arguments import listed
from svfap_core.errors import SourceError
from svfap_gui.app import main as window
from trainer import cli as trainer


class Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_lists_stand_where_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list").write_bytes(b"\xef\xbb\xbfa b.mp4\r\n\r\n ends with a blank \nc\xe9.mp4")
    monkeypatch.setattr(sys, "stdin", Stdin(b"x.mp4\n\n/y z.png\n"))
    found = listed([Path("first"), Path("@list"), Path("-"), Path("last")])
    names = ["first", "a b.mp4", " ends with a blank ", os.fsdecode(b"c\xe9.mp4")]
    assert found == [Path(name) for name in [*names, "x.mp4", "/y z.png", "last"]]


def test_files_of_such_names_are_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("@a.mp4").touch()
    inputs = [Path("@a.mp4"), Path("@")]
    assert listed(inputs) == inputs


def test_a_missing_list_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="no-list does not exist"):
        listed([Path("@no-list")])


@pytest.mark.parametrize("app", [annotate.app, models.app, trainer.app])
def test_each_program_tells_its_version(app: typer.Typer) -> None:
    run = CliRunner().invoke(app, ["--version"])
    assert (run.exit_code, run.stdout.strip()) == (0, f"svfap {version('svfap')}")


def test_the_window_tells_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        window(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"svfap {version('svfap')}"
