from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from svfap_core.errors import SvfapError
from svfap_core.settings import AnalysisSettings
from svfap_gui.work.engines import EngineOrder, Engines


def order(model: str = "one") -> EngineOrder:
    return EngineOrder(model, "auto", AnalysisSettings())


class Workshop:
    """Makes engines that are just words, and can be told to want another model."""

    def __init__(self) -> None:
        self.wanted = order()
        self.made: list[str] = []
        self.engines = Engines(lambda: self.wanted, self._make)

    def _make(self, order: EngineOrder) -> Any:
        self.made.append(order.model)
        return f"{order.model} {len(self.made)}"


def test_an_engine_given_back_is_used_again_and_never_by_two() -> None:
    shop = Workshop()
    with shop.engines.lend() as first, shop.engines.lend() as second:
        assert first != second
    with shop.engines.lend() as third:
        assert third in (first, second)
    assert len(shop.made) == 2


def test_engines_of_another_model_are_dropped() -> None:
    shop = Workshop()
    with shop.engines.lend():
        shop.wanted = order("two")
    with shop.engines.lend() as engine:
        assert engine == "two 2"
    shop.wanted = order("one")
    with shop.engines.lend() as engine:
        assert engine == "one 3"


def test_an_engine_that_cannot_be_made_leaves_nothing_behind() -> None:
    def broken(order: EngineOrder) -> Any:
        raise SvfapError("no such model")

    with pytest.raises(SvfapError), Engines(order, broken).lend():
        pass


def test_an_engine_of_a_model_that_was_replaced_is_not_used_again() -> None:
    """Removed and imported again under its name, or its card was corrected."""

    def make(order: EngineOrder) -> Any:
        return SimpleNamespace(predictor=SimpleNamespace(card=on_disk))

    on_disk: Any = "first card"
    engines = Engines(order, make)
    for card in ("first card", "first card", "second card"):
        on_disk = card
        with engines.lend(order(), on_disk) as engine:
            assert engine.predictor.card == card
