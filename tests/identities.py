"""Identities for tests that need one but no model."""

from __future__ import annotations

from svfap_core.pipeline.identity import AnalysisIdentity, MethodIdentity, SourceIdentity


def method(weights: str = "weights", *, live: bool = False) -> MethodIdentity:
    return MethodIdentity(
        weights=weights,
        card={},
        detector="centerface",
        detector_sha256="detector",
        mode="live" if live else "file",
        precision="float32",
        settings={},
    )


def analysis(content: str = "content", weights: str = "weights") -> AnalysisIdentity:
    return AnalysisIdentity(method=method(weights), source=SourceIdentity(content=content))
