"""Items worked on by real processes, some of which crash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.crashing import doubled
from trainer.data import workers
from trainer.data.workers import MOST_CRASHES, worked


def results(numbers: list[int], count: int = 2) -> list[tuple[int, int | str]]:
    def crashed(number: int) -> str:
        return f"{number} crashed"

    return list(worked(numbers, doubled, crashed, count))


@pytest.mark.parametrize("ahead", [1, 64])
def test_an_item_that_crashes_its_process_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    monkeypatch.setattr(workers, "AHEAD", ahead)
    numbers = [1, 2, -1, 3, 4, 5, 6, -9]
    expected = [(n, 2 * n if n > 0 else f"{n} crashed") for n in numbers]
    assert results(numbers) == expected


def test_processes_that_always_end_are_no_fault_of_the_items() -> None:
    numbers = [-1] * MOST_CRASHES
    assert results(numbers[1:]) == [(-1, "-1 crashed")] * (MOST_CRASHES - 1)
    with pytest.raises(SourceError, match="ended from outside or crash") as caught:
        results(numbers)
    assert "Run the command again" in caught.value.hint


def test_an_error_of_the_work_ends_it() -> None:
    with pytest.raises(ValueError, match="0 cannot be doubled"):
        results([1, 0, 2])


def test_items_are_asked_for_when_their_turn_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "AHEAD", 2)
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1, 9):
            asked.append(number)
            yield number

    coming = worked(numbers(), doubled, lambda number: -number, 1)
    assert next(coming) == (1, 2)
    assert asked == [1, 2]
    assert [result for _, result in coming] == [4, 6, 8, 10, 12, 14, 16]
