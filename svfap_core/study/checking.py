"""What is wrong with a study, with file and line: its files, videos, results and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.study.lists import ALL_FILES, EVENTS_NAME, FILES_NAME, FileEntry, Problem
from svfap_core.study.measuring import Measured, event_times_s, has_result, measured
from svfap_core.study.study import Study, study_and_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check found: problems, and the lines of files.csv whose videos have no result yet."""

    study: Study
    problems: tuple[Problem, ...]
    unanalysed: tuple[FileEntry, ...]


def check_study(folder: Path) -> Findings:
    """Look at everything that the tables are made of.

    Raises:
        SvfapError: There is no study, or its settings cannot be used.
    """
    study, problems = study_and_problems(folder)
    problems = [*problems, *missing_videos(study)]
    analysed = [entry for entry in study.files if has_result(study, entry)]
    opened: list[Measured] = []
    for entry in analysed:
        try:
            opened.append(measured(study, entry))
        except SvfapError as error:
            problems.append(Problem(FILES_NAME, entry.line, str(error)))
    problems += problems_of_results(study, opened)
    problems += _other_videos(study, opened)
    problems += _events_nowhere(study, opened)
    return Findings(
        study=study,
        problems=tuple(problems),
        unanalysed=tuple(entry for entry in study.files if entry not in analysed),
    )


def missing_videos(study: Study) -> Iterator[Problem]:
    """Lines of files.csv whose videos are not where they should be."""
    for entry in study.files:
        if not study.video(entry).exists():
            said = Message(
                "%1 not found in %2: correct the path, or root in study.yaml if the videos moved",
                entry.file,
                study.root,
            )
            yield Problem(FILES_NAME, entry.line, said)


def problems_of_results(study: Study, opened: Sequence[Measured]) -> Iterator[Problem]:
    """What forbids to make tables of these results together."""
    if not study.settings.rules.allow_mixed_methods:
        yield from _mixed_methods(opened)
    persons: dict[tuple[str, int], int] = {}
    for one in opened:
        line = one.entry.line
        first = persons.setdefault((one.entry.file, one.person), line)
        if first != line:
            said = Message(
                "%1 is the same person of the video as in line %2: change a role, or merge and "
                "name persons in Analyse",
                one.entry.participant,
                first,
            )
            yield Problem(FILES_NAME, line, said)


def _mixed_methods(opened: Sequence[Measured]) -> Iterator[Problem]:
    """Results of another method than that of most lines; of two alike, the first counts."""
    counts = Counter(one.method for one in opened)
    usual = max(counts, key=counts.__getitem__, default="")
    like = next((one.entry.line for one in opened if one.method == usual), 0)
    for one in opened:
        if one.method != usual:
            said = Message(
                "the result of %1 is of another method (model, settings or version) than that of "
                "line %2: run svfap-study analyse, or set allow_mixed_methods in study.yaml",
                one.entry.file,
                like,
            )
            yield Problem(FILES_NAME, one.entry.line, said)


def _other_videos(study: Study, opened: Iterable[Measured]) -> Iterator[Problem]:
    """Results of another video than the one that has the name now, by its size."""
    for one in opened:
        video = study.video(one.entry)
        if one.file_bytes is None or not video.is_file():
            continue
        if video.stat().st_size != one.file_bytes:
            said = Message(
                "%1 is another video than the one analysed: run svfap-study analyse", one.entry.file
            )
            yield Problem(FILES_NAME, one.entry.line, said)


def _events_nowhere(study: Study, opened: Sequence[Measured]) -> Iterator[Problem]:
    """Lines of events.csv that happen in none of the videos that they name."""
    for line in study.events:
        named = [one for one in opened if line.file in {one.entry.file, ALL_FILES}]
        if not named:
            continue  # Not analysed yet.
        times_s = [(one, t_s) for one in named for t_s in event_times_s(line, one)]
        if not times_s:
            said = Message(
                "no marker %1 in %2: set one in Analyse, or write time_s",
                line.event,
                "any video" if line.file == ALL_FILES else line.file,
            )
            yield Problem(EVENTS_NAME, line.line, said)
        elif not any(0 <= t_s < one.population.recording.end_s for one, t_s in times_s):
            said = Message("%1 lies outside the video: correct time_s or offset_s", line.event)
            yield Problem(EVENTS_NAME, line.line, said)
