"""What is made beside the tables fails alone, is made on the next run, and never outlives them."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
import torch

from svfap_core.anonymise.report import base_of_report, read_report, settle, video_paths
from svfap_core.batch.batch import Batch, BatchEvent, FileEnded, FileOutcome
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import plan
from svfap_core.errors import OutputError, SourceError
from svfap_core.exports import eaf, overlay
from svfap_core.exports.curves import write_curves
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import read_card
from svfap_core.pipeline.analysis import FileAnalysis
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity, SourceIdentity
from svfap_core.results.dialect import CsvDialect, dialect_of
from svfap_core.results.digests import digests_of_parquet, digests_of_sidecar
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from svfap_core.results.table import read_rows
from svfap_core.settings import (
    AnalysisSettings,
    AnonymiseSettings,
    ComputeSettings,
    OutputSettings,
    TrackerSettings,
    WindowSettings,
)
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.sinks.features import KEYS, FeaturesSink
from tests.faults.material import head_film
from tests.models import write_untrained_model

SETTINGS = AnalysisSettings(
    windows=WindowSettings(hop_s=0.25), compute=ComputeSettings(runtime="torch")
)
TABLE = OutputSettings(tables=("csv",), summary=False, curves=False)
ALL = OutputSettings(
    tables=("csv", "xlsx"), curves=True, overlay=True, eaf=True, faces=True, features=True
)
CORE = {"head.mp4.csv", "head.mp4.json", "head.mp4.tracks.parquet"}


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
        patch.setattr(overlay, "render_overlay", surprises)
        patch.setattr(eaf, "write_eaf", breaks)
        ended = analyse(ALL)
    assert ended.outcome is FileOutcome.INCOMPLETE
    assert set(ended.failed) == {"head.mp4.eaf", "head.mp4.overlay.mp4"}
    assert "the disk is full" in ended.reason
    assert "ZeroDivisionError: oops" in ended.reason
    made = {
        "head.mp4.curves.png", "head.mp4.faces", "head.mp4.features.parquet", "head.mp4.xlsx",
        "head.mp4.summary.csv", "summary.csv",
    }  # fmt: skip
    assert names(out) == CORE | made
    facts = json.loads((out / "head.mp4.json").read_text())
    assert {item["file"] for item in facts["failed"]} == set(ended.failed)
    table = (out / "head.mp4.csv").read_bytes()
    written = (out / "head.mp4.csv").stat().st_mtime_ns

    ended = analyse(ALL)
    assert (ended.outcome, ended.failed) == (FileOutcome.DONE, {})
    assert names(out) == CORE | made | {"head.mp4.eaf", "head.mp4.overlay.mp4"}
    assert (out / "head.mp4.csv").read_bytes() == table
    assert (out / "head.mp4.csv").stat().st_mtime_ns == written
    assert json.loads((out / "head.mp4.json").read_text()) == facts | {"failed": []}
    assert analyse(ALL).outcome is FileOutcome.SKIPPED


@pytest.mark.logs_warning
@pytest.mark.parametrize(
    ("wanted", "sink", "step", "file"),
    [
        ("faces", FaceFolderSink, "write_frame", "head.mp4.faces"),
        ("features", FeaturesSink, "write_results", "head.mp4.features.parquet"),
    ],
)
def test_what_is_made_meanwhile_costs_no_table_and_is_made_next_time(
    *,
    analyse: Callable[..., FileEnded],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    sink: type,
    step: str,
    file: str,
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    outputs = TABLE.model_copy(update={wanted: True})
    with monkeypatch.context() as patch:
        patch.setattr(sink, step, full)
        ended = analyse(outputs)
    assert set(ended.failed) == {file}
    assert names(tmp_path / "out") == CORE
    ended = analyse(outputs)
    assert ended.outcome is FileOutcome.DONE
    assert names(tmp_path / "out") == CORE | {file}


@pytest.mark.parametrize("runtime", ["torch", "openvino"])
def test_features_are_those_of_the_rows_with_scores(
    analyse: Callable[..., FileEnded], model: Path, tmp_path: Path, runtime: Any
) -> None:
    settings = SETTINGS.model_copy(update={"compute": ComputeSettings(runtime=runtime)})
    analyse(TABLE.model_copy(update={"features": True}), settings)
    result = read_result(tmp_path / "out" / "head.mp4.features.parquet")
    rows = [row for row in result.recording.rows() if row["emo_top"] is not None]
    assert rows
    table = pq.read_table(tmp_path / "out" / "head.mp4.features.parquet")
    assert table.select(KEYS).to_pylist() == [{key: row[key] for key in KEYS} for row in rows]
    loaded = load_model(model)
    about = table.schema.metadata
    assert about[b"svfap.weights_sha256"].decode() == loaded.card.sha256
    assert digests_of_parquet(tmp_path / "out" / "head.mp4.features.parquet") == (
        digests_of_sidecar(result.sidecar)
    )
    size = loaded.card.encoder.embed_dim
    assert table.column_names[len(KEYS) :] == [f"f{place}" for place in range(size)]
    features = np.stack([table[f"f{place}"].to_numpy() for place in range(size)], axis=1)
    assert features.dtype == np.float32
    with torch.inference_mode():
        logits = loaded.model.head(torch.from_numpy(features)) / loaded.card.temperature
    found = np.array([[row[f"emo_{n}"] for n in loaded.card.emotion_names] for row in rows])
    np.testing.assert_allclose(logits.softmax(-1).numpy(), found, atol=1e-4)


def test_rows_are_the_same_with_features_and_none_keep_them(
    analyse: Callable[..., FileEnded], model: Path, film: Path, tmp_path: Path
) -> None:
    analyse(TABLE)
    before = (tmp_path / "out" / "head.mp4.csv").read_bytes()
    analyse(TABLE.model_copy(update={"features": True}))
    assert (tmp_path / "out" / "head.mp4.csv").read_bytes() == before
    engine = Engine.load(str(model), "cpu", SETTINGS)
    identity = AnalysisIdentity(method=engine.method(), source=SourceIdentity(content="any"))
    analysis = FileAnalysis(film, engine, identity, features=True)
    assert not [row for row in analysis.run().recording.results if row.features is not None]


def test_every_csv_is_in_the_dialect_and_opens_to_the_same_rows(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    """A file that is done stays as it is: another dialect alone makes nothing anew."""
    out, outputs = tmp_path / "out", TABLE.model_copy(update={"summary": True})
    analyse(outputs)
    before = read_result(out / "head.mp4.csv").recording.rows()
    shutil.rmtree(out)
    german = {"csv_delimiter": "semicolon", "csv_decimal": "comma", "csv_bom": True}
    analyse(outputs.model_copy(update=german))
    csvs = sorted(out.glob("*.csv"))
    assert [path.name for path in csvs] == ["head.mp4.csv", "head.mp4.summary.csv", "summary.csv"]
    assert {dialect_of(path.read_bytes()) for path in csvs} == {CsvDialect(";", ",", bom=True)}
    assert read_result(out / "head.mp4.csv").recording.rows() == before
    assert analyse(outputs).outcome is FileOutcome.SKIPPED


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
    kept = {"head.mp4.edits.json", "summary.csv"}
    assert names(out) == CORE | kept
    assert analyse(TABLE.model_copy(update={"eaf": True}), other).outcome is FileOutcome.DONE
    assert names(out) == CORE | kept | {"head.mp4.eaf"}


def test_a_first_analysis_fills_its_by_products(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    """All are made of the rows, none before there are any."""
    analyse(ALL)
    out = tmp_path / "out"
    rows = [row for row in read_rows(out / "head.mp4.csv") if row["emo_top"]]
    assert len(rows) > 3
    annotations = (out / "head.mp4.eaf").read_text("utf-8")
    assert annotations.count("<ALIGNABLE_ANNOTATION ") > 0
    assert str(rows[0]["emo_top"]) in annotations
    again = tmp_path / "again.png"
    write_curves(again, Population(read_result(out / "head.mp4.csv").recording, Edits()))
    drawn, expected = (cv2.imread(str(p)) for p in (out / "head.mp4.curves.png", again))
    assert cv2.absdiff(drawn, expected).mean() < 0.2  # pyright: ignore[reportAttributeAccessIssue]


def test_what_lies_there_already_costs_no_table(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    theirs = out / "head.mp4.eaf"
    theirs.write_text("by hand")
    ended = analyse(ALL)
    assert ended.outcome is FileOutcome.INCOMPLETE
    assert set(ended.failed) == {"head.mp4.eaf"}
    assert theirs.read_text() == "by hand"
    assert names(out) >= CORE
    facts = json.loads((out / "head.mp4.json").read_text())
    assert [item["file"] for item in facts["failed"]] == ["head.mp4.eaf"]
    theirs.unlink()
    assert analyse(ALL).outcome is FileOutcome.DONE


def test_a_table_that_lies_there_is_told_before_the_work(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "head.mp4.csv").write_text("theirs")
    ended = analyse(TABLE)
    assert ended.outcome is FileOutcome.FAILED
    assert "exists already" in ended.reason
    assert (out / "head.mp4.csv").read_text() == "theirs"


def test_hidden_faces_are_made_of_a_result_that_is_there_and_of_no_other_overlay(
    analyse: Callable[..., FileEnded], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    analyse(TABLE)
    written = (out / "head.mp4.csv").stat().st_mtime_ns
    hiding = TABLE.model_copy(
        update={"overlay": True, "anonymise": AnonymiseSettings(effect="box", sound="remove")}
    )
    ended = analyse(hiding)
    assert (ended.outcome, ended.failed) == (FileOutcome.DONE, {})
    assert (out / "head.mp4.csv").stat().st_mtime_ns == written
    path = out / "head.mp4.hidden-faces.json"
    report = read_report(path)
    videos = video_paths(base_of_report(path), report)
    beside = {path.name, "head.mp4.hidden-faces.csv", *(video.name for video in videos)}
    assert names(out) == CORE | beside
    assert set(ended.files) >= {path, *videos}
    assert analyse(hiding).outcome is FileOutcome.SKIPPED

    settle(path, report.reviewed(range(1, len(report.stretches) + 1), "hidden", by="Ada"))
    assert (out / "head.mp4.anonymised.mp4").exists()
    assert analyse(hiding).outcome is FileOutcome.SKIPPED
    with pytest.raises(SourceError, match="no video"):
        plan([out], recursive=True, shard=(1, 1))
