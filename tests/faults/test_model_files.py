"""A model file is opened whole and sound, or refused in words; nothing in it is ever run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch

from tests.faults.conftest import Tally
from tests.faults.forgeries import CANARY, OWN_FOLDERS, PUBLISHED_FILES, Forgery, flips
from tests.faults.model_reading import prepare
from tests.faults.workers import Pool, Verdict, batches, counted, told

BY_NAME = {forgery.name: forgery for forgery in PUBLISHED_FILES}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with Pool(prepare, tmp_path_factory.mktemp("pool"), processes=1) as pool:
        yield pool


def check(pool: Pool, forgeries: Sequence[Forgery], tally: Tally) -> set[Verdict]:
    answers = list(pool.answers(batches(forgeries, 50)))
    bad = told(answers)
    assert not bad, bad
    expected = {one.name: one.verdict for one in forgeries if one.verdict is not None}
    assert {a.name: a.verdict for a in answers if a.name in expected} == expected
    tally("bad model files tried", len(answers))
    for verdict, number in counted(answers).items():
        tally(f"... of these ended in {verdict}", number)
    return {answer.verdict for answer in answers}


def test_published_files_with_code_and_lies(pool: Pool, tally: Tally) -> None:
    check(pool, PUBLISHED_FILES, tally)


@pytest.mark.parametrize("name", ["code path weights True", "code system beside False"])
def test_the_canary_sings_for_a_plain_reader(tmp_path: Path, name: str) -> None:
    """Otherwise its silence above would prove nothing."""
    path = BY_NAME[name].write(tmp_path / "given")
    torch.load(path, weights_only=False)
    assert (path.parent / CANARY).exists()


def test_cards_and_weights_that_lie(pool: Pool, tally: Tally) -> None:
    check(pool, OWN_FOLDERS, tally)


def test_some_flipped_bytes(pool: Pool, tally: Tally) -> None:
    """A sample; the whole is below."""
    check(pool, flips(range(10)), tally)


@pytest.mark.torture
def test_many_flipped_bytes(pool: Pool, tally: Tally) -> None:
    found = check(pool, flips(range(10, 210)), tally)
    assert found == {Verdict.RESULTS, Verdict.ERROR}
