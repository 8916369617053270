"""Hours of live analysis cost no more memory, threads and file handles than its first minute.

Takes ten minutes, or the seconds that the environment variable SVFAP_LIVE_S names: an hour is 3600.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import psutil
import pytest

from svfap_core.inference.store import DEFAULT_MODEL
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.pipeline.session import Outcome, Prepared, Session
from svfap_core.results.reading import read_result
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.stream import StreamSource
from tests.faults.sending import sending
from tests.faults.victims import Recorded, facts_of
from tests.unit.sources.test_stream import free_port

LENGTH_S = float(os.environ.get("SVFAP_LIVE_S", "600"))
SETTLED_AFTER = 0.2
"""Of the length: libraries fill their pools and caches before."""
MAX_GROWTH_MB = 60


class Use(NamedTuple):
    """What a process holds at a moment."""

    at_s: float
    memory_mb: float
    threads: int
    handles: int


def used(began_s: float) -> Use:
    process = psutil.Process()
    memory_mb = process.memory_info().rss / 1e6
    return Use(perf_counter() - began_s, memory_mb, process.num_threads(), process.num_fds())


@pytest.mark.slow
@pytest.mark.timeout(LENGTH_S + 300)
def test_live_analysis_of_the_shipped_model_holds_no_more_after_hours(tmp_path: Path) -> None:
    """With a recording, over a network stream, whose memory is that of its faces and rows."""
    port, settings = free_port(), AnalysisSettings()
    engine = Engine.load(DEFAULT_MODEL, "auto", settings)
    recordings: list[LiveRecording] = []

    def prepare(info: SourceInfo) -> Prepared:
        predictor = engine.predictor
        schema = ResultSchema(
            predictor.emotion_names,
            predictor.dimension_names,
            predictor.dimensions_origin,
            info.name,
        )
        analyzer = engine.analyzer(live=True)
        recordings.append(
            LiveRecording(
                tmp_path / "recording", schema, lambda: facts_of(info), analyzer.count_ticks_from
            )
        )
        return Prepared(analyzer, [Recorded(recordings[0])])

    ended: list[object] = []
    session = Session(
        lambda stop: StreamSource(f"udp://127.0.0.1:{port}", cancel=stop),
        prepare,
        on_capture=lambda frame: recordings[0].capture(frame),  # noqa: PLW0108  # opened later
        on_end=ended.append,
    )
    uses: list[Use] = []
    ages_s: list[float] = []
    began_s = perf_counter()
    with sending(f"udp://127.0.0.1:{port}?pkt_size=1316", 640, 360, 30):
        session.start()
        while perf_counter() - began_s < LENGTH_S:
            assert not ended, ended
            uses.append(used(began_s))
            ages_s.append(session.stats.lag_s)
            threading.Event().wait(1.0)
        session.request_stop()
        assert session.join(60)
    stats = session.stats
    assert ended == [Outcome.STOPPED]
    settled = [use for use in uses if use.at_s > SETTLED_AFTER * LENGTH_S]
    part = len(settled) // 4
    first, last = settled[:part], settled[-part:]
    growth_mb = float(
        np.median([use.memory_mb for use in last]) - np.median([use.memory_mb for use in first])
    )
    print(
        f"\n{stats.analysed} pictures analysed, {stats.dropped} dropped, {stats.rows} rows, "
        f"lag {np.median(ages_s):.3f} s; {last[-1].memory_mb:.0f} MB ({growth_mb:+.1f} MB), "
        f"{last[-1].threads} threads, {last[-1].handles} handles"
    )
    assert growth_mb < MAX_GROWTH_MB
    assert max(use.threads for use in last) <= max(use.threads for use in first)
    assert max(use.handles for use in last) <= max(use.handles for use in first)
    opened = read_result(tmp_path / "recording")
    assert opened.sidecar["recording"]["frames_lost"] == 0
    assert len(opened.recording.results) == stats.rows
