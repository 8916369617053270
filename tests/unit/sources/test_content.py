from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.content import bytes_hash, content_bytes, content_hash, content_stamp
from tests.media import write_images


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (content_hash(tmp_path / name) for name in "abc")
    assert a == b != c
    assert content_bytes(tmp_path / "a") == 1
    assert bytes_hash(b"1") == a


def test_a_folder_is_known_by_its_images_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_images(folder, 3)
    before, size, stamp = content_hash(folder), content_bytes(folder), content_stamp(folder)
    shutil.copytree(folder, tmp_path / "copy")
    (folder / "notes.txt").write_text("nothing of the source")
    assert content_hash(folder) == content_hash(tmp_path / "copy") == before
    assert content_bytes(folder) == size
    assert content_stamp(folder) == stamp
    first = min(folder.glob("*.png"))
    first.rename(folder / "zzz.png")
    assert content_hash(folder) != before, "in another order"


def test_hashing_can_be_interrupted(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        content_hash(tmp_path / "a", stop)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    for ask in (content_hash, content_stamp, content_bytes):
        with pytest.raises(SourceError, match="missing does not exist"):
            ask(tmp_path / "missing")
