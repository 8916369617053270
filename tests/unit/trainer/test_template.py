"""The crop template: found again where it is known, and on real pictures."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from svfap_core.tracking.centerface import CenterFace
from svfap_core.types import RGB, Box, Detection
from tests.shared_data import shared
from trainer.data.fer2013 import TEMPLATE, decode, read_fer2013
from trainer.template import measure_template


class Pretended:
    """Finds every face at the template, shifted and turned by a known deviation."""

    name = device = "none"

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)

    def detect(self, rgb: RGB) -> tuple[Detection, ...]:
        size_px, shift = len(rgb) * 3 / 4, len(rgb) / 8
        turn = np.exp(1j * np.radians(self.rng.normal(0, 5)))
        centred = (np.array(TEMPLATE) - 0.5) @ (1, 1j) * turn + self.rng.normal(0, 0.02)
        points = (np.stack([centred.real, centred.imag], axis=1) + 0.5) * size_px + shift
        return (Detection(Box(0, 0, 1, 1), points.astype(np.float32), 0.9),)


def test_a_known_template_and_spread_are_found_again() -> None:
    found = measure_template(torch.zeros(400, 48, 48, dtype=torch.uint8), Pretended())
    assert found.points == pytest.approx(np.array(TEMPLATE), abs=0.01)
    assert found.spread_rotation_deg == pytest.approx(5, rel=0.2)
    assert found.spread_shift[0] == pytest.approx(0.02, rel=0.2)
    assert found.spread_scale == pytest.approx(0, abs=1e-6)


def test_the_template_of_the_data_set_is_the_measured_one() -> None:
    jpegs = read_fer2013(shared("data/fer2013.parquet"))["jpeg"]
    stills = [decode(jpegs[row].as_py(), str(row)) for row in range(0, 28709, 700)]
    pictures = torch.from_numpy(np.stack(stills))
    found = measure_template(pictures, CenterFace(longer_side_px=320, min_score=0.5))
    assert found.found > 0.8 * found.asked
    assert found.points == pytest.approx(np.array(TEMPLATE), abs=0.03)


def test_no_face_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="no face"):
        measure_template(torch.zeros(2, 48, 48, dtype=torch.uint8), CenterFace(longer_side_px=320))
