"""The page: what it says, that it needs nothing from elsewhere, that no name can break it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from svfap_core.errors import OutputError
from tests.unit.trainer.miniature import write_clips
from trainer.data.description import describe
from trainer.data.manifest import read_manifest
from trainer.metrics import Evaluation, measure
from trainer.predictions import Predictions
from trainer.report import MAX_WORST, write_report

CLASSES = ("happy", "sad", "contempt")
NAN = np.nan


def predictions(n: int = 60, **changed: Any) -> Predictions:
    """Labels 0 and 1 in turn, every fifth answered wrong; valence known, arousal of one clip."""
    labels = np.arange(n) % 2
    answers = np.where(np.arange(n) % 5 == 0, 1 - labels, labels)
    p = np.full((n, 3), 0.05)
    p[np.arange(n), answers] = 0.9
    y = np.linspace(-0.9, 0.9, n)
    truth = np.stack([y, np.full(n, NAN)], axis=1)
    truth[0, 1] = 0.5
    given: dict[str, Any] = {
        "clips": tuple(f"clip-{i}" for i in range(n)),
        "subjects": (None,) * n,
        "folds": (None,) * n,
        "groups": (None,) * n,
        "classes": CLASSES,
        "log_probabilities": np.log(p),
        "labels": labels,
        "values": ("valence", "arousal"),
        "predicted": np.stack([0.5 * y, y], axis=1),
        "truth": truth,
    }
    return Predictions(**(given | changed))


def only_values(n: int = 10, **changed: Any) -> Predictions:
    none = {"classes": (), "log_probabilities": np.zeros((n, 0)), "labels": np.full(n, -1)}
    return predictions(n, **(none | changed))


def only_classes(n: int = 10, **changed: Any) -> Predictions:
    none = {"values": (), "predicted": np.zeros((n, 0)), "truth": np.zeros((n, 0))}
    return predictions(n, **(none | changed))


def judged(made: Predictions, **options: Any) -> Evaluation:
    options = {"resamples": 50, "split": "test", "protocol": "as tested", **options}
    return measure(made, data_set="a set", models=(), **options)


class Page(HTMLParser):
    """A page as a browser takes it: its text, its elements and what they hold."""

    VOID = ("meta",)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self.html = path.read_text(encoding="utf-8")
        self.feed(self.html)
        self.close()
        assert self.open == []
        self.text = re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag in {"p", "section", "div", "dd", "dt", "br", "h1", "h2", "h3"}:
            self.words.append(" ")
        if tag not in {*self.VOID, "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def page(tmp_path: Path, made: Predictions, evaluation: Evaluation | None = None) -> Page:
    evaluation = evaluation or judged(made)
    facts = {"Run": "run 7", "Model": "sha256 abc"}
    return Page(write_report(tmp_path / "out", evaluation, made, title="A model", facts=facts))


def test_two_files_are_left_and_the_figures_come_back(tmp_path: Path) -> None:
    made = predictions()
    evaluation = judged(made)
    path = write_report(tmp_path / "new" / "out", evaluation, made, title="t", facts={})
    assert path == tmp_path / "new" / "out" / "report.html"
    assert {p.name for p in path.parent.iterdir()} == {"evaluation.json", "report.html"}
    text = (path.parent / "evaluation.json").read_text(encoding="utf-8")
    assert Evaluation.model_validate_json(text) == evaluation


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    found = page(tmp_path, predictions())
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base", "form", "a"}
    for tag, attributes in found.elements:
        assert not {"src", "href", "srcset"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert "url(" not in found.html
    assert "@import" not in found.html
    assert "http" not in found.html.replace("http-equiv", "")
    policy = dict(found.elements)["meta"]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "prefers-color-scheme:dark" in found.html


def test_the_page_says_the_figures_and_where_they_come_from(tmp_path: Path) -> None:
    made = predictions()
    evaluation = judged(made)
    found = page(tmp_path, made, evaluation)
    said = found.text.replace("\N{NO-BREAK SPACE}", " ")
    assert evaluation.classes is not None
    war = evaluation.classes.war
    assert "Right answers WAR 80.0 % n = 60 95 % interval" in said
    assert f"{100 * (war.low or 0):.1f} to {100 * (war.high or 0):.1f} %" in said
    assert "Always answering happy would be right in 50.0 %" in said
    assert "By guessing: 33.3 %" in said
    assert "No clip is of contempt" in said
    assert "Not measured, for want of true values: arousal" in said
    assert "probability of 90.0 % and is right in 80.0 % of 60 clips: it is surer than" in said
    assert "Expected calibration error: 10.0 %." in said
    for fact in (
        "A model",
        "a set",
        "as tested",
        "run 7",
        "sha256 abc",
        "50 resamples",
        "60 clips",
    ):
        assert fact in said


def test_tables_hold_counts_recalls_and_dimensions(tmp_path: Path) -> None:
    found = page(tmp_path, predictions())
    rows = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in found.rows]
    dot = "\N{MIDDLE DOT}"
    at = rows.index(["", *CLASSES, "clips"])
    assert rows[at + 1 : at + 4] == [
        ["happy", "8024", "206", dot, "30"],
        ["sad", "206", "8024", dot, "30"],
        ["contempt", dot, dot, dot, "0"],
    ]
    recalls = {row[0]: row for row in rows[at + 5 : at + 8]}
    assert recalls["happy"][2] == "80.0 %"
    assert recalls["happy"][4] == "30"
    assert recalls["contempt"][2:] == ["\N{EN DASH}", "", "0"]
    (valence,) = [row for row in rows if row[0] == "valence"]
    assert valence[2].startswith("1.000")
    assert valence[-1] == "60"


def test_risk_and_votes_are_put_in_words(tmp_path: Path) -> None:
    p = np.array([[0.9, 0.05, 0.05], [0.8, 0.1, 0.1], [0.5, 0.4, 0.1], [0.6, 0.3, 0.1]] * 5)
    labels, shares = np.array([0, 0, 1, 0] * 5), np.repeat([[0.5, 0.5, 0], [0, 0, 0]], 10, axis=0)
    made = only_classes(20, labels=labels, log_probabilities=np.log(p), shares=shares)
    evaluation = judged(made)
    found = page(tmp_path, made, evaluation)
    said = found.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Of all 20 clips 25.0 % are answered wrong; of the 10 it is surest of, 0.0 %." in said
    assert evaluation.risks is not None
    assert f"Area under this curve (AURC): {evaluation.risks.aurc.value:.3f} n = 20" in said
    assert evaluation.votes is not None
    assert f"probabilities (KL): {evaluation.votes.kl.value:.3f} n = 10" in said
    ends = [a["d"] or "" for _, a in found.elements if a.get("class") == "curve"]
    assert ends[0].endswith("L300.0 133.0")  # A quarter is wrong, on a scale up to one half.
    assert "raters" not in page(tmp_path / "none", only_classes()).text
    right = only_classes(
        8, labels=labels[:8], log_probabilities=np.log(np.eye(3)[labels[:8]] * 0.7 + 0.1)
    )
    assert "All 8 clips were answered right: that cannot be seen." in page(tmp_path, right).text


def test_worst_answers_are_those_that_gave_the_truth_least(tmp_path: Path) -> None:
    p = np.array([[0.7, 0.2, 0.1], [0.0004, 0.9995, 0.0001], [0.6, 0.3, 0.1], [0.9, 0.05, 0.05]])
    made = only_classes(4, labels=np.array([1, 0, 0, -1]), log_probabilities=np.log(p))
    found = page(tmp_path, made)
    rows = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in found.rows[-2:]]
    assert rows == [
        ["clip-1", "happy", "sad", ">99.9 %", "<0.1 %"],
        ["clip-0", "sad", "happy", "70.0 %", "20.0 %"],
    ]
    assert "Wrong answers (2) that gave" in found.text


def test_only_so_many_clips_are_listed(tmp_path: Path) -> None:
    n = 5 * MAX_WORST + 10
    found = page(tmp_path, predictions(n))
    listed = [row[0] for row in found.rows if row and row[0].startswith("clip-")]
    assert len(listed) == 2 * MAX_WORST


def test_nothing_wrong_is_said(tmp_path: Path) -> None:
    made = only_classes(
        4, labels=np.zeros(4, np.int64), log_probabilities=np.log([[0.8, 0.1, 0.1]] * 4)
    )
    found = page(tmp_path, made)
    assert "Every clip with a label was answered right." in found.text
    assert "Found best" not in found.text


@pytest.mark.parametrize(
    ("share", "right", "verdict"),
    [
        ([0.9], [0.6], "surer than it should be"),
        ([0.5], [0.8], "less sure than it could be"),
        ([0.9, 0.5], [0.6, 0.8], "too sure of some answers and not sure enough of others"),
        ([0.9, 0.5], [0.9, 0.5], "about as sure as it should be"),
    ],
)
def test_trust_is_put_in_words(
    share: list[float], right: list[float], verdict: str, tmp_path: Path
) -> None:
    each = 50
    p = np.repeat([[s, 1 - s - 0.01, 0.01] for s in share], each, axis=0)
    p[:, 0] += 0.001
    p[:, 2] -= 0.001
    labels = np.concatenate([np.where(np.arange(each) < each * r, 0, 1) for r in right])
    made = only_classes(len(p), labels=labels, log_probabilities=np.log(p))
    assert verdict in page(tmp_path, made).text


def test_furthest_values_are_listed_first(tmp_path: Path) -> None:
    made = only_values(
        3,
        truth=np.array([[-0.5, 0.2], [0.1, NAN], [0.0, 0.3]]),
        predicted=np.array([[0.5, 0.1], [0.3, 9.0], [0.0, 0.3]]),
    )
    rows = page(tmp_path, made).rows
    at = rows.index(["clip", "dimension", "truth", "predicted", "apart"])
    minus = "\N{MINUS SIGN}"
    assert rows[at + 1] == ["clip-0", "valence", f"{minus}0.500", "0.500", "1.000"]
    assert rows[at + 2] == ["clip-1", "valence", "0.100", "0.300", "0.200"]
    assert len(rows) == at + 1 + 5


def dots(found: Page) -> list[tuple[float, float]]:
    drawn = [
        a["d"] or "" for tag, a in found.elements if a.get("class") == "dots" and tag == "path"
    ]
    places = re.findall(r"M([\d.]+) ([\d.]+)h0", "".join(drawn))
    return [(float(x), float(y)) for x, y in places]


def test_a_scatter_puts_truth_to_the_right_and_predictions_up(tmp_path: Path) -> None:
    made = only_values(
        2,
        values=("valence",),
        truth=np.array([[-1.0], [1.0]]),
        predicted=np.array([[0.0], [1.5]]),
    )
    found = page(tmp_path, made)
    (left, middle), (right, top) = sorted(dots(found))
    assert (right - left, middle - top) == (pytest.approx(242), pytest.approx(121))
    assert "1 beyond the scale, drawn at its edge" in found.text


def test_a_scatter_of_many_clips_is_thinned_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(dots(page(tmp_path, only_values(60)))) == 60
    monkeypatch.setattr("trainer.report.MAX_POINTS", 25)
    found = page(tmp_path, only_values(60))
    assert len(dots(found)) == 20
    assert "20 of 60 drawn." in found.text


def test_levels_are_shown_where_they_were_asked_for(tmp_path: Path) -> None:
    made = only_values(
        4,
        values=("valence",),
        truth=np.array([[-1.0], [0.0], [0.0], [1.0]]),
        predicted=np.array([[-0.9], [0.1], [0.9], [0.8]]),
    )
    found = page(tmp_path / "with", made, judged(made, levels=3))
    assert "valence weighted F1 75.0 %" in found.text
    at = found.rows.index(["", "-1", "0", "1", "clips"])
    assert found.rows[at + 2] == ["0", "\N{MIDDLE DOT}", "501", "501", "2"]
    assert "levels" not in page(tmp_path / "without", made).text


def test_what_has_no_figure_has_a_dash(tmp_path: Path) -> None:
    made = only_values(10, predicted=np.zeros((10, 2)))
    assert "PCC \N{EN DASH} " in page(tmp_path, made).text


def test_sections_are_of_what_was_judged(tmp_path: Path) -> None:
    both, classes, values = (
        {row[0] for row in page(tmp_path / name, made).rows if row}
        for name, made in (("b", predictions()), ("c", only_classes()), ("v", only_values()))
    )
    assert {"happy", "valence"} <= both
    assert "happy" in classes
    assert "valence" not in classes
    assert "happy" not in values
    assert "valence" in values


def test_doubts_about_the_intervals_are_told(tmp_path: Path) -> None:
    two = page(tmp_path, only_classes(10, subjects=("x", "y") * 5)).text
    assert "10 clips of 2 subjects" in two
    assert ", worth" in two
    assert "no interval: 2 subjects: a bootstrap needs 10" in two
    assert "their resamples need 10 subjects, there are 2" in two
    assert "too narrow" not in two
    some = page(tmp_path, only_classes(36, subjects=tuple("abcdefghijkl") * 3)).text
    assert "50 resamples of the 12 subjects" in some
    assert "With so few subjects these are somewhat too narrow" in some
    nobody = page(tmp_path, only_classes()).text
    assert "if people repeat, all intervals are too narrow" in nobody
    assert ", worth" not in nobody
    never = page(tmp_path, only_classes(), judged(only_classes(), resamples=0)).text
    assert "resamples" not in never


def test_what_all_answer_right_is_not_certain(tmp_path: Path) -> None:
    p = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]] * 3)
    made = only_classes(6, labels=np.array([0, 1] * 3), log_probabilities=np.log(p))
    said = page(tmp_path, made).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "WAR 100.0 % n = 6 95 % interval 61.0 to 100.0 %" in said
    assert "100.0 to 100.0" not in said
    assert "about as sure as it should be, as far as so many clips can tell" in said


def test_a_caution_stands_before_all_else(tmp_path: Path) -> None:
    made = only_classes()
    found = page(tmp_path, made, judged(made, caution="These <clips> were learned from."))
    assert found.text.split("A model", 1)[1].strip().startswith("These <clips> were learned from.")
    assert "caution" not in page(tmp_path, made).html.split("<body>")[1]


def test_no_name_can_break_the_page(tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>\"&amp;"
    made = predictions(
        clips=tuple(f"{evil} {i}" for i in range(60)),
        classes=(evil, "b<b>", "c&"),
        values=(f"v{evil}", "arousal"),
    )
    evaluation = judged(made, split=evil, protocol=evil)
    found = Page(write_report(tmp_path, evaluation, made, title=evil, facts={evil: evil}))
    assert found.count("script") == 0
    assert found.count("b") == page(tmp_path, predictions()).count("b")
    assert found.text.count(evil) > 20


def test_figures_of_other_predictions_are_refused(tmp_path: Path) -> None:
    evaluation = judged(predictions(60))
    for other in (predictions(59), predictions(60, classes=("sad", "happy", "contempt"))):
        with pytest.raises(ValueError, match="of other predictions"):
            write_report(tmp_path / "out", evaluation, other, title="t", facts={})
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"not a folder|in the way"):
        page(tmp_path, predictions())


def test_what_the_data_holds_is_on_the_page(tmp_path: Path) -> None:
    evil = "<b>a & b</b>"
    folder = write_clips(tmp_path / "data", classes=("happy", "nan"), frames=1, data_set=evil)
    made, data = predictions(), [describe(read_manifest(folder))]
    path = write_report(
        tmp_path / "out",
        judged(made),
        made,
        title="t",
        facts={},
        data=data,
    )
    text = path.read_text(encoding="utf-8")
    assert evil not in text
    assert html.escape(evil) in text
    found = Page(path)
    assert ["happy", "4", "2", "2", "8", "4"] in found.rows
    assert "Clips by subject" in text
    assert "nan" in text
