"""Notices video for 3D that holds two views in each frame, where it is not split.

Knows frames, no files.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from svfap_core.messages import Message
from svfap_core.sources.upright import side_data_bytes
from svfap_core.types import RGB

_EVERY_S = 1.0
_MOST_LOOKS = 5
_SIZE_PX = (64, 64)
_LARGEST_SHIFT_PX = 4
"""How far apart both views may see a thing: a sixteenth of the width."""

_ALIKE = 0.7
_LEAST_DETAIL = 4.0
"""Standard deviation of the detail of a half, of 255, below which it cannot be compared."""

_TOLD = Message(
    "%1, as in 3D video: each person is found twice, and is half as wide or high as in life. "
    "Convert it to one view first."
)


class TwoViews:
    """Looks at a few frames of a video; `note` says what they hold if not one view."""

    def __init__(self, metadata: Mapping[str, str], first: VideoFrame) -> None:
        mode = {key.casefold(): value for key, value in metadata.items()}.get("stereo_mode", "")
        # The struct AVStereo3D begins with the kind: 1 side by side, 2 one above the other.
        kind = int.from_bytes(side_data_bytes(first, "STEREO3D")[:4], "little")
        self._beside = mode in {"left_right", "right_left"} or kind == 1
        self._above = mode in {"top_bottom", "bottom_top"} or kind == 2
        self._alike: list[bool] = []
        self._next_s = 0.0

    def wants(self, t_s: float) -> bool:
        """Whether the frame shown at `t_s` should be looked at."""
        return t_s >= self._next_s and len(self._alike) < _MOST_LOOKS

    def look(self, rgb: RGB, t_s: float) -> None:
        """One more upright frame."""
        self._next_s = t_s + _EVERY_S
        alike = _halves_alike(rgb)
        if alike is not None:
            self._alike.append(alike)

    @property
    def note(self) -> str | None:
        """A sentence, where there are two views, or seem to be."""
        if self._beside:
            return Message(_TOLD, Message("The frames hold two views side by side"))
        if self._above:
            return Message(_TOLD, Message("The frames hold two views one above the other"))
        if self._alike and all(self._alike):
            return Message(_TOLD, Message("The left and the right half of the frames look alike"))
        return None


def _halves_alike(rgb: RGB) -> bool | None:
    """Whether both halves show the same but for a small shift; `None` if they show too little."""
    half = rgb.shape[1] // 2
    if half < _SIZE_PX[0]:
        return None
    left, right = _detail(rgb[:, :half]), _detail(rgb[:, -half:])
    if min(left.std(), right.std()) < _LEAST_DETAIL:
        return None
    margin = _LARGEST_SHIFT_PX
    inner = np.ascontiguousarray(left[:, margin:-margin])
    scores = cv2.matchTemplate(right, inner, cv2.TM_CCOEFF_NORMED)
    return float(scores.max()) >= _ALIKE


def _detail(rgb: RGB) -> NDArray[np.float32]:
    """What stands out from its surroundings: lighting alone does not make two halves alike."""
    small = cv2.resize(rgb, _SIZE_PX, interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return gray - cv2.GaussianBlur(gray, (0, 0), 8)
