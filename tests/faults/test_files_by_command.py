"""`svfap-annotate` on a folder of odd things, as a user runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from svfap_core.results.reading import read_result
from svfap_core.results.table import read_rows
from tests.media import even_times, write_video
from tests.models import write_untrained_model

COMMAND = (sys.executable, "-c", "from svfap_core.cli.annotate import main; main()")
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root reads everything, until it gives up the right to."""

BYTES = os.fsdecode(b"\xe9t\xe9.mp4")
NEVER_A_NAME = "x" * 300
ESCAPE = "[red]esc\x1b[31m.mp4"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    sound = write_video(folder / "sound.mp4", even_times(10))
    for name in (BYTES, ESCAPE, "closed.mp4", "in a folder.mp4/sound.mp4"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(sound, folder / name)
    (folder / "closed.mp4").chmod(0)
    (folder / "loop.mp4").symlink_to("loop.mp4")
    (folder / "again.mp4").symlink_to(".", target_is_directory=True)
    os.mkfifo(folder / "pipe.mp4")
    return folder


def annotate(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    prefix = WITHOUT_RIGHTS if os.geteuid() == 0 else ()
    command = [*prefix, *COMMAND, *map(str, arguments), "--no-curves"]
    return subprocess.run(command, capture_output=True, check=False, timeout=110)


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may read everything"
)
def test_odd_things_in_a_folder_cost_no_other_file(
    tmp_path: Path, source: Path, model: Path
) -> None:
    out = tmp_path / "out"
    given = (source, NEVER_A_NAME, "--out", out, "--model", model)
    run = annotate(*given, "--json")
    assert run.returncode == 1, run.stderr
    events = [json.loads(line) for line in run.stdout.decode("ascii").splitlines()]
    ended = {
        os.path.relpath(event["path"], source) if event["path"] != NEVER_A_NAME else "": event
        for event in events
        if event["event"] == "file_ended"
    }
    done = {name for name, event in ended.items() if event["outcome"] == "done"}
    assert done == {"sound.mp4", BYTES, ESCAPE, "in a folder.mp4/sound.mp4"}
    reasons = {name: ended[name]["reason"] for name in ended.keys() - done}
    assert reasons.keys() == {"closed.mp4", "loop.mp4", "pipe.mp4", ""}
    assert "may not be read. Give yourself the right" in reasons["closed.mp4"]
    assert "leads back to itself. Delete it" in reasons["loop.mp4"]
    assert "does not exist. Check the path: its name is too long" in reasons[""]
    assert "neither a file nor a folder. Choose" in reasons["pipe.mp4"]

    tables = {
        path.relative_to(out).as_posix(): read_rows(path)
        for path in out.rglob("*.csv")
        if not path.name.endswith("summary.csv")
    }
    names = {"sound.mp4", "%E9t%E9.mp4", "[red]esc%1B[31m.mp4", "in a folder.mp4/sound.mp4"}
    assert tables.keys() == {f"{name}.csv" for name in names}
    assert {row["video"] for row in tables["%E9t%E9.mp4.csv"]} == {"%E9t%E9.mp4"}
    result = read_result(out / "%E9t%E9.mp4.csv")
    assert result.recording.results
    sidecar = json.loads((out / "%E9t%E9.mp4.json").read_text("utf-8"))
    assert sidecar["source"]["file_name"] == "%E9t%E9.mp4"

    again = annotate(*given)
    assert again.returncode == 1
    text = again.stderr.decode("utf-8")
    assert "4 skipped" in text
    assert "skipped  %E9t%E9.mp4" in text
    assert "\x1b" not in text
