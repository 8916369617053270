"""Benchmarks still run: what they time is looked at where they are used."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from svfap_core.inference.store import DEFAULT_MODEL
from svfap_core.pipeline.engine import Engine
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.video_file import VideoFile
from tests.benchmarks.stages import STAGES, Kind, decode, stage_costs, video_of
from tests.benchmarks.waiting import FIRST_FRAME, further, program
from tests.faults.material import head_film


def test_every_stage_takes_some_time(tmp_path: Path) -> None:
    kind = Kind(360, 3, fps=60)
    video = video_of(head_film(tmp_path / "head.mp4"), tmp_path / "three.mp4", kind, 1)
    costs_ms = stage_costs(Engine.load(DEFAULT_MODEL, "cpu", AnalysisSettings()), video)
    assert costs_ms.keys() == set(STAGES)
    assert min(costs_ms.values()) > 0
    decode(video)


def test_a_command_is_timed_to_its_first_frame(tmp_path: Path) -> None:
    video, out = head_film(tmp_path / "head.mp4"), tmp_path / "out"
    program("python", "-c", FIRST_FRAME, video, "--out", out)()
    assert not list(out.glob("*.csv"))
    with pytest.raises(subprocess.CalledProcessError):
        program("python", "-c", FIRST_FRAME, tmp_path / "none.mp4", "--out", out)()


def test_a_copy_of_a_video_is_another_file_with_the_same_frames(tmp_path: Path) -> None:
    video = head_film(tmp_path / "head.mp4", pictures=3)
    other = tmp_path / "other.mp4"
    other.write_bytes(further(video.read_bytes(), 5))
    assert other.stat().st_size > video.stat().st_size
    with VideoFile(video) as one, VideoFile(other) as two:
        assert [f.t_s for f in one.frames()] == [f.t_s for f in two.frames()]
        assert two.info.notes == one.info.notes
