"""A study's folder: read, with all that is wrong in it, and begun. Opens no video and no result.

study.yaml, files.csv, events.csv   what the user writes
results/                            of the analysis
tables/                             made of these; see `tables`
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from svfap_core.atomic import output_errors, whole_file
from svfap_core.batch.plan import Planned, plan
from svfap_core.errors import OutputError, SvfapError
from svfap_core.messages import Message, joined
from svfap_core.names import plain
from svfap_core.run_settings import RunSettings
from svfap_core.settings import unusable
from svfap_core.settings_file import read_settings, settings_text
from svfap_core.study.lists import (
    EVENT_COLUMNS,
    EVENTS_NAME,
    FILES_NAME,
    EventEntry,
    FileEntry,
    Problem,
    read_events,
    read_files,
    write_list,
)
from svfap_core.study.settings import FILE_COLUMNS, StudySettings, Variable

SETTINGS_NAME = "study.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study as its files say it; `files` are in the order of files.csv."""

    folder: Path
    settings: StudySettings
    files: tuple[FileEntry, ...]
    events: tuple[EventEntry, ...]

    @property
    def root(self) -> Path:
        """The folder of the videos."""
        return self.folder / self.settings.root

    @property
    def results(self) -> Path:
        """The folder of the results."""
        return self.folder / "results"

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.folder / "tables"

    def video(self, entry: FileEntry) -> Path:
        """Where the video lies, if it is there."""
        return self.root / entry.file

    def base(self, entry: FileEntry) -> Path:
        """The path of the video's results without their endings."""
        return self.results / plain(entry.file)

    @property
    def run(self) -> RunSettings:
        """The settings of the analysis; paths in them count from the study's folder."""
        values = self.settings.run.model_dump()
        analysis = values["analysis"]
        for name in ("detector_file", "landmarker_file"):
            if analysis[name]:
                analysis[name] = str((self.folder / analysis[name]).absolute())
        if (model := self.folder / values["model"]).is_dir():
            values["model"] = str(model.absolute())
        return RunSettings.model_validate(values)

    def planned(self) -> list[Planned]:
        """Each video once, and where its results go, in the order of their names."""
        files = sorted({entry.file for entry in self.files})
        return [Planned(self.root / file, plain(file)) for file in files]


def study_and_problems(folder: Path) -> tuple[Study, list[Problem]]:
    """A study as far as its files can be used, and everything that is wrong in them.

    Raises:
        SvfapError: There is no study, or its settings cannot be used.
    """
    path = folder / SETTINGS_NAME
    if not path.is_file():
        raise SvfapError(
            Message("%1 is no study: it has no %2", folder, SETTINGS_NAME),
            hint="Begin one with: svfap-study new FOLDER VIDEOS...",
        )
    settings = read_settings(path, StudySettings)
    problems: list[Problem] = []
    files = read_files(folder / FILES_NAME, settings, problems)
    events = read_events(folder / EVENTS_NAME, files, problems)
    return Study(folder=folder, settings=settings, files=files, events=events), problems


def read_study(folder: Path) -> Study:
    """A study without faults.

    Raises:
        SvfapError: There is none, or something is wrong in its files: says what, and where.
    """
    study, problems = study_and_problems(folder)
    refuse(problems)
    return study


def refuse(problems: Sequence[Problem]) -> None:
    """Raise an error if there are problems.

    Raises:
        SvfapError: Names all of them, a line each.
    """
    if problems:
        raise SvfapError(joined(map(str, problems), "\n"))


def new_study(
    folder: Path, videos: Sequence[Path], *, name: str = "", variables: Mapping[str, Variable]
) -> int:
    """Begin a study: its three files, with a line for each video. Copies and changes no video.

    Args:
        folder: Of the study, made when missing.
        videos: Files, and folders that are searched.
        name: Of the study; that of the folder unless given.
        variables: Independent variables; their cells are left for the user to fill.

    Returns:
        How many videos it lists.

    Raises:
        OutputError: There is a study already, or a file cannot be written.
        SourceError: A folder holds no video.
        SvfapError: A video is missing, or a variable cannot be used.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100  # `resolve` would follow links
    for taken in (SETTINGS_NAME, FILES_NAME, EVENTS_NAME):
        if (folder / taken).exists():
            raise OutputError(
                Message("%1 holds a %2 already", folder, taken),
                hint="Choose another folder; nothing was changed.",
            )
    paths = [Path(os.path.abspath(each.path)) for each in plan_of(videos)]  # noqa: PTH100
    root = Path(os.path.commonpath([path.parent for path in paths]))
    try:
        settings = StudySettings(
            name=name or folder.name or "Study",
            root=_relative(root, folder),
            variables=dict(variables),
        )
    except ValidationError as error:
        raise unusable(error) from error
    empty = [""] * len(settings.variables)
    rows = [(path.relative_to(root).as_posix(), "", "largest", "", *empty) for path in paths]
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_list(folder / FILES_NAME, (*FILE_COLUMNS, *settings.variables), rows)
    write_list(folder / EVENTS_NAME, EVENT_COLUMNS, [])
    with whole_file(folder / SETTINGS_NAME) as part:  # Last: with it, the folder is a study.
        part.write_text(settings_text(settings), encoding="utf-8")
    return len(paths)


def plan_of(videos: Sequence[Path]) -> list[Planned]:
    """The videos in files and folders, each once, in order of their paths.

    Raises:
        SourceError: There is none, or a file is missing.
    """
    missing = [video for video in videos if not video.exists()]
    if missing:
        raise SvfapError(
            Message("not found: %1", ", ".join(map(str, missing))),
            hint="Check the paths; nothing was written.",
        )
    found = {
        each.path: each for video in videos for each in plan([video], recursive=True, shard=(1, 1))
    }
    return [found[path] for path in sorted(found)]


def _relative(root: Path, folder: Path) -> str:
    """The root as seen from the study; a full path where they share no disk."""
    try:
        return Path(os.path.relpath(root, folder)).as_posix()
    except ValueError:
        return str(root)
