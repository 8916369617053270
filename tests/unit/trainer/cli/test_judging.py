"""What was learned, on the command line: judged, exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models import write_untrained_model
from tests.unit.trainer.cli.commands import events_of, run, written
from tests.unit.trainer.miniature import (
    mini_finetune,
)
from trainer.events import Evaluated, Exported


def test_from_clips_to_a_model(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    out = tmp_path / "run"
    assert run("finetune", file, "--out", out).exit_code == 0
    judged = run("evaluate", out)
    assert judged.exit_code == 0, judged.output
    assert "Miniature, test: 4 clips" in judged.stdout
    assert "WAR" in judged.stdout
    assert f"see {out / 'evaluation-test'}" in judged.stdout
    exported = run("export", out, "--out", tmp_path / "model", "--name", "mini", "--title", "Mini")
    assert exported.exit_code == 0, exported.output
    assert "Mini in" in exported.stdout
    report = tmp_path / "report"
    again = run("evaluate", tmp_path / "model", "--data", data, "--out", report, "--json")
    assert again.exit_code == 0, again.output
    *progress, evaluated = events_of(again)
    assert {event.kind for event in progress} == {"progress"}
    assert isinstance(evaluated, Evaluated)
    assert (evaluated.folder, evaluated.split) == (str(report), "test")
    assert 0 <= evaluated.metrics["WAR"] <= 1
    assert list(report.iterdir())


def test_what_is_left_off_a_card_is_told_in_words_and_as_an_event(
    data: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    out = tmp_path / "run"
    assert run("finetune", file, "--out", out).exit_code == 0
    (out / "evaluation-old").mkdir()
    (out / "evaluation-old" / "evaluation.json").write_text("{}")
    arguments = ("export", out, "--out", tmp_path / "model", "--name", "mini")
    assert "not on the card: evaluation-old" in run(*arguments).stdout
    (exported,) = events_of(run(*arguments, "--json"))
    assert isinstance(exported, Exported)
    assert exported.left_out[0].startswith("evaluation-old")


def test_other_processes_than_the_first_say_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = write_untrained_model(tmp_path / "model")
    monkeypatch.setenv("RANK", "1")
    for more in ([], ["--json"]):
        result = run("evaluate", model, "--data", data, "--out", tmp_path / "out", *more)
        assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("command", ["evaluate", "export"])
def test_a_folder_without_a_run_is_told(command: str, tmp_path: Path) -> None:
    more = ["--name", "x", "--out", tmp_path / "model"] if command == "export" else []
    result = run(command, tmp_path, *more)
    assert result.exit_code == 1
    assert result.stderr.startswith("failed: ")


def test_an_unknown_protocol_is_named(tmp_path: Path) -> None:
    result = run("evaluate", tmp_path, "--protocol", "other")
    assert result.exit_code == 2
    assert "cover and paper" in result.stderr
