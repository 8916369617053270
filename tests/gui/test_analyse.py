"""The Analyse page over the real pipeline: what is opened, analysed and played."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import (
    Qt,
)

from svfap_core.batch.batch import Batch
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import Planned
from svfap_core.inference.model_folder import read_card
from svfap_core.pipeline.engine import Engine
from svfap_core.results.edits import Marker
from svfap_core.settings import AnalysisSettings, OutputSettings
from svfap_core.sources.content import content_bytes
from svfap_core.types import Box
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.prompts import parse_time
from svfap_gui.parts.primary import is_primary
from tests import media
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig, saved  # noqa: F401  # fixtures
from tests.gui.fakes import newest
from tests.gui.results import Appearance, recording_of, write_result
from tests.shared_data import shared

# -- opening and analysing ---------------------------------------------------------------------


def test_the_empty_page_teaches_the_first_step(rig: AnalyseRig) -> None:
    assert rig.view.empty.isVisible()
    assert not rig.view.commands["play"].isEnabled()
    assert not rig.view.commands["export"].isEnabled()
    assert rig.view.commands["open-video"].isEnabled()


def test_a_video_is_played_then_analysed_and_its_files_lie_in_the_folder(
    rig: AnalyseRig, clip: Path
) -> None:
    clip = Path(shutil.copy(shared("data/clips/single_face.mp4"), clip))
    rig.open(clip)
    assert rig.document.phase is AnalysePhase.READY
    assert rig.window.windowTitle().startswith("talk.mp4")
    assert rig.view.canvas._rgb is not None
    assert is_primary(rig.view.bar.analyse)
    rig.document.change("Add marker", rig.edits.add_marker(Marker(t_s=1.0, text="smile")))
    shares: list[float] = []
    rig.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [activity] = rig.activities.running
    activity.changed.connect(lambda: shares.append(activity.share or 0.0))
    lengths: list[float] = []
    rig.document.derived.connect(
        lambda derived: lengths.append(derived.lanes.analysed_s if derived else 0.0)
    )
    assert rig.view.bar.cancel.isVisible()
    assert not rig.view.bar.analyse.isVisible()
    rig.until(lambda: rig.document.phase is AnalysePhase.DONE)
    rig.settle()
    assert not is_primary(rig.view.bar.analyse)
    assert shares == sorted(shares)
    assert lengths == sorted(lengths)
    assert not rig.activities.running
    names = {path.name for path in (rig.folder / "results").iterdir()}
    assert {f"talk.mp4{e}" for e in (".csv", ".parquet", ".json", ".tracks.parquet")} <= names
    assert len(rig.document.lanes.lanes) == rig.view.inspector.persons.count() == 1
    assert rig.document.statistics is not None
    assert rig.view.thumbnails.of(rig.document.person or 0) is not None
    assert saved(rig).markers == (Marker(t_s=1.0, text="smile"),)
    assert saved(rig).analysis
    assert rig.view.commands["undo"].isEnabled()


def test_a_result_of_a_folder_of_images_is_analysed_again(rig: AnalyseRig, model: Path) -> None:
    folder, out = rig.folder / "s1", rig.folder / "results"
    media.write_images(folder, 6)
    settings = AnalysisSettings()
    job = FileJob(
        lambda: Engine.load(str(model), "cpu", settings), read_card(model), settings,
        OutputSettings(),
    )  # fmt: skip
    Batch(out, job, lambda _: None).run([Planned(folder, "s1")])
    rig.open(out / "s1.csv")
    assert rig.document.video == folder
    before = (out / "s1.csv").stat().st_mtime_ns
    rig.document.analyse(again=True)
    rig.until(lambda: rig.document.activity is None and rig.document.phase is AnalysePhase.DONE)
    rig.settle()
    assert not [notice for notice in rig.view.notices.shown if notice.error]
    assert (out / "s1.csv").stat().st_mtime_ns > before
    assert rig.document.base == out / "s1"
    assert rig.document.facts["source"]["file_bytes"] == content_bytes(folder)


def test_the_bar_says_how_far_an_analysis_is(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/expression_change.mp4"))
    rig.view.commands["analyse"].trigger()
    bar = rig.view.bar
    assert bar.text.text() == "Loading the model…"
    rig.until(lambda: "%" in bar.text.text())
    rig.view.commands["cancel"].trigger()
    rig.until(lambda: rig.document.phase is not AnalysePhase.ANALYSING)
    assert "%" not in bar.text.text()


def test_a_cancelled_analysis_leaves_no_file_but_stays_in_sight(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/expression_change.mp4"))
    rig.view.commands["analyse"].trigger()
    rig.until(lambda: rig.document.lanes.lanes)
    rig.view.commands["cancel"].trigger()
    rig.until(lambda: rig.document.phase is AnalysePhase.CANCELLED)
    rig.settle()
    left = [p for p in (rig.folder / "results").rglob("*") if p.is_file()]
    assert [path.name for path in left] == ["ledger.sqlite"]
    assert rig.document.lanes.lanes
    assert "not saved" in rig.view.bar.text.text()
    rig.view.commands["close"].trigger()
    assert rig.view.empty.isVisible()
    assert not rig.document.lanes.lanes


def test_the_same_video_is_found_again_under_another_name(done: AnalyseRig) -> None:
    other = shutil.copy(done.folder / "talk.mp4", done.folder / "copy of talk.mp4")
    done.open(Path(other))
    assert done.document.phase is AnalysePhase.DONE
    assert done.document.base == done.folder / "results" / "talk.mp4"


def test_the_stream_that_was_analysed_is_shown(rig: AnalyseRig) -> None:
    path = rig.folder / "meeting.mkv"
    media.ffmpeg(*media.drawn(10, 2, (320, 192)), *media.drawn(10, 2), "-map", 0, "-map", 1, path)
    recording = recording_of(
        path.name, media.even_times(20, 10), [Appearance(1, 0.0, 2.0, Box(20, 20, 80, 80))]
    )
    write_result(rig.folder / "results", path, recording)
    sidecar = rig.folder / "results" / "meeting.mkv.json"
    facts = json.loads(sidecar.read_text())
    facts["source"]["video_stream"] = 1
    sidecar.write_text(json.dumps(facts))
    rig.open(path)
    rig.until(lambda: rig.view.player.info is not None and rig.view.player.info.width_px == 160)
    rig.settle()
    assert rig.view.player.info is not None
    assert rig.view.player.info.video_stream == 1


def test_another_video_of_that_name_does_not_overwrite_the_result(done: AnalyseRig) -> None:
    before = (done.folder / "results" / "talk.mp4.csv").read_bytes()
    (done.folder / "other").mkdir()
    other = shutil.copy(shared("data/clips/single_face.mp4"), done.folder / "other" / "talk.mp4")
    done.open(Path(other))
    assert done.document.phase is AnalysePhase.READY
    done.view.commands["analyse"].trigger()
    done.until(lambda: done.document.phase is AnalysePhase.DONE)
    assert (done.folder / "results" / "talk.mp4.csv").read_bytes() == before
    assert done.document.base is not None
    assert done.document.base.parent.parent == done.folder / "results"


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".tracks.parquet"])
def test_any_file_of_a_result_opens_it_with_its_video(done: AnalyseRig, ending: str) -> None:
    done.view.commands["close"].trigger()
    path = done.folder / "results" / f"talk.mp4{ending}"
    assert done.view.takes(path)
    done.open(path)
    assert done.document.phase is AnalysePhase.DONE
    assert done.document.lanes.lanes


def test_a_result_without_its_video_can_be_told_where_it_is(done: AnalyseRig) -> None:
    done.view.commands["close"].trigger()
    (done.folder / "talk.mp4").rename(done.folder / "moved.mp4")
    done.open(done.folder / "results" / "talk.mp4.csv")
    assert done.document.video is None
    assert done.view.commands["find-video"].isEnabled()
    assert done.view.timeline.window_shown.length_s == pytest.approx(8.67, abs=0.1)
    done.document.use_video(done.folder / "moved.mp4")
    done.settle()
    assert done.view.canvas._rgb is not None
    assert done.edits.video.endswith("moved.mp4")


def test_what_is_no_video_says_what_to_do(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/no_index.mp4"))
    rig.until(lambda: bool(rig.view.notices.shown))
    banner = newest(rig.view)
    assert banner.isVisible()
    assert "moov" in banner.text.text()
    assert banner.hint.text()
    broken = rig.folder / "broken.csv"
    broken.write_text("a,b\n1,2\n", encoding="utf-8")
    rig.window.door.open(broken)
    rig.until(lambda: rig.document.phase is AnalysePhase.EMPTY)
    assert "broken.csv" in newest(rig.view).text.text()


def test_a_result_that_lacks_a_file_says_so(done: AnalyseRig) -> None:
    sidecar = done.folder / "results" / "talk.mp4.json"
    missing = [{"file": "talk.mp4.overlay.mp4", "reason": "the disk is full"}]
    sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | {"failed": missing}))
    done.view.commands["close"].trigger()
    done.open(sidecar)
    assert done.view.bar.text.text().endswith(", incomplete")
    reason = "talk.mp4.overlay.mp4 could not be made: the disk is full"
    assert done.view.bar.text.toolTip() == reason
    assert newest(done.view).isVisible()
    assert reason in newest(done.view).hint.text()


def test_what_a_result_says_of_its_video_is_shown_until_it_is_closed(done: AnalyseRig) -> None:
    notices = done.view.notices
    assert not notices.shown
    sidecar = done.folder / "results" / "talk.mp4.json"
    said = ["timestamp_s is said of every result.", "The video ends at 1.5 of 2.4 s."]
    facts = {**json.loads(sidecar.read_text()), "notes": said}
    sidecar.write_text(json.dumps(facts))
    done.open(done.folder / "talk.mp4")
    notes = newest(done.view)
    assert notes.isVisible()
    assert notes.hint.text() == said[1]
    done.qtbot.mouseClick(notes.close_button, Qt.MouseButton.LeftButton)
    done.document.document_changed.emit()
    assert not notices.shown
    done.open(done.folder / "results" / "talk.mp4.csv")
    assert newest(done.view).hint.text() == said[1]
    done.view.commands["close"].trigger()
    assert not notices.shown
    sidecar.write_text(json.dumps({**facts, "notes": [f"Note {n}." for n in range(20)]}))
    done.open(done.folder / "talk.mp4")
    notes = newest(done.view)
    assert notes.hint.text().splitlines()[-1] == "… and 14 more"
    assert "Note 19." in notes.hint.toolTip()


# -- keys --------------------------------------------------------------------------------------


def test_every_key_of_the_player(done: AnalyseRig) -> None:
    player = done.view.player

    def after(*keys: object) -> float:
        for key in keys:
            done.press(key)  # type: ignore[arg-type]
        done.settle()
        return player.position_s

    gap_s = 377 / 4500
    assert after(Qt.Key.Key_Right, Qt.Key.Key_Right) == pytest.approx(2.0, abs=gap_s)
    here_s = player.position_s
    assert after(".") == pytest.approx(here_s + gap_s, abs=0.01)
    assert after(",", ",") == pytest.approx(here_s - gap_s, abs=0.01)
    assert after(Qt.Key.Key_Left) == pytest.approx(1.0, abs=2 * gap_s)
    assert after(Qt.Key.Key_End) == pytest.approx(8.67, abs=0.01)
    assert after(Qt.Key.Key_Home) == 0.0
    done.press(Qt.Key.Key_Space)
    assert player.playing
    done.press("l")
    done.press("l")
    assert player.speed == 2.0
    done.press("j")
    assert player.speed == 1.5
    done.press("k")
    assert (player.playing, player.speed) == (False, 1.0)


def test_the_playhead_is_in_step_with_picture_boxes_and_time(done: AnalyseRig) -> None:
    view = done.view
    view.player.seek(4.0)
    done.settle()
    assert view.frames.frame is not None
    assert view.timeline._position_s == view.frames.frame.t_s == view.player.position_s
    assert view.transport.time.text().startswith("0:04.00")
    population = done.document.population
    assert population is not None
    faces = population.at(view.frames.frame.t_s)
    assert [mark.track_id for mark in view.canvas._marks] == [face.person_id for face in faces]
    assert len(faces) == 2


def test_go_to_a_time(done: AnalyseRig) -> None:
    done.press("g")
    done.answer("0:05.5")
    done.settle()
    assert done.view.player.position_s == pytest.approx(5.5, abs=0.1)
    done.press("g")
    done.answer("soon")
    assert "soon" in newest(done.view).text.text()


@pytest.mark.parametrize(
    ("text", "t_s"),
    [("7", 7), ("1:30", 90), ("1:02:03.5", 3723.5), ("0,5", 0.5), ("x", None), ("1:2:3:4", None)],
)
def test_times_are_read_as_people_write_them(text: str, t_s: float | None) -> None:
    assert parse_time(text) == t_s
