"""What a file's name says about what it is. Opens no file."""

from __future__ import annotations

from pathlib import Path

_RESULT_ENDINGS = (
    ".csv", ".parquet", ".xlsx", ".json", ".eaf", ".curves.png", ".overlay.mp4",
)  # fmt: skip

_NO_VIDEO = frozenset(
    {
        ".csv", ".parquet", ".xlsx", ".json", ".eaf", ".pth", ".pt", ".safetensors", ".onnx",
        ".yaml", ".txt", ".log", ".md", ".pdf",
    }
)  # fmt: skip


def may_be_video(path: Path) -> bool:
    """Whether a path could be a video: a file of any ending but those known to be another kind.

    A folder is none, whatever its name.
    """
    return path.suffix != "" and path.suffix.lower() not in _NO_VIDEO and not path.is_dir()


def is_result(path: Path) -> bool:
    """Whether a name says that a file belongs to a result; a folder does not."""
    return path.name.lower().endswith(_RESULT_ENDINGS) and not path.is_dir()


def is_recording(path: Path) -> bool:
    """Whether a folder is a live recording."""
    return any((path / f"session.mp4{ending}").is_file() for ending in ("", ".csv", ".json"))
