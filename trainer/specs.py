"""What clips look like for each size of the network, unless a run says otherwise.

Knows nothing of data sets or training. A template says where eyes, nose and mouth corners lie in a
crop, as fractions of its size.
"""

from __future__ import annotations

from typing import TypeAlias

from svfap_core.settings import ClipSpec
from trainer.config import USUAL_STRIDE, RunConfig

Point: TypeAlias = tuple[float, float]
Template: TypeAlias = tuple[Point, Point, Point, Point, Point]

FACE_TEMPLATE: Template = (
    (0.314, 0.405),
    (0.686, 0.405),
    (0.500, 0.602),
    (0.349, 0.747),
    (0.651, 0.747),
)
"""Medians over 636 faces of FER2013, made symmetric (`svfap-train template --pictures 700`): with
it, crops from video are framed as these pictures are."""

RATE_FPS = 25
"""Pictures per second of the paper's data sets: strides count these (SVFAP section 4.1)."""

_IMAGENET_MEAN, _IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

_GREY_MEAN, _GREY_STD = (0.508, 0.508, 0.508), (0.255, 0.255, 0.255)
"""Of all training pictures of FER2013, in 0..1."""


def default_spec(size: str, stride: int = USUAL_STRIDE) -> ClipSpec:
    """The input of a registered size; tiny ones see grey, so that grey stills can teach it.

    Args:
        size: Its name.
        stride: Distance of a window's frames, in frames at 25 per second.

    Raises:
        ValueError: There is no such size.
    """
    from svfap_core.models import MODEL_SIZES  # noqa: PLC0415  # loads torch

    if size not in MODEL_SIZES:
        raise ValueError(f"unknown model size {size!r}; there are {', '.join(MODEL_SIZES)}")
    shape, grey = MODEL_SIZES[size], size.startswith("tiny")
    return ClipSpec(
        frames=shape.num_frames,
        span_s=span_of(shape.num_frames, stride),
        size_px=shape.image_size,
        template=FACE_TEMPLATE,
        colour="gray" if grey else "rgb",
        mean=_GREY_MEAN if grey else _IMAGENET_MEAN,
        std=_GREY_STD if grey else _IMAGENET_STD,
    )


def run_spec(config: RunConfig) -> ClipSpec:
    """How clips reach a run's network.

    Windows by index cover what their stride says, whatever span is asked for.
    """
    data = config.data
    spec = config.clip or default_spec(config.size, data.frames_apart)
    if data.sampling == "paper":
        return spec.model_copy(update={"span_s": span_of(spec.frames, data.frames_apart)})
    if config.clip is None and data.span_s is not None:
        return spec.model_copy(update={"span_s": data.span_s})
    return spec


def span_of(frames: int, stride: int) -> float:
    """Seconds that a window of so many frames covers, every `stride`-th at 25 per second."""
    return frames * stride / RATE_FPS


def stride_of(spec: ClipSpec) -> int:
    """The stride at 25 frames per second that comes nearest to a model's input."""
    return max(1, round(spec.step_s * RATE_FPS))


def with_margin(template: Template, margin: float) -> Template:
    """The template in a crop that shows `margin` times as much to each side of its middle."""

    def moved(point: Point) -> Point:
        return 0.5 + (point[0] - 0.5) / margin, 0.5 + (point[1] - 0.5) / margin

    a, b, c, d, e = (moved(point) for point in template)
    return a, b, c, d, e
