"""Pictures to an H.264 mp4 while they come: a file that is whole up to a moment ago.

Written in fragments, which a player reads up to the last one, should the process be killed; when
the file is closed it becomes a usual mp4 with an index. Owns no thread. Knows nothing of faces.
"""

from __future__ import annotations

from pathlib import Path

import av

from svfap_core.h264 import TIME_BASE, PictureEncoder, video_errors
from svfap_core.types import RGB

KEY_FRAME_EVERY_S = 1.0
"""How far a player has to decode to reach a picture."""

FRAGMENT_S = 0.2
"""What a killed process loses at most, with the pictures that still wait for the encoder."""

_CONTAINER = {
    "movflags": "hybrid_fragmented+default_base_moof",
    "frag_duration": str(round(FRAGMENT_S * 1_000_000)),
    "flush_packets": "1",
}
# The fastest preset: 720p at 30 fps takes a fifth of one core. No look-ahead holds pictures back.
_CODEC = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "crf": "22",
    "x264-params": "log-level=error",
}
_HINT = "Check that the disk is there and has room, and record again."


class VideoWriter:
    """One file, from the first picture, whose size it takes, to `close`.

    Args:
        path: The mp4 file; its folder is there.
        size: Width and height of the pictures; others are scaled to it.
        rate_fps: The nominal rate, where it is known; times come with each picture.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate_fps: float | None) -> None:
        self._path = path
        # H.264 needs even sides.
        self._size = size[0] // 2 * 2, size[1] // 2 * 2
        self._last_pts = -1
        self._last_key_s = float("-inf")
        with video_errors(path, _HINT):
            self._container = av.open(str(path), "w", format="mp4", options=_CONTAINER)
            self._encoder = PictureEncoder(self._container, self._size, rate_fps, _CODEC, live=True)

    def write(self, rgb: RGB, t_s: float) -> None:
        """Encode a picture `(height, width, 3)` shown from `t_s` on, later than all before.

        Raises:
            OutputError: The file cannot be written.
        """
        height, width, _ = rgb.shape
        if (width // 2 * 2, height // 2 * 2) == self._size:
            # An odd side loses its last line, so that no other pixel moves.
            rgb = rgb[: self._size[1], : self._size[0]]
        self._last_pts = max(round(t_s / TIME_BASE), self._last_pts + 1)
        key = t_s - self._last_key_s >= KEY_FRAME_EVERY_S
        if key:
            self._last_key_s = t_s
        with video_errors(self._path, _HINT):
            self._encoder.write(rgb, self._last_pts, key=key)

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: Its end cannot be written; what came before can be played.
        """
        with video_errors(self._path, _HINT):
            try:
                self._encoder.finish()
            finally:
                self._container.close()
