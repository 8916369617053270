from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from svfap_core.labels import BIG_FIVE
from svfap_core.types import Box
from svfap_gui.live.affect_plot import AffectPlot
from svfap_gui.live.people import NoFace, Scores, Searching, Watching
from svfap_gui.live.person_panel import PersonPanel
from svfap_gui.live.plot_buffer import PlotBuffer
from svfap_gui.live.score_bars import ScoreBars
from svfap_gui.live.stream_dialog import StreamDialog
from svfap_gui.parts.affect_plane import AffectPlane
from svfap_gui.parts.curves import PALE, lonely, shaded, strongest
from svfap_gui.parts.spread import spread
from svfap_gui.parts.theme import DARK, LIGHT, Theme
from svfap_gui.parts.video_canvas import FaceMark, VideoCanvas, place_chip
from svfap_gui.parts.words import score_text
from svfap_gui.shell.status_bar import StatusBar
from svfap_gui.train.events import History
from svfap_gui.train.loss_plot import LossPlot
from svfap_gui.work.state import Figures
from tests.gui.fakes import DIMENSIONS, EMOTIONS, FACTS, row
from trainer.events import Started, Step


@pytest.fixture
def canvas(qtbot: QtBot) -> VideoCanvas:
    canvas = VideoCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(800, 400)
    canvas.show()
    marks = [
        FaceMark(1, Box(0, 0, 100, 100), "1 · happy 0.71", chosen=True),
        FaceMark(2, Box(50, 50, 90, 90), "2", chosen=False),
        FaceMark(3, Box(300, 100, 350, 150), "3", chosen=False),
    ]
    canvas.show_picture(np.full((200, 360, 3), 200, np.uint8), marks)
    return canvas


def test_the_picture_is_letterboxed(canvas: VideoCanvas) -> None:
    assert canvas.picture_rect() == QRectF(40, 0, 720, 400)
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    image = canvas.grab().toImage()
    assert image.pixelColor(0, 200).name().upper() == LIGHT.accent
    assert image.pixelColor(10, 200).name().upper() == LIGHT.stage
    assert image.pixelColor(400, 380).name() == "#c8c8c8"


def test_a_click_chooses_the_smallest_face_under_it(canvas: VideoCanvas, qtbot: QtBot) -> None:
    assert canvas.face_at(QPointF(50, 10)) == 1
    assert canvas.face_at(QPointF(40 + 140, 140)) == 2
    assert canvas.face_at(QPointF(20, 10)) is None, "that is the letterbox"
    with qtbot.waitSignal(canvas.face_chosen, timeout=500) as chosen:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40 + 650, 250))
    assert chosen.args == [3]
    with qtbot.assertNotEmitted(canvas.face_chosen):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def test_arrow_keys_step_through_the_faces(canvas: VideoCanvas, qtbot: QtBot) -> None:
    for key, expected in ((Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 3)):
        with qtbot.waitSignal(canvas.face_chosen, timeout=500) as chosen:
            qtbot.keyClick(canvas, key)
        assert chosen.args == [expected]


def test_chips_avoid_each_other_and_stay_in_the_picture() -> None:
    stage, size = QRectF(0, 0, 400, 300), QSizeF(100, 20)
    first = place_chip(QRectF(350, 100, 40, 40), size, stage, [])
    assert first == QRectF(300, 77, 100, 20)
    second = place_chip(QRectF(340, 100, 40, 40), size, stage, [first])
    assert second == QRectF(300, 143, 100, 20)
    third = place_chip(QRectF(345, 100, 40, 40), size, stage, [first, second])
    assert not third.intersects(first)
    assert stage.contains(third)
    assert stage.contains(place_chip(QRectF(0, 0, 400, 300), size, stage, []))


