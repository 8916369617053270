"""Any frame of a video, or of images, by its time. Loads PyAV, so for worker threads only.

Knows no Qt, no clock and no faces.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Self, TypeAlias, cast

import cv2
import numpy as np

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.images import ImageSource
from svfap_core.sources.opening import open_images
from svfap_core.types import RGB
from svfap_gui.analyse.seeking import EPSILON_S, Stamped, VideoReader


class ImageReader:
    """As `VideoReader`, of images; those that cannot be read are passed over. Used by one thread.

    Args:
        source: An opened source of images.
    """

    def __init__(self, source: ImageSource) -> None:
        self.info = source.info
        self.begins_s = 0.0
        self._source = source
        self._places = range(source.first, source.images.count)
        self._here = source.first - 1

    def advance(self) -> Stamped | None:
        """The image after the one given last; `None` at the end."""
        return self._readable(range(self._here + 1, self._places.stop))

    def at(self, t_s: float) -> Stamped | None:
        """The image that is shown at a time; before the first that one."""
        after = bisect_right(self._places, t_s + EPSILON_S, key=self._source.time_s)
        place = self._places[max(0, after - 1)]
        return self._readable(range(place, self._places.start - 1, -1))

    def before(self, t_s: float) -> Stamped | None:
        """The last image that begins before a time; `None` before the first."""
        return None if t_s <= EPSILON_S else self.at(t_s - 2 * EPSILON_S)

    def time_of(self, number: int) -> float:
        """When the image of a number is shown, counted from 0."""
        return self._source.time_s(self._places[min(number, len(self._places) - 1)])

    def rgb(self, stamped: Stamped, fit_px: tuple[int, int] | None = None) -> RGB:
        """The image, made smaller to fit a width and height but never larger."""
        rgb = cast("RGB", stamped.decoded)
        height, width, _ = rgb.shape
        scale = min(1.0, fit_px[0] / width, fit_px[1] / height) if fit_px else 1.0
        if scale == 1:
            return rgb
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8)

    def close(self) -> None:
        """Nothing stays open between images."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _readable(self, places: range) -> Stamped | None:
        """The first of some images that can be read."""
        for place in places:
            try:
                rgb = self._source.images.read(place).rgb
            except SourceError:
                continue
            self._here = place
            return Stamped(self._source.time_s(place), rgb)
        return None


Reader: TypeAlias = VideoReader | ImageReader


def open_reader(path: Path, decoding: DecodingSettings) -> Reader:
    """A reader of what an analysis read.

    Raises:
        SourceError: It cannot be opened.
    """
    source = open_images(path, decoding)
    return VideoReader(path, decoding.video_stream) if source is None else ImageReader(source)
