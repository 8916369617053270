from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from svfap_core.exports import curves
from svfap_core.exports.curves import clock_text, curves_figure, spread, write_curves
from svfap_core.exports.palette import emotion_style
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_gui.parts.theme import contrast
from tests.scenes import EMOTIONS, people, result, talk, voted


def texts(recording: Recording) -> str:
    figure = curves_figure(people(recording))
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [
            axes.get_title(loc="left"),
            axes.get_ylabel(),
            *(t.get_text() for t in axes.texts),
        ]
    return "\n".join(found)


def test_picture_is_whole_and_global_state_untouched(tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    write_curves(tmp_path / "c.png", people(talk()))
    with Image.open(tmp_path / "c.png") as image:
        image.load()
        assert image.width == 1800
        assert len(image.convert("RGB").getcolors(1 << 24) or []) > 100
    assert dict(mpl.rcParams) == before
    assert [p.name for p in tmp_path.iterdir()] == ["c.png"]


def test_derived_is_named_and_learned_is_not() -> None:
    assert "valence (derived)" in texts(talk())
    learned = Recording(ResultSchema(EMOTIONS, ("valence",), "learned", "v"))
    learned.add_results([result(t / 2, 0) for t in range(8, 20)])
    assert "derived" not in texts(learned)


def test_panels_reach_as_far_as_the_heads_and_the_values() -> None:
    names = ("valence", "arousal", "openness")
    ranges = {"valence": (1.0, 9.0), "openness": (0.0, 10.0)}
    learned = Recording(ResultSchema(EMOTIONS, names, "learned", "v", ranges=ranges))
    scores = {"valence": 5.0, "arousal": -3.0, "openness": 4.0}
    learned.add_results([replace(result(t / 2, 0), dimensions=scores) for t in range(8, 20)])
    _, affect, traits = curves_figure(people(learned)).axes
    assert list(affect.get_yticks()) == [-3, 3, 9]
    assert list(traits.get_yticks()) == [0, 5, 10]
    assert affect.get_ylim()[1] > 9


def test_a_name_with_a_tab_and_a_line_end_is_one_line(tmp_path: Path) -> None:
    named = Recording(ResultSchema(EMOTIONS, ("valence",), "learned", "a\nb\tc.mp4"))
    write_curves(tmp_path / "c.png", people(named))  # A missing glyph would be a warning.
    assert texts(named).startswith("a b c.mp4")


def test_crowd_is_cut_to_the_longest_and_says_so() -> None:
    said = texts(talk(persons=8, seconds=12))
    assert "8 persons, the 6 seen longest are shown" in said
    assert said.count("Person ") == 6
    assert "Person 7" not in said


def test_video_without_a_face_says_so() -> None:
    assert "no face found" in texts(talk(persons=0, seconds=3))


def test_no_line_runs_through_what_cannot_be_trusted() -> None:
    recording = talk()
    happy = curves_figure(people(recording)).axes[0].lines[0]
    times, values = np.asarray(happy.get_xdata()), np.asarray(happy.get_ydata())
    doubtful = (times > 9.0) & (times < 13.0)
    assert doubtful.any()
    assert np.isnan(values[doubtful]).all()


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.01, 0.02], [0.97, 0.98, 1.0], [0.1, 0.5, 0.9], []])
def test_labels_keep_their_distance(values: list[float]) -> None:
    places = spread(values, 0.1, 0.0, 1.0)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(places))
    assert not places or max(places) <= 1.0


def test_clock() -> None:
    assert [clock_text(t) for t in (0, 59.96, 61.5, 3600)] == ["0:00", "1:00", "1:01.5", "60:00"]


def test_a_range_and_persons_are_drawn_and_named(tmp_path: Path) -> None:
    edits = Edits().rename(1, "Anna $x$").exclude(TimeRange(6, 8))
    population = people(talk(persons=3), edits)
    figure = curves_figure(population, persons=[1], span=TimeRange(5, 10))
    assert [axes.get_xlim() for axes in figure.axes] == [(5, 10)] * 2
    assert figure.axes[0].get_title(loc="left") == "Anna $x$"
    said = [text.get_text() for text in figure.texts]
    assert any("0:05 to 0:10 of 0:20" in text for text in said)
    assert "excluded" in [text.get_text() for text in figure.legends[0].get_texts()]
    # Names stand where the lines leave the range.
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert {float(np.asarray(dot.get_xdata()).item()) for dot in dots} == {10.0}
    write_curves(tmp_path / "c.png", population, persons=[1], span=TimeRange(5, 10))


def test_hidden_persons_and_a_key_to_nothing_are_not_drawn() -> None:
    figure = curves_figure(people(talk(persons=3), Edits().hide(1)))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert [title for title in titles if title] == ["Person 0", "Person 2"]
    assert "excluded" not in [text.get_text() for text in figure.legends[0].get_texts()]


def key_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_unclear_emotions_have_a_band_behind_them_and_a_key_where_there_are_any() -> None:
    population = people(voted(), Edits().hide(1))
    emotions, affect = curves_figure(population).axes

    def bands(axes: Axes) -> list[tuple[float, float]]:
        spans = [p for p in axes.patches if p.get_zorder() == 0.4]
        return [(p.get_x(), p.get_x() + p.get_width()) for p in spans]  # type: ignore[attr-defined]

    found = population.unclear_stretches(0)
    ends_s = np.array([(s.start_s, s.end_s) for s in found])
    assert np.array(bands(emotions)) == pytest.approx(ends_s)
    assert found
    assert not bands(affect)
    assert "unclear" in key_of(curves_figure(population))
    clear_s = TimeRange(15.0, 18.0)
    assert "unclear" not in key_of(curves_figure(population, span=clear_s))
    assert "unclear" not in key_of(curves_figure(people(talk())))
    assert "unclear" not in key_of(curves_figure(people(voted(None))))


def test_lines_stand_out_from_the_band_behind_unclear_emotions() -> None:
    shares = {
        name: contrast(emotion_style(name).light, curves._UNCLEAR_GROUND) for name in EMOTIONS
    }
    assert min(shares.values()) >= 3, shares


def test_a_drawing_is_equal_each_time_it_is_made(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        write_curves(tmp_path / name, people(talk(seconds=8)))
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert ET.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
