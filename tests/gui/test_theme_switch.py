"""Switching the theme while the window is open: real widgets, looked at pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_core.labels import EMOTIONS
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.live.affect_plot import AffectPlot
from svfap_gui.live.plot_buffer import PlotBuffer
from svfap_gui.live.score_bars import ScoreBars
from svfap_gui.parts.actions import Action
from svfap_gui.parts.affect_plane import AffectPlane
from svfap_gui.parts.drop_zone import DropZone
from svfap_gui.parts.icons import icon
from svfap_gui.parts.progress_line import ProgressLine
from svfap_gui.parts.question import ask
from svfap_gui.parts.style import AppStyle
from svfap_gui.parts.theme import DARK, LIGHT, Theme, ThemeChoice, contrast, current_theme
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.train.confusion_matrix import ConfusionMatrix
from svfap_gui.train.loss_plot import LossPlot
from svfap_gui.train.steps import StepList
from tests.gui.fakes import Rig

Wear = Callable[[Theme], None]


def colours(image: QImage) -> set[str]:
    """Every colour of a picture, as `#RRGGBB`."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : image.width() * 3].reshape(-1, 3)
    return {"#{:02X}{:02X}{:02X}".format(*pixel) for pixel in np.unique(pixels, axis=0)}


def seen(widget: QWidget) -> set[str]:
    return colours(widget.grab().toImage())


def affect_plot() -> AffectPlot:
    plot = AffectPlot()
    plot.set_channels(EMOTIONS[:3], ("valence",), frozenset())
    buffer = PlotBuffer(4)
    for i in range(20):
        buffer.append(i / 2, [0.1 + i / 40, 0.5, 0.9 - i / 40, 0.2])
    plot.show_history(buffer, 10.0)
    return plot


def score_bars() -> ScoreBars:
    bars = ScoreBars()
    bars.set_names(EMOTIONS)
    bars.show_scores(dict.fromkeys(EMOTIONS, 0.5), stale=False)
    return bars


def affect_plane() -> AffectPlane:
    plane = AffectPlane()
    plane.set_dimensions(("valence", "arousal"), frozenset())
    return plane


def matrix() -> ConfusionMatrix:
    table = ConfusionMatrix()
    table.show_counts(("happy", "sad"), ((3, 1), (0, 4)))
    return table


def toolbar() -> Toolbar:
    bar = Toolbar()
    bar.add_action(Action(bar, "x", "Play", icon_name="play"), primary=True)
    bar.add_action(Action(bar, "y", "Record", icon_name="record"))
    return bar


def drop_zone() -> DropZone:
    zone = DropZone("Drop", "here", ())
    zone.resize(700, 500)
    return zone


KEPT = {
    # What a theme's colour each widget must show, whatever else it shows.
    "plot": (affect_plot, ("panel", "line")),
    "losses": (LossPlot, ("panel", "line")),
    "timeline": (Timeline, ("panel",)),
    "bars": (score_bars, ("track",)),
    "plane": (affect_plane, ("line",)),
    "matrix": (matrix, ("track",)),
    "steps": (StepList, ("control_line",)),
    "line": (ProgressLine, ("track",)),
    "toolbar": (toolbar, ("accent", "danger", "on_accent", "panel")),
    "drop zone": (drop_zone, ("muted", "panel")),
}


@pytest.mark.parametrize(("make", "names"), KEPT.values(), ids=KEPT)
def test_a_widget_follows_the_theme_both_ways(
    qtbot: QtBot, wear: Wear, make: Callable[[], QWidget], names: tuple[str, ...]
) -> None:
    wear(LIGHT)
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(max(600, widget.width()), max(300, widget.height()))
    widget.show()
    for theme, other in ((LIGHT, DARK), (DARK, LIGHT), (LIGHT, DARK)):
        wear(theme)
        found = seen(widget)
        for name in names:
            assert getattr(theme, name) in found, (name, theme.dark)
            assert getattr(other, name) not in found, (name, theme.dark)


def test_the_whole_window_follows_the_theme_both_ways(rig: Rig) -> None:
    rig.window.show()
    fresh: dict[bool, QImage] = {}
    for dark in (True, False, True, False):
        if current_theme().dark is not dark:
            rig.window.commands["theme/switch"].trigger()
        image = rig.window.grab().toImage()
        assert fresh.setdefault(dark, image) == image, "nothing is left of the other theme"
    for theme, other in ((LIGHT, DARK), (DARK, LIGHT)):
        found = colours(fresh[theme.dark])
        for name in ("panel", "accent", "muted", "control_line"):
            assert getattr(theme, name) in found, name
            assert getattr(other, name) not in found, name


