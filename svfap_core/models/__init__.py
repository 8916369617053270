"""The SVFAP network: its sizes and the meaning of its outputs here; what computes in its modules.

Importing this loads no torch: a kept network runs without it.
"""

from svfap_core.models.config import DECODERS, MODEL_SIZES, DecoderConfig, TPSBTConfig
from svfap_core.models.heads import Head, HeadKind, split_outputs

__all__ = [
    "DECODERS",
    "MODEL_SIZES",
    "DecoderConfig",
    "Head",
    "HeadKind",
    "TPSBTConfig",
    "split_outputs",
]
