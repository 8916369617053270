"""Writes an evaluation for people: one page without scripts or network, and its figures as JSON.

Knows nothing of how figures come about. Light or dark as the reader's system is; all pictures are
part of the page, so that a mail can carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TypeAlias

import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.exports.palette import emotion_style
from svfap_core.labels import usual_range
from trainer.folder import EVALUATION_FILE, REPORT_FILE
from trainer.metrics import ClassFigures, Confusion, DimensionFigures, Evaluation, Figure
from trainer.predictions import Predictions
from trainer.report_style import STYLE

MAX_WORST = 12
MAX_POINTS = 3000
_FEW_SUBJECTS = 20
_LAYERS = 8
_LEFT, _TOP, _SIDE = 58.0, 10.0, 242.0
"""Place and size of the square in a picture of 320 x 300 units."""

_Text: TypeAlias = Callable[[float | None], str]


def write_report(
    folder: Path,
    evaluation: Evaluation,
    predictions: Predictions,
    *,
    title: str,
    facts: Mapping[str, str],
) -> Path:
    """Write `evaluation.json` and `report.html`, each whole or not at all; returns the latter.

    Args:
        folder: Where to; made if it is not there.
        evaluation: As `trainer.metrics.measure` judged `predictions`.
        predictions: For the pictures and the clips that were judged worst.
        title: Of the page, such as the model's name.
        facts: What else a reader must know, in order: run, data, model's hash, versions.

    Raises:
        ValueError: The evaluation is of other predictions.
        OutputError: A file cannot be written.
    """
    if (evaluation.labels, evaluation.n) != (predictions.classes, len(predictions)):
        raise ValueError("the evaluation is of other predictions: measure these first")
    with whole_file(folder / EVALUATION_FILE) as part:
        part.write_text(evaluation.model_dump_json(indent=2) + "\n", encoding="utf-8")
    with whole_file(folder / REPORT_FILE) as part:
        part.write_text(_page(evaluation, predictions, title, facts), encoding="utf-8")
    return folder / REPORT_FILE


def _page(e: Evaluation, p: Predictions, title: str, facts: Mapping[str, str]) -> str:
    parts: list[str] = []
    if e.classes is not None:
        parts += [_answers(e.classes), _confusion(e.labels, e.classes), _recalls(e.classes)]
        parts += [_calibration(e.classes), _worst_answers(p)]
    if e.means is not None:
        parts += [_dimensions(e, e.means), _levels(e), _scatters(e, p), _worst_values(p)]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>
<header><h1>{escape(title)}</h1>
<p>{escape(e.data_set)} &middot; {escape(e.split)} &middot; {e.n:,} clips</p></header>
{"".join(parts)}{_method(e, facts)}</main></body></html>
"""


def _answers(c: ClassFigures) -> str:
    commonest = max(c.support, key=lambda name: c.support[name])
    found = {name: f.value for name, f in c.recall.items() if f.value is not None}
    best, least = max(found, key=lambda k: found[k]), min(found, key=lambda k: found[k])
    lead = (
        f"Of {c.n:,} clips with a label, {_percent(c.war.value)} were answered right. Always "
        f"answering {_name(commonest)} would be right in {_percent(c.support[commonest] / c.n)}."
    )
    if found[best] != found[least]:
        lead += (
            f" Found best is {_name(best)} ({_percent(found[best])} of {c.support[best]:,} clips), "
            f"found least is {_name(least)} ({_percent(found[least])} of {c.support[least]:,})."
        )
    if c.absent:
        names = ", ".join(_name(name) for name in c.absent)
        lead += f" No clip is of {names}: how well that is found is not known."
    guess = f"Each class counts alike. By guessing: {_percent(1 / len(c.recall))}."
    cards = (
        ("Right answers", "WAR", c.war, "Share of all clips. Frequent classes count more."),
        ("Mean recall", "UAR", c.uar, guess),
        ("Weighted F1", "", c.f1_weighted, "Found and not mistaken. Frequent classes count more."),
        ("Macro F1", "", c.f1_macro, "Found and not mistaken. Each class counts alike."),
    )
    return _section("How well classes are told apart", f"<p>{lead}</p>{_cards(cards, _percent)}")


def _confusion(labels: Sequence[str], c: ClassFigures) -> str:
    return _section(
        "What is taken for what",
        "<p>Each row holds the clips of one true class; its cells say what they were taken for, in "
        f"percent of the row and, below, in clips.</p>{_matrix(labels, c.confusion)}",
    )


