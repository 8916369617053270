from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorTrc
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.sources.colour import Light, ToneMapper, light_of, to_sdr
from svfap_core.sources.video_file import VideoFile
from tests import media

PQ_203_NITS, PQ_100_NITS, PQ_50_NITS = 0.5807, 0.5081, 0.4402
"""From BT.2408, table 1, and ST 2084."""


def gray(signal: float, light: Light) -> float:
    red, green, blue = to_sdr(np.full(3, signal), light)
    assert red == pytest.approx(green, abs=1e-3) == pytest.approx(blue, abs=1e-3)
    return float(green)


def test_light_where_faces_are_stays_as_it_is() -> None:
    assert gray(PQ_50_NITS, Light.PQ) == pytest.approx((50 / 203) ** (1 / 2.4), abs=2e-3)
    assert gray(0.0, Light.PQ) == gray(0.0, Light.HLG) == 0


def test_reference_white_is_bright_and_highlights_are_rolled_off_above() -> None:
    white = gray(PQ_203_NITS, Light.PQ)
    assert 0.88 < white < 0.95
    # BT.2408: reference white is at 75 % of HLG.
    assert gray(0.75, Light.HLG) == pytest.approx(white, abs=0.01)
    assert white < gray(0.65, Light.PQ) < gray(0.7518, Light.PQ) == pytest.approx(1, abs=2e-3)
    assert gray(1.0, Light.PQ) == gray(1.0, Light.HLG) == pytest.approx(1, abs=2e-3)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(Light))
def test_more_light_is_never_darker(one: float, other: float, light: Light) -> None:
    darker, brighter = sorted((one, other))
    assert gray(darker, light) <= gray(brighter, light) + 1e-9


def test_wide_colours_are_those_of_bt709() -> None:
    red_709 = np.array((0.6274, 0.0691, 0.0164)) ** (1 / 2.4)  # BT.2087, in BT.2020.
    assert to_sdr(red_709, Light.WIDE) == pytest.approx([1, 0, 0], abs=0.06)
    assert to_sdr(np.full(3, 0.5), Light.WIDE, wide=False) == pytest.approx([0.5] * 3)


@pytest.mark.parametrize("light", Light)
def test_the_table_is_as_good_as_the_formula(light: Light) -> None:
    signal = np.random.default_rng(1).uniform(0, 1, (64, 64, 3)) ** 1.5
    planes = (signal[..., (1, 2, 0)].transpose(2, 0, 1) * 65535).round().astype(np.uint16)
    frame = VideoFrame(64, 64, "gbrp16le")
    for plane, values in zip(frame.planes, planes, strict=True):
        plane.update(values.tobytes())
    mapped = ToneMapper(light, ColorPrimaries.BT2020).map(frame)
    found = np.stack([
        np.frombuffer(bytes(mapped.planes[i]), np.uint16).reshape(64, -1)[:, :64] for i in (2, 0, 1)
    ], -1) / 65535  # fmt: skip
    error = np.abs(found - to_sdr(signal, light)) * 255
    assert error.mean() < 0.6


TAGS = {
    "PQ": ["-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_primaries", "bt2020"],
    "HLG": ["-color_trc", "arib-std-b67", "-colorspace", "bt2020nc", "-color_primaries", "bt2020"],
}


@pytest.mark.parametrize("kind", TAGS)
@pytest.mark.parametrize("named", [True, False])
def test_hdr_video_is_mapped_and_says_so(tmp_path: Path, kind: str, *, named: bool) -> None:
    """A gray of reference white; colours whose matrix is not named are of BT.2020 too."""
    code = {"PQ": PQ_203_NITS, "HLG": 0.75}[kind]
    level = round(64 + 876 * code)
    tags = TAGS[kind] if named else TAGS[kind][:2]
    path = tmp_path / "hdr.mkv"
    media.ffmpeg("-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1,format=yuv420p10le,"
                 f"lutyuv=y={level}:u=512:v=512", "-c:v", "libx265", "-x265-params",
                 "log-level=none:lossless=1", *tags, path)  # fmt: skip
    with VideoFile(path) as source:
        frames = list(source.frames())
        notes = source.info.notes
    assert any(kind in note for note in notes)
    for frame in frames:
        assert frame.rgb.mean() / 255 == pytest.approx(gray(code, Light[kind]), abs=0.006)
        assert frame.rgb.std() < 1


def test_ordinary_video_is_not_mapped(tmp_path: Path) -> None:
    frame = VideoFrame(16, 16, "yuv420p")
    assert light_of(frame) is None
    frame.color_trc = ColorTrc.BT709
    assert light_of(frame) is None
    path = media.write_video(tmp_path / "a.mp4", media.even_times(3))
    with VideoFile(path) as source:
        assert source.info.notes == ()
