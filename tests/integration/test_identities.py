"""Equal identities have equal rows: the same film, analysed in every way that is not to matter."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

from svfap_core.batch.job import FileJob, Task
from svfap_core.errors import ModelError, SourceError
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.model_folder import read_card
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity, SourceIdentity
from svfap_core.results.layout import Row
from svfap_core.results.table import read_rows
from svfap_core.settings import (
    AnalysisSettings,
    ComputeSettings,
    DecodingSettings,
    OutputSettings,
    WindowSettings,
)
from tests.faults.material import head_film
from tests.models import write_untrained_model
from tests.unit.inference.samples import model_card, network
from tests.unit.sources.test_streams import several

CLOSE = 1e-4 + 1e-5
"""What runtimes are held to, and the last digit of the table."""

TABLE = OutputSettings(tables=("csv",), curves=False)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return head_film(tmp_path_factory.mktemp("films") / "head.mp4")


@functools.cache
def engine_of(model: Path, settings: AnalysisSettings) -> Engine:
    return Engine.load(str(model), "cpu", settings)


def job_of(model: Path, settings: AnalysisSettings, outputs: OutputSettings = TABLE) -> FileJob:
    load = functools.partial(engine_of, model, settings)
    return FileJob(load, read_card(model), settings, outputs, "cpu")


def run(job: FileJob, film: Path, out: Path) -> list[Path]:
    identity = AnalysisIdentity(method=job.load().method(), source=job.source(film))
    out.mkdir()
    return job.run(Task(film, identity), out, lambda _: None).files


def settings_of(**values: Any) -> AnalysisSettings:
    values = {"compute": ComputeSettings(runtime="torch")} | values
    return AnalysisSettings(windows=WindowSettings(hop_s=0.1), **values)


@contextmanager
def threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def test_equal_identities_have_equal_rows(model: Path, film: Path, tmp_path: Path) -> None:
    ways = {
        "plain": (settings_of(), 1),
        "one by one": (settings_of(batch_size=1), 1),
        "two threads": (settings_of(), 2),
        "OpenVINO": (settings_of(compute=ComputeSettings(runtime="openvino")), 1),
    }
    methods: set[str] = set()
    tables: dict[str, list[Row]] = {}
    for name, (settings, count) in ways.items():
        job = job_of(model, settings)
        before = job.method()
        with threads(count):
            table, *_ = run(job, film, tmp_path / name)
        after = job.method()
        assert before is not None
        assert before == after
        methods.add(before.digest)
        tables[name] = read_rows(table)
    assert len(methods) == 1
    assert sum(row["emo_happy"] is not None for row in tables["plain"]) >= 3
    for name, rows in tables.items():
        for row, expected in zip(rows, tables["plain"], strict=True):
            assert row == pytest.approx(expected, abs=CLOSE), name


def test_what_is_coarser_is_known_once_it_is_loaded(tmp_path: Path) -> None:
    """Of a small model: coarser numbers are tried on all faces first."""
    card = model_card()
    model = tmp_path / "small"
    save_model(model, network(card), card)
    compute = ComputeSettings(runtime="torch", precision="half")
    job = job_of(model, settings_of(compute=compute))
    assert job.method() is None
    coarse = job.load().method()
    assert coarse == job.method()
    assert coarse.precision == "bfloat16 (torch, cpu)"
    exact = job_of(model, settings_of()).method()
    assert exact is not None
    assert exact.model_copy(update={"precision": coarse.precision}) == coarse


def test_a_run_makes_what_it_says_it_makes(model: Path, film: Path, tmp_path: Path) -> None:
    everything = OutputSettings(curves=True, overlay=True, eaf=True, faces=True)
    for outputs in (TABLE, everything):
        job = job_of(model, settings_of(), outputs)
        made = run(job, film, tmp_path / str(outputs.faces))
        assert sorted(path.name for path in made) == sorted(job.wanted(film))
        assert made[-1].name == job.wanted(film)[-1] == "head.mp4.json"


def test_a_film_that_changes_while_it_is_analysed_has_no_result(
    model: Path, film: Path, tmp_path: Path
) -> None:
    video = Path(shutil.copy(film, tmp_path / "growing.mp4"))
    job = job_of(model, settings_of())
    identity = AnalysisIdentity(method=job.load().method(), source=job.source(video))

    def change(_: Progress) -> None:
        os.utime(video)  # The same content under a new date is the same film.

    staging = tmp_path / "same"
    staging.mkdir()
    assert job.run(Task(video, identity), staging, change)
    with video.open("ab") as file:
        file.write(b"more")
    with pytest.raises(SourceError, match=r"was changed while.*complete"):
        job.run(Task(video, identity), staging, change)


def test_a_model_that_is_replaced_before_it_is_loaded_ends_the_run(model: Path) -> None:
    before = read_card(model).model_copy(update={"temperature": 2.0})
    job = FileJob(lambda: engine_of(model, settings_of()), before, settings_of(), TABLE, "cpu")
    with pytest.raises(ModelError, match="was replaced"):
        job.load()


def test_the_stream_that_is_read_is_part_of_the_source(model: Path, tmp_path: Path) -> None:
    path = several(tmp_path / "two.mkv", ((96, 64), "0"), ((160, 96), "default"))
    sources: dict[int | None, SourceIdentity] = {}
    methods: set[str] = set()
    for number in (None, 0, 1):
        job = job_of(model, settings_of(decoding=DecodingSettings(video_stream=number)))
        sources[number] = job.source(path)
        methods.add(job.load().method().digest)
    assert [source.video_stream for source in sources.values()] == [1, 0, 1]
    assert sources[None] == sources[1] != sources[0]
    assert len(methods) == 1
