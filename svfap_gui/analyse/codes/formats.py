"""Files of codes of other programs: how each is written, and what it would lose. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from svfap_core.codes.boris_table import write_boris
from svfap_core.codes.coding import Coding
from svfap_core.codes.csv_file import write_csv
from svfap_core.codes.eaf_writing import write_eaf
from svfap_core.codes.importing import read_codes
from svfap_core.codes.losses import LossNote
from svfap_core.codes.reading import Imported
from svfap_core.codes.textgrid import write_textgrid
from svfap_core.results.clock import MediaClock
from svfap_core.results.dialect import COMMAS, CsvDialect

_ELAN_ENDING = ".eaf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What writers need beside the codes: the video, its length and clock, the user's tables."""

    video: Path | None = None
    length_s: float | None = None
    clock: MediaClock
    dialect: CsvDialect = COMMAS


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    `write` gets the file, the codes, what is around them and the folder in which the file will lie
    at last; it returns what the file cannot hold. `is_read_back`: other programs do not show that,
    but reading the file here gives it back.
    """

    id: str
    program: str
    ending: str
    write: Callable[[Path, Coding, Surroundings, Path], tuple[LossNote, ...]]
    is_read_back: bool = False


def _elan(path: Path, coding: Coding, around: Surroundings, home: Path) -> tuple[LossNote, ...]:
    shifted = coding.shifted(around.clock.file_s(0.0))
    return write_eaf(path, shifted, around.video, home=home)


def _praat(path: Path, coding: Coding, around: Surroundings, home: Path) -> tuple[LossNote, ...]:
    del home
    return write_textgrid(path, coding, around.length_s)


def _csv(path: Path, coding: Coding, around: Surroundings, home: Path) -> tuple[LossNote, ...]:
    del home
    return write_csv(path, coding, around.dialect)


def _boris(path: Path, coding: Coding, around: Surroundings, home: Path) -> tuple[LossNote, ...]:
    del home
    return write_boris(path, coding, Path(coding.video).stem, around.dialect)


FORMATS = (
    Format("elan", "ELAN", _ELAN_ENDING, _elan, is_read_back=True),
    Format("praat", "Praat TextGrid", ".TextGrid", _praat),
    Format("csv", "CSV", ".csv", _csv),
    Format("boris", "BORIS", ".csv", _boris),
)


def losses(kind: Format, coding: Coding, around: Surroundings, home: Path) -> tuple[LossNote, ...]:
    """What a file of a kind could not hold, found by writing one that nobody keeps."""
    with TemporaryDirectory(prefix="svfap-codes-") as folder:
        return kind.write(Path(folder, f"codes{kind.ending}"), coding, around, home)


def read(path: Path, clock: MediaClock) -> tuple[Imported, ...]:
    """The codings in a file, in media time as far as that is known without the user.

    Raises:
        SvfapError: See `read_codes`.
    """
    found = read_codes(path)
    if not path.name.casefold().endswith(_ELAN_ENDING):
        return found
    by_s = -clock.file_s(0.0)
    return tuple(one._replace(coding=one.coding.shifted(by_s)) for one in found)
