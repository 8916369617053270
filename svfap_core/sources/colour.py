"""Colours as the models were taught them: BT.709, standard dynamic range.

Knows frames, no files. Sources: ITU-R BT.709-6, BT.1886, BT.2020-2, BT.2087-0, BT.2100-2,
BT.2390-11, BT.2408-7; SMPTE ST 2084.
"""

from __future__ import annotations

import tempfile
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from numpy.typing import NDArray

_HD_WIDTH_PX, _HD_HEIGHT_PX = 1280, 720
_UNSPECIFIED = 2
_BT2020_NCL = 9

WHITE_NITS = 203.0
"""What is shown as white: reference white of HDR (BT.2408, table 1)."""

PEAK_NITS = 1000.0
"""Where highlights end: the nominal peak of HLG, and what most PQ video is made for."""

_GRID = 33
_DISPLAY_GAMMA = 2.4  # BT.1886.

_LUMA_2020 = np.array((0.2627, 0.6780, 0.0593))
_TO_709 = np.array(
    (
        (1.660491, -0.587641, -0.072850),
        (-0.124550, 1.132900, -0.008349),
        (-0.018151, -0.100579, 1.118730),
    )
)
"""Linear light of BT.2020 to that of BT.709 (BT.2087, annex 2, inverse)."""


class Light(StrEnum):
    """How a video's numbers stand for light, where that is not as in BT.709."""

    PQ = "HDR (PQ)"
    HLG = "HDR (HLG)"
    WIDE = "wide colour (BT.2020)"


def matrix_of(frame: VideoFrame) -> Colorspace | None:
    """The matrix to be assumed for a frame that does not name its own: by its size, as players do.

    Returns:
        `None` where the frame says it, or has no such matrix.
    """
    if frame.colorspace != _UNSPECIFIED or frame.format.is_rgb:
        return None
    is_hd = frame.width >= _HD_WIDTH_PX or frame.height >= _HD_HEIGHT_PX
    return Colorspace.ITU709 if is_hd else Colorspace.ITU601


def light_of(frame: VideoFrame) -> Light | None:
    """What has to be mapped to BT.709; `None` for ordinary video."""
    if frame.color_trc == ColorTrc.SMPTE2084:
        return Light.PQ
    if frame.color_trc == ColorTrc.ARIB_STD_B67:
        return Light.HLG
    return Light.WIDE if frame.color_primaries == ColorPrimaries.BT2020 else None


class ToneMapper:
    """Maps frames of one kind of light to BT.709; for one thread at a time.

    The mapping of `to_sdr` is made into a table of 33 x 33 x 33 colours once, which libav's lut3d
    interpolates: off by less than one of 255 steps.
    """

    def __init__(self, light: Light, primaries: int) -> None:
        self._light = light
        self._wide = primaries in {ColorPrimaries.BT2020, _UNSPECIFIED}
        self._graph = Graph()
        self._takes: tuple[int, int, str, int] | None = None

    def map(self, frame: VideoFrame) -> VideoFrame:
        """The frame in R'G'B' of BT.709, 16 bits."""
        if frame.colorspace == _UNSPECIFIED and not frame.format.is_rgb:
            frame.colorspace = _BT2020_NCL
        takes = (frame.width, frame.height, frame.format.name, frame.color_range)
        if takes != self._takes:
            self._takes, self._graph = takes, self._made(frame)
        self._graph.push(frame)
        return cast("VideoFrame", self._graph.pull())

    def _made(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
        )
        with tempfile.TemporaryDirectory(prefix="svfap-colour-") as folder:
            cube = Path(folder) / "sdr.cube"
            cube.write_text(_cube(self._light, wide=self._wide), encoding="ascii")
            lut = graph.add("lut3d", file=str(cube), interp="tetrahedral")
            # Only formats of 16 bits have a fast way through lut3d.
            planar = graph.add("format", "gbrp16le")
            graph.link_nodes(source, planar, lut, graph.add("buffersink")).configure()
        return graph


def to_sdr(signal: NDArray[np.float64], light: Light, *, wide: bool = True) -> NDArray[np.float64]:
    """R'G'B' of a kind of light as R'G'B' of BT.709, for a display with gamma 2.4 (BT.1886).

    Light up to some 90 cd/m2, where faces are, stays as it is, with `WHITE_NITS` as white; above,
    it is rolled off towards `PEAK_NITS` by the EETF of BT.2390 (5.4.1), of the brightest of the
    three channels, so that colours keep their hue. Colours that BT.709 does not have are clipped.

    Args:
        signal: `(..., 3)`, 0 to 1.
        light: What the numbers stand for.
        wide: Whether the primaries are those of BT.2020.

    Returns:
        `(..., 3)`, 0 to 1.
    """
    signal = np.clip(signal, 0.0, 1.0)
    if light is Light.WIDE:
        linear = signal**_DISPLAY_GAMMA
    else:
        nits = _pq_nits(signal) if light is Light.PQ else _hlg_nits(signal)
        brightest = np.maximum(nits.max(-1, keepdims=True), 1e-6)
        linear = nits * (_rolled_off(brightest) / brightest) / WHITE_NITS
    if wide:
        linear = linear @ _TO_709.T
    return np.clip(linear, 0.0, 1.0) ** (1 / _DISPLAY_GAMMA)


_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def _pq_nits(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The EOTF of ST 2084, in cd/m2."""
    power = signal ** (1 / _M2)
    return 10_000 * (np.maximum(power - _C1, 0) / (_C2 - _C3 * power)) ** (1 / _M1)


def _pq_signal(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse EOTF of ST 2084."""
    power = (np.clip(nits, 0, 10_000) / 10_000) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _hlg_nits(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The EOTF of HLG for a display of 1000 cd/m2 (BT.2100, table 5), whose gamma is 1.2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luma = scene @ _LUMA_2020
    return PEAK_NITS * scene * luma[..., None] ** 0.2


def _rolled_off(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """BT.2390, 5.4.1: from a peak of `PEAK_NITS` to one of `WHITE_NITS`, black at 0."""
    peak, white = (float(_pq_signal(np.array(x))) for x in (PEAK_NITS, WHITE_NITS))
    relative = np.minimum(_pq_signal(nits) / peak, 1.0)
    top = white / peak
    knee = 1.5 * top - 0.5
    t = np.clip((relative - knee) / (1 - knee), 0, 1)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (3 * t**2 - 2 * t**3) * top
    )
    return _pq_nits(np.where(relative < knee, relative, spline) * peak)


@lru_cache
def _cube(light: Light, *, wide: bool) -> str:
    """The mapping as a table in the format of Iridas and Resolve, red changing fastest."""
    steps = np.linspace(0, 1, _GRID)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = to_sdr(np.stack((red, green, blue), -1).reshape(-1, 3), light, wide=wide)
    rows = "\n".join(f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in colours.tolist())
    return f"LUT_3D_SIZE {_GRID}\n{rows}\n"
