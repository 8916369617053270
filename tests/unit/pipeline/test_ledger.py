from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from svfap_core.errors import OutputError
from svfap_core.pipeline.ledger import Claim, Job, JobState, Ledger
from tests.disk import small_disk


def job(**changes: str) -> Job:
    values = {"output": "a/b.mp4", "content": "c1", "settings": "s1"} | changes
    return Job(input=Path("in/b.mp4"), **values)


def finish(ledger: Ledger, done: Job, folder: Path) -> None:
    assert ledger.claim(done) is Claim.YOURS
    (folder / "b.csv").write_text("x")
    ledger.will_write(done, ["b.csv"])
    ledger.end(done, JobState.DONE)


def test_what_is_done_is_done_once(tmp_path: Path) -> None:
    finish(Ledger(tmp_path), job(), tmp_path)
    assert Ledger(tmp_path).claim(job()) is Claim.DONE
    assert Ledger(tmp_path).claim(job(), again=True) is Claim.YOURS


@pytest.mark.parametrize("changes", [{"content": "c2"}, {"settings": "s2"}])
def test_other_content_or_settings_are_another_job(tmp_path: Path, changes: dict[str, str]) -> None:
    finish(Ledger(tmp_path), job(), tmp_path)
    assert Ledger(tmp_path).claim(job(**changes)) is Claim.YOURS


def test_a_lost_file_is_made_again(tmp_path: Path) -> None:
    finish(Ledger(tmp_path), job(), tmp_path)
    (tmp_path / "b.csv").unlink()
    assert Ledger(tmp_path).claim(job()) is Claim.YOURS


def test_others_may_claim_while_one_asks_a_place_for_its_files(tmp_path: Path) -> None:
    """The place may be far away, and all wait for the lock of the ledger."""
    finish(Ledger(tmp_path), job(), tmp_path)
    other = job(output="other.mp4")

    def exists(_name: str) -> bool:
        assert Ledger(tmp_path).claim(other) is Claim.YOURS
        return True

    assert Ledger(tmp_path, exists).claim(job()) is Claim.DONE


def test_what_another_has_made_again_meanwhile_is_done(tmp_path: Path) -> None:
    finish(Ledger(tmp_path), job(), tmp_path)

    def exists(_name: str) -> bool:
        finish_again(tmp_path)
        return False

    def finish_again(folder: Path) -> None:
        again = Ledger(folder)
        assert again.claim(job(), again=True) is Claim.YOURS
        again.end(job(), JobState.DONE)

    assert Ledger(tmp_path, exists).claim(job()) is Claim.DONE


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.STOPPED])
def test_what_did_not_end_well_is_tried_again(tmp_path: Path, state: JobState) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(job())
    ledger.end(job(), state, error="why")
    assert Ledger(tmp_path).claim(job()) is Claim.YOURS


def _claim_elsewhere(folder: Path, code: str) -> subprocess.Popen[str]:
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from svfap_core.pipeline.ledger import Job, Ledger\n"
        f"job = Job(input=Path('in/b.mp4'), output='a/b.mp4', content='c1', settings='s1')\n"
        f"print(Ledger(Path({str(folder)!r})).claim(job).value, flush=True)\n{code}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )


def test_a_living_process_keeps_its_claim_and_a_killed_one_loses_it(tmp_path: Path) -> None:
    with _claim_elsewhere(tmp_path, "sys.stdin.read()") as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == Claim.YOURS
        assert Ledger(tmp_path).claim(job()) is Claim.BUSY
        other.kill()
        other.wait()
        assert Ledger(tmp_path).claim(job()) is Claim.YOURS


def test_two_runs_of_one_process_do_not_share_a_claim(tmp_path: Path) -> None:
    first, second = Ledger(tmp_path), Ledger(tmp_path)
    assert first.claim(job()) is Claim.YOURS
    assert second.claim(job()) is Claim.BUSY
    assert not second.is_abandoned(first.owner)
    assert first.claim(job()) is Claim.YOURS
    owner = first.owner
    del first
    assert second.is_abandoned(owner)
    assert second.claim(job()) is Claim.YOURS


def test_the_results_of_a_job_are_known_by_name(tmp_path: Path) -> None:
    finish(Ledger(tmp_path), job(), tmp_path)
    assert Ledger(tmp_path).files(job()) == ["b.csv"]
    assert Ledger(tmp_path).files(job(output="other")) == []


def test_a_killed_run_still_owns_the_files_it_was_moving(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(job())
    ledger.will_write(job(), ["b.csv", "b.json"])
    del ledger
    later = Ledger(tmp_path)
    assert later.claim(job()) is Claim.YOURS
    assert later.owns(job(), "b.json")
    assert not later.owns(job(), "other.json")


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
    assert ledger.claim(job()) is Claim.YOURS


def test_a_claim_is_not_taken_from_a_process_that_the_system_tells_nothing_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is without a file handle left to read /proc."""
    with _claim_elsewhere(tmp_path, "sys.stdin.read()") as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == Claim.YOURS
        ledger = Ledger(tmp_path)
        monkeypatch.setattr("svfap_core.pipeline.ledger._start_of", lambda _pid: "")
        assert ledger.claim(job()) is Claim.BUSY
        other.kill()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another folder"):
        Ledger(tmp_path / "file" / "out")
