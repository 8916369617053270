from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from svfap_core.batch.ledger import Claim, Job, JobState, Ledger, NotClaimed
from svfap_core.errors import OutputError
from tests.disk import small_disk


def job(output: str = "a/b.mp4", identity: str = "i1", wanted: tuple[str, ...] = ("b.csv",)) -> Job:
    return Job(input=Path("in/b.mp4"), output=output, identity=identity, wanted=wanted)


def take(ledger: Ledger, wanted: Job, *, again: bool = False) -> Claim:
    claim = ledger.claim(wanted, again=again)
    assert isinstance(claim, Claim)
    return claim


def finish(ledger: Ledger, claim: Claim, folder: Path) -> None:
    names = claim.job.wanted
    assert ledger.will_write(claim, names)
    for name in names:
        (folder / name).write_text("x")
    assert ledger.end(claim, JobState.DONE, made=names)


def do(folder: Path, wanted: Job) -> None:
    ledger = Ledger(folder)
    finish(ledger, take(ledger, wanted), folder)


def test_what_is_done_is_done_once(tmp_path: Path) -> None:
    do(tmp_path, job())
    assert Ledger(tmp_path).claim(job()) is NotClaimed.DONE
    take(Ledger(tmp_path), job(), again=True)


def test_another_analysis_is_another_job(tmp_path: Path) -> None:
    do(tmp_path, job())
    claim = take(Ledger(tmp_path), job(identity="i2"))
    assert claim.files == {"b.csv": "i1"}
    assert claim.made == set()


def test_a_lost_file_is_made_again(tmp_path: Path) -> None:
    do(tmp_path, job())
    (tmp_path / "b.csv").unlink()
    take(Ledger(tmp_path), job())


def test_what_was_not_wanted_before_is_still_to_be_made(tmp_path: Path) -> None:
    do(tmp_path, job())
    more = job(wanted=("b.csv", "b.eaf"))
    ledger = Ledger(tmp_path)
    claim = take(ledger, more)
    assert claim.made == {"b.csv"}
    assert ledger.will_write(claim, ["b.eaf"])
    (tmp_path / "b.eaf").write_text("x")
    assert ledger.end(claim, JobState.DONE, made=["b.eaf"])
    assert Ledger(tmp_path).claim(more) is NotClaimed.DONE
    assert Ledger(tmp_path).claim(job()) is NotClaimed.DONE


def test_an_analysis_that_never_got_to_its_files_costs_none(tmp_path: Path) -> None:
    do(tmp_path, job())
    ledger = Ledger(tmp_path)
    assert ledger.end(take(ledger, job(identity="i2")), JobState.FAILED, error="why")
    assert ledger.claim(job()) is NotClaimed.DONE


def test_others_may_claim_while_one_asks_a_place_for_its_files(tmp_path: Path) -> None:
    """The place may be far away, and all wait for the lock of the ledger."""
    do(tmp_path, job())
    other = job(output="other.mp4")

    def exists(_name: str) -> bool:
        take(Ledger(tmp_path), other)
        return True

    assert Ledger(tmp_path, exists).claim(job()) is NotClaimed.DONE


def test_what_another_has_made_again_meanwhile_is_done(tmp_path: Path) -> None:
    do(tmp_path, job())
    (tmp_path / "b.csv").unlink()

    def exists(name: str) -> bool:
        there = (tmp_path / name).exists()
        if not there:
            do(tmp_path, job())
        return there

    assert Ledger(tmp_path, exists).claim(job()) is NotClaimed.DONE


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.STOPPED])
def test_what_did_not_end_well_is_tried_again(tmp_path: Path, state: JobState) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.end(take(ledger, job()), state, error="why")
    take(Ledger(tmp_path), job())


def _claim_elsewhere(folder: Path, code: str) -> subprocess.Popen[str]:
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from svfap_core.batch.ledger import Job, Ledger\n"
        "job = Job(input=Path('in/b.mp4'), output='a/b.mp4', identity='i1', wanted=('b.csv',))\n"
        f"claim = Ledger(Path({str(folder)!r})).claim(job)\n"
        f"print(type(claim).__name__, flush=True)\n{code}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )


def test_a_living_process_keeps_its_claim_and_a_killed_one_loses_it(tmp_path: Path) -> None:
    with _claim_elsewhere(tmp_path, "sys.stdin.read()") as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "Claim"
        assert Ledger(tmp_path).claim(job()) is NotClaimed.BUSY
        other.kill()
        other.wait()
        take(Ledger(tmp_path), job())


