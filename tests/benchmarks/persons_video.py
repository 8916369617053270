"""A video cut between three talking heads, and who is on screen when: for `persons`.

Shots are taken from several clips of each person, so that light and clothes differ, too. Nobody's
face is kept: the video is made in a folder of the caller's from the shared data.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from svfap_core.sources.opening import open_source
from svfap_core.types import RGB
from tests.shared_data import SHARED

HEADS = {
    "a": ("styletalk_Obama_clip1", "styletalk_Obama_clip2", "styletalk_Obama_clip3"),
    "b": ("styletalk_andrew_clip_1", "styletalk_andrew_clip_2"),
    "c": ("styletalk_feifeili_clip1", "styletalk_feifeili_clip2_short", "styletalk_feifeili_clip3"),
}
RATE_FPS, SIDE_PX = 5, 256
SHORTEST_S, LONGEST_S = 10.0, 30.0


class Shot(NamedTuple):
    """Who is on screen from when to when, in media time."""

    start_s: float
    end_s: float
    who: str


def shots(length_s: float, seed: int = 0) -> list[Shot]:
    """Shots of 10 to 30 s; no two after each other are of one person."""
    draw, found, now_s = random.Random(seed), list[Shot](), 0.0
    while now_s < length_s:
        others = [who for who in HEADS if not found or who != found[-1].who]
        end_s = min(now_s + round(draw.uniform(SHORTEST_S, LONGEST_S)), length_s)
        found.append(Shot(now_s, end_s, draw.choice(others)))
        now_s = end_s
    return found


def write_video(path: Path, cut: list[Shot], seed: int = 0) -> None:
    """The shots as one video; each begins somewhere in one of the person's clips."""
    draw = random.Random(seed + 1)
    clips = {name: list(_frames(name)) for names in HEADS.values() for name in names}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_FPS)
        stream.width = stream.height = SIDE_PX
        stream.options = {"crf": "20", "preset": "veryfast"}
        stream.time_base = Fraction(1, RATE_FPS)
        number = 0
        for shot in cut:
            name = draw.choice(HEADS[shot.who])
            frames = clips[name]
            here = draw.randrange(len(frames))
            for _ in range(round((shot.end_s - shot.start_s) * RATE_FPS)):
                # A clip goes forth and back: going round would be a cut that no shot has.
                place = here % (2 * len(frames))
                rgb = frames[min(place, 2 * len(frames) - 1 - place)]
                frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
                frame.pts = number
                container.mux(stream.encode(frame))
                here, number = here + 1, number + 1
        container.mux(stream.encode())


def _frames(name: str) -> Iterator[RGB]:
    """Of a clip, at the rate of the video."""
    due_s = 0.0
    with open_source(SHARED / "data" / "pretrain" / f"{name}.mp4") as source:
        for frame in source.frames():
            if frame.t_s >= due_s - 1e-6:
                due_s += 1 / RATE_FPS
                small = cv2.resize(frame.rgb, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
                yield np.asarray(small, np.uint8)
