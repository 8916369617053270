"""What is made beside the tables fails alone, is made on the next run, and never outlives them."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svfap_core.errors import OutputError
from svfap_core.inference.checkpoint import read_card
from svfap_core.pipeline import byproducts
from svfap_core.pipeline.batch import Batch, BatchEvent, FileEnded, FileOutcome
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.job import FileJob
from svfap_core.pipeline.plan import plan
from svfap_core.settings import (
    AnalysisSettings,
    ComputeSettings,
    OutputSettings,
    TrackerSettings,
    WindowSettings,
)
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.types import Frame
from tests.faults.material import head_film
from tests.models import write_untrained_model

SETTINGS = AnalysisSettings(
    windows=WindowSettings(hop_s=0.25), compute=ComputeSettings(runtime="torch")
)
TABLE = OutputSettings(tables=("csv",), curves=False)
ALL = OutputSettings(tables=("csv",), curves=True, overlay=True, eaf=True, faces=True)
CORE = {
    "head.mp4.csv",
    "head.mp4.json",
    "head.mp4.tracks.parquet",
    "head.mp4.summary.csv",
    "summary.csv",
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return head_film(tmp_path_factory.mktemp("films") / "head.mp4")


@pytest.fixture
def analyse(model: Path, film: Path, tmp_path: Path) -> Callable[..., FileEnded]:
    """Run a batch over the film into `tmp_path / "out"`."""

    @functools.cache
    def engine(settings: AnalysisSettings) -> Engine:
        return Engine.load(str(model), "cpu", settings)

    def run(outputs: OutputSettings, settings: AnalysisSettings = SETTINGS) -> FileEnded:
        events: list[BatchEvent] = []
        load = functools.partial(engine, settings)
        job = FileJob(load, read_card(model), settings, outputs, "cpu")
        Batch(tmp_path / "out", job, events.append).run(plan([film], recursive=False, shard=(1, 1)))
        [ended] = [event for event in events if isinstance(event, FileEnded)]
        return ended

    return run


def names(out: Path) -> set[str]:
    return {path.name for path in out.iterdir() if not path.name.startswith(".")}


def breaks(*arguments: Any, **options: Any) -> None:
    raise OutputError("the disk is full", hint="Free some space.")


def surprises(*arguments: Any, **options: Any) -> None:
    raise ZeroDivisionError("oops")


@pytest.mark.logs_warning
def test_what_fails_costs_nothing_else_is_named_and_made_next_time(
    analyse: Callable[..., FileEnded], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(byproducts, "render_overlay", surprises)
        patch.setattr(byproducts, "write_eaf", breaks)
        ended = analyse(ALL)
    assert ended.outcome is FileOutcome.INCOMPLETE
    assert set(ended.failed) == {"head.mp4.eaf", "head.mp4.overlay.mp4"}
    assert "the disk is full" in ended.reason
    assert "ZeroDivisionError: oops" in ended.reason
    assert names(out) == CORE | {"head.mp4.curves.png", "head.mp4.faces"}
    facts = json.loads((out / "head.mp4.json").read_text())
    assert {item["file"] for item in facts["failed"]} == set(ended.failed)
    table = (out / "head.mp4.csv").read_bytes()
    written = (out / "head.mp4.csv").stat().st_mtime_ns

    ended = analyse(ALL)
    assert (ended.outcome, ended.failed) == (FileOutcome.DONE, {})
    assert names(out) == CORE | {
        "head.mp4.curves.png", "head.mp4.faces", "head.mp4.eaf", "head.mp4.overlay.mp4",
    }  # fmt: skip
    assert (out / "head.mp4.csv").read_bytes() == table
    assert (out / "head.mp4.csv").stat().st_mtime_ns == written
    assert json.loads((out / "head.mp4.json").read_text()) == facts | {"failed": []}
    assert analyse(ALL).outcome is FileOutcome.SKIPPED


@pytest.mark.logs_warning
def test_faces_that_cannot_be_written_cost_no_table(
    analyse: Callable[..., FileEnded], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: FaceFolderSink, frame: Frame, faces: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FaceFolderSink, "write_frame", full)
        ended = analyse(TABLE.model_copy(update={"faces": True}))
    assert set(ended.failed) == {"head.mp4.faces"}
    assert names(tmp_path / "out") == CORE
    ended = analyse(TABLE.model_copy(update={"faces": True}))
    assert ended.outcome is FileOutcome.DONE
    assert names(tmp_path / "out") == CORE | {"head.mp4.faces"}


def test_more_outputs_need_no_second_analysis(
    analyse: Callable[..., FileEnded], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse(TABLE)
    with monkeypatch.context() as patch:
        patch.setattr(Engine, "analyzer", surprises)
        more = TABLE.model_copy(update={"tables": ("csv", "parquet"), "eaf": True})
        assert analyse(more).outcome is FileOutcome.DONE
    assert names(tmp_path / "out") == CORE | {"head.mp4.eaf", "head.mp4.parquet"}


def test_companions_of_a_former_analysis_go_when_a_result_is_replaced(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    """A run without --eaf under other settings, then a third one with it."""
    out = tmp_path / "out"
    analyse(ALL)
    (out / "head.mp4.edits.json").write_text("{}")
    other = SETTINGS.model_copy(update={"tracker": TrackerSettings(min_size_px=30)})
    assert analyse(TABLE, other).outcome is FileOutcome.DONE
    assert names(out) == CORE | {"head.mp4.edits.json"}
    assert analyse(TABLE.model_copy(update={"eaf": True}), other).outcome is FileOutcome.DONE
    assert names(out) == CORE | {"head.mp4.edits.json", "head.mp4.eaf"}
