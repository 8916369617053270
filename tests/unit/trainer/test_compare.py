"""Runs held against each other, from the files that their evaluations left."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml

from svfap_core.errors import ModelError, SourceError
from tests.unit.trainer.cli.commands import run as command
from tests.unit.trainer.miniature import mini_finetune, write_clips
from tests.unit.trainer.narrow import narrow_networks
from tests.unit.trainer.test_evaluate import short_run
from tests.unit.trainer.test_scoring import write_groups
from trainer.compare import COMPARISON_FILE, COMPARISON_PAGE, compare
from trainer.comparison import Comparison
from trainer.data.manifest import read_manifest
from trainer.folder import CONFIG_FILE, EVALUATION_FILE, MANIFEST_FILE, PREDICTIONS_FILE
from trainer.metrics import measure
from trainer.pooling import average_groups
from trainer.predictions import Predictions, write_predictions
from trainer.report import write_report

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare") / "set"
    return write_clips(
        folder, subjects=12, per_subject=4, frames=3, splits=("test",), values=("valence",)
    )


def predicted(data: Path, seed: int) -> Predictions:
    """Two of three answers right, more or less."""
    manifest, rng = read_manifest(data), np.random.default_rng(seed)
    labels = manifest.label_indices(("happy", "sad"))
    p = rng.uniform(0.5, 1, len(manifest))
    answers = np.where(rng.random(len(manifest)) < 0.7, labels, 1 - labels)
    truth = manifest.values(("valence",)).astype(float)
    return Predictions(
        clips=tuple(manifest.column("clip")),
        subjects=tuple(manifest.column("subject")),
        folds=(None,) * len(manifest),
        groups=(None,) * len(manifest),
        classes=("happy", "sad"),
        log_probabilities=np.log(np.where(answers[:, None] == [0, 1], p[:, None], 1 - p[:, None])),
        labels=labels,
        values=("valence",),
        predicted=truth / 2 + rng.normal(0, 0.1, truth.shape),
        truth=truth,
    )


def judged_run(
    folder: Path, data: Path, made: Predictions, *, name: str = "Miniature", **changes: object
) -> Path:
    """A run's folder as `evaluate` leaves it, without what training leaves."""
    out = folder / "evaluation-test"
    write_predictions(out / PREDICTIONS_FILE, made)
    shown = average_groups(made) if any(made.groups) else made
    found = measure(
        shown, data_set=name, split="test", protocol="as tested", models=(), resamples=10
    )
    write_report(out, found, shown, title=folder.name, facts={})
    config = mini_finetune(data, **changes)
    (folder / CONFIG_FILE).write_text(yaml.safe_dump(config.model_dump(mode="json")))
    return folder


@pytest.fixture
def runs(tmp_path: Path, data: Path) -> list[Path]:
    return [
        judged_run(tmp_path / f"run-{seed}", data, predicted(data, seed), mixup=0.1 * seed)
        for seed in (1, 2)
    ]