def _matrix(labels: Sequence[str], confusion: Confusion) -> str:
    kind = "confusion" + (" upright" if len(labels) > 7 or max(map(len, labels)) > 9 else "")
    rows: list[tuple[str, ...]] = []
    for place, (name, counts) in enumerate(zip(labels, confusion, strict=True)):
        n = sum(counts)
        cells = (
            f"<div{' class=right' if at == place else ''} style='--a:{count / max(n, 1):.3f}'>"
            f"{f'<b>{100 * count / n:.0f}</b>{count:,}' if count else '&middot;'}</div>"
            for at, count in enumerate(counts)
        )
        rows.append((escape(name), *cells, f"{n:,}"))
    heads = ("", *(f"<span>{escape(name)}</span>" for name in labels), "<span>clips</span>")
    return _table(heads, rows, len(heads) - 1, kind)


def _recalls(c: ClassFigures) -> str:
    rows: list[tuple[str, ...]] = []
    for name, figure in c.recall.items():
        style, share = emotion_style(name), figure.value or 0.0
        bar = f"<i style='width:{100 * share:.1f}%'></i>"
        if figure.low is not None and figure.high is not None:
            width = 100 * (figure.high - figure.low)
            bar += f"<u style='left:{100 * figure.low:.1f}%;width:{width:.1f}%'></u>"
        bar = f"<div class='bar' style='--light:{style.light};--dark:{style.dark}'>{bar}</div>"
        text = f"<b>{_percent(figure.value)}</b>", _range(figure, _percent)
        rows.append((escape(name), bar, *text, f"{c.support[name]:,}"))
    return _section(
        "How much of each class is found",
        "<p>Recall: the share of a class's clips that were answered right. The thin line is the "
        "95&nbsp;% interval; it is long where clips are few.</p>"
        + _table(("", "", "recall", "95&nbsp;% interval", "clips"), rows, 2, "recall"),
    )


def _calibration(c: ClassFigures) -> str:
    sure = sum(b.clips * b.confidence for b in c.reliability) / c.n
    gap, verdict = sure - (c.war.value or 0.0), "about as sure as it should be"
    if abs(gap) > c.ece / 2 > 0.01:
        verdict = "surer than it should be" if gap > 0 else "less sure than it could be"
    elif c.ece > 0.02:
        verdict = "too sure of some answers and not sure enough of others"
    most = max(b.clips for b in c.reliability)
    marks = "".join(
        f"<path class='gap' d='M{_x(b.confidence)} {_y(b.confidence)}V{_y(b.right)}'/>"
        f"<circle cx='{_x(b.confidence)}' cy='{_y(b.right)}' r='{2 + 9 * area**0.5:.1f}'><title>"
        f"{b.clips:,} clips: {100 * b.confidence:.0f} % sure, {100 * b.right:.0f} % right"
        "</title></circle>"
        for b, area in ((b, b.clips / most) for b in c.reliability)
    )
    picture = _plot(("0 %", "50 %", "100 %"), "probability of the answer", "answers right", marks)
    return _section(
        "Whether probabilities can be trusted",
        f"<div class='pair'>{picture}<div><p>On average the model gives its answer a probability "
        f"of {_percent(sure)} and is right in {_percent(c.war.value)}: it is {verdict}.</p><p>"
        f"Expected calibration error: <b>{_percent(c.ece)}</b>. So "
        "far apart are, on average, the probability of an answer and how often such answers are "
        "right (15 bins).</p><p class='quiet'>Each dot holds the answers of about one probability; "
        "the larger, the more. On the diagonal, probabilities mean what they say; below it, the "
        "model is too sure.</p></div></div>",
    )


def _worst_answers(p: Predictions) -> str:
    probabilities = np.exp(p.log_probabilities)
    answers, of_truth = probabilities.argmax(axis=1), probabilities[np.arange(len(p)), p.labels]
    wrong = np.flatnonzero((p.labels >= 0) & (answers != p.labels))
    rows = [
        (
            *map(escape, (p.clips[i], p.classes[p.labels[i]], p.classes[answers[i]])),
            *(_percent(float(share)) for share in (probabilities[i].max(), of_truth[i])),
        )
        for i in wrong[np.argsort(of_truth[wrong], kind="stable")][:MAX_WORST]
    ]
    if not rows:
        return _section("Clips judged worst", "<p>Every clip with a label was answered right.</p>")
    heads = ("clip", "truth", "answer", "its probability", "that of the truth")
    return _section(
        "Clips judged worst",
        f"<p>Of {len(wrong):,} wrong answers those that gave the true class the least probability. "
        f"Worth looking at: sometimes the label is at fault.</p>{_table(heads, rows, 3)}",
    )


