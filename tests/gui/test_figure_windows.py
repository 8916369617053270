"""Time budget and comparison on the Analyse page: real commands, clipboard and files read back."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.coding_file import write_coding
from svfap_core.results.edits import Marker, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.types import Box
from svfap_gui.analyse.agreement_dialog import AgreementDialog
from svfap_gui.analyse.budget_dialog import BudgetDialog
from svfap_gui.analyse.figure_windows import FigureWindows
from svfap_gui.analyse.text_dialog import TextDialog
from svfap_gui.analyse.timeline_geometry import APART_PX, OTHER_RIBBON_PX, lane_places
from tests.gui.results import LABELS, Appearance, recording_of, write_result
from tests.gui.test_analyse import AnalyseRig, clip, model, rig  # noqa: F401  # fixtures

TIMES_S = [k / 25 for k in range(217)]
FACES = [
    Appearance(0, 0.0, 9.0, Box(60, 40, 140, 150)),
    Appearance(1, 1.0, 8.0, Box(200, 50, 280, 160)),
]
SCHEME = Scheme(
    tiers=(
        Tier(
            name="face",
            participant="P1",
            definitions=(
                *(CodeDefinition(name=name) for name in LABELS),
                CodeDefinition(name="nod", kind="point"),
            ),
        ),
    )
)


def other_model() -> Recording:
    """Faces found in the other order, each score half way to the next one's."""
    faces = [replace_track(face, 11 - face.track_id) for face in FACES]
    recording = recording_of("talk.mp4", TIMES_S, faces)
    rows = list(recording.results)
    recording.results.clear()
    found = Recording(recording.schema)
    found.faces, found.lives = recording.faces, recording.lives
    found.frame_count, found.end_s = recording.frame_count, recording.end_s
    for row in rows:
        mixed = np.roll(list(row.emotions.values()), 1) + list(row.emotions.values())
        emotions = dict(zip(row.emotions, (mixed / 2).tolist(), strict=True))
        found.add_results([replace(row, emotions=emotions)])
    return found


def replace_track(face: Appearance, track_id: int) -> Appearance:
    return face._replace(track_id=track_id)


@pytest.fixture
def desk(rig: AnalyseRig, clip: Path) -> AnalyseRig:  # noqa: F811
    """A result by rule, open with its video."""
    write_result(rig.folder / "results", clip, recording_of("talk.mp4", TIMES_S, FACES))
    rig.open(clip)
    rig.until(lambda: rig.document.person is not None)
    rig.until(lambda: rig.view.codes.keeping.is_open)
    return rig


def windows(rig: AnalyseRig) -> FigureWindows:  # noqa: F811
    return rig.view.windows


def code(rig: AnalyseRig, *codes: Code) -> None:  # noqa: F811
    keeping = rig.view.codes.keeping
    keeping.set_coder("Anna")
    rig.until(lambda: keeping.is_open)
    assert keeping.change("code", Coding(coder="Anna", scheme=SCHEME).with_codes(codes))


def settle(rig: AnalyseRig) -> None:  # noqa: F811
    rig.settle()
    rig.until(lambda: not windows(rig).budget.tasks.busy)
    rig.until(lambda: not windows(rig).comparing.tasks.busy)


def budget(rig: AnalyseRig) -> BudgetDialog:  # noqa: F811
    rig.view.commands["time-budget"].trigger()
    dialog = rig.dialog(BudgetDialog)
    assert isinstance(dialog, BudgetDialog)
    settle(rig)
    return dialog


def column(dialog: BudgetDialog, name: str) -> list[str]:
    figures = dialog.bouts.figures
    place = figures.columns.index(name)
    return [figures.index(row, place).data() for row in range(figures.rowCount())]


