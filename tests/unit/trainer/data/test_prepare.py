"""Prepared data sets: complete or listed as problems, made once, by any number of processes."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import av
import cv2
import numpy as np
import pytest

from svfap_core.errors import DetectorError, OutputError, SourceError, SvfapError
from svfap_core.sources.content import content_hash
from tests.disk import small_disk
from tests.media import uneven_times
from tests.shared_data import shared
from tests.unit.tracking.scene import Person, Scene
from tests.unit.trainer.data.at_once import AtOnce
from tests.unit.trainer.data.screen import Screen, film
from tests.unit.trainer.miniature import drawn_face
from trainer.data import cropping, workers
from trainer.data import items as module
from trainer.data.catalogue import Catalogue, CropGeometry, Item, Material, Problem
from trainer.data.cropping import SHORTEST_S
from trainer.data.frames import FrameReader
from trainer.data.items import CLIP_FOLDER, ITEM_FILE
from trainer.data.layouts import folder, read
from trainer.data.manifest import Manifest, read_manifest
from trainer.data.prepare import Prepared, prepare
from trainer.data.shards import SHARD_FOLDER, ShardWriter
from trainer.folder import MANIFEST_FILE, PROBLEMS_FILE, PROBLEMS_LOG
from trainer.specs import FACE_TEMPLATE, with_margin
from trainer.steps import PrepareConfig

ONE, TWO, NONE = 0, 50, 100
"""First pictures of films with one face, with two, and with none."""
SCENE = Scene(
    [
        Person(lambda i: (40.0 + i % 50, 90.0) if i < NONE else None, seed=11),
        Person(lambda i: (190.0, 60.0) if TWO <= i < NONE else None, seed=12, size_px=90),
    ]
)
CONFIG = PrepareConfig(size_px=64)


@pytest.fixture
def cropped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Crops with a detector that knows the scene; the names of all videos that were cropped."""
    calls: list[str] = []
    crop = module.crop_video

    def counted(path: Path, *arguments: Any, **options: Any) -> Any:
        calls.append(path.name)
        return crop(path, *arguments, **options)

    screen = Screen(SCENE)
    monkeypatch.setattr(module, "_detector", lambda: screen)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    monkeypatch.setattr(module, "crop_video", counted)
    return calls


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    film(folder / "one.mkv", SCENE, 13, first=ONE)
    film(folder / "two.mkv", SCENE, 13, first=TWO)
    film(folder / "none.mkv", SCENE, 8, first=NONE)
    film(folder / "uneven.mkv", SCENE, uneven_times(12), first=ONE)
    (folder / "broken.mkv").write_bytes(b"no video at all")
    return folder


def video(source: Path, clip: str | None = None, **changes: Any) -> Item:
    return Item(clip=clip or source.stem, source=source, material=Material.VIDEO, **changes)


def faces(source: Path, **changes: Any) -> Item:
    return Item(clip=source.name, source=source, material=Material.FACES, **changes)


def catalogue(*items: Item, **changes: Any) -> Catalogue:
    """A labelled one."""
    return Catalogue(**{"data_set": "Mini", "items": items, "classes": ("happy",)} | changes)


def made(out: Path, *items: Item, **changes: Any) -> Prepared:
    config = CONFIG if items[0].material is Material.VIDEO else PrepareConfig()
    return prepare(catalogue(*items, **changes), out, config)


def pictures(manifest: Manifest, row: int = 0) -> np.ndarray:
    count = manifest.column("num_frames")[row]
    return FrameReader(manifest, "rgb", 64).read(row, np.arange(count))


def problems(out: Path) -> dict[str, str]:
    with (out / PROBLEMS_FILE).open(newline="", encoding="utf-8") as file:
        return {row["name"]: row["reason"] for row in csv.DictReader(file)}


def leftovers(out: Path) -> list[str]:
    return [path.name for path in out.rglob("*.part")]


# -- videos --------------------------------------------------------------------------------------


