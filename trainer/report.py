"""Writes an evaluation for people: one page, and its figures as JSON.

Knows nothing of how figures come about, or of how a page is made (`report_parts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.exports.palette import emotion_style
from svfap_core.labels import usual_range
from trainer.class_figures import ClassFigures, Confusion
from trainer.data.description import Description
from trainer.dimension_figures import DimensionFigures
from trainer.folder import EVALUATION_FILE, REPORT_FILE
from trainer.intervals import LEAST_UNITS, Figure
from trainer.metrics import Evaluation
from trainer.predictions import Predictions
from trainer.report_data import data_section
from trainer.report_parts import (
    across,
    basis,
    decimal,
    figure_cards,
    html_table,
    interval,
    named,
    page,
    percent,
    section,
    square_plot,
    up,
)
from trainer.report_trust import calibration, risks, votes

MAX_WORST = 12
MAX_POINTS = 3000
_FEW_SUBJECTS = 20
_LAYERS = 8
_MANY_CLASSES = 12


def write_report(
    folder: Path,
    evaluation: Evaluation,
    predictions: Predictions,
    *,
    title: str,
    facts: Mapping[str, str],
    data: Sequence[Description] = (),
) -> Path:
    """Write `evaluation.json` and `report.html`, each whole or not at all; returns the latter.

    Args:
        folder: Where to; made if it is not there.
        evaluation: As `trainer.metrics.measure` judged `predictions`.
        predictions: For the pictures and the clips that were judged worst.
        title: Of the page, such as the model's name.
        facts: What else a reader must know, in order: run, data, model's hash, versions.
        data: The data sets that the clips are of.

    Raises:
        ValueError: The evaluation is of other predictions.
        OutputError: A file cannot be written.
    """
    if (evaluation.labels, evaluation.n) != (predictions.classes, len(predictions)):
        raise ValueError("the evaluation is of other predictions: measure these first")
    with whole_file(folder / EVALUATION_FILE) as part:
        part.write_text(evaluation.model_dump_json(indent=2) + "\n", encoding="utf-8")
    with whole_file(folder / REPORT_FILE) as part:
        part.write_text(_page(evaluation, predictions, title, facts, data), encoding="utf-8")
    return folder / REPORT_FILE


def _page(
    e: Evaluation,
    p: Predictions,
    title: str,
    facts: Mapping[str, str],
    data: Sequence[Description],
) -> str:
    parts: list[str] = []
    if e.classes is not None:
        parts += [_answers(e.classes), _confusion(e.labels, e.classes), _recalls(e.classes)]
        parts.append(calibration(e.classes))
        parts += [risks(e.risks, e.classes.war)] if e.risks else []
        parts += [votes(e.votes)] if e.votes else []
        parts.append(_worst_answers(p))
    parts += [_further(e)] if e.further else []
    if e.means is not None:
        parts += [_dimensions(e, e.means), _levels(e), _scatters(e, p), _worst_values(p)]
    subtitle = f"{escape(e.data_set)} &middot; {escape(e.split)} &middot; {e.n:,} clips"
    if e.resampled == "subjects":
        subtitle += f" of {e.units:,} subjects"
    return page(
        title, subtitle, "".join([*parts, data_section(data), _method(e, facts)]), caution=e.caution
    )


def _answers(c: ClassFigures) -> str:
    commonest = max(c.support, key=lambda name: c.support[name])
    found = {name: f.value for name, f in c.recall.items() if f.value is not None}
    best, least = max(found, key=lambda k: found[k]), min(found, key=lambda k: found[k])
    lead = (
        f"Of {c.n:,} clips with a label, {percent(c.war.value)} were answered right. Always "
        f"answering {named(commonest)} would be right in {percent(c.support[commonest] / c.n)}."
    )
    if found[best] != found[least]:
        lead += (
            f" Found best is {named(best)} ({percent(found[best])} of {c.support[best]:,} clips), "
            f"found least is {named(least)} ({percent(found[least])} of {c.support[least]:,})."
        )
    if c.absent:
        names = ", ".join(named(name) for name in c.absent)
        lead += f" No clip is of {names}: how well that is found is not known."
    guess = f"Each class counts alike. By guessing: {percent(1 / len(c.recall))}."
    cards = (
        ("Right answers", "WAR", c.war, "Share of all clips. Frequent classes count more."),
        ("Mean recall", "UAR", c.uar, guess),
        ("Weighted F1", "", c.f1_weighted, "Found and not mistaken. Frequent classes count more."),
        ("Macro F1", "", c.f1_macro, "Found and not mistaken. Each class counts alike."),
    )
    return section(
        "How well classes are told apart", f"<p>{lead}</p>{figure_cards(cards, percent)}"
    )


def _confusion(labels: Sequence[str], c: ClassFigures) -> str:
    return section(
        "What is taken for what",
        "<p>Each row holds the clips of one true class; its cells say what they were taken for, in "
        f"percent of the row and, below, in clips.</p>{_matrix(labels, c.confusion)}",
    )


def _matrix(labels: Sequence[str], confusion: Confusion) -> str:
    kind = "confusion" + (" upright" if len(labels) > 7 or max(map(len, labels)) > 9 else "")
    kind += " dense" if len(labels) > _MANY_CLASSES else ""
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
    return html_table(heads, rows, len(heads) - 1, kind)


def _recalls(c: ClassFigures) -> str:
    rows: list[tuple[str, ...]] = []
    for name, figure in c.recall.items():
        style, share = emotion_style(name), figure.value or 0.0
        bar = f"<i style='width:{100 * share:.1f}%'></i>"
        if figure.low is not None and figure.high is not None:
            width = 100 * (figure.high - figure.low)
            bar += f"<u style='left:{100 * figure.low:.1f}%;width:{width:.1f}%'></u>"
        bar = f"<div class='bar' style='--light:{style.light};--dark:{style.dark}'>{bar}</div>"
        text = f"<b>{percent(figure.value)}</b>", interval(figure, percent)
        rows.append((escape(name), bar, *text, f"{c.support[name]:,}"))
    return section(
        "How much of each class is found",
        "<p>Recall: the share of a class's clips that were answered right. The thin line is the "
        "95&nbsp;% interval; it is long where clips are few.</p>"
        + html_table(("", "", "recall", "95&nbsp;% interval", "clips"), rows, 2, "recall"),
    )


def _worst_answers(p: Predictions) -> str:
    probabilities = np.exp(p.log_probabilities)
    answers, of_truth = probabilities.argmax(axis=1), probabilities[np.arange(len(p)), p.labels]
    wrong = np.flatnonzero((p.labels >= 0) & (answers != p.labels))
    rows = [
        (
            *map(escape, (p.clips[i], p.classes[p.labels[i]], p.classes[answers[i]])),
            *(percent(float(share)) for share in (probabilities[i].max(), of_truth[i])),
        )
        for i in wrong[np.argsort(of_truth[wrong], kind="stable")][:MAX_WORST]
    ]
    if not rows:
        return section("Clips judged worst", "<p>Every clip with a label was answered right.</p>")
    heads = ("clip", "truth", "answer", "its probability", "that of the truth")
    return section(
        "Clips judged worst",
        f"<p>Wrong answers ({len(wrong):,}) that gave the true class the least probability. "
        f"Worth looking at: sometimes the label is at fault.</p>{html_table(heads, rows, 3)}",
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
    lost = ", ".join(named(name) for name in e.unmeasured)
    note = f"<p>Not measured, for want of true values: {lost}.</p>" if lost else ""
    table = html_table(("", "CCC", "PCC", "1 &minus; MAE", "MAE", "clips"), rows, 1)
    return section("How well dimensions are followed", figure_cards(cards, decimal) + table + note)


def _further(e: Evaluation) -> str:
    pictures = "".join(
        f"<p><b>{escape(name)}</b> weighted F1 <b>{percent(c.f1_weighted.value)}</b> "
        f"<span class='quiet'>{basis(c.f1_weighted, percent)}</span>, UAR "
        f"{percent(c.uar.value)}</p>{_matrix(list(c.support), c.confusion)}"
        for name, c in e.further.items()
    )
    return section(
        "Further labels", f"<p>Each row holds the clips of one true class.</p>{pictures}"
    )


def _levels(e: Evaluation) -> str:
    """Nothing where none were asked for."""
    pictures = ""
    for name, figures in e.levels.items():
        places = np.linspace(-1, 1, len(figures.confusion)).tolist()
        pictures += (
            f"<p><b>{escape(name)}</b> weighted F1 <b>{percent(figures.f1_weighted.value)}</b> "
            f"<span class='quiet'>{basis(figures.f1_weighted, percent)}</span></p>"
            f"{_matrix([f'{place:.2g}' for place in places], figures.confusion)}"
        )
    if not pictures:
        return ""
    return section(
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
        points = [(across(a), up(min(max(b, 0.0), 1.0))) for a, b in zip(x, y, strict=True)]
        # A path paints a place once: only dots of several paths grow darker where they are dense.
        layers = ("".join(f"M{a} {b}h0" for a, b in points[k::_LAYERS]) for k in range(_LAYERS))
        dots = "".join(f"<path class='dots' d='{layer}'/>" for layer in layers)
        notes = "" if len(shown) == len(known) else f"{len(shown):,} of {len(known):,} drawn. "
        if beyond := sum(not 0 <= b <= 1 for b in y):
            notes += f"{beyond:,} beyond the scale, drawn at its edge."
        ticks = [f"{v:g}".replace("-", "&minus;") for v in (low, (low + high) / 2, high)]
        pictures += (
            f"<figure><figcaption><b>{escape(name)}</b> <span class='quiet'>CCC&nbsp;"
            f"{decimal(figures.ccc.value)}, n&nbsp;=&nbsp;{figures.n:,}</span></figcaption>"
            f"{square_plot(ticks, 'truth', 'predicted', dots)}<p class='quiet'>{notes}</p></figure>"
        )
    return section(
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
            *(decimal(float(numbers[i, d])) for numbers in (p.truth, p.predicted, errors)),
        )
        for i, d in (divmod(place, len(p.values)) for place in worst)
        if errors[i, d] >= 0
    ]
    heads = ("clip", "dimension", "truth", "predicted", "apart")
    return section("Clips furthest from the truth", html_table(heads, rows, 2))


def _method(e: Evaluation, facts: Mapping[str, str]) -> str:
    said = ""
    if e.classes is not None:
        said += (
            " Intervals of shares (right answers, recall) are Wilson's, on as many clips as they "
            "are worth: clips of one person are alike. That of the mean recall follows from these."
        )
    if e.units < LEAST_UNITS:
        said += (
            f" All other figures have none: their resamples need {LEAST_UNITS} {e.resampled}, "
            f"there are {e.units}."
        )
    elif e.resamples:
        said += (
            f" All others come from {e.resamples:,} resamples of the {e.units:,} {e.resampled} "
            "(percentile bootstrap)."
        )
        if e.resampled == "subjects" and e.units < _FEW_SUBJECTS:
            said += " With so few subjects these are somewhat too narrow."
    if e.resampled == "clips":
        said += " Nobody said who is seen: if people repeat, all intervals are too narrow."
    said += (
        f" So far may figures move with other {e.resampled}, and further with other cameras, "
        "places or ways of labelling."
    )
    entries = {"Protocol": e.protocol, **facts}
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in entries.items())
    return section(
        "How this was measured",
        f"<dl>{rows}</dl><p>All figures are of all clips together, not means over folds.{said}"
        "</p><p>Scores describe what faces show, not what people feel.</p>",
    )


def _two_lines(figure: Figure) -> str:
    said = interval(figure, decimal) or ("no interval" if figure.note else "")
    return f"<b>{decimal(figure.value)}</b><br><span class='quiet'>{said}</span>"
