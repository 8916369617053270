from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from svfap_core import demo
from svfap_core.errors import OutputError
from svfap_core.sources.video_file import VideoFile


class Clip(NamedTuple):
    size: tuple[int, int]
    times_s: list[float]
    pictures: list[np.ndarray]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    path = tmp_path_factory.mktemp("demo") / "demo.mp4"
    demo.make_demo_clip(path)
    with VideoFile(path) as video:
        seen = [(f.pts_s, f.rgb[::8, ::8].astype(np.float32)) for f in video.frames()]
        size = (video.info.width_px, video.info.height_px)
    return Clip(size, [time for time, _ in seen], [picture for _, picture in seen])


def test_clip_has_its_length_rate_and_size(clip: Clip) -> None:
    assert clip.size == (1280, 720)
    assert clip.times_s == pytest.approx([i / 25 for i in range(300)])


def test_clip_moves_smoothly_but_for_one_hard_cut(clip: Clip) -> None:
    change = [float(np.abs(b - a).mean()) for a, b in pairwise(clip.pictures)]
    assert int(np.argmax(change)) == 184
    assert max(change) > 1.5 * sorted(change)[-2]
    assert float(np.median(change)) > 0.5


def test_missing_picture_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        demo, "_SHOTS", (demo._Shot(("skimage", "data/none.png"), demo._SHOTS[0].views),)
    )
    with pytest.raises(OutputError, match=r"none\.png of the package skimage"):
        demo.make_demo_clip(tmp_path / "demo.mp4")
    assert list(tmp_path.iterdir()) == []
