"""Files of codings, one per coder and video, and of coding schemes. Knows no other formats."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.codes.coding import Coding, Scheme
from svfap_core.messages import Message
from svfap_core.results.edits_file import digest_of
from svfap_core.results.files import CODES_ENDING
from svfap_core.results.unreadable import unreadable
from svfap_core.system import file_name

SCHEME_ENDING = ".scheme.json"

_ModelT = TypeVar("_ModelT", bound=BaseModel)


class SavedCoding(NamedTuple):
    """A coding as it was read, and the digest of its file, which `write_coding` takes."""

    coding: Coding
    digest: str


def coding_path(folder: Path, video: str, coder: str) -> Path:
    """Where the codes of a coder on a video lie, such as `codes/talk.mp4.anna.codes.json`.

    Args:
        folder: That of a result, or the `codes` folder of a study.
        video: The name of the video.
        coder: Who codes; may be empty.
    """
    name = f".{file_name(coder, otherwise='coder')}" if coder else ""
    return folder / f"{video}{name}{CODES_ENDING}"


def coding_paths(folder: Path, video: str) -> tuple[Path, ...]:
    """All files of codes on a video in a folder, in order of their names."""
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    is_of = (p for p in names if p.name.startswith(f"{video}.") and p.name.endswith(CODES_ENDING))
    return tuple(is_of)


def read_coding(path: Path) -> SavedCoding:
    """The coding in a file.

    Raises:
        SvfapError: The file is missing, damaged or of a later version; it is left as it is.
    """
    return SavedCoding(_read(path, Coding, Message("codes")), digest_of(path))


def write_coding(path: Path, coding: Coding, *, seen: str | None = None) -> str:
    """Write a coding, whole or not at all.

    Args:
        path: The file.
        coding: The codes.
        seen: The file's digest when it was last read or written, empty if there was none. If the
            file has changed since, what it holds is kept beside it: see `former_path`.

    Returns:
        The digest of the file.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        part.write_text(coding.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
        digest, there = digest_of(part), digest_of(path)
        if seen is not None and there not in {"", seen, digest}:
            with whole_file(former_path(path)) as former:
                former.write_bytes(path.read_bytes())
    return digest


def former_path(path: Path) -> Path:
    """Where a file of codes is kept whose place is taken: a name that is free."""
    base = path.name.removesuffix(CODES_ENDING)
    names = (f"{base}.before-{number}{CODES_ENDING}" for number in count(1))
    return next(place for name in names if not (place := path.with_name(name)).exists())


def read_scheme(path: Path) -> Scheme:
    """The coding scheme in a file.

    Raises:
        SvfapError: The file is missing, damaged or of a later version.
    """
    return _read(path, Scheme, Message("a coding scheme"))


def write_scheme(path: Path, scheme: Scheme) -> None:
    """Write a coding scheme, whole or not at all.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        part.write_text(scheme.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")


def _read(path: Path, model: type[_ModelT], wanted: Message) -> _ModelT:
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise unreadable(
            path,
            wanted,
            error,
            if_damaged="It may be missing, damaged or newer than this program: put back a copy.",
        ) from error
