"""The sound of a video without a window: ring, placing in media time, the engine's clock, loops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.looping import Route
from svfap_gui.analyse.sound import engine as engine_module
from svfap_gui.analyse.sound.engine import SoundEngine
from svfap_gui.analyse.sound.output import Problem
from svfap_gui.analyse.sound.reader import Chunk, SoundReader, contiguous, stretched
from svfap_gui.analyse.sound.ring import CHANNELS, Samples, SoundRing
from tests import media
from tests.gui.null_output import RATE_HZ, SteppedOutput
from tests.media import write_flashes


def counted(first: int, count: int) -> Samples:
    return np.repeat(np.arange(first, first + count, dtype=np.float32)[:, None], CHANNELS, 1)


@given(st.integers(1, 40), st.lists(st.tuples(st.booleans(), st.integers(0, 50)), max_size=60))
def test_a_ring_gives_what_was_written_in_order(
    capacity: int, steps: list[tuple[bool, int]]
) -> None:
    ring = SoundRing(capacity)
    written = read = 0
    for writes, count in steps:
        if writes:
            taken = ring.write(counted(written, count))
            assert taken == min(count, capacity - (written - read))
            written += taken
        else:
            into = np.full((count, CHANNELS), -1, np.float32)
            got = ring.read(into)
            assert got == min(count, written - read)
            assert np.array_equal(into[:got], counted(read, got))
            read += got
        assert (ring.filled, ring.room) == (written - read, capacity - (written - read))


@given(
    st.floats(-2, 2),
    st.lists(st.tuples(st.floats(-0.5, 0.5), st.integers(1, 300)), min_size=1, max_size=12),
    st.floats(0, 2),
)
def test_sound_is_placed_at_its_time_whatever_gaps_and_overlaps_there_are(
    first_s: float, steps: list[tuple[float, int]], from_s: float
) -> None:
    """Each sample says its own time: where there is sound, it is within the tolerance."""
    rate_hz = 1000
    chunks, t_s = [], first_s
    for gap_s, count in steps:
        t_s += gap_s
        times_s = (t_s + np.arange(count) / rate_hz).astype(np.float32)
        chunks.append(Chunk(t_s, np.repeat(times_s[:, None] + 10, CHANNELS, 1)))
        t_s += count / rate_hz
    blocks = list(contiguous(chunks, from_s, rate_hz))
    samples = np.concatenate([*blocks, np.zeros((0, CHANNELS), np.float32)])[:, 0]
    placed_s = from_s + np.arange(len(samples)) / rate_hz
    heard = samples > 0
    assert np.abs(samples[heard] - 10 - placed_s[heard]).max(initial=0) < 0.0075
    ends_s = max(chunk.t_s + len(chunk.samples) / rate_hz for chunk in chunks)
    assert len(samples) == pytest.approx(max(0.0, ends_s - from_s) * rate_hz, abs=8)


@given(
    st.tuples(st.floats(0, 50), st.floats(0.01, 50)).map(lambda p: TimeRange(p[0], p[0] + p[1])),
    st.booleans(),
    st.booleans(),
    st.floats(0, 110),
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=300),
)
def test_who_plays_a_part_stays_in_it(
    part: TimeRange,
    loops: bool,  # noqa: FBT001  # a drawn value
    once: bool,  # noqa: FBT001
    here_s: float,
    steps_s: list[float],
) -> None:
    route = Route(part, loops, once)
    t_s = route.start_s(here_s)
    if not loops and not once:
        assert t_s == here_s
        return
    assert part.start_s <= t_s < part.end_s
    for step_s in steps_s:
        before_s, t_s = t_s, t_s + step_s
        if route.leaves(before_s, t_s):
            assert t_s >= part.end_s
            if route.back_s is None:
                assert not loops
                return
            t_s = route.back_s
        assert part.start_s <= t_s < part.end_s


def test_a_loop_without_a_range_is_of_the_whole_video() -> None:
    assert Route(loops=True).back_s == 0
    assert Route(loops=True).start_s(7) == 7
    assert not Route(loops=True).leaves(0, 1e9)
    assert Route().back_s is None


def test_who_goes_beyond_a_loop_is_not_drawn_back() -> None:
    route = Route(TimeRange(2, 5), loops=True)
    assert not route.leaves(6, 7)
    assert route.leaves(4.9, 5)


class Stepped:
    """An engine whose device and clock a test moves."""

    def __init__(self, path: Path, latency_s: float = 0.1) -> None:
        self.output = SteppedOutput(latency_s)
        self.problems: list[Problem] = []
        self.engine = SoundEngine(
            path, 0.0, lambda: self.output, self.problems.append, self.output.clock_s
        )

    def wait_until_full(self) -> None:
        for _ in range(10_000):
            with self.engine._changed:
                ring = self.engine._ring
                if self.output.fill and (self.engine._ended or ring.room <= ring.filled):
                    return
            sleep(0.0005)
        raise AssertionError("nothing is decoded")

    def wait_for(self, count: int) -> None:
        """Until so many samples can be taken."""
        for _ in range(10_000):
            with self.engine._changed:
                if self.output.fill and self.engine._ring.filled >= count:
                    return
            sleep(0.0005)
        raise AssertionError("nothing is decoded")

    def close(self) -> None:
        self.engine.close()
        assert self.engine.join(5)


def test_the_clock_does_not_drift_from_the_sound_in_ten_minutes(tmp_path: Path) -> None:
    """Each beep is at its second, by the samples and by the clock, to less than a frame."""
    path = tmp_path / "long.m4a"
    media.ffmpeg(
        "-f", "lavfi", "-i", "aevalsrc='0.5*sin(6283*t)*lt(mod(t,1),0.05)':s=44100:d=602",
        "-c:a", "aac", path,
    )  # fmt: skip
    rig = Stepped(path, latency_s=0.1)
    rig.engine.play(0.0, 1.0)
    worst_s = 0.0
    beeps = 0
    was_loud = False
    for _ in range(2400):
        rig.wait_until_full()
        heard_at_s = rig.output.now_s + rig.output.latency_s
        samples = rig.output.step(12_000)
        loud = np.abs(samples[:, 0]) > 0.1
        at = int(loud.argmax())
        if loud.any() and not was_loud:
            beep_heard_s = heard_at_s + at / RATE_HZ
            # What the clock will say when it is heard.
            position_s = rig.engine.position_s()
            assert position_s is not None
            said_s = position_s + beep_heard_s - rig.output.now_s
            worst_s = max(worst_s, abs(said_s - round(said_s)))
            beeps += 1
        was_loud = bool(loud.any())
    rig.close()
    print("worst", worst_s, "of", beeps)
    assert beeps >= 598
    assert worst_s < 1 / 30


def test_the_clock_waits_for_decoding_and_what_comes_too_late_is_not_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = [threading.Event(), threading.Event()]

    def blocks(*_: object) -> Iterator[Samples]:
        """Samples that say their place, in parts of 0.2, 0.2 and 0.8 s."""
        yield counted(0, 9600) / 1e6
        assert gates[0].wait(10)
        yield counted(9600, 9600) / 1e6
        assert gates[1].wait(10)
        for first in range(19_200, 57_600, 9600):
            yield counted(first, 9600) / 1e6

    monkeypatch.setattr(engine_module, "_blocks", blocks)
    rig = Stepped(write_flashes(tmp_path / "a.mkv", 1, codec="pcm_s16le"), latency_s=0.0)
    rig.engine.play(1.0, 1.0)
    rig.wait_for(9600)
    assert rig.output.step(9600)[-1, 0] == pytest.approx(0.009599)
    for _ in range(3):
        assert not rig.output.step(4800).any()
        assert rig.engine.position_s() == pytest.approx(1.2)
    gates[0].set()
    rig.wait_for(9600)
    assert rig.output.step(9600)[0, 0] == pytest.approx(0.0096)
    assert rig.engine.position_s() == pytest.approx(1.4)
    silent = 0
    while rig.engine.position_s() == pytest.approx(1.4):
        assert not rig.output.step(4800).any()
        silent += 4800
    assert silent / RATE_HZ == pytest.approx(engine_module.PATIENCE_S, abs=0.11)
    missed = round((rig.engine.position_s() or 0) * RATE_HZ) - round(1.4 * RATE_HZ)
    gates[1].set()
    rig.wait_for(9600)
    assert rig.output.step(480)[0, 0] == pytest.approx((19_200 + missed) / 1e6)
    rig.close()


def test_silence_after_a_shorter_sound_counts_as_time(tmp_path: Path) -> None:
    rig = Stepped(write_flashes(tmp_path / "a.mkv", 4, codec="pcm_s16le", sound_s=(0, 1)))
    rig.engine.play(0.8, 1.0)
    rig.wait_until_full()
    for _ in range(30):
        rig.output.step(4800)
    assert rig.engine.position_s() == pytest.approx(0.8 + 3.0 - 0.1, abs=0.01)
    rig.close()


def test_held_it_stands_still_in_silence_and_loses_nothing(tmp_path: Path) -> None:
    rig = Stepped(write_flashes(tmp_path / "a.mkv", 4, codec="pcm_s16le", every_s=0.1))
    rig.engine.play(0.0, 1.0)
    rig.wait_until_full()
    rig.output.step(4800)
    rig.engine.hold(held=True)
    for _ in range(20):
        assert not rig.output.step(4800).any()
    assert rig.engine.position_s() == pytest.approx(0.1)
    rig.engine.hold(held=False)
    assert np.abs(rig.output.step(4800)[:2400]).max() > 0.3
    assert rig.engine.position_s() == pytest.approx(0.1, abs=0.001)
    rig.close()


def test_a_device_that_asks_for_nothing_is_given_up(tmp_path: Path) -> None:
    rig = Stepped(write_flashes(tmp_path / "a.mkv", 2, codec="pcm_s16le"))
    rig.engine.play(0.0, 1.0)
    rig.wait_until_full()
    rig.output.step()
    rig.output.now_s += engine_module.STALLED_S - 0.2
    rig.engine.check()
    assert not rig.problems
    rig.output.now_s += 0.3
    rig.engine.check()
    rig.engine.check()
    assert rig.problems == [Problem.LOST]
    assert rig.engine.position_s() is None
    rig.close()


def test_sound_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    failed = threading.Event()
    engine = SoundEngine(tmp_path / "gone.mp4", 0.0, SteppedOutput, lambda problem: failed.set())
    engine.play(0.0, 1.0)
    assert failed.wait(5)
    engine.close()
    assert engine.join(5)


PLACED: dict[str, dict[str, object]] = {
    "plain.mp4": {},
    "early.mkv": {"video_starts_s": 2.0, "sound_s": (-1.5, 6)},
    "five.mkv": {"codec": "pcm_s16le", "layout": "5.1", "sample_rate_hz": 44_100},
    "pcm.avi": {"codec": "pcm_s16le"},
    "late.mp4": {"sound_s": (2.5, 4.2)},
    "stream.ts": {"codec": "mp2"},
    "slow.mp4": {"sample_rate_hz": 16_000, "layout": "stereo"},
}


@pytest.mark.parametrize("name", PLACED)
def test_beeps_are_decoded_at_their_media_time_from_anywhere(tmp_path: Path, name: str) -> None:
    from svfap_gui.analyse.seeking import VideoReader

    path = write_flashes(tmp_path / name, 6, **PLACED[name])  # type: ignore[arg-type]
    with VideoReader(path) as video:
        begins_s = video.begins_s
    with SoundReader(path, begins_s, RATE_HZ) as reader:
        for from_s in (2.6, 0.0, 5.5, 3.2):
            blocks = contiguous(reader.chunks(from_s), from_s, RATE_HZ)
            samples = np.concatenate([np.zeros((1, CHANNELS)), *blocks])[1:]
            loud = np.flatnonzero(np.abs(samples).max(axis=1) > 0.1)
            onsets_s = from_s + loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ / 2] / RATE_HZ
            first_s, last_s = PLACED[name].get("sound_s", (0, 6))  # type: ignore[misc]
            wanted = [t for t in range(6) if max(from_s, first_s) <= t < last_s]
            assert onsets_s == pytest.approx(wanted, abs=0.002)


@pytest.mark.parametrize("tempo", [0.5, 1.5, 2.0])
def test_stretched_sound_keeps_its_beat(tmp_path: Path, tempo: float) -> None:
    with SoundReader(write_flashes(tmp_path / "a.mp4", 8), 0.0, RATE_HZ) as reader:
        blocks = stretched(contiguous(reader.chunks(), 0.0, RATE_HZ), RATE_HZ, tempo)
        samples = np.concatenate(list(blocks))
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 0.1)
    onsets_s = loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ / 5] / RATE_HZ * tempo
    assert onsets_s == pytest.approx(np.arange(8), abs=0.04)
