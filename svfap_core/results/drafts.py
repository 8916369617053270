"""Drafts: a user's work that does not lie beside a result, safe in the user's data folder.

There is no result yet, or its folder cannot be written. A draft belongs to a video: it is found by
path, size and date or, when the file was moved, by content. Knows no rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import uuid4

from pydantic import Field, ValidationError

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import SvfapError
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import SourceId
from svfap_core.results.trajectories import Trajectory
from svfap_core.settings import Frozen

_ENDING = ".draft.json"
_NEW = "new"
"""In place of the stamp of a video that nobody has looked at yet."""


class Work(Frozen):
    """Edits, and where the faces are that they name, by their tracks.

    `until_s` is how far the analysis had come whose tracks these are; all the way when not given.
    """

    edits: Edits = Edits()
    tracks: dict[int, Trajectory] = Field(default={})
    until_s: float | None = None


class Draft(Frozen):
    """The work on one video that lies nowhere else.

    `work` is what the user sees. `earlier` is work on persons of analyses that are gone, such as
    ones that were killed: it waits for the next analysis, to go to the same faces. `follows` is the
    digest of the file beside the result that the work was done on; empty: there was none. `path` is
    where the video or result was when the work was kept.
    """

    draft_version: Literal[1] = 1
    path: str = ""
    source: SourceId | None = None
    follows: str = ""
    work: Work = Work()
    earlier: tuple[Work, ...] = ()


class Identify(NamedTuple):
    """How videos are known; each raises `SvfapError` for one that cannot be read.

    `stamp` (sizes and dates) and `file_bytes` are quick; `source` reads the whole video.
    """

    stamp: Callable[[Path], str]
    file_bytes: Callable[[Path], int]
    source: Callable[[Path], SourceId]


class Drafts:
    """The drafts of one user.

    Args:
        folder: Where they lie; made when missing.
        identify: How videos are known.
    """

    def __init__(self, folder: Path, identify: Identify) -> None:
        self._folder = folder
        self._identify = identify
        self._places: dict[Path, Path] = {}
        self._own = uuid4().hex

    def again(self) -> Drafts:
        """The same drafts, for work on something else that is being opened."""
        return Drafts(self._folder, self._identify)

    def _new(self, path: Path, own: str) -> Path:
        """Where work goes until `find` has looked; apart for each opening of the video."""
        place = self._place(path, _NEW)
        return place.with_name(place.name.replace(_ENDING, f"-{own}{_ENDING}"))

    def _place(self, path: Path, stamp: str) -> Path:
        of = f"{path.absolute()}\n{stamp}".encode("utf-8", "surrogateescape")
        return self._folder / f"{hashlib.blake2b(of, digest_size=16).hexdigest()}{_ENDING}"

    def find(
        self, video: Path | None, base: Path | None, source: SourceId | None
    ) -> dict[Path, Draft]:
        """All drafts of a video but what was written since it is being opened, the oldest first.

        One that is damaged is left alone.

        Args:
            video: The video, where it is known.
            base: Its result, where it is known.
            source: The video by its content, where that is known.

        Raises:
            OSError: The folder cannot be read.
        """
        all_drafts = self._read()
        places: list[Path] = []
        for path in (video, base):
            if path is not None:
                places += self._folder.glob(self._new(path, "*").name)
                places.append(self._place(path, self._stamp(path)))
                self._places[path] = places[-1]
                all_drafts.pop(self._new(path, self._own), None)
        if video is not None and source is None:
            source = self._source_like(video, all_drafts.values())
        return {
            path: draft
            for path, draft in all_drafts.items()
            if path in places or (source is not None and draft.source == source)
        }

    def write(
        self, path: Path, draft: Draft, others: Iterable[Path] = (), *, found: bool = True
    ) -> None:
        """Keep the work on a video or, where that is not known, on a result.

        Args:
            path: The video or the base of the result.
            draft: The work.
            others: Earlier drafts, whose work is in this one, too.
            found: Whether `find` has looked for them, which may take long on a network disk. Until
                then the work goes to a place where none of an earlier time lies.

        Raises:
            OutputError: The folder cannot be written.
        """
        new = self._new(path, self._own)
        place = self._places.get(path, new) if found else new
        with whole_file(place) as part:
            part.write_text(draft.model_dump_json(indent=1) + "\n", encoding="utf-8")
        self._unlink({*others, new} - {place})

    def remove(self, path: Path, others: Iterable[Path] = ()) -> None:
        """Let go of drafts whose work lies elsewhere; see `write`.

        Raises:
            OutputError: The folder cannot be written.
        """
        self._unlink({*others, self._new(path, self._own), self._places.get(path, self._folder)})

    def listed(self) -> list[tuple[Path, float]]:
        """What there are drafts of, where it was, and when each was kept, in seconds of the epoch.

        The newest first.

        Raises:
            OSError: The folder cannot be read.
        """
        drafts = reversed(self._read().items())
        times = ((draft.path, _kept_ns(file)) for file, draft in drafts)
        return [(Path(path), kept_ns / 1e9) for path, kept_ns in times if path and kept_ns]

    def _unlink(self, paths: set[Path]) -> None:
        for path in paths - {self._folder}:
            with output_errors(path):
                path.unlink(missing_ok=True)

    def _read(self) -> dict[Path, Draft]:
        if not self._folder.is_dir():
            return {}
        found: dict[Path, Draft] = {}
        for path in sorted(self._folder.glob(f"*{_ENDING}"), key=_kept_ns):
            try:
                found[path] = Draft.model_validate_json(path.read_bytes())
            except (OSError, ValidationError):
                continue
        return found

    def _stamp(self, path: Path) -> str:
        try:
            return self._identify.stamp(path)
        except SvfapError:
            return ""

    def _source_like(self, video: Path, drafts: Iterable[Draft]) -> SourceId | None:
        """What a video is by its content, if a draft may be of it: reading gigabytes takes long."""
        try:
            size = self._identify.file_bytes(video)
            if any(draft.source and draft.source.file_bytes == size for draft in drafts):
                return self._identify.source(video)
        except SvfapError:
            pass  # What cannot be read is reported by whoever plays it.
        return None


def _kept_ns(file: Path) -> int:
    """When a draft was kept; 0 where it went meanwhile, as its work was saved or done elsewhere."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
