"""Where emotions are unclear: in the lanes' arrays, on the timeline, beside the statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from svfap_core.labels import EMOTIONS
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.statistics import statistics
from svfap_core.results.trust import is_trusted, is_unclear
from svfap_core.types import Status
from svfap_gui.analyse import timeline_marks as marks
from svfap_gui.analyse import timeline_painting as paint
from svfap_gui.analyse.figures_pane import FiguresPane
from svfap_gui.analyse.lanes import flag_runs, make_lane, make_lanes, pixel_doubts
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import GAP_PX, TOP_PX
from svfap_gui.analyse.timeline_hints import emotion_words, hint_of
from svfap_gui.parts.curves import PALE, shaded
from svfap_gui.parts.theme import DARK, LIGHT, Theme, contrast
from tests.gui.test_timeline import LANES_Y, RIBBON_Y, at
from tests.scenes import people, result, voted

THRESHOLD = 0.7
UNCLEAR_S, CLEAR_S, DOUBTFUL_S = 5.0, 3.0, 10.0
"""Of person 0 of the scene: about which raters differ, and not; and that cannot be trusted."""


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1260, 320)
    timeline.set_length(20.0)
    timeline.set_lanes(make_lanes(people(voted(THRESHOLD))), {0: "Anna", 1: "Ben"})
    timeline.set_chosen(0)
    with qtbot.waitExposed(timeline):
        timeline.show()
    return timeline


# -- arrays ----------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(st.none() | st.floats(0, 1), st.sampled_from([Status.OK, Status.GAP]), st.booleans()),
    max_size=20,
)


@given(ROWS, st.none() | st.floats(0, 1), st.integers(1, 300))
def test_each_pixel_says_what_the_row_there_says(
    rows: list[tuple[float | None, Status, bool]], threshold: float | None, width_px: int
) -> None:
    recording = Recording(replace(voted().schema, ambiguity_threshold=threshold))
    recording.add_results(
        [
            replace(result(3 + n, 0, status), ambiguity=ambiguity)
            for n, (ambiguity, status, seen) in enumerate(rows)
            if seen
        ]
    )
    population = Population(recording, Edits())
    lane = make_lane(0, population.spans(0), ("happy", "sad"), (), threshold=threshold)
    end_s = 25.0
    pixels = pixel_doubts(lane, 0.0, end_s, width_px)
    for pixel in range(width_px):
        t_s = (pixel + 0.5) * end_s / width_px
        row = population.speaking_at(0, t_s)
        found = row is not None and is_trusted(row) and is_unclear(row, threshold)
        assert pixels[pixel] == found
        assert lane.doubt_at(t_s) == (row.ambiguity if row is not None and found else None)


@given(st.lists(st.booleans(), max_size=60))
def test_runs_of_a_flag_are_whole_and_apart(flags: list[bool]) -> None:
    runs = flag_runs(np.array(flags, bool))
    marked = [pixel for first, count in runs for pixel in range(first, first + count)]
    assert marked == [pixel for pixel, flag in enumerate(flags) if flag]
    assert all(a + n < b for (a, n), (b, _) in pairwise(runs))


# -- on the timeline -------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ribbon_is_paler_on_a_line_of_its_colour(
    timeline: Timeline, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    image = timeline.grab().toImage()
    own = theme.emotion("sad")

    def ink(t_s: float, dy: int = 0) -> str:
        return image.pixelColor(at(timeline, t_s, RIBBON_Y + dy)).name().upper()

    bottom = paint.RIBBON_PX - 1 - (RIBBON_Y - TOP_PX - GAP_PX)
    assert ink(CLEAR_S + 1.0) == own.upper()
    assert ink(UNCLEAR_S + 0.8) == shaded(own, theme.panel, PALE).upper()
    assert ink(UNCLEAR_S + 0.8, bottom) == own.upper()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", EMOTIONS)
def test_a_pale_stretch_stands_out_and_words_on_it_can_be_read(
    qapp: QApplication, theme: Theme, name: str
) -> None:
    image = QImage(8, 14, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground = marks.draw_emotion(
        painter, QRect(0, 0, 8, 14), name, marks.Style(theme, QFont()), pale=True
    )
    painter.end()
    assert image.pixelColor(4, 0).name() == ground
    line = image.pixelColor(4, 13).name()
    assert line.upper() == theme.emotion(name).upper()
    assert contrast(line, theme.panel) >= 3
    assert max(contrast(ground, ink) for ink in ("#FFFFFF", "#000000")) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_band_lies_behind_emotions_and_not_behind_dimensions(
    timeline: Timeline, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    image = timeline.grab().toImage()
    place = timeline.shown.places[0]

    def ink(t_s: float, y: int) -> str:
        return image.pixelColor(at(timeline, t_s, TOP_PX + GAP_PX + y)).name().upper()

    for top, band in (
        (place.emotions_top_px, theme.track),
        (place.dimensions_top_px, theme.window),
    ):
        assert ink(UNCLEAR_S, top + 2) == band
        assert ink(CLEAR_S, top + 2) == theme.window
        assert ink(DOUBTFUL_S, top + 2) == theme.window


def test_hovering_says_so_with_the_ambiguity(timeline: Timeline) -> None:
    def told(t_s: float) -> str:
        return hint_of(timeline.shown, timeline.spot_at(QPointF(at(timeline, t_s, LANES_Y))))

    lane = timeline.shown.lanes.lanes[0]
    assert f"unclear: raters would differ (ambiguity {lane.doubt_at(UNCLEAR_S):.2f})" in told(
        UNCLEAR_S
    )
    assert "unclear" not in told(CLEAR_S)
    assert "unclear" not in told(DOUBTFUL_S)
    assert emotion_words(timeline.shown.lanes, 0, UNCLEAR_S) == "unclear"
    assert emotion_words(timeline.shown.lanes, 0, CLEAR_S).startswith("sad 0.")
    assert emotion_words(timeline.shown.lanes, 0, DOUBTFUL_S) == ""


def test_the_inspector_says_so_at_the_playhead(qtbot: QtBot) -> None:
    pane = FiguresPane()
    qtbot.addWidget(pane)
    for threshold in (THRESHOLD, None):
        population = people(voted(threshold))
        lanes = make_lanes(population)
        pane.show_figures(statistics(population, 0), None, lanes, "Anna", None)
        assert pane.doubt.isHidden() is (threshold is None)
        pane.show_now(UNCLEAR_S)
        assert ("unclear" in pane.doubt.text()) is (threshold is not None)
        pane.show_now(CLEAR_S)
        assert pane.doubt.text() == ""
