"""Killed by SIGKILL at moments drawn by chance, the next start goes on and nothing is lost.

A moment is a time since the first operation on the folder at work, or such an operation, or a few
milliseconds after one, in turn: what takes long is met by the first, what happens between two
renames by the second, a file that is being written by the third.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import av
import pytest
import torch
import yaml

from svfap_core.errors import SvfapError
from svfap_core.results.reading import read_result
from svfap_core.sinks.video import FRAGMENT_S
from tests.faults import victims
from tests.faults.children import Ended, Fault, run
from tests.faults.conftest import Tally
from tests.faults.material import done_files, head_film, kept, results
from tests.media import even_times, write_video
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import assert_same_run, classes
from tests.unit.trainer.miniature import write_clips
from trainer.folder import LAST

QUICK, PARTS, IN_PART = 2, 5, 10


def kills(seed: int) -> list[object]:
    """A few kills in `make test`, fifty more in `make torture`."""
    torture = [pytest.mark.torture, pytest.mark.timeout(1800)]
    return [
        pytest.param(QUICK, 0, id="quick", marks=pytest.mark.timeout(600)),
        *(
            pytest.param(IN_PART, PARTS * seed + part, id=f"part{part}", marks=torture)
            for part in range(PARTS)
        ),
    ]


def moments(whole: Ended, fault: Fault, rng: random.Random) -> Iterator[Fault]:
    """Faults that kill at a moment of the work, whose whole is known.

    Sooner rather than later: what goes on where another was killed has less to do.
    """

    def share() -> float:
        return rng.random() * rng.random()

    while True:
        yield replace(fault, after_s=share() * whole.seconds)
        yield replace(fault, at_operation=1 + int(share() * whole.operations))
        late_s = rng.uniform(0, 0.02)
        yield replace(fault, at_operation=1 + int(share() * whole.operations), late_s=late_s)


@pytest.mark.parametrize(("count", "seed"), kills(1))
def test_a_batch(tmp_path: Path, tally: Tally, count: int, seed: int) -> None:
    source, log = tmp_path / "in", tmp_path / "log"
    model = write_untrained_model(tmp_path / "model")
    source.mkdir()
    for number in range(2 if count == QUICK else 3):
        head_film(source / f"{number}.mp4", pictures=35, step_px=number + 1)

    def analyse(out: Path, fault: Fault) -> Ended:
        options = ["--no-curves", "--eaf", "--export-faces"]
        places = [str(source), "--out", str(out), "--model", str(model)]
        return run(victims.annotate, *places, *options, fault=fault, log=log)

    whole = analyse(tmp_path / "whole", Fault(tmp_path / "whole"))
    assert whole.exitcode == 0, whole.said
    expected = results(tmp_path / "whole")
    rng = random.Random(seed)
    survived = completed = 0
    while survived < count:
        out = tmp_path / f"out{completed}"
        for fault in moments(whole, Fault(out), rng):
            before = kept(*done_files(out))
            last = survived >= count
            ended = analyse(out, Fault(out) if last else fault)
            after = kept(*before)
            assert after == before, "what was done is as it was"
            if not ended.killed:
                break
            survived += 1
        assert ended.exitcode == 0, ended.said
        assert results(out) == expected
        assert len(done_files(out)) == len(done_files(tmp_path / "whole"))
        assert not list((out / ".svfap" / "staging").iterdir())
        completed += 1
        shutil.rmtree(out)
    tally("kills survived by a batch", survived)
    tally("batches completed after kills, equal to an unbroken one", completed)


@pytest.mark.parametrize(("count", "seed"), kills(2))
def test_a_training(tmp_path: Path, tally: Tally, count: int, seed: int) -> None:
    log, file = tmp_path / "log", tmp_path / "run.yaml"
    data = write_clips(tmp_path / "clips", size_px=32)
    config = classes(data).model_dump(mode="json")
    file.write_text(yaml.safe_dump(config), encoding="utf-8")

    def learn(out: Path, fault: Fault, *more: str) -> Ended:
        words = ("finetune", str(file), "--out", str(out), *more)
        return run(victims.train, *words, fault=fault, log=log)

    whole = learn(tmp_path / "whole", Fault(tmp_path / "whole"))
    assert whole.exitcode == 0, whole.said
    rng = random.Random(seed)
    survived = completed = 0
    while survived < count:
        out = tmp_path / f"run{completed}"
        for fault in moments(whole, Fault(out), rng):
            resume = (out / LAST).exists()
            if not resume:  # As the program says where there is no checkpoint yet.
                shutil.rmtree(out, ignore_errors=True)
            last = survived >= count
            ended = learn(out, Fault(out) if last else fault, *["--resume"] * resume)
            if not ended.killed:
                break
            survived += 1
            if (out / LAST).exists():
                torch.load(out / LAST, weights_only=True)  # Whole at any moment.
        assert ended.exitcode == 0, ended.said
        assert_same_run(out, tmp_path / "whole")
        completed += 1
    tally("kills survived by a training", survived)
    tally("trainings completed after kills, with equal weights", completed)


@pytest.mark.parametrize(("count", "seed"), kills(3))
def test_a_live_recording(tmp_path: Path, tally: Tally, count: int, seed: int) -> None:
    video = write_video(tmp_path / "drawn.mp4", even_times(75, 50))
    folder = tmp_path / "recordings"
    folder.mkdir()

    def play(name: str, fault: Callable[[Path], Fault]) -> tuple[Ended, Path]:
        log = tmp_path / f"{name}.log"
        return run(
            victims.record, video, folder / name, fault=fault(folder / name), log=log
        ), folder / name

    whole, first = play("whole", Fault)
    assert whole.exitcode == 0, whole.said
    assert opened_well(first, whole, "completed")
    before = kept(first)
    rng = random.Random(seed)
    survived = opened = 0
    while survived < count:
        for at in moments(whole, Fault(folder), rng):
            name = f"{survived:03}"
            ended, found = play(name, lambda path, at=at: replace(at, folder=path))
            if ended.killed:
                survived += 1
                opened += opened_well(found, ended, "recording")
            if survived == count:
                break
    assert kept(first) == before, "an earlier recording is as it was"
    again, last = play("again", Fault)
    assert opened_well(last, again, "completed")
    tally("kills survived by a live recording", survived)
    tally("recordings that open after a kill, with all rows told before it", opened)


def opened_well(folder: Path, ended: Ended, outcome: str) -> bool:
    """Whether a recording opens, with all that had been told; one that told nothing may not."""
    told = [line.split() for line in ended.said.splitlines()]
    rows = [float(words[1]) for words in told if words[0] == "row"]
    pictures = [float(words[1]) for words in told if words[0] == "picture"]
    try:
        opened = read_result(folder)
    except SvfapError:
        assert not rows, "a recording with rows cannot be opened"
        return False
    found = [row.t_s for row in opened.recording.results]
    assert found[: len(rows)] == pytest.approx(rows)
    assert opened.sidecar.get("outcome", outcome if not rows else None) == outcome
    if pictures and pictures[-1] > 2 * FRAGMENT_S:
        with av.open(str(folder / "session.mp4")) as container:
            shown = [float(picture.time or 0) for picture in container.decode(video=0)]
        assert shown == pytest.approx(pictures[: len(shown)], abs=0.001)
        assert pictures[-1] - shown[-1] <= FRAGMENT_S + 0.1, "a fragment and a picture or two"
    if pictures and pictures[-1] > 1.0:
        assert opened.edits.names == {1: "Ann"}
        assert [marker.text for marker in opened.edits.markers] == ["smile"]
    return True


@pytest.mark.parametrize(("count", "seed"), kills(4))
def test_an_export(tmp_path: Path, tally: Tally, count: int, seed: int) -> None:
    """Of all kinds, over an earlier one of another time: each file is the old or the new one."""
    video = write_video(tmp_path / "drawn.mp4", even_times(75, 50))
    analysis, log = tmp_path / "analysis", tmp_path / "log"
    run(victims.record, video, analysis, fault=Fault(analysis), log=log)
    analysed = kept(analysis)
    known: dict[float, dict[str, bytes]] = {}
    for start_s in (0.0, 0.5):
        out = tmp_path / f"from{start_s}"
        whole = run(victims.export, analysis, out / "talk", start_s, fault=Fault(out), log=log)
        assert whole.exitcode == 0, whole.said
        known[start_s] = results(out)
    out = tmp_path / "out"
    shutil.copytree(tmp_path / "from0.0", out)
    rng = random.Random(seed)
    survived = 0
    wanted = 0.5
    for fault in moments(whole, Fault(out), rng):
        ended = run(victims.export, analysis, out / "talk", wanted, fault=fault, log=log)
        if ended.killed:
            survived += 1
        else:
            assert ended.exitcode == 0, ended.said
            assert results(out) == known[wanted]
            wanted = 0.5 - wanted
        for name, content in results(out).items():
            whole_files = [files[name] for files in known.values() if name in files]
            assert content in whole_files or name.endswith(".part"), f"{name} is neither"
        if survived == count:
            break
    assert (
        run(victims.export, analysis, out / "talk", wanted, fault=Fault(out), log=log).exitcode == 0
    )
    assert results(out) == known[wanted]
    assert kept(analysis) == analysed, "the analysis is as it was"
    tally("kills survived by an export", survived)
