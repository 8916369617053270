from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import SourceKind
from svfap_core.sources.opening import chosen_stream, open_source
from tests import media


def test_files_and_folders_open_as_what_they_are(tmp_path: Path) -> None:
    video = media.write_video(tmp_path / "camera:0.mp4", media.even_times(3))
    for spec in (video, str(video), video.as_uri()):
        with open_source(spec) as source:
            assert source.info.kind is SourceKind.FILE
    (tmp_path / "images").mkdir()
    (tmp_path / "images/1.ppm").touch()
    with pytest.raises(SourceError, match="holds no image"):
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


def test_the_rate_of_images_reaches_their_folder(tmp_path: Path) -> None:
    for number in range(3):
        Image.fromarray(media.picture(number)).save(tmp_path / f"{number}.png")
    with open_source(tmp_path, decoding=DecodingSettings(image_rate_fps=0.5)) as source:
        assert [frame.t_s for frame in source.frames()] == [0, 2, 4]
    with open_source(tmp_path.as_uri()) as source:
        assert source.info.rate_fps == 25


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    video = media.write_video(tmp_path / "clip.jpg", media.even_times(3), file_format="mp4")
    with open_source(video) as source:
        assert len(list(source.frames())) == 3
    Image.fromarray(media.picture(0)).save(tmp_path / "photo.mp4", "PNG")
    with open_source(tmp_path / "photo.mp4") as source:
        assert [frame.t_s for frame in source.frames()] == [0]


def test_a_clip_of_three_frames_is_a_video(tmp_path: Path) -> None:
    video = media.write_video(tmp_path / "a.mp4", media.even_times(3))
    with open_source(video) as source:
        assert [frame.t_s for frame in source.frames()] == pytest.approx([0, 0.04, 0.08])


@pytest.mark.parametrize("content", [b"", b"damaged", b"\x89PNG\r\n\x1a\n"])
def test_a_broken_image_is_called_an_image(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(SourceError, match=r"photo\.png is not an image"):
        open_source(tmp_path / "photo.png")


def test_images_have_one_stream_and_need_not_be_opened_to_know_it(tmp_path: Path) -> None:
    folder = media.write_images(tmp_path / "folder", 2)
    moving = media.write_animation(tmp_path / "moving.webp", "WEBP", (40, 40))
    decoding = DecodingSettings()
    for path in (folder, next(folder.iterdir()), moving):
        with open_source(path) as source:
            assert chosen_stream(path, decoding) == source.info.video_stream == 0
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(SourceError):
        chosen_stream(tmp_path / "text.mp4", decoding)
