"""The outline of the sound: read from made files, reduced to columns, drawn below the lanes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from svfap_gui.analyse.sound.peaks import PER_S, Peaks, read_peaks
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import WAVEFORM_PX
from svfap_gui.parts.theme import current_theme
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig  # noqa: F401  # fixtures
from tests.media import write_flashes


def read(path: Path, begins_s: float = 0.0) -> Peaks:
    return read_peaks(path, begins_s, lambda _: None, lambda: False)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("b.mkv", {"codec": "pcm_s16le", "layout": "5.1", "sample_rate_hz": 44_100}),
        ("c.mkv", {"video_starts_s": 2.0, "sound_s": (-1.5, 5.0)}),
    ],
)
def test_beeps_stand_where_they_are_heard(
    tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    path = write_flashes(tmp_path / name, 5, **options)  # type: ignore[arg-type]
    peaks = read(path, float(options.get("video_starts_s", 0.0)))  # type: ignore[arg-type]
    assert peaks.whole
    assert len(peaks.low) / PER_S == pytest.approx(5, abs=0.1)
    loud = peaks.high > 0.5 * peaks.high.max()
    onsets_s = np.flatnonzero(np.diff(loud.astype(int), prepend=0) > 0) / PER_S
    seconds = np.unique(onsets_s.round())
    assert seconds.tolist() == [0, 1, 2, 3, 4]
    assert np.abs(onsets_s - onsets_s.round()).max() < 0.06


@given(st.integers(1, 3000), st.floats(0, 8), st.floats(0.01, 8), st.integers(1, 400))
def test_columns_show_the_extremes_of_their_time(
    length: int, start_s: float, span_s: float, count: int
) -> None:
    levels = np.random.default_rng(length).integers(0, 127, length).astype(np.int8)
    peaks = Peaks(-levels, levels)
    low, high = peaks.columns(start_s, start_s + span_s, count)
    assert len(low) == len(high) <= count
    assert np.array_equal(low, -high)
    edges = (start_s + np.arange(count + 1) / count * span_s) * PER_S
    scale = max(6, int(levels.max()))
    for column in range(len(high)):
        first = int(edges[column])
        last = max(first + 1, min(length, int(edges[column + 1])))
        assert high[column] == levels[first:last].max() / scale
    if len(high) < count:
        assert int(edges[len(high)]) >= length


def test_the_lane_lies_at_the_foot(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(900, 400)
    timeline.show()
    timeline.set_length(10.0)
    levels = np.full(4 * PER_S, 100, np.int8)  # Loud until 4 s.
    ink = QColor(current_theme().muted)

    def inked(t_s: float) -> int:
        image = timeline.viewport().grab().toImage()
        x = round(timeline.window_shown.x(t_s))
        return sum(image.pixelColor(x, y) == ink for y in range(300, image.height()))

    assert inked(2.0) == 0
    timeline.set_waveform(Peaks(-levels, levels))
    assert inked(2.0) > 0.8 * WAVEFORM_PX
    assert inked(6.0) == 0
    timeline.set_waveform(None)
    assert inked(2.0) == 0


def test_it_is_shown_on_demand_and_remembered(done: AnalyseRig) -> None:  # noqa: F811
    view = done.view
    assert view.timeline.shown.waveform is None
    done.press(Qt.Key.Key_W)
    done.until(lambda: view.timeline.shown.waveform and view.timeline.shown.waveform.whole)
    assert view.commands["waveform"].isChecked()
    assert view.settings.value("analyse/waveform") == "true"
    done.press(Qt.Key.Key_W)
    assert view.timeline.shown.waveform is None
    done.press(Qt.Key.Key_W)
    assert view.timeline.shown.waveform is not None
    assert not view.waveform.busy
    at = QPointF(400, view.timeline.shown.lanes_end_px + 15) * view.timeline.scale
    assert view.timeline.spot_at(at).person is None
    done.press(Qt.Key.Key_W)
    assert view.timeline.spot_at(at).person is not None
