"""A data set that is being made is paused by a file, on every system, and resumed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from tests.shared_data import shared
from trainer.data.items import CLIP_FOLDER, ITEM_FILE
from trainer.data.manifest import read_manifest
from trainer.folder import MANIFEST_FILE, PAUSE
from trainer.pausing import LOOK_EVERY_S, PAUSED, paused_by_file

AT_WORK = """
import sys, time
from pathlib import Path
from trainer.pausing import paused_by_file

with paused_by_file(Path(sys.argv[1]), lambda: print("paused", flush=True)):
    print("at work", flush=True)
    time.sleep(60)
"""


def test_a_process_ends_where_the_file_is_put_and_removes_it(tmp_path: Path) -> None:
    (tmp_path / PAUSE).touch()  # Of an earlier process.
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, tmp_path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        sleep(3 * LOOK_EVERY_S)
        assert process.poll() is None
        (tmp_path / PAUSE).touch()
        assert process.wait(10) == PAUSED
        assert process.stdout.read() == "paused\n"
    assert not (tmp_path / PAUSE).exists()


def test_what_ends_by_itself_leaves_neither_file_nor_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with paused_by_file(tmp_path / "not made yet", lambda: None):
        assert set(threading.enumerate()) - before
    assert set(threading.enumerate()) == before


@pytest.mark.slow
def test_a_preparation_is_paused_and_resumed(tmp_path: Path) -> None:
    videos, out = tmp_path / "videos", tmp_path / "data"
    videos.mkdir()
    for number in range(6):
        shutil.copy(shared("data/clips/single_face.mp4"), videos / f"{number}.mp4")
    arguments = ["prepare", "videos", videos, "--out", out, "--set", "workers=1", "--json"]
    command = [sys.executable, "-m", "trainer", *map(str, arguments)]
    items = (out / CLIP_FOLDER).glob
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        wait_for(lambda: list(items(f"*/{ITEM_FILE}")), process)
        family = psutil.Process(process.pid).children(recursive=True)
        assert family
        (out / PAUSE).touch()
        told, _ = process.communicate(timeout=10)
    assert process.returncode == PAUSED
    last = json.loads(told.splitlines()[-1])
    assert (last["kind"], last["outcome"]) == ("ended", "interrupted")
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert not (out / MANIFEST_FILE).exists()
    made = {path: path.stat().st_mtime_ns for path in items(f"*/{ITEM_FILE}")}
    assert 1 <= len(made) < 6
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert len(read_manifest(out)) == 6
    assert {path: path.stat().st_mtime_ns for path in made} == made, "they were made once"


def wait_for(holds: Callable[[], object], process: subprocess.Popen[str]) -> None:
    ends_s = monotonic() + 120
    while not holds():
        assert process.poll() is None
        assert monotonic() < ends_s
        sleep(0.05)