class System(QObject):
    """A desktop whose theme changes, as Qt tells of it; the platform of tests has none."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815  # Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.now = Qt.ColorScheme.Light
        self.asked = Qt.ColorScheme.Unknown

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:  # noqa: N802  # Qt's name
        self.asked = scheme

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802  # Qt's name
        return self.now if self.asked is Qt.ColorScheme.Unknown else self.asked

    def change(self, scheme: Qt.ColorScheme) -> None:
        self.now = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_system_s_theme_is_followed_unless_the_user_has_chosen(
    qtbot: QtBot,
    qapp: QApplication,
    settings: QSettings,
    wear: Wear,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wear(LIGHT)
    system = System()
    monkeypatch.setattr(type(qapp), "styleHints", lambda _: system)
    appearance = AppearanceController(qapp, settings)
    widget = affect_plot()
    qtbot.addWidget(widget)
    system.change(Qt.ColorScheme.Dark)
    assert DARK.panel in seen(widget)
    system.change(Qt.ColorScheme.Light)
    assert LIGHT.panel in seen(widget)
    appearance.choose(ThemeChoice.LIGHT)
    system.change(Qt.ColorScheme.Dark)
    assert LIGHT.panel in seen(widget)
    appearance.choose(ThemeChoice.SYSTEM)
    assert DARK.panel in seen(widget)


def icon_colours(shown: QIcon, mode: QIcon.Mode) -> set[str]:
    image = shown.pixmap(QSize(20, 20), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(20) for y in range(20)]
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_is_tinted_when_it_is_drawn(qapp: QApplication, wear: Wear) -> None:
    shown = icon("stop")
    for theme in (DARK, LIGHT, DARK):
        wear(theme)
        assert icon_colours(shown, QIcon.Mode.Normal) == {theme.text}
        assert icon_colours(shown, QIcon.Mode.Active) == {theme.text}
        assert icon_colours(shown, QIcon.Mode.Disabled) == {theme.control_line}
        assert icon_colours(shown, QIcon.Mode.Selected) == {theme.on_accent}
    assert icon_colours(icon("stop", "danger"), QIcon.Mode.Normal) == {DARK.danger}


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0, 4.0])
def test_an_icon_is_crisp_at_every_scale(qapp: QApplication, wear: Wear, ratio: float) -> None:
    wear(LIGHT)
    image = icon("stop").pixmap(QSize(20, 20), ratio, QIcon.Mode.Normal).toImage()
    assert image.width() == round(20 * ratio)
    alphas = [image.pixelColor(image.width() // 2, y).alpha() for y in range(image.height())]
    blurred = [alpha for alpha in alphas if 0 < alpha < 255]
    assert len(blurred) <= 4, "edges of a line are no broader than a pixel on each side"


def test_an_icon_outlives_its_maker_and_copies(qapp: QApplication) -> None:
    button = QToolButton()
    button.setIcon(icon("play"))
    copy = QIcon(button.icon())
    copy.addFile("none")
    assert not copy.pixmap(16, 16).isNull()
    assert not button.icon().pixmap(16, 16).isNull()


def test_questions_wear_the_app_s_icons_and_style(
    qtbot: QtBot, qapp: QApplication, wear: Wear
) -> None:
    qapp.setStyle(AppStyle())
    parent = QWidget()
    qtbot.addWidget(parent)
    for theme in (LIGHT, DARK):
        wear(theme)
        box = ask(parent, "Lose it?", "Lose", "Keep", lambda: None)
        label = box.findChild(QLabel, "qt_msgboxex_icon_label")
        assert label is not None
        assert theme.accent in colours(label.grab().toImage())
        assert box.palette().window().color() == QColor(theme.window)
        assert all(button.icon().isNull() for button in box.buttons())
        box.reject()
    box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel, parent)
    buttons = box.findChild(QDialogButtonBox)
    assert buttons is not None
    assert all(button.icon().isNull() for button in buttons.buttons())
    box.close()


def test_a_menu_s_chosen_row_can_be_read_and_seen() -> None:
    for theme in (LIGHT, DARK):
        assert contrast(theme.text, theme.track) >= 4.5, "icons and text stay as they are"
        assert contrast(theme.accent, theme.raised) >= 3, "a frame says which"
