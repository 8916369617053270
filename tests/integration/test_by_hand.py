"""One person's way through the Analyse view, by real keys and clicks in a real X server."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from svfap_core.results.reading import read_result
from tests.integration.by_hand import MANY
from tests.integration.coding_by_hand import CODES
from tests.integration.crossings import HEIGHT, WIDTH, Crossing, Walker
from tests.media import even_times, write_video
from tests.shared_data import shared

LIMIT_S = 300
FOUND = (2, 15, 14, 25, 24, 35, 29, 38, 19, 26)
"""Heads that are found when they are small, too."""


@pytest.mark.slow
@pytest.mark.timeout(LIMIT_S + 30)
def test_a_clip_is_opened_analysed_marked_merged_and_exported_by_hand(tmp_path: Path) -> None:
    video = shutil.copy(shared("data/clips/two_men_small.mp4"), tmp_path / "talk.mp4")
    ended = by_hand(video, tmp_path, "use")
    assert ended.returncode == 0, ended.stdout + ended.stderr

    out = tmp_path / "out"
    names = {path.name for path in out.iterdir()}
    assert names == {"talk export.csv", "talk export.curves.png", "talk export.markers.csv"}
    rows = _rows(out / "talk export.csv")
    assert len({row["track_id"] for row in rows}) == 2
    assert {row["person_id"] for row in rows} == {"1"}
    [marker] = _rows(out / "talk export.markers.csv")
    assert marker["text"] == "second question"
    assert float(marker["timestamp_s"]) == pytest.approx(5.0, abs=0.3)

    kept = read_result(tmp_path / "results" / "talk.mp4.csv")
    assert len({kept.edits.person_of(track, 1.0) for track in kept.recording.track_ids}) == 1
    assert [m.text for m in kept.edits.markers] == ["second question"]


@pytest.mark.slow
@pytest.mark.timeout(2 * LIMIT_S + 30)
def test_all_work_is_there_after_the_window_was_killed(tmp_path: Path) -> None:
    video = crowd(tmp_path / "talk.mp4")
    killed = by_hand(video, tmp_path, "killed")
    assert "all is written" in killed.stdout, killed.stdout + killed.stderr
    assert killed.returncode != 0
    after = by_hand(video, tmp_path, "after")
    assert after.returncode == 0, after.stdout + after.stderr
    rows = _rows(tmp_path / "out" / "talk export.csv")
    assert len({row["track_id"] for row in rows if row["track_id"]}) >= MANY
    assert {row["person_name"] for row in rows if row["person_id"]} == {"Anna"}
    assert {row["excluded"] for row in rows} == {"0", "1"}
    [marker] = _rows(tmp_path / "out" / "talk export.markers.csv")
    assert marker["text"] == "before the analysis"


def crowd(path: Path) -> Path:
    """Drawn people in two rows, who stand for two seconds and a half; more than are needed."""
    places = [(64 + 128 * (n % 5), 85 if n < 5 else 265) for n in range(len(FOUND))]
    stand = (Walker(h, ((0.0, *xy),), 90) for h, xy in zip(FOUND, places, strict=True))
    frames = [frame for frame, _ in Crossing("nobody walks", tuple(stand), 10, 2.5).frames()]
    times_s = [frame.t_s for frame in frames]
    return write_video(path, times_s, size=(WIDTH, HEIGHT), draw=lambda n: frames[n].rgb)


@pytest.mark.slow
@pytest.mark.timeout(LIMIT_S + 30)
def test_codes_made_while_a_video_plays_are_exported_and_imported_again_by_hand(
    tmp_path: Path,
) -> None:
    video = write_video(tmp_path / "talk.mp4", even_times(1500, 12.5))
    ended = by_hand(video, tmp_path, module="tests.integration.coding_by_hand")
    print(ended.stdout)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("a code is made while the video plays") == CODES
    assert ended.stdout.count("identical") == 2


def by_hand(
    video: str | Path, folder: Path, *part: str, module: str = "tests.integration.by_hand"
) -> subprocess.CompletedProcess[str]:
    """Use the window as a person does, in an X server of its own."""
    for program in ("xvfb-run", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: make test-slow and make test install it")
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", sys.executable]
    return subprocess.run(
        [*command, "-m", module, str(video), str(folder), *part],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
