"""The page of a comparison: what it says in words, and that no name can break it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.trainer.test_comparison import drawn
from tests.unit.trainer.test_report import Page
from trainer.comparison import (
    Comparison,
    Contrast,
    McNemar,
    contrasts,
    label_doubts,
    mcnemar,
    parts,
    worst_clips,
    worst_values,
)
from trainer.comparison_report import MAX_PARTS, comparison_page
from trainer.intervals import Draws, Figure

PIXEL = "data:image/jpeg;base64,AAAA"


def compared(**changed: Any) -> Comparison:
    """Two runs of 120 clips by 30 persons."""
    judged = [drawn(seed, persons=30) for seed in (1, 2)]
    draws = Draws(judged[0].units(), 50, 0, "subjects")
    subjects = [str(name) for name in judged[0].subjects]
    values: dict[str, Any] = {
        "runs": ("old", "new"),
        "data_set": "a set",
        "split": "test",
        "caution": "",
        "protocols": ("as tested", "as tested too"),
        "n": 120,
        "left_out": (0, 0),
        "resampled": "subjects",
        "units": 30,
        "resamples": 50,
        "seed": 0,
        "contrasts": contrasts(judged, draws),
        "mcnemar": (mcnemar("new", *judged),),
        "parts": tuple(parts(judged, "subject", subjects, list(dict.fromkeys(subjects)), draws)),
        "settings": {"recipe.lr": ("0.001", "0.01")},
        "worst_clips": worst_clips(judged, 12),
        "worst_values": worst_values(judged, 12),
        "label_doubts": label_doubts(judged),
    }
    return Comparison(**(values | changed))


def page(
    tmp_path: Path, found: Comparison, frames: dict[str, tuple[str, ...]] | None = None
) -> Page:
    file = tmp_path / "compare.html"
    file.write_text(comparison_page(found, frames or {}), encoding="utf-8")
    return Void(file)


class Void(Page):
    """Images have no end."""

    VOID = ("meta", "img")


def said(found: Page) -> str:
    return found.text.replace("\N{NO-BREAK SPACE}", " ")


def war(low: float | None, value: float, high: float | None, note: str = "") -> tuple[Contrast]:
    """The only figure: 70 % of the first run, and how far the other is from it."""
    figures = tuple(Figure(value=at, n=120, low=0.6, high=0.9) for at in (0.7, 0.7 + value))
    apart = Figure(value=value, n=120, low=low, high=high, note=note)
    return (Contrast(name="WAR", figures=figures, differences=(apart,)),)


@pytest.mark.parametrize(
    ("contrast", "words"),
    [
        (war(0.01, 0.05, 0.09), "is +5.0 points, 95 % interval +1.0 to +9.0: it is hardly chance."),
        (
            war(-0.01, 0.05, 0.11),
            "is +5.0 points, 95 % interval \N{MINUS SIGN}1.0 to +11.0: it may",
        ),
        (war(-0.09, -0.05, -0.01), "is \N{MINUS SIGN}5.0 points, 95 % interval"),
        (
            war(None, 0.05, None, "4 subjects: few"),
            "is +5.0 points; no interval (4 subjects: few).",
        ),
        (war(None, 0.0, None, "all resamples agree"), "is 0.0 points; no interval"),
    ],
)
def test_a_difference_is_put_in_words(
    contrast: tuple[Contrast], words: str, tmp_path: Path
) -> None:
    found = said(page(tmp_path, compared(contrasts=contrast)))
    assert f"old: 70.0 %, of 120 clips. The difference {words}" in found


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (McNemar(run="new", n=120, only_first=3, only_other=9, p=0.146), "9 by new alone. If"),
        (McNemar(run="new", n=120, only_first=3, only_other=9, p=0.146), "with p = 0.15 (exact"),
        (McNemar(run="new", n=120, only_first=0, only_other=40, p=1e-9), "with p = <0.001 (exact"),
        (McNemar(run="new", n=120, only_first=0, only_other=0, p=1), "on the same clips (p = 1)"),
    ],
)
def test_the_test_is_put_in_words(test: McNemar, words: str, tmp_path: Path) -> None:
    assert words in said(page(tmp_path, compared(mcnemar=(test,))))


def test_repeated_persons_are_a_caution_on_the_test(tmp_path: Path) -> None:
    assert "go by the interval" in said(page(tmp_path, compared()))
    assert "and so is too sure" in said(page(tmp_path, compared(units=5)))
    alone = said(page(tmp_path, compared(resampled="clips", units=120)))
    assert "one by one" not in alone


def test_tables_hold_every_figure_and_its_clips(tmp_path: Path) -> None:
    comparison = compared()
    rows = [
        [c.replace("\N{NO-BREAK SPACE}", " ") for c in row]
        for row in page(tmp_path, comparison).rows
    ]
    for contrast in comparison.contrasts:
        name = contrast.name.removeprefix("recall ")
        (row,) = [row for row in rows if row[0] in {name, f"{name}less is better"}]
        assert row[-1] == str(contrast.figures[0].n)
    listed = [row[0] for row in rows if row[0].startswith("person ")]
    assert len(listed) == 2 * MAX_PARTS
    assert "6 more are in compare.json." in said(page(tmp_path, comparison))
    apart = {p.value: abs(p.contrast.differences[0].value or 0) for p in comparison.parts
             if p.measure == "right"}  # fmt: skip
    shown = [apart[name] for name in listed[:MAX_PARTS]]
    assert shown == sorted(shown, reverse=True)
    better = sum((p.contrast.differences[0].value or 0) > 0 for p in comparison.parts
                 if p.measure == "right")  # fmt: skip
    assert f"new is better on {better} of 30" in said(page(tmp_path, comparison))


def test_settings_that_differ_are_listed_or_missed(tmp_path: Path) -> None:
    assert ["recipe.lr", "0.001", "0.01"] in page(tmp_path, compared()).rows
    assert "Nothing." in page(tmp_path, compared(settings={})).text
    assert "not all of them are runs" in page(tmp_path, compared(settings=None)).text


def test_clips_are_shown_with_their_frames(tmp_path: Path) -> None:
    comparison = compared()
    (first, *_) = comparison.worst_clips
    found = page(tmp_path, comparison, {first.clip: (PIXEL,) * 3})
    shown = [a for tag, a in found.elements if tag == "img"]
    assert len(shown) in (3, 6)  # Its label may be in doubt too.
    assert all(a["src"] == PIXEL for a in shown)
    assert "This page shows faces" in found.text
    assert "This page shows faces" not in page(tmp_path, comparison).text
    policy = dict(found.elements)["meta"]["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    doubts = f"{len(comparison.label_doubts)} of 120 labels"
    assert doubts in found.text
    none = page(tmp_path, compared(label_doubts=()))
    assert "All runs together doubt none." in none.text


def test_more_than_two_runs_are_held_against_the_first(tmp_path: Path) -> None:
    judged = [drawn(seed, persons=30) for seed in (1, 2, 3)]
    draws = Draws(judged[0].units(), 50, 0, "subjects")
    three = compared(
        runs=("old", "new", "newer"),
        protocols=("a", "b", "c"),
        left_out=(2, 0, 1),
        contrasts=contrasts(judged, draws),
        mcnemar=(mcnemar("new", *judged[:2]), mcnemar("newer", judged[0], judged[2])),
        parts=(),
        settings=None,
        worst_clips=worst_clips(judged, 12),
        worst_values=worst_values(judged, 12),
        label_doubts=label_doubts(judged),
    )  # fmt: skip
    found = page(tmp_path, three)
    minus = "\N{MINUS SIGN}"
    assert [
        "",
        "old",
        "new",
        "newer",
        f"new {minus} old",
        f"newer {minus} old",
        "clips",
    ] in found.rows
    assert "Left out, as not all runs were judged on them: 2 of old, 1 of newer." in found.text
    assert "All runs are held against old." in found.text


def test_no_name_can_break_the_page(tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>\"&amp;"
    clips = tuple(each.model_copy(update={"clip": evil, "subject": evil, "label": evil})
                  for each in compared().worst_clips)  # fmt: skip
    found = page(
        tmp_path,
        compared(runs=(evil, f"{evil}2"), data_set=evil, settings={evil: (evil, evil)},
                 caution=evil, worst_clips=clips, protocols=(evil, evil)),
    )  # fmt: skip
    assert found.count("script") == 0
    assert found.text.count(evil) > 20
