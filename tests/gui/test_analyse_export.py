"""The Analyse page over the real pipeline: what is exported."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import (
    Qt,
)
from pytestqt.qtbot import QtBot

from svfap_core.anonymise.report import read_report
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.review_dialog import ReviewDialog
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig  # noqa: F401  # fixtures

# -- export ------------------------------------------------------------------------------------


def test_the_range_is_exported_in_the_background(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    done.document.set_range(TimeRange(2.0, 6.0))
    done.settle()
    toasts: list[object] = []
    done.state.toasted.connect(toasts.append)
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.range_only.isChecked()
    for key in ("csv", "eaf", "overlay", "svg"):
        dialog.kinds[key].setChecked(True)
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert done.activities.running
    done.until(lambda: not done.view.exporting.active)
    names = {path.name for path in (done.folder / "out").iterdir()}
    assert names == {
        "part.csv", "part.eaf", "part.curves.png", "part.curves.svg", "part.overlay.mp4"
    }  # fmt: skip
    with (done.folder / "out" / "part.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert "Anna" in {row["person_name"] for row in rows}
    assert len(toasts) == 1


def test_an_export_with_hidden_faces_asks_to_look_at_what_is_in_doubt(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(2.0, 2.4))
    done.settle()
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.hiding.visible.count() == len(done.document.lanes.lanes)
    for key, box in dialog.kinds.items():
        box.setChecked(key == "hidden")
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    done.until(lambda: not done.view.exporting.active)
    report = read_report(done.folder / "out" / "part.hidden-faces.json")
    assert report.frames_with_faces == report.frames
    assert report.begins_s == pytest.approx(2.0, abs=0.05)
    if report.is_anonymised:  # As the detector sees the drawn heads.
        assert (done.folder / "out" / "part.anonymised.mp4").is_file()
        return
    review = done.dialog(ReviewDialog)
    assert isinstance(review, ReviewDialog)
    assert done.player.position_s == pytest.approx(report.stretches[0].start_s, abs=0.1)


def test_statistics_are_exported_under_the_edits_as_they_are_now(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(2.0, 6.0))
    done.settle()
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    for key, box in dialog.kinds.items():
        box.setChecked(key == "statistics")
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.document.change("exclude", done.edits.exclude(TimeRange(3.0, 5.0)))
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    done.until(lambda: not done.view.exporting.active)
    with (done.folder / "out" / "part.statistics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    person = done.document.person
    done.settle()
    shown = done.document.statistics
    assert shown is not None
    assert 0 < shown.seconds <= 2.0
    of_shown = {row["score"]: row for row in rows if row["person_id"] == str(person)}
    for name in ("happy", "sad"):
        row = of_shown[f"emo_{name}"]
        assert float(row["trusted_s"]) == pytest.approx(shown.seconds, abs=1e-5)
        assert float(row["mean"]) == pytest.approx(shown.scores[name].mean, abs=1e-5)


def test_an_export_that_would_replace_files_says_so(done: AnalyseRig) -> None:
    (done.folder / "out").mkdir()
    (done.folder / "out" / "part.csv").write_text("mine", encoding="utf-8")
    dialog = ExportDialog("part", done.folder / "out", None, has_video=False)
    done.qtbot.addWidget(dialog)
    assert "part.csv" in dialog.warning.text()
    assert not dialog.range_only.isEnabled()
    assert not dialog.kinds["overlay"].isEnabled()
    dialog.name.setText("  ")
    assert not dialog.export.isEnabled()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CON", "Call it CON_"),
        ("talk.", "Call it talk,"),
        ("4:30?", "Call it 4_30_"),
        ("a/b", "Call it a_b"),
        ("..", "Choose one without"),
        ("a" * 300, "Choose a shorter name"),
    ],
)
def test_the_dialog_says_which_name_will_do_before_it_can_be_exported(
    qtbot: QtBot, tmp_path: Path, name: str, said: str
) -> None:
    dialog = ExportDialog("part", tmp_path, None, has_video=False)
    qtbot.addWidget(dialog)
    assert dialog.export.isEnabled()
    dialog.name.setFocus()
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, name)
    assert said in dialog.warning.text()
    assert not dialog.export.isEnabled()
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "talk 2")
    assert not dialog.warning.text()
    assert dialog.export.isEnabled()
    dialog.folder.setText(str(tmp_path / "aux"))
    assert "Call it aux_" in dialog.warning.text()
    assert not dialog.export.isEnabled()
