"""Only what was looked at is called anonymised."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from svfap_core.anonymise import report as module
from svfap_core.anonymise.doubts import Doubt, Reason
from svfap_core.anonymise.report import (
    HidingReport,
    read_report,
    settle,
    stretches_of,
    video_paths,
    write_report,
)
from svfap_core.errors import SvfapError
from svfap_core.settings import AnonymiseSettings

DOUBTS = (Doubt(11.0, 12.0, (Reason.VANISHED,)), Doubt(13.0, 13.5, (Reason.GAP, Reason.FAINT)))


def report(*doubts: Doubt) -> HidingReport:
    return HidingReport(
        begins_s=10.0,
        end_s=20.0,
        videos=("copy", "overlay"),
        settings=AnonymiseSettings(effect="box"),
        detector="script",
        frames=250,
        frames_with_faces=200,
        stretches=stretches_of(doubts),
    )


def made(folder: Path, *doubts: Doubt) -> Path:
    """A report with its videos."""
    base = folder / "talk.mp4"
    for video in video_paths(base, report(*doubts)):
        video.write_bytes(b"video")
    return write_report(base, report(*doubts))[-1]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.mp4")}


DOUBTFUL = {"talk.mp4.faces-hidden.mp4", "talk.mp4.overlay.faces-hidden.mp4"}
CLEAR = {"talk.mp4.anonymised.mp4", "talk.mp4.overlay.anonymised.mp4"}


def test_without_a_doubt_videos_are_anonymised(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert names(tmp_path) == CLEAR
    assert read_report(path).title == "Anonymised"


def test_a_doubt_keeps_the_word_out_of_names_and_title(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    assert names(tmp_path) == DOUBTFUL
    assert "nonymised" not in read_report(path).title


def test_the_last_review_ends_it(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    once = read_report(path).reviewed([1], "hidden", by="Ada", note="a lamp")
    assert settle(path, once) == [tmp_path / name for name in sorted(DOUBTFUL)]
    twice = read_report(path).reviewed([2], "hidden", by="Bob")
    settle(path, twice)
    assert names(tmp_path) == CLEAR
    kept = read_report(path)
    assert kept.title == "Anonymised"
    first, second = (stretch.reviews[-1] for stretch in kept.stretches)
    assert (first.by, first.note, second.by) == ("Ada", "a lamp", "Bob")
    assert first.at.endswith("+00:00")


def test_a_face_that_shows_takes_the_word_away_again(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    settle(path, read_report(path).reviewed([1, 2], "hidden", by="Ada"))
    settle(path, read_report(path).reviewed([2], "exposed", by="Bob"))
    assert names(tmp_path) == DOUBTFUL
    assert "nonymised" not in read_report(path).title
    assert [len(each.reviews) for each in read_report(path).stretches] == [1, 2]


@pytest.mark.parametrize(("numbers", "by"), [([0], "Ada"), ([3], "Ada"), ([1], " ")])
def test_a_review_is_of_a_stretch_and_by_somebody(numbers: list[int], by: str) -> None:
    with pytest.raises(SvfapError):
        report(*DOUBTS).reviewed(numbers, "hidden", by=by)


def test_an_interrupted_end_never_says_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names say less than the report or the same, wherever it broke off; again, and it is whole."""

    class KilledError(Exception):
        pass

    def fail(*paths: object) -> None:
        raise KilledError

    path = made(tmp_path, *DOUBTS)
    whole = read_report(path).reviewed([1, 2], "hidden", by="Ada")
    with monkeypatch.context() as patch:
        patch.setattr(module, "replace", fail)
        with pytest.raises(KilledError):
            settle(path, whole)
    assert names(tmp_path) == DOUBTFUL
    assert read_report(path).is_anonymised
    settle(path, read_report(path))
    assert names(tmp_path) == CLEAR
    exposed = whole.reviewed([1], "exposed", by="Bob")
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_report", fail)
        with pytest.raises(KilledError):
            settle(path, exposed)
    assert names(tmp_path) == DOUBTFUL


def test_the_list_has_times_of_both_videos_and_reasons(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["start_s"], row["video_start_s"]) for row in rows] == [
        ("11.000000", "1.000000"), ("13.000000", "3.000000"),
    ]  # fmt: skip
    assert "vanishes" in rows[0]["reasons"]
    assert "faintly" in rows[1]["reasons"]


def test_a_report_names_no_path(tmp_path: Path) -> None:
    text = made(tmp_path, *DOUBTS).read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert json.loads(text)["report_version"] == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_what_is_no_report_is_called_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.mp4.hidden-faces.json"
    path.write_bytes(content)
    with pytest.raises(SvfapError, match="hidden-faces"):
        read_report(path)
    path.unlink()
    with pytest.raises(SvfapError):
        read_report(path)
