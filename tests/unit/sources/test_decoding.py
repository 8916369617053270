from __future__ import annotations

import gc
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
import pytest
from av.video.frame import VideoFrame

from svfap_core.sources.decoding import Orientation, PictureClock
from svfap_core.sources.video_file import VideoFile
from tests.media import even_times, write_video


@dataclass
class Stamped:
    pts: int | None
    duration: int = 0
    time_base: Fraction = Fraction(1, 100)


def times(*frames: Stamped, rate: int | None = 25) -> list[tuple[float, float]]:
    clock = PictureClock(Fraction(rate) if rate else None)
    return [clock.stamp(frame) for frame in frames]


def test_times_are_exact_and_count_from_the_first() -> None:
    assert times(Stamped(1000), Stamped(1003), Stamped(1010)) == [
        (0, 10),
        (0.03, 10.03),
        (0.1, 10.1),
    ]


def test_a_missing_pts_follows_by_the_duration_or_the_rate() -> None:
    t_s = [t for t, _ in times(Stamped(0, duration=5), Stamped(None), Stamped(None), Stamped(20))]
    assert t_s == pytest.approx([0, 0.05, 0.09, 0.2])
    assert [t for t, _ in times(Stamped(None), Stamped(None), rate=10)] == pytest.approx([0, 0.1])
    assert [t for t, _ in times(Stamped(None), Stamped(None), rate=None)] == pytest.approx(
        [0, 0.04]
    )


def test_a_glitch_holds_the_time_and_shifts_no_later_one() -> None:
    t_s = [t for t, _ in times(Stamped(0), Stamped(10), Stamped(7), Stamped(14))]
    assert t_s == pytest.approx([0, 0.1, 0.1, 0.14])


def test_after_a_splice_time_goes_on() -> None:
    stamped = times(Stamped(500), Stamped(900, duration=4), Stamped(20), Stamped(26))
    assert [t for t, _ in stamped] == pytest.approx([0, 4, 4.04, 4.1])
    assert [pts for _, pts in stamped] == pytest.approx([5, 9, 0.2, 0.26])


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("flip_x", [False, True])
@pytest.mark.parametrize("flip_y", [False, True])
def test_the_turn_and_the_mirror_together_are_the_orientation(
    *, transpose: bool, flip_x: bool, flip_y: bool
) -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    orientation = Orientation(transpose, flip_x, flip_y)
    expected = np.rot90(rgb, -orientation.clockwise_deg // 90)
    if orientation.mirrored:
        expected = expected[:, ::-1]
    assert np.array_equal(orientation.apply(rgb), expected)


def test_decoded_pictures_leave_no_frame_and_no_thread_behind(tmp_path: Path) -> None:
    film = write_video(tmp_path / "turned.mp4", even_times(30), rotation_deg=90)
    process = psutil.Process()
    with VideoFile(film) as video:
        pictures = video.frames()
        next(pictures)
        gc.collect()
        threads, frames = process.num_threads(), _frames_in_memory()
        gc.disable()
        try:
            for _ in islice(pictures, 20):
                pass
            assert process.num_threads() <= threads
            assert _frames_in_memory() <= frames + 3  # Those on their way.
        finally:
            gc.enable()


def _frames_in_memory() -> int:
    return sum(type(thing) is VideoFrame for thing in gc.get_objects())
