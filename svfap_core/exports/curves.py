"""A picture of the curves: per person the emotions and the dimensions over time.

Scores are drawn at the time that they describe. Stretches
that cannot be trusted are hatched, and no line runs through them; a quiet band lies behind emotions
that are unclear. Uses matplotlib's objects only: its global state belongs to whoever runs a
notebook.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from svfap_core.atomic import whole_file
from svfap_core.exports.palette import HAIRLINE, INK, QUIET_INK, emotion_style
from svfap_core.labels import AFFECT_DIMENSIONS, BIG_FIVE, DimensionsOrigin
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.stretches import Stretch, runs
from svfap_core.results.trust import is_trusted
from svfap_core.types import AffectResult

MAX_PERSONS = 6
DPI = 150
_WIDTH_IN = 12.0
_OUT_OF_SIGHT_S = 0.5
"""Shorter absences of a face are not drawn."""

_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": QUIET_INK,
    "axes.edgecolor": HAIRLINE,
    "xtick.color": QUIET_INK,
    "ytick.color": QUIET_INK,
    "hatch.color": "#CBD5E1",
    "hatch.linewidth": 0.7,
    "axes.unicode_minus": True,
    "svg.hashsalt": "svfap",
}
_UNCLEAR_GROUND = "#F1F5F9"
"""Behind emotions about which raters would differ: lines keep 3:1 on it."""
_HATCH_GROUND, _HATCH_COLOUR = "#F8FAFC", "#CBD5E1"
_EXCLUDED = "excluded"
_HATCHES = {
    "out of sight": "////", "low quality": "....", "gap": "xxxx", "seen briefly": "----",
    "few frames": "++++",
    _EXCLUDED: "\\\\\\\\",
}  # fmt: skip
_DOUBTS = {
    "low_quality": "low quality", "gap": "gap", "warming_up": "seen briefly",
    "partial": "seen briefly", "sparse": "few frames",
}  # fmt: skip
_DIMENSION_DASHES = {
    "valence": (), "arousal": (5, 2), "dominance": (1.2, 1.6),
    "openness": (), "conscientiousness": (5, 2), "extraversion": (1.2, 1.6),
    "agreeableness": (6, 1.5, 1.2, 1.5), "neuroticism": (9, 2.5),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One curve: `values` hold not-a-number where the line is broken."""

    name: str
    colour: str
    dash: tuple[float, ...]
    times_s: NDArray[np.float64]
    values: NDArray[np.float64]
    solid_end: bool = True


class CurvesFigure(Figure):
    """A figure that a notebook shows by itself, whatever backend it has chosen."""

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        FigureCanvasAgg(self).print_png(buffer)
        return buffer.getvalue()


def write_curves(
    path: Path, population: Population, *, persons: Sequence[int] = (), span: TimeRange = ALL_TIME
) -> None:
    """Draw the curves of a finished analysis, as PNG 1800 pixels wide, or as SVG by the ending.

    Of more than `MAX_PERSONS` persons those seen longest are drawn, and the picture says so.

    Args:
        path: The file.
        population: The persons.
        persons: Whom to draw; the visible ones when empty.
        span: What time to draw.

    Raises:
        OutputError: The file cannot be written.
    """
    figure = curves_figure(population, persons=persons, span=span)
    with mpl.rc_context(_STYLE), whole_file(path) as part:
        if path.suffix.lower() == ".svg":
            about = {"Date": None, "Creator": "svfap"}
            FigureCanvasSVG(figure).print_svg(str(part), metadata=about)
        else:
            FigureCanvasAgg(figure).print_png(str(part), metadata={"Software": "svfap"})


def curves_figure(
    population: Population, *, persons: Sequence[int] = (), span: TimeRange = ALL_TIME
) -> Figure:
    """The figure that `write_curves` saves; see there."""
    with mpl.rc_context(_STYLE):
        return _figure(population, persons, span)


