"""No path of the program opens a connection unasked, and no log or stray file holds a picture.

Each path runs as its users start it, under strace, which sees every call of the process, its
threads and its children, whatever library makes it. Not one socket of the internet may be opened,
not even one that sends nothing.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

from tests.faults import victims
from tests.faults.conftest import Tally
from tests.faults.material import head_film
from tests.faults.sending import ROOT
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import write_clips, write_fer2013

CALLS = "socket,connect,bind,sendto,sendmsg,sendmmsg"

ANNOTATE = "from svfap_core.cli.annotate import main; main()"
MODELS = "from svfap_core.cli.models import main; main()"
TRAIN = "import sys; from tests.faults.victims import train; train(*sys.argv[1:])"


def asked_for(log: Path) -> list[str]:
    """The calls that reach for the internet, from strace's log."""
    return [line for line in log.read_text().splitlines() if re.search(r"AF_INET|AF_PACKET", line)]


class Guarded:
    """Programs under strace, in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()

    def run(self, *words: object) -> list[str]:
        """A Python command to its good end; gives the calls that reached for the internet."""
        log = self.folder / "strace.log"
        trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={CALLS}", "-o", str(log)]
        ended = subprocess.run(
            [*trace, sys.executable, *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
        return asked_for(log)


@pytest.fixture
def guarded(tmp_path: Path) -> Guarded:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: make test installs it")
    probe = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False)
    if probe.returncode:
        pytest.skip("this system lets no process watch another")
    return Guarded(tmp_path)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model") / "untrained")


@pytest.mark.parametrize(
    "reach",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import av; av.open('http://127.0.0.1:9/x')",
        "import socket as s; s.socket(type=s.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "import subprocess as s; s.run(['python3', '-c', 'import socket; socket.socket()'])",
    ],
    ids=["python", "a library", "a datagram", "a child"],
)
def test_the_guard_sees_whoever_reaches_out(guarded: Guarded, reach: str) -> None:
    lines = reach.split("; ", 1)
    code = f"{lines[0]}\ntry:\n    {lines[1]}\nexcept OSError:\n    pass"
    assert guarded.run("-c", code)


def test_a_batch_and_the_list_of_models(guarded: Guarded, model: Path, tally: Tally) -> None:
    film = head_film(guarded.folder / "film.mp4", pictures=30)
    places = (film, "--out", guarded.folder / "out", "--model", model)
    everything = ("--overlay", "--eaf", "--export-faces")
    assert guarded.run("-c", ANNOTATE, *places, *everything) == []
    assert guarded.run("-c", MODELS, "list") == []
    assert strays(guarded.temporary) == []
    tally("programs watched that opened no connection", 2)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_preparing_and_training(guarded: Guarded, tally: Tally) -> None:
    source = write_fer2013(guarded.folder / "fer.parquet", 1)
    assert (
        guarded.run("-c", TRAIN, "prepare", "fer2013", source, "--out", guarded.folder / "d") == []
    )
    data = write_clips(guarded.folder / "clips", size_px=32)
    file = guarded.folder / "run.yaml"
    config = classes(data).model_dump(mode="json")
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    assert guarded.run("-c", TRAIN, "finetune", file, "--out", guarded.folder / "run") == []
    tally("programs watched that opened no connection", 2)


PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM")


def strays(folder: Path) -> list[Path]:
    """Pictures, videos and arrays below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    endings = {".npy", ".npz", ".mp4", ".pt", ".pkl"}
    return [p for p in files if p.suffix in endings or p.read_bytes()[:8].startswith(PICTURES)]


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_the_whole_window(
    guarded: Guarded, model: Path, own_user_folders: Path, tally: Tally
) -> None:
    """Every page and dialog, a film live, opened and in a batch; and what it leaves behind."""
    film = head_film(guarded.folder / "film.mp4", pictures=50)
    walk = ("-m", "tests.faults.network_walk", film, model, guarded.folder)
    assert guarded.run(*walk) == []
    assert list((guarded.folder / "recordings").iterdir())
    tables = {path.name for path in (guarded.folder / "results").rglob("*.csv")}
    of_each = {
        f"{film}.mp4{ending}" for film in ("film", "other") for ending in (".csv", ".summary.csv")
    }
    assert tables == {*of_each, "summary.csv"}
    assert strays(own_user_folders) + strays(guarded.temporary) == []
    [log] = own_user_folders.rglob("svfap.log")
    text = log.read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if not harmless(line)]
    tally("programs watched that opened no connection", 1)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_the_lab_hears_of_scores_only_when_that_is_switched_on(
    guarded: Guarded, model: Path
) -> None:
    """The same walk as above, with the switch on: the guard then sees LSL."""
    pytest.importorskip("pylsl")
    film = head_film(guarded.folder / "film.mp4", pictures=50)
    walk = ("-m", "tests.faults.network_walk", film, model, guarded.folder, "lsl")
    assert guarded.run(*walk)


# -- logs ----------------------------------------------------------------------------------------

LONGEST = 2000
_ENCODED = re.compile(r"[A-Za-z0-9+/=]{200,}|(?:\\x[0-9a-f]{2}){40,}|(?:\d+[ ,]+){60,}")


def harmless(text: str) -> bool:
    """Whether a line of a log can hold no picture."""
    return len(text) <= LONGEST and text.isprintable() and not _ENCODED.search(text)


def holds_data(record: logging.LogRecord) -> bool:
    """Whether a record carries more than words and numbers, or its text may hold a picture."""
    values = record.args.values() if isinstance(record.args, dict) else record.args or ()
    data = [v for v in values if hasattr(v, "__array__") or (isinstance(v, bytes) and len(v) > 64)]
    return bool(data) or not all(map(harmless, record.getMessage().splitlines()))


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("a picture %s", (np.zeros((2, 2, 3), np.uint8),)),
        ("bytes %s", (bytes(100),)),
        ("a list %s", (np.arange(300).tolist(),)),
        ("a text " + "Ab3+" * 100, ()),
    ],
)
def test_the_guard_of_logs_sees_pictures(message: str, args: Sequence[object]) -> None:
    record = logging.LogRecord("x", logging.DEBUG, "x", 1, message, tuple(args), None)
    assert holds_data(record)


@pytest.mark.logs_warning
def test_no_log_record_of_any_level_holds_a_picture(
    tmp_path: Path, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the program and all its libraries, while films are analysed, recorded and exported."""
    film, broken = head_film(tmp_path / "film.mp4", pictures=40), tmp_path / "broken.mp4"
    broken.write_bytes(film.read_bytes()[:3000])
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("svfap_core.pipeline.session").setLevel(logging.DEBUG)
        places = (str(film), str(broken), "--out", str(tmp_path / "out"), "--model", str(model))
        with pytest.raises(SystemExit):
            victims.annotate(*places, "--overlay", "--eaf", "--export-faces")
        victims.record(film, tmp_path / "recording")
        victims.export(tmp_path / "out" / "film.mp4.csv", tmp_path / "export" / "film", 0.0)
        logging.getLogger("svfap_core").debug("the end")
    # Libraries say most when they are first used, which may have been in another test.
    assert caplog.records[-1].getMessage() == "the end"
    assert not [record for record in caplog.records if holds_data(record)]
    facts = json.loads((tmp_path / "out" / "film.mp4.json").read_text("utf-8"))
    assert facts["outcome"] == "completed"