def test_labels_are_spread_as_little_as_can_be() -> None:
    assert spread([0.9, 0.1], 0.1, 0, 1) == pytest.approx([0.9, 0.1])
    assert spread([0.5, 0.5, 0.5], 0.1, 0, 1) == pytest.approx([0.4, 0.5, 0.6])
    assert spread([0.0, 0.01, 0.9], 0.1, 0, 1) == pytest.approx([0.0, 0.1, 0.9])
    assert spread([1.0, 1.0], 0.1, 0, 1) == pytest.approx([0.9, 1.0])
    assert spread([], 0.1, 0, 1) == []
    heights = spread([0.2] * 8, 0.125, 0, 1)
    assert np.diff(heights) == pytest.approx([0.125] * 7)
    assert min(heights) >= 0


def test_curves_end_in_dots_and_names_and_say_derived(
    qtbot: QtBot, wear: Callable[[Theme], None]
) -> None:
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 280)
    plot.set_channels(EMOTIONS, DIMENSIONS, frozenset({"valence"}))
    wear(DARK)
    plot.show()
    buffer = PlotBuffer(10)
    for i in range(20):
        buffer.append(i / 2, [i / 20] * 10)
    buffer.append(10.0, [float("nan")] * 10)
    plot.show_history(buffer, now_s=10.0)
    lane = plot._dimensions
    assert list(lane.labels.texts.values()) == [
        "valence +0.95 · derived",
        "arousal +0.95 · learned",
        "dominance +0.95 · learned",
    ]
    texts = plot._emotions.labels.texts
    assert list(texts.values()) == [f"{name} 0.95" for name in EMOTIONS]
    spots = lane._dots.points()
    assert [spot.brush().color().name().upper() for spot in spots] == [
        DARK.panel,
        DARK.text,
        DARK.text,
    ]
    assert spots[0].pos().x() == 9.5, "where the last scores are"
    widths = [curve.opts["pen"].widthF() for curve in plot._emotions._curves]
    assert sorted(widths) == [1.5] * (len(EMOTIONS) - 1) + [2.0], "the strongest is emphasised"
    for name, curve in zip(EMOTIONS, plot._emotions._curves, strict=True):
        pen, own, ground = curve.opts["pen"], QColor(DARK.emotion(name)), QColor(DARK.panel)
        if pen.widthF() > 1.5:
            assert pen.color() == own, "the strongest has its own colour"
        else:
            assert 0.5 < _distance(pen.color(), ground) / _distance(own, ground) < 0.6
    patterns = {tuple(c.opts["pen"].dashPattern()) for c in plot._emotions._curves}
    assert len(patterns) == len(EMOTIONS), "every emotion has its own dash pattern"
    plot.show_history(None, now_s=10.0)
    assert not lane.labels.texts


def _distance(one: QColor, other: QColor) -> float:
    return math.dist(one.getRgb()[:3], other.getRgb()[:3])


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (-0.001, True, "0.00"),
        (0.004, True, "0.00"),
        (-0.006, True, "\N{MINUS SIGN}0.01"),
        (0.5, True, "+0.50"),
        (0.5, False, "0.50"),
        (-0.0, False, "0.00"),
    ],
)
def test_a_score_that_rounds_to_zero_has_no_sign(value: float, signed: bool, text: str) -> None:  # noqa: FBT001
    assert score_text(value, signed=signed) == text


def test_one_reading_of_a_training_is_seen(qtbot: QtBot) -> None:
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(700, 300)
    history = History()
    history.add(Started(run="r", step=0, total_steps=100))
    history.add(Step(step=20, epoch=0, loss=0.5, lr=0.1, samples_per_s=9.0, left_s=10.0))
    plot.show_history(history, 0, figures=False)
    [curve] = plot._losses._curves.values()
    assert curve.opts["symbol"] == "o"
    assert plot._losses.labels.texts == {"batches": "single steps 0.5"}


def test_a_short_file_is_shown_whole(qtbot: QtBot) -> None:
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 280)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.set_whole(20.0)
    plot.show_history(None, now_s=3.0)
    low, high = plot._dimensions.plot.viewRange()[0]
    assert low == 0
    assert 20 < high < 26
    plot.set_whole(600.0)
    plot.show_history(None, now_s=90.0)
    assert plot._dimensions.plot.viewRange()[0][0] == pytest.approx(30)
    assert plot._time_axis.tickStrings([-5, 0, 65, 95], 1, 5) == ["", "0:00", "1:05", ""]


