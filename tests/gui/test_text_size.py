from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_core.results.edits import Edits, Marker
from svfap_gui.analyse.figures_pane import FiguresPane
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import HEADER_PX, TOP_PX
from svfap_gui.analyse.timeline_legend import Legend
from svfap_gui.analyse.timeline_mouse import Grip
from svfap_gui.parts.actions import Action
from svfap_gui.parts.sideways import Sideways
from svfap_gui.parts.stage import stage
from svfap_gui.parts.text_size import BODY_PX, adopt_system_font, caption, scaled, text_scale
from svfap_gui.parts.theme import LIGHT, current_theme, style_sheet
from svfap_gui.parts.toolbar import Toolbar
from tests.gui.test_timeline import two_persons

LARGE_PX = 20
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture
def before(qapp: QApplication) -> Iterator[QFont]:
    """The system's font; it is there again afterwards."""
    font, sheet = QFont(qapp.font()), qapp.styleSheet()
    yield QFont(font)
    qapp.setFont(font)
    qapp.setStyleSheet(sheet)


@pytest.fixture
def large(qapp: QApplication, before: QFont) -> None:
    """A system font half as large again."""
    before.setPixelSize(LARGE_PX)
    qapp.setFont(before)
    adopt_system_font(qapp)
    qapp.setStyleSheet(style_sheet(LIGHT))


@pytest.mark.parametrize(("points", "body_px"), [(6, BODY_PX), (9, BODY_PX), (15, 20)])
def test_text_is_as_large_as_the_systems_but_never_small(
    qapp: QApplication, before: QFont, points: int, body_px: int
) -> None:
    before.setPointSize(points)
    qapp.setFont(before)
    adopt_system_font(qapp)
    assert qapp.font().pixelSize() == body_px
    assert text_scale() == body_px / BODY_PX


@pytest.mark.usefixtures("large")
def test_every_size_in_the_style_sheet_follows_the_text_size(qtbot: QtBot) -> None:
    for name, usual_px in (("", 13), ("title", 15), ("caption", 11), ("headline", 20)):
        label = QLabel("Ag")
        qtbot.addWidget(label)
        label.setObjectName(name)
        label.ensurePolished()
        assert label.font().pixelSize() == round(usual_px * LARGE_PX / BODY_PX), name
    assert caption(QFont()).pixelSize() == round(11 * LARGE_PX / BODY_PX)
    assert "border: 1px" in style_sheet(LIGHT), "lines stay thin"


@pytest.mark.usefixtures("large")
def test_the_timeline_is_pointed_at_where_it_is_drawn(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1500, 400)
    timeline.set_length(10.0)
    timeline.set_edits(Edits(markers=(Marker(t_s=5.0, text="here"),)))
    timeline.show()
    scale = LARGE_PX / BODY_PX
    window = timeline.window_shown
    assert window.left_px == HEADER_PX
    assert window.right_px * scale < timeline.viewport().width()
    flag = QPointF(window.x(5.0) + 3, TOP_PX - 26) * scale
    spot = timeline.spot_at(flag)
    assert spot.grip is Grip.RULER
    assert spot.marker == 0
    drawn = timeline.grab().toImage()
    assert drawn.pixelColor(flag.toPoint()).name().upper() == current_theme().text


