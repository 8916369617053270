"""Facial actions in the window: chosen in a menu, drawn as curves by model and landmarker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from svfap_core.facial_actions import ACTIONS
from svfap_core.models import Head, HeadKind
from svfap_core.results.baseline import Baseline
from svfap_core.results.edits import TimeRange
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import AnalysisSettings
from svfap_core.types import AffectResult
from svfap_gui.analyse.document import AnalysePhase
from svfap_gui.analyse.lanes import make_lanes
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_curves import CurveOptions
from svfap_gui.analyse.timeline_geometry import TOP_PX, lane_places
from svfap_gui.analyse.timeline_hints import hint_of
from svfap_gui.live.affect_plot import AffectPlot
from svfap_gui.live.plot_buffer import AffectHistory
from svfap_gui.live.session import SessionController
from svfap_gui.live.view import LiveView
from svfap_gui.parts.curves import WEAK, shaded
from svfap_gui.parts.facial_actions import GROUPS, NO_ACTIONS, ActionCurve, OfferedActions
from svfap_gui.parts.facial_actions_menu import FacialActionChoice
from svfap_gui.parts.theme import DARK, LIGHT, Theme
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import SourceRequest
from tests.gui.analyse_rig import AnalyseRig, clip, done, rig  # noqa: F401  # fixtures
from tests.gui.test_real_session import SLOWEST_MS, app_window  # noqa: F401  # fixtures
from tests.models import CLASSES, write_untrained_model
from tests.scenes import people, result, schema
from tests.shared_data import shared

NAMES = ("mouth_smile", "jaw_open")
BOTH = replace(schema(), actions=NAMES, actions_origin="model", landmarker=tuple(ACTIONS))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives emotions and two facial actions."""
    head = Head(kind=HeadKind.ACTIONS, names=NAMES, low=0.0, high=1.0)
    return write_untrained_model(tmp_path_factory.mktemp("model") / "sample", (CLASSES, head))


@pytest.fixture
def landmarked(settings: QSettings) -> None:
    """The user has switched the landmarker on; to be asked for before a window."""
    file = str(shared("data/face_landmarker/face_landmarker.task"))
    analysis = AnalysisSettings(actions="landmarker", landmarker_file=file)
    PreferencesStore(settings).update(analysis=analysis)


def row(t_s: float, smile: float, landmarked: float) -> AffectResult:
    return replace(
        result(t_s, 1), actions={"mouth_smile": smile}, landmarker={"mouth_smile": landmarked}
    )


# -- whose scores ----------------------------------------------------------------------------------


def test_scores_are_the_models_the_landmarkers_or_nobody_knows_whose() -> None:
    both = OfferedActions.of(BOTH)
    assert (both.model, both.landmarker) == (NAMES, tuple(ACTIONS))
    assert both.curves(["mouth_smile"]) == [
        (0, ActionCurve("mouth_smile", by_landmarker=False, colour=0)),
        (2 + list(ACTIONS).index("mouth_smile"), ActionCurve("mouth_smile", True, 0)),  # noqa: FBT003
    ]
    scores = both.scores(row(5.0, 0.7, 0.4))
    assert [scores[place] for place, _ in both.curves(["mouth_smile"])] == [0.7, 0.4]
    assert np.isnan(scores[1]), "this row has no score of the jaw"

    alone = OfferedActions.of(replace(schema(), actions=NAMES, actions_origin="landmarker"))
    assert [curve.by_landmarker for _, curve in alone.curves(NAMES)] == [True, True]
    assert alone.scores(row(5.0, 0.7, 0.4))[0] == 0.7, "then it is in the column of actions"

    assert not OfferedActions.of(replace(schema(), actions=NAMES)).source_known
    assert not OfferedActions.of(schema())


def test_every_action_is_in_one_group_of_the_menu() -> None:
    homes = [sum(name.startswith(parts) for parts in GROUPS) for name in ACTIONS]
    assert homes == [1] * 27


# -- the timeline ----------------------------------------------------------------------------------


