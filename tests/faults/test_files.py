"""Whatever is wrong with a file, its analysis ends in whole results or in an error that helps.

Each input goes through a batch as any video does, in a process of its own kind, with a sound
video behind it: see `analysing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.faults.analysing import EVERYTHING, prepare
from tests.faults.conftest import Tally
from tests.faults.damage import Damaged, shortened
from tests.faults.odd_files import HUGE, ODD_FILES, ODD_NAMES, ODD_PICTURES, Odd
from tests.faults.workers import Answer, Pool, Verdict, batches, counted, told
from tests.models import write_untrained_model
from tests.shared_data import shared

CLIPS = (
    "corrupt.mp4",
    "crowd.mp4",
    "expression_change.mp4",
    "face_then_none_vfr.mov",
    "low_quality.mp4",
    "no_face.mp4",
    "no_index.mp4",
    "none_then_face_vfr.mov",
    "rotated_meta.mp4",
    "scene_cuts.mp4",
    "single_face.mp4",
    "truncated.mp4",
    "turning_head.mp4",
    "two_men_small.mp4",
)
UNREADABLE = "no_index.mp4"
EACH = 200
BATCH = 25


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(scope="module")
def pool(
    model: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Pool]:
    """Makes tables; by two processes where there is much to do."""
    processes = 2 if "not torture" not in request.config.option.markexpr else 1
    folder = tmp_path_factory.mktemp("pool")
    with Pool(partial(prepare, model), folder, processes=processes) as pool:
        yield pool


@pytest.fixture(scope="module")
def thorough_pool(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Makes everything that can be made of a video."""
    work = partial(prepare, model, EVERYTHING)
    with Pool(work, tmp_path_factory.mktemp("thorough")) as pool:
        yield pool


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shared clips, long ones shortened."""
    shared("data/clips")
    folder = tmp_path_factory.mktemp("clips")
    return {name: shortened(shared(f"data/clips/{name}"), folder) for name in CLIPS}


def check(answers: Sequence[Answer], tally: Tally) -> None:
    """All were answered well; then they count."""
    bad = told(answers)
    assert not bad, bad
    tally("bad files tried", len(answers))
    for verdict, number in counted(answers).items():
        tally(f"... answered with {verdict}", number)


def check_odd(pool: Pool, files: Sequence[Odd], tally: Tally) -> None:
    answers = list(pool.answers(batches(files, 10)))
    check(answers, tally)
    found = {answer.name: answer for answer in answers}
    assert {name: answer.verdict for name, answer in found.items()} == {
        odd.name: odd.verdict for odd in files
    }
    unsaid = [odd.name for odd in files if odd.says not in found[odd.name].detail]
    assert not unsaid, [found[name] for name in unsaid]


@pytest.mark.torture
def test_the_clips_themselves_are_sound(pool: Pool, clips: dict[str, Path]) -> None:
    """Else what is damaged below would not be."""
    answers = list(pool.answers([[Damaged(clip, "none", 0)] for clip in clips.values()]))
    without = {answer.name for answer in answers if answer.verdict is not Verdict.RESULTS}
    assert without == {Damaged(clips[UNREADABLE], "none", 0).name}


def test_clips_cut_anywhere_or_with_bytes_flipped(
    pool: Pool, clips: dict[str, Path], tally: Tally
) -> None:
    """A sample; the whole is below."""
    inputs = [Damaged(clip, ("cut", "flip")[n % 2], n) for n, clip in enumerate(clips.values())]
    answers = list(pool.answers([inputs]))
    check(answers, tally)
    assert {answer.verdict for answer in answers} == {Verdict.RESULTS, Verdict.ERROR}


@pytest.mark.parametrize(
    "files", [ODD_FILES, ODD_NAMES, ODD_PICTURES], ids=["files", "names", "pictures"]
)
def test_odd_files(pool: Pool, files: Sequence[Odd], tally: Tally) -> None:
    check_odd(pool, files, tally)


@pytest.mark.torture
@pytest.mark.parametrize("name", CLIPS)
def test_a_clip_cut_and_flipped_hundreds_of_times(
    pool: Pool, clips: dict[str, Path], name: str, tally: Tally
) -> None:
    inputs = [Damaged(clips[name], kind, seed) for kind in ("cut", "flip") for seed in range(EACH)]
    answers = list(pool.answers(batches(inputs, BATCH)))
    assert len(answers) == 2 * EACH
    check(answers, tally)


@pytest.mark.torture
def test_everything_is_made_of_damaged_clips(
    thorough_pool: Pool, clips: dict[str, Path], tally: Tally
) -> None:
    """Curves, overlay video, annotations and faces, too."""
    inputs = [
        Damaged(clip, kind, EACH + seed)
        for clip in clips.values()
        for kind in ("cut", "flip")
        for seed in range(5)
    ]
    check(list(thorough_pool.answers(batches(inputs, BATCH))), tally)


@pytest.mark.torture
@pytest.mark.parametrize(
    "files", [ODD_FILES, ODD_NAMES, ODD_PICTURES], ids=["files", "names", "pictures"]
)
def test_everything_is_made_of_odd_files(
    thorough_pool: Pool, files: Sequence[Odd], tally: Tally
) -> None:
    check_odd(thorough_pool, files, tally)


@pytest.mark.torture
def test_huge_files(pool: Pool, tally: Tally) -> None:
    check_odd(pool, HUGE, tally)
