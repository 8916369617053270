"""Settings of `prepare`, checked at birth. Knows nothing of files or videos."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from svfap_core.settings import ClipSpec, Frozen
from trainer.specs import FACE_TEMPLATE, with_margin


class PrepareConfig(Frozen):
    """How clips are made of a data set. All but `shards` and `workers` are about videos."""

    size_px: Annotated[int, Field(ge=32, le=1024, description="Side of the crops in pixels.")] = 200
    margin: Annotated[
        float,
        Field(
            ge=1,
            le=2,
            description="How much more than a model's input the crops show, so that training can "
            "shift and turn them.",
        ),
    ] = 1.25
    every_face: Annotated[
        bool | None,
        Field(description="All faces of a video, not only the most prominent one; left open: of "
        "data sets without labels."),
    ] = None  # fmt: skip
    shards: Annotated[
        bool | None,
        Field(description="Pack clips into tar files (WebDataset), for very many clips; left open: "
        "of stills."),
    ] = None  # fmt: skip
    workers: Annotated[
        int, Field(ge=1, description="Processes that crop videos and check pictures.")
    ] = 2

    @property
    def spec(self) -> ClipSpec:
        """The crop, as alignment takes it; its times and colours are of no account."""
        return ClipSpec(
            frames=1,
            span_s=1.0,
            size_px=self.size_px,
            template=with_margin(FACE_TEMPLATE, self.margin),
            colour="rgb",
            mean=(0.0, 0.0, 0.0),
            std=(1.0, 1.0, 1.0),
        )
