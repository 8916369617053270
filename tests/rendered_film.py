"""A film of rendered heads, cut between three of them, and its analysis: nobody's face.

The heads are those that the product ships. Of these, three are taken that differ clearly.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from svfap_core.inference.faces import Faces, read_faces
from svfap_core.labels import derived_dimensions
from svfap_core.resources import resource
from svfap_core.results.digests import Digests
from svfap_core.results.recording import Recording
from svfap_core.types import AffectResult, Box, FaceObservation, Frame, Status
from tests.media import write_video
from tests.scenes import MEASURES, probabilities, schema

HEADS = {"a": 6, "b": 15, "c": 21}
SHOTS = "abacba"
"""Who is on screen in each shot; tracks are numbered from 1, one for each."""
RATE_FPS, SHOT_FRAMES = 10, 12
SIZE_PX, LEFT_PX, TOP_PX = (192, 160), 40, 24
ONE_PERSON = {"a": (1, 3, 6), "b": (2, 5), "c": (4,)}


def rendered() -> Faces:
    return read_faces(resource("faces.npz"))


def image(faces: Faces, index: int) -> NDArray[np.uint8]:
    """Frame `index` of the film, `(height, width, 3)`."""
    head = HEADS[SHOTS[index // SHOT_FRAMES]]
    rgb = np.full((SIZE_PX[1], SIZE_PX[0], 3), 90, np.uint8)
    face = faces.coloured(head, faces.grey[head, index % 2])
    side = face.shape[0]
    rgb[TOP_PX : TOP_PX + side, LEFT_PX : LEFT_PX + side] = face
    return rgb


def write_film(path: Path) -> Path:
    faces = rendered()
    times_s = [i / RATE_FPS for i in range(len(SHOTS) * SHOT_FRAMES)]
    return write_video(path, times_s, size=SIZE_PX, draw=lambda i: image(faces, i))


def film_recording(name: str = "talk.mp4", analysis: str = "analysis") -> Recording:
    """What an analysis of the film finds: a track in each shot, a row at its middle."""
    faces = rendered()
    recording = Recording(schema(name))
    object.__setattr__(recording.schema, "identity", Digests("", analysis))
    for index in range(len(SHOTS) * SHOT_FRAMES):
        shot, t_s = index // SHOT_FRAMES, index / RATE_FPS
        head = HEADS[SHOTS[shot]]
        points = faces.points_px[head, index % 2] + np.array([LEFT_PX, TOP_PX])
        box = Box(LEFT_PX + 16.0, TOP_PX + 10.0, LEFT_PX + 96.0, TOP_PX + 106.0)
        frame = Frame(index, t_s, t_s, np.zeros((1, 1, 3), np.uint8))
        seen = FaceObservation(
            shot + 1, box, points.astype(np.float32), 0.95, detected=True, measures=MEASURES,
            quality=0.9,
        )  # fmt: skip
        recording.add_frame(frame, [seen])
        if index % SHOT_FRAMES == SHOT_FRAMES // 2:
            recording.add_results([_row(index, t_s, shot + 1, box)])
    recording.end_s = len(SHOTS) * SHOT_FRAMES / RATE_FPS
    return recording


def _row(index: int, t_s: float, track_id: int, box: Box) -> AffectResult:
    p = probabilities(t_s, track_id)
    return AffectResult(
        index, t_s, t_s, t_s, Status.OK, track_id, box, 0.95, 0.9, MEASURES,
        t_s - 0.5, t_s + 0.5, 1.0, 0.0, 16, p, derived_dimensions(p),
    )  # fmt: skip


def write_film_result(folder: Path, analysis: str = "analysis") -> Path:
    """The film and its result in a folder; the path of the table."""
    from tests.gui.results import write_result

    film = write_film(folder / "talk.mp4")
    return write_result(folder, film, film_recording(analysis=analysis), analysis)
