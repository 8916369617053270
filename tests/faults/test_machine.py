"""A full disk, a read-only folder, no file handle left, two batches at once: told, nothing lost.

Disks and folders are real ones, mounted for a process of its own; where the system allows no such
mounts these tests are skipped.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from svfap_core.results.reading import read_result
from tests.faults import victims
from tests.faults.children import Ended, Fault, may_mount, run
from tests.faults.conftest import Tally
from tests.faults.material import done_files, head_film, kept, results
from tests.media import even_times, write_video
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import assert_same_run, classes
from tests.unit.trainer.miniature import write_clips

FULL = "The disk is full"


@pytest.fixture(scope="module")
def mounts() -> None:
    if not may_mount():
        pytest.skip("this system lets no process have mounts of its own")


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    for number in range(2):
        head_film(folder / f"{number}.mp4", pictures=30, step_px=number + 1)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model") / "untrained")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished recording, made by the program itself."""
    folder = tmp_path_factory.mktemp("recorded")
    video = write_video(folder / "drawn.mp4", even_times(75, 50))
    out = folder / "talk"
    ended = run(victims.record, video, out, fault=Fault(out), log=folder / "log")
    assert ended.exitcode == 0, ended.said
    return out


def batch(films: Path, model: Path, out: Path, fault: Fault) -> Ended:
    places = (str(films), "--out", str(out), "--model", str(model))
    log = out.with_name(out.name + ".log")
    return run(victims.annotate, *places, "--no-curves", "--export-faces", fault=fault, log=log)


def events(ended: Ended, kind: str) -> list[dict[str, str]]:
    lines = [json.loads(line) for line in ended.said.splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("event", line.get("kind")) == kind]


def no_part(folder: Path) -> bool:
    return not list(folder.rglob("*.part"))


# -- a full disk ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize(
    "disk_mb", [pytest.param(0.05, marks=pytest.mark.torture), 0.25], ids=["nothing", "one"]
)
def test_a_batch_on_a_full_disk(
    tmp_path: Path, films: Path, model: Path, disk_mb: float, tally: Tally
) -> None:
    """One disk holds no result, one a single one; what is done stays done, the rest is told."""
    out = tmp_path / "out"
    ended = batch(films, model, out, Fault(out, disk_mb=disk_mb))
    assert ended.exitcode == 1, ended.said
    told = events(ended, "file_ended")
    failed = [event for event in told if event["outcome"] in {"failed", "incomplete"}]
    whole = tuple(Path(event["path"]).name for event in told if event["outcome"] == "done")
    assert failed
    assert all(FULL in event["reason"] for event in failed), failed
    known = {path.relative_to(out).as_posix() for path in _files(out)}
    assert set(results(out)) - {"summary.csv"} == known
    before = kept(*(path for path in done_files(out) if path.name.startswith(whole)))
    again = batch(films, model, out, Fault(out))
    assert again.exitcode == 0, again.said
    assert kept(*before) == before
    assert len(done_files(out)) == 2 * 6
    tally("full disks survived", 1)


def _files(out: Path) -> set[Path]:
    """The files that the ledger says are done, none else may lie there."""
    roots = [path for path in done_files(out) if path.suffix != ".json"]
    return set(kept(*roots))


@pytest.mark.usefixtures("mounts")
def test_a_training_on_a_full_disk(tmp_path: Path, tally: Tally) -> None:
    data, file, log = write_clips(tmp_path / "c", size_px=32), tmp_path / "run.yaml", tmp_path / "l"
    file.write_text(yaml.safe_dump(classes(data).model_dump(mode="json")), encoding="utf-8")

    def learn(out: Path, fault: Fault, *more: str) -> Ended:
        words = ("finetune", str(file), "--out", str(out), *more)
        return run(victims.train, *words, fault=fault, log=log)

    assert learn(tmp_path / "whole", Fault(tmp_path / "whole")).exitcode == 0
    size_mb = max(p.stat().st_size for p in (tmp_path / "whole").glob("*.ckpt")) / 2**20
    out = tmp_path / "run"
    ended = learn(out, Fault(out, disk_mb=1.6 * size_mb))
    assert ended.exitcode == 1, ended.said
    [failed] = events(ended, "failed")
    assert FULL in failed["error"]
    assert no_part(out)
    resumed = learn(out, Fault(out), "--resume")
    assert resumed.exitcode == 0, resumed.said
    assert_same_run(out, tmp_path / "whole")
    tally("full disks survived", 1)


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize("disk_mb", [0.004, 0.012, 0.024])
def test_a_recording_on_a_full_disk(
    tmp_path: Path, recorded: Path, disk_mb: float, tally: Tally
) -> None:
    out = tmp_path / "recording"
    work = (victims.record, recorded / "session.mp4", out)
    ended = run(victims.told, *work, fault=Fault(out, disk_mb=disk_mb), log=tmp_path / "log")
    assert ended.exitcode == 0, ended.said
    assert "told: OutputError" in ended.said
    assert FULL in ended.said
    assert no_part(out)
    rows = [line for line in ended.said.splitlines() if line.startswith("row")]
    if rows:
        opened = read_result(out)
        assert len(opened.recording.results) >= len(rows)
    tally("full disks survived", 1)


