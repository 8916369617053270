"""Makes the faces that the product tries arithmetic on: heads that nobody has, by chance.

    python -m tests.rendered ICT_FACEKIT [OUT.npz]

ICT_FACEKIT is a folder with `ict_light.npz` and `vertex_indices.json`, made of USC ICT FaceKit
(MIT, https://github.com/USC-ICT/ICT-FaceKit). The images are this project's own; no geometry is
kept in them. Of all that are rendered those are kept of which svfap-tiny is as sure, or unsure, as
it is of real windows: where rounding changes a score, and a label, depends on that.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from svfap_core.inference.face_windows import face_windows
from svfap_core.inference.faces import Faces, read_faces, write_faces
from svfap_core.inference.guard import FACES
from svfap_core.inference.store import open_model
from svfap_core.resources import resource
from svfap_core.runtime.torch_runtime import TorchRuntime
from trainer.workshop.rendered.head import Geometry, Person
from trainer.workshop.rendered.image import Scene, photograph, turned

SEED = 13
POOL, COUNT = 192, 48
SIZE_PX = 112
TEMPLATE = np.array([(0.342, 0.42), (0.658, 0.42), (0.5, 0.587), (0.372, 0.71), (0.628, 0.71)])
"""The frame of the images, wider than that of most models."""

REAL_MARGINS = (0.001, 0.028, 0.083, 0.148, 0.225, 0.282, 0.433, 0.535, 0.622, 0.817, 0.931)
"""Of svfap-tiny on 179 windows of ten real videos: least, deciles, most."""
RARE = 0.004
"""How much nearer a face must be for each one with its emotion that was kept before."""

STRONGEST = 1.2
"""Most that a facial action is exaggerated to."""


EXPRESSIONS: Mapping[str, Mapping[str, float]] = {
    "neutral": {},
    "happy": {
        "mouthSmile": 0.8,
        "cheekSquint": 0.5,
        "eyeSquint": 0.3,
        "mouthUpperUp": 0.3,
        "jawOpen": 0.12,
    },
    "sad": {"mouthFrown": 0.7, "browInnerUp": 0.7, "eyeBlink": 0.2, "mouthShrugLower": 0.3},
    "angry": {
        "browDown": 0.9,
        "noseSneer": 0.4,
        "mouthPress": 0.5,
        "eyeSquint": 0.4,
        "mouthFrown": 0.3,
    },
    "surprise": {
        "browInnerUp": 0.9,
        "browOuterUp": 0.9,
        "eyeWide": 0.8,
        "jawOpen": 0.5,
        "mouthFunnel": 0.2,
    },
    "fear": {
        "browInnerUp": 0.8,
        "browDown": 0.3,
        "eyeWide": 0.8,
        "mouthStretch": 0.6,
        "jawOpen": 0.2,
    },
    "disgust": {
        "noseSneer": 0.9,
        "mouthUpperUp": 0.6,
        "browDown": 0.5,
        "eyeSquint": 0.4,
        "mouthFrown": 0.2,
    },
    "talking": {"jawOpen": 0.3, "mouthFunnel": 0.3, "mouthLowerDown": 0.3},
}
"""Weights of facial actions, both sides alike."""


def render(geometry: Geometry, seed: int, count: int) -> Faces:
    """So many faces; the same for the same seed."""
    rng = np.random.default_rng(seed)
    made = [_pair(geometry, rng) for _ in range(count)]
    return Faces(
        grey=np.stack([grey for grey, _ in made]),
        points_px=np.stack([points for _, points in made]),
        tones=np.stack([_tones(rng) for _ in range(count)]),
    )


def as_sure_as_of_real_ones(faces: Faces, count: int) -> Faces:
    """So many of them, by the margin between the two strongest emotions.

    For each share of real windows the face with the nearest margin; of equals, one whose emotion
    is rare so far.
    """
    model = open_model("svfap-tiny")
    windows = np.stack(list(face_windows(faces, model.card.input)))
    outputs = torch.from_numpy(TorchRuntime(model, torch.device("cpu")).run(windows).raw).double()
    probabilities = (outputs / model.card.temperature).softmax(dim=-1).numpy()
    second, first = np.sort(probabilities, axis=1)[:, -2:].T
    emotions = probabilities.argmax(axis=1)
    wanted = np.interp((np.arange(count) + 0.5) / count, np.linspace(0, 1, 11), REAL_MARGINS)
    kept: list[int] = []
    for margin in wanted:
        seen = np.bincount(emotions[kept], minlength=probabilities.shape[1])
        cost = np.abs(first - second - margin) + RARE * seen[emotions]
        cost[kept] = np.inf
        kept.append(int(cost.argmin()))
    kept.sort()
    return Faces(faces.grey[kept], faces.points_px[kept], faces.tones[kept])


def _pair(
    geometry: Geometry, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Two images of one head, and their points."""
    person, scene = Person(geometry, rng), Scene.chance(rng)
    names = rng.choice(list(EXPRESSIONS), 2).tolist()
    strong, faint = rng.uniform(0.7, 1.6), rng.uniform(0, 1)
    begins, ends = rng.uniform(0.3, 1), rng.uniform(0.6, 1.1)
    yaw, pitch = rng.normal(0, 14), rng.normal(0, 7)
    turn = rng.normal(0, 3, 2)
    small_px = rng.choice([SIZE_PX, SIZE_PX, 56, 40])
    images, points = [], []
    for share, (dyaw, dpitch) in ((begins, (0, 0)), (ends, turn)):
        mesh = person.mesh(_blend(names, (strong * share, faint)))
        rotation = turned(yaw + dyaw, pitch + dpitch)
        grey, five = photograph(geometry, mesh, scene, rotation, template=TEMPLATE, size_px=SIZE_PX)
        images.append(_as_seen_from_afar(grey, int(small_px)))
        points.append(five)
    return np.stack(images), np.stack(points)


def _blend(names: list[str], shares: tuple[float, float]) -> dict[str, float]:
    """Two expressions at once, as faces show them."""
    blend: dict[str, float] = {}
    for name, share in zip(names, shares, strict=True):
        actions: Mapping[str, float] = EXPRESSIONS[name]
        for action, weight in actions.items():
            blend[action] = min(STRONGEST, blend.get(action, 0) + weight * share)
    return blend


def _as_seen_from_afar(grey: NDArray[np.uint8], small_px: int) -> NDArray[np.uint8]:
    """With the detail of a smaller image."""
    small = cv2.resize(grey, (small_px, small_px), interpolation=cv2.INTER_AREA)
    back = cv2.resize(small, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_LINEAR)
    return back.astype(np.uint8)


def _tones(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Colours of black and white, reddish as skin is in most light."""
    red, cast = rng.uniform(235, 255), rng.uniform(0.4, 1)
    dark = rng.uniform(0, 25) * np.array([1, 0.7, 0.6])
    light = red - cast * np.array([0, 25, 50])
    return np.round([dark, light]).astype(np.uint8)


def main(geometry: Path, out: Path) -> None:
    """Render, choose and write."""
    rendered = render(Geometry(geometry), SEED, POOL)
    write_faces(out, rendered)  # What is kept of the images is what has to be chosen from.
    write_faces(out, as_sure_as_of_real_ones(read_faces(out), COUNT))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else resource(FACES))
