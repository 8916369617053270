"""What is read of clips, in training and in judging, by any number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from svfap_core.errors import SourceError
from svfap_core.models import Head, HeadKind
from svfap_core.settings import ClipSpec
from tests.fakes import SPEC
from tests.unit.trainer.data.test_order import batches
from tests.unit.trainer.miniature import prepare_mini_fer2013, write_clips
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.layouts.fer2013 import LABELS as FER_LABELS
from trainer.data.loader import Batch, ClipSet, ResumableLoader, WindowSet
from trainer.data.manifest import read_manifest, write_manifest
from trainer.data.order import Draw
from trainer.plan import plan_judging

FRAMES, STEP_S = 4, 0.1
SMALL: ClipSpec = SPEC.model_copy(
    update={"frames": FRAMES, "span_s": FRAMES * STEP_S, "size_px": 48, "colour": "gray"}
)


# -- clips on disk -------------------------------------------------------------------------------


def marked(clip: int, label: int, index: int) -> np.ndarray:
    """Even grey that says which clip and picture this is."""
    return np.full((48, 48), 16 * clip + index, np.uint8)


def shown(batch: Batch) -> list[tuple[int, ...]]:
    """Of each clip in a batch: its number, then those of its pictures."""
    values = batch.pictures[:, :, 0, 0, 0].int()
    assert (batch.pictures == batch.pictures[:, :, :1, :1]).all()
    assert (values // 16 == values[:, :1] // 16).all()
    return [(int(clip[0]) // 16, *(clip % 16).tolist()) for clip in values]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """16 clips of 16 pictures at 10 per second, of 4 persons."""
    return write_clips(
        tmp_path_factory.mktemp("clips"), values=("valence",), shares=True, draw=marked
    )


def clip_set(
    *folders: Path,
    split: Split = "train",
    classes: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    spec: ClipSpec = SMALL,
    **options: Any,
) -> ClipSet:
    data = DataConfig.model_validate({"manifests": folders} | options)
    heads = [
        Head(kind=kind, names=names)
        for kind, names in ((HeadKind.CLASSES, classes), (HeadKind.UNBOUNDED, values))
        if names
    ]
    return ClipSet(plan_judging(data, heads, spec), split)


def loader(clips: ClipSet, *, workers: int = 0, **options: Any) -> ResumableLoader:
    sampler = batches(clips.labels, seed=7, **options)
    return ResumableLoader(clips, sampler, workers=workers, pin=False)


def test_a_batch_holds_pictures_and_what_is_known_of_their_clips(folder: Path) -> None:
    names = ("sad", "angry", "happy")
    clips = clip_set(folder, split="val", classes=names, values=("arousal", "valence"))
    batch = clips[[Draw(3, 0), Draw(0, 0)]]
    assert (batch.pictures.shape, batch.pictures.dtype) == ((2, FRAMES, 48, 48, 1), torch.uint8)
    assert [clip for clip, *_ in shown(batch)] == [11, 8]
    assert batch.places.tolist() == [3, 0]
    assert batch.labels.tolist() == [0, 2]
    assert batch.shares.tolist() == [pytest.approx([0.7, 0, 0.3]), pytest.approx([0.3, 0, 0.7])]
    assert batch.values[:, 0].isnan().all()
    wanted = [read_manifest(folder).column("value_valence")[n] for n in (11, 8)]
    assert batch.values[:, 1].tolist() == pytest.approx(wanted)
    assert clips.names() == tuple(f"person3/{n}" for n in range(1, 5))
    assert set(clips.column("subject")) == {"person3"}


def test_stills_and_moving_clips_share_a_batch(folder: Path, tmp_path: Path) -> None:
    """A still is then shown for as long as the clips beside it last."""
    still = write_clips(
        tmp_path,
        subjects=1,
        per_subject=1,
        frames=1,
        data_set="Stills",
        draw=lambda clip, label, index: marked(clip + 14, label, index),
    )
    clips = clip_set(folder, still, classes=("happy", "sad"))
    moving, repeated = shown(clips[[Draw(0, 0), Draw(8, 0)]])
    assert repeated == (14, *(0,) * FRAMES)
    assert moving[0] == 0
    assert len(set(moving[1:])) == FRAMES
    assert shown(clips[[Draw(8, 0)]]) == [(14, 0)]


def test_parts_hold_their_own_clips(folder: Path) -> None:
    found = {
        split: {clip for clip, *_ in shown(clips[[Draw(n, 0) for n in range(len(clips))]])}
        for split in ("train", "val", "test")
        if (clips := clip_set(folder, split=split))
    }
    assert found == {
        "train": set(range(8)),
        "val": set(range(8, 12)),
        "test": set(range(12, 16)),
    }


def test_several_data_sets_are_told_apart(folder: Path, tmp_path: Path) -> None:
    other = write_clips(
        tmp_path,
        subjects=1,
        classes=("sad",),
        data_set="Other",
        draw=lambda clip, label, index: marked(clip + 12, label, index),
    )
    clips = clip_set(folder, other, classes=("happy", "sad"), values=("valence",))
    assert len(clips) == 12
    assert clips.labels.tolist() == [0, 1] * 4 + [1] * 4
    assert np.isnan(clips.values[:, 0]).tolist() == [False] * 8 + [True] * 4
    assert clips.names()[7:9] == ("Miniature/person2/4", "Other/person1/1")
    batch = clips[[Draw(11, 0), Draw(2, 0)]]
    assert [clip for clip, *_ in shown(batch)] == [15, 2]
    assert [clip for clip, *_ in shown(clips.window_batch([(8, np.arange(4))]))] == [12]


def test_stills_are_clips_of_one_picture(tmp_path: Path) -> None:
    clips = clip_set(prepare_mini_fer2013(tmp_path), classes=FER_LABELS)
    batch = clips[[Draw(0, 0), Draw(5, 1)]]
    assert batch.pictures.shape == (2, 1, 48, 48, 1)
    assert batch.labels.tolist() == [0, 5]
    assert [window.tolist() for window in clips.covering(0, None, paper=False)] == [[0]]
    assert [window.tolist() for window in clips.covering(0, 2, paper=True)] == [[0]]


def test_training_windows_are_even_in_time_and_reach_everything(folder: Path) -> None:
    clips = clip_set(folder)
    seen = {tuple(shown(clips[[Draw(0, n)]])[0][1:]) for n in range(200)}
    assert seen == {tuple(range(start, start + FRAMES)) for start in range(13)}


def test_training_windows_follow_times_not_numbers(tmp_path: Path) -> None:
    """A picture every 0.1 s, but half a second between the fifth and the sixth."""
    times_s = [0.1 * n + (0.4 if n > 4 else 0) for n in range(10)]
    options = {"frames": 10, "times_s": times_s, "splits": ("test",), "draw": marked}
    path = write_clips(tmp_path, subjects=1, per_subject=1, **options)
    clips = clip_set(path, split="test")
    seen = {tuple(shown(clips[[Draw(0, n)]])[0][1:]) for n in range(300)}
    assert (0, 1, 2, 3) in seen
    assert (6, 7, 8, 9) in seen
    assert (3, 4, 5, 6) not in seen
    assert (4, 4, 4, 4) in seen  # The fifth is on screen for half a second.
    for window in seen:
        assert np.diff([times_s[n] for n in window]).max() < 0.55


@pytest.mark.parametrize("frames", [16, 5, 3])
def test_windows_are_spread_over_a_clip_without_times(tmp_path: Path, frames: int) -> None:
    """However many pictures it is made of: none is left out for a rate that nobody knows."""
    manifest = read_manifest(write_clips(tmp_path / "data", frames=frames, draw=marked))
    row = manifest.table.to_pylist()[0]
    row |= {"rate_fps": None, "path": str(manifest.folder / row["path"])}
    clips = clip_set(write_manifest(tmp_path, manifest.info, [row]).folder)
    seen = {tuple(shown(clips[[Draw(0, n)]])[0][1:]) for n in range(20)}
    assert len(seen) == 1
    (window,) = seen
    assert window[0] + (frames - 1 - window[-1]) <= frames / FRAMES
    assert max(np.diff(window)) <= frames / 3 + 1
    for k in (None, 1):
        (covering,) = clips.covering(0, k, paper=False)
        assert covering.tolist() == list(window)


# docs/reference.md: Frames in training, Frames in pre-training
def test_the_windows_of_the_reference_go_by_number(folder: Path) -> None:
    """16 frames: in fine-tuning the last is never seen, in pre-training it can be."""
    labelled = ("happy", "sad")
    clips = clip_set(folder, sampling="paper", stride=4, classes=labelled)
    assert shown(clips[[Draw(0, 0)]]) == [(0, 0, 5, 10, 15)]
    fine_tuning = windows_of(clip_set(folder, sampling="paper", stride=2, classes=labelled))
    assert fine_tuning == {(n, n + 2, n + 5, n + 7) for n in range(8)}
    pre_training = windows_of(clip_set(folder, sampling="paper", stride=2))
    assert pre_training == {(n, n + 2, n + 4, n + 6) for n in range(9)}


def windows_of(clips: ClipSet) -> set[tuple[int, ...]]:
    return {tuple(shown(clips[[Draw(0, n)]])[0][1:]) for n in range(300)}


# -- windows to judge by -------------------------------------------------------------------------


def test_windows_cover_a_clip(folder: Path) -> None:
    clips = clip_set(folder)
    windows = [window.tolist() for window in clips.covering(0, None, paper=False)]
    assert windows[0][0] == 0
    assert windows[-1][-1] >= 14
    assert all(later[0] <= earlier[-1] + 1 for earlier, later in pairwise(windows))
    assert len(clips.covering(0, 7, paper=False)) == 7
    (middle,) = clips.covering(0, 1, paper=False)
    assert [abs(n - 7.5) <= 2 for n in middle] == [True] * FRAMES


# docs/reference.md: Windows in testing
def test_windows_of_the_reference_are_head_and_tail(folder: Path) -> None:
    clips = clip_set(folder, stride=2)
    for k in (None, 2):
        windows = [window.tolist() for window in clips.covering(0, k, paper=True)]
        assert windows == [[0, 2, 4, 6], [8, 10, 12, 14]]
    assert [w.tolist() for w in clips.covering(0, 1, paper=True)] == [[4, 6, 8, 10]]


def test_given_windows_are_read(folder: Path) -> None:
    clips = clip_set(folder)
    windows = [(p, w) for p in (1, 4) for w in clips.covering(p, 2, paper=False)]
    batch = clips.window_batch(windows)
    assert batch.places.tolist() == [1, 1, 4, 4]
    for (place, indices), (clip, *pictures) in zip(windows, shown(batch), strict=True):
        assert (place, indices.tolist()) == (clip, pictures)


@pytest.mark.parametrize("world", [1, 2, 3, 5])
@pytest.mark.parametrize("batch_size", [1, 3, 16])
def test_validation_sees_every_clip_once(folder: Path, world: int, batch_size: int) -> None:
    clips = clip_set(folder, split="val")
    judged = [WindowSet(clips, batch_size, rank, world) for rank in range(world)]
    seen = [part[index].places.tolist() for part in judged for index in range(len(part))]
    assert max(map(len, seen)) <= batch_size
    assert sorted(chain.from_iterable(seen)) == list(range(4))


@pytest.mark.parametrize("sampling", ["time", "paper"])
def test_validation_takes_the_middle_and_no_chance(folder: Path, sampling: str) -> None:
    clips = clip_set(folder, split="val", sampling=sampling, stride=2)
    first, again = (WindowSet(clips, 4, 0, 1)[0].pictures for _ in range(2))
    assert torch.equal(first, again)
    for clip, *pictures in shown(WindowSet(clips, 4, 0, 1)[0]):
        assert 8 <= clip < 12
        assert 6 <= np.mean(pictures) <= 9


# -- the loader ----------------------------------------------------------------------------------


def test_the_loader_goes_on_in_the_middle_of_an_epoch(folder: Path) -> None:
    """Also when it is ended a second time."""
    clips = clip_set(folder)
    for parts in (1, 2):
        options = {"repeats": 3, "parts": parts}
        whole = [(shown(batch), batch.places.tolist()) for batch in loader(clips, **options)]
        assert len(whole) == 6 * parts
        broken = loader(clips, **options)
        begun = iter(broken)
        head = [next(begun) for _ in range(3)]
        again = loader(clips, **options)
        again.load_state_dict(broken.state_dict())
        head.append(next(iter(again)))
        resumed = loader(clips, **options)
        resumed.load_state_dict(again.state_dict())
        tail = list(resumed)
        assert [(shown(batch), batch.places.tolist()) for batch in head + tail] == whole
        assert len(list(resumed)) == len(resumed) == 6 * parts


def test_a_loader_that_ended_its_epoch_begins_the_next(folder: Path) -> None:
    ended = loader(clip_set(folder))
    assert len(list(ended)) == len(ended)
    resumed = loader(clip_set(folder))
    resumed.load_state_dict(ended.state_dict())
    assert len(list(resumed)) == len(resumed)


def test_workers_serve_the_same_and_hide_no_error(tmp_path: Path) -> None:
    """Processes of their own: the same clips in the same order, and a lost picture is told."""
    path = write_clips(tmp_path, splits=("train",), subjects=2, frames=FRAMES, draw=marked)
    clips = clip_set(path)
    alone, shared = loader(clips), loader(clips, workers=2)
    try:
        for epoch in range(2):
            alone.batches.set_epoch(epoch)
            shared.batches.set_epoch(epoch)
            assert [shown(batch) for batch in shared] == [shown(batch) for batch in alone]
        (path / "clips/person1/2/000003.jpg").write_bytes(b"no picture")
        with pytest.raises(SourceError, match=r"image 3 of .*clips/person1/2 cannot be read"):
            list(shared)
    finally:
        shared._iterator._shutdown_workers()  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_process_with_a_loader_at_work_ends(tmp_path: Path) -> None:
    """Its workers are deaf to signals, and must not be waited for."""
    path = write_clips(tmp_path, splits=("train",), subjects=2, frames=FRAMES, draw=marked)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.unit.trainer.data.test_loader import clip_set, loader\n"
        "if __name__ == '__main__':\n"
        "    begun = iter(loader(clip_set(Path(sys.argv[1])), workers=1))\n"
        "    print(next(begun).places.shape)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    root = Path(__file__).parents[4]
    environment = os.environ | {"PYTHONPATH": str(root)}
    ended = subprocess.run(
        [sys.executable, str(script), str(path)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (0, "torch.Size([4])\n"), ended.stderr


def test_folds_are_of_the_data_sets_that_have_them(folder: Path, tmp_path: Path) -> None:
    folded = write_clips(tmp_path, folds=2, data_set="Folded", frames=FRAMES)
    clips = clip_set(folded, folder, fold=2)
    learned = {name for name in clips.names() if name.startswith("Folded")}
    assert {name.split("/")[1] for name in learned} <= {"person1", "person3"}
    assert len(clips) - len(learned) == 8
