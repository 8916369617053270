from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from svfap_core.pipeline import crops
from svfap_core.pipeline.crops import CropMaker
from svfap_core.tracking.align import align_face
from svfap_core.types import RGB, FaceObservation, Frame, Gray
from tests.fakes import face
from tests.unit.tracking.scene import SPEC, texture


class Decoded:
    """An image whose RGB is made when it is asked for."""

    size_px = (96, 64)
    gray: Gray = np.zeros((64, 96), np.uint8)

    def __init__(self, seed: int) -> None:
        self._rgb = texture(64, 96, seed)
        self.asked = 0

    @property
    def is_rgb(self) -> bool:
        return self.asked > 0

    @property
    def rgb(self) -> RGB:
        self.asked += 1
        return self._rgb


def faces(count: int) -> list[FaceObservation]:
    return [face(track) for track in range(1, count + 1)]


def aligned(image: Decoded, seen: FaceObservation) -> RGB:
    return align_face(image._rgb, seen.points_px, SPEC.template, SPEC.size_px)


def test_faces_are_cut_out_once_one_of_them_is_asked_for() -> None:
    image, seen = Decoded(1), faces(3)
    made = CropMaker(SPEC).of(Frame(0, 0.0, 0.0, image), seen)
    assert image.asked == 0
    for crop, one in zip(made, seen, strict=True):
        assert np.array_equal(crop.rgb, aligned(image, one))
        assert crop.rgb is crop.rgb
    assert image.asked == 1


def test_where_rgb_is_there_they_are_cut_out_at_once_and_the_frame_goes() -> None:
    image = Decoded(1)
    assert image.rgb.size
    there = weakref.ref(image)
    made = CropMaker(SPEC).of(Frame(0, 0.0, 0.0, image), faces(1))
    del image
    gc.collect()
    assert there() is None
    assert made[0].rgb.shape == (SPEC.size_px, SPEC.size_px, 3)


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest frames that are still wanted are cut out; those that nobody wants just go."""
    monkeypatch.setattr(crops, "WAITING_BYTES", 3 * 96 * 64 * 1.5)
    maker = CropMaker(SPEC)
    images = [Decoded(seed) for seed in range(8)]
    kept = []
    for number, image in enumerate(images):
        made = maker.of(Frame(number, 0.1 * number, 0.1 * number, image), faces(1))
        if number != 1:
            kept.append(made)
    assert [image.asked for image in images] == [1, 0, 1, 1, 1, 0, 0, 0]
    for (crop,), image in zip(kept, [images[0], *images[2:]], strict=True):
        assert np.array_equal(crop.rgb, aligned(image, faces(1)[0]))


def test_no_face_costs_nothing() -> None:
    image = Decoded(1)
    assert CropMaker(SPEC).of(Frame(0, 0.0, 0.0, image), []) == []
    assert not image.is_rgb
