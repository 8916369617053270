"""Shards: pictures found again by their place, in tar files that any tool reads."""

from __future__ import annotations

import re
import tarfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from svfap_core.atomic import PendingFile
from svfap_core.errors import OutputError
from svfap_core.settings import ClipSpec
from tests.fakes import SPEC
from tests.unit.trainer.miniature import write_clips
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.loader import ClipSet, ResumableLoader, WindowSet
from trainer.data.manifest import read_manifest, write_manifest
from trainer.data.order import EpochBatches
from trainer.data.shards import SHARD_FOLDER, Packed, ShardWriter, read_packed
from trainer.plan import plan_judging

LONG = "/".join(["a folder with a long name"] * 8)
NAMES = ("a", "part/b", "v1.0/c.mp4", "über [1]", LONG, "日本/語")


def content(clip: str, index: int) -> bytes:
    """Bytes of a length of their own."""
    return f"{clip} {index} ".encode() * (1 + 137 * index)


def pack(folder: Path, *, shard_bytes: int = 2**30, count: int = 4) -> dict[str, Packed]:
    with ShardWriter(folder, shard_bytes=shard_bytes) as shards:
        return {name: shards.add(name, [content(name, i) for i in range(count)]) for name in NAMES}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / SHARD_FOLDER).iterdir())


@pytest.mark.parametrize("shard_bytes", [1, 20_000, 2**30])
def test_pictures_are_found_again_by_place_and_size(tmp_path: Path, shard_bytes: int) -> None:
    for name, packed in pack(tmp_path, shard_bytes=shard_bytes).items():
        for indices in ([0, 1, 2, 3], [3], [2, 0]):
            found = read_packed(tmp_path / packed.path, packed.offset, 4, np.array(indices))
            assert found == [content(name, index) for index in indices]


def test_a_clip_lies_in_one_shard_and_shards_are_of_about_one_size(tmp_path: Path) -> None:
    packed = pack(tmp_path, shard_bytes=20_000)
    shards = sorted({entry.path for entry in packed.values()})
    assert shards == [f"{SHARD_FOLDER}/{number:06d}.tar" for number in range(len(shards))]
    assert 1 < len(shards) < len(NAMES)
    assert all((tmp_path / shard).stat().st_size > 10_000 for shard in shards)


def test_any_tool_reads_them(tmp_path: Path) -> None:
    pack(tmp_path, shard_bytes=20_000)
    found: dict[str, bytes] = {}
    for name in files(tmp_path):
        with tarfile.open(tmp_path / SHARD_FOLDER / name) as tar:
            for member in tar:
                file = tar.extractfile(member)
                assert file is not None
                found[member.name] = file.read()
    assert len(found) == 5 * len(NAMES)
    assert found["part/b.000002.jpg"] == content("part/b", 2)
    assert found["v1_0/c_mp4.000000.jpg"] == content("v1.0/c.mp4", 0)
    assert found[f"{LONG}.000003.jpg"] == content(LONG, 3)


def test_web_datasets_group_pictures_into_clips(tmp_path: Path) -> None:
    """By the rule of WebDataset: the key of a sample ends at the first dot of the file's name."""
    pack(tmp_path)
    samples: dict[str, list[str]] = defaultdict(list)
    with tarfile.open(tmp_path / SHARD_FOLDER / "000000.tar") as tar:
        for name in tar.getnames():
            found = re.fullmatch(r"((?:.*/|)[^.]+)[.]([^/]*)", name)
            assert found
            samples[found[1]].append(found[2])
    assert len(samples) == len(NAMES)
    assert all(
        endings == ["index", *(f"{index:06d}.jpg" for index in range(4))]
        for endings in samples.values()
    )


def test_endings_are_kept(tmp_path: Path) -> None:
    with ShardWriter(tmp_path) as shards:
        shards.add("a", [b"x"], ".png")
    with tarfile.open(tmp_path / SHARD_FOLDER / "000000.tar") as tar:
        assert tar.getnames() == ["a.index", "a.000000.png"]


