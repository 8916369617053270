"""Affect in faces on video: analyse, stream, read results, score clips. See docs/python.md.

    import svfap_core as svfap
    result = svfap.analyze("talk.mp4")

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svfap_core.api import (
        Failure,
        Step,
        Stream,
        analyze,
        analyze_many,
        load_model,
        read,
        stream,
    )
    from svfap_core.errors import SvfapError
    from svfap_core.inference.predictor import Predictor
    from svfap_core.pipeline.result import Result
    from svfap_core.recognition.finding import merge_persons, suggest_persons
    from svfap_core.settings import AnalysisSettings, OutputSettings
    from svfap_core.tracking.landmarker_file import download_landmarker

_PLACES = {
    "svfap_core.api": (
        "Failure", "Step", "Stream", "analyze", "analyze_many", "load_model", "read", "stream",
    ),
    "svfap_core.errors": ("SvfapError",),
    "svfap_core.inference.predictor": ("Predictor",),
    "svfap_core.pipeline.result": ("Result",),
    "svfap_core.recognition.finding": ("merge_persons", "suggest_persons"),
    "svfap_core.settings": ("AnalysisSettings", "OutputSettings"),
    "svfap_core.tracking.landmarker_file": ("download_landmarker",),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "AnalysisSettings",
    "Failure",
    "OutputSettings",
    "Predictor",
    "Result",
    "Step",
    "Stream",
    "SvfapError",
    "analyze",
    "analyze_many",
    "download_landmarker",
    "load_model",
    "merge_persons",
    "read",
    "stream",
    "suggest_persons",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return __all__