def test_there_is_room_for_the_name_of_each_curve() -> None:
    without = lane_places([1], 1, 600, has_dimensions=True)[0]
    assert without.actions_px == 0
    few = lane_places([1], 1, 600, has_dimensions=True, action_curves=2)[0]
    assert few.actions_px >= 52
    assert few.bottom_px <= 600
    assert few.emotions_px < without.emotions_px
    many = lane_places([1, 2], 1, 100, has_dimensions=True, action_curves=10)
    assert many[0].actions_px == 130
    assert many[0].actions_top_px >= many[0].dimensions_top_px + many[0].dimensions_px
    assert many[1].top_px > many[0].bottom_px
    assert many[1].actions_px == 0


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """A smile at 0.8 by the model and at 0.3 by the landmarker, lost from 10 to 14 s."""
    recording = Recording(BOTH)
    times_s = [t_s for t_s in np.arange(4.0, 20.0, 2.0).tolist() if not 10 <= t_s <= 14]
    recording.add_results([row(t_s, 0.8, 0.3) for t_s in times_s])
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1260, 420)
    made.set_length(20.0)
    made.set_lanes(make_lanes(people(recording)), {1: "Anna"})
    made.set_chosen(1)
    made.set_curves(CurveOptions(actions=("mouth_smile",)), None)
    with qtbot.waitExposed(made):
        made.show()
    return made


def drawn(timeline: Timeline, score: float, colour: str) -> list[bool]:
    """In which columns of pixels, in the part of actions, a colour is near a score's height."""
    image: QImage = timeline.grab().toImage()
    [place] = timeline.shown.places
    y = TOP_PX + 6 + place.actions_top_px + place.actions_px - 1 - score * (place.actions_px - 1)
    window = timeline.window_shown
    wanted = QColor(colour)

    def apart(ink: QColor) -> int:
        rgb = (ink.red(), wanted.red()), (ink.green(), wanted.green()), (ink.blue(), wanted.blue())
        return sum(abs(one - other) for one, other in rgb)

    def near(x: int) -> bool:
        """A line between two rows of pixels has half of its colour in each."""
        inks = (image.pixelColor(x, round(y) + step) for step in (-1, 0, 1))
        return min(map(apart, inks)) < 0.6 * apart(image.pixelColor(x, round(y) - 5))

    return [near(x) for x in range(round(window.x(3.0)), round(window.x(6.5)))]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_both_sources_have_one_colour_and_the_landmarkers_line_is_dashed(
    timeline: Timeline, wear: Callable[[Theme], None], theme: Theme
) -> None:
    wear(theme)
    solid = drawn(timeline, 0.8, theme.action(0))
    assert all(solid[10:-10])
    dashed = drawn(timeline, 0.3, theme.action(0))[10:-10]
    changes = sum(one is not other for one, other in pairwise(dashed))
    assert changes > 10
    assert 0.3 < sum(dashed) / len(dashed) < 0.9


def test_where_dashes_would_be_lost_the_landmarkers_line_is_paler_than_the_models(
    timeline: Timeline, wear: Callable[[Theme], None]
) -> None:
    wear(LIGHT)
    times_s = np.arange(4.0, 9.0, 0.01).tolist()
    colour, pale = LIGHT.action(0), shaded(LIGHT.action(0), LIGHT.panel, WEAK)

    def show(rows_schema: ResultSchema) -> None:
        recording = Recording(rows_schema)
        recording.add_results([row(t_s, 0.8, 0.3) for t_s in times_s])
        timeline.set_lanes(make_lanes(people(recording)), {1: "Anna"})

    show(BOTH)
    assert all(drawn(timeline, 0.8, colour)[10:-10])
    assert all(drawn(timeline, 0.3, pale)[10:-10])
    show(replace(schema(), actions=tuple(ACTIONS), actions_origin="landmarker"))
    assert all(drawn(timeline, 0.8, colour)[10:-10]), "nothing to tell it from"


def test_curves_of_actions_break_where_the_person_is_not_seen(timeline: Timeline) -> None:
    [lane] = timeline.shown.lanes.lanes
    emotions = timeline.shown.lanes.emotions
    smile = lane.values[len(emotions) + 3]
    assert np.isnan(smile).tolist() == np.isnan(lane.values[0]).tolist()
    assert np.isnan(smile).any()


def test_actions_are_not_on_the_axis_of_dimensions() -> None:
    rated = replace(
        BOTH, dimension_names=("valence",), dimensions_origin="learned", ranges={"valence": (1, 9)}
    )
    recording = Recording(rated)
    scores = {"valence": 5.0}
    recording.add_results([replace(row(t, 0.8, 0.3), dimensions=scores) for t in (4.0, 6.0)])
    assert make_lanes(people(recording)).scale == (1, 9)