@pytest.mark.usefixtures("mounts")
def test_an_export_on_a_full_disk(tmp_path: Path, recorded: Path, tally: Tally) -> None:
    """An earlier export lies there; each of its files is replaced by a whole one or stays."""
    analysed = kept(recorded)
    known = []
    for start_s in (0.0, 0.5):
        out = tmp_path / f"from{start_s}"
        run(victims.export, recorded, out / "talk", start_s, fault=Fault(out), log=tmp_path / "log")
        known.append(results(out))
    out = tmp_path / "from0.0"
    used_mb = sum(len(content) for content in known[0].values()) / 2**20
    for spare_mb in (0.02, 0.06):
        ended = run(
            victims.told,
            *(victims.export, recorded, out / "talk", 0.5),
            fault=Fault(out, disk_mb=used_mb + spare_mb),
            log=tmp_path / f"log{spare_mb}",
        )
        assert FULL in ended.said
        found = results(out)
        assert found.keys() == known[0].keys(), "no part is left, no file is missing"
        assert all(found[name] in (known[0][name], known[1][name]) for name in found)
    assert kept(recorded) == analysed
    tally("full disks survived", 2)


# -- a folder that cannot be written to ----------------------------------------------------------


@pytest.mark.usefixtures("mounts")
def test_read_only_folders(tmp_path: Path, films: Path, model: Path, recorded: Path) -> None:
    """Also for root, whom permissions do not stop."""
    batched = batch(films, model, tmp_path / "batch", Fault(tmp_path / "batch", read_only=True))
    assert batched.exitcode == 2, batched.said
    [refused] = events(batched, "refused")
    assert "read-only" in refused["reason"].lower()

    data = write_clips(tmp_path / "clips", subjects=4, per_subject=1, size_px=32)
    file = tmp_path / "run.yaml"
    file.write_text(yaml.safe_dump(classes(data).model_dump(mode="json")), encoding="utf-8")
    other: dict[str, tuple[Callable[..., None], tuple[object, ...]]] = {
        "train": (victims.train, ("finetune", str(file), "--out", str(tmp_path / "train"))),
        "record": (victims.told, (victims.record, recorded / "session.mp4", tmp_path / "record")),
        "export": (victims.told, (victims.export, recorded, tmp_path / "export" / "talk", 0.5)),
    }
    for name, (work, args) in other.items():
        out = tmp_path / name
        ended = run(work, *args, fault=Fault(out, read_only=True), log=tmp_path / f"{name}.log")
        assert "That disk is read-only" in ended.said, ended.said
        assert "Traceback" not in ended.said
        assert list(out.iterdir()) == []


@pytest.mark.torture
@pytest.mark.usefixtures("mounts")
def test_what_is_analysed_may_lie_on_a_read_only_disk(
    tmp_path: Path, films: Path, model: Path
) -> None:
    out = tmp_path / "out"
    before = kept(films)
    ended = batch(films, model, out, Fault(films, read_only=True))
    assert ended.exitcode == 0, ended.said
    assert kept(films) == before


# -- no file handle left -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "handles", [1, *(pytest.param(few, marks=pytest.mark.torture) for few in (2, 3, 4))]
)
def test_a_batch_without_file_handles(
    tmp_path: Path, films: Path, model: Path, handles: int
) -> None:
    """One is too few for any batch; a few are enough where no two are needed at the same moment."""
    out = tmp_path / "out"
    ended = batch(films, model, out, Fault(out, handles=handles))
    reasons = [e["reason"] for e in events(ended, "file_ended") + events(ended, "refused")]
    if ended.exitcode == 0 and handles > 1:
        assert len(done_files(out)) == 2 * 6
    else:
        assert ended.exitcode in {1, 2}, ended.said
        assert any("Too many" in reason for reason in reasons), reasons
    assert not any("delete" in reason or "internal error" in reason for reason in reasons), reasons
    again = batch(films, model, out, Fault(out))
    assert again.exitcode == 0, again.said
    assert len(done_files(out)) == 2 * 6


@pytest.mark.parametrize("handles", range(6))
def test_a_recording_without_file_handles(tmp_path: Path, recorded: Path, handles: int) -> None:
    """It ends with an error in words, or is whole."""
    out = tmp_path / "recording"
    work = (victims.record, recorded / "session.mp4", out)
    ended = run(victims.told, *work, fault=Fault(out, handles=handles), log=tmp_path / "log")
    assert ended.exitcode == 0, ended.said
    assert ("told:" in ended.said) != ("finished" in ended.said)
    assert "told:" not in ended.said or "Too many open files" in ended.said
    assert no_part(out)


# -- two batches at once -------------------------------------------------------------------------


def test_two_batches_at_once_analyse_each_file_once(
    tmp_path: Path, model: Path, tally: Tally
) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for number in range(4):
        head_film(films / f"{number}.mp4", pictures=15, step_px=number)
    out = tmp_path / "out"
    ended: list[Ended] = []

    def analyse(number: int) -> None:
        log = tmp_path / f"{number}.log"
        places = (str(films), "--out", str(out), "--model", str(model))
        ended.append(run(victims.annotate, *places, "--no-curves", fault=Fault(out), log=log))

    threads = [threading.Thread(target=analyse, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.exitcode for one in ended] == [0, 0]
    done: Counter[str] = Counter()
    for one in ended:
        outcomes = {e["path"]: e["outcome"] for e in events(one, "file_ended")}
        assert len(outcomes) == 4
        assert set(outcomes.values()) <= {"done", "skipped", "busy"}
        done.update(path for path, outcome in outcomes.items() if outcome == "done")
    assert set(done.values()) == {1}, done
    assert len(done) == 4
    tally("files of two batches at once, each analysed once", 4)
