"""Makes an OpenVINO network of a model folder, by torch: see `conversion`.

The module is run: `python -m svfap_core.inference.openvino_export MODEL_FOLDER OUT.xml`.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import torch

from svfap_core.inference.checkpoint import load_model
from svfap_core.runtime.openvino_core import load_openvino
from svfap_core.runtime.torch_runtime import CropNetwork


def main(model: Path, out: Path) -> None:
    """Convert a model folder."""
    openvino = load_openvino()
    loaded = load_model(model)
    spec = loaded.card.input
    # Two windows: with one, tracing would take the batch for a constant.
    example = torch.zeros(2, spec.frames, spec.size_px, spec.size_px, 3, dtype=torch.uint8)
    with warnings.catch_warnings(), torch.inference_mode():
        # Tracing warns of every check of a shape, which is fixed here but for the batch.
        warnings.simplefilter("ignore")
        network = openvino.convert_model(
            CropNetwork(loaded), example_input=example, input=[-1, *example.shape[1:]]
        )
    openvino.save_model(network, out, compress_to_fp16=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