def test_two_files_are_left_and_the_numbers_come_back(runs: list[Path], tmp_path: Path) -> None:
    found = compare(runs, tmp_path / "new" / "out", by=["label"])
    out = tmp_path / "new" / "out"
    assert {path.name for path in out.iterdir()} == {COMPARISON_FILE, COMPARISON_PAGE}
    text = (out / COMPARISON_FILE).read_text(encoding="utf-8")
    assert "NaN" not in text
    assert Comparison.model_validate_json(text) == found
    assert found.runs == ("run-1", "run-2")
    assert (found.n, found.left_out, found.units, found.resampled) == (48, (0, 0), 12, "subjects")
    assert found.settings is not None
    assert found.settings == {"mixup": ("0.1", "0.2")}
    assert {part.column for part in found.parts} == {"subject", "label"}
    assert len([p for p in found.parts if p.column == "subject"]) == 24
    page = (out / COMPARISON_PAGE).read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") > 12
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_a_run_that_was_not_evaluated_is_told_how_to(runs: list[Path], tmp_path: Path) -> None:
    for name in (PREDICTIONS_FILE, EVALUATION_FILE):
        file = runs[1] / "evaluation-test" / name
        kept = file.read_bytes()
        for damaged in (None, b"no such thing"):
            file.unlink() if damaged is None else file.write_bytes(damaged)
            with pytest.raises(ModelError, match="run-2 has no predictions of the part test") as e:
                compare(runs, tmp_path / "out")
            assert f"svfap-train evaluate {runs[1]} --split test" in str(e.value)
        file.write_bytes(kept)
    with pytest.raises(ModelError, match="--split val"):
        compare(runs, tmp_path / "out", split="val")
    with pytest.raises(ModelError, match="two or more"):
        compare(runs[:1], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_clips_that_not_all_have_are_left_out_and_counted(
    runs: list[Path], data: Path, tmp_path: Path
) -> None:
    other = predicted(data, 2).take([47, *range(3, 40)])
    judged_run(runs[1], data, other)
    found = compare(runs, tmp_path / "out")
    assert (found.n, found.left_out) == (38, (10, 0))
    assert "Left out, as not all runs were judged on them: 10 of" in (
        tmp_path / "out" / COMPARISON_PAGE
    ).read_text(encoding="utf-8")
    # Rows are held against each other by name, in whatever order they stand.
    again = judged_run(tmp_path / "same", data, predicted(data, 1).take(range(47, -1, -1)))
    assert all(
        difference.value == 0
        for contrast in compare([runs[0], again], tmp_path / "same-out").contrasts
        for difference in contrast.differences
    )


def test_classes_are_held_against_each_other_by_name(
    runs: list[Path], data: Path, tmp_path: Path
) -> None:
    made = predicted(data, 1)
    turned = replace(
        made,
        classes=("sad", "happy"),
        log_probabilities=made.log_probabilities[:, ::-1].copy(),
        labels=1 - made.labels,
    )
    found = compare([runs[0], judged_run(tmp_path / "turned", data, turned)], tmp_path / "out")
    assert found.mcnemar[0].only_first == found.mcnemar[0].only_other == 0
    assert all(each.differences[0].value == pytest.approx(0) for each in found.contrasts)
    values = replace(
        made, classes=(), log_probabilities=np.zeros((48, 0)), labels=np.full(48, -1),
        shares=np.zeros((48, 0)),
    )  # fmt: skip
    only = compare(
        [runs[0], judged_run(tmp_path / "values", data, values)], tmp_path / "values-out"
    )
    assert [each.name for each in only.contrasts] == ["CCC valence", "PCC valence", "MAE valence"]
    assert (only.mcnemar, only.worst_clips, only.label_doubts) == ((), (), ())
    assert len(only.worst_values) == 12


def test_what_cannot_be_compared_is_refused(runs: list[Path], data: Path, tmp_path: Path) -> None:
    made = predicted(data, 2)
    out = tmp_path / "out"

    def against(**changed: Any) -> list[Path]:
        return [runs[0], judged_run(tmp_path / "other", data, replace(made, **changed))]

    with pytest.raises(ModelError, match="run-1 tells happy, sad apart, other tells glad, sad"):
        compare(against(classes=("glad", "sad")), out)
    with pytest.raises(ModelError, match=r"different truths of person1/1.*Evaluate both again"):
        compare(against(labels=1 - made.labels), out)
    with pytest.raises(ModelError, match="different truths of person12/4"):
        compare(against(truth=np.where(np.arange(48)[:, None] == 47, 0.99, made.truth)), out)
    with pytest.raises(ModelError, match="no clip was judged by all"):
        compare(against(clips=tuple(f"x{i}" for i in range(48))), out)
    other = judged_run(tmp_path / "elsewhere", data, made, name="Other")
    with pytest.raises(ModelError, match="different data sets: Miniature; Other"):
        compare([runs[0], other], out)
    assert not out.exists()


def test_columns_of_the_data_group_clips(runs: list[Path], data: Path, tmp_path: Path) -> None:
    found = compare(runs, tmp_path / "out", by=["start_s", "label"])
    columns = [(p.column, p.value) for p in found.parts if p.measure == "right"]
    assert columns[12:] == [
        *(("start_s", value) for value in ("0", "2", "4", "6")),
        *(("label", value) for value in ("happy", "sad")),
    ]
    with pytest.raises(SourceError, match="no column age"):
        compare(runs, tmp_path / "out", by=["age"])
    away = write_clips(tmp_path / "away", subjects=1, data_set="Miniature")
    for run in runs:
        (run / CONFIG_FILE).unlink()
    with pytest.raises(ModelError, match="does not say which data"):
        compare(runs, tmp_path / "out", by=["label"])
    assert compare(runs, tmp_path / "out", by=["label"], data=[data]).settings is None
    renamed = read_manifest(away)
    names = renamed.table.set_column(0, "clip", [[f"x/{i}" for i in range(len(renamed))]])
    pq.write_table(names, away / MANIFEST_FILE)
    with pytest.raises(ModelError, match="not among those of the data"):
        compare(runs, tmp_path / "out", by=["label"], data=[away])


def test_without_the_data_there_are_no_frames_and_all_else(
    runs: list[Path], tmp_path: Path
) -> None:
    for run in runs:
        config = yaml.safe_load((run / CONFIG_FILE).read_text())
        config["data"]["manifests"] = [str(tmp_path / "gone")]
        (run / CONFIG_FILE).write_text(yaml.safe_dump(config))
    compare(runs, tmp_path / "out")
    page = (tmp_path / "out" / COMPARISON_PAGE).read_text(encoding="utf-8")
    assert "data:image" not in page
    assert "This page shows faces" not in page
    assert "Clips judged worst" in page


def test_groups_are_judged_by_their_means(data: Path, tmp_path: Path) -> None:
    write_groups(data)
    groups = tuple(read_manifest(data).column("group"))
    sides = [predicted(data, seed) for seed in (1, 2)]
    same = np.tile([0, 1, 0, 1], 12)
    runs = [
        judged_run(
            tmp_path / f"run-{number}", data,
            replace(p, groups=groups, labels=same, truth=np.full((48, 1), 0.2)),
        )
        for number, p in enumerate(sides)
    ]  # fmt: skip
    found = compare(runs, tmp_path / "out", by=["start_s"])
    assert found.n == 24
    assert sum(p.contrast.figures[0].n for p in found.parts if p.column == "start_s") == 48


def test_runs_of_one_name_are_told_apart_by_their_paths(data: Path, tmp_path: Path) -> None:
    runs = [
        judged_run(tmp_path / part / "run", data, predicted(data, seed))
        for seed, part in enumerate(("a", "b"))
    ]
    assert compare(runs, tmp_path / "out").runs == tuple(map(str, runs))


def test_runs_are_compared_on_the_command_line(tmp_path: Path) -> None:
    with narrow_networks():
        data = write_clips(tmp_path / "set")
        runs = [short_run(tmp_path / f"run{n}", data, **{"recipe.lr": lr}) for n, lr in
                ((1, 1e-3), (2, 1e-2))]  # fmt: skip
        missing = command("compare", *runs)
        assert missing.exit_code == 1
        assert "svfap-train evaluate" in missing.stderr
        for run in runs:
            assert command("evaluate", run, "--windows", "1").exit_code == 0
        done = command("compare", *runs, "--by", "label")
    assert done.exit_code == 0, done.output
    assert "Miniature, test: 4 clips" in done.stdout
    assert "WAR, n = 4" in done.stdout
    assert "McNemar p = " in done.stdout
    found = json.loads((runs[0] / "comparison-test" / COMPARISON_FILE).read_text())
    assert found["settings"]["recipe.lr"] == ["0.001", "0.01"]
