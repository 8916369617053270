"""What clips look like: of every size, and in crops with a margin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from svfap_core.models import MODEL_SIZES
from svfap_core.tracking.align import fit_similarity
from tests.unit.trainer.miniature import mini_finetune
from trainer.specs import FACE_TEMPLATE, default_spec, run_spec, span_of, stride_of, with_margin


@pytest.mark.parametrize("size", MODEL_SIZES)
def test_every_size_has_its_input(size: str) -> None:
    spec, shape = default_spec(size), MODEL_SIZES[size]
    assert (spec.frames, spec.size_px) == (shape.num_frames, shape.image_size)
    assert spec.step_s == pytest.approx(4 / 25), "every fourth of 25 per second, as published"
    assert spec.template == FACE_TEMPLATE


@pytest.mark.parametrize("stride", [1, 3, 4])
def test_a_stride_counts_frames_at_25_per_second(stride: int) -> None:
    spec = default_spec("base", stride)
    assert spec.span_s == span_of(16, stride) == pytest.approx(16 * stride / 25)
    assert stride_of(spec) == stride


def test_the_published_sizes_see_colours_as_published() -> None:
    for size in ("base", "small"):
        spec = default_spec(size)
        assert (spec.colour, spec.frames, spec.span_s, spec.size_px) == ("rgb", 16, 2.56, 160)
        assert spec.mean == (0.485, 0.456, 0.406)
        assert spec.std == (0.229, 0.224, 0.225)


def test_the_small_network_sees_grey() -> None:
    spec = default_spec("tiny")
    assert spec.colour == "gray"
    assert len(set(spec.mean)) == len(set(spec.std)) == 1


def test_an_unknown_size_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="'huge'; there are base, small, tiny"):
        default_spec("huge")


def test_the_template_is_symmetric() -> None:
    points = np.array(FACE_TEMPLATE)
    mirrored = points[[1, 0, 2, 4, 3]] * (-1, 1) + (1, 0)
    assert mirrored == pytest.approx(points)


def test_with_a_margin_the_face_is_smaller_around_the_same_middle() -> None:
    wide = with_margin(FACE_TEMPLATE, 1.25)
    found = fit_similarity(np.array(FACE_TEMPLATE) - 0.5, np.array(wide) - 0.5)
    assert found == pytest.approx(np.array([[0.8, 0, 0], [0, 0.8, 0]]), abs=1e-9)
    assert np.array(with_margin(FACE_TEMPLATE, 1.0)) == pytest.approx(np.array(FACE_TEMPLATE))


def test_the_spec_is_that_of_the_size_unless_a_run_says_otherwise() -> None:
    assert run_spec(mini_finetune(Path("x"))) == default_spec("tiny")
    own: Any = default_spec("tiny").model_copy(update={"size_px": 64})
    assert run_spec(mini_finetune(Path("x"), clip=own.model_dump())) == own
