"""A batch in a thread of its own, from the window's list to the ledger of `svfap-annotate`.

Turns what the pipeline reports into updates for the window. Knows no Qt.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.settings import OutputSettings
from svfap_gui.batch.results import outcome
from svfap_gui.batch.updates import Advanced, Ended, Found, RowState, RunEnded, Taken, Update
from svfap_gui.work.engines import EngineOrder, Engines

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.batch.batch import Batch, BatchEvent, FileEnded
    from svfap_core.batch.plan import Planned


class BatchOrder(NamedTuple):
    """What is to be done with each file; `again` also with those that are done."""

    engine: EngineOrder
    outputs: OutputSettings
    out: Path
    again: bool


class BatchRun:
    """Analyses files one after another; more may come while it runs.

    Args:
        order: What is done with each.
        engines: Lends the engine, once the first file needs it.
        files: In this order.
        tell: Called from the thread; `RunEnded` comes last.
    """

    def __init__(
        self,
        order: BatchOrder,
        engines: Engines,
        files: Sequence[Found],
        tell: Callable[[Update], None],
    ) -> None:
        self.out = order.out
        """Where results go."""
        self._order = order
        self._engines = engines
        self._tell = tell
        self._lock = threading.Lock()
        self._files = deque(files)
        self._ended = False
        self._stopped = False
        self._held = False
        self._batch: Batch | None = None
        self._thread = threading.Thread(target=self._run, name="svfap-batch")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def add(self, files: Sequence[Found]) -> bool:
        """Do these as well; false when the last one has just been done."""
        with self._lock:
            if not self._ended:
                self._files.extend(files)
            return not self._ended

    def remove(self, outputs: Collection[str]) -> None:
        """Leave out those of which none is at work yet."""
        with self._lock:
            self._files = deque(file for file in self._files if file.output not in outputs)

    def hold(self) -> None:
        """Pause within a fraction of a second, at whatever frame the file at work is."""
        with self._lock:
            self._held = True
            if self._batch is not None:
                self._batch.hold()

    def go_on(self) -> None:
        """End a pause."""
        with self._lock:
            self._held = False
            if self._batch is not None:
                self._batch.go_on()

    def request_stop(self) -> None:
        """End soon; the file at work is given back undone. Returns at once."""
        with self._lock:
            self._stopped = True
            if self._batch is not None:
                self._batch.request_stop()

    # -- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        ended: BaseException | None = None
        try:
            self._analyse()
        except BaseException as error:  # noqa: BLE001  # thread entry: reported, not lost
            ended = error
        with self._lock:
            self._ended = True
            self._batch = None
        self._tell(RunEnded(ended))

    def _analyse(self) -> None:
        from svfap_core.batch.batch import Batch  # noqa: PLC0415  # torch takes seconds

        order = self._order
        with ExitStack() as borrowed:
            job = self._engines.job(order.engine, order.outputs, borrowed)
            batch = Batch(order.out, job, self._on_event, again=order.again)
            with self._lock:
                self._batch = batch
                if self._held:
                    batch.hold()
                if self._stopped:
                    batch.request_stop()
            batch.run(self._planned())

    def _planned(self) -> Iterator[Planned]:
        from svfap_core.batch.plan import Planned  # noqa: PLC0415  # loads OpenCV and FFmpeg

        while True:
            with self._lock:
                if not self._files:
                    self._ended = True
                    return
                file = self._files.popleft()
            self._tell(Taken(file.output))
            yield Planned(file.path, file.output)

    def _on_event(self, event: BatchEvent) -> None:
        from svfap_core.batch.batch import FileEnded, FileProgress  # noqa: PLC0415  # loaded

        if isinstance(event, FileProgress):
            progress = event.progress
            self._tell(
                Advanced(
                    output=event.planned.output,
                    position_s=progress.position_s,
                    length_s=progress.duration_s,
                    elapsed_s=event.elapsed_s,
                    faces=progress.faces,
                    drawing=progress.phase == "overlay",
                )
            )
        elif isinstance(event, FileEnded):
            self._tell(_ended(event))


_STATES = {
    "done": RowState.DONE,
    "incomplete": RowState.INCOMPLETE,
    "skipped": RowState.SKIPPED,
    "busy": RowState.BUSY,
    "failed": RowState.FAILED,
    "stopped": RowState.WAITING,
}


def _ended(event: FileEnded) -> Ended:
    return outcome(
        event.planned.output,
        _STATES[event.outcome.value],
        event.files,
        reason=event.reason,
        elapsed_s=event.elapsed_s,
    )