def _dimensions(e: Evaluation, means: DimensionFigures) -> str:
    of = "" if len(e.dimensions) == 1 else f" Mean of {len(e.dimensions)} dimensions."
    cards = (
        ("Concordance", "CCC", means.ccc, f"1: the same values; 0: nothing in common.{of}"),
        ("Correlation", "PCC", means.pcc, f"1: rises and falls alike, on any scale.{of}"),
        ("Accuracy", "1 &minus; MAE", means.accuracy, f"1: no error, in units of the scale.{of}"),
    )
    rows = [
        (escape(name), *map(_two_lines, (d.ccc, d.pcc, d.accuracy, d.mae)), f"{d.n:,}")
        for name, d in e.dimensions.items()
    ]
    lost = ", ".join(_name(name) for name in e.unmeasured)
    note = f"<p>Not measured, for want of true values: {lost}.</p>" if lost else ""
    table = _table(("", "CCC", "PCC", "1 &minus; MAE", "MAE", "clips"), rows, 1)
    return _section("How well dimensions are followed", _cards(cards, _decimal) + table + note)


def _levels(e: Evaluation) -> str:
    """Nothing where none were asked for."""
    pictures = ""
    for name, figures in e.levels.items():
        places = np.linspace(-1, 1, len(figures.confusion)).tolist()
        pictures += (
            f"<p><b>{escape(name)}</b> weighted F1 <b>{_percent(figures.f1_weighted.value)}</b> "
            f"<span class='quiet'>{_range(figures.f1_weighted, _percent, '95&nbsp;% interval ')}"
            f"</span></p>{_matrix([f'{place:.2g}' for place in places], figures.confusion)}"
        )
    if not pictures:
        return ""
    return _section(
        "Dimensions as levels",
        "<p>Truth and prediction, each taken for the nearest of evenly spaced levels. Each row "
        f"holds the clips of one true level.</p>{pictures}",
    )


