"""A long video costs no more memory than a short one; the speed is printed."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import psutil
import pytest

from tests.shared_data import shared

pytestmark = pytest.mark.slow

LENGTH_S = 600
MAX_GROWTH_MB = 150


def looped(clip: Path, out: Path, length_s: float) -> Path:
    """The pictures of a clip over and over, copied as they are coded."""
    with av.open(str(clip)) as source, av.open(str(out), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        packets = [p for p in source.demux(video=0) if p.dts is not None]
        base = source.streams.video[0].time_base or Fraction(1, 1000)
        span = max(p.pts or 0 for p in packets) + (packets[0].duration or 1)
        stamps = [(p.pts or 0, p.dts or 0) for p in packets]
        for lap in itertools.count():
            if lap * span * base >= length_s:
                break
            for packet, (pts, dts) in zip(packets, stamps, strict=True):
                packet.pts, packet.dts = pts + lap * span, dts + lap * span
                packet.time_base, packet.stream = base, stream
                target.mux(packet)
    return out


def test_memory_stays_flat_over_ten_minutes(tmp_path: Path) -> None:
    clip = looped(shared("data/clips/single_face.mp4"), tmp_path / "long.mp4", LENGTH_S)
    command = [sys.executable, "-c", "from svfap_core.cli.annotate import main; main()"]
    arguments = [str(clip), "--out", str(tmp_path / "out"), "--json"]
    used_mb: dict[float, float] = {}
    speed = 0.0
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        process = psutil.Process(run.pid)
        for line in run.stdout:
            event = json.loads(line)
            if event["event"] == "file_progress":
                used_mb[event["position_s"]] = process.memory_info().rss / 1e6
            elif event["event"] == "file_ended":
                speed = LENGTH_S / event["elapsed_s"]
    assert run.returncode == 0
    settled = [mb for at_s, mb in used_mb.items() if 20 < at_s < 60]
    print(f"{speed:.1f} times real time")
    print(f"{max(settled):.0f} MB in the first minute, {max(used_mb.values()):.0f} MB at most")
    assert max(used_mb) > 0.9 * LENGTH_S
    assert max(used_mb.values()) - max(settled) < MAX_GROWTH_MB
