from __future__ import annotations

import os
from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.base import SourceKind
from svfap_core.sources.opening import find_videos, open_source
from tests import media


def test_files_and_folders_open_as_what_they_are(tmp_path: Path) -> None:
    video = media.write_video(tmp_path / "camera:0.mp4", media.even_times(3))
    for spec in (video, str(video), video.as_uri()):
        with open_source(spec) as source:
            assert source.info.kind is SourceKind.FILE
    (tmp_path / "images").mkdir()
    (tmp_path / "images/1.ppm").touch()
    with pytest.raises(SourceError, match="holds no picture"):
        open_source(tmp_path / "images")


def test_relative_paths_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media.write_video(tmp_path / "concat:x.mp4", media.even_times(3))
    monkeypatch.chdir(tmp_path)
    with open_source("concat:x.mp4") as source:
        assert len(list(source.frames())) == 3


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("/no/such/file.mp4", "does not exist"),
        ("gopher://host/x", "gopher:// are not supported"),
        ("/dev/video987", "no camera /dev/video987"),
        ("camera:987", "no camera camera:987"),
        ("/dev/null", "neither a file nor a folder"),
    ],
)
def test_reasons(spec: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        open_source(spec)
    assert caught.value.hint


def test_a_folder_of_videos_points_to_the_batch(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    with pytest.raises(SourceError, match="1 video") as caught:
        open_source(tmp_path)
    assert "batch" in caught.value.hint


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_missing_rights_are_told(tmp_path: Path) -> None:
    video = media.write_video(tmp_path / "a.mp4", media.even_times(3))
    video.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        open_source(video)


def test_rights_of_libav_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import av

    video = media.write_video(tmp_path / "a.mp4", media.even_times(3))

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise av.error.PermissionError(13, "Permission denied", str(video))

    monkeypatch.setattr(av, "open", refuse)
    with pytest.raises(SourceError, match="may not be read"):
        open_source(video)


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