def _figure(population: Population, persons: Sequence[int], span: TimeRange) -> Figure:
    end_s = population.recording.end_s
    span = TimeRange(max(span.start_s, 0.0), min(span.end_s, max(end_s, 0.1)))
    shown = _longest(population, persons or population.visible)
    traits = any(name in BIG_FIVE for name in population.recording.schema.dimension_names)
    kinds = ("emotions", "affect", "traits") if traits else ("emotions", "affect")
    weights = {"emotions": 2.0, "affect": 1.25, "traits": 1.25}
    person_in = 1.15 * sum(weights[kind] for kind in kinds)
    rows = max(len(shown), 1)
    height_in = 1.65 + rows * person_in + (rows - 1) * 0.35
    figure = CurvesFigure(figsize=(_WIDTH_IN, height_in), dpi=DPI, facecolor="white")
    _head(figure, population, shown, len(persons or population.visible), span)
    grid = figure.add_gridspec(
        rows, 1, left=0.062, right=0.872, top=1 - 1.1 / height_in, bottom=0.55 / height_in,
        hspace=0.35 / person_in,
    )  # fmt: skip
    first: Axes | None = None
    for row in range(rows):
        inner = grid[row].subgridspec(
            len(kinds), 1, height_ratios=[weights[kind] for kind in kinds], hspace=0.09
        )
        for position, kind in enumerate(kinds):
            axes = figure.add_subplot(inner[position], sharex=first)
            first = first or axes
            _panel(axes, population, shown[row] if shown else None, kind, span)
            _time_axis(axes, span, last=(row, position) == (rows - 1, len(kinds) - 1))
    return figure