def test_a_clip_has_what_is_known_of_it(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    known = {
        "label": "happy",
        "subject": "Ann",
        "split": "val",
        "fold": 3,
        "shares": {"happy": 0.75},
        "values": {"valence": -0.5},
    }
    item = video(films / "one.mkv", "part/one [1]", **known)
    changes = {"values": ("valence",), "protocol": "own", "notes": ("UNVERIFIED: all",)}
    manifest = made(tmp_path, item, **changes).manifest
    assert manifest.table.equals(read_manifest(tmp_path).table)
    (row,) = manifest.table.to_pylist()
    for name, value in {"label": "happy", "subject": "Ann", "split": "val", "fold": 3}.items():
        assert row[name] == value
    assert (row["share_happy"], row["value_valence"]) == (0.75, -0.5)
    assert (row["clip"], row["path"]) == ("part/one [1]", "clips/part/one [1]/1")
    assert row["source"] == str(films / "one.mkv")
    assert row["num_frames"] == 13
    assert [row[f"box_{name}"] for name in "xywh"] == pytest.approx([46, 90, 60, 60], abs=2)
    assert pictures(manifest).shape == (13, 64, 64, 3)
    info = manifest.info
    assert (info.data_set, info.classes, info.values) == ("Mini", ("happy",), ("valence",))
    assert (info.protocol, info.notes) == ("own", ("UNVERIFIED: all",))
    assert info.crop.size_px == 64
    assert info.crop.template == with_margin(FACE_TEMPLATE, 1.25)
    assert {"svfap", "av"} <= set(info.software)


def test_rate_and_times_are_those_of_the_source(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    cut = video(films / "one.mkv", "cut", start_s=0.04)
    manifest = made(tmp_path, video(films / "one.mkv"), cut, video(films / "uneven.mkv")).manifest
    even, late, uneven = manifest.table.to_pylist()
    assert (even["rate_fps"], even["times_s"], even["start_s"]) == (pytest.approx(25), None, 0)
    assert (late["rate_fps"], late["times_s"]) == (pytest.approx(25), None)
    assert (late["start_s"], late["num_frames"]) == (pytest.approx(0.04), 12)
    times_s = uneven_times(12)
    assert uneven["times_s"] == pytest.approx(times_s, abs=0.001)
    assert uneven["rate_fps"] == pytest.approx(11 / times_s[-1], rel=0.001)


def test_a_labelled_video_gives_one_clip_and_another_all_its_faces(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    """Two faces have two names; one alone has the video's."""
    items = [video(films / "one.mkv"), video(films / "two.mkv")]
    one, two = made(tmp_path / "labelled", *items).manifest.table.to_pylist()
    assert (one["clip"], two["clip"]) == ("one", "two")
    assert two["box_w"] == pytest.approx(90, abs=3), "the most prominent face"
    rated = made(tmp_path / "rated", items[1], classes=(), values=("valence",)).manifest
    assert rated.column("clip") == ["two"]
    manifest = made(tmp_path / "all", *items, classes=()).manifest
    assert manifest.column("clip") == ["one", "two/1", "two/2"]
    assert manifest.column("path") == ["clips/one/1", "clips/two/1", "clips/two/2"]
    assert manifest.column("box_w") == pytest.approx([60, 90, 60], abs=3)
    found = [pictures(manifest, row) for row in range(3)]
    assert not np.array_equal(found[1], found[2])


@pytest.mark.parametrize(("classes", "wish", "clips"), [(("a",), True, 2), ((), False, 1)])
def test_a_wish_decides_how_many_faces(
    films: Path, tmp_path: Path, cropped: list[str], *, classes: Any, wish: bool, clips: int
) -> None:
    config = CONFIG.model_copy(update={"every_face": wish})
    found = prepare(catalogue(video(films / "two.mkv"), classes=classes), tmp_path, config)
    assert len(found.manifest) == clips


def test_progress_names_every_item(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    told: list[tuple[int, int, str]] = []
    items = [video(films / f"{name}.mkv") for name in ("one", "none")]
    prepare(catalogue(*items), tmp_path, CONFIG, lambda *values: told.append(values))
    assert [(done, total) for done, total, _ in told] == [(1, 2), (2, 2)]
    assert {name for *_, name in told} == {"one", "none"}


# -- again ---------------------------------------------------------------------------------------


def test_a_second_run_crops_nothing(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    items = [video(films / f"{name}.mkv") for name in ("one", "uneven")]
    first = made(tmp_path, *items).manifest
    assert cropped == ["one.mkv", "uneven.mkv"]
    times_ns = {path: path.stat().st_mtime_ns for path in (tmp_path / CLIP_FOLDER).rglob("*")}
    second = made(tmp_path, *items).manifest
    assert cropped == ["one.mkv", "uneven.mkv"]
    assert second.table.equals(first.table)
    assert times_ns == {
        path: path.stat().st_mtime_ns for path in (tmp_path / CLIP_FOLDER).rglob("*")
    }


def test_new_labels_need_no_new_crops(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    made(tmp_path, video(films / "one.mkv", label="happy"))
    again = made(tmp_path, video(films / "one.mkv", label="sad"), classes=("sad",)).manifest
    assert again.column("label") == ["sad"]
    assert len(cropped) == 1


def test_a_new_item_is_added(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    made(tmp_path, video(films / "one.mkv"))
    items = [video(films / "uneven.mkv"), video(films / "one.mkv")]
    assert made(tmp_path, *items).manifest.column("clip") == ["uneven", "one"]
    assert cropped == ["one.mkv", "uneven.mkv"]


def test_a_changed_source_is_cropped_again(tmp_path: Path, cropped: list[str]) -> None:
    path = film(tmp_path / "a.mkv", SCENE, 12, first=ONE)
    out = tmp_path / "out"
    before = pictures(made(out, video(path)).manifest)
    film(path, SCENE, 13, first=TWO)
    os.utime(path, ns=(0, 0))
    after = pictures(made(out, video(path)).manifest)
    assert len(cropped) == 2
    assert (len(before), len(after)) == (12, 13)
    made(out, video(path))
    assert len(cropped) == 2
    os.utime(path, ns=(0, 1))
    made(out, video(path))
    assert len(cropped) == 3


def test_a_folder_written_otherwise_is_the_same_data_set(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same names, parts and crops."""
    for name in ("one", "two", "uneven"):
        (tmp_path / "videos" / name).mkdir(parents=True)
        shutil.copy(films / f"{name}.mkv", tmp_path / "videos" / name / "a.mkv")
    (tmp_path / "link").symlink_to(tmp_path / "videos")
    monkeypatch.chdir(tmp_path)
    tables = [
        prepare(read("folder", Path(typed)), tmp_path / "out", CONFIG).manifest.table
        for typed in ("videos", str(tmp_path / "videos"), f"../{tmp_path.name}/videos/", "link")
    ]
    assert cropped == ["a.mkv"] * 3
    assert tables[0]["clip"].to_pylist() == ["one/a.mkv", "two/a.mkv", "uneven/a.mkv"]
    assert all(table.equals(tables[0]) for table in tables)


def test_content_is_known_under_any_name(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    copy = shutil.copy(films / "one.mkv", tmp_path / "copy.mkv")
    items = [
        video(films / "one.mkv"),
        video(copy),
        video(films / "two.mkv"),
        video(films / "one.mkv", "late", start_s=0.04),
    ]
    for _ in range(2):
        one, again, two, part = made(tmp_path / "out", *items).manifest.column("content")
        assert one == again == part == content_hash(films / "one.mkv")
        assert two == content_hash(films / "two.mkv") != one
    assert len(cropped) == 4
    told = tmp_path / "out" / CLIP_FOLDER / "one" / ITEM_FILE
    older = {
        name: value for name, value in json.loads(told.read_text()).items() if name != "content"
    }
    told.write_text(json.dumps(older))
    assert made(tmp_path / "out", *items).manifest.column("content")[0] == one
    assert len(cropped) == 4


@pytest.mark.usefixtures("cropped")
def test_content_of_images_is_known_too(tmp_path: Path) -> None:
    first = folder_of_faces(tmp_path / "first")
    shutil.copytree(first, tmp_path / "copy")
    items = [faces(first), faces(tmp_path / "copy"), faces(folder_of_faces(tmp_path / "other", 2))]
    one, copy, other = made(tmp_path / "out", *items).manifest.column("content")
    assert one == copy != other
    png = (first / "1.png").read_bytes()
    still = Item(clip="0", source=tmp_path, material=Material.STILL, data=png)
    geometry = CropGeometry(size_px=48)
    manifest = prepare(
        catalogue(still, crop=geometry), tmp_path / "stills", PrepareConfig()
    ).manifest
    assert manifest.column("content") == [content_hash(first / "1.png")]


@pytest.mark.parametrize(
    "change", [{"size_px": 48}, {"margin": 1.5}, {"every_face": True}, {"start_s": 0.04}]
)
def test_other_settings_crop_again(
    films: Path, tmp_path: Path, cropped: list[str], change: dict[str, Any]
) -> None:
    made(tmp_path, video(films / "one.mkv"))
    of_item = {name: value for name, value in change.items() if name == "start_s"}
    of_config = {name: value for name, value in change.items() if name != "start_s"}
    item, config = video(films / "one.mkv", **of_item), CONFIG.model_copy(update=of_config)
    manifest = prepare(catalogue(item), tmp_path, config).manifest
    assert len(cropped) == 2
    assert pictures(manifest).shape[1] == config.size_px


@pytest.mark.parametrize("lost", ["1/000003.jpg", "1", "item.json", "."])
def test_what_was_lost_is_cropped_again(
    films: Path, tmp_path: Path, cropped: list[str], lost: str
) -> None:
    item = video(films / "one.mkv")
    first = made(tmp_path, item).manifest
    wanted = pictures(first)
    path = tmp_path / CLIP_FOLDER / "one" / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    second = made(tmp_path, item).manifest
    assert len(cropped) == 2
    assert np.array_equal(pictures(read_manifest(tmp_path)), wanted)
    assert second.table.equals(first.table)


class Killed(BaseException):
    """The process ends here."""


def test_an_item_that_was_killed_leaves_a_part_only(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is under an item's own name is whole."""
    items = [video(films / "one.mkv"), video(films / "uneven.mkv")]
    write = Path.write_bytes

    def kill_at_third(path: Path, data: bytes) -> int:
        if "uneven" in str(path) and path.name == "000003.jpg":
            raise Killed
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", kill_at_third)
        with pytest.raises(Killed):
            made(tmp_path, *items)
    names = sorted(path.name for path in (tmp_path / CLIP_FOLDER).iterdir())
    assert names == ["one", "uneven.part"]
    assert not (tmp_path / MANIFEST_FILE).exists()
    manifest = made(tmp_path, *items).manifest
    assert cropped == ["one.mkv", "uneven.mkv", "uneven.mkv"]
    assert manifest.column("num_frames") == [13, 12]
    assert not leftovers(tmp_path)


def test_pictures_come_before_the_word_that_they_are_there(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the last picture and the item's facts, nothing counts as done."""

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", kill)
        with pytest.raises(Killed):
            made(tmp_path, video(films / "one.mkv"))
    assert not (tmp_path / CLIP_FOLDER / "one").exists()
    assert made(tmp_path, video(films / "one.mkv")).manifest.column("num_frames") == [13]
    told = json.loads((tmp_path / CLIP_FOLDER / "one" / ITEM_FILE).read_text())
    assert told["faces"][0]["num_frames"] == 13


# -- what is wrong -------------------------------------------------------------------------------


def test_problems_are_listed_and_nothing_takes_their_place(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    names = ("broken", "one", "none", "missing")
    found = made(
        tmp_path,
        *(video(films / f"{name}.mkv") for name in names),
        problems=(Problem(name="unlisted", reason="has no label"),),
    )
    assert found.manifest.column("clip") == ["one"]
    told = problems(tmp_path)
    assert told == {problem.name: problem.reason for problem in found.problems}
    assert list(told) == ["unlisted", "broken", "none", "missing"]
    assert told["unlisted"] == "has no label"
    assert "broken.mkv" in told["broken"]
    assert "shows no face" in told["none"]
    assert "missing.mkv" in told["missing"]
    assert sorted(path.name for path in (tmp_path / CLIP_FOLDER).iterdir()) == ["one"]


def test_a_mended_problem_is_one_no_more(tmp_path: Path, cropped: list[str]) -> None:
    good = film(tmp_path / "good.mkv", SCENE, 12)
    path = film(tmp_path / "a.mkv", SCENE, 8, first=NONE)
    out = tmp_path / "out"
    assert len(made(out, video(path), video(good)).problems) == 1
    film(path, SCENE, 14)
    assert made(out, video(path), video(good)).manifest.column("clip") == ["a", "good"]
    assert not problems(out)


def test_without_a_single_clip_there_is_no_manifest(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    with pytest.raises(SourceError, match=r"no clip could be made of Mini; none: .*no face"):
        made(tmp_path, video(films / "none.mkv"))
    assert not (tmp_path / MANIFEST_FILE).exists()
    assert list(problems(tmp_path)) == ["none"]


def test_a_disk_that_refuses_ends_it_at_once(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    """It is no fault of the videos: none of them may be left out for it."""
    (tmp_path / CLIP_FOLDER).write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="clips"):
        made(tmp_path, video(films / "one.mkv"), video(films / "none.mkv"))
    assert not (tmp_path / MANIFEST_FILE).exists()


class UnforeseenError(Exception):
    """One that nobody thought of."""


def startle(monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException) -> None:
    """Raise an error in the film `two` only."""
    opened, detect = cropping.open_source, Screen.detect

    def frames(source: Any) -> Iterator[Any]:
        for number, frame in enumerate(source):
            if number == 3:
                raise error
            yield frame

    def startled_open(path: Path) -> Any:
        if path.name != "two.mkv" or where == "detecting":
            return opened(path)
        if where == "opening":
            raise error
        source = opened(path)
        monkeypatch.setattr(source, "frames", partial(frames, source.frames()))
        return source

    def startled_detect(self: Screen, rgb: Any, **asked: float) -> Any:
        found = detect(self, rgb, **asked)
        if where == "detecting" and self.scene.index >= TWO:
            raise error
        return found

    monkeypatch.setattr(cropping, "open_source", startled_open)
    monkeypatch.setattr(Screen, "detect", startled_detect)


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("opening", UnforeseenError("31 is not a valid Type")),
        ("detecting", UnforeseenError("31 is not a valid Type")),
        ("reading", ValueError("31 is not a valid Type")),
        ("reading", OSError(5, "Input/output error")),
        ("reading", av.error.MemoryError(12, "Cannot allocate memory")),
    ],
)
def test_any_surprise_of_one_video_is_named_and_costs_no_other(
    films: Path,
    tmp_path: Path,
    cropped: list[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    where: str,
    error: Exception,
) -> None:
    told: list[Problem] = []
    given = [video(films / f"{name}.mkv") for name in ("uneven", "two", "one")]
    with monkeypatch.context() as patch:
        startle(patch, where, error)
        found = prepare(catalogue(*given), tmp_path, CONFIG, on_problem=told.append)
    assert found.manifest.column("clip") == ["uneven", "one"]
    assert (found.failed, found.problems) == (1, tuple(told))
    reason = f"internal error: {type(error).__name__}: {error} (see {PROBLEMS_LOG})"
    assert problems(tmp_path) == {"two": reason}
    log = (tmp_path / PROBLEMS_LOG).read_text()
    assert log.startswith(f"two: {films / 'two.mkv'}\nTraceback")
    assert "test_prepare.py" in log
    assert not leftovers(tmp_path)


def test_a_log_of_errors_goes_with_them(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [video(films / f"{name}.mkv") for name in ("one", "two")]
    with monkeypatch.context() as patch:
        startle(patch, "opening", UnforeseenError())
        made(tmp_path, *given)
    assert (tmp_path / PROBLEMS_LOG).exists()
    assert made(tmp_path, *given).failed == 0
    assert not (tmp_path / PROBLEMS_LOG).exists()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), SourceError),
        (OutputError("cannot write x: No space left on device"), OutputError),
        (DetectorError("no weights"), DetectorError),
    ],
)
def test_what_every_video_would_suffer_from_ends_it(
    films: Path,
    tmp_path: Path,
    cropped: list[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    error: Exception,
    expected: type[SvfapError],
) -> None:
    startle(monkeypatch, "detecting", error)
    with pytest.raises(expected) as caught:
        made(tmp_path, *(video(films / f"{name}.mkv") for name in ("one", "two")))
    if isinstance(error, MemoryError):
        assert re.search(r"memory ran out .*two\.mkv.*workers=1", str(caught.value))
    assert not (tmp_path / MANIFEST_FILE).exists()
    assert not leftovers(tmp_path)


def test_a_full_disk_ends_it(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    with small_disk(2000), pytest.raises(OutputError, match="cannot write"):
        made(tmp_path, *(video(films / f"{name}.mkv") for name in ("one", "two")))
    assert not (tmp_path / MANIFEST_FILE).exists()


def test_a_name_too_long_for_the_disk_is_a_problem_of_its_video(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    long = "n" * 253  # With .part behind it too long for a folder.
    found = made(tmp_path, video(films / "one.mkv", long), video(films / "one.mkv"))
    assert found.manifest.column("clip") == ["one"]
    assert "The name is too long" in problems(tmp_path)[long]


def test_a_video_that_crashes_its_process_is_named_and_costs_no_other(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crashing(AtOnce):
        def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
            if arguments[0].clip != "two":
                return super().submit(work, *arguments)
            crashed: Future[Any] = Future()
            crashed.set_exception(BrokenProcessPool())
            return crashed

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Crashing)
    found = made(tmp_path, *(video(films / f"{name}.mkv") for name in ("uneven", "two", "one")))
    assert found.manifest.column("clip") == ["uneven", "one"]
    assert problems(tmp_path) == {
        "two": f"{films / 'two.mkv'} ended the process that read it: it crashed or was killed"
    }


def test_names_that_are_no_text_are_escaped(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    """No manifest takes them: one such name would cost all other clips."""
    odd = os.fsdecode(b"take\xe9")
    for name, film_ in {f"{odd}.mkv": "one", f"{odd} too.mkv": "broken", "b.mkv": "two"}.items():
        target = tmp_path / "set" / odd / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(films / f"{film_}.mkv", target)
    found = prepare(folder.read(tmp_path / "set"), tmp_path / "out", CONFIG)
    assert found.manifest.column("clip") == ["take%E9/b.mkv", "take%E9/take%E9.mkv"]
    assert found.manifest.column("source")[1].endswith("set/take%E9/take%E9.mkv")
    assert found.manifest.info.classes == ("take%E9",)
    assert pictures(found.manifest, 1).shape[0] == 13
    assert list(problems(tmp_path / "out")) == ["take%E9/take%E9 too.mkv"]
    folder_of_faces(tmp_path / "faces" / "sad" / "plain")
    clip = folder_of_faces(tmp_path / "faces" / "happy" / "odd")  # OpenCV takes no such path.
    clip.rename(clip.with_name(odd))
    found = prepare(folder.read(tmp_path / "faces"), tmp_path / "out 2", PrepareConfig())
    assert found.manifest.column("clip") == ["sad/plain"]
    assert "rename it" in problems(tmp_path / "out 2")["happy/take%E9"]


@pytest.mark.parametrize("text", ["", "null", "[]", "3", '{"key": 1}', '{"faces": []}'])
def test_damaged_facts_of_an_item_are_made_again(
    films: Path, tmp_path: Path, cropped: list[str], text: str
) -> None:
    made(tmp_path, video(films / "one.mkv"))
    path = tmp_path / CLIP_FOLDER / "one" / ITEM_FILE
    whole = path.read_text()
    path.write_text(text)
    assert made(tmp_path, video(films / "one.mkv")).failed == 0
    assert path.read_text() == whole


def test_materials_are_not_mixed_and_no_time_is_spent_on_it(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    items = [video(films / "one.mkv"), faces(folder_of_faces(tmp_path / "faces"))]
    with pytest.raises(SourceError, match="mixes videos and folders of face images"):
        made(tmp_path / "out", *items)
    assert not cropped
    assert not (tmp_path / "out").exists()


def test_a_video_that_breaks_off_is_listed_beside_its_clip(
    films: Path, tmp_path: Path, cropped: list[str]
) -> None:
    whole = film(tmp_path / "whole.mkv", SCENE, 50)
    torn = tmp_path / "torn.mkv"
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    out = tmp_path / "out"
    for _ in range(2):  # The second time from what is known of it.
        found = made(out, video(whole), video(torn))
        assert found.manifest.column("clip") == ["whole", "torn"]
        assert found.manifest.column("num_frames")[1] < 35
        ((name, reason),) = problems(out).items()
        assert name == "torn"
        assert re.fullmatch(r"breaks off after .* s; its clip is what could be read", reason)
    assert cropped == ["whole.mkv", "torn.mkv"]


@pytest.mark.usefixtures("cropped")
@pytest.mark.parametrize("setting", [{"size_px": 64}, {"margin": 1.5}, {"every_face": True}])
def test_settings_in_vain_are_refused(tmp_path: Path, setting: dict[str, Any]) -> None:
    item, config = faces(folder_of_faces(tmp_path / "a")), PrepareConfig(**setting)
    with pytest.raises(SourceError, match=f"{next(iter(setting))} cannot be set for Mini"):
        prepare(catalogue(item), tmp_path / "out", config)


# -- folders of faces ----------------------------------------------------------------------------


def folder_of_faces(folder: Path, count: int = 3) -> Path:
    folder.mkdir(parents=True)
    for index in range(count):
        cv2.imwrite(str(folder / f"{index + 1}.png"), drawn_face(index, index))
    return folder


@pytest.mark.usefixtures("cropped")
def test_folders_of_faces_are_used_where_they_lie(tmp_path: Path) -> None:
    sources = [folder_of_faces(tmp_path / "set [1]" / name, count) for name, count in
               (("long", 12), ("still", 1))]  # fmt: skip
    items = [faces(source, label="happy", subject="Ann", split="test") for source in sources]
    manifest = made(tmp_path / "out", *items, rate_fps=30.0).manifest
    rows = manifest.table.to_pylist()
    assert [row["path"] for row in rows] == [str(source.resolve()) for source in sources]
    assert [row["num_frames"] for row in rows] == [12, 1]
    assert {(row["rate_fps"], row["times_s"], row["box_x"]) for row in rows} == {(30, None, None)}
    assert {(row["label"], row["subject"], row["split"]) for row in rows} == {
        ("happy", "Ann", "test")
    }
    assert (manifest.info.crop.size_px, manifest.info.crop.template) == (None, None)
    assert not (tmp_path / "out" / CLIP_FOLDER).exists()
    found = FrameReader(manifest, "gray", 48).read(0, np.arange(12))
    assert np.array_equal(found[9, :, :, 0], drawn_face(9, 9))


@pytest.mark.usefixtures("cropped")
def test_an_unknown_rate_stays_unknown(tmp_path: Path) -> None:
    manifest = made(tmp_path / "out", faces(folder_of_faces(tmp_path / "a"))).manifest
    assert manifest.column("rate_fps") == [None]


@pytest.mark.usefixtures("cropped")
def test_folders_without_faces_are_problems(tmp_path: Path) -> None:
    good = folder_of_faces(tmp_path / "good")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("nothing here")
    cut = faces(folder_of_faces(tmp_path / "cut"), start_s=1.0, end_s=2.0)
    items = [faces(tmp_path / "empty"), faces(tmp_path / "missing"), cut, faces(good)]
    found = made(tmp_path / "out", *items)
    assert found.manifest.column("clip") == ["good"]
    told = problems(tmp_path / "out")
    assert list(told) == ["empty", "missing", "cut"]
    assert "holds no image" in told["empty"]
    assert "missing" in told["missing"]
    assert "by time" in told["cut"]


@pytest.mark.usefixtures("cropped")
def test_a_picture_that_cannot_be_read_is_told_before_training(tmp_path: Path) -> None:
    torn = folder_of_faces(tmp_path / "torn")
    whole = (torn / "2.png").read_bytes()
    (torn / "2.png").write_bytes(whole[: len(whole) // 3])
    (torn / "3.png").write_bytes(b"")
    (folder_of_faces(tmp_path / "text") / "3.png").write_bytes(b"no picture at all")
    items = [faces(torn), faces(tmp_path / "text"), faces(folder_of_faces(tmp_path / "good"))]
    assert made(tmp_path / "out", *items).manifest.column("clip") == ["good"]
    told = problems(tmp_path / "out")
    assert told == {
        "torn/2.png": "is no picture that training can read, or damaged; its clip is left out",
        "torn/3.png": "is empty (0 bytes); its clip is left out",
        "text/3.png": "is no picture that training can read, or damaged; its clip is left out",
    }


# -- stills --------------------------------------------------------------------------------------


def test_a_still_that_cannot_be_decoded_costs_no_other(tmp_path: Path) -> None:
    good = cv2.imencode(".png", drawn_face(0, 0))[1].tobytes()
    huge = b"P5 70000 70000 255\n"  # Refused by an error, not by an empty answer.
    stills = [
        Item(clip=str(number), source=tmp_path, material=Material.STILL, data=data)
        for number, data in enumerate((good, huge, b"", good[:50], good))
    ]
    geometry = CropGeometry(size_px=48)
    found = prepare(catalogue(*stills, crop=geometry), tmp_path, PrepareConfig())
    assert found.manifest.column("clip") == ["0", "4"]
    assert found.failed == 3
    assert set(problems(tmp_path)) == {"1", "2", "3"}


# -- shards --------------------------------------------------------------------------------------


def test_shards_hold_what_folders_hold(films: Path, tmp_path: Path, cropped: list[str]) -> None:
    items = [video(films / f"{name}.mkv", f"a.b/{name}") for name in ("one", "two", "uneven")]
    unlabelled = catalogue(*items, classes=())
    plain = prepare(unlabelled, tmp_path / "plain", CONFIG).manifest
    packed = prepare(
        unlabelled, tmp_path / "packed", CONFIG.model_copy(update={"shards": True})
    ).manifest
    assert len(packed) == 4
    for row in range(4):
        assert np.array_equal(pictures(plain, row), pictures(packed, row))
    others = ["path", "offset"]
    assert packed.table.drop_columns(others).equals(plain.table.drop_columns(others))
    names = sorted(path.name for path in (tmp_path / "packed").iterdir())
    assert names == [MANIFEST_FILE, PROBLEMS_FILE, SHARD_FOLDER]


@pytest.mark.usefixtures("cropped")
def test_a_packed_data_set_is_not_packed_again(tmp_path: Path) -> None:
    source = folder_of_faces(tmp_path / "a")
    config = PrepareConfig(shards=True)
    prepare(catalogue(faces(source)), tmp_path / "out", config)
    before = (tmp_path / "out" / SHARD_FOLDER / "000000.tar").read_bytes()
    with pytest.raises(OutputError, match="holds a prepared data set already"):
        prepare(catalogue(faces(source)), tmp_path / "out", config)
    assert (tmp_path / "out" / SHARD_FOLDER / "000000.tar").read_bytes() == before


@pytest.mark.usefixtures("cropped")
def test_packing_takes_no_face_from_where_it_lies(tmp_path: Path) -> None:
    source = folder_of_faces(tmp_path / "a", 12)
    config = PrepareConfig(shards=True)
    manifest = prepare(catalogue(faces(source)), tmp_path / "out", config).manifest
    assert len(list(source.iterdir())) == 12
    assert manifest.column("num_frames") == [12]
    found = FrameReader(manifest, "gray", 48).read(0, np.arange(12))
    assert np.array_equal(found[9, :, :, 0], drawn_face(9, 9)), "10.png is the tenth"


@pytest.mark.usefixtures("cropped")
def test_a_picture_that_cannot_be_packed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = folder_of_faces(tmp_path / "a")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "2.png":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    config = PrepareConfig(shards=True)
    with pytest.raises(SourceError, match=r"no clip .*a/2\.png cannot be read"):
        prepare(catalogue(faces(source)), tmp_path / "out", config)
    assert not (tmp_path / "out" / MANIFEST_FILE).exists()
    assert not leftovers(tmp_path / "out")
    both = catalogue(faces(source), faces(folder_of_faces(tmp_path / "b", 1)))
    found = prepare(both, tmp_path / "out", config)
    assert found.manifest.column("clip") == ["b"]
    assert found.failed == 1
    assert "a/2.png cannot be read" in problems(tmp_path / "out")["a"]


def test_a_stop_while_packing_costs_no_crops(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config, items = CONFIG.model_copy(update={"shards": True}), [video(films / "one.mkv")]

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "add", kill)
        with pytest.raises(Killed):
            prepare(catalogue(*items), tmp_path, config)
    assert len(pictures(prepare(catalogue(*items), tmp_path, config).manifest)) == 13
    assert cropped == ["one.mkv"]


# -- processes -----------------------------------------------------------------------------------


def test_two_processes_make_what_one_makes(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real detector, in the catalogue's order, with the problems of each."""
    items = [
        video(shared("data/clips/single_face.mp4"), "face", end_s=SHORTEST_S + 0.1),
        video(films / "broken.mkv"),
    ]
    many = prepare(catalogue(*items), tmp_path / "many", CONFIG)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    one = prepare(catalogue(*items), tmp_path / "one", CONFIG)
    assert many.manifest.table.equals(one.manifest.table)
    assert many.manifest.column("clip") == ["face"]
    assert many.problems == one.problems
    assert [problem.name for problem in many.problems] == ["broken"]
    assert np.array_equal(pictures(many.manifest), pictures(one.manifest))


def test_results_come_in_order_and_few_are_under_way(
    films: Path, tmp_path: Path, cropped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "AHEAD", 1)
    names = ("two", "none", "one", "broken", "uneven")
    found = made(tmp_path, *(video(films / f"{name}.mkv") for name in names))
    assert found.manifest.column("clip") == ["two", "one", "uneven"]
    assert [problem.name for problem in found.problems] == ["none", "broken"]


PARENT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor
from os import getpid
from trainer.data.workers import end_with_parent

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), end_with_parent)
    print(pool.submit(getpid).result(), flush=True)
    time.sleep(60)
"""


def test_a_killed_preparation_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    ends_s = monotonic() + 10
    while Path(f"/proc/{worker}").exists() and monotonic() < ends_s:
        sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()