def test_the_time_budget_follows_codes_range_and_persons(desk: AnalyseRig) -> None:
    dialog = budget(desk)
    assert column(dialog, "subject") == ["Person 0"] * 7 + ["Person 1"] * 7
    assert "tier" not in dialog.bouts.figures.columns, "nothing is coded"
    assert dialog.within.count() == 1
    code(
        desk,
        Code(tier="face", label="happy", start_s=1, end_s=3),
        Code(tier="face", label="happy", start_s=4, end_s=5),
        Code(tier="face", label="sad", start_s=5, end_s=None),
        Code(tier="face", label="nod", start_s=2, end_s=2),
    )
    settle(desk)
    rows = dict(zip(column(dialog, "label")[14:], column(dialog, "count")[14:], strict=True))
    assert (rows["happy"], rows["nod"], rows["sad"]) == ("2", "1", "0")
    assert column(dialog, "total_s")[14] == "3.00"
    assert column(dialog, "total_s")[-1] == "\N{EN DASH}", "a point has no duration"
    assert "1 open code" in dialog.note.text()
    desk.document.set_range(TimeRange(2.5, 4.5))
    settle(desk)
    dialog.within.setCurrentIndex(dialog.within.findData("range"))
    dialog.asked.emit()
    settle(desk)
    assert column(dialog, "total_s")[14] == "1.00"
    assert "range_s" not in dialog.bouts.figures.columns, "there is one range"
    assert dialog.when.text() == "0:02.5 \N{EN DASH} 0:04.5"
    desk.view.editing.rename(0, "Maria")
    settle(desk)
    assert column(dialog, "subject")[0] == "Maria"


def test_ranges_are_those_of_markers_and_codes(desk: AnalyseRig) -> None:
    code(desk, Code(tier="face", label="happy", start_s=1, end_s=3))
    desk.document.change("mark", desk.edits.add_marker(Marker(t_s=4.0, text="film")))
    dialog = budget(desk)
    kinds = [dialog.within.itemData(i) for i in range(dialog.within.count())]
    assert kinds == ["video", "markers", "code"]
    for kind, names in (("markers", {"", "film"}), ("code", {"face: happy"})):
        dialog.within.setCurrentIndex(dialog.within.findData(kind))
        dialog.asked.emit()
        settle(desk)
        assert set(column(dialog, "range")) == names


def test_the_table_goes_to_spreadsheets(
    desk: AnalyseRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = budget(desk)
    QApplication.clipboard().clear()
    dialog.copy.click()
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert rows[0][:3] == ["video", "range_kind", "range"]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 15
    share = rows[0].index("share")
    assert sum(float(row[share]) for row in rows[1:8]) == pytest.approx(1, abs=1e-3)

    def save(name: str, kind: str) -> Path:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), kind))
        dialog.export.click()
        settle(desk)
        return tmp_path / name

    with zipfile.ZipFile(save("t.xlsx", "")) as book:
        sheets = ET.fromstring(book.read("xl/workbook.xml"))
        names = [s.get("name") for s in sheets.iter() if s.tag.endswith("}sheet")]
    assert names == ["Bouts", "Scores", "Columns"]
    dialog.tabs.setCurrentIndex(1)
    with save("t.csv", "").open(newline="", encoding="utf-8") as file:
        scores = list(csv.DictReader(file))
    assert {row["score"] for row in scores} >= {"emo_happy", "valence"}
    assert all(float(row["min"]) <= float(row["mean"]) <= float(row["max"]) for row in scores)


