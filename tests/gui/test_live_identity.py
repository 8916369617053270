from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from svfap_core.pipeline.engine import Engine
from svfap_core.results.digests import Digests, digests_of_parquet
from svfap_core.settings import AnalysisSettings
from svfap_gui.live.analysis import AnalysisRun, _facts
from tests.identities import method
from tests.scenes import schema
from tests.unit.pipeline.test_live_recording import facts


def test_the_facts_have_the_cards_threshold() -> None:
    engine: Any = SimpleNamespace(
        predictor=SimpleNamespace(
            card=SimpleNamespace(title="Voted", ranges={}, ambiguity_threshold=0.8),
            device="CPU",
            dimensions_origin="derived",
            emotion_names=("sad", "happy"),
            dimension_names=("valence",),
            spec=SimpleNamespace(span_s=1.28),
        ),
        detector=SimpleNamespace(name="script", device="CPU"),
        schema=schema,
    )
    assert _facts(engine, facts().source).ambiguity_threshold == 0.8


def test_each_recording_is_an_analysis_of_its_own_by_one_method(tmp_path: Path) -> None:
    engine: Any = SimpleNamespace(
        predictor=SimpleNamespace(card=SimpleNamespace(name="m"), device="CPU", sha256="ab" * 32),
        detector=SimpleNamespace(name="script", device="CPU"),
        landmarker=None,
        settings=AnalysisSettings(),
        method=lambda *, live: method(live=live),
    )
    engine.facts = partial(Engine.facts, engine)
    nothing: Any = None
    run = AnalysisRun(nothing, nothing)
    found: list[Digests] = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        run._open_recording(folder, schema(), engine, facts().source, print).finish("completed")
        sidecar = json.loads((folder / "session.mp4.json").read_text())
        assert sidecar["identity"]["mode"] == "live"
        found.append(digests_of_parquet(folder / "session.mp4.tracks.parquet"))
        assert found[-1] == Digests(sidecar["identity"]["method"], sidecar["identity"]["analysis"])
    assert found[0].method == found[1].method == method(live=True).digest
    assert found[0].analysis != found[1].analysis