def _time_axis(axes: Axes, span: TimeRange, *, last: bool) -> None:
    axes.tick_params(labelbottom=last)
    axes.set_xlim(*span)
    if last:
        axes.set_xlabel("time since the first frame (min:s)")
        axes.xaxis.set_major_locator(MaxNLocator(12, steps=[1, 1.5, 2, 3, 5, 6, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(_tick_text))


def _tick_text(value: float, position: int | None = None) -> str:
    del position
    return clock_text(value)


def clock_text(t_s: float) -> str:
    """Minutes and seconds, with tenths where they are not zero."""
    tenths = round(t_s * 10)
    minutes, rest = divmod(tenths, 600)
    seconds = f"{rest // 10:02d}" if rest % 10 == 0 else f"{rest / 10:04.1f}"
    return f"{minutes}:{seconds}"


def _longest(population: Population, persons: Sequence[int]) -> list[int]:
    """The persons to draw, in the order given."""
    by_length = sorted(persons, key=lambda person: -len(population.times_seen(person)))
    chosen = set(by_length[:MAX_PERSONS])
    return [person for person in persons if person in chosen]


def _head(
    figure: Figure, population: Population, shown: Sequence[int], total: int, span: TimeRange
) -> None:
    """Title, length and persons: those shown of so many."""
    height_in = figure.get_figheight()
    persons = f"{total} person{'s' if total != 1 else ''}" if total else "no face found"
    if total > len(shown):
        persons += f", the {len(shown)} seen longest are shown"
    end_s = population.recording.end_s
    part = f"{clock_text(span.start_s)} to {clock_text(span.end_s)} of "
    is_whole = span.start_s <= 0 and span.end_s >= end_s
    length = ("" if is_whole else part) + clock_text(end_s)
    top = 1 - 0.3 / height_in
    name = " ".join(population.recording.schema.video.splitlines()).expandtabs(1)
    figure.text(0.062, top, name, size=14, weight="bold", va="center", parse_math=False)
    below = 1 - 0.58 / height_in
    figure.text(0.062, below, f"{length}  ·  {persons}", color=QUIET_INK, va="center")
    found = (stretch for person in shown for stretch in population.unclear_stretches(person))
    unclear = any(s.start_s < span.end_s and s.end_s > span.start_s for s in found)
    excluded = bool(population.edits.excluded)
    # On a line of its own: beside the title it would cover a long name.
    key = 1 - 0.8 / height_in
    _key(figure, key, with_excluded=excluded, with_unclear=unclear)


def _key(figure: Figure, y: float, *, with_excluded: bool, with_unclear: bool) -> None:
    patches = [
        Patch(
            facecolor=_HATCH_GROUND, edgecolor=_HATCH_COLOUR, hatch=hatch, linewidth=0, label=name
        )
        for name, hatch in _HATCHES.items()
        if name != _EXCLUDED or with_excluded
    ]
    if with_unclear:
        patches.insert(0, Patch(facecolor=_UNCLEAR_GROUND, label="unclear"))
    band = Patch(facecolor=emotion_style("happy").light, label="strongest emotion (band)")
    figure.legend(
        handles=[band, *patches], loc="center right", bbox_to_anchor=(0.878, y),
        ncols=len(patches) + 1,
        frameon=False, fontsize=8, labelcolor=QUIET_INK, handlelength=1.8, handleheight=1.0,
        columnspacing=1.3, handletextpad=0.5, borderpad=0,
    )  # fmt: skip


def _panel(
    axes: Axes, population: Population, person: int | None, kind: str, span: TimeRange
) -> None:
    schema = population.recording.schema
    results = population.rows(person) if person is not None else []
    names = {
        "emotions": schema.emotion_names,
        "affect": AFFECT_DIMENSIONS,
        "traits": BIG_FIVE,
    }[kind]
    for stretch in _doubtful(population, person):
        _hatch(axes, stretch)
    for out in population.edits.excluded:
        _hatch(axes, Stretch(*out, _EXCLUDED))
    origin = schema.dimensions_origin
    lines = [line for name in names if (line := _line(results, name, kind, origin)) is not None]
    low, high = (0.0, 1.0) if kind == "emotions" else schema.scale(names)
    low = min([low, *(float(np.nanmin(line.values)) for line in lines)])
    high = max([high, *(float(np.nanmax(line.values)) for line in lines)])
    _ground(axes, low, high)
    for line in lines:
        axes.plot(
            line.times_s, line.values, color=line.colour, lw=1.5, zorder=3, solid_capstyle="round",
            dashes=line.dash or (None, None), dash_capstyle="butt", marker=_lone_marker(line),
            markersize=3,
        )  # fmt: skip
    _end_labels(axes, lines, (low, high), span)
    if kind == "emotions":
        axes.set_ylabel("probability")
        for stretch in population.unclear_stretches(person) if person is not None else []:
            ends_s = stretch.start_s, stretch.end_s
            axes.axvspan(*ends_s, facecolor=_UNCLEAR_GROUND, linewidth=0, zorder=0.4)
        for stretch in population.emotion_stretches(person) if person is not None else []:
            axes.axvspan(
                stretch.start_s, stretch.end_s, ymin=0.945, ymax=0.985, zorder=2,
                facecolor=emotion_style(stretch.label).light, linewidth=0,
            )  # fmt: skip
        title = "no face" if person is None else population.label(person)
        axes.set_title(title, loc="left", size=10.5, weight="bold", pad=5, parse_math=False)
    elif kind == "affect":
        axes.set_ylabel(origin or "dimensions")
    else:
        axes.set_ylabel("personality")


def _hatch(axes: Axes, stretch: Stretch) -> None:
    """What is excluded is veiled, lines and all; the rest lies behind the lines."""
    is_out = stretch.label == _EXCLUDED
    axes.axvspan(
        stretch.start_s, stretch.end_s, facecolor=_HATCH_GROUND, edgecolor=_HATCH_COLOUR,
        hatch=_HATCHES[stretch.label], linewidth=0, zorder=3.5 if is_out else 0.5,
        alpha=0.7 if is_out else None,
    )  # fmt: skip


def _ground(axes: Axes, low: float, high: float) -> None:
    room = 0.12 if low == 0 else 0.05
    axes.set_ylim(low - 0.03 * (high - low), high + room * (high - low))
    axes.set_yticks([low, (low + high) / 2, high])
    axes.grid(axis="y", color=HAIRLINE, lw=0.8, zorder=0)
    axes.tick_params(length=0, pad=5)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.yaxis.set_label_coords(-0.042, 0.5)


def _line(
    results: Sequence[AffectResult], name: str, kind: str, origin: DimensionsOrigin | None
) -> _Line | None:
    """The curve of one score, broken where rows are missing or not trusted."""
    times: list[float] = []
    values: list[float] = []
    for run in runs(results):
        for row in run:
            scores = row.emotions if kind == "emotions" else row.dimensions
            usable = is_trusted(row) and name in scores
            times.append(row.describes_s)
            values.append(float(scores[name]) if usable else np.nan)
        times.append(times[-1])
        values.append(np.nan)
    if not np.isfinite(values).any():
        return None
    if kind == "emotions":
        colour, dash = emotion_style(name).light, emotion_style(name).dash
    else:
        colour, dash = INK, _DIMENSION_DASHES[name]
    solid = kind == "emotions" or origin == "learned"
    label = f"{name} ({origin})" if kind == "affect" and origin == "derived" else name
    return _Line(label, colour, dash, np.array(times), np.array(values), solid)


def _lone_marker(line: _Line) -> str:
    """A dot for values without neighbours, of which a line would show nothing."""
    finite = np.isfinite(np.concatenate([[np.nan], line.values, [np.nan]]))
    return "o" if not (finite[1:] & finite[:-1]).any() else ""


def _end_labels(
    axes: Axes, lines: Sequence[_Line], bounds: tuple[float, float], span: TimeRange
) -> None:
    """Names where the lines end, pushed apart, joined to the last value by a hairline."""
    low, high = bounds
    ends = [(end, line) for line in lines if (end := _end_within(line, span)) is not None]
    ends.sort(key=lambda item: item[0][1])
    height_in = axes.get_window_extent().height / DPI
    gap = 0.135 * (high - low + 0.15) / height_in
    places = spread([value for (_, value), _ in ends], gap, low - 0.02, high)
    for ((end_s, value), line), place in zip(ends, places, strict=True):
        face = line.colour if line.solid_end else "white"
        axes.plot(end_s, value, "o", ms=4, mfc=face, mec=line.colour, zorder=4, clip_on=False)
        x = end_s + 0.012 * (span.end_s - span.start_s)
        axes.annotate(
            line.name, (end_s, value), (x, place), color=line.colour, size=8.5,
            va="center", annotation_clip=False, zorder=5,
            bbox={"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 0.4},
            arrowprops={
                "arrowstyle": "-", "color": line.colour, "lw": 0.5, "alpha": 0.6,
                "shrinkA": 0, "shrinkB": 2, "relpos": (0, 0.5),
            },
        )  # fmt: skip


def _end_within(line: _Line, span: TimeRange) -> tuple[float, float] | None:
    """Where a line ends in a span: time and value; at its edge where it goes on."""
    times_s, values = line.times_s, line.values
    inside = np.isfinite(values) & (times_s >= span.start_s) & (times_s <= span.end_s)
    if not inside.any():
        return None
    last = int(np.flatnonzero(inside)[-1])
    if last + 1 < len(values) and np.isfinite(values[last + 1]) and times_s[last + 1] > span.end_s:
        edge = np.interp(span.end_s, times_s[last : last + 2], values[last : last + 2])
        return span.end_s, float(edge)
    return float(times_s[last]), float(values[last])


def spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart, in rising order, near the rising `values` and above `low`.

    Labels that would leave the top are pushed down again; `low` gives way when all do not fit.
    """
    places: list[float] = []
    for value in values:
        places.append(max(value, places[-1] + gap if places else low))
    ceiling = high
    for position in range(len(places) - 1, -1, -1):
        places[position] = min(places[position], ceiling)
        ceiling = places[position] - gap
    return places


def _doubtful(population: Population, person: int | None) -> list[Stretch]:
    """What to hatch, labelled as in `_HATCHES`."""
    if person is None:
        return _absences(population, [])
    doubts = population.doubtful_stretches(person)
    doubts = [replace(stretch, label=_DOUBTS[stretch.label]) for stretch in doubts]
    return [*doubts, *_absences(population, population.times_seen(person))]


def _absences(population: Population, seen: Sequence[float]) -> list[Stretch]:
    """When a face was out of sight, by where it was tracked."""
    edges = np.array([0.0, *seen, population.recording.end_s])
    gaps = np.flatnonzero(np.diff(edges) > _OUT_OF_SIGHT_S).tolist()
    return [Stretch(float(edges[i]), float(edges[i + 1]), "out of sight") for i in gaps]