@pytest.mark.usefixtures("large")
def test_the_swatches_of_the_legend_grow(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    swatches = Legend(page).findChildren(QWidget, options=_DIRECT)
    sizes = {swatch.size().toTuple() for swatch in swatches if type(swatch).__name__ == "_Swatch"}
    assert sizes == {(scaled(56), scaled(22))}


def test_a_toolbar_gives_up_words_from_the_right_before_it_cuts_any(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar = Toolbar(page)
    first = bar.add_action(Action(bar, "a", "Start", icon_name="play"), primary=True)
    others = [
        bar.add_action(Action(bar, name, name, icon_name="file"))
        for name in ("Add files", "Add folder", "Remove")
    ]
    page.show()

    def with_words() -> list[bool]:
        QApplication.processEvents()
        assert bar.layout().totalMinimumSize().width() <= bar.width(), "nothing is cut"
        icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
        return [button.toolButtonStyle() is not icon_only for button in (first, *others)]

    bar.resize(bar.sizeHint())
    assert with_words() == [True] * 4
    whole_px = bar.width()
    bar.resize(whole_px - 20, bar.height())
    assert with_words() == [True, True, True, False]
    bar.resize(bar.minimumSizeHint())
    assert with_words() == [True, False, False, False]
    assert all(button.accessibleName() for button in others)
    bar.resize(whole_px, bar.height())
    assert with_words() == [True] * 4


@pytest.mark.usefixtures("large")
def test_the_plane_makes_room_for_the_statistics(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    pane = FiguresPane(page)
    lanes = two_persons()
    pane.table.show_figures(None, lanes.emotions * 4, lanes.dimensions)
    pane.notes.setText("20.0 s on screen: 20.0 s trusted.\nDerived from the emotions, not learned.")
    page.show()
    pane.show()
    heights = range(pane.minimumSizeHint().height(), 700, 60)
    for height in heights:
        pane.resize(500, height)
        QApplication.processEvents()
        plane, table = pane.plane.parentWidget(), pane.table
        assert plane.geometry().top() > table.geometry().bottom(), height
        assert plane.geometry().bottom() < pane.height()
    assert table.height() == table.sizeHint().height()
    assert pane.plane.plane_rect().height() > scaled(84)


@pytest.mark.usefixtures("large")
def test_the_word_of_the_primary_button_is_never_cut(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar = Toolbar(page)
    button = bar.add_action(Action(bar, "a", "Analyse again", icon_name="play"), primary=True)
    bar.add_label("Analysis", "").setText("Analysed with a model of a long name")
    page.show()
    for on in (True, False):
        bar.show_primary(button, on=on)
        bar.resize(bar.minimumSizeHint())
        QApplication.processEvents()
        assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize("body_px", [BODY_PX, LARGE_PX, 2 * BODY_PX])
def test_a_radio_button_is_round(
    qtbot: QtBot, qapp: QApplication, before: QFont, body_px: int
) -> None:
    before.setPixelSize(body_px)
    qapp.setFont(before)
    adopt_system_font(qapp)
    qapp.setStyleSheet(style_sheet(LIGHT))
    button = QRadioButton("Whole video")
    qtbot.addWidget(button)
    button.show()
    option = QStyleOptionButton()
    option.initFrom(button)
    place = button.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, button)
    image = button.grab().toImage()
    corner = image.pixelColor(place.topLeft() + QPoint(1, 1))
    assert corner == image.pixelColor(place.right() + 4, 1)
    assert corner != image.pixelColor(place.center().x(), place.top())


@pytest.mark.usefixtures("large")
def test_a_side_that_is_too_wide_scrolls_and_covers_nothing(qtbot: QtBot) -> None:
    side = QWidget()
    row = QHBoxLayout(side)
    panes = [QFrame(side), QFrame(side)]
    for pane in panes:
        pane.setMinimumSize(scaled(250), scaled(100))
        row.addWidget(pane)
    whole = stage(QLabel("video"), side, QLabel("curves"), side_px=scaled(520))
    qtbot.addWidget(whole)
    whole.resize(scaled(500), scaled(400))
    whole.show()
    QApplication.processEvents()
    area = whole.findChild(Sideways)
    assert area.mapTo(whole, QPoint(area.width(), 0)).x() <= whole.width()
    assert panes[0].geometry().right() < panes[1].geometry().left()
    assert area.horizontalScrollBar().maximum() > 0
    assert area.viewport().height() >= side.height()
    whole.resize(scaled(1200), scaled(400))
    QApplication.processEvents()
    assert area.horizontalScrollBar().maximum() == 0