def test_actions_have_no_z_scores_and_stay_as_they_are(
    timeline: Timeline, wear: Callable[[Theme], None]
) -> None:
    wear(LIGHT)
    against = Baseline(TimeRange(0, 5), 9, {"happy": 0.2}, {"happy": 0.1}, ())
    options = CurveOptions(z_scores=True, actions=("mouth_smile",))
    timeline.set_curves(options, against)
    assert all(drawn(timeline, 0.8, LIGHT.action(0))[10:-10])


def test_an_action_that_was_just_chosen_is_in_sight(timeline: Timeline) -> None:
    timeline.resize(1260, 260)
    bar = timeline.verticalScrollBar()
    bar.setValue(0)
    timeline.set_curves(CurveOptions(actions=("mouth_smile", "jaw_open")), None)
    [place] = timeline.shown.places
    assert TOP_PX + place.bottom_px - bar.value() <= timeline.viewport().height()
    bar.setValue(0)
    timeline.set_curves(CurveOptions(actions=("mouth_smile",)), None)
    assert bar.value() == 0, "nothing new to see"


def test_hovering_reads_both_sources(timeline: Timeline) -> None:
    x = timeline.window_shown.x(4.0)
    hint = hint_of(timeline.shown, timeline.spot_at(QPointF(x, TOP_PX + 30)))
    assert hint.splitlines()[-2:] == ["Mouth smile 0.80", "Mouth smile 0.30 · landmarker"]
    timeline.set_curves(CurveOptions(), None)
    hint = hint_of(timeline.shown, timeline.spot_at(QPointF(x, TOP_PX + 30)))
    assert "Mouth smile" not in hint
    assert timeline.shown.places[0].actions_px == 0


# -- the choice ------------------------------------------------------------------------------------


def test_none_is_chosen_at_first_and_the_choice_is_remembered(
    qtbot: QtBot, settings: QSettings, timeline: Timeline
) -> None:
    choice = FacialActionChoice(settings, "some/actions", timeline)
    assert choice.value == ()
    with qtbot.waitSignals([choice.changed] * 3):
        for name in ("jaw_open", "mouth_smile", "eye_blink"):
            choice.turn(name)
    choice.turn("mouth_smile")
    assert choice.value == ("jaw_open", "eye_blink")
    assert FacialActionChoice(settings, "some/actions", timeline).value == choice.value
    settings.setValue("some/actions", "jaw_open,gone")
    assert FacialActionChoice(settings, "some/actions", timeline).value == ("jaw_open",)


def entry(menu: QMenu, text: str) -> QPoint:
    """Where an entry of an open menu is."""
    [action] = [a for a in menu.actions() if a.text() == text]
    return menu.actionGeometry(action).center()


def opened(menu: QMenu, title: str) -> QMenu:
    """One of its menus, open."""
    [found] = [m for m in menu.findChildren(QMenu) if m.title() == title]
    found.popup(QPoint(0, 0))
    return found


def test_a_fresh_analysis_and_its_table_show_what_the_user_chooses(
    landmarked: None,
    rig: AnalyseRig,  # noqa: F811
    settings: QSettings,
) -> None:
    del landmarked
    view = rig.view
    rig.open(shared("data/clips/single_face.mp4"))
    button = view.tools.actions_button
    assert not button.isEnabled()
    assert "no facial actions" in button.toolTip()
    view.commands["analyse"].trigger()
    rig.qtbot.waitUntil(lambda: rig.document.phase is AnalysePhase.DONE, timeout=3 * SLOWEST_MS)
    rig.settle()
    assert button.isEnabled()
    assert "learned from a teacher" in button.toolTip()
    assert view.timeline.shown.places[0].actions_px == 0
    menu = opened(view.facial_actions, "Mouth and jaw")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=entry(menu, "Mouth smile · AU12"))
    assert menu.isVisible(), "more can be chosen"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert view.timeline.shown.options.actions == ("mouth_smile", "mouth_dimple")
    tips = {a.text(): a.toolTip() for a in menu.actions()}
    assert "lip corner puller" in tips["Mouth smile · AU12"]
    assert "Solid" in tips["Mouth smile · AU12"]
    assert tips["Mouth dimple · AU14"].endswith("By Google's face landmarker")
    menu.close()
    drawn_curves = view.timeline.shown.lanes.actions.curves(view.facial_actions.choice.value)
    assert [curve.by_landmarker for _, curve in drawn_curves] == [False, True, True]
    assert view.timeline.shown.places[0].actions_px > 0
    view.player.seek(1.0)
    rig.settle()
    view.commands["close"].trigger()
    rig.settle()
    assert not button.isEnabled()
    rig.open(rig.folder / "results" / "single_face.mp4.csv")
    assert view.timeline.shown.options.actions == ("mouth_smile", "mouth_dimple")
    assert view.timeline.shown.places[0].actions_px > 0
    view.timeline.grab()
    again = FacialActionChoice(settings, "analyse/facial_actions", view)
    assert again.value == ("mouth_smile", "mouth_dimple")


