"""The Python API as its users have it: the page, a notebook, other folders, threads, processes."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import svfap_core as svfap
from svfap_core.cli.annotate import app
from tests.faults.material import head_film
from tests.summaries import assert_is_what_pandas_makes

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return head_film(tmp_path_factory.mktemp("films") / "talk.mp4")


@pytest.fixture(scope="module")
def result(talk: Path) -> svfap.Result:
    return svfap.analyze(talk, hop_s=0.25)


@pytest.fixture
def folder(talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the video, in which code runs."""
    shutil.copy(talk, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


def assert_are_files_of_the_page(folder: Path) -> None:
    assert {p.name for p in (folder / "out").iterdir()} >= {"talk.mp4.csv", "talk.mp4.summary.csv"}
    assert {p.name for p in (folder / "elan").iterdir()} == {
        "talk.mp4.parquet", "talk.mp4.eaf", "talk.mp4.json", "talk.mp4.tracks.parquet",
        "talk.mp4.summary.csv",
    }  # fmt: skip


@pytest.mark.slow
def test_the_page_runs_from_top_to_bottom(folder: Path) -> None:
    names: dict[str, Any] = {}
    for block in blocks("python.md", "python"):
        *most, last = re.split(r"\n(?=\S)", block.strip())
        exec("\n".join(most), names)  # our own page
        try:
            value = eval(last, names)
        except SyntaxError:
            exec(last, names)
        else:
            names["_"] = value
    assert names["_"][0]["happy"] + 1
    assert names["again"].to_pandas().equals(names["result"].to_pandas())
    assert_are_files_of_the_page(folder)


@pytest.mark.slow
def test_the_page_runs_in_a_notebook(folder: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    code = [
        *blocks("python.md", "python"),
        "assert _[0]['happy'] + 1",  # What the last block gives.
        "assert again.to_pandas().equals(result.to_pandas())",
        "result.plot()",
    ]
    cells = [nbformat.v4.new_code_cell(block) for block in code]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in cells[-1].outputs), "a picture"
    assert not [output for output in shown if output.output_type == "error"]
    assert_are_files_of_the_page(folder)


def test_the_page_for_r_names_columns_that_there_are(result: svfap.Result) -> None:
    page = "\n".join(blocks("r.md", "r"))
    table = {"timestamp_s", "person_id", "valence", "emo_happy", "status", "coverage", "video"}
    summary = set(re.findall(r'"(\w+)"', page.partition("persons[, c(")[2].partition(")")[0]))
    assert table - {"timestamp_s"} <= set(re.findall(r"\w+", page))
    assert table <= set(result.table.column_names)
    assert summary - {"result"} <= set(result.summary().column_names)
    assert {"name", "unit", "meaning"} <= set(result.facts["table"]["columns"][4])


def test_the_command_line_makes_the_same_files(
    result: svfap.Result, talk: Path, tmp_path: Path
) -> None:
    by_api = result.save(tmp_path / "api").files
    with pytest.raises(SystemExit) as ended:
        app([str(talk), "--out", str(tmp_path / "cli"), "--hop", "0.25"])
    assert ended.value.code in {0, None}
    for path in by_api:
        other = tmp_path / "cli" / path.name
        assert other.exists(), path.name
        if path.suffix == ".csv":
            assert other.read_bytes() == path.read_bytes()


def test_a_summary_is_what_pandas_makes_of_the_table(result: svfap.Result) -> None:
    assert result.summary().num_rows == 1
    assert_is_what_pandas_makes(result.summary().to_pandas(), result.to_pandas())


def test_a_result_of_another_analysis_is_not_lost(result: svfap.Result, tmp_path: Path) -> None:
    other = svfap.analyze(str(result.video), hop_s=0.5, progress=False)
    other.save(tmp_path, svfap.OutputSettings(eaf=True))
    (tmp_path / "talk.mp4.edits.json").write_text("{}")
    before = (tmp_path / "talk.mp4.csv").read_bytes()
    with pytest.raises(svfap.SvfapError, match="another analysis"):
        result.save(tmp_path)
    assert (tmp_path / "talk.mp4.csv").read_bytes() == before
    result.save(tmp_path, overwrite=True)
    assert (tmp_path / "talk.mp4.csv").read_bytes() != before
    assert not (tmp_path / "talk.mp4.eaf").exists(), "of the other analysis"
    assert (tmp_path / "talk.mp4.edits.json").exists()
    result.save(tmp_path)  # Its own files may be written again.


def test_a_stream_gives_every_frame_and_the_rows_of_an_analysis(
    result: svfap.Result, talk: Path
) -> None:
    with svfap.stream(talk, hop_s=0.25) as stream:
        steps = list(stream)
        assert stream.info is not None
    assert [step.frame.index for step in steps] == list(range(result.recording.frame_count))
    rows = [row for step in steps for row in step.results]
    assert [(r.t_s, r.track_id) for r in rows] == [
        (r.t_s, r.track_id) for r in result.recording.results
    ]


def test_a_stream_that_is_left_frees_its_threads(talk: Path) -> None:
    before = threading.active_count()
    with svfap.stream(talk) as stream:
        next(stream)
    assert threading.active_count() == before
    assert list(stream) == []
    with pytest.raises(svfap.SvfapError, match="does not exist"):
        next(svfap.stream("nowhere.mp4"))
    assert threading.active_count() == before


def test_errors_are_values_and_sentences(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"nothing" * 100)
    failure, good = svfap.analyze_many([tmp_path / "broken.mp4", talk], progress=False)
    assert isinstance(failure, svfap.Failure)
    assert isinstance(failure.error, svfap.SvfapError)
    assert isinstance(good, svfap.Result)
    with pytest.raises(svfap.SvfapError, match=r"hop_s.*greater than 0"):
        svfap.analyze(talk, hop_s=-1)
    with pytest.raises(svfap.SvfapError, match="no model"):
        svfap.load_model("nobody")
    with pytest.raises(svfap.SvfapError, match="no result"):
        svfap.read(tmp_path / "broken.mp4")


def test_nothing_is_printed_and_the_root_logger_is_left_alone(
    talk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    handlers = logging.getLogger().handlers[:]
    svfap.analyze(talk)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger().handlers == handlers


def test_two_threads_at_once(result: svfap.Result, talk: Path) -> None:
    found: list[svfap.Result] = []
    threads = [
        threading.Thread(target=lambda: found.append(svfap.analyze(talk, hop_s=0.25)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.table.equals(result.table) for one in found] == [True, True]


ELSEWHERE = """
import sys, time
began = time.perf_counter()
import svfap_core as svfap
took = time.perf_counter() - began
assert "torch" not in sys.modules and "numpy" not in sys.modules, "importing is free"

def rows(video):
    return svfap.analyze(video, hop_s=0.25).table.num_rows

if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        print(rows(sys.argv[1]), *pool.map(rows, [sys.argv[1]]))
"""


def test_a_fresh_interpreter_elsewhere_and_a_pool(
    result: svfap.Result, talk: Path, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(ELSEWHERE)
    done = subprocess.run(
        [sys.executable, str(script), str(talk)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = result.table.num_rows
    assert (done.stdout, done.returncode) == (f"{rows} {rows}\n", 0), done.stderr


def test_an_interrupt_ends_cleanly(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("svfap_core.pipeline.analysis.REPORT_EVERY_S", 0.0)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        svfap.analyze(talk, progress=interrupted)
    assert threading.active_count() == before
