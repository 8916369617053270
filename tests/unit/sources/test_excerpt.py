"""A part of a source: frames, numbers and times are those of the whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.opening import open_source
from svfap_core.types import Frame
from tests import media

UNEVEN_S = (0.0, 0.04, 0.1, 0.5, 0.52, 1.5, 1.54, 1.6)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return media.write_video(tmp_path_factory.mktemp("videos") / "uneven.mp4", UNEVEN_S)


def read(path: Path, start_s: float | None = None, end_s: float | None = None) -> list[Frame]:
    with open_source(path, decoding=DecodingSettings(start_s=start_s, end_s=end_s)) as source:
        return list(source.frames())


def facts(frame: Frame) -> tuple[int, float, float]:
    return frame.index, frame.t_s, frame.pts_s


@given(
    start_s=st.none() | st.floats(0, 1.59).map(lambda s: round(s, 3)),
    length_s=st.none() | st.floats(0.001, 2).map(lambda s: round(s, 3)),
)
def test_a_part_has_the_frames_on_screen_in_it(
    video: Path, start_s: float | None, length_s: float | None
) -> None:
    whole = read(video)
    first_s = start_s or 0.0
    end_s = None if length_s is None else first_s + max(length_s, 0.001)
    until_s = float("inf") if end_s is None else end_s
    left_s = [frame.t_s for frame in whole[1:]] + [float("inf")]
    expected = [
        frame
        for frame, gone_s in zip(whole, left_s, strict=True)
        if gone_s > first_s and frame.t_s < until_s
    ]
    part = read(video, start_s, end_s)
    assert [facts(frame) for frame in part] == [facts(frame) for frame in expected]
    assert all((a.rgb == b.rgb).all() for a, b in zip(part, expected, strict=True))
    assert part[-1].end_s is not None
    assert part[-1].end_s <= until_s
    if expected[-1] is not whole[-1]:
        assert part[-1].end_s == end_s


def test_facts_are_those_of_the_whole_and_say_which_part(video: Path) -> None:
    with open_source(video) as source:
        whole = source.info
    with open_source(video, decoding=DecodingSettings(start_s=0.5, end_s=1.55)) as source:
        list(source.frames())
        info, counts = source.info, source.counts
    assert (info.duration_s, info.frame_count) == (whole.duration_s, whole.frame_count)
    assert (info.start_s, info.end_s, counts.frames) == (0.5, 1.55, 4)
    (note,) = set(info.notes) - set(whole.notes)
    assert note == "Only a part was analysed, as requested: from 0.5 s to 1.55 s."


def test_a_start_after_the_end_leaves_nothing(video: Path) -> None:
    with pytest.raises(SourceError, match=r"uneven.mp4 ends at 1.\d+ s, before .* start at 9 s"):
        read(video, 9)


def test_an_interrupted_source_ends_quietly(video: Path) -> None:
    with open_source(video, decoding=DecodingSettings(start_s=9)) as source:
        source.interrupt()
        assert list(source.frames()) == []
