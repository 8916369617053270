"""A cross-validation: each clip is judged by what has not learned from it, whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from svfap_core.errors import ModelError, SourceError
from svfap_core.inference.checkpoint import load_model
from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import write_clips
from tests.unit.trainer.narrow import differing, narrow_networks, silent, weights
from trainer.config import FinetuneConfig
from trainer.cross_validation import cross_validate
from trainer.data.manifest import read_manifest
from trainer.events import Ended, Event, Fold, Step, Warned
from trainer.export import export_run
from trainer.folder import (
    CROSS_VALIDATION,
    EVALUATION_FILE,
    FOLDS,
    PAUSE,
    PREDICTIONS_FILE,
    REPORT_FILE,
)
from trainer.predictions import read_predictions
from trainer.runs import read_config

pytestmark = pytest.mark.usefixtures("narrow")


class Killed(Exception):  # noqa: N818  # it is not an error of ours
    """What ends a process at once looks like this to the code under test."""


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips") / "clips"
    return write_clips(folder, size_px=32, splits=(None,), subjects=4, per_subject=2)


@pytest.fixture(scope="module")
def config(clips: Path) -> FinetuneConfig:
    return classes(clips, **{"recipe.epochs": 1})


@pytest.fixture(scope="module")
def unbroken(
    config: FinetuneConfig, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Event]]:
    out = tmp_path_factory.mktemp("unbroken") / "cv"
    events: list[Event] = []
    with narrow_networks():
        assert cross_validate(config, out, listener=events.append, folds="subject")
    return out, events


def test_every_clip_is_tested_once_by_a_run_that_does_not_know_its_subject(
    unbroken: tuple[Path, list[Event]], clips: Path
) -> None:
    out, _ = unbroken
    found = read_predictions(out / CROSS_VALIDATION / PREDICTIONS_FILE)
    assert sorted(found.clips) == sorted(read_manifest(clips).column("clip"))
    assert [(s, f) for s, f in zip(found.subjects, found.folds, strict=True)] == [
        (f"person{number}", number) for number in (1, 2, 3, 4) for _ in range(2)
    ]
    evaluation = json.loads((out / CROSS_VALIDATION / EVALUATION_FILE).read_text())
    assert evaluation["split"] == "test, 4 folds pooled"
    assert evaluation["n"] == 8
    report = (out / CROSS_VALIDATION / REPORT_FILE).read_text()
    assert "<h1>Cross-validation of cv</h1>" in report
    assert "<dt>fold 4</dt>" in report


def test_it_tells_of_folds_and_ends_once(unbroken: tuple[Path, list[Event]]) -> None:
    _, events = unbroken
    assert [(e.number, e.count) for e in events if isinstance(e, Fold)] == [
        (1, 4), (2, 4), (3, 4), (4, 4), (0, 4),
    ]  # fmt: skip
    assert [e.outcome for e in events if isinstance(e, Ended)] == ["finished"]
    assert any("no clips are held back" in e.text for e in events if isinstance(e, Warned))


def test_the_final_run_learns_from_all_and_its_model_has_the_figures(
    unbroken: tuple[Path, list[Event]], tmp_path: Path
) -> None:
    out, _ = unbroken
    data = read_config(out).data
    assert (data.fold, data.folds, data.val_share) == (0, "subject", 0.0)
    card = export_run(out, tmp_path / "model", "mine").card
    assert load_model(tmp_path / "model").card == card
    assert {metric.split for metric in card.metrics} == {"test, 4 folds pooled"}
    assert "Calibrated by cross-validation over 8 clips that it learned from." in (
        card.provenance.notes
    )
    assert any("this one learned from all folds" in note for note in card.provenance.notes)


def same(found: Path, expected: Path) -> None:
    for name in (EVALUATION_FILE, REPORT_FILE):
        one, other = ((of / CROSS_VALIDATION / name).read_text() for of in (found, expected))
        assert one == other
    for run in ("", f"{FOLDS}/1", f"{FOLDS}/4"):
        assert differing(weights(found / run), weights(expected / run)) == []


@pytest.mark.parametrize("when", [1, 3, 5])
def test_a_killed_one_ends_as_an_unbroken_one(
    unbroken: tuple[Path, list[Event]], config: FinetuneConfig, tmp_path: Path, when: int
) -> None:
    """Killed in the first fold, in another, or in the final run."""
    steps: list[Event] = []

    def killing(event: Event) -> None:
        if isinstance(event, Step):
            steps.append(event)
            if len(steps) == when:
                raise Killed

    out = tmp_path / "cv"
    with pytest.raises(Killed):
        cross_validate(config, out, listener=killing, folds="subject")
    assert cross_validate(config, out, listener=silent, folds="subject", resume=True)
    same(out, unbroken[0])


def test_a_file_pauses_it_and_it_goes_on(
    unbroken: tuple[Path, list[Event]], config: FinetuneConfig, tmp_path: Path
) -> None:
    out = tmp_path / "cv"
    events: list[Event] = []

    def pausing(event: Event) -> None:
        events.append(event)
        if isinstance(event, Fold) and event.number == 2:
            (out / PAUSE).touch()

    assert cross_validate(config, out, listener=pausing, folds="subject") is None
    assert events[-1].kind == "ended"
    assert [e.outcome for e in events if isinstance(e, Ended)] == ["interrupted"]
    assert not (out / FOLDS / "3").exists()
    assert cross_validate(config, out, listener=silent, folds="subject", resume=True)
    same(out, unbroken[0])


def test_official_folds_are_taken_where_there_are_some(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "clips", size_px=32, folds=2, subjects=4, per_subject=2)
    out = tmp_path / "cv"
    found = cross_validate(classes(data, **{"recipe.epochs": 1}), out, listener=silent)
    assert found is not None
    assert found.split == "test, 2 folds pooled"
    assert sorted(path.name for path in (out / FOLDS).iterdir()) == ["1", "2"]
    assert read_config(out / FOLDS / "1").data.folds is None


def test_what_a_fold_lacks_is_told_before_anything_is_trained(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "a", size_px=32, splits=(None,), subjects=6, per_subject=1)
    with pytest.raises(SourceError, match="no clip in the part train has the class sad"):
        cross_validate(classes(data), tmp_path / "cv", listener=silent)
    assert not (tmp_path / "cv" / FOLDS).exists()


def _other_folder(config: FinetuneConfig, out: Path) -> None:
    cross_validate(config, out, listener=silent, resume=True)


def _again(config: FinetuneConfig, out: Path) -> None:
    (out / FOLDS).mkdir(parents=True)
    cross_validate(config, out, listener=silent)


@pytest.mark.parametrize(
    ("act", "said"),
    [(_other_folder, "no cross-validation to resume"), (_again, "holds a run already")],
)
def test_nothing_is_mixed_up(
    config: FinetuneConfig, tmp_path: Path, act: Callable[[FinetuneConfig, Path], None], said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        act(config, tmp_path / "cv")


def test_it_does_not_go_on_with_other_settings(
    unbroken: tuple[Path, list[Event]], config: FinetuneConfig
) -> None:
    other = config.model_copy(update={"label_smoothing": 0.2})
    with pytest.raises(ModelError, match="other settings"):
        cross_validate(other, unbroken[0], listener=silent, folds="subject", resume=True)
