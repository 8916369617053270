"""What the program does while it meets with a fault; each is the work of a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from svfap_core.cli import annotate as annotate_cli
from svfap_core.errors import SvfapError
from svfap_core.exports.selection import ExportChoice, export_selection
from svfap_core.exports.sidecar import RunFacts
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.pipeline.session import Prepared, Session
from svfap_core.quality_curves import QualityCurves
from svfap_core.results.edits import TimeRange
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from svfap_core.results.schema import ResultSchema
from svfap_core.runtime.openvino_core import load_openvino
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.sinks.video import VideoWriter
from svfap_core.sources.base import SourceCounts, SourceInfo
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import AffectResult, FaceObservation, Frame
from tests.fakes import CountingScorer, ScriptedTracker, face
from tests.unit.trainer.narrow import narrow_networks
from trainer import cli as trainer_cli

load_openvino()  # Once, in the process that the others are forked from.


def told(work: Callable[..., None], *args: object) -> None:
    """Do other work; an error that the program has words for is told as it tells it."""
    try:
        work(*args)
    except SvfapError as error:
        say("told:", type(error).__name__, error)


def say(*words: object) -> None:
    """A line that is out before this returns, whatever becomes of the process."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def annotate(*arguments: str) -> None:
    """`svfap-annotate`."""
    annotate_cli.app([*arguments, "--json"])


def train(*arguments: str) -> None:
    """`svfap-train`, with networks so narrow that a step takes no time."""
    with narrow_networks():
        trainer_cli.app([*arguments, "--json"])


SCHEMA = ResultSchema(("first", "last"), (), "learned", "drawn")


def record(video: Path, folder: Path) -> None:
    """Play a video as if it were live and record it; tells each row and picture once written."""

    def told_write(self: VideoWriter, rgb: object, t_s: float) -> None:
        write(self, rgb, t_s)  # type: ignore[arg-type]
        say("picture", t_s)

    write, VideoWriter.write = VideoWriter.write, told_write  # type: ignore[method-assign]
    opened: list[LiveRecording] = []

    def prepare(info: SourceInfo) -> Prepared:
        tracker = ScriptedTracker(lambda _t_s: [face(1)])
        analyzer = Analyzer(
            tracker, CountingScorer(), WindowSettings(hop_s=0.1), QualityCurves(), batch_size=1
        )
        opened.append(
            LiveRecording(folder, SCHEMA, lambda: facts_of(info), analyzer.count_ticks_from)
        )
        opened[0].set_names({1: "Ann"})
        return Prepared(analyzer, [_Told(opened[0])])

    session = Session(
        lambda _stop: VideoFile(video),
        prepare,
        paced=True,
        on_capture=lambda frame: opened[0].capture(frame),  # noqa: PLW0108  # opened later
    )
    session.run()
    say("finished")


class Recorded:
    """A recording as a sink."""

    def __init__(self, recording: LiveRecording) -> None:
        self.recording = recording

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        self.recording.write_frame(frame, faces)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        self.recording.write_results(results)

    def commit(self) -> None:
        self.recording.finish("completed")

    def discard(self) -> None:
        self.recording.finish("failed")


class _Told(Recorded):
    """The same, which tells every row once it is written, and sets a marker."""

    _marked = False

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        super().write_frame(frame, faces)
        if frame.t_s > 0.5 and not self._marked:
            self._marked = True
            self.recording.set_markers([(0.5, "smile")])

    def write_results(self, results: Sequence[AffectResult]) -> None:
        super().write_results(results)
        for result in results:
            say("row", f"{result.t_s:.6f}")


def facts_of(info: SourceInfo) -> RunFacts:
    """What a sidecar says of an analysis without a model."""
    return RunFacts(
        source=info, counts=SourceCounts(), settings=AnalysisSettings(), model_name="counting",
        model_sha256="ab" * 32, model_device="CPU", detector_name="script", detector_device="CPU",
    )  # fmt: skip


EVERYTHING = ExportChoice(
    csv=True, parquet=True, eaf=True, png=True, svg=True, overlay=True, markers=True
)


def export(result: Path, out: Path, start_s: float) -> None:
    """Everything that can be exported, from a time on."""
    opened = read_result(result)
    population = Population(opened.recording, opened.edits)
    export_selection(population, out, EVERYTHING, TimeRange(start_s, 1e9), opened.video)
