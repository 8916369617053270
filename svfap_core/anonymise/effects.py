"""Makes a part of an image unrecognisable, for good. Knows nothing of faces or videos.

What is left of a region is a handful of mean colours, or nothing: no filter whose inverse might
bring a face back. A blur that only smooths can be undone in part, and a detector still finds most
faces under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import cv2
import numpy as np

from svfap_core.anonymise.regions import Region
from svfap_core.types import RGB

Effect: TypeAlias = Literal["blur", "pixelate", "box"]

BLOCKS = 2
"""Mean colours along the longer side of a region, of which a face takes some 60 %. With 3 the face
landmarker's detector (BlazeFace) takes a body with blocks for a face in some frames of the clips
that were tried; from 8 on CenterFace finds faces again."""

BOX_GRAY = 64
"""The same for all: a mean of the region would tell the colour of the skin."""


def hide(image: RGB, regions: Iterable[Region], effect: Effect) -> None:
    """Hide regions of an image.

    Args:
        image: `(height, width, 3)`, changed in place.
        regions: In pixels; what lies outside of the image is left out.
        effect: How.
    """
    for region in regions:
        part = image[max(region.y0, 0) : region.y1, max(region.x0, 0) : region.x1]
        if not part.size:
            continue
        if effect == "box":
            part[:] = BOX_GRAY
        else:
            part[:] = _of_few_colours(part, effect)


def _of_few_colours(part: RGB, effect: Literal["blur", "pixelate"]) -> RGB:
    """The means of a grid over the region, as blocks or as a smooth surface through them."""
    height, width = part.shape[:2]
    share = BLOCKS / max(height, width)
    grid = max(1, min(round(width * share), width)), max(1, min(round(height * share), height))
    means = cv2.resize(part, grid, interpolation=cv2.INTER_AREA)
    how = cv2.INTER_CUBIC if effect == "blur" else cv2.INTER_NEAREST
    return cv2.resize(means, (width, height), interpolation=how).astype(np.uint8, copy=False)
