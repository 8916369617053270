from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from svfap_core.batch.plan import Planned, plan
from svfap_core.errors import OutputError, SourceError
from tests.unit.batch.test_batch import videos


def test_shards_share_the_files_out(tmp_path: Path) -> None:
    source = videos(tmp_path / "in", **{f"v{i}": "x" for i in range(40)})
    shares = [plan([source], recursive=True, shard=(i, 3)) for i in (1, 2, 3)]
    whole = plan([source], recursive=True, shard=(1, 1))
    assert sorted(itertools.chain(*shares), key=str) == sorted(whole, key=str)
    assert all(shares)


def test_two_files_for_one_result_are_refused(tmp_path: Path) -> None:
    source = videos(tmp_path, a__x="1", b__x="2")
    with pytest.raises(OutputError, match="same results"):
        plan([source / "a" / "x.mp4", source / "b" / "x.mp4"], recursive=True, shard=(1, 1))


def test_sub_folders_only_when_asked(tmp_path: Path) -> None:
    source = videos(tmp_path, a="1", sub__b="2")
    found = plan([source], recursive=False, shard=(1, 1))
    assert found == [Planned(source / "a.mp4", "a.mp4")]


def test_results_beside_their_videos_are_no_inputs(tmp_path: Path) -> None:
    videos(tmp_path, a="1")
    (tmp_path / "a.mp4.overlay.mp4").write_text("a result")
    assert plan([tmp_path], recursive=True, shard=(1, 1)) == [Planned(tmp_path / "a.mp4", "a.mp4")]


@pytest.mark.parametrize("name", ["locked", "locked.faces"])
def test_a_folder_that_may_not_be_read_is_named_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = videos(tmp_path / "in", a="1", **{f"{name}__b": "2"})
    locked = source / name
    forbid(monkeypatch, locked)
    notes: list[str] = []
    found = plan([source, locked], recursive=True, shard=(1, 1), note=notes.append)
    assert found == [Planned(source / "a.mp4", "a.mp4")]
    assert notes == [
        f"{locked} cannot be searched: Permission denied",
        f"no video or image in {locked}; searched 0 folders; "
        f"{locked} cannot be searched: Permission denied",
    ]
    with pytest.raises(SourceError, match="Permission denied"):
        plan([locked], recursive=True, shard=(1, 1))


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the system refuse to look into a folder, as it would to anyone but its administrator."""

    def refusing(real: Callable[..., object]) -> Callable[..., object]:
        def ask(path: str | Path, *rest: object, **options: object) -> object:
            inside = Path(path) == folder and real is scan
            if inside or folder in Path(path).parents:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path, *rest, **options)

        return ask

    scan = os.scandir
    monkeypatch.setattr(os, "scandir", refusing(scan))
    monkeypatch.setattr(os, "stat", refusing(os.stat))


def numbered(folder: Path, *numbers: int) -> Path:
    folder.mkdir(parents=True)
    for number in numbers:
        (folder / f"{number}.png").write_bytes(bytes([number]))
    return folder


def test_a_folder_of_images_is_one_source(tmp_path: Path) -> None:
    shot = numbered(tmp_path / "shot", 1, 2, 10)
    assert plan([shot], recursive=True, shard=(1, 1)) == [Planned(shot, "shot")]
    assert plan([tmp_path], recursive=True, shard=(1, 1)) == [Planned(shot, "shot")]


def test_nested_folders_of_images_have_results_of_their_own(tmp_path: Path) -> None:
    folders = [numbered(tmp_path / name, 1, 2) for name in ("a/s1", "a/s2", "b/s1")]
    found = plan([tmp_path], recursive=True, shard=(1, 1))
    names = ["a/s1", "a/s2", "b/s1"]
    assert found == [Planned(path, name) for path, name in zip(folders, names, strict=True)]


def test_an_image_that_is_named_is_a_source_wherever_it_lies(tmp_path: Path) -> None:
    source = videos(tmp_path / "in", a="1")
    (source / "poster.jpg").touch()
    notes: list[str] = []
    found = plan([source, source / "poster.jpg"], recursive=True, shard=(1, 1), note=notes.append)
    assert [planned.output for planned in found] == ["a.mp4", "poster.jpg"]
    assert len(notes) == 1


def test_an_album_is_analysed_image_by_image(tmp_path: Path) -> None:
    for name in ("anna.jpg", "ben.heic"):
        (tmp_path / name).touch()
    found = plan([tmp_path], recursive=True, shard=(1, 1))
    assert [planned.output for planned in found] == ["anna.jpg", "ben.heic"]


def test_an_empty_search_says_what_was_searched(tmp_path: Path) -> None:
    (tmp_path / "root" / "sub").mkdir(parents=True)
    (tmp_path / "root" / "note.txt").touch()
    with pytest.raises(SourceError, match=r"no video or image in .*root; searched 2 ") as no:
        plan([tmp_path / "root"], recursive=True, shard=(1, 1))
    assert ".mp4" in no.value.hint
    assert ".heic" in no.value.hint
    notes: list[str] = []
    shot = numbered(tmp_path / "shot", 1)
    inputs = [tmp_path / "root" / "sub", shot]
    assert plan(inputs, recursive=True, shard=(1, 1), note=notes.append) == [Planned(shot, "shot")]
    assert notes == [f"no video or image in {tmp_path / 'root' / 'sub'}; searched 1 folder"]


def test_a_share_without_files_is_no_empty_search(tmp_path: Path) -> None:
    source = videos(tmp_path, a="1")
    shares = [plan([source], recursive=True, shard=(i, 3)) for i in (1, 2, 3)]
    assert sorted(map(len, shares)) == [0, 0, 1]


def test_odd_entries_of_a_folder_are_planned_like_all_others(tmp_path: Path) -> None:
    """Each must come to an error of its own, so none may end the plan."""
    (tmp_path / "loop.mp4").symlink_to("loop.mp4")
    (tmp_path / os.fsdecode(b"\xe9t\xe9.mp4")).touch()
    (tmp_path / "sub.mp4").mkdir()
    (tmp_path / "sub.mp4" / "in.mp4").touch()
    files = plan([tmp_path, Path("y" * 300)], recursive=True, shard=(1, 1))
    outputs = ["%E9t%E9.mp4", "loop.mp4", "sub.mp4/in.mp4", "y" * 300]
    assert [planned.output for planned in files] == outputs
