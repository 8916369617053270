"""Analyses that do what a test tells them, step by step, in a thread like the real ones."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from pytestqt.qtbot import QtBot

from svfap_core.pipeline.latest import LatestSlot
from svfap_core.pipeline.stats import SessionStats
from svfap_core.sources.base import Outage
from svfap_core.types import AffectResult, Box, FaceMeasures, FaceObservation, Frame, Status, frozen
from svfap_gui.live.analysis import RunOrder
from svfap_gui.live.session import SessionController
from svfap_gui.live.view import LiveView
from svfap_gui.parts.banner import Banner
from svfap_gui.parts.page import Page
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.state import AppState, CameraChoice, ModelFacts

EMOTIONS = ("neutral", "happy", "sad", "angry", "surprise", "fear", "disgust")
DIMENSIONS = ("valence", "arousal", "dominance")

FACTS = ModelFacts(
    model="SVFAP tiny",
    device="CPU, 2 threads (torch 2.14, float32)",
    detector="CenterFace",
    detector_device="CPU (OpenVINO, f32)",
    emotions=EMOTIONS,
    dimensions=DIMENSIONS,
    derived=frozenset(DIMENSIONS),
    span_s=1.28,
)


def face(track_id: int, box: Box | None = None) -> FaceObservation:
    return FaceObservation(
        track_id=track_id,
        box=box or Box(100.0 * track_id, 50, 100.0 * track_id + 80, 150),
        points_px=np.zeros((5, 2), np.float32),
        score=0.9,
        detected=True,
        measures=FaceMeasures(40.0, 0.9, 0.5, 0.2, 0.0, 0.0, 0.0),
        quality=0.9,
    )


def picture(t_s: float, *, width: int = 640, height: int = 360) -> Frame:
    rgb = frozen(np.full((height, width, 3), 90, np.uint8))
    return Frame(round(t_s * 25), t_s, t_s, rgb)


def row(t_s: float, track_id: int | None = 1, *, happy: float = 0.7) -> AffectResult:
    rest = (1 - happy) / (len(EMOTIONS) - 1)
    return AffectResult(
        frame_index=round(t_s * 25),
        pts_s=t_s,
        t_s=t_s,
        describes_s=t_s,
        status=Status.OK if track_id else Status.NO_FACE,
        track_id=track_id,
        emotions={n: happy if n == "happy" else rest for n in EMOTIONS} if track_id else {},
        dimensions={"valence": 0.5, "arousal": 0.1, "dominance": -0.2} if track_id else {},
    )


class ScriptedRun:
    """A `Run`: everything that happens in it is asked for by the test."""

    def __init__(self, order: RunOrder, *, hangs: bool) -> None:
        self.order = order
        self.loading = True
        self.released = threading.Event()
        self._hangs = hangs
        self._slot: LatestSlot[SimpleNamespace] = LatestSlot()
        self._tasks: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._ended: object = "completed"
        self._thread = threading.Thread(target=self._run, name="svfap-analysis")
        self.figures = SessionStats()
        self.lost: Outage | None = None
        self.zero_at_s: float | None = None

    def start(self) -> None:
        self._thread.start()

    def request_stop(self) -> None:
        self._tasks.put(None)

    def join(self, timeout_s: float) -> bool:
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def take_frame(self) -> SimpleNamespace | None:
        return self._slot.take()

    def stats(self) -> SessionStats:
        return self.figures

    def outage(self) -> Outage | None:
        return self.lost

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
        if self._hangs:
            self.released.wait()
        for sink in (self.order.recording, self.order.stream):
            if isinstance(self._ended, BaseException):
                sink.discard()
            else:
                sink.commit()
        self.order.on_end(self._ended)

    # -- what a test asks for --------------------------------------------------------------------

    def be_ready(self, facts: ModelFacts = FACTS) -> None:
        self.loading = False
        self._tasks.put(lambda: self.order.on_ready(facts))

    def do(self, task: Callable[[], object]) -> None:
        """Run something in the analysis thread."""
        self._tasks.put(task)

    def show(self, t_s: float, track_ids: Sequence[int]) -> None:
        faces = [face(track_id) for track_id in track_ids]

        def offer() -> None:
            frame = picture(t_s)
            if self.zero_at_s is None:
                self.zero_at_s = time.perf_counter() - t_s
            self.order.recording.capture(frame)
            self.order.recording.write_frame(frame, faces)
            self.order.stream.write_frame(frame, faces)
            self._slot.offer(SimpleNamespace(frame=frame, faces=faces, captured_at_s=0.0))

        self._tasks.put(offer)

    def score(self, *rows: AffectResult) -> None:
        def write() -> None:
            self.order.results.write_results(rows)
            self.order.recording.write_results(rows)
            self.order.stream.write_results(rows)

        self._tasks.put(write)

    def end(self, ended: object = "completed") -> None:
        self._ended = ended
        self._tasks.put(None)


class ScriptedAnalysis:
    """Makes scripted runs; `hangs` makes the next ones ignore a stop until `release`."""

    def __init__(self) -> None:
        self.runs: list[ScriptedRun] = []
        self.hangs = False

    def __call__(self, order: RunOrder) -> ScriptedRun:
        self.runs.append(ScriptedRun(order, hangs=self.hangs))
        return self.runs[-1]

    def release(self) -> None:
        for run in self.runs:
            run.released.set()


@dataclass
class Rig:
    """A window and everything behind it."""

    qtbot: QtBot
    window: MainWindow
    live: LiveView
    state: AppState
    session: SessionController
    analysis: ScriptedAnalysis
    folder: Path
    cameras: list[CameraChoice]

    def show(self) -> None:
        """Show the window and give it the keyboard."""
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def run(self) -> ScriptedRun:
        return self.analysis.runs[-1]


def newest(page: Page) -> Banner:
    """The notice at the top of a view; there must be one."""
    banner = page.notice_stack.newest
    assert banner is not None, "no notice"
    return banner