def test_bars_say_their_figures_to_a_screen_reader(qtbot: QtBot) -> None:
    bars = ScoreBars()
    qtbot.addWidget(bars)
    bars.resize(300, 200)
    bars.set_names(("happy", "sad"))
    bars.show_scores({"happy": 0.75, "sad": 0.25}, stale=False)
    assert bars.accessibleDescription() == "happy 0.75, sad 0.25"
    image = bars.grab().toImage()
    left = [image.pixelColor(x, 17).name() for x in range(300)]
    assert LIGHT.emotion("happy").lower() in left


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_strongest_bar_of_an_unclear_emotion_is_pale_and_says_so(
    qtbot: QtBot, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    bars = ScoreBars()
    qtbot.addWidget(bars)
    bars.resize(340, 100)
    bars.set_names(("happy", "sad"), may_be_unclear=True)

    def shown(*, unclear: bool) -> QImage:
        bars.show_scores({"happy": 0.5, "sad": 0.3}, stale=False, unclear=unclear)
        return bars.grab().toImage()

    def inks(image: QImage, y: int) -> list[str]:
        return [image.pixelColor(x, y).name().upper() for x in range(image.width())]

    clear, unclear = shown(unclear=False), shown(unclear=True)
    assert bars.accessibleDescription() == "happy 0.50 (unclear), sad 0.30"
    row_px = 34
    own = theme.emotion("happy").upper()
    pale = shaded(own, theme.panel, PALE).upper()
    middle = row_px // 2
    assert inks(clear, middle).count(own) > 50
    assert inks(unclear, middle).count(pale) > 50
    assert own in {ink for y in range(row_px) for ink in inks(unclear, y)}, "its edge"
    second = QRect(0, row_px, 340, row_px)
    assert clear.copy(second) == unclear.copy(second), "other rows stay as they are"
    ends_px = [inks(image, middle)[::-1].index(theme.track.upper()) for image in (clear, unclear)]
    assert ends_px[0] == ends_px[1], "nothing moves"
    beside_name = QRect(50, 0, 50, row_px)
    assert len({ink for y in range(row_px) for ink in inks(clear.copy(beside_name), y)}) == 1
    assert len({ink for y in range(row_px) for ink in inks(unclear.copy(beside_name), y)}) > 5
    assert shown(unclear=False) == clear
    assert bars.accessibleDescription() == "happy 0.50, sad 0.30"


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PersonPanel]:
    holder = QWidget()
    qtbot.addWidget(holder)
    panel = PersonPanel(holder)
    panel.set_names(EMOTIONS, ())
    yield panel
    assert holder.isHidden()  # It is still there: the panel lives as long as it does.


def test_the_panel_says_what_it_waits_for(panel: PersonPanel) -> None:
    panel.show_state(Searching())
    panel.show_state(Watching(0.64, 1.28))
    message = panel._message
    assert message.heading.text() == "Watching… 0.6 s"
    assert message.line._fraction == 0.5
    panel.show_state(NoFace())
    assert "light" in message.text.text()
    panel.show_state(Scores(row(1.0), stale=False))
    assert panel.shows_scores
    panel.show_lost()
    assert not panel.shows_scores


def test_a_person_can_be_chosen_in_the_panel(panel: PersonPanel, qtbot: QtBot) -> None:
    panel.set_people((3, 5), 3, {5: "Ann"})
    assert panel._choice.currentText() == "Person 3"
    assert panel._choice.itemText(1) == "Ann"
    with qtbot.waitSignal(panel.person_chosen, timeout=500) as chosen:
        panel._choice.setCurrentIndex(1)
        panel._choice.activated.emit(1)
    assert chosen.args == [5]


def test_the_big_five_have_bars_where_a_model_gives_them(panel: PersonPanel) -> None:
    assert panel.traits.isHidden()
    panel.set_names(EMOTIONS, BIG_FIVE)
    assert not panel.traits.isHidden()
    traits = {name: 0.1 * place for place, name in enumerate(BIG_FIVE, 4)}
    panel.show_state(Scores(replace(row(1.0), dimensions=traits), stale=False))
    assert panel.traits.accessibleDescription().startswith("openness 0.40, conscientiousness 0.50")