def test_without_a_clip_there_is_no_shard(tmp_path: Path) -> None:
    with ShardWriter(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_a_shard_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    with ShardWriter(tmp_path) as shards:
        shards.add("a", [b"x"])
        assert files(tmp_path) == ["000000.tar.part"]
    assert files(tmp_path) == ["000000.tar"]


def test_an_error_leaves_whole_shards_only(tmp_path: Path) -> None:
    def work() -> None:
        with ShardWriter(tmp_path, shard_bytes=4000) as shards:
            shards.add("a", [b"x" * 4000])
            shards.add("b", [b"y"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert files(tmp_path) == ["000000.tar"]
    with tarfile.open(tmp_path / SHARD_FOLDER / "000000.tar") as tar:
        assert tar.getnames() == ["a.index", "a.000000.jpg"]


@pytest.mark.parametrize("shard_bytes", [1, 2**30])
def test_a_shard_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shard_bytes: int
) -> None:
    def refuse(self: PendingFile) -> None:
        raise OutputError(f"cannot write {self.path}: the disk is full")

    monkeypatch.setattr(PendingFile, "commit", refuse)
    with pytest.raises(OutputError, match="disk is full"):
        pack(tmp_path, shard_bytes=shard_bytes)
    assert not files(tmp_path)


def test_a_disk_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", refuse)
    with pytest.raises(OutputError, match=r"shards: No space left.*disk is full"):
        pack(tmp_path)
    assert not files(tmp_path)


# -- through the loader --------------------------------------------------------------------------


def marked(clip: int, label: int, index: int) -> np.ndarray:
    """Even grey that says which clip and picture this is."""
    return np.full((48, 48), 16 * clip + index, np.uint8)


SMALL: ClipSpec = SPEC.model_copy(
    update={"frames": 4, "span_s": 0.4, "size_px": 48, "colour": "gray"}
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data set as folders, and in several shards."""
    plain = write_clips(tmp_path_factory.mktemp("plain"), splits=(None,), frames=8, draw=marked)
    folder = tmp_path_factory.mktemp("packed")
    manifest = read_manifest(plain)
    rows = manifest.table.to_pylist()
    with ShardWriter(folder, shard_bytes=30_000) as shards:
        for row in rows:
            pictures = sorted((plain / row["path"]).iterdir())
            packed = shards.add(row["clip"], [path.read_bytes() for path in pictures])
            row |= {"path": packed.path, "offset": packed.offset}
    write_manifest(folder, manifest.info, rows)
    assert len(files(folder)) > 2
    return plain, folder


def clips(folder: Path, split: Split = "train") -> ClipSet:
    config = DataConfig(manifests=(folder,), val_share=0.25)
    return ClipSet(plan_judging(config, (), SMALL), split)


def loader(folder: Path, rank: int, world: int) -> ResumableLoader:
    learn = clips(folder)
    batches = EpochBatches(learn.labels, 4, rank=rank, world=world)
    return ResumableLoader(learn, batches, workers=0, pin=False)


def test_the_loader_reads_shards_and_folders_alike(both: tuple[Path, Path]) -> None:
    plain, packed = (list(loader(folder, 0, 1)) for folder in both)
    assert len(plain) == 3
    for one, other in zip(plain, packed, strict=True):
        assert one.pictures.equal(other.pictures)
        assert one.places.equal(other.places)


@pytest.mark.parametrize("world", [2, 4])
def test_processes_share_the_clips_of_shards_without_overlap(
    both: tuple[Path, Path], world: int
) -> None:
    seen = [
        int(picture) // 16
        for rank in range(world)
        for batch in loader(both[1], rank, world)
        for picture in batch.pictures[:, 0, 0, 0, 0]
    ]
    assert len(seen) == len(set(seen)) == 12


def test_processes_judge_every_clip_of_shards_once(both: tuple[Path, Path]) -> None:
    val = clips(both[1], "val")
    sets = [WindowSet(val, 2, rank, 3) for rank in range(3)]
    seen = [
        int(picture) // 16
        for judged in sets
        for index in range(len(judged))
        for picture in judged[index].pictures[:, 0, 0, 0, 0]
    ]
    assert len(seen) == len(set(seen)) == 4
