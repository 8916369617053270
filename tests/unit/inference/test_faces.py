from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from svfap_core.inference.faces import Faces, read_faces, write_faces
from svfap_core.inference.guard import FACES
from svfap_core.resources import resource
from svfap_core.tracking.factory import create_detector


@pytest.fixture(scope="module")
def shipped() -> Faces:
    return read_faces(resource(FACES))


def test_some_dozens_of_faces_are_shipped_in_little_room(shipped: Faces) -> None:
    assert len(shipped) >= 36
    assert resource(FACES).stat().st_size < 300_000
    assert shipped.grey.dtype == np.uint8
    height, width = shipped.grey.shape[2:]
    inside = (shipped.points_px > 0) & (shipped.points_px < (width, height))
    assert inside.all()
    first, last = shipped.grey[:, 0].astype(int), shipped.grey[:, 1].astype(int)
    assert (np.abs(last - first).mean(axis=(1, 2)) > 0.5).all()  # Each face moves.


def test_a_detector_takes_them_for_faces_with_these_points(shipped: Faces) -> None:
    detector = create_detector("centerface")
    eyes_px = np.linalg.norm(shipped.points_px[:, 0, 0] - shipped.points_px[:, 0, 1], axis=1)
    off: list[float] = []
    for index in range(0, len(shipped), 4):
        image = shipped.coloured(index, shipped.grey[index, 0])
        found = detector.detect(np.ascontiguousarray(np.kron(image, np.ones((2, 2, 1), np.uint8))))
        assert len(found) == 1, index
        gaps_px = np.linalg.norm(found[0].points_px / 2 - shipped.points_px[index, 0], axis=1)
        off.append(float(gaps_px.mean() / eyes_px[index]))
    assert np.median(off) < 0.2


def test_what_is_written_is_read_with_little_loss(tmp_path: Path, shipped: Faces) -> None:
    rng = np.random.default_rng(0)
    waves = np.sin(np.linspace(0, 12, 48) + rng.uniform(0, 6, (3, 2, 1)))
    extreme = np.stack([np.zeros((2, 48, 48)), np.full((2, 48, 48), 255)])
    grey = np.concatenate([127 + 90 * waves[..., None] * np.ones(48), extreme]).astype(np.uint8)
    faces = Faces(grey, shipped.points_px[:5], shipped.tones[:5])
    write_faces(tmp_path / "faces.npz", faces)
    found = read_faces(tmp_path / "faces.npz")
    assert np.abs(found.grey.astype(int) - grey).mean() < 2
    assert np.abs(found.grey.astype(int) - grey).max() < 20
    assert np.array_equal(found.points_px, faces.points_px)
    assert np.array_equal(found.tones, faces.tones)


def test_tones_colour_black_and_white(shipped: Faces) -> None:
    grey = np.array([[0.0, 255.0], [-9.0, 300.0]])
    found = shipped.coloured(3, grey)
    dark, light = shipped.tones[3]
    assert found.shape == (2, 2, 3)
    assert np.array_equal(found[0], [dark, light])
    assert (found[1, 0] <= dark).all()
    assert (found[1, 1] >= light).all()
