"""Where the results of a batch go: a folder, or a place that fsspec knows by its URL.

Results are made in a staging place first and get their final names all at once, by one process.
Whoever analyses a file fills the stage, on whatever computer; whoever holds the ledger publishes.
Knows nothing of analysis or of who has claimed what.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import fsspec
from platformdirs import user_data_path

from svfap_core.errors import OutputError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.system import replace

log = logging.getLogger(__name__)

_OWN = ".svfap"
"""Folder below an output with what is no result: the ledger and the stages."""

_UNREADABLE = Message("%1 cannot be read: %2: %3")
_UNWRITABLE = Message("%1 cannot be written: %2: %3")


class Output(Protocol):
    """A place for results. It can be sent to other processes; names are paths below it."""

    @property
    def ledger_folder(self) -> Path:
        """Where the ledger of this place lies."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of this name."""
        ...

    def read(self, name: str) -> bytes:
        """The bytes of a file of this name."""
        ...

    def fill(self, stage: str, make: Callable[[Path], Sequence[Path]]) -> list[str]:
        """Make results where `publish` will find them, in any process that sees the place.

        Args:
            stage: Of one attempt at one file; nothing else has this name.
            make: Is given an empty folder and returns what it has made there.

        Returns:
            The results' names in the stage.
        """
        ...

    def publish(self, stage: str, name: str, final: str) -> None:
        """Give a result of a stage its final name; what had it is replaced."""
        ...

    def delete(self, name: str) -> None:
        """Delete a result, if it is there."""
        ...

    def remove(self, stage: str) -> None:
        """Remove a stage, or all in this folder of stages, as far as that can be done now."""
        ...

    def stages(self) -> list[str]:
        """The first folders of all stages that there are."""
        ...

    def files(self, names: Sequence[str]) -> tuple[Path, ...]:
        """Results as files, where they are some."""
        ...

    def urls(self, names: Sequence[str]) -> tuple[str, ...]:
        """Results as URLs, where they have some."""
        ...


