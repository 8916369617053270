"""Sound and frames of made videos that flash and beep, from the file to an output without device.

Figures are measured at both ends: when a flash is handed to the canvas, when its beep is heard. A
busy computer hands single frames over late; medians say what the player does, and what is measured
in real time runs by `make test-slow`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.playback import ShownFrame
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.sound.output import Problem
from tests.gui.null_output import NullOutput
from tests.media import write_flashes

IN_STEP_S = 0.04
LONG_S = 600


class Rig:
    """A player, its output, and when flashes were shown."""

    def __init__(self, qtbot: QtBot, latency_s: float = 0.1) -> None:
        self.qtbot = qtbot
        self.outputs: list[NullOutput] = []
        self.latency_s = latency_s
        self.fails: Problem | None = None
        self.keeps_silence = True
        self.player = PlayerController(make_output=self.make_output)
        self.flashes: list[float] = []
        self.shown: list[float] = []
        self.problems: list[Problem] = []
        self.player.pictured.connect(self._on_frame)
        self.player.silent.connect(self.problems.append)

    def make_output(self) -> NullOutput:
        self.outputs.append(
            NullOutput(self.latency_s, fails=self.fails, keeps_silence=self.keeps_silence)
        )
        return self.outputs[-1]

    def open(self, path: Path) -> None:
        with self.qtbot.waitSignal(self.player.opened, timeout=10_000):
            self.player.open(path)
        self.qtbot.waitUntil(lambda: bool(self.shown), timeout=10_000)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def play_to(self, t_s: float) -> None:
        self.until(lambda: self.player.position_s >= t_s)

    def offsets_s(self) -> list[float]:
        """By how much each beep is heard after its flash."""
        (output,) = self.outputs
        self.qtbot.wait(round(1000 * self.latency_s) + 50)
        heard_s = np.array(output.onsets())
        pairs = [(flash, heard_s[np.abs(heard_s - flash).argmin()]) for flash in self.flashes]
        return [float(heard - flash) for flash, heard in pairs if abs(heard - flash) < 0.4]

    def _on_frame(self, frame: ShownFrame) -> None:
        self.shown.append(frame.t_s)
        if self.player.playing and frame.rgb.mean() > 180:
            self.flashes.append(perf_counter())


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    rig = Rig(qtbot)
    yield rig
    rig.player.shut_down()
    assert all(output.closed for output in rig.outputs)


FILES: dict[str, dict[str, object]] = {
    "plain.mp4": {},
    "five.mkv": {"codec": "pcm_s16le", "layout": "5.1", "sample_rate_hz": 44_100},
    "early.mkv": {"video_starts_s": 2.0, "sound_s": (-1.5, 6.0)},
    "late.mp4": {"sound_s": (1.6, 3.3), "sample_rate_hz": 16_000},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("latency_s", [0.02, 0.3])
def test_beeps_are_heard_with_their_flashes(
    rig: Rig, tmp_path: Path, name: str, latency_s: float
) -> None:
    rig.latency_s = latency_s
    rig.open(write_flashes(tmp_path / name, 4.5, every_s=0.5, **FILES[name]))  # type: ignore[arg-type]
    rig.player.play()
    rig.play_to(1.7)
    rig.player.seek(2.3)
    rig.play_to(2.8)
    rig.player.pause()
    rig.qtbot.wait(300)
    rig.player.play()
    rig.play_to(4.1)
    rig.player.pause()
    offsets_s = rig.offsets_s()
    print(name, latency_s, np.round(offsets_s, 4))
    assert len(offsets_s) >= (1 if name == "late.mp4" else 3)
    assert np.median(np.abs(offsets_s)) < IN_STEP_S


@pytest.mark.slow
@pytest.mark.timeout(LONG_S + 300)
def test_sound_and_frames_do_not_drift_apart_in_ten_minutes(rig: Rig, tmp_path: Path) -> None:
    """In real time, unlike `test_the_clock_does_not_drift_from_the_sound_in_ten_minutes`."""
    rig.keeps_silence = False
    rate_fps = 25
    rig.open(write_flashes(tmp_path / "long.mp4", LONG_S + 1, every_s=2.0, rate_fps=rate_fps))
    rig.player.play()
    rig.qtbot.waitUntil(lambda: rig.player.position_s >= LONG_S, timeout=(LONG_S + 120) * 1000)
    rig.player.pause()
    offsets_s = np.array(rig.offsets_s())
    count = len(offsets_s) // 5
    first_s, last_s = np.median(offsets_s[:count]), np.median(offsets_s[-count:])
    print("of", len(offsets_s), "first", first_s, "last", last_s, "all", np.median(offsets_s))
    assert len(offsets_s) > 0.8 * LONG_S / 2
    assert abs(last_s - first_s) < 1 / rate_fps
    assert np.median(np.abs(offsets_s)) < IN_STEP_S


@pytest.mark.slow
def test_a_loop_keeps_sound_and_frames_in_step(rig: Rig, tmp_path: Path) -> None:
    rig.open(write_flashes(tmp_path / "a.mp4", 4, every_s=0.5))
    rig.player.set_part(TimeRange(0.9, 1.7))
    rig.player.set_loops(loops=True)
    rig.player.play()
    rig.until(lambda: len(rig.flashes) >= 6)
    rig.player.pause()
    offsets_s = rig.offsets_s()
    print(np.round(offsets_s, 4))
    assert len(offsets_s) >= 3
    assert np.median(np.abs(offsets_s)) < IN_STEP_S
    played = [t_s for t_s in rig.shown[1:] if t_s]
    assert min(played) > 0.86
    assert max(played) < 1.7


@pytest.mark.slow
@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
def test_sound_follows_other_speeds_at_its_own_pitch(
    rig: Rig, tmp_path: Path, speed: float
) -> None:
    # Frames that last long enough to be shown at any speed.
    rig.open(write_flashes(tmp_path / "a.mp4", 4, every_s=1, rate_fps=10))
    rig.player.set_speed(speed)
    rig.player.play()
    rig.play_to(3.2)
    rig.player.pause()
    offsets_s = rig.offsets_s()
    print(speed, np.round(offsets_s, 4))
    assert len(offsets_s) >= 2
    assert np.median(np.abs(offsets_s)) < 2 * IN_STEP_S
    (output,) = rig.outputs
    loud = np.concatenate([samples[:, 0] for _, samples in output.heard])
    spectrum = np.abs(np.fft.rfft(loud))
    assert np.fft.rfftfreq(len(loud), 1 / 48_000)[spectrum.argmax()] == pytest.approx(1000, abs=30)


def test_a_seek_falls_silent_until_its_frame_is_shown(rig: Rig, tmp_path: Path) -> None:
    rig.open(write_flashes(tmp_path / "a.mp4", 4))
    rig.player.play()
    rig.play_to(0.5)
    assert rig.player._sound.position_s() is not None
    rig.player.seek(2.0)
    assert rig.player._sound.position_s() is None
    rig.play_to(2.2)
    assert rig.player._sound.position_s() == pytest.approx(rig.player.position_s, abs=0.2)


@pytest.mark.slow
def test_at_four_times_the_speed_it_is_silent_and_plays_on(rig: Rig, tmp_path: Path) -> None:
    rig.open(write_flashes(tmp_path / "a.mp4", 6))
    rig.player.play()
    rig.play_to(0.5)
    rig.player.set_speed(4.0)
    start_s = perf_counter()
    rig.until(lambda: not rig.player.playing)
    assert perf_counter() - start_s < 3
    assert rig.player.position_s > 5


@pytest.mark.parametrize("problem", [Problem.NO_LIBRARY, Problem.NO_DEVICE])
def test_without_a_device_it_plays_silently_and_says_so(
    rig: Rig, tmp_path: Path, problem: Problem
) -> None:
    rig.outputs = []
    rig.fails = problem
    rig.open(write_flashes(tmp_path / "a.mp4", 2))
    rig.player.play()
    rig.until(lambda: not rig.player.playing)
    assert rig.player.position_s > 1.5
    assert rig.problems == [problem]


@pytest.mark.slow
def test_a_device_that_vanishes_while_playing(rig: Rig, tmp_path: Path) -> None:
    rig.open(write_flashes(tmp_path / "a.mp4", 8))
    rig.player.play()
    rig.play_to(0.5)
    rig.outputs[0].vanished = True
    rig.until(lambda: rig.problems)
    stood_s = rig.player.position_s
    assert stood_s < 1.2
    rig.play_to(stood_s + 1)
    assert rig.problems == [Problem.LOST]
    rig.player.try_sound_again()
    rig.until(lambda: len(rig.outputs) == 2 and rig.outputs[1].heard)
    assert rig.player.playing


@pytest.mark.slow
def test_muted_needs_no_device_until_it_is_heard(rig: Rig, tmp_path: Path) -> None:
    rig.open(write_flashes(tmp_path / "a.mp4", 6, every_s=0.5))
    rig.player.set_volume(0.7, muted=True)
    rig.player.play()
    rig.play_to(0.6)
    assert not rig.outputs
    rig.player.set_volume(0.7, muted=False)
    rig.until(lambda: rig.outputs and rig.outputs[0].onsets())
    rig.flashes.clear()
    rig.play_to(3.1)
    offsets_s = rig.offsets_s()
    assert len(offsets_s) >= 2
    assert np.median(np.abs(offsets_s)) < IN_STEP_S
    rig.player.set_volume(0.7, muted=True)
    at_s = rig.player.position_s
    rig.play_to(at_s + 0.5)
    assert rig.outputs[0].heard[-1][0] < perf_counter()


@pytest.mark.slow
def test_damaged_sound_costs_only_itself(rig: Rig, tmp_path: Path) -> None:
    path = write_flashes(tmp_path / "a.mkv", 5, every_s=0.5, codec="mp3")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 1500] = bytes(np.random.default_rng(1).bytes(1500))
    path.write_bytes(content)
    rig.open(path)
    rig.player.play()
    rig.until(lambda: not rig.player.playing)
    offsets_s = rig.offsets_s()
    print(np.round(offsets_s, 4))
    assert np.median(np.abs(offsets_s)) < IN_STEP_S
