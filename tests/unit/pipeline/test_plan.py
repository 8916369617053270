from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from svfap_core.errors import OutputError
from svfap_core.pipeline.plan import Planned, plan
from tests.unit.pipeline.test_batch import videos


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


def test_a_folder_of_pictures_is_one_source(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        (tmp_path / "shot").mkdir(exist_ok=True)
        (tmp_path / "shot" / f"{number}.png").write_bytes(bytes([number]))
    assert plan([tmp_path / "shot"], recursive=True, shard=(1, 1)) == [
        Planned(tmp_path / "shot", "shot")
    ]


def test_odd_entries_of_a_folder_are_planned_like_all_others(tmp_path: Path) -> None:
    """Each must come to an error of its own, so none may end the plan."""
    (tmp_path / "loop.mp4").symlink_to("loop.mp4")
    (tmp_path / os.fsdecode(b"\xe9t\xe9.mp4")).touch()
    (tmp_path / "sub.mp4").mkdir()
    (tmp_path / "sub.mp4" / "in.mp4").touch()
    files = plan([tmp_path, Path("y" * 300)], recursive=True, shard=(1, 1))
    outputs = ["%E9t%E9.mp4", "loop.mp4", "sub.mp4/in.mp4", "y" * 300]
    assert [planned.output for planned in files] == outputs