def walked(channels: int = 3) -> PlotBuffer:
    """Valence falls from 1 to -1 in 20 s; one row is missing."""
    buffer = PlotBuffer(channels)
    for i in range(41):
        buffer.append(i / 2, [1 - i / 20, 0.5, 0.2])
    buffer.append(20.5, [float("nan")] * 3)
    return buffer


def show_way(plane: AffectPlane, buffer: PlotBuffer, now_s: float) -> None:
    plane.show_trail(buffer.times, buffer.channel(0), buffer.channel(1), now_s)


def test_the_plane_shows_the_last_ten_seconds(qtbot: QtBot) -> None:
    plane = AffectPlane()
    qtbot.addWidget(plane)
    plane.resize(340, 200)
    plane.set_dimensions(DIMENSIONS, frozenset(DIMENSIONS))
    show_way(plane, walked(), 20.5)
    plane.show_values({"valence": -1.0, "arousal": 0.5, "dominance": 0.2})
    assert plane.accessibleDescription() == (
        "valence \N{MINUS SIGN}1.00, arousal +0.50, dominance +0.20"
    )
    image, rect = plane.grab().toImage(), plane.plane_rect()

    def colour(valence: float, arousal: float) -> str:
        x = rect.center().x() + valence * rect.width() / 2
        y = rect.center().y() - arousal * rect.height() / 2
        return image.pixelColor(round(x), round(y)).name().upper()

    assert colour(-1.0, 0.5) == LIGHT.panel, "a derived point is hollow"
    plane.set_dimensions(DIMENSIONS, frozenset())
    show_way(plane, walked(), 20.5)
    image = plane.grab().toImage()
    assert colour(-1.0, 0.5) == LIGHT.accent, "a learned one is solid"
    row_y = round(rect.center().y() - 0.25 * rect.height())
    across = [image.pixelColor(x, row_y) for x in range(round(rect.left()), round(rect.right()))]
    blue = [place for place, c in enumerate(across) if c.blue() > c.red() + 12]
    assert max(blue) < 0.6 * len(across), "what is older is forgotten"
    newer, older = across[len(across) // 8], across[round(len(across) * 0.45)]
    assert newer.red() < older.red(), "and fades before"


def test_the_plane_and_the_curves_are_as_large_as_the_head(qtbot: QtBot) -> None:
    ranges = {"valence": (1.0, 9.0), "arousal": (1.0, 9.0)}
    plane, plot = AffectPlane(), AffectPlot()
    for widget in (plane, plot):
        qtbot.addWidget(widget)
        widget.resize(340, 200)
    plane.set_dimensions(("valence", "arousal"), frozenset(), ranges)
    buffer = PlotBuffer(2)
    buffer.append(1.0, [7.0, 3.0])
    show_way(plane, buffer, 1.0)
    rect = plane.plane_rect()
    x, y = rect.left() + 0.75 * rect.width(), rect.top() + 0.75 * rect.height()
    assert plane.grab().toImage().pixelColor(round(x), round(y)).name().upper() == LIGHT.accent
    plot.set_channels((), ("valence", "arousal"), frozenset(), ranges)
    low, high = plot._dimensions.plot.getViewBox().viewRange()[1]
    assert 0.4 < low <= 1, "the axis begins at the lowest value"
    assert 9 <= high < 9.6
    assert "1 to 9" in plot._dimensions.plot.getAxis("left").labelText


def test_a_model_without_valence_has_no_plane(qtbot: QtBot) -> None:
    plane = AffectPlane()
    qtbot.addWidget(plane)
    plane.set_dimensions((), frozenset())
    assert plane.isHidden()


def test_flags_stand_in_all_plots(qtbot: QtBot) -> None:
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.set_marks([(1.0, "a"), (2.0, "b")])
    plot.set_marks([(2.5, "b")])
    flags = plot._flags
    shown = [place for place, text in enumerate(flags._texts) if text.isVisible()]
    assert shown == [0]
    assert [line.value() for line in flags._lines[0]] == [2.5, 2.5, 2.5]
    assert not any(line.isVisible() for line in flags._lines[1])


def test_the_status_bar_tells_the_truth_and_explains_it(qtbot: QtBot) -> None:
    status = StatusBar()
    status.show_rates(shown=True)
    qtbot.addWidget(status)
    status.show()
    status.show_chosen("/models/my-model")
    assert status.model.text() == "Model: my-model"
    assert "when an analysis starts" in status.model.toolTip()
    status.show_facts(FACTS)
    assert "when an analysis starts" not in status.model.toolTip()
    status.show_figures(
        Figures(capture_fps=29.97, analysis_fps=8.2, lag_s=0.0957, dropped=3, stalled=True)
    )
    items = (status.model, status.device, status.capture, status.analysis, status.lag)
    assert [item.text() for item in (*items, status.dropped)] == [
        "SVFAP tiny",
        "CPU, 2 threads (torch 2.14, float32)",
        "capture 30 fps",
        "analysis 8/s",
        "lag 96 ms",
        "3 dropped",
    ]
    assert status.stalled.isVisible()
    assert all(item.toolTip() and item.accessibleName() for item in (*items, status.dropped))
    assert "CenterFace" in status.device.toolTip()


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("rtsp://10.0.0.1/live", True),
        ("udp://@:5000", True),
        (" http://host/v.mjpg ", True),
        ("host/v", False),
        ("rtsp://", False),
        ("ftp://host/x", False),
    ],
)
def test_only_an_address_can_be_opened(qtbot: QtBot, address: str, *, good: bool) -> None:
    dialog = StreamDialog(address)
    qtbot.addWidget(dialog)
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Open)
    assert button.isEnabled() == good


