"""The network of dlib's face recognition (King 2017), as a backbone that already knows faces.

A residual network of 29 convolutions at 150 px that gives 128 numbers for a face; the weights are
in the public domain by their author. Read from the 8-bit copy in npm's `@vladmandic/face-api`.
Here its last block and the 128 numbers are left out: the stage before it separates
expressions better, as identity does not need them.

B images, C channels, S side in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.recognition import dlib_weights
from svfap_core.recognition.dlib_weights import BLOCKS, MEAN_RGB, RANGE, STAGES


class DlibNetwork(nn.Module):
    """The network on grey images, with outputs of its own.

    Args:
        num_classes: Of the outputs, K.
        dropout: Before them.
    """

    feature_info = tuple({"num_chs": width} for width in STAGES)

    def __init__(self, num_classes: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.stem = _Convolution(1, STAGES[0], size=7, stride=2)
        widths = (STAGES[0], *STAGES)
        self.stages = nn.ModuleList(
            nn.Sequential(
                *(
                    _Block(before if name == "down" else width, width, down=name == "down")
                    for name in names
                )
            )
            for before, width, names in zip(widths, STAGES, BLOCKS, strict=False)
        )
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(STAGES[-1], num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """`(B, 1, S, S)`, in whatever units, as `calibrate_` has seen them -> logits `(B, K)`."""
        last, _ = self.forward_intermediates(images)
        return self.forward_head(last)

    def forward_intermediates(self, images: Tensor) -> tuple[Tensor, list[Tensor]]:
        """What the last stage sees, `(B, C, S / 32, S / 32)`, and what all of them see."""
        x = F.max_pool2d(F.relu(self.stem(images)), 3, 2)
        seen: list[Tensor] = []
        for stage in self.stages:
            x = stage(x)
            seen.append(x)
        return x, seen

    def forward_head(self, last: Tensor) -> Tensor:
        """What the last stage sees -> logits `(B, K)`."""
        return self.head(self.dropout(last.mean(dim=(2, 3))))


class _Convolution(nn.Module):
    """A convolution and its scale, which is a batch norm here."""

    def __init__(self, before: int, width: int, *, size: int = 3, stride: int = 1) -> None:
        super().__init__()
        padding = size // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(before, width, size, stride, padding, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))


class _Block(nn.Module):
    """Two convolutions beside the input; `down` halves the sides and widens what passes by."""

    def __init__(self, before: int, width: int, *, down: bool) -> None:
        super().__init__()
        self.down = down
        self.conv1 = _Convolution(before, width, stride=2 if down else 1)
        self.conv2 = _Convolution(width, width)

    def forward(self, x: Tensor) -> Tensor:
        beside = x
        if self.down:
            beside = F.avg_pool2d(x, 2)
            extra = self.conv1.conv.out_channels - beside.shape[1]
            beside = F.pad(beside, (0, 0, 0, 0, 0, extra))
            # One-sided, where dlib pads what comes out: small images keep their last row so.
            x = F.pad(x, (0, 1 - x.shape[3] % 2, 0, 1 - x.shape[2] % 2))
        return F.relu(self.conv2(F.relu(self.conv1(x))) + beside)


def load_dlib_(network: DlibNetwork, folder: Path, *, mean: float, std: float) -> None:
    """Give a network the published weights, for grey images in units of a clip's channel.

    Args:
        network: Changed in place; its outputs stay as they are.
        folder: With the published manifest and the file that it names.
        mean: What was taken off grey values 0..1.
        std: What they were divided by.

    Raises:
        ModelError: The folder does not hold them.
    """
    tensors = read_tensors(folder)
    with torch.no_grad():
        for name, convolution in _named(network):
            kernel = tensors[f"{name}/conv/filters"].permute(3, 2, 0, 1)  # Published as HWIO.
            bias = tensors[f"{name}/conv/bias"]
            if convolution is network.stem:
                offsets = (255 * mean - torch.tensor(MEAN_RGB)) / RANGE
                bias = bias + (kernel.sum(dim=(2, 3)) * offsets).sum(dim=1)
                kernel = kernel.sum(dim=1, keepdim=True) * (255 * std / RANGE)
            convolution.conv.weight.copy_(kernel)
            norm = convolution.norm
            norm.weight.copy_(tensors[f"{name}/scale/weights"])
            norm.bias.copy_(tensors[f"{name}/scale/biases"])
            _of(norm.running_mean).copy_(-bias)
            _of(norm.running_var).fill_(1 - norm.eps)


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """The published tensors by name, as numbers.

    Raises:
        ModelError: The folder does not hold them.
    """
    found = dlib_weights.read_tensors(folder)
    return {name: torch.from_numpy(values.copy()) for name, values in found.items()}


@torch.no_grad()
def calibrate_(network: DlibNetwork, images: Sequence[Tensor]) -> None:
    """Let batch norms know the statistics of images; what the network says stays the same.

    A norm that learned its scale elsewhere, without statistics, would make the first step of a
    training something else than the network.

    Args:
        network: Changed in place.
        images: Batches of `(B, 1, S, S)` that are like those it will learn from.
    """
    sums: dict[nn.BatchNorm2d, list[Tensor]] = {}

    def measure(norm: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert isinstance(norm, nn.BatchNorm2d)  # noqa: S101  # only these are hooked
        variance, mean = torch.var_mean(inputs[0].double(), dim=(0, 2, 3), correction=0)
        sums.setdefault(norm, []).append(torch.stack((mean, variance + mean.square())))

    norms = [convolution.norm for _, convolution in _named(network)]
    hooks = [norm.register_forward_pre_hook(measure) for norm in norms]
    was_training = network.training
    network.eval()
    for batch in images:
        network(batch)
    network.train(was_training)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        mean, square = torch.stack(sums[norm]).mean(dim=0)
        variance = square - mean.square()
        before, spread = _of(norm.running_mean), _of(norm.running_var)
        gain = norm.weight / (spread + norm.eps).sqrt()
        norm.bias.add_(gain * (mean.to(gain) - before))
        norm.weight.copy_(gain * (variance.to(gain) + norm.eps).sqrt())
        before.copy_(mean)
        spread.copy_(variance)


def _of(statistic: Tensor | None) -> Tensor:
    assert statistic is not None  # noqa: S101  # all norms here have statistics
    return statistic


def _named(network: DlibNetwork) -> Iterator[tuple[str, _Convolution]]:
    """All convolutions by their published names."""
    yield "conv32_down", network.stem
    for stage, width, names in zip(network.stages, STAGES, BLOCKS, strict=True):
        blocks: Any = stage
        for block, name in zip(blocks, names, strict=True):
            for number in (1, 2):
                yield f"conv{width}_{name}/conv{number}", getattr(block, f"conv{number}")
