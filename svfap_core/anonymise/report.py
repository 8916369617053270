"""What was hidden, where that is in doubt, and who looked at it: a JSON file beside the video.

The names of the videos follow from it. They say "anonymised" only once each doubtful stretch was
reviewed and found hidden. The same list lies there as a CSV file, too. Knows no images.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from svfap_core.anonymise.doubts import REASONS, Doubt, Reason
from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.names import ANONYMISED_ENDING, FACES_HIDDEN_ENDING
from svfap_core.results.dialect import COMMAS, write_lines
from svfap_core.results.files import HIDING_ENDING, HIDING_LIST_ENDING, with_ending
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.unreadable import unreadable
from svfap_core.settings import AnonymiseSettings, Frozen
from svfap_core.system import replace

Kind = Literal["copy", "overlay"]
Decision = Literal["hidden", "exposed"]

ANONYMISED = Message("Anonymised")
NOT_REVIEWED = Message("Faces hidden, not reviewed")

_COLUMNS = (
    "stretch",
    "start_s",
    "end_s",
    "video_start_s",
    "video_end_s",
    "reasons",
    "decision",
    "reviewed_by",
    "reviewed_at",
    "note",
)


class Review(Frozen):
    """What a person found in a stretch, who, and when (UTC, ISO 8601)."""

    decision: Decision
    by: Annotated[str, Field(min_length=1)]
    at: str
    note: str = ""


class Stretch(Frozen):
    """A doubtful stretch: media time of the video that was analysed, end exclusive, and reviews.

    The last review counts.
    """

    start_s: float
    end_s: float
    reasons: tuple[Reason, ...]
    reviews: tuple[Review, ...] = ()

    @property
    def is_cleared(self) -> bool:
        """Whether a person looked at it and found all faces hidden."""
        return bool(self.reviews) and self.reviews[-1].decision == "hidden"


class HidingReport(Frozen):
    """What was hidden and how sure that is.

    Attributes:
        report_version: Of this format.
        title: What the videos may be called.
        begins_s: Media time of the video that was analysed at which the videos begin.
        end_s: When they end, in the same time.
        videos: Which there are.
        settings: How faces were hidden.
        detector: What looked for faces, besides the tracker of the analysis.
        frames: How many were looked at.
        frames_with_faces: In how many something was hidden.
        stretches: Doubtful ones, in order of time.
    """

    report_version: Literal[1] = 1
    title: str = ""
    begins_s: float
    end_s: float
    videos: tuple[Kind, ...]
    settings: AnonymiseSettings
    detector: str
    frames: int
    frames_with_faces: int
    stretches: tuple[Stretch, ...]

    @property
    def is_anonymised(self) -> bool:
        """Whether no doubtful stretch is left to review, and none shows a face."""
        return all(stretch.is_cleared for stretch in self.stretches)

    def reviewed(
        self, numbers: Iterable[int], decision: Decision, *, by: str, note: str = ""
    ) -> HidingReport:
        """The report with a review of some stretches.

        Args:
            numbers: Of stretches, from 1.
            decision: What was found there.
            by: Who looked.
            note: Anything to remember.

        Raises:
            SvfapError: There is no such stretch, or nobody is named.
        """
        wanted = sorted(set(numbers))
        if not by.strip():
            raise SvfapError("a review needs the name of who looked", hint="Give a name.")
        if unknown := [number for number in wanted if not 1 <= number <= len(self.stretches)]:
            raise SvfapError(
                Message("there is no stretch %1", ", ".join(map(str, unknown))),
                hint=Message("There are %1, counted from 1.", len(self.stretches)),
            )
        at = datetime.now(UTC).isoformat(timespec="seconds")
        review = Review(decision=decision, by=by.strip(), at=at, note=note)
        stretches = list(self.stretches)
        for number in wanted:
            before = stretches[number - 1]
            stretches[number - 1] = before.model_copy(update={"reviews": (*before.reviews, review)})
        return self.model_copy(update={"stretches": tuple(stretches)})


def stretches_of(doubts: Iterable[Doubt]) -> tuple[Stretch, ...]:
    """Doubtful stretches that nobody has looked at."""
    return tuple(
        Stretch(
            start_s=round(doubt.start_s, TIME_DECIMALS),
            end_s=round(doubt.end_s, TIME_DECIMALS),
            reasons=doubt.reasons,
        )
        for doubt in doubts
    )


def explained(stretch: Stretch) -> list[Message]:
    """Why a stretch is doubtful, in sentences."""
    return [REASONS[reason] for reason in stretch.reasons]


def video_path(base: Path, kind: Kind, *, anonymised: bool) -> Path:
    """The name of a video; `base` is the path of all files without their endings."""
    ending = ANONYMISED_ENDING if anonymised else FACES_HIDDEN_ENDING
    return with_ending(base, f".overlay{ending}" if kind == "overlay" else ending)


def video_paths(base: Path, report: HidingReport) -> list[Path]:
    """The videos of a report, by the names that it allows."""
    return [video_path(base, kind, anonymised=report.is_anonymised) for kind in report.videos]


def base_of_report(path: Path) -> Path:
    """The path of all files without their endings, from the report's."""
    return path.with_name(path.name.removesuffix(HIDING_ENDING))