def compare(rig: AnalyseRig, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    rig.view.commands["compare"].trigger()
    settle(rig)


def agreement(rig: AnalyseRig) -> AgreementDialog:  # noqa: F811
    dialog = rig.dialog(AgreementDialog)
    assert isinstance(dialog, AgreementDialog)
    return dialog


def other_result(rig: AnalyseRig, clip: Path) -> Path:  # noqa: F811
    return write_result(rig.folder / "other", clip, other_model(), "b" * 32)


def test_another_model_is_shown_beside_it(
    desk: AnalyseRig,
    clip: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not desk.view.commands["agreement"].isEnabled()
    before = desk.view.timeline.grab().toImage()
    compare(desk, other_result(desk, clip), monkeypatch)
    compared = windows(desk).comparing.compared
    assert compared is not None
    assert compared.lane is not None
    assert compared.person_id == desk.document.person
    assert desk.view.timeline.shown.options.compared is compared
    assert desk.view.timeline.grab().toImage() != before
    dialog = agreement(desk)
    figures = dialog.scores.figures
    assert [figures.index(r, 0).data() for r in range(figures.rowCount())][:1] == ["neutral"]
    assert dialog.confusion.figures.rowCount() == 7
    labels = dialog.labels.figures
    assert labels.index(0, 0).data() == "all"
    whole = labels.index(0, labels.columns.index("n")).data()
    desk.document.set_range(TimeRange(2.0, 4.0))
    settle(desk)
    assert labels.index(0, labels.columns.index("n")).data() == "20"
    assert int(whole) > 60
    dialog.differences.click()
    text = desk.dialog(TextDialog)
    assert isinstance(text, TextDialog)
    assert text.text.toPlainText().startswith("A: talk.mp4\nB: ")
    text.close()
    desk.document.choose(1)
    settle(desk)
    assert windows(desk).comparing.compared is not None
    assert windows(desk).comparing.compared.person_id == 1
    desk.view.commands["end-comparison"].trigger()
    settle(desk)
    assert desk.view.timeline.shown.options.compared is None
    assert not desk.view.commands["agreement"].isEnabled()


def test_a_result_of_another_video_is_refused(
    desk: AnalyseRig,
    clip: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = other_result(desk, clip)
    facts = json.loads(table.with_suffix(".json").read_text())
    facts["source"]["content"] = "0" * 32
    table.with_suffix(".json").write_text(json.dumps(facts))
    compare(desk, table, monkeypatch)
    assert windows(desk).comparing.other is None
    assert desk.view.notices.shown[-1].text.startswith("talk.mp4.csv is of another video")


def test_a_coder_is_the_other_side(desk: AnalyseRig, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not desk.view.commands["compare-codes"].isEnabled()
    population = desk.document.population
    assert population is not None
    stretches = population.emotion_stretches(desk.document.person or 0)
    codes = [Code(tier="face", label=s.label, start_s=s.start_s, end_s=s.end_s) for s in stretches]
    code(desk, *codes)
    settle(desk)
    desk.view.commands["compare-codes"].trigger()
    settle(desk)
    dialog = agreement(desk)
    labels = dialog.labels.figures
    assert not dialog.tabs.isTabVisible(0), "codes have no scores"
    assert labels.index(0, labels.columns.index("agreement")).data() == "100.0%"
    code(desk, *codes[1:])
    settle(desk)
    assert labels.index(0, labels.columns.index("agreement")).data() != "100.0%", "it follows"
    # Another coder's file.
    path = desk.folder / "talk.mp4.Ben.codes.json"
    write_coding(path, Coding(coder="Ben", scheme=SCHEME).with_codes(codes[:1]))
    compare(desk, path, monkeypatch)
    assert windows(desk).comparing.other is not None
    assert "Ben" in dialog.sides.text()


def test_codes_without_emotions_say_what_to_do(
    desk: AnalyseRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.folder / "talk.mp4.Ben.codes.json"
    write_coding(path, Coding(codes=(Code(tier="hands", label="touch", start_s=0, end_s=1),)))
    compare(desk, path, monkeypatch)
    assert windows(desk).comparing.other is None
    assert "no code that names an emotion" in desk.view.notices.shown[-1].text


def test_another_document_ends_the_comparison(
    desk: AnalyseRig,
    clip: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compare(desk, other_result(desk, clip), monkeypatch)
    assert windows(desk).comparing.other is not None
    desk.document.close_document()
    settle(desk)
    assert windows(desk).comparing.other is None


def test_what_is_compared_has_its_room() -> None:
    alone = lane_places([1, 2], 1, 100, has_dimensions=True)
    [mine, theirs] = lane_places(
        [1, 2], 1, 100, has_dimensions=True, compared=1, has_differences=True
    )
    assert mine.other_ribbon_top_px + OTHER_RIBBON_PX + APART_PX < mine.emotions_top_px
    assert mine.dimensions_top_px + mine.dimensions_px < mine.differences_top_px
    assert mine.differences_top_px + mine.differences_px == mine.bottom_px < theirs.top_px
    assert mine.emotions_px == alone[0].emotions_px, "curves are no smaller"
    [codes, _] = lane_places([1, 2], 1, 100, has_dimensions=True, compared=1)
    assert (codes.differences_px, codes.other_px) == (0, mine.other_px)
    others = lane_places([1, 2], 2, 100, has_dimensions=True, compared=1, has_differences=True)
    assert others == lane_places([1, 2], 2, 100, has_dimensions=True), "only of the chosen one"
