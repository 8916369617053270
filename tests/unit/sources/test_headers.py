from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.headers import is_cut, lacks_index
from svfap_core.sources.video_file import VideoFile
from tests import media

KEY = "76a6c65c5ea762046bd749a2e632ccbb"
COMMON_ENCRYPTION = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", KEY,
                     "-encryption_kid", KEY]  # fmt: skip


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught, VideoFile(path) as source:
        list(source.frames())
    return str(caught.value)


@pytest.mark.parametrize("more", [[], ["-movflags", "frag_keyframe+empty_moov"]])
@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_common_encryption_is_called_encryption(
    tmp_path: Path, codec: str, more: list[str]
) -> None:
    path = tmp_path / "film.mp4"
    media.ffmpeg(*media.drawn(25, 1), "-c:v", codec, *COMMON_ENCRYPTION, *more, path)
    assert "is encrypted" in refusal(path)
    assert "damaged" not in refusal(path)


def test_scrambled_broadcasts_are_called_encrypted(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.ts", media.even_times(25))
    content = bytearray(path.read_bytes())
    for at in range(0, len(content), 188):
        if int.from_bytes(content[at + 1 : at + 3], "big") & 0x1FFF == 0x100:
            content[at + 3] |= 0x80
            content[at + 20 : at + 188] = bytes(b ^ 0x5A for b in content[at + 20 : at + 188])
    path.write_bytes(content)
    assert "is encrypted" in refusal(path)


def test_a_file_without_its_index(tmp_path: Path) -> None:
    whole = media.write_video(tmp_path / "a.mp4", media.even_times(25))
    assert not lacks_index(whole)
    assert lacks_index(media.truncate(whole, 0.5))


@pytest.mark.parametrize("ending", [".mkv", ".webm", ".avi", ".wmv", ".mp4", ".ts"])
def test_only_cut_files_are_cut(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    media.ffmpeg(*media.drawn(25, 2), *(["-c:v", "wmv2"] if ending == ".wmv" else []), path)
    assert not is_cut(path)
    for share in (0.999, 0.3):
        assert is_cut(media.truncate(path, share)) == (ending in {".mkv", ".webm", ".avi", ".wmv"})
