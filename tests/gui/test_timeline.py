"""The timeline alone: geometry, reduction to pixels, and what the mouse on it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from svfap_core import labels
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.types import Status
from svfap_gui.analyse import timeline_marks as marks
from svfap_gui.analyse.lanes import (
    ABSENT,
    DOUBTFUL,
    NOT_YET,
    Lane,
    Lanes,
    code_runs,
    make_lanes,
    pixel_codes,
    reduced,
)
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import (
    COMPACT_PX,
    EMOTIONS_PX,
    GAP_PX,
    HEADER_PX,
    LANES_PAD_PX,
    LEAST_COMPACT_PX,
    OVERVIEW_PX,
    TOP_PX,
    TimeWindow,
    clock,
    lane_places,
    ticks,
)
from svfap_gui.analyse.timeline_hints import hint_of
from svfap_gui.analyse.timeline_mouse import (
    ChooseMarker,
    ChoosePerson,
    EditMarker,
    Intent,
    Seek,
    SelectRange,
    Spot,
)
from svfap_gui.parts.curves import WEAK, shaded
from svfap_gui.parts.theme import DARK, LIGHT, Theme, contrast
from tests.scenes import people, result

EMOTIONS, DIMENSIONS = ("neutral", "happy"), ("valence", "arousal")
LENGTH_S = 100.0


def lane(person: int, codes: list[int], start_s: float = 0.0, hop_s: float = 1.0) -> Lane:
    """One row per code, each speaking for `hop_s`."""
    starts = start_s + hop_s * np.arange(len(codes))
    happy = np.array([0.8 if code == 1 else 0.2 for code in codes])
    values = np.stack([1 - happy, happy, happy, -happy])
    statuses = tuple(Status.OK if code >= 0 else Status.LOW_QUALITY for code in codes)
    places = np.arange(len(codes))
    return Lane(
        person, starts + hop_s / 2, values, starts, starts + hop_s,
        np.array(codes, np.int16), places, statuses, np.full(len(codes), 0.4),
        np.zeros(len(codes), bool),
    )  # fmt: skip


def test_curves_of_dimensions_reach_as_far_as_their_head_and_values() -> None:
    ranges = {"valence": (1.0, 9.0)}
    recording = Recording(
        ResultSchema(EMOTIONS, ("valence", "arousal"), "learned", "v", ranges=ranges)
    )
    scores = {"valence": 5.0, "arousal": -3.0}
    recording.add_results([replace(result(t / 2, 0), dimensions=scores) for t in range(8, 20)])
    assert make_lanes(people(recording)).scale == (-3, 9)


def two_persons() -> Lanes:
    first = lane(1, [0] * 20 + [1] * 20 + [DOUBTFUL] * 10)
    lanes = (first, lane(2, [1] * 30, 50.0))
    return Lanes(EMOTIONS, DIMENSIONS, derived=True, lanes=lanes, analysed_s=90.0)


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1260, 320)
    timeline.set_length(LENGTH_S)
    timeline.set_lanes(two_persons(), {1: "Anna", 2: "Person 2"})
    timeline.set_chosen(1)
    with qtbot.waitExposed(timeline):
        timeline.show()
    return timeline


# -- geometry ----------------------------------------------------------------------------------


def test_zoom_keeps_the_time_under_the_pointer_and_stays_in_the_film() -> None:
    window = TimeWindow(0, 100, 100, 50, 1000)
    near = window.zoomed(30, 0.25)
    assert near.span_s == pytest.approx(25)
    assert near.x(30) == pytest.approx(window.x(30))
    assert near.zoomed(30, 100) == window
    assert near.moved(1e6).end_s == 100
    assert near.moved(-1e6).start_s == 0
    assert window.zoomed(3, 1e-9).span_s == pytest.approx(0.5)


def test_a_playhead_that_leaves_turns_the_page() -> None:
    window = TimeWindow(10, 20, 100, 0, 1000)
    assert window.following(15) is window
    assert window.following(20.5).start_s == pytest.approx(20.0)
    assert window.following(2).start_s == pytest.approx(1.5)


@pytest.mark.parametrize("span_s", [0.5, 3, 60, 1800, 36000])
def test_ticks_are_round_and_apart(span_s: float) -> None:
    window = TimeWindow(0, span_s, span_s, 0, 1000)
    step_s, times_s = ticks(window)
    assert 2 <= len(times_s) <= 13
    assert [round(t_s / step_s) * step_s for t_s in times_s] == pytest.approx(times_s)
    assert window.x(step_s) - window.x(0) >= 70


def test_times_read_as_people_write_them() -> None:
    assert clock(59.999, 0.01) == "1:00.00"
    assert clock(3725.5, 0.1) == "1:02:05.5"
    assert clock(75) == "1:15"


def test_the_chosen_lane_takes_the_room_that_is_left() -> None:
    few = lane_places([1, 2], 1, 300, has_dimensions=True)
    assert few[0].emotions_px > 88
    assert few[1].emotions_px == 0
    assert few[1].bottom_px <= 300
    many = lane_places(list(range(9)), 4, 300, has_dimensions=True)
    assert [p.top_px for p in many] == sorted(p.top_px for p in many)
    assert many[4].emotions_px == 88


@given(st.integers(1, 6), st.integers(100, 900), st.integers(0, 8))
def test_lanes_shrink_only_where_all_are_in_sight_by_that(
    count: int, room_px: int, action_curves: int
) -> None:
    persons = list(range(count))
    places = lane_places(persons, 0, room_px, has_dimensions=True, action_curves=action_curves)
    others_px = {place.dimensions_px for place in places[1:]}
    all_in_sight = places[-1].bottom_px + LANES_PAD_PX <= room_px
    assert len(others_px) <= 1
    assert all(LEAST_COMPACT_PX <= px <= COMPACT_PX for px in others_px)
    assert all_in_sight or others_px <= {COMPACT_PX}
    grown = places[0].emotions_px > EMOTIONS_PX
    assert not grown or (all_in_sight and others_px <= {COMPACT_PX})


# -- reduction ---------------------------------------------------------------------------------


def test_each_pixel_of_a_ribbon_says_what_is_there() -> None:
    codes = pixel_codes(lane(1, [0, 1, DOUBTFUL], 1.0), 0.0, 6.0, 6, done_s=5.0)
    assert codes.tolist() == [ABSENT, 0, 1, DOUBTFUL, ABSENT, NOT_YET]
    assert code_runs(codes, np.zeros(6, bool))[0] == (0, 1, ABSENT, False)
    runs = code_runs(np.array([3, 3, 1], np.int16), np.array([False, True, True]))
    assert runs == [(0, 1, 3, False), (1, 1, 3, True), (2, 1, 1, True)]
    assert pixel_codes(lane(1, []), 0.0, 1.0, 3, done_s=0.0).tolist() == [NOT_YET] * 3


def test_peaks_survive_the_reduction_to_pixels() -> None:
    x = np.linspace(0, 100, 100_000)
    y = np.zeros(100_000)
    y[54_321] = 1.0
    few_x, few_y = reduced(x, y)
    assert len(few_x) <= 202
    assert few_y.max() == 1.0
    assert few_x[few_y.argmax()] == pytest.approx(54.3, abs=1)
    assert reduced(x[:10], y[:10])[0] is not few_x


def test_a_broken_curve_stays_broken_when_reduced() -> None:
    x = np.linspace(0, 10, 10_000)
    y = np.where((x > 4) & (x < 6), np.nan, 0.5)
    few_x, few_y = reduced(x, y)
    assert np.isnan(few_y[(few_x > 4.6) & (few_x < 5.4)]).all()


def test_a_stretch_of_one_colour_is_found_whole() -> None:
    some = two_persons().lanes[0]
    assert some.stretch_at(25.0) == (20.0, 40.0)
    assert some.stretch_at(49.0) == (40.0, 50.0)
    assert some.stretch_at(60.0) is None
    assert some.emotion_at(25.0) == (1, 0.8)
    assert some.emotion_at(45.0) is None
    assert some.trusted_s == 40.0


# -- the mouse ---------------------------------------------------------------------------------


def told(timeline: Timeline, point: QPointF) -> str:
    return hint_of(timeline.shown, timeline.spot_at(point))


def at(timeline: Timeline, t_s: float, y: int) -> QPoint:
    return QPoint(round(timeline.window_shown.x(t_s)), y)


LANES_Y = TOP_PX + 60
RIBBON_Y = TOP_PX + 12


@pytest.fixture
def intents(timeline: Timeline) -> list[Intent]:
    heard: list[Intent] = []
    timeline.wanted.connect(heard.append)
    return heard


def drag(timeline: Timeline, times_s: Sequence[float], y: int, *, shift: bool = False) -> None:
    view = timeline.viewport()
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    first, *others = times_s
    QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, at(timeline, first, y))
    for t_s in others:
        QTest.mouseMove(view, at(timeline, t_s, y))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, at(timeline, others[-1], y))


RULER_Y = TOP_PX - 4


def test_a_click_in_a_lane_seeks_and_chooses_a_drag_scrubs(
    timeline: Timeline, intents: list[Intent]
) -> None:
    view = timeline.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(timeline, 45.0, LANES_Y))
    assert intents == [ChoosePerson(1), Seek(pytest.approx(45.0, abs=0.1))]
    intents.clear()
    before = timeline.window_shown
    drag(timeline, (10, 15, 20, 30), LANES_Y)
    assert {type(intent) for intent in intents} == {Seek}
    assert intents[-1] == Seek(pytest.approx(30.0, abs=0.1))
    assert timeline.window_shown is before


def test_a_click_on_the_ruler_seeks_a_drag_draws_a_range(
    timeline: Timeline, intents: list[Intent]
) -> None:
    view = timeline.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(timeline, 12.0, RULER_Y))
    assert intents == [Seek(pytest.approx(12.0, abs=0.1))]
    intents.clear()
    drag(timeline, (60, 50, 40), RULER_Y)
    assert {type(intent) for intent in intents} == {SelectRange}
    assert intents[-1] == SelectRange((pytest.approx(40, abs=0.1), pytest.approx(60, abs=0.1)))
    assert "range" in told(timeline, QPointF(at(timeline, 12.0, RULER_Y)))


def test_shift_draws_a_range_in_a_lane_and_a_double_click_takes_a_stretch(
    timeline: Timeline, intents: list[Intent]
) -> None:
    view = timeline.viewport()
    drag(timeline, (60, 50, 40), LANES_Y, shift=True)
    assert intents[-1] == SelectRange((pytest.approx(40, abs=0.1), pytest.approx(60, abs=0.1)))
    assert {type(intent) for intent in intents} == {SelectRange}
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(timeline, 25, RIBBON_Y))
    assert intents[-1] == SelectRange(TimeRange(20.0, 40.0))
    count = len(intents)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(timeline, 70, RIBBON_Y))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(timeline, 25, LANES_Y))
    assert len(intents) == count, "nothing is there, or it is no ribbon"


def test_a_markers_flag_is_chosen_and_opens(timeline: Timeline, intents: list[Intent]) -> None:
    timeline.set_edits(Edits().add_marker(Marker(t_s=33.0, text="question")))
    view = timeline.viewport()
    flag = at(timeline, 33.0, OVERVIEW_PX + 10) + QPoint(3, 0)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=flag)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=flag)
    assert intents == [ChooseMarker(0), EditMarker(0)]
    assert "question" in told(timeline, QPointF(flag))


def test_a_chosen_marker_stays_chosen_as_long_as_it_is_there(timeline: Timeline) -> None:
    late, early = Marker(t_s=33.0, text="question"), Marker(t_s=3.0, text="begin")
    timeline.set_edits(Edits().add_marker(late))
    timeline.choose_marker(0)
    timeline.set_edits(Edits().add_marker(late).add_marker(early))
    assert timeline.marker == 1
    timeline.set_edits(Edits().add_marker(early))
    assert timeline.marker is None


def test_arrows_choose_lanes_and_pages_move_the_view(
    timeline: Timeline, intents: list[Intent]
) -> None:
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    timeline.set_chosen(2)
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    QTest.keyClick(timeline, Qt.Key.Key_Up)
    assert intents == [ChoosePerson(2), ChoosePerson(2), ChoosePerson(1)]
    timeline.zoom(8, 10.0)
    before = timeline.window_shown
    QTest.keyClick(timeline, Qt.Key.Key_PageDown)
    assert timeline.window_shown.start_s == pytest.approx(before.end_s)
    QTest.keyClick(timeline, Qt.Key.Key_PageUp)
    assert timeline.window_shown.start_s == pytest.approx(before.start_s)


def context_menu(timeline: Timeline, point: QPoint, *, by_key: bool) -> None:
    reasons = QContextMenuEvent.Reason
    reason = reasons.Keyboard if by_key else reasons.Mouse
    target = timeline if by_key else timeline.viewport()
    event = QContextMenuEvent(reason, point, target.mapToGlobal(point))
    QApplication.sendEvent(target, event)


def test_a_menu_speaks_of_what_was_pointed_at_or_by_key_of_what_is_chosen(
    timeline: Timeline, intents: list[Intent]
) -> None:
    spots: list[Spot] = []
    timeline.menu_wanted.connect(lambda spot, _: spots.append(spot))
    timeline.set_edits(Edits().add_marker(Marker(t_s=33.0, text="question")))
    context_menu(timeline, at(timeline, 34.0, OVERVIEW_PX + 10), by_key=False)
    context_menu(timeline, at(timeline, 60.0, LANES_Y), by_key=False)
    context_menu(timeline, at(timeline, 60.0, RULER_Y), by_key=False)
    assert [(spot.marker, spot.person) for spot in spots] == [(0, None), (None, 1), (None, None)]
    assert intents[:2] == [ChooseMarker(0), ChoosePerson(1)]
    spots.clear()
    count = len(intents)
    timeline.choose_marker(0)
    context_menu(timeline, QPoint(600, 100), by_key=True)
    timeline.choose_marker(None)
    context_menu(timeline, QPoint(600, 100), by_key=True)
    timeline.set_chosen(None)
    context_menu(timeline, QPoint(600, 100), by_key=True)
    assert [(spot.marker, spot.person) for spot in spots] == [(0, None), (None, 1), (None, None)]
    assert len(intents) == count


def wheel(timeline: Timeline, x: float, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    point = QPointF(x, LANES_Y)
    event = QWheelEvent(
        point, timeline.viewport().mapToGlobal(point), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003  # Qt's
    )  # fmt: skip
    QApplication.sendEvent(timeline.viewport(), event)


def test_ctrl_wheel_zooms_around_the_pointer(timeline: Timeline) -> None:
    x = timeline.window_shown.x(70.0)
    wheel(timeline, x, 4, Qt.KeyboardModifier.ControlModifier)
    assert timeline.window_shown.span_s < 50
    assert timeline.window_shown.t(x) == pytest.approx(70.0, abs=0.1)
    wheel(timeline, x, -2, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.window_shown.t(x) > 70.0
    wheel(timeline, x, -20, Qt.KeyboardModifier.ControlModifier)
    assert timeline.window_shown.span_s == LENGTH_S


def test_the_overview_moves_the_view(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.zoom(8, 10.0)
    qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(HEADER_PX + 700, 8))
    window = timeline.window_shown
    middle_s = (window.start_s + window.end_s) / 2
    assert middle_s == pytest.approx(window.whole().t(HEADER_PX + 700), abs=0.1)


def test_hovering_tells_when_who_and_what(timeline: Timeline) -> None:
    hint = told(timeline, QPointF(at(timeline, 25.5, LANES_Y)))
    assert "Anna" in hint
    assert "happy 0.80" in hint
    assert "valence +0.80" in hint
    assert "blurred" in told(timeline, QPointF(at(timeline, 45.0, LANES_Y)))
    assert "not in sight" in told(timeline, QPointF(at(timeline, 55.0, LANES_Y)))
    assert told(timeline, QPointF(10, LANES_Y)) == ""


def test_the_playhead_moves_without_drawing_lanes_again(
    timeline: Timeline, wear: Callable[[Theme], None]
) -> None:
    timeline.grab()
    picture = timeline._picture
    assert picture is not None
    timeline.set_position(12.0, follow=True)
    timeline.grab()
    assert timeline._picture is picture
    wear(DARK)
    timeline.grab()
    assert timeline._picture is not picture


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_ribbon_has_the_emotions_colour(
    timeline: Timeline, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    picture = timeline.grab().toImage()
    happy = picture.pixelColor(at(timeline, 38.0, RIBBON_Y)).name().upper()
    assert happy == theme.emotion("happy").upper()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_curve_is_strong_where_its_emotion_is_the_strongest(
    timeline: Timeline, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    picture = timeline.grab().toImage()
    place = timeline.shown.places[0]
    top = TOP_PX + GAP_PX + place.emotions_top_px

    def found(t_s: float, colour: str) -> bool:
        x = round(timeline.window_shown.x(t_s))
        points = ((x + dx, y) for dx in range(-9, 10) for y in range(top, top + place.emotions_px))
        return colour.lower() in {picture.pixelColor(*point).name() for point in points}

    for strong_s, weak_s, name in ((10.0, 30.0, "neutral"), (30.0, 10.0, "happy")):
        own = theme.emotion(name)
        weak = shaded(own, theme.panel, WEAK)
        assert found(strong_s, own), name
        assert not found(weak_s, own), name
        assert found(weak_s, weak), name


def tints(image: QImage) -> list[str]:
    found = {image.pixelColor(x, y).name() for x in range(24) for y in range(24)}
    return sorted(found)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("code", [ABSENT, DOUBTFUL])
def test_a_hatch_stands_out_from_its_ground(qapp: QApplication, theme: Theme, code: int) -> None:
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    marks.draw_hatch(painter, image.rect(), code, marks.Style(theme, QFont()))
    painter.end()
    ground, lines = tints(image)
    assert contrast(ground, lines) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_hatch_of_an_exclusion_stands_out_whatever_it_veils(
    qapp: QApplication, theme: Theme
) -> None:
    for ground in (theme.window, theme.panel, theme.track, *map(theme.emotion, labels.EMOTIONS)):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(QColor(ground))
        painter = QPainter(image)
        marks.draw_excluded(painter, 0, 24, image.rect(), marks.Style(theme, QFont()))
        painter.end()
        veiled, lines = tints(image)
        assert contrast(veiled, lines) >= 3, ground