def read_report(path: Path) -> HidingReport:
    """The report in a file.

    Raises:
        SvfapError: It cannot be read, or is none.
    """
    try:
        return HidingReport.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise unreadable(
            path,
            Message("a report on hidden faces"),
            error,
            if_damaged=Message("Choose a file that ends in %1.", HIDING_ENDING),
        ) from error


def write_report(base: Path, report: HidingReport) -> list[Path]:
    """Write the report and the list of its stretches.

    Raises:
        OutputError: They cannot be written.
    """
    title = ANONYMISED if report.is_anonymised else NOT_REVIEWED
    text = report.model_copy(update={"title": str(title)}).model_dump_json(indent=1) + "\n"
    path, listed = with_ending(base, HIDING_ENDING), with_ending(base, HIDING_LIST_ENDING)
    with whole_file(listed) as part:
        write_lines(part, COMMAS, [_COLUMNS, *_lines(report)])
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
    return [listed, path]


def settle(path: Path, report: HidingReport) -> list[Path]:
    """Keep a report that was reviewed, and give its videos the names that it allows.

    Where that ends halfway, doing it again ends it: a video that is called anonymised always has
    its reviews on the disk, and one that lost that name loses it first.

    Args:
        path: Of the report.
        report: What it is to say.

    Returns:
        The videos that are there.

    Raises:
        OutputError: A file cannot be written or renamed.
    """
    base = base_of_report(path)
    if report.is_anonymised:
        write_report(base, report)
    for kind in report.videos:
        right = video_path(base, kind, anonymised=report.is_anonymised)
        wrong = video_path(base, kind, anonymised=not report.is_anonymised)
        if os.path.lexists(wrong):
            with output_errors(right):
                replace(wrong, right)
    if not report.is_anonymised:
        write_report(base, report)
    return [video for video in video_paths(base, report) if video.exists()]


def _lines(report: HidingReport) -> list[tuple[str, ...]]:
    def line(number: int, stretch: Stretch) -> tuple[str, ...]:
        times = (stretch.start_s, stretch.end_s)
        shown = (max(t_s - report.begins_s, 0.0) for t_s in times)
        review = stretch.reviews[-1] if stretch.reviews else None
        return (
            str(number),
            *(f"{t_s:.{TIME_DECIMALS}f}" for t_s in (*times, *shown)),
            " ".join(explained(stretch)),
            *((review.decision, review.by, review.at, review.note) if review else ("",) * 4),
        )

    return [line(number, stretch) for number, stretch in enumerate(report.stretches, 1)]
