"""Videos with hidden faces in Analyse: asked for, written, and stepped through."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from svfap_core.anonymise.report import read_report
from svfap_core.results.files import HIDING_ENDING
from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.export_run import endings_of
from svfap_gui.analyse.hiding_options import HidingOptions
from svfap_gui.analyse.review_dialog import ReviewDialog
from tests.unit.anonymise.test_report import CLEAR, DOUBTFUL, DOUBTS, made, names


def test_who_is_ticked_stays_visible(qtbot: QtBot) -> None:
    options = HidingOptions({3: "Anna", 7: "Person 7"})
    qtbot.addWidget(options)
    assert options.settings.effect == "blur"
    assert options.settings.visible == ()
    options.visible.item(1).setCheckState(Qt.CheckState.Checked)
    options.effect.setCurrentIndex(2)
    options.sound.setCurrentIndex(1)
    found = options.settings
    assert (found.effect, found.sound, found.visible) == ("box", "mute", (7,))


def test_the_export_asks_how_once_faces_are_to_be_hidden(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog("part", tmp_path, None, has_video=True, persons={1: "Anna"})
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.hiding.isVisible()
    dialog.kinds["hidden"].setChecked(True)
    assert dialog.hiding.isVisible()
    assert dialog.order.hiding.effect == "blur"
    dialog.kinds["overlay"].setChecked(True)
    assert endings_of(dialog.order.kinds) == [".csv", ".curves.png", HIDING_ENDING]


def test_without_the_video_no_faces_can_be_hidden(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog("part", tmp_path, None, has_video=False)
    qtbot.addWidget(dialog)
    assert not dialog.kinds["hidden"].isEnabled()


class Rig:
    """A review of two stretches, of a video that begins 10 s into the analysed one."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.report = made(folder, *DOUBTS)
        self.folder = folder
        self.shown: Path | None = None
        self.sought: list[float] = []
        self.dialog = ReviewDialog(self.report, lambda: self.shown, self.sought.append)
        qtbot.addWidget(self.dialog)
        self.dialog.by.setText("Ada")

    def show(self, video: Path) -> None:
        self.shown = video

    @property
    def decisions(self) -> list[str | None]:
        stretches = read_report(self.report).stretches
        return [each.reviews[-1].decision if each.reviews else None for each in stretches]


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Rig:
    return Rig(qtbot, tmp_path)


def test_each_stretch_is_shown_where_it_begins(rig: Rig) -> None:
    assert rig.sought == [11.0]
    assert not rig.dialog.previous.isEnabled()
    rig.dialog.next.click()
    assert rig.sought == [11.0, 13.0]
    assert "faintly" in rig.dialog.reasons.text()
    assert not rig.dialog.next.isEnabled()
    rig.dialog.previous.click()
    assert rig.sought[-1] == 11.0


def test_in_the_new_video_times_are_its_own(rig: Rig) -> None:
    rig.dialog.video_wanted.connect(rig.show)
    rig.dialog.open_video.click()
    assert rig.shown == rig.folder / "talk.mp4.faces-hidden.mp4"
    rig.dialog.next.click()
    assert rig.sought[-1] == pytest.approx(3.0)
    assert rig.dialog.stretches.item(1).text().startswith("0:03")


def test_answers_are_saved_at_once_and_the_last_gives_the_name(rig: Rig) -> None:
    rig.dialog.hidden.click()
    assert rig.decisions == ["hidden", None]
    assert names(rig.folder) == DOUBTFUL
    assert rig.dialog.stretches.currentRow() == 1
    rig.dialog.hidden.click()
    assert names(rig.folder) == CLEAR
    assert rig.dialog.state.text() == "Anonymised"
    rig.dialog.exposed.click()
    assert rig.decisions == ["hidden", "exposed"]
    assert names(rig.folder) == DOUBTFUL


def test_an_answer_needs_a_name_and_a_report(rig: Rig) -> None:
    rig.dialog.by.clear()
    rig.dialog.hidden.click()
    assert "needs the name" in rig.dialog.problem.text()
    assert rig.decisions == [None, None]
    rig.dialog.by.setText("Ada")
    rig.report.unlink()
    rig.dialog.hidden.click()
    assert rig.dialog.problem.text()
