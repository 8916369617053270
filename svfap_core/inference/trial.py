"""Tries a stored model out: is it whole, does it score a window, how fast on this computer.

Knows nothing of detectors, videos or where figures are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.predictor import Predictor
from svfap_core.runtime.place import computing_place, pick_device
from svfap_core.settings import ComputeSettings, Device

_WINDOWS = 15
_SECONDS = 3.0
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """A model that is whole and scores.

    Attributes:
        place: What the time holds for, as `computing_place` says it.
        device: The device and runtime really in use, for people.
        ms_per_window: Median time of one window scored alone, which is how live analysis does it;
            `None` when the trial was stopped before.
    """

    place: str
    device: str
    ms_per_window: float | None


def try_model(
    folder: Path, device: Device, compute: ComputeSettings, should_stop: Callable[[], bool]
) -> Trial:
    """Check every byte of a model, score a window with it and take the time.

    Raises:
        ModelError: It is damaged, or gives no scores.
        DeviceError: The device is not there.
    """
    where = pick_device(device)
    place = computing_place(where)
    loaded = load_model(folder)
    predictor = Predictor(loaded.card, make_runtime(loaded, where, compute))
    spec = predictor.spec
    shape = (spec.frames, spec.size_px, spec.size_px, 3)
    window = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    predictor.warm_up()
    times_ms: list[float] = []
    began_s = perf_counter()
    while len(times_ms) < _WINDOWS:
        if should_stop():
            return Trial(place, predictor.device, None)
        if len(times_ms) >= _FEWEST and perf_counter() - began_s > _SECONDS:
            break
        start_s = perf_counter()
        predictor.predict([window])
        times_ms.append(1000 * (perf_counter() - start_s))
    return Trial(place, predictor.device, median(times_ms))