class FolderOutput:
    """A folder; every computer that analyses must see it under the same path."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._staging = root / _OWN / "staging"

    @property
    def ledger_folder(self) -> Path:
        """The folder itself."""
        return self._root

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of this name."""
        # Of a name that the disk cannot hold there is no file; `Path.exists` would raise.
        return os.path.exists(self._root / name)  # noqa: PTH110

    def read(self, name: str) -> bytes:
        """The bytes of a file of this name."""
        try:
            return (self._root / name).read_bytes()
        except OSError as error:
            raise OutputError(
                Message("%1 cannot be read: %2", self._root / name, reason_of(error)),
                hint="Check that it is there and that you may read it.",
            ) from error

    def fill(self, stage: str, make: Callable[[Path], Sequence[Path]]) -> list[str]:
        """Make results on the same disk, so that giving them their names moves no bytes."""
        folder = self._staging / stage
        folder.mkdir(parents=True, exist_ok=True)
        return [path.name for path in make(folder)]

    def publish(self, stage: str, name: str, final: str) -> None:
        """Give a result of a stage its final name; what had it is replaced."""
        target = self._root / final
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                shutil.rmtree(target)
            replace(self._staging / stage / name, target)
        except OSError as error:
            raise OutputError(
                Message("%1 cannot be moved to %2: %3", name, target.parent, reason_of(error)),
                hint="Check that the folder can be written and the disk is not full.",
            ) from error

    def delete(self, name: str) -> None:
        """Delete a result, if it is there."""
        target = self._root / name
        try:
            if target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                Message(
                    "%1 is of an earlier analysis and cannot be removed: %2",
                    target,
                    reason_of(error),
                ),
                hint="Check that the folder can be written, then run this again.",
            ) from error

    def remove(self, stage: str) -> None:
        """Remove a stage, or all whose names begin with this folder."""
        shutil.rmtree(self._staging / stage, ignore_errors=True)

    def stages(self) -> list[str]:
        """The first folders of all stages that there are."""
        return [path.name for path in self._staging.iterdir()] if self._staging.is_dir() else []

    def files(self, names: Sequence[str]) -> tuple[Path, ...]:
        """Results as files."""
        return tuple(self._root / name for name in names)

    def urls(self, names: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG002
        """None: they are files."""
        return ()


class UrlOutput:
    """A place that fsspec writes to. Its ledger lies in the user's data folder.

    So one user on one computer goes on with what is there. A second computer that writes to the
    same place has a ledger of its own, and finds names taken.

    Raises:
        OutputError: There is no such kind of place, or what it needs is not installed.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._fs, self._root = _open(self._url)

    def __reduce__(self) -> tuple[type[UrlOutput], tuple[str]]:
        """Other processes open connections of their own."""
        return UrlOutput, (self._url,)

    @property
    def ledger_folder(self) -> Path:
        """A folder of the user that belongs to this URL."""
        known_as = hashlib.sha256(self._url.encode()).hexdigest()[:16]
        return user_data_path("svfap", appauthor=False) / "ledgers" / known_as

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of this name, asked each time."""
        with self._errors(_UNREADABLE):
            self._fs.invalidate_cache()
            return bool(self._fs.exists(f"{self._root}/{name}"))

    def read(self, name: str) -> bytes:
        """The bytes of a file of this name."""
        with self._errors(_UNREADABLE):
            return bytes(self._fs.cat_file(f"{self._root}/{name}"))

    def fill(self, stage: str, make: Callable[[Path], Sequence[Path]]) -> list[str]:
        """Make results in a folder of this computer, then send them to the stage."""
        with tempfile.TemporaryDirectory(prefix="svfap-") as folder:
            made = make(Path(folder))
            with self._errors(_UNWRITABLE):
                self._fs.makedirs(self._stage(stage), exist_ok=True)
                for path in made:
                    self._send(path, f"{self._stage(stage)}/{path.name}")
        return [path.name for path in made]

    def publish(self, stage: str, name: str, final: str) -> None:
        """Give a result of a stage its final name; what had it is replaced."""
        staged, target = f"{self._stage(stage)}/{name}", f"{self._root}/{final}"
        with self._errors(_UNWRITABLE):
            self._fs.invalidate_cache()
            self._fs.makedirs(target.rpartition("/")[0], exist_ok=True)
            if self._fs.exists(target):  # Not every place renames onto what is there.
                self._remove(target)
            self._move(staged, target)

    def delete(self, name: str) -> None:
        """Delete a result, if it is there."""
        target = f"{self._root}/{name}"
        with self._errors(_UNWRITABLE):
            self._fs.invalidate_cache()
            if self._fs.exists(target):
                self._remove(target)

    def remove(self, stage: str) -> None:
        """Remove a stage, or all whose names begin with this folder."""
        try:
            with self._errors(_UNWRITABLE):
                self._fs.invalidate_cache()
                if self._fs.exists(self._stage(stage)):
                    self._remove(self._stage(stage))
        except OutputError as error:
            log.warning("left to the next run: %s", error)

    def stages(self) -> list[str]:
        """The first folders of all stages that there are."""
        root = f"{self._root}/{_OWN}/staging"
        with self._errors(_UNREADABLE):
            self._fs.invalidate_cache()
            found = self._fs.ls(root, detail=False) if self._fs.isdir(root) else []
        return [str(path).rstrip("/").rpartition("/")[2] for path in found]

    def files(self, names: Sequence[str]) -> tuple[Path, ...]:  # noqa: ARG002
        """None: they are elsewhere."""
        return ()

    def urls(self, names: Sequence[str]) -> tuple[str, ...]:
        """Results as URLs."""
        return tuple(f"{self._url}/{name}" for name in names)

    # fsspec's put, mv and rm take [, ? and * in names for patterns; these take names as they are.

    def _send(self, path: Path, to: str) -> None:
        if path.is_file():
            self._fs.put_file(str(path), to)
            return
        self._fs.makedirs(to, exist_ok=True)
        for part in path.iterdir():
            self._send(part, f"{to}/{part.name}")

    def _move(self, source: str, target: str) -> None:
        if type(self._fs).mv is not fsspec.AbstractFileSystem.mv:
            self._fs.mv(source, target)  # It renames, and takes names as they are.
            return
        for file in self._fs.find(source):
            final = target + file[len(source) :]
            self._fs.makedirs(final.rpartition("/")[0], exist_ok=True)
            self._fs.cp_file(file, final)
        self._remove(source)

    def _remove(self, path: str) -> None:
        if not self._fs.isdir(path):
            self._fs.rm_file(path)
            return
        found = self._fs.find(path, withdirs=True, detail=True)
        for name, about in found.items():
            if about["type"] != "directory":
                self._fs.rm_file(name)
        folders = (name for name, about in found.items() if about["type"] == "directory")
        for folder in (*sorted(folders, reverse=True), path):
            with suppress(OSError, NotImplementedError):  # Object stores have no folders.
                self._fs.rmdir(folder)

    def _stage(self, stage: str) -> str:
        return f"{self._root}/{_OWN}/staging/{stage}"

    @contextmanager
    def _errors(self, what: str) -> Generator[None]:
        try:
            yield
        except OutputError:
            raise
        except Exception as error:  # Every kind of place has exceptions of its own.
            raise OutputError(
                Message(what, self._url, type(error).__name__, error),
                hint="Check the address, your rights there and the connection.",
            ) from error


def open_output(out: Path | str) -> Output:
    """The place that a path or a URL such as `s3://bucket/results` names.

    Raises:
        OutputError: There is no such kind of place, or what it needs is not installed.
    """
    return UrlOutput(out) if isinstance(out, str) and "://" in out else FolderOutput(Path(out))


def final_names(output: str, names: Sequence[str]) -> tuple[str, ...]:
    """The paths of results below the output folder, of a source whose results go to `output`."""
    return tuple(PurePosixPath(output).with_name(name).as_posix() for name in names)


def last_names(paths: Iterable[str]) -> frozenset[str]:
    """The same results' own names."""
    return frozenset(PurePosixPath(path).name for path in paths)


def _open(url: str) -> tuple[Any, str]:
    try:
        return fsspec.url_to_fs(url)
    except ImportError as error:
        raise OutputError(
            Message("a package that writes to %1 is missing: %2", url, error),
            hint="Install it beside this program, on every computer that analyses.",
        ) from error
    except Exception as error:  # Every kind of place has exceptions of its own.
        raise OutputError(
            Message("%1 cannot be opened: %2: %3", url, type(error).__name__, error),
            hint="Give a folder, or a URL that fsspec knows, such as s3://bucket/results.",
        ) from error
