"""The judges are judged: an input that dies, hangs or is answered wrongly is found by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.batch.batch import FileEnded, FileOutcome
from svfap_core.batch.plan import Planned
from tests.faults.analysing import judged, left_behind
from tests.faults.planted import Planted, prepare_planted
from tests.faults.workers import Pool, Verdict, counted, told


def test_a_crash_and_a_hang_are_blamed_on_their_inputs_and_cost_no_other(tmp_path: Path) -> None:
    batches = [
        [Planted("a"), Planted("b", "crash"), Planted("c"), Planted("d", "hang"), Planted("e")],
        [Planted("f", "crash")],
        [Planted("g")],
    ]
    with Pool(prepare_planted, tmp_path, limit_s=1.0) as pool:
        answers = list(pool.answers(batches))
    verdicts = {answer.name: answer.verdict for answer in answers}
    assert verdicts == dict.fromkeys("aceg", Verdict.RESULTS) | {
        "b": Verdict.CRASH, "d": Verdict.HANG, "f": Verdict.CRASH,
    }  # fmt: skip
    assert counted(answers) == {Verdict.RESULTS: 4, Verdict.CRASH: 2, Verdict.HANG: 1}
    assert "last words" in told(answers)


def ended(outcome: FileOutcome, *, reason: str = "", files: tuple[Path, ...] = ()) -> FileEnded:
    planned = Planned(Path("a.mp4"), "a.mp4")
    return FileEnded(planned=planned, outcome=outcome, reason=reason, files=files)


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("a.mp4 is empty. Copy it again.", Verdict.ERROR),
        ("a.mp4 is empty", Verdict.WRONG),
        ("internal error: KeyError: 'a. B'", Verdict.WRONG),
    ],
)
def test_an_error_must_help(tmp_path: Path, reason: str, verdict: Verdict) -> None:
    assert judged(ended(FileOutcome.FAILED, reason=reason), tmp_path).verdict is verdict


def test_results_must_be_whole_and_failures_leave_nothing(tmp_path: Path) -> None:
    table = tmp_path / "a.mp4.csv"
    done = ended(FileOutcome.DONE, files=(table,))
    assert judged(done, tmp_path).verdict is Verdict.WRONG
    table.write_text("no table")
    assert judged(done, tmp_path).verdict is Verdict.WRONG
    failed = ended(FileOutcome.FAILED, reason="a.mp4 is empty. Copy it again.")
    assert judged(failed, tmp_path).verdict is Verdict.WRONG
    assert judged(ended(FileOutcome.STOPPED), tmp_path).verdict is Verdict.WRONG


def test_what_a_batch_leaves_behind_is_found(tmp_path: Path) -> None:
    (tmp_path / ".svfap" / "staging").mkdir(parents=True)
    (tmp_path / ".svfap" / "ledger.sqlite").touch()
    assert left_behind(tmp_path) == []
    (tmp_path / ".svfap" / "staging" / "x").touch()
    (tmp_path / "a.mp4.csv.part").touch()
    assert left_behind(tmp_path) == ["a.mp4.csv.part", ".svfap/staging"]