def test_a_result_without_actions_says_so(done: AnalyseRig) -> None:  # noqa: F811
    view = done.view
    view.facial_actions.choice.turn("mouth_smile")
    assert not view.tools.actions_button.isEnabled()
    assert "no facial actions" in view.tools.actions_button.toolTip()
    assert not view.facial_actions.menuAction().isEnabled()
    assert all(place.actions_px == 0 for place in view.timeline.shown.places)


# -- live ------------------------------------------------------------------------------------------


def test_a_third_plot_is_there_while_actions_are_chosen(
    qtbot: QtBot, wear: Callable[[Theme], None]
) -> None:
    wear(LIGHT)
    offered = OfferedActions.of(BOTH)
    history = AffectHistory((*BOTH.emotion_names, *BOTH.dimension_names), offered)
    for t_s in (5.0, 5.5, 6.0):
        history.append(row(t_s, 0.8, 0.3))
    plot = AffectPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 300)
    plot.set_channels(BOTH.emotion_names, BOTH.dimension_names, frozenset())
    with qtbot.waitExposed(plot):
        plot.show()

    def heights() -> list[float]:
        plot.grab()
        return [lane.plot.geometry().height() for lane in (plot._emotions, plot._dimensions)]

    qtbot.waitUntil(lambda: sum(heights()) > 200)
    before = heights()
    assert not plot._actions.plot.isVisible()
    plot.set_actions(offered.curves(["mouth_smile"]))
    plot.show_history(history.of(1), 6.0)
    assert plot._actions.plot.isVisible()
    texts = list(plot._actions.labels.texts.values())
    assert texts == ["Mouth smile 0.80", "Mouth smile 0.30"]
    solid, dashed = (curve.opts["pen"] for curve in plot._actions._curves)
    assert solid.color() == dashed.color() == QColor(LIGHT.action(0))
    assert (solid.style(), dashed.style()) == (Qt.PenStyle.SolidLine, Qt.PenStyle.CustomDashLine)
    qtbot.waitUntil(lambda: plot._actions.plot.getViewBox().geometry().height() > 2 * 14)
    assert heights()[0] > 7 * 14, "each emotion keeps its label"
    plot.set_actions(())
    plot.show_history(history.of(1), 6.0)
    qtbot.waitUntil(lambda: heights() == pytest.approx(before))


def test_live_draws_the_actions_of_a_session(
    landmarked: None,
    qtbot: QtBot,
    app_window: tuple[MainWindow, SessionController],  # noqa: F811
) -> None:
    del landmarked
    window, session = app_window
    window.show()
    window.show_page(0)
    view = window.page
    assert isinstance(view, LiveView)
    assert not view.toolbar.actions_button.isEnabled()
    view.facial_actions.choice.turn("mouth_smile")
    with qtbot.waitSignal(session.ended, timeout=SLOWEST_MS):
        session.open(SourceRequest.parse(str(shared("data/clips/single_face.mp4"))))
    facts = view.state.facts
    assert facts is not None
    assert facts.actions == OfferedActions(NAMES, tuple(ACTIONS))
    assert view.toolbar.actions_button.isEnabled()
    texts = list(view.plot._actions.labels.texts.values())
    assert len(texts) == 2
    assert all(str(text).startswith("Mouth smile 0.") for text in texts)
    view.facial_actions.choice.turn("mouth_smile")
    assert not view.plot._actions.plot.isVisible()
    assert facts.actions != NO_ACTIONS