def _scatters(e: Evaluation, p: Predictions) -> str:
    pictures = ""
    for name, figures in e.dimensions.items():
        d, (low, high) = p.values.index(name), usual_range(name)
        known = np.flatnonzero(np.isfinite(p.truth[:, d]))
        shown = known[:: -(-len(known) // MAX_POINTS)]
        x, y = (((side[shown, d] - low) / (high - low)).tolist() for side in (p.truth, p.predicted))
        points = [(_x(a), _y(min(max(b, 0.0), 1.0))) for a, b in zip(x, y, strict=True)]
        # A path paints a place once: only dots of several paths grow darker where they are dense.
        layers = ("".join(f"M{a} {b}h0" for a, b in points[k::_LAYERS]) for k in range(_LAYERS))
        dots = "".join(f"<path class='dots' d='{layer}'/>" for layer in layers)
        notes = "" if len(shown) == len(known) else f"{len(shown):,} of {len(known):,} drawn. "
        if beyond := sum(not 0 <= b <= 1 for b in y):
            notes += f"{beyond:,} beyond the scale, drawn at its edge."
        ticks = [f"{v:g}".replace("-", "&minus;") for v in (low, (low + high) / 2, high)]
        pictures += (
            f"<figure><figcaption><b>{escape(name)}</b> <span class='quiet'>CCC&nbsp;"
            f"{_decimal(figures.ccc.value)}</span></figcaption>"
            f"{_plot(ticks, 'truth', 'predicted', dots)}<p class='quiet'>{notes}</p></figure>"
        )
    return _section(
        "Truth and prediction",
        "<p>One dot per clip. On the diagonal, the prediction is the truth; a flat cloud says that "
        f"the model hardly leaves the middle.</p><div class='grid'>{pictures}</div>",
    )


def _worst_values(p: Predictions) -> str:
    errors = np.nan_to_num(np.abs(p.predicted - p.truth), nan=-1.0)
    worst = np.argsort(-errors, axis=None, kind="stable")[:MAX_WORST].tolist()
    rows = [
        (
            *map(escape, (p.clips[i], p.values[d])),
            *(_decimal(float(numbers[i, d])) for numbers in (p.truth, p.predicted, errors)),
        )
        for i, d in (divmod(place, len(p.values)) for place in worst)
        if errors[i, d] >= 0
    ]
    heads = ("clip", "dimension", "truth", "predicted", "apart")
    return _section("Clips furthest from the truth", _table(heads, rows, 2))


def _method(e: Evaluation, facts: Mapping[str, str]) -> str:
    drawn = "No intervals were drawn."
    if e.resamples and e.units > 1:
        drawn = (
            f"The 95&nbsp;% intervals come from {e.resamples:,} resamples of the {e.units:,} "
            f"{e.resampled} (percentile bootstrap): so far may figures move with other "
            f"{e.resampled}, and further with other cameras, places or ways of labelling."
        )
    if e.resampled == "subjects" and e.units < _FEW_SUBJECTS:
        drawn += " With so few subjects they are somewhat too narrow."
    entries = {"Protocol": e.protocol, **facts}
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in entries.items())
    return _section(
        "How this was measured",
        f"<dl>{rows}</dl><p>All figures are of all clips together, not means over folds. {drawn}"
        "</p><p>Scores describe what faces show, not what people feel.</p>",
    )


def _cards(cards: Iterable[tuple[str, str, Figure, str]], text: _Text) -> str:
    made = (
        f"<div><h3>{name} <small>{short}</small></h3><p class='big'>{text(figure.value)}</p>"
        f"<p class='quiet'>{_range(figure, text, '95&nbsp;% interval ')}</p><p>{words}</p></div>"
        for name, short, figure, words in cards
    )
    return f"<div class='cards'>{''.join(made)}</div>"


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], words: int, kind: str = "list"
) -> str:
    """Cells are HTML; the first of each row names it, those after the first `words` are numbers."""
    kinds = ["" if place < words else " class='n'" for place in range(len(heads))]
    head = "".join(f"<th{k} scope='col'>{cell}</th>" for k, cell in zip(kinds, heads, strict=True))
    body = "".join(
        f"<tr><th scope='row'>{first}</th>"
        f"{''.join(f'<td{k}>{cell}</td>' for k, cell in zip(kinds[1:], others, strict=True))}</tr>"
        for first, *others in rows
    )
    return (
        f"<div class='wide'><table class='{kind}'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _plot(ticks: Sequence[str], x_title: str, y_title: str, marks: str) -> str:
    """A square picture with a diagonal; `marks` stand at `_x` and `_y` of shares 0..1."""
    lines = "".join(
        f"<path class='line' d='M{_x(0)} {_y(s)}H{_x(1)}M{_x(s)} {_y(0)}V{_y(1)}'/>"
        f"<text x='{_LEFT - 6}' y='{_y(s)}' dy='.35em' text-anchor='end'>{tick}</text>"
        f"<text x='{_x(s)}' y='{_TOP + _SIDE + 16}' text-anchor='middle'>{tick}</text>"
        for s, tick in zip(np.linspace(0, 1, len(ticks)).tolist(), ticks, strict=True)
    )
    return (
        f"<svg viewBox='0 0 320 300' role='img' aria-label='{y_title} by {x_title}'>{lines}"
        f"<path class='diagonal' d='M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}'/>{marks}"
        f"<text x='{_x(0.5)}' y='{_TOP + _SIDE + 38}' text-anchor='middle'>{x_title}</text>"
        f"<text transform='translate(11 {_y(0.5)}) rotate(-90)' text-anchor='middle'>{y_title}"
        "</text></svg>"
    )


def _x(share: float) -> str:
    return f"{_LEFT + share * _SIDE:.1f}"


def _y(share: float) -> str:
    return f"{_TOP + (1 - share) * _SIDE:.1f}"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>\n"


def _name(name: str) -> str:
    return f"<em>{escape(name)}</em>"


def _percent(share: float | None) -> str:
    if share is None:
        return "&ndash;"
    if 0 < share <= 0.0005 or 0.9995 <= share < 1:
        return "&lt;0.1&nbsp;%" if share < 0.5 else "&gt;99.9&nbsp;%"
    return f"{100 * share:.1f}&nbsp;%"


def _decimal(value: float | None) -> str:
    return "&ndash;" if value is None else f"{value:.3f}".replace("-", "&minus;")


def _two_lines(figure: Figure) -> str:
    range_ = _range(figure, _decimal)
    return f"<b>{_decimal(figure.value)}</b><br><span class='quiet'>{range_}</span>"


def _range(figure: Figure, text: _Text, before: str = "") -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{before}{text(figure.low).removesuffix('&nbsp;%')} to {text(figure.high)}"
