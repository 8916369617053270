from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from svfap_core.errors import OutputError
from svfap_core.sinks.video import FRAGMENT_S, KEY_FRAME_EVERY_S, VideoWriter
from svfap_core.types import RGB
from tests import media
from tests.disk import small_disk

SIZE = (media.WIDTH_PX, media.HEIGHT_PX)


def times_and_keys(path: Path) -> tuple[list[float], list[float]]:
    with av.open(str(path)) as container:
        pictures = [(float(p.time or 0), p.key_frame) for p in container.decode(video=0)]
    return [t for t, _ in pictures], [t for t, key in pictures if key]


def test_pictures_keep_their_own_times(tmp_path: Path) -> None:
    times = media.uneven_times(80)
    writer = VideoWriter(tmp_path / "v.mp4", SIZE, 25)
    for index, t_s in enumerate(times):
        writer.write(media.picture(index), t_s)
    writer.close()
    read, keys = times_and_keys(tmp_path / "v.mp4")
    assert read == pytest.approx(times, abs=1e-5)
    assert max(np.diff(keys)) <= KEY_FRAME_EVERY_S + 0.1
    content = (tmp_path / "v.mp4").read_bytes()
    assert b"moof" not in content.split(b"moov")[-1], "the index at the end is the usual one"
    with av.open(str(tmp_path / "v.mp4")) as container:
        last = [p.to_ndarray(format="rgb24") for p in container.decode(video=0)][-1]
    assert np.abs(last.astype(int) - media.picture(79)).mean() < 8


def test_odd_sides_lose_a_line_and_other_sizes_are_scaled(tmp_path: Path) -> None:
    writer = VideoWriter(tmp_path / "v.mp4", (161, 97), None)
    writer.write(media.picture(0, (161, 97)), 0.0)
    writer.write(media.picture(1, (320, 192)), 0.0)
    writer.close()
    with av.open(str(tmp_path / "v.mp4")) as container:
        sizes = [(p.width, p.height) for p in container.decode(video=0)]
    assert sizes == [(160, 96)] * 2


def test_a_killed_process_leaves_a_video_up_to_the_last_second(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    code = f"""
import os, signal
from pathlib import Path
from svfap_core.sinks.video import VideoWriter
from svfap_core.types import RGB
from tests import media
writer = VideoWriter(Path({str(path)!r}), {SIZE}, 25)
for index in range(113):
    writer.write(media.picture(index), index / 25)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    read, _ = times_and_keys(path)
    assert read == pytest.approx([index / 25 for index in range(len(read))], abs=1e-5)
    assert read[-1] >= 112 / 25 - FRAGMENT_S - 0.1


def test_a_full_disk_is_an_output_error(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (96, 160, 3), np.uint8)
    writer = VideoWriter(tmp_path / "v.mp4", SIZE, 25)
    with small_disk(20_000):
        with pytest.raises(OutputError) as caught:
            _write_on(writer, noise)
        assert caught.value.hint
        with pytest.raises(OutputError):
            writer.close()


def _write_on(writer: VideoWriter, rgb: RGB) -> None:
    for index in range(200):
        writer.write(rgb, index / 25)


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    writer = VideoWriter(tmp_path / "none" / "v.mp4", SIZE, 25)
    with pytest.raises(OutputError, match="cannot write"):
        writer.write(media.picture(0), 0.0)
