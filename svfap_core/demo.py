"""Makes a short video of faces on the spot, from pictures that installed packages bring along.

A virtual camera pans and zooms over scikit-image's astronaut, away from her face and back, then,
after a hard cut, over the group in insightface's test picture. No picture is stored here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.errors import OutputError
from svfap_core.h264 import TIME_BASE, PictureEncoder, video_errors
from svfap_core.messages import Message
from svfap_core.types import RGB

RATE_FPS = 25
SIZE_PX = (1280, 720)

_CODEC = {"preset": "superfast", "crf": "18"}

_ASTRONAUT = ("skimage", "data/astronaut.png")
_GROUP = ("insightface", "data/images/t1.jpg")


@dataclass(frozen=True, slots=True)
class _View:
    """Where the camera looks at `t_s`: the middle and the height of its field.

    As shares of the picture's width and height.
    """

    t_s: float
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class _Shot:
    """A picture and the way of the camera over it; times count from the start of the video."""

    picture: tuple[str, str]
    views: tuple[_View, ...]


_SHOTS = (
    _Shot(
        _ASTRONAUT,
        (
            _View(0.0, 0.47, 0.27, 0.55),
            _View(2.2, 0.44, 0.22, 0.40),
            _View(3.4, 0.44, 0.22, 0.40),
            # The shuttle and the suit: no face in sight.
            _View(4.3, 0.50, 0.80, 0.38),
            _View(5.3, 0.50, 0.82, 0.34),
            _View(6.2, 0.45, 0.25, 0.48),
            _View(7.4, 0.44, 0.23, 0.42),
        ),
    ),
    _Shot(
        _GROUP,
        (
            _View(7.4, 0.50, 0.45, 0.80),
            _View(9.4, 0.36, 0.42, 0.60),
            _View(12.0, 0.62, 0.42, 0.60),
        ),
    ),
)


def make_demo_clip(path: Path) -> None:
    """Write the clip as H.264 mp4: 12 s, 25 pictures per second, 1280 x 720.

    Raises:
        OutputError: A picture is missing from its package, or the file cannot be written.
    """
    with (
        whole_file(path) as part,
        video_errors(path, "Choose another folder."),
        av.open(str(part), "w", format="mp4") as output,
    ):
        encoder = PictureEncoder(output, SIZE_PX, RATE_FPS, _CODEC)
        shown = round(1 / (RATE_FPS * TIME_BASE))
        for index, picture in enumerate(_pictures()):
            encoder.write(picture, index * shown, shown)
        encoder.finish()


def _pictures() -> Iterator[RGB]:
    for shot in _SHOTS:
        photo = _photo(*shot.picture)
        first, last = (round(view.t_s * RATE_FPS) for view in (shot.views[0], shot.views[-1]))
        for index in range(first, last):
            yield _seen(photo, _view_at(shot.views, index / RATE_FPS))


def _photo(package: str, name: str) -> RGB:
    """A picture inside an installed package, found without importing it."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    file = Path(folders[0], name) if folders else Path(name)
    bgr = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if bgr is None:
        raise OutputError(
            Message("the demo clip needs %1 of the package %2, which is not there", name, package),
            hint="Install the package again, or analyse a video of your own.",
        )
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def _view_at(views: tuple[_View, ...], t_s: float) -> _View:
    """Between two views the camera starts and stops gently (smoothstep)."""
    before, after = next(
        (pair for pair in pairwise(views) if t_s <= pair[1].t_s), (views[-2], views[-1])
    )
    share = (t_s - before.t_s) / (after.t_s - before.t_s)
    eased = share * share * (3 - 2 * share)

    def between(a: float, b: float) -> float:
        return a + (b - a) * eased

    return _View(
        t_s,
        between(before.x, after.x),
        between(before.y, after.y),
        between(before.height, after.height),
    )


def _seen(photo: RGB, view: _View) -> RGB:
    """The part of the photo in view, to a fraction of a pixel, moved where it would leave it."""
    width, height = SIZE_PX
    scale = height / (view.height * photo.shape[0])
    half_x, half_y = width / scale / 2, height / scale / 2
    x = float(np.clip(view.x * photo.shape[1], half_x, photo.shape[1] - half_x))
    y = float(np.clip(view.y * photo.shape[0], half_y, photo.shape[0] - half_y))
    matrix = np.array([[scale, 0, width / 2 - scale * x], [0, scale, height / 2 - scale * y]])
    picture = cv2.warpAffine(
        photo, matrix, SIZE_PX, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return picture.astype(np.uint8, copy=False)
