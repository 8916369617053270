"""What is made of a recording beside its tables: summary, workbook, curves, ELAN file, videos.

None of it may cost the tables: what cannot be made is named with its reason. Knows nothing of how a
recording came to be.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SourceError, SvfapError, is_out_of_memory, out_of_memory
from svfap_core.messages import Message
from svfap_core.results.dialect import dialect_of_settings
from svfap_core.results.edited_table import table_rows, table_schema
from svfap_core.results.files import (
    CURVES_ENDING,
    EAF_ENDING,
    HIDING_ENDING,
    OVERLAY_ENDING,
    SUMMARY_ENDING,
    WORKBOOK_ENDING,
)
from svfap_core.results.people import Population
from svfap_core.results.summary import summary, summary_schema
from svfap_core.results.table import write_table
from svfap_core.settings import DecodingSettings, OutputSettings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byproducts:
    """How by-products of one source are made.

    Attributes:
        video: The source that was analysed, where it is known; only the overlay cannot do without.
        decoding: How it was read.
        outputs: Of CSV files the dialect, of the summary the protocol.
        home: The folder in which they will lie at last, where that is known.
        progress: Called with the share of the overlay that is done, 0..1.
        should_stop: Asked before each frame of the overlay.
        note: Called with sentences on what the overlay lacks.
    """

    video: Path | None
    decoding: DecodingSettings
    outputs: OutputSettings
    home: Path | None
    progress: Callable[[float], None]
    should_stop: Callable[[], bool]
    note: Callable[[str], None]

    def makers(self, population: Population) -> Mapping[str, Callable[[Path], object]]:
        """What makes a file, by its ending.

        It returns false or no file where it was stopped, and all files where these are several.
        """
        return {
            SUMMARY_ENDING: lambda path: write_table(
                path,
                summary_schema(population),
                summary(population, self.outputs.protocol),
                dialect_of_settings(self.outputs),
            ),
            WORKBOOK_ENDING: lambda path: _workbook(path, population),
            CURVES_ENDING: lambda path: _curves(path, population),
            EAF_ENDING: lambda path: self._eaf(path, population),
            OVERLAY_ENDING: lambda path: self._overlay(path, population),
            HIDING_ENDING: lambda path: self._hide_faces(path, population),
        }

    def _eaf(self, path: Path, population: Population) -> None:
        from svfap_core.exports.eaf import write_eaf  # noqa: PLC0415  # loads pympi

        write_eaf(path, population, self.video, home=self.home)

    def _overlay(self, path: Path, population: Population) -> bool:
        if self.video is None:
            raise SourceError(
                "the overlay video needs the video that was analysed",
                hint="Put it beside the result.",
            )
        from svfap_core.exports.overlay import render_overlay  # noqa: PLC0415  # loads matplotlib

        return render_overlay(
            self.video,
            population,
            path,
            decoding=self.decoding,
            progress=self.progress,
            should_stop=self.should_stop,
            note=self.note,
        )

    def _hide_faces(self, path: Path, population: Population) -> list[Path]:
        if self.video is None:
            raise SourceError(
                "a video with hidden faces needs the video that was analysed",
                hint="Put it beside the result.",
            )
        from svfap_core.anonymise.hide import hide_faces  # noqa: PLC0415  # loads matplotlib

        return hide_faces(
            self.video,
            population,
            path.with_name(path.name.removesuffix(HIDING_ENDING)),
            self.outputs.anonymise,
            ("copy", "overlay") if self.outputs.overlay else ("copy",),
            decoding=self.decoding,
            progress=self.progress,
            should_stop=self.should_stop,
            note=self.note,
        )


def _workbook(path: Path, population: Population) -> None:
    from svfap_core.exports.workbook import write_workbook  # noqa: PLC0415  # loads xlsxwriter

    write_workbook(path, table_schema(population), list(table_rows(population)))


def _curves(path: Path, population: Population) -> None:
    from svfap_core.exports.curves import write_curves  # noqa: PLC0415  # loads matplotlib

    write_curves(path, population)


def why(error: Exception, what: str) -> str:
    """Why something could not be made; a surprise goes to the log with its traceback."""
    if isinstance(error, SvfapError | OSError):
        return str(error) or type(error).__name__
    if is_out_of_memory(error):
        return str(out_of_memory(what))
    log.error("%s could not be made", what, exc_info=error)
    return Message("internal error: %1: %2", type(error).__name__, error)