def test_a_reading_without_neighbours_is_a_point_in_the_curves(
    qtbot: QtBot, wear: Callable[[Theme], None]
) -> None:
    wear(LIGHT)
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 280)
    plot.set_channels(("happy",), (), frozenset())
    plot.show()
    buffer = PlotBuffer(1)
    for t_s, value in ((1.0, math.nan), (2.0, 0.6), (3.0, math.nan), (4.0, 0.2), (5.0, 0.2)):
        buffer.append(t_s, [value])
    plot.show_history(buffer, now_s=5.0)
    view = plot._emotions.plot.getViewBox()
    place = plot._graphics.mapFromScene(view.mapViewToScene(QPointF(2.0, 0.6)))
    colour = plot._graphics.grab().toImage().pixelColor(place).name().upper()
    wanted = QColor(LIGHT.emotion("happy"))
    assert abs(QColor(colour).lightness() - wanted.lightness()) < 12


def test_the_strongest_is_the_highest_reading() -> None:
    assert strongest(np.array([0.1, np.nan, 0.7])) == 2
    assert strongest(np.array([np.nan])) is None
    assert lonely(np.array([0.5, np.nan, 0.5, 0.5, np.nan, 0.1])) == [0, 5]


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_curves_are_as_wide_at_every_scale(
    qtbot: QtBot, wear: Callable[[Theme], None], monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    monkeypatch.setattr(AffectPlot, "devicePixelRatioF", lambda _: ratio)
    wear(LIGHT)
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 280)
    plot.set_channels(("happy",), (), frozenset())
    plot.show()
    buffer = PlotBuffer(1)
    for i in range(50):
        buffer.append(float(i), [0.5])
    plot.show_history(buffer, now_s=49.0)
    view = plot._emotions.plot.getViewBox()
    place = plot._graphics.mapFromScene(view.mapViewToScene(QPointF(20.0, 0.5)))
    image = QImage(plot._graphics.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    plot.render(painter, QPoint())
    painter.end()
    column = [
        image.pixelColor(round(place.x() * ratio), round(place.y() * ratio) + step).lightness()
        for step in range(-8, 9)
    ]
    covered = sum(1 for lightness in column if lightness < 200)
    assert 1.5 * ratio <= covered <= 2 * ratio + 1
