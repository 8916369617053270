"""Engines for everything in the app that analyses: loaded when needed, lent to one user at a time.

Knows no Qt, and nothing of what is analysed.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.settings import AnalysisSettings, Device, OutputSettings

if TYPE_CHECKING:
    # They import torch.
    from svfap_core.batch.job import FileJob
    from svfap_core.inference.card import ModelCard
    from svfap_core.pipeline.engine import Engine


class EngineOrder(NamedTuple):
    """What an engine is made of."""

    model: str
    device: Device
    settings: AnalysisSettings


def load(order: EngineOrder) -> Engine:
    """A new engine; takes seconds."""
    from svfap_core.pipeline.engine import Engine  # noqa: PLC0415  # torch takes seconds

    return Engine.load(order.model, order.device, order.settings)


class Engines:
    """Lends engines, each to one thread at a time; those given back are used again.

    Live analysis, a batch and an opened video may run side by side, each with an engine of its
    own. Engines of another order than the present one are dropped when they come back.

    Args:
        order: What is wanted now; called in the borrower's thread.
        make: Makes an engine; tests give their own.
    """

    def __init__(
        self, order: Callable[[], EngineOrder], make: Callable[[EngineOrder], Engine] = load
    ) -> None:
        self._order = order
        self._make = make
        self._lock = threading.Lock()
        self._idle: list[tuple[EngineOrder, Engine]] = []

    @property
    def wanted(self) -> EngineOrder:
        """What an engine would be made of now."""
        return self._order()

    def job(self, order: EngineOrder, outputs: OutputSettings, borrowed: ExitStack) -> FileJob:
        """How a file is analysed by an engine of this order, lent when the first file needs it.

        Args:
            order: What the engine is made of.
            outputs: Which files to make.
            borrowed: Gives the engine back when it ends.

        Raises:
            SvfapError: There is no such model.
        """
        from svfap_core.batch.job import FileJob  # noqa: PLC0415  # torch takes seconds
        from svfap_core.inference.model_folder import read_card  # noqa: PLC0415  # torch: seconds
        from svfap_core.inference.store import find_model  # noqa: PLC0415  # torch takes seconds
        from svfap_core.pipeline.identity import check_model  # noqa: PLC0415  # torch: seconds

        card = read_card(find_model(order.model))

        def borrow() -> Engine:
            engine = borrowed.enter_context(self.lend(order, card))
            check_model(engine.predictor.card, card, socket.gethostname())
            return engine

        return FileJob(borrow, card, order.settings, outputs, order.device)

    @contextmanager
    def lend(
        self, order: EngineOrder | None = None, card: ModelCard | None = None
    ) -> Generator[Engine]:
        """An engine for the time of the `with` block, in a thread that may wait for seconds.

        Args:
            order: What is wanted, if not what holds now.
            card: The model's card as it is now: a model of that name may have been replaced.

        Raises:
            SvfapError: Model, detector or device is not to be had.
        """
        wanted = order or self._order()
        engine = self._take(wanted, card) or self._make(wanted)
        try:
            yield engine
        finally:
            with self._lock:
                if wanted == self._order():
                    self._idle.append((wanted, engine))

    def _take(self, wanted: EngineOrder, card: ModelCard | None) -> Engine | None:
        with self._lock:
            self._idle = [
                (order, engine)
                for order, engine in self._idle
                if order == self._order() and (card is None or engine.predictor.card == card)
            ]
            for position, (order, engine) in enumerate(self._idle):
                if order == wanted:
                    del self._idle[position]
                    return engine
        return None
