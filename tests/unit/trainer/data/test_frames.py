"""Reading pictures of clips: the right ones, in order, and never another in place of a bad one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from svfap_core.errors import SourceError
from tests.fakes import SPEC
from tests.unit.trainer.miniature import CREATED
from trainer.data.frames import FrameReader, reader_for
from trainer.data.manifest import CropGeometry, Manifest, ManifestInfo, write_manifest
from trainer.data.shards import ShardWriter

SIDE_PX = 8
Picture = Any


def even(value: int | Sequence[int], side_px: int = SIDE_PX) -> Picture:
    """A picture of one colour, red, green and blue, or grey."""
    rgb = np.broadcast_to(np.array(value, np.uint8), (side_px, side_px, 3))
    return np.ascontiguousarray(rgb[..., ::-1])


def coded(picture: Picture, ending: str = ".png") -> bytes:
    return cv2.imencode(ending, picture)[1].tobytes()


def clip(folder: Path, pictures: dict[str, Picture | bytes]) -> dict[str, Any]:
    """A folder of pictures, and its row."""
    folder.mkdir(parents=True)
    for name, picture in pictures.items():
        data = picture if isinstance(picture, bytes) else coded(picture, Path(name).suffix)
        (folder / name).write_bytes(data)
    return {"clip": str(folder), "path": str(folder), "num_frames": len(pictures)}


def manifest(
    folder: Path, rows: Sequence[dict[str, Any]], size_px: int | None = SIDE_PX
) -> Manifest:
    info = ManifestInfo(data_set="Mini", crop=CropGeometry(size_px=size_px), created=CREATED)
    return write_manifest(folder, info, list(rows))


def read(
    data: Manifest, indices: Sequence[int], *, colour: str = "gray", row: int = 0
) -> np.ndarray:
    return FrameReader(data, colour, SIDE_PX).read(row, np.array(indices))


def greys(data: Manifest, indices: Sequence[int], row: int = 0) -> list[int]:
    pictures = read(data, indices, row=row)
    assert (pictures == pictures[:, :1, :1]).all()
    return pictures[:, 0, 0, 0].tolist()


@pytest.mark.parametrize("name", ["{}.png", "frame_{}.jpg", "Frame{}.BMP"])
def test_pictures_are_counted_as_people_count(tmp_path: Path, name: str) -> None:
    row = clip(tmp_path / "clip", {name.format(n): even(10 * n) for n in (10, 2, 1, 21, 9)})
    assert greys(manifest(tmp_path, [row]), range(5)) == [10, 20, 90, 100, 210]


def test_pictures_come_in_the_wanted_order_as_often_as_wanted(tmp_path: Path) -> None:
    row = clip(tmp_path / "clip", {f"{n}.png": even(10 * n) for n in range(6)})
    assert greys(manifest(tmp_path, [row]), [5, 0, 0, 3, 5]) == [50, 0, 0, 30, 50]


def test_rows_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    rows = [clip(tmp_path / str(n), {"1.png": even(n)}) for n in range(5)]
    data = manifest(tmp_path, rows)
    assert [greys(data, [0], row) for row in range(5)] == [[n] for n in range(5)]


def test_relative_paths_count_from_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = clip(tmp_path / "set" / "clips" / "a", {"1.png": even(7)}) | {"path": "clips/a"}
    monkeypatch.chdir("/")
    assert greys(manifest(tmp_path / "set", [row]), [0]) == [7]


@pytest.mark.parametrize("name", ["a clip", "[1]", "a*b?", "über", "x,y;z", "%20#1"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    row = clip(tmp_path / name / "its faces [2]", {"1.png": even(7)})
    assert greys(manifest(tmp_path, [row]), [0]) == [7]


def test_a_clip_of_a_few_bytes_is_a_clip(tmp_path: Path) -> None:
    """Neither the size of a folder nor that of a picture says that something is wrong with it."""
    row = clip(tmp_path / "clip", {"1.png": even(9, 1)})
    assert sum(path.stat().st_size for path in (tmp_path / "clip").iterdir()) < 100
    assert greys(manifest(tmp_path, [row]), [0]) == [9]


def test_grey_is_luma_and_colours_are_in_order(tmp_path: Path) -> None:
    data = manifest(tmp_path, [clip(tmp_path / "clip", {"1.png": even((200, 100, 50))})])
    colour = read(data, [0], colour="rgb")
    assert (colour.shape, colour.dtype) == ((1, SIDE_PX, SIDE_PX, 3), np.uint8)
    assert colour[0, 0, 0].tolist() == [200, 100, 50]
    grey = read(data, [0], colour="gray")
    assert grey.shape == (1, SIDE_PX, SIDE_PX, 1)
    assert grey[0, 0, 0, 0] == round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)


def test_grey_pictures_have_three_equal_channels_for_a_colour_model(tmp_path: Path) -> None:
    grey = np.arange(SIDE_PX**2, dtype=np.uint8).reshape(SIDE_PX, SIDE_PX)
    data = manifest(tmp_path, [clip(tmp_path / "clip", {"1.png": grey})])
    assert (read(data, [0], colour="rgb")[0] == grey[..., None]).all()


def test_the_reader_knows_what_it_gives(tmp_path: Path) -> None:
    row = clip(tmp_path / "clip", {"1.png": even(7)})
    grey = SPEC.model_copy(update={"colour": "gray"})
    for size_px, spec in ((SIDE_PX, SPEC), (None, SPEC), (SIDE_PX, grey), (None, grey)):
        reader = reader_for(manifest(tmp_path, [row], size_px), spec)
        side_px = reader.size_px
        assert side_px == (size_px or spec.size_px)
        assert reader.read(0, np.array([0])).shape == (1, side_px, side_px, reader.channels)


@pytest.mark.parametrize("shape", [(4, 4), (8, 16), (16, 8), (32, 64), (5, 11)])
def test_pictures_of_other_sizes_are_squashed_to_a_square(
    tmp_path: Path, shape: tuple[int, int]
) -> None:
    """Black left, white right, a grey bottom: these stay where they are."""
    height, width = shape
    picture = np.zeros((height, width), np.uint8)
    picture[:, width // 2 :] = 255
    picture[3 * height // 4 :] = 128
    data = manifest(tmp_path, [clip(tmp_path / "clip", {"1.png": picture})], size_px=None)
    found = read(data, [0])[0, :, :, 0]
    assert found.shape == (SIDE_PX, SIDE_PX)
    assert (found[0, 0], found[0, -1]) == (0, 255)
    assert (abs(found[-1].astype(int) - 128) <= 1).all()


# docs/reference.md: Size of frames
@pytest.mark.parametrize("shape", [(224, 224), (180, 211), (40, 31), (24, 60)])
def test_they_are_resized_as_pillow_does_it(tmp_path: Path, shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    files = {"1.png": cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)}
    data = manifest(tmp_path, [clip(tmp_path / "clip", files)], size_px=None)
    wanted = Image.fromarray(picture).resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR)
    assert np.array_equal(read(data, [0], colour="rgb")[0], np.array(wanted))


def test_much_larger_pictures_are_averaged(tmp_path: Path) -> None:
    """A pattern of single pixels becomes grey; picking pixels would give stripes."""
    picture = np.indices((72, 72)).sum(axis=0).astype(np.uint8) % 2 * 255
    data = manifest(tmp_path, [clip(tmp_path / "clip", {"1.png": picture})], size_px=None)
    assert abs(read(data, [0]).astype(float) - 127.5).max() <= 2


def test_photographs_are_turned_as_their_camera_says(tmp_path: Path) -> None:
    picture = even(0)
    picture[: SIDE_PX // 2] = 255
    jpeg = coded(picture, ".jpg")
    upside_down = bytes.fromhex("ffe1 0022 457869660000 4d4d002a00000008 0001")
    upside_down += bytes.fromhex("0112 0003 00000001 0003 0000 00000000")
    row = clip(tmp_path / "clip", {"1.jpg": jpeg[:2] + upside_down + jpeg[2:]})
    found = read(manifest(tmp_path, [row]), [0])[0, :, 0, 0]
    assert found[0] < 30
    assert found[-1] > 220


# -- what is wrong is an error -------------------------------------------------------------------

Harm = Callable[[Path], object]
HARMS: dict[str, Harm] = {
    "no bytes": lambda path: path.write_bytes(b""),
    "other bytes": lambda path: path.write_bytes(b"no picture at all"),
    "huge bytes": lambda path: path.write_bytes(b"P5 70000 70000 255\n"),
    "half of it": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a dead link": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "nothing": Path.unlink,
}


# docs/reference.md: Damaged clips
@pytest.mark.parametrize("ending", [".png", ".jpg"])
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_bad_picture_is_an_error_wherever_it_lies(
    tmp_path: Path, place: int, harm: str, ending: str
) -> None:
    pictures = {f"{n}{ending}": even(10 * n) for n in range(6)}
    data = manifest(tmp_path, [clip(tmp_path / "a clip", pictures)])
    HARMS[harm](tmp_path / "a clip" / f"{place}{ending}")
    with pytest.raises(SourceError, match="a clip"):
        read(data, range(6))
    if harm.endswith("bytes") or harm == "half of it":
        with pytest.raises(SourceError, match=f"image {place} of .*a clip"):
            read(data, [place])
        assert greys(data, [(place + 1) % 6]) == [(place + 1) % 6 * 10]


def test_a_clip_that_lacks_a_picture_gives_none_at_all(tmp_path: Path) -> None:
    """The others have moved up: picture 3 is not what it was."""
    data = manifest(tmp_path, [clip(tmp_path / "clip", {f"{n}.png": even(n) for n in range(6)})])
    (tmp_path / "clip" / "1.png").unlink()
    with pytest.raises(SourceError, match="holds 5 pictures, not the 6"):
        read(data, [3])


def test_a_clip_that_has_grown_gives_none_at_all(tmp_path: Path) -> None:
    data = manifest(tmp_path, [clip(tmp_path / "clip", {f"{n}.png": even(n) for n in range(6)})])
    (tmp_path / "clip" / "0b.png").write_bytes(coded(even(100)))
    with pytest.raises(SourceError, match="holds 7 pictures, not the 6"):
        read(data, [3])


def test_a_picture_that_goes_while_training_is_an_error(tmp_path: Path) -> None:
    """Folders are not listed again for every clip; changes are noticed nevertheless."""
    data = manifest(tmp_path, [clip(tmp_path / "clip", {f"{n}.png": even(n) for n in range(3)})])
    read(data, range(3))
    (tmp_path / "clip" / "1.png").unlink()
    with pytest.raises(SourceError, match="holds 2 pictures, not the 3"):
        read(data, [0])
    (tmp_path / "clip" / "1.png").write_bytes(coded(even(7)))
    assert greys(data, range(3)) == [0, 7, 2]


def test_a_picture_that_may_not_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    data = manifest(tmp_path, [clip(tmp_path / "clip", {"1.png": even(1)})])
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match=r"clip/1\.png cannot be read: Permission denied"):
        read(data, [0])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    row = {"clip": "a", "path": "clips/gone", "num_frames": 3}
    with pytest.raises(SourceError, match="clips/gone cannot be read: No such file"):
        read(manifest(tmp_path, [row]), [0])


# -- shards --------------------------------------------------------------------------------------


def packed(folder: Path, name: str, pictures: Sequence[Picture]) -> dict[str, Any]:
    with ShardWriter(folder) as shards:
        found = shards.add(name, [coded(picture) for picture in pictures], ".png")
    place = {"path": found.path, "offset": found.offset}
    return {"clip": name, "num_frames": len(pictures), **place}


@pytest.mark.parametrize("colour", ["rgb", "gray"])
def test_shards_give_what_folders_give(tmp_path: Path, colour: str) -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (12, 10, 3), np.uint8) for _ in range(5)]
    row = clip(tmp_path / "clip", {f"{n}.png": picture for n, picture in enumerate(pictures)})
    data = manifest(tmp_path, [row, packed(tmp_path, "b", pictures)])
    indices = [4, 0, 2, 2]
    folder, shard = (read(data, indices, colour=colour, row=row) for row in (0, 1))
    assert np.array_equal(folder, shard)
    assert folder.std() > 0


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_a_broken_shard_is_an_error(tmp_path: Path, part: float) -> None:
    data = manifest(tmp_path, [packed(tmp_path, "b", [even(n) for n in range(6)])])
    assert greys(data, range(6)) == list(range(6))
    shard = tmp_path / data.column("path")[0]
    shard.write_bytes(shard.read_bytes()[: int(part * 6000)])
    with pytest.raises(SourceError, match=r"image 5 of .*000000\.tar"):
        read(data, [5])
    shard.unlink()
    with pytest.raises(SourceError, match=r"000000\.tar cannot be read"):
        read(data, [0])


def test_every_still_of_a_shard_can_be_read(tmp_path: Path) -> None:
    with ShardWriter(tmp_path) as shards:
        places = [shards.add(f"still {n}", [coded(even(n))]) for n in range(40)]
    rows = [
        {"clip": str(n), "num_frames": 1} | {"path": place.path, "offset": place.offset}
        for n, place in enumerate(places)
    ]
    data = manifest(tmp_path, rows)
    assert [greys(data, [0], row)[0] for row in range(40)] == list(range(40))
