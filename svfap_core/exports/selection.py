"""What a user takes out of a result after working on it: files of a range or of all, as edited.

Hidden persons are in none of them. Excluded time is kept and marked. Times in tables, annotations
and plots are those of the whole video; the overlay video of a range begins at 0. Knows no window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import Field

from svfap_core.errors import OutputError
from svfap_core.messages import Message
from svfap_core.results.dialect import COMMAS, CsvDialect
from svfap_core.results.edited_table import edited_rows, edited_schema
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.files import (
    CURVES_ENDING,
    DRAWN_CURVES_ENDING,
    EAF_ENDING,
    MARKERS_ENDING,
    OVERLAY_ENDING,
    SIDECAR_ENDING,
    STATISTICS_ENDING,
    WORKBOOK_ENDING,
    check_name,
    with_ending,
)
from svfap_core.results.markers import TimedText, write_markers
from svfap_core.results.named_ranges import chosen_range, whole_video
from svfap_core.results.people import Population
from svfap_core.results.statistics_table import StatisticsSchema, statistics_rows
from svfap_core.results.table import write_table
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings, Frozen

_OVERLAY_SHARE = 0.9
"""Of the whole work, where a video is made."""


class ExportChoice(Frozen):
    """Which files to make."""

    csv: bool = Field(default=True, description="Table as text (CSV).")
    parquet: bool = Field(default=False, description="Table as Parquet.")
    xlsx: bool = Field(default=False, description="Table as a workbook for spreadsheets (xlsx).")
    eaf: bool = Field(default=False, description="ELAN annotations.")
    png: bool = Field(default=False, description="Image of the curves (PNG).")
    svg: bool = Field(default=False, description="Drawing of the curves (SVG), to edit.")
    overlay: bool = Field(default=False, description="Video with faces and scores drawn in.")
    markers: bool = Field(default=False, description="Table of the markers (CSV).")
    statistics: bool = Field(default=False, description="Statistics per person (CSV).")


def export_selection(
    population: Population,
    out: Path,
    what: ExportChoice,
    range: TimeRange | None = None,  # noqa: A002  # the word of the interface
    video: Path | None = None,
    *,
    decoding: DecodingSettings = DEFAULT_DECODING,
    dialect: CsvDialect = COMMAS,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write the chosen files, each whole or not at all.

    Args:
        population: The recording under the user's edits.
        out: Path of the files without their endings, such as `folder/talk`. May not be that of an
            analysis, whose files would be lost.
        what: Which files.
        range: What time, by the middle of each window; all when not given.
        video: The video; only the overlay cannot do without.
        decoding: How the video was read when it was analysed.
        dialect: Of CSV files.
        progress: Called with the share done, 0..1, rising.
        should_stop: Asked often; once it says so, the files that are whole stay.

    Returns:
        The files written.

    Raises:
        OutputError: A file cannot be written, has a name that some system does not take, or would
            replace what an analysis has left.
        SourceError: The video cannot be read.
    """
    tell = progress or _ignore
    stop = should_stop or _never
    span = exported_span(population, range)
    _refuse_analyses(out)
    if what.overlay and video is None:
        raise OutputError(
            "the overlay video needs the video that was analysed",
            hint="Show where the video is, or export without the overlay.",
        )
    makers = _makers(population, what, span, video, dialect)
    check_name(out.parent, out.name, [*makers, *([OVERLAY_ENDING] if what.overlay else [])])
    quick_share = 1 - _OVERLAY_SHARE if what.overlay else 1.0
    made: list[Path] = []
    for done, (ending, make) in enumerate(makers.items(), 1):
        if stop():
            return made
        make(with_ending(out, ending))
        made.append(with_ending(out, ending))
        tell(quick_share * done / len(makers))
    if what.overlay and video is not None and not stop():
        from svfap_core.exports.overlay import render_overlay  # noqa: PLC0415  # loads matplotlib

        path = with_ending(out, OVERLAY_ENDING)
        if render_overlay(
            video,
            population,
            path,
            span=span,
            decoding=decoding,
            progress=lambda share: tell(quick_share + _OVERLAY_SHARE * share),
            should_stop=stop,
        ):
            made.append(path)
    return made


def _makers(
    population: Population,
    what: ExportChoice,
    span: TimeRange,
    video: Path | None,
    dialect: CsvDialect,
) -> dict[str, Callable[[Path], None]]:
    """The quick files by their endings."""

    def table(path: Path) -> None:
        write_table(path, edited_schema(population), edited_rows(population, span), dialect)

    def workbook(path: Path) -> None:
        from svfap_core.exports.workbook import write_workbook  # noqa: PLC0415  # loads xlsxwriter

        write_workbook(path, edited_schema(population), list(edited_rows(population, span)))

    def curves(path: Path) -> None:
        from svfap_core.exports.curves import write_curves  # noqa: PLC0415  # loads matplotlib

        write_curves(path, population, span=span)

    def eaf(path: Path) -> None:
        from svfap_core.exports.eaf import write_eaf  # noqa: PLC0415  # loads pympi

        write_eaf(path, population, video, span)

    def markers(path: Path) -> None:
        kept = [TimedText(m.t_s, m.text) for m in population.edits.markers if span.holds(m.t_s)]
        write_markers(path, kept, dialect)

    def statistics(path: Path) -> None:
        end_s = population.recording.end_s
        of = whole_video(end_s) if span == ALL_TIME else chosen_range(span, end_s)
        write_table(path, StatisticsSchema(), statistics_rows(population, (of,)), dialect)

    all_makers: Mapping[str, tuple[bool, Callable[[Path], None]]] = {
        ".csv": (what.csv, table),
        ".parquet": (what.parquet, table),
        WORKBOOK_ENDING: (what.xlsx, workbook),
        MARKERS_ENDING: (what.markers, markers),
        STATISTICS_ENDING: (what.statistics, statistics),
        EAF_ENDING: (what.eaf, eaf),
        CURVES_ENDING: (what.png, curves),
        DRAWN_CURVES_ENDING: (what.svg, curves),
    }
    return {ending: make for ending, (wanted, make) in all_makers.items() if wanted}


def exported_span(population: Population, chosen: TimeRange | None) -> TimeRange:
    """The chosen time; one that reaches the last picture holds it, and all after.

    Raises:
        OutputError: It is empty.
    """
    if chosen is None:
        return ALL_TIME
    start_s, end_s = chosen.ordered()
    if end_s <= start_s:
        raise OutputError("the chosen range is empty", hint="Choose its start and its end.")
    if end_s >= population.recording.end_s:
        return TimeRange(start_s, ALL_TIME.end_s)
    return TimeRange(start_s, end_s)


def _refuse_analyses(out: Path) -> None:
    if with_ending(out, SIDECAR_ENDING).exists():
        raise OutputError(
            Message("%1 is the result of an analysis, which would be lost", out),
            hint="Choose another name or folder for the export.",
        )


def _ignore(share: float) -> None:
    del share


def _never() -> bool:
    return False
