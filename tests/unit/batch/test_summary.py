from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfap_core.batch.ledger import Claim, Job, JobState, Ledger
from svfap_core.batch.output import FolderOutput
from svfap_core.batch.summary import BatchSummary

NAMES = ("b.mp4", "a.mp4", "deep/a.mp4", 'Ä, "quoted".mp4')


def finish(root: Path, ledger: Ledger, name: str, identity: str, columns: str = "x") -> None:
    """A result that the ledger knows as done."""
    final = f"{name}.summary.csv"
    job = Job(input=root / "in", output=name, identity=identity, wanted=(final,))
    claim = ledger.claim(job, again=True)
    assert isinstance(claim, Claim)
    path = root / final
    path.parent.mkdir(parents=True, exist_ok=True)
    header = ["video", "analysis", "person_id", *columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for person in (1, 2):
            writer.writerow([name, identity, person, *(f"{identity} {c}" for c in columns)])
    assert ledger.end(claim, JobState.DONE, made=[final])


def summarised(root: Path) -> str:
    BatchSummary(FolderOutput(root), Ledger(root)).update()
    path = root / "summary.csv"
    return path.read_text("utf-8") if path.exists() else ""


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from("pqr"), st.sampled_from(["x", "xy"]),
                  st.sampled_from(["update", "leave", "cut", "lose"])),
        max_size=8,
    )
)  # fmt: skip
def test_it_is_always_what_the_ledger_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, str]]
) -> None:
    """However results came and went, and whatever became of the table in between."""
    root = tmp_path_factory.mktemp("out")
    ledger = Ledger(root)
    summary = BatchSummary(FolderOutput(root), ledger)
    latest: dict[str, tuple[str, str]] = {}
    for name, identity, columns, then in steps:
        finish(root, ledger, name, identity, columns)
        latest[name] = identity, columns
        table = root / "summary.csv"
        if then == "update":
            summary.update()
        elif then == "cut" and table.exists():
            table.write_bytes(table.read_bytes()[:-5])
        elif then == "lose":
            table.unlink(missing_ok=True)
    rows = list(csv.DictReader(summarised(root).splitlines()))
    assert [(row["result"], row["analysis"], row["person_id"]) for row in rows] == [
        (name, latest[name][0], person) for name in sorted(latest) for person in "12"
    ]
    for row in rows:
        identity, columns = latest[row["result"]]
        assert row["x"] == f"{identity} x"
        assert row.get("y", "") == (f"{identity} y" if "y" in columns else "")


@pytest.mark.logs_warning
def test_a_table_that_cannot_be_written_ends_no_batch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    finish(tmp_path, Ledger(tmp_path), "a.mp4", "p")
    (tmp_path / "a.mp4.summary.csv").unlink()
    assert not summarised(tmp_path)
    assert "could not be brought up to date" in caplog.text
