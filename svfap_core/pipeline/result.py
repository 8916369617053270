"""The result of one analysis: rows, faces and facts in memory, and the files made of them.

Command line, batch, window and Python API make their files here. Knows nothing of how a source is
analysed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from svfap_core.atomic import output_errors, whole_file
from svfap_core.codes.coding import Coding
from svfap_core.codes.coding_file import read_coding
from svfap_core.codes.time_budget import figure_ranges, figures_behaviors
from svfap_core.errors import OutputError, SvfapError
from svfap_core.exports.sidecar import failures, with_messages
from svfap_core.messages import Message
from svfap_core.names import FACES_ENDING
from svfap_core.pipeline.byproducts import Byproducts, why
from svfap_core.results.dialect import dialect_of_settings
from svfap_core.results.digests import digests_of_sidecar
from svfap_core.results.edited_table import table_rows, table_schema
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.files import (
    EDITS_ENDING,
    ENDINGS,
    MARKERS_ENDING,
    SIDECAR_ENDING,
    TABLE_ENDINGS,
    TRACKS_ENDING,
    endings_of,
    with_ending,
)
from svfap_core.results.named_ranges import NamedRange, RangeKind
from svfap_core.results.people import Population
from svfap_core.results.reading import FinishedResult, read_sidecar
from svfap_core.results.recording import Recording
from svfap_core.results.statistics_table import StatisticsSchema, statistics_rows
from svfap_core.results.summary import summary, summary_schema
from svfap_core.results.table import write_table
from svfap_core.results.time_budget import TimeBudgetSchema, time_budget_rows
from svfap_core.results.tracks import tracks_table, write_tracks
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings, OutputSettings, SummaryProtocol

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class JobStopped(Exception):  # noqa: N818  # not an error: the user asked for it
    """The job was asked to end before it was done."""


class Saved(NamedTuple):
    """Files that were made, the sidecar last, and those that could not be made, each with why."""

    files: list[Path]
    failed: dict[str, str]


class Result:
    """One analysis of one video: an object first, files second.

    Attributes:
        recording: All rows, and where each face was in each frame.
        facts: What was analysed, by which method: the content of the sidecar.
        video: The source, where it is known.
        edits: What a user made of it; see `svfap_core.results.edits`.
        notes: Sentences that a user should read.
    """

    def __init__(
        self,
        recording: Recording,
        facts: Mapping[str, Any],
        *,
        video: Path | None,
        edits: Edits | None = None,
        decoding: DecodingSettings = DEFAULT_DECODING,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.recording = recording
        self.facts = dict(facts)
        self.video = video
        self.edits = edits or Edits()
        self.notes = notes
        self._decoding = decoding

    @classmethod
    def of(cls, finished: FinishedResult) -> Result:
        """A result that was read from its files."""
        settings = finished.sidecar.get("settings", {})
        decoding = DecodingSettings.model_validate(settings.get("decoding", {}))
        return cls(
            finished.recording,
            finished.sidecar,
            video=finished.video,
            edits=finished.edits,
            decoding=decoding,
            notes=finished.notes,
        )

    def __repr__(self) -> str:
        recording = self.recording
        return (
            f"<Result of {self.name}: {len(recording.results)} rows, "
            f"{len(recording.track_ids)} tracks, {recording.end_s:.1f} s>"
        )

    @property
    def name(self) -> str:
        """Of the video; all files begin with it."""
        return self.recording.schema.video

    @cached_property
    def population(self) -> Population:
        """The persons, as edited."""
        return Population(self.recording, self.edits)

    @cached_property
    def table(self) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        """The rows as a table; columns and units are in docs/measurement.md.

        One row per tick and face. A result with edits or a baseline has the columns of edits, too,
        and lacks persons whom the user hid.
        """
        return _table(table_schema(self.population).arrow, table_rows(self.population))

    @cached_property
    def faces(self) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        """Every face of every frame: box, five points, quality and its measures."""
        return tracks_table(self.recording)

    def to_pandas(self) -> pd.DataFrame:
        """`table` as a data frame.

        Raises:
            SvfapError: pandas is not installed.
        """
        try:
            return self.table.to_pandas()
        except ImportError as error:
            raise SvfapError("pandas is not installed", hint="Run: pip install pandas") from error

    def summary(self, *, protocol: SummaryProtocol = "cover") -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        """One row per person: means, shares of time, seconds seen, trusted and left out.

        A video without any face has one row without a person.

        Args:
            protocol: Windows whose scores are averaged: all trusted ones, or for "paper" the first
                and the last (two-clip protocol of arXiv 2401.00416, section 4.1).
        """
        return _table(summary_schema(self.population).arrow, summary(self.population, protocol))

    def time_budget(  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        self,
        codes: Iterable[Coding | str | Path] = (),
        *,
        within: RangeKind = "video",
        chosen: tuple[float, float] | None = None,
    ) -> pa.Table:
        """Bouts of strongest emotions and of codes: count, rate, durations, share, latency.

        One row per range and label; definitions and units are in docs/figures.md.

        Args:
            codes: Codings, or files of codes (`….codes.json`).
            within: "video", "range" (`chosen`), "markers" (from each to the next) or "code" (all
                intervals of each code).
            chosen: Start and end of the range in s.

        Raises:
            SvfapError: A file of codes cannot be read.
        """
        codings = tuple(map(_coding, codes))
        end_s, edits = self.recording.end_s, self.edits
        behaviors = figures_behaviors(self.population, codings, end_s, edits.excluded)
        ranges = self._ranges(codings, within, chosen)
        rows = time_budget_rows(self.name, behaviors, ranges)
        return _table(TimeBudgetSchema().arrow, rows)

    def statistics(  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        self,
        codes: Iterable[Coding | str | Path] = (),
        *,
        within: RangeKind = "video",
        chosen: tuple[float, float] | None = None,
    ) -> pa.Table:
        """Mean, sd, minimum, maximum and number of rows of each score, per range and person.

        Args:
            codes: As in `time_budget`; needed for `within="code"` only.
            within: As in `time_budget`.
            chosen: As in `time_budget`.

        Raises:
            SvfapError: A file of codes cannot be read.
        """
        ranges = self._ranges(tuple(map(_coding, codes)), within, chosen)
        return _table(StatisticsSchema().arrow, statistics_rows(self.population, ranges))

    def _ranges(
        self, codings: tuple[Coding, ...], within: RangeKind, chosen: tuple[float, float] | None
    ) -> tuple[NamedRange, ...]:
        if within == "range" and chosen is None:
            raise ValueError("within='range' needs chosen=(start_s, end_s)")
        return figure_ranges(
            within,
            self.recording.end_s,
            chosen=None if chosen is None else TimeRange(*chosen),
            markers=self.edits.markers,
            codings=codings,
        )

    def plot(self, *, persons: Iterable[int] = ()) -> Figure:
        """The curves of emotions and dimensions.

        Args:
            persons: Whom to draw, by `person_id`; those seen longest when empty.
        """
        from svfap_core.exports.curves import curves_figure  # noqa: PLC0415  # loads matplotlib

        return curves_figure(self.population, persons=tuple(persons))

    def save(
        self,
        folder: str | Path,
        outputs: OutputSettings | None = None,
        *,
        overwrite: bool = False,
        progress: Callable[[float], None] = lambda _: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Saved:
        """Write the files of this result, each whole or not at all.

        Tables and sidecar are always made. Of by-products (curves, overlay, ELAN annotations), one
        that fails costs no other file: it is named in the sidecar and in what is returned.

        Args:
            folder: Where; made when missing.
            outputs: Which files.
            overwrite: Replace a result of another analysis, all of whose files are then removed,
                but never a user's edits.
            progress: Called with the share of the overlay that is done, 0..1.
            should_stop: Asked before each frame of the overlay.

        Raises:
            OutputError: A table cannot be written, or there is a result of another analysis.
            JobStopped: `should_stop` said so.
        """
        base, outputs = Path(folder) / self.name, outputs or OutputSettings()
        with output_errors(base):
            base.parent.mkdir(parents=True, exist_ok=True)
        self._make_room(base, overwrite=overwrite)
        return self.write(
            base,
            endings_of(outputs),
            outputs=outputs,
            home=base.parent,
            progress=progress,
            should_stop=should_stop,
        )

    def write(
        self,
        base: Path,
        endings: Iterable[str],
        *,
        outputs: OutputSettings,
        home: Path | None,
        progress: Callable[[float], None],
        should_stop: Callable[[], bool],
        failed: Mapping[str, str] | None = None,
    ) -> Saved:
        """Write files by their endings, the sidecar last; see `save`.

        Args:
            base: Path of the files without their endings.
            endings: Which; aligned faces are written while a video is analysed, not here.
            outputs: Of CSV files the dialect, of the summary the protocol.
            home: The folder in which they will lie at last, where that is known.
            progress: As in `save`.
            should_stop: As in `save`.
            failed: What could not be made before, each with why.
        """
        saved, dialect = Saved([], dict(failed or {})), dialect_of_settings(outputs)
        notes: list[str] = []
        byproducts = Byproducts(
            video=self.video,
            decoding=self._decoding,
            outputs=outputs,
            home=home,
            progress=progress,
            should_stop=should_stop,
            note=notes.append,
        ).makers(self.population)
        for ending in endings:
            path = with_ending(base, ending)
            if ending in byproducts:
                try:
                    made = byproducts[ending](path)
                except Exception as error:  # noqa: BLE001  # whatever it is, tables come first
                    saved.failed[path.name] = why(error, path.name)
                    continue
                if made is False or made == []:
                    raise JobStopped
                if isinstance(made, list):
                    saved.files.extend(made)
                    continue
            elif ending == TRACKS_ENDING:
                write_tracks(path, self.recording)
            elif ending in TABLE_ENDINGS:
                measured = Population(self.recording, Edits())
                write_table(path, table_schema(measured), table_rows(measured), dialect)
            else:
                continue
            saved.files.append(path)
        self.facts |= failures(saved.failed)
        told = self.facts.get("notes", [])
        self.facts["notes"] = [*told, *(each for each in notes if each not in told)]
        path = with_ending(base, SIDECAR_ENDING)
        with whole_file(path) as part:
            text = json.dumps(with_messages(self.facts), indent=2, ensure_ascii=False)
            part.write_text(text + "\n", encoding="utf-8")
        saved.files.append(path)
        return saved

    def _make_room(self, base: Path, *, overwrite: bool) -> None:
        """See that no result of another analysis lies there."""
        sidecar = with_ending(base, SIDECAR_ENDING)
        ours = digests_of_sidecar(self.facts)
        there = [p for e in (*ENDINGS, FACES_ENDING) if (p := with_ending(base, e)).exists()]
        if not there or (
            sidecar.exists() and digests_of_sidecar(read_sidecar(sidecar, [])) == ours
        ):
            return
        if not overwrite:
            raise OutputError(
                Message("%1 holds a result of another analysis of %2", base.parent, self.name),
                hint="Choose another folder, or allow it with overwrite=True.",
            )
        for path in there:
            if not path.name.endswith((EDITS_ENDING, MARKERS_ENDING)) and path.is_file():
                with output_errors(path):
                    path.unlink()


def _coding(codes: Coding | str | Path) -> Coding:
    return codes if isinstance(codes, Coding) else read_coding(Path(codes)).coding


def _table(schema: pa.Schema, rows: Iterable[Mapping[str, Any]]) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    return pa.Table.from_pylist(list(rows), schema=schema)
