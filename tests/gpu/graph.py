"""A network as a CUDA graph: all its kernels started by one call. Knows no labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from svfap_core.runtime.torch_runtime import arithmetic
from svfap_core.runtime.window_network import Numbers

WARM_UP = 3


@torch.inference_mode()
def graphed(
    network: Callable[[Tensor], Any], example: Tensor, numbers: Numbers
) -> Callable[[Tensor], Any]:
    """What computes the same for inputs of one shape.

    Args:
        network: Runs on CUDA and neither waits for the device nor copies from the host.
        example: An input on the device; a copy of it becomes the graph's own.
        numbers: What is multiplied; kernels are chosen while the graph is captured.

    Returns:
        Takes an input on the device; its result is overwritten by the next call.
    """
    held = example.clone()
    aside: Any = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside), arithmetic(numbers, example.device):
        for _ in range(WARM_UP):  # Libraries allocate and choose when they are first used.
            network(held)
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with arithmetic(numbers, example.device), torch.cuda.graph(graph):
        result = network(held)

    def run(crops: Tensor) -> Any:
        held.copy_(crops)
        graph.replay()
        return result

    return run
