from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.access import check_source, is_folder, read_errors, real


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with everything that is neither a file nor a folder."""
    (tmp_path / "a.mp4").symlink_to("b.mp4")
    (tmp_path / "b.mp4").symlink_to("a.mp4")
    (tmp_path / "gone.mp4").symlink_to("nowhere")
    (tmp_path / "zero.mp4").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.mp4", "leads back to itself"),
        ("gone.mp4", "does not exist"),
        ("none.mp4", "does not exist"),
        ("pipe.mp4", "neither a file nor a folder"),
        ("zero.mp4", "neither a file nor a folder"),
        ("file/x.mp4", "does not exist"),
        ("x" * 300, "does not exist"),
    ],
)
def test_what_cannot_be_read_is_told_before_it_is_tried(odd: Path, name: str, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        check_source(odd / name)
    assert caught.value.hint
    assert not is_folder(odd / name)


def test_a_socket_is_no_source(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.mp4"))
        with pytest.raises(SourceError, match="neither"):
            check_source(tmp_path / "s.mp4")


def test_files_folders_and_links_to_them_pass(odd: Path) -> None:
    (odd / "link.mp4").symlink_to("file")
    for name in ("file", "link.mp4", "."):
        check_source(odd / name)
    assert is_folder(odd)


def test_an_error_of_the_disk_is_told_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Input/output error") as caught, read_errors(tmp_path):
        raise OSError(5, "Input/output error")
    assert "disk" in caught.value.hint


def test_links_are_followed_as_far_as_they_go(odd: Path) -> None:
    (odd / "link.mp4").symlink_to("file")
    assert real(odd / "link.mp4") == real(odd / "file")
    assert real(odd / "a.mp4").parent == real(odd)
