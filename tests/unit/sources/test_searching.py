from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from svfap_core.sources.searching import find_sources, find_videos, is_sequence, kinds_searched
from tests.media import write_animation


def lay(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def found(root: Path, *, recursive: bool = True) -> list[str]:
    sources = find_sources(root, recursive=recursive).sources
    return [path.relative_to(root).as_posix() for path in sources]


def test_find_videos(tmp_path: Path) -> None:
    for name in ("b.MP4", "a.mkv", ".hidden.mp4", "c.mp4.part", "d.part.mp4", "note.txt",
                 "sub/e.webm", ".git/f.mp4"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    for loop in ("sub/loop", "sub/again"):  # Followed for ever, two of them take 2^40 steps.
        (tmp_path / loop).symlink_to(tmp_path, target_is_directory=True)
    given = tmp_path / "note.txt"

    def names(paths: list[Path], *, recursive: bool) -> list[str]:
        found = find_videos(paths, recursive=recursive)
        return [path.relative_to(tmp_path).as_posix() for path in found]

    assert names([tmp_path], recursive=True) == ["a.mkv", "b.MP4", "sub/e.webm"]
    assert names([tmp_path], recursive=False) == ["a.mkv", "b.MP4"]
    given_first = [given, tmp_path / "b.MP4", tmp_path]
    assert names(given_first, recursive=False) == ["note.txt", "b.MP4", "a.mkv"]


def test_each_folder_of_numbered_images_is_one_source(tmp_path: Path) -> None:
    root = lay(tmp_path, "s1/001.png", "s1/002.png", "s10/f_3.jpg", "s2/rgb_7_left.bmp", "s2/x.txt")
    lay(root, "s2/rgb_8_left.bmp", "deep/er/1.tif", "deep/er/02.tif")
    assert found(root) == ["deep/er", "s1", "s2", "s10"]
    assert found(root, recursive=False) == []
    assert found(root / "s1") == ["."]
    search = find_sources(root)
    assert (search.notes, search.folders) == ([], 6)


@pytest.mark.parametrize(
    "names",
    [
        ["anna.jpg", "ben.jpg"],
        ["a1.jpg", "b1.jpg"],
        ["a1_1.jpg", "a1_2.jpg", "a2_1.jpg"],
        ["001.png", "001.jpg"],
        ["1.png", "01.png"],
        ["1.png", "2.png", "cover.png"],
    ],
)
def test_images_without_a_common_numbering_are_sources_of_their_own(
    tmp_path: Path, names: list[str]
) -> None:
    lay(tmp_path, *names)
    assert sorted(found(tmp_path)) == sorted(names)
    (note,) = find_sources(tmp_path).notes
    assert f"{len(names)} images" in note
    assert "each by itself" in note


def test_a_single_image(tmp_path: Path) -> None:
    assert found(lay(tmp_path, "numbered/1.png")) == ["numbered"]
    assert found(lay(tmp_path, "named/photo.png")) == ["named/photo.png", "numbered"]
    assert find_sources(tmp_path).notes == []


def test_images_beside_videos_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    root = lay(tmp_path, "a.mp4", "a.jpg", "1.png", "2.png", "frames/1.png", "frames/2.png")
    assert found(root) == ["a.mp4", "frames"]
    (note,) = find_sources(root).notes
    assert note.startswith(f"3 image(s) in {root} are left out")


def test_what_is_no_source(tmp_path: Path) -> None:
    lay(
        tmp_path,
        *("s/1.png", "s/2.png", "s/._1.png", "s/._2.png", "s/Thumbs.db", "s/.DS_Store", ".x/1.png"),
        *("@eaDir/1.png", "__MACOSX/s/._1.png", "$RECYCLE.BIN/1.jpg"),
        *("s/s.curves.png", "a.mp4.curves.png", "a.mp4.overlay.mp4", "a.mp4.csv"),
        *("a.mp4.anonymised.mp4", "a.mp4.overlay.faces-hidden.mp4"),
        *("a.mp4.faces/faces.parquet", "a.mp4.faces/track_0001/000001.jpg"),
    )
    assert found(tmp_path) == ["s"]
    assert found(tmp_path / "a.mp4.faces") == ["track_0001"]
    assert found(lay(tmp_path, "my.faces/1.png")) == ["my.faces", "s"]


def test_animated_images_are_videos(tmp_path: Path) -> None:
    for number in (1, 2):
        write_animation(tmp_path / f"a{number}.webp", "WEBP", (40, 40))
        write_animation(tmp_path / f"b{number}.png", "PNG", (40, 40))
    assert found(tmp_path) == ["a1.webp", "a2.webp", "b1.png", "b2.png"]
    Image.new("RGB", (8, 8)).save(tmp_path / "still.webp")
    assert len(found(tmp_path)) == 4
    assert "1 image(s)" in find_sources(tmp_path).notes[0]


def test_an_empty_folder(tmp_path: Path) -> None:
    lay(tmp_path, "a/note.txt", "b/c/d.wav")
    search = find_sources(tmp_path)
    assert (search.sources, search.notes, search.folders) == ([], [], 4)
    assert ".mp4" in kinds_searched()
    assert ".heic" in kinds_searched()


NUMBERS = st.lists(st.integers(0, 10**9), min_size=1, max_size=20, unique=True)
TEXT = st.text("ab_- xé", max_size=5)


@given(before=TEXT, after=TEXT, numbers=NUMBERS, fixed=st.sampled_from(["", "s1_"]))
def test_names_that_differ_in_one_number_are_a_sequence(
    before: str, after: str, numbers: list[int], fixed: str
) -> None:
    names = [Path(f"{fixed}{before}{number}{after}.png") for number in numbers]
    assert is_sequence(names)
    if len(numbers) > 1:
        assert not is_sequence([*names, Path(f"{fixed}{before}q{numbers[0]}{after}.png")])
        assert not is_sequence([*names, Path(f"{fixed}{before}{numbers[0]}{after}.jpg")])
