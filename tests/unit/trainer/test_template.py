"""The crop template: found again where it is known, and on real pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from svfap_core.tracking.centerface import CenterFace
from svfap_core.types import RGB, Box, Detection
from tests.shared_data import shared
from tests.unit.trainer.miniature import write_clips
from trainer.data.layouts.fer2013 import TEMPLATE, read
from trainer.data.manifest import read_manifest
from trainer.template import measure_template, sample_pictures

BLACK = np.zeros((48, 48, 3), np.uint8)


class Pretended:
    """Finds every face at the template, shifted and turned by a known deviation."""

    name = device = "none"

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)

    def detect(self, rgb: RGB, **_: float) -> tuple[Detection, ...]:
        size_px, shift = len(rgb) * 3 / 4, len(rgb) / 8
        turn = np.exp(1j * np.radians(self.rng.normal(0, 5)))
        centred = (np.array(TEMPLATE) - 0.5) @ (1, 1j) * turn + self.rng.normal(0, 0.02)
        points = (np.stack([centred.real, centred.imag], axis=1) + 0.5) * size_px + shift
        return (Detection(Box(0, 0, 1, 1), points.astype(np.float32), 0.9),)


def test_a_known_template_and_spread_are_found_again() -> None:
    found = measure_template([BLACK] * 400, Pretended())
    assert found.points == pytest.approx(np.array(TEMPLATE), abs=0.01)
    assert found.spread_rotation_deg == pytest.approx(5, rel=0.2)
    assert found.spread_shift[0] == pytest.approx(0.02, rel=0.2)
    assert found.spread_scale == pytest.approx(0, abs=1e-6)


def test_the_template_of_the_data_set_is_the_measured_one() -> None:
    items = read(shared("data/fer2013.parquet")).items
    jpegs = [items[row].data for row in range(0, 28709, 700)]
    stills = [cv2.imdecode(np.frombuffer(jpeg, np.uint8), 0) for jpeg in jpegs]
    pictures = [np.repeat(still[..., None], 3, axis=2) for still in stills]
    found = measure_template(pictures, CenterFace())
    assert found.found > 0.8 * found.asked
    assert found.points == pytest.approx(np.array(TEMPLATE), abs=0.03)


def test_no_face_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="no face"):
        measure_template([BLACK] * 2, CenterFace())


def test_the_middle_picture_of_clips_of_any_size_is_measured(tmp_path: Path) -> None:
    def shade(clip: int, label: int, index: int) -> np.ndarray:
        return np.full((300, 300), 10 * clip + index, np.uint8)

    folder = write_clips(tmp_path / "set", frames=5, size_px=300, template=None, draw=shade)
    found = list(sample_pictures(read_manifest(folder), 4))
    assert [picture.shape for picture in found] == [(300, 300, 3)] * 4
    assert [picture.mean() for picture in found] == pytest.approx([2, 22, 42, 62], abs=1)
    assert measure_template(found, Pretended()).found == 4
