from __future__ import annotations

import errno
from pathlib import Path

import pytest

from svfap_core.atomic import PendingFile, close_unwanted, output_errors, whole_file
from svfap_core.errors import OutputError
from tests.disk import small_disk


def test_file_has_its_name_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with whole_file(path) as part:
        part.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_failure_keeps_the_earlier_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("earlier")

    def fail_half_way() -> None:
        with whole_file(path) as part:
            part.write_text("half")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write") as caught:
        PendingFile(tmp_path / "file" / "b" / "a.csv")
    assert caught.value.hint


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_every_reason_has_a_hint(number: int) -> None:
    with pytest.raises(OutputError) as caught, output_errors(Path("a.csv")):
        raise OSError(number, "no")
    assert caught.value.hint
    assert "a.csv" in str(caught.value)


def test_closing_an_unwanted_file_forgives_a_full_disk(tmp_path: Path) -> None:
    file = (tmp_path / "a").open("wb")
    with small_disk(10):
        file.write(b"x" * 100)
        close_unwanted(file)
    assert file.closed