def test_two_runs_of_one_process_do_not_share_a_claim(tmp_path: Path) -> None:
    first, second = Ledger(tmp_path), Ledger(tmp_path)
    take(first, job())
    assert second.claim(job()) is NotClaimed.BUSY
    assert not second.is_abandoned(first.owner)
    take(first, job())
    owner = first.owner
    del first
    assert second.is_abandoned(owner)
    take(second, job())


def test_a_killed_run_still_owns_the_files_it_was_moving(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.will_write(take(ledger, job()), ["b.csv", "b.json"])
    (tmp_path / "b.csv").write_text("x")
    del ledger
    claim = take(Ledger(tmp_path), job())
    assert claim.files == {"b.csv": "", "b.json": ""}


def test_results_of_another_analysis_are_owned_until_they_are_replaced(tmp_path: Path) -> None:
    do(tmp_path, job(wanted=("b.csv", "b.eaf")))
    ledger = Ledger(tmp_path)
    claim = take(ledger, job(identity="i2"))
    assert claim.files == {"b.csv": "i1", "b.eaf": "i1"}
    finish(ledger, claim, tmp_path)
    assert take(ledger, job(identity="i3")).files == {"b.csv": "i2"}


def test_a_claim_counts_no_longer_once_there_is_a_newer_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    old, new = take(ledger, job()), take(ledger, job(identity="i2"))
    assert (old.generation, new.generation) == (1, 2)
    assert not ledger.holds(old)
    assert not ledger.renew(old)
    assert not ledger.will_write(old, ["b.csv"])
    for state in JobState:
        assert not ledger.end(old, state, made=["b.csv"])
    assert ledger.holds(new)
    finish(ledger, new, tmp_path)
    assert not ledger.holds(new)
    assert not ledger.end(new, JobState.FAILED)
    assert ledger.claim(job(identity="i2")) is NotClaimed.DONE


def ledger_of_version_1(folder: Path, files: list[str]) -> None:
    (folder / ".svfap").mkdir()
    with closing(sqlite3.connect(folder / ".svfap" / "ledger.sqlite")) as db, db:
        db.execute(
            "CREATE TABLE jobs (output TEXT PRIMARY KEY, input TEXT NOT NULL,"
            " content TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL,"
            " files TEXT NOT NULL DEFAULT '[]', error TEXT NOT NULL DEFAULT '',"
            " owner TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT"
        )
        db.execute(
            "INSERT INTO jobs VALUES ('a/b.mp4', 'in/b.mp4', 'c', 's', 'done', ?, '', 'h:1:2.0',"
            " '2026-01-01T00:00:00+00:00')",
            (json.dumps(files),),
        )


def test_what_an_earlier_version_did_is_analysed_again_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("old")
    ledger_of_version_1(tmp_path, ["b.csv", "b.json"])
    claim = take(Ledger(tmp_path), job())
    assert claim.files == {"b.csv": "", "b.json": ""}
    assert claim.generation == 1


def test_an_empty_ledger_of_an_earlier_version_can_be_used(tmp_path: Path) -> None:
    ledger_of_version_1(tmp_path, [])
    assert take(Ledger(tmp_path), job()).files == {}


def test_a_ledger_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    Ledger(tmp_path)
    with closing(sqlite3.connect(tmp_path / ".svfap" / "ledger.sqlite")) as db, db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(OutputError, match=r"later version.*Update"):
        Ledger(tmp_path)


def test_a_damaged_ledger_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / ".svfap").mkdir()
    (tmp_path / ".svfap" / "ledger.sqlite").write_bytes(os.urandom(4096))
    with pytest.raises(OutputError, match=r"ledger\.sqlite.*damaged, delete it"):
        Ledger(tmp_path)


def test_a_full_disk_is_no_reason_to_delete_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with small_disk(0), pytest.raises(OutputError) as caught:
        ledger.claim(job())
    assert "ledger.sqlite" in str(caught.value)
    assert "delete" not in caught.value.hint
    take(ledger, job())


def test_a_claim_is_not_taken_from_a_process_that_the_system_tells_nothing_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is without a file handle left to read /proc."""
    with _claim_elsewhere(tmp_path, "sys.stdin.read()") as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "Claim"
        ledger = Ledger(tmp_path)
        monkeypatch.setattr("svfap_core.batch.owners.process_start", lambda _pid: "")
        assert ledger.claim(job()) is NotClaimed.BUSY
        other.kill()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another folder"):
        Ledger(tmp_path / "file" / "out")
