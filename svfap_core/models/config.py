"""Sizes of the network. Knows nothing of weights, files or preprocessing."""

from __future__ import annotations

from dataclasses import dataclass, replace

PATCH_FRAMES = 2
"""Frames in one patch ("tubelet"), SVFAP section 3.2."""

TIME_STRIDE = 2
"""Factor by which time shrinks before every stage after the first, SVFAP section 3.3."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TPSBTConfig:
    """Shape of a TPSBT encoder.

    Attributes:
        embed_dim: Token width C.
        num_heads: Attention heads; must divide `embed_dim`.
        depths: Blocks of each stage (M1, M2, M3).
        num_bottleneck: Bottleneck tokens G per time slice.
        num_frames: Frames of the clip that the position table is made for; other lengths work.
        image_size: Height and width in pixels that the position table is made for; others work.
        patch_size: Height and width of a patch in pixels.
        drop_path: Stochastic-depth rate of the last block; the rates rise linearly from 0.
        conv_stem: Whether tokens come from a few convolutions, not from one projection as in the
            paper: for models that learn from tens of thousands of clips (`layers.ConvStem`).
    """

    embed_dim: int = 512
    num_heads: int = 8
    depths: tuple[int, ...] = (12, 6, 3)
    num_bottleneck: int = 8
    num_frames: int = 16
    image_size: int = 160
    patch_size: int = 16
    drop_path: float = 0.0
    conv_stem: bool = False

    def __post_init__(self) -> None:
        if min(self.embed_dim, self.num_heads, self.num_bottleneck, self.patch_size) < 1:
            raise ValueError("embed_dim, num_heads, num_bottleneck and patch_size must be above 0")
        if self.embed_dim % self.num_heads:
            raise ValueError(
                f"embed_dim {self.embed_dim} is not a multiple of num_heads {self.num_heads}"
            )
        if not self.depths or min(self.depths) < 1 or min((*self.depths[1:], 2)) < 2:
            raise ValueError(
                "depths needs one or more stages, each after the first with two or more blocks "
                f"(the last of a stage is its reverse block), got {self.depths}"
            )
        if self.conv_stem and (self.patch_size < 2 or self.patch_size & (self.patch_size - 1)):
            raise ValueError(f"conv_stem halves patches: {self.patch_size} is no power of 2")
        if not 0.0 <= self.drop_path < 1.0:
            raise ValueError(f"drop_path must lie in [0, 1), got {self.drop_path}")
        self.token_grid(self.num_frames, self.image_size, self.image_size)

    @property
    def frame_multiple(self) -> int:
        """The number of frames of a clip must be a multiple of this."""
        return PATCH_FRAMES * TIME_STRIDE ** (len(self.depths) - 1)

    def token_grid(self, frames: int, height_px: int, width_px: int) -> tuple[int, int, int]:
        """Token grid (time, rows, columns) of a clip of this shape.

        Raises:
            ValueError: A side does not divide; both numbers are in the message.
        """
        if frames < 1 or frames % self.frame_multiple:
            raise ValueError(
                f"a clip of {frames} frames does not divide into steps of {self.frame_multiple}"
            )
        for name, size_px in (("height", height_px), ("width", width_px)):
            if size_px < 1 or size_px % self.patch_size:
                raise ValueError(
                    f"a clip {name} of {size_px} px does not divide into "
                    f"patches of {self.patch_size} px"
                )
        return frames // PATCH_FRAMES, height_px // self.patch_size, width_px // self.patch_size


@dataclass(frozen=True, kw_only=True, slots=True)
class DecoderConfig:
    """Shape of the decoder that exists in pre-training only (SVFAP section 4.1)."""

    embed_dim: int = 384
    num_heads: int = 6
    depth: int = 4

    def __post_init__(self) -> None:
        if self.embed_dim % self.num_heads:
            raise ValueError(
                f"decoder embed_dim {self.embed_dim} is not a multiple of "
                f"num_heads {self.num_heads}"
            )
        if self.depth < 1:
            raise ValueError(f"decoder depth must be at least 1, got {self.depth}")


_TINY = TPSBTConfig(embed_dim=192, num_heads=3, depths=(6, 3, 2), num_frames=8, image_size=112)

MODEL_SIZES: dict[str, TPSBTConfig] = {
    "base": TPSBTConfig(),
    "small": TPSBTConfig(embed_dim=384, num_heads=6, depths=(8, 4, 2)),
    "tiny": _TINY,
    "tiny-stem": replace(_TINY, conv_stem=True),
}
"""base and small are the paper's TPSBT-B and TPSBT-S; tiny ones are for computers without a GPU,
tiny-stem for few training clips, too."""

DECODERS: dict[str, DecoderConfig] = {
    "base": DecoderConfig(),
    "small": DecoderConfig(),
    "tiny": DecoderConfig(embed_dim=128, num_heads=2, depth=2),
    "tiny-stem": DecoderConfig(embed_dim=128, num_heads=2, depth=2),
}
