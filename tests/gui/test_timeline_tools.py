"""What lies on the timeline: the bar of the range, the baseline, the legend, options of curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QMenu

from svfap_core.results.baseline import Baseline
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.people import Population
from svfap_gui.analyse import timeline_marks as marks
from svfap_gui.analyse.lanes import ABSENT, DOUBTFUL, NOT_YET, make_lanes
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_curves import CurveOptions, shown_curves, smoothed
from svfap_gui.analyse.timeline_geometry import (
    GAP_PX,
    HEADER_PX,
    RIBBON_PX,
    TOP_PX,
    TimeWindow,
)
from svfap_gui.analyse.timeline_legend import Legend
from svfap_gui.analyse.timeline_options import CurveChoice
from svfap_gui.analyse.timeline_picture import how_shown
from svfap_gui.parts.theme import DARK, LIGHT, Theme, contrast
from tests.gui.analyse_rig import (  # noqa: F401  # fixtures
    AnalyseRig,
    clip,
    done,
    model,
    press_there,
    rig,
)
from tests.gui.test_timeline import lane, timeline, tints, two_persons  # noqa: F401  # fixtures
from tests.scenes import talk

FROM_2_TO_5 = TimeRange(2.0, 5.0)


# -- the bar of the range ------------------------------------------------------------------------


def drag_on_ruler(rig: AnalyseRig, start_s: float, end_s: float) -> None:  # noqa: F811
    timeline = rig.view.timeline  # noqa: F811
    port, y = timeline.viewport(), TOP_PX - 4
    left, right = (round(timeline.window_shown.x(t_s)) for t_s in (start_s, end_s))
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    for x in (left + 8, right):
        QTest.mouseMove(port, QPoint(x, y))
    assert not rig.view.tools.bar.isVisible(), "it would be in the way"
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(right, y))


def button(rig: AnalyseRig, word: str) -> QPoint:  # noqa: F811
    """Press a button of the bar."""
    [found] = [b for b in rig.view.tools.bar.buttons if b.text() == word and b.isVisible()]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    return found.pos()


def test_a_drag_on_the_ruler_shows_what_can_be_done_with_the_range(
    done: AnalyseRig,  # noqa: F811
) -> None:
    bar = done.view.tools.bar
    assert not bar.isVisible()
    drag_on_ruler(done, 2.0, 5.0)
    done.settle()
    assert bar.isVisible()
    assert bar.length.text() == "3.0 s"
    words = [b.text() for b in bar.buttons if b.isVisible()]
    assert words == ["Exclude", "Baseline", "Marker", "Export", "Statistics", ""]
    button(done, "Exclude")
    chosen = done.document.range
    assert done.edits.excluded == (chosen,)
    assert next(b.text() for b in bar.buttons if b.isVisible()) == "Include"
    button(done, "Include")
    assert done.edits.excluded == ()
    button(done, "Baseline")
    assert done.edits.baselines == {done.document.person: chosen}
    done.settle()
    button(done, "Statistics")
    assert done.view.inspector.table.hasFocus()
    button(done, "")
    assert done.document.range is None
    assert not bar.isVisible()


def test_the_marker_of_a_range_stands_at_its_start_and_is_one_step(
    done: AnalyseRig,  # noqa: F811
) -> None:
    done.document.set_range(FROM_2_TO_5)
    button(done, "Marker")
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    line = dialog.findChild(QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Escape)  # type: ignore[arg-type]
    assert done.edits.markers == ()
    done.until(lambda: not done.view.findChildren(QInputDialog))
    button(done, "Marker")
    done.answer("question")
    assert done.edits.markers == (Marker(t_s=2.0, text="question"),)
    done.view.commands["undo"].trigger()
    assert done.edits.markers == ()


def test_the_bar_follows_the_range_in_sight(done: AnalyseRig) -> None:  # noqa: F811
    timeline, bar = done.view.timeline, done.view.tools.bar  # noqa: F811
    done.document.set_range(FROM_2_TO_5)

    def middle() -> float:
        return bar.geometry().center().x()

    window = timeline.window_shown
    assert middle() == pytest.approx(window.x(3.5), abs=2)
    timeline.show_stretch(0.0, 5.0)
    assert middle() == pytest.approx(timeline.window_shown.x(3.5), abs=2)
    timeline.zoom(12, 0.5)
    assert timeline.window_shown.end_s < 2.0, "the range is out of sight"
    assert bar.isVisible()
    assert bar.geometry().right() < timeline.viewport().width()
    done.press("c")
    assert not bar.isVisible()


def test_every_lane_can_be_seen_above_the_bar(done: AnalyseRig) -> None:  # noqa: F811
    timeline, bar = done.view.timeline, done.view.tools.bar  # noqa: F811
    scroll = timeline.verticalScrollBar()

    def lowest() -> int:
        scroll.setValue(scroll.maximum())
        return TOP_PX + GAP_PX + timeline.shown.places[-1].bottom_px - scroll.value()

    before = lowest()
    done.document.set_range(FROM_2_TO_5)
    assert lowest() <= bar.y()
    done.document.set_range(None)
    assert lowest() == before


def test_the_buttons_on_the_timeline_are_reached_by_tab(done: AnalyseRig) -> None:  # noqa: F811
    timeline, tools = done.view.timeline, done.view.tools  # noqa: F811
    done.document.set_range(FROM_2_TO_5)
    done.settle()
    timeline.setFocus()
    reached: list[object] = []
    for _ in range(12):
        press_there(done, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    shown = [b for b in tools.bar.buttons if b.isVisible()]
    assert set(shown) | {tools.curves_button, tools.legend_button} <= set(reached)
    shown[0].setFocus()
    press_there(done, Qt.Key.Key_Space)
    assert done.edits.excluded == (FROM_2_TO_5,)
    assert not done.view.player.playing
    done.document.set_range(None)
    assert timeline.hasFocus(), "the focus is not lost with the bar"


# -- the baseline ----------------------------------------------------------------------------------


def difference(before: QImage, after: QImage, x: int, y: int) -> bool:
    return before.pixel(x, y) != after.pixel(x, y)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_baseline_is_drawn_on_its_persons_lane(
    timeline: Timeline,  # noqa: F811
    wear: Callable[[Theme], None],
    theme: Theme,
) -> None:
    wear(theme)
    timeline.set_edits(Edits().set_baseline(1, TimeRange(20.0, 40.0)))
    image = timeline.grab().toImage()
    window = timeline.window_shown
    inside = [place for place in timeline.shown.places if place.person_id == 1]
    y = TOP_PX + 6 + inside[0].top_px + RIBBON_PX + 2

    def ink(t_s: float) -> str:
        return image.pixelColor(round(window.x(t_s)), y).name().upper()

    assert {ink(t_s) for t_s in (21.0, 30.0, 39.0)} == {theme.text.upper()}
    assert ink(45.0) != theme.text.upper()
    assert ink(10.0) != theme.text.upper()
    other = next(place for place in timeline.shown.places if place.person_id == 2)
    x, y = round(window.x(60.0)), TOP_PX + 6 + other.top_px + RIBBON_PX + 2
    plain = image.pixelColor(x, y)
    timeline.set_edits(Edits().set_baseline(2, TimeRange(55.0, 65.0)))
    assert timeline.grab().toImage().pixelColor(x, y) != plain


def test_a_runs_own_baseline_is_drawn_until_the_user_chooses_another(
    timeline: Timeline,  # noqa: F811
) -> None:
    recording = talk()
    recording.baseline = TimeRange(1.0, 3.0)
    assert make_lanes(Population(recording, Edits())).baseline == (1.0, 3.0)
    timeline.set_lanes(replace(two_persons(), baseline=TimeRange(20.0, 40.0)), {})
    assert timeline.shown.baseline_of(1) == (20.0, 40.0)
    timeline.set_edits(Edits().set_baseline(1, TimeRange(0.0, 9.0)))
    assert timeline.shown.baseline_of(1) == (0.0, 9.0)
    assert timeline.shown.baseline_of(2) == (20.0, 40.0)


# -- the legend ------------------------------------------------------------------------------------


def test_the_legend_names_every_hatch_and_mark(done: AnalyseRig) -> None:  # noqa: F811
    QTest.mouseClick(done.view.tools.legend_button, Qt.MouseButton.LeftButton)
    done.view.commands["legend"].trigger()
    [legend] = done.view.findChildren(Legend)
    assert legend.isVisible()
    words = " ".join(label.text() for label in legend.findChildren(QLabel))
    for word in (
        "Unclear",
        "trusted",
        "sight",
        "Not analysed",
        "Excluded",
        "Baseline",
        "range",
        "Marker",
    ):
        assert word in words
    assert legend.accessibleDescription() == ", ".join(legend.words)
    assert not legend.isModal()
    QTest.keyClick(legend, Qt.Key.Key_Escape)
    done.until(lambda: not done.view.findChildren(Legend))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_hatches_and_baseline_look_different(qapp: QApplication, theme: Theme) -> None:
    style = marks.Style(theme, QFont())

    def drawn(draw: Callable[[QPainter, QImage], None]) -> bytes:
        image = QImage(40, 24, QImage.Format.Format_RGB32)
        image.fill(theme.panel)
        painter = QPainter(image)
        draw(painter, image)
        painter.end()
        return bytes(image.constBits())

    looks = [
        drawn(lambda p, i, code=code: marks.draw_hatch(p, i.rect(), code, style))  # type: ignore[misc]
        for code in (ABSENT, DOUBTFUL, NOT_YET)
    ]
    looks += [
        drawn(lambda p, i, pale=pale: marks.draw_emotion(p, i.rect(), "sad", style, pale=pale))  # type: ignore[misc]
        for pale in (False, True)
    ]
    looks.append(drawn(lambda p, i: marks.draw_excluded(p, 0, 40, i.rect(), style)))
    looks.append(drawn(lambda p, i: marks.draw_baseline(p, i.rect().toRectF(), style)))
    assert len(set(looks)) == 7
    assert contrast(theme.text, theme.panel) >= 3


# -- options of curves -----------------------------------------------------------------------------


def test_smoothing_takes_means_and_keeps_breaks() -> None:
    times_s = np.arange(0.0, 10.0, 0.5)
    values = np.where(times_s < 5, 1.0, 0.0)[None]
    values[0, 4] = np.nan
    even = smoothed(times_s, values)
    assert np.isnan(even[0, 4])
    assert even[0, 3] == 1.0
    assert smoothed(times_s, np.where(times_s < 5, 1.0, 0.0)[None])[0, 9:12] == pytest.approx(
        [0.6, 0.4, 0.2]
    )
    broken = np.where(times_s < 5, 1.0, 0.0)[None]
    broken[:, 10] = np.nan
    assert smoothed(times_s, broken)[0, [9, 11]].tolist() == [1.0, 0.0], "no mean over a break"
    assert smoothed(times_s[:0], broken[:, :0]).shape == (1, 0)


def test_smoothing_is_the_same_wherever_the_view_begins() -> None:
    some = lane(1, np.random.default_rng(0).integers(0, 2, 60).tolist(), hop_s=0.5)
    rows, options = [(1, "happy")], CurveOptions(smooth=True)
    whole = shown_curves(some, rows, (0.0, 30.0), (0, 1), options=options, against=None)
    part = shown_curves(some, rows, (10.0, 12.0), (0, 1), options=options, against=None)
    first = int(np.searchsorted(whole.times_s, part.times_s[0]))
    assert part.values[0] == pytest.approx(whole.values[0, first : first + len(part.times_s)])


def test_z_scores_have_their_own_axis_and_leave_out_what_was_flat() -> None:
    against = Baseline(TimeRange(0, 5), 9, {"happy": 0.2}, {"happy": 0.1}, ("neutral",))
    shown = shown_curves(
        lane(1, [0, 1, 0]), [(0, "neutral"), (1, "happy")], (0.0, 3.0), (0, 1),
        options=CurveOptions(z_scores=True), against=against,
    )  # fmt: skip
    assert np.isnan(shown.values[0]).all()
    assert shown.values[1] == pytest.approx([0.0, 6.0, 0.0])
    assert shown.bounds == (-6.0, 6.0)


def test_a_curve_that_is_switched_off_is_not_drawn(timeline: Timeline) -> None:  # noqa: F811
    before = timeline.grab().toImage()
    timeline.set_curves(CurveOptions(off=frozenset({"happy"})), None)
    assert timeline.grab().toImage() != before
    tall = next(p for p in timeline.shown.places if p.person_id == 1)
    assert tall.dimensions_px > 0
    timeline.set_curves(CurveOptions(off=frozenset({"valence", "arousal"})), None)
    wide = next(p for p in timeline.shown.places if p.person_id == 1)
    assert wide.dimensions_px == 0, "its room goes to the others"
    assert wide.emotions_px > tall.emotions_px
    everything = frozenset({"neutral", "happy", "valence", "arousal"})
    timeline.set_curves(CurveOptions(off=everything), None)
    timeline.grab()


def check(menu: QMenu, text: str) -> None:
    """Click an entry of an open menu."""
    menu.aboutToShow.emit()
    menu.popup(QPoint(0, 0))
    [action] = [a for a in menu.actions() if a.iconText() == text]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    menu.close()


def test_curves_are_chosen_in_a_menu_and_remembered(
    done: AnalyseRig,  # noqa: F811
    settings: QSettings,
) -> None:
    view = done.view
    menu = view.tools.curves_button.menu()
    check(menu, "happy" if "happy" in view.document.lanes.emotions else "happiness")
    assert len(view.timeline.shown.options.off) == 1
    check(menu, "Smooth (display only)")
    assert view.timeline.shown.options.smooth
    assert how_shown(view.timeline.shown) == ["smoothed for display"]
    assert not view.commands["z-scores"].isEnabled(), "there is no baseline"
    before = done.document.statistics
    done.document.set_range(TimeRange(0.0, 6.0))
    done.settle()
    done.press("b")
    done.document.set_range(None)
    done.settle()
    view.commands["z-scores"].trigger()
    assert how_shown(view.timeline.shown) == ["z-scores", "smoothed for display"]
    after = done.document.statistics
    assert before is not None
    assert after is not None
    assert after.scores == before.scores, "figures are not of smoothed curves"
    again = CurveChoice(settings, view)
    assert again.value == view.curves.value == view.timeline.shown.options


# -- many markers ----------------------------------------------------------------------------------


def test_the_mouse_looks_at_few_of_many_markers(
    timeline: Timeline,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edits = Edits(markers=tuple(Marker(t_s=t_s) for t_s in np.linspace(0, 99, 50_000).tolist()))
    timeline.set_edits(edits)
    timeline.grab()
    window, asked = timeline.window_shown, []
    x = TimeWindow.x

    def counted(self: TimeWindow, t_s: float) -> float:
        asked.append(t_s)
        return x(self, t_s)

    monkeypatch.setattr(TimeWindow, "x", counted)
    spot = timeline.spot_at(QPointF(x(window, 50.0) + 1, TOP_PX - 6))
    assert spot.marker is not None
    assert edits.markers[spot.marker].t_s == pytest.approx(50.0, abs=1)
    assert len(asked) < 100
    assert timeline.spot_at(QPointF(HEADER_PX + 1, TOP_PX + 6)).marker is None
