"""Models judged by rendered faces: each window of the data set counts, with what it is of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from svfap_core.facial_actions import ACTIONS as ALL_ACTIONS
from svfap_core.models import Head, HeadKind
from tests.models import write_untrained_model
from tests.unit.trainer.miniature import prepare_mini_ferplus
from trainer.data.catalogue import Split
from trainer.data.layouts.fer2013 import LABELS
from trainer.workshop.cli import app
from trainer.workshop.judging import is_rendered, judge_courses
from trainer.workshop.lessons import SIZE_PX, Lesson, write_lessons
from trainer.workshop.rendered.expressions import emotion_shares
from trainer.workshop.rendered.sequences import META

EMOTIONS = Head(kind=HeadKind.CLASSES, names=LABELS)
ACTIONS = Head(kind=HeadKind.ACTIONS, names=("jaw_open", "mouth_smile"), low=0.0, high=1.0)


def lessons() -> Iterator[Lesson]:
    """Windows of three drawn sequences, one for each part."""
    rng = np.random.default_rng(0)
    shown: dict[Split, str] = {"test": "happy", "val": "sad", "train": "angry"}
    for split, expression in shown.items():
        for number, weight in enumerate((0.0, 0.2, 0.45, 0.9)):
            actions = {**dict.fromkeys(ALL_ACTIONS, 0.1), "mouth_smile": weight}
            yield Lesson(
                clip=f"{split}/{number}",
                images=rng.integers(0, 256, (16, SIZE_PX, SIZE_PX), dtype=np.uint8),
                times_s=np.arange(16) / 25,
                source="drawn",
                shares=emotion_shares(expression, weight),
                actions=actions,
                middle_actions=actions,
                split=split,
                meta={
                    "expression": expression,
                    "weight": str(weight),
                    "speech": "no",
                    "sequence": split,
                    "time_s": str(0.32 + 0.16 * number),
                },
            )


def test_windows_of_a_part_are_judged_with_their_moves(tmp_path: Path) -> None:
    write_lessons(tmp_path / "rendered", "drawn", lessons(), meta=META)
    model = write_untrained_model(tmp_path / "model", (EMOTIONS, ACTIONS))
    found = judge_courses(model, tmp_path / "rendered", "test")
    assert (found.windows, found.num_mild_smiles, found.rises) == (4, 1, 1)
    assert set(found.correlations) == {"mouth_smile"}
    sad = judge_courses(model, tmp_path / "rendered", "val")
    assert (sad.windows, sad.num_mild_smiles, sad.rises) == (4, 0, 1)
    command = ["judge", str(model), "--data", str(tmp_path / "rendered")]
    told = CliRunner().invoke(app, command).output
    assert "windows: 4" in told
    assert "of 1" in told


def test_stills_are_no_rendered_faces(tmp_path: Path) -> None:
    prepare_mini_ferplus(tmp_path)
    assert not is_rendered(tmp_path / "ferplus")


def test_a_model_without_actions_is_judged_too(tmp_path: Path) -> None:
    write_lessons(tmp_path / "rendered", "drawn", lessons(), meta=META)
    model = write_untrained_model(tmp_path / "model", (EMOTIONS,))
    assert judge_courses(model, tmp_path / "rendered", "test").correlations == {}


def test_a_model_with_actions_is_judged_by_stills_that_have_none(tmp_path: Path) -> None:
    prepare_mini_ferplus(tmp_path)
    model = write_untrained_model(tmp_path / "model", (EMOTIONS, ACTIONS))
    told = CliRunner().invoke(app, ["judge", str(model), "--data", str(tmp_path / "ferplus")])
    assert "majority, WAR / UAR" in told.output, told.output
