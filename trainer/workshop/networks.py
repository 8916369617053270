"""The networks of the workshop, all called with clips. Knows nothing of losses or data.

B clips, T frames, S size in pixels, K classes.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import timm
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from svfap_core.models import TPSBTConfig
from svfap_core.models.config import PATCH_FRAMES
from svfap_core.models.create import create_model
from svfap_core.models.layers import TemporalConv
from svfap_core.models.tpsbt import TPSBT
from svfap_core.settings import ClipSpec
from trainer.workshop.config import WorkshopConfig
from trainer.workshop.dlib import DlibNetwork

NUM_MAPS = 3
"""Stages of a teacher that give hints, and depths of the student that take them."""


class PictureCNN(nn.Module):
    """A convolutional network on the middle frame, in grey: learns fast, so it can teach.

    Args:
        name: That of timm, or `dlib`.
        size_px: Side of the images that it is judged and teaches on.
        num_classes: Of the outputs.
        dropout: Before them.
    """

    frames = 1

    def __init__(self, name: str, size_px: int, num_classes: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.size_px = size_px
        self.shown_px = size_px
        """Side that images are brought to: smaller early in training, for cheaper steps."""
        network: Any
        if name == "dlib":
            network = DlibNetwork(num_classes, dropout)
        else:
            network = timm.create_model(
                name, in_chans=1, num_classes=num_classes, drop_rate=dropout
            )
        self.network: Any = network.to(memory_format=torch.channels_last)

    def forward(self, clips: Tensor) -> Tensor:
        """`(B, 3, T, S, S)` -> logits `(B, K)`."""
        return self.network(self.image(clips))

    def image(self, clips: Tensor) -> Tensor:
        """What is seen of clips: `(B, 1, shown_px, shown_px)`."""
        image = clips[:, :1, clips.shape[2] // 2]
        image = F.interpolate(
            image, self.shown_px, mode="bilinear", antialias=True, align_corners=False
        )
        return image.contiguous(memory_format=torch.channels_last)

    @property
    def map_widths(self) -> tuple[int, ...]:
        """Channels of each map that `maps` gives."""
        return tuple(info["num_chs"] for info in self.network.feature_info[-NUM_MAPS:])

    def maps(self, clips: Tensor, side: int) -> tuple[list[Tensor], Tensor]:
        """What the last stages see, brought to a grid, and the logits.

        Returns:
            Per stage `(B, side * side, C)`, every vector with mean 0 and variance 1; `(B, K)`.
        """
        last, stages = self.network.forward_intermediates(self.image(clips))
        maps = [
            F.interpolate(stage.float(), (side, side), mode="bilinear", align_corners=False)
            for stage in stages[-NUM_MAPS:]
        ]
        tokens = [grid.flatten(2).transpose(1, 2) for grid in maps]
        return [F.layer_norm(t, t.shape[-1:]) for t in tokens], self.network.forward_head(last)


class TrainedTPSBT(TPSBT):
    """What both TPSBT networks add to the encoder: a size, and dropped patches in training.

    Patch dropout (Liu et al. 2022, "PatchDropout") leaves out the same places in every time slice
    of the whole batch; `keep` is the share that stays. Steps get cheaper, and the network learns
    not to lean on single places.
    """

    keep = 1.0

    @property
    def size_px(self) -> int:
        """Height and width of the clips it is trained on."""
        return self.config.image_size

    def first_names(self) -> tuple[str, ...]:
        """How the names of the weights of stem and first stage begin."""
        blocks = range(*self.stage_slices[0].indices(len(self.blocks)))
        return "patch_embed.", *(f"blocks.{k}." for k in blocks)

    def learned_state(self) -> dict[str, Tensor]:
        """What it trains, by the names of the whole network."""
        return self.state_dict()

    def some_places(self, per_slice: int) -> Tensor:
        """Indices of the places that stay: in training a share `keep`, otherwise all."""
        if not self.training or self.keep >= 1:
            return torch.arange(per_slice)
        count = max(1, round(self.keep * per_slice))
        return torch.randperm(per_slice)[:count].sort().values


class StillTPSBT(TrainedTPSBT):
    """The first stage of TPSBT on a single time slice, which costs a tenth of the whole.

    The patches, the first stage, the norm and the head are those of the clip network and carry
    over to it; the later stages are neither used nor trained.
    """

    frames = 1

    def __init__(self, config: TPSBTConfig, num_outputs: int) -> None:
        super().__init__(config, num_outputs)
        # There is no trained encoder to protect from a random head.
        if isinstance(self.head, nn.Linear):
            nn.init.trunc_normal_(self.head.weight, std=0.02)

    def forward_features(self, clips: Tensor) -> Tensor:
        """`(B, 3, 1, S, S)`, shown for one patch's time -> features `(B, D)`."""
        *_, last = self.depths(clips)[0]
        return self.fc_norm(last.mean(dim=1))

    def forward_with_hints(self, clips: Tensor) -> tuple[Tensor, list[Tensor], Tensor]:
        """Logits; tokens `(B, n, D)` at `NUM_MAPS` even depths; their n places."""
        tokens, places = self.depths(clips)
        count = len(tokens)
        even = [tokens[(i + 1) * count // NUM_MAPS - 1] for i in range(NUM_MAPS)]
        return self.head(self.fc_norm(tokens[-1].mean(dim=1))), even, places

    def learned_state(self) -> dict[str, Tensor]:
        """What it trains, by the names of the whole network."""
        learned = ("fc_norm.", "head.", *self.first_names())
        return {n: value for n, value in self.state_dict().items() if n.startswith(learned)}

    def depths(self, clips: Tensor) -> tuple[list[Tensor], Tensor]:
        """The tokens after every block of the first stage, and the places that they stand for."""
        tokens = self.patch_embed(clips.expand(-1, -1, PATCH_FRAMES, -1, -1))
        places = self.some_places(tokens.shape[1])
        tokens = (tokens + self._positions_of_some_slice(tokens))[:, places]
        after: list[Tensor] = []
        # On CPUs the fused kernel pays off for long sequences only: for these few dozen tokens
        # plain matrix products make a training step 17 % cheaper.
        with sdpa_kernel(SDPBackend.MATH) if clips.device.type == "cpu" else nullcontext():
            for block in self.blocks[self.stage_slices[0]]:
                tokens = block(tokens)
                after.append(tokens)
        return after, places

    def _positions_of_some_slice(self, tokens: Tensor) -> Tensor:
        """In training those of a random time slice, so that later slices look familiar too."""
        per_slice = tokens.shape[1]
        num_slices = self.config.num_frames // PATCH_FRAMES
        chosen = int(torch.randint(num_slices, ())) if self.training else 0
        positions = self.positions(num_slices * per_slice, tokens)
        return positions[:, chosen * per_slice : (chosen + 1) * per_slice]


class ClipTPSBT(TrainedTPSBT):
    """The whole network."""

    @property
    def frames(self) -> int:
        """Frames of the clips it is trained on."""
        return self.config.num_frames

    def keep_first_(self) -> None:
        """Let stem and first stage stay as they are in training."""
        for name, weights in self.named_parameters():
            if name.startswith(self.first_names()):
                weights.requires_grad = False

    @torch.no_grad()
    def average_time_(self) -> None:
        """Let the down-samplers of time take means, so that the later stages begin as bystanders.

        Their blocks add little at first, so the network then answers as its first stage does,
        averaged over the clip, and what a still network learned is not lost on the way.
        """
        for convolution in self.temporal_downsamples:
            assert isinstance(convolution, TemporalConv)  # noqa: S101  # as TPSBT builds them
            width, stride = convolution.weight.shape[0], convolution.weight.shape[2]
            mean = torch.eye(width).to(convolution.weight)[..., None] / stride
            convolution.weight.copy_(mean.expand_as(convolution.weight))
            if convolution.bias is not None:
                nn.init.zeros_(convolution.bias)

    def embed(self, clips: Tensor) -> tuple[Tensor, int]:
        """As in the encoder; in training some patches are left out."""
        tokens, num_slices = super().embed(clips)
        slices = tokens.unflatten(1, (num_slices, -1))
        places = self.some_places(slices.shape[2])
        return slices[:, :, places].flatten(1, 2), num_slices


Network = PictureCNN | StillTPSBT | ClipTPSBT


def build_network(config: WorkshopConfig, spec: ClipSpec, num_outputs: int) -> Network:
    """The network of a run with fresh weights."""
    if config.network == "cnn":
        return PictureCNN(config.cnn, config.cnn_size_px, num_outputs, config.dropout)
    shape = create_model(
        config.size,
        drop_path=config.drop_path,
        num_frames=spec.frames,
        image_size=spec.size_px,
    ).config
    return (StillTPSBT if config.network == "still" else ClipTPSBT)(shape, num_outputs)
