"""The sections of a report on probabilities: calibration, risk by coverage, raters' votes."""

from __future__ import annotations

from collections.abc import Iterable

from trainer.class_figures import ClassFigures
from trainer.doubt import RiskCoverage, VoteFigures
from trainer.intervals import Figure
from trainer.report_parts import across, basis, decimal, percent, section, square_plot, up

_SMALL_GAP = 0.02
_HALF = ("0 %", "50 %", "100 %")
_TOPS = (0.1, 0.2, 0.5, 1.0)
"""Ends of the scale of risks."""


def calibration(c: ClassFigures) -> str:
    """Probabilities of answers beside how often these are right."""
    sure = sum(b.clips * b.confidence for b in c.reliability) / c.n
    gap = sure - (c.war.value or 0.0)
    if c.ece <= max(c.ece_by_chance, _SMALL_GAP):
        verdict = "about as sure as it should be, as far as so many clips can tell"
    elif abs(gap) > c.ece / 2:
        verdict = "surer than it should be" if gap > 0 else "less sure than it could be"
    else:
        verdict = "too sure of some answers and not sure enough of others"
    most = max(b.clips for b in c.reliability)
    marks = "".join(
        f"<path class='gap' d='M{across(b.confidence)} {up(b.confidence)}V{up(b.right)}'/>"
        f"<circle cx='{across(b.confidence)}' cy='{up(b.right)}' r='{2 + 9 * area**0.5:.1f}'>"
        f"<title>{b.clips:,} clips: {100 * b.confidence:.0f} % sure, {100 * b.right:.0f} % right"
        "</title></circle>"
        for b, area in ((b, b.clips / most) for b in c.reliability)
    )
    picture = square_plot(
        ("0 %", "50 %", "100 %"), "probability of the answer", "answers right", marks
    )
    return section(
        "Whether probabilities can be trusted",
        f"<div class='pair'>{picture}<div><p>On average the model gives its answer a probability "
        f"of {percent(sure)} and is right in {percent(c.war.value)} of {c.n:,} clips: it is "
        f"{verdict}.</p><p>Expected calibration error: <b>{percent(c.ece)}</b>. So far apart are, "
        "on average, the probability of an answer and how often such answers are right (15 bins). "
        f"With {c.n:,} clips up to {percent(c.ece_by_chance)} may be chance (95&nbsp;%): the fewer "
        "they are, the larger it looks.</p><p class='quiet'>Each dot holds the answers of about "
        "one probability; the larger, the more. On the diagonal, probabilities mean what they say; "
        "below it, the model is too sure.</p></div></div>",
    )


def risks(r: RiskCoverage, war: Figure) -> str:
    """What leaving out the least sure answers gains."""
    title, n, wrong = "Whether it knows when it is wrong", r.aurc.n, 1 - (war.value or 0.0)
    if not wrong:
        return section(title, f"<p>All {n:,} clips were answered right: that cannot be seen.</p>")
    top = next(top for top in _TOPS if top >= max(risk for _, risk in r.curve))

    def line(kind: str, points: Iterable[tuple[float, float]]) -> str:
        places = "L".join(f"{across(x)} {up(min(y / top, 1))}" for x, y in points)
        return f"<path class='{kind}' d='M{places}'/>"

    best = [(x, max(0.0, 1 - (1 - wrong) / x)) for x in (1 - k / 50 for k in range(50))]
    marks = line("diagonal", [(0, wrong), (1, wrong)]) + line("best", best)
    marks += line("curve", r.curve)
    if len(r.curve) == 1:
        marks += f"<circle cx='{across(1)}' cy='{up(wrong / top)}' r='4'/>"
    ticks = [f"{100 * share * top:g} %" for share in (0, 0.5, 1)]
    picture = square_plot(
        _HALF, "share of clips answered, the surest first", "wrong among them", marks, y_ticks=ticks
    )
    share, half = next(point for point in r.curve if point[0] >= 0.5)
    return section(
        title,
        f"<div class='pair'>{picture}<div><p>Of all {n:,} clips {percent(wrong)} are answered "
        f"wrong; of the {share * n:,.0f} it is surest of, {percent(half)}.</p><p>Area under this "
        f"curve (AURC): <b>{decimal(r.aurc.value)}</b> <span class='quiet'>"
        f"{basis(r.aurc, decimal)}</span></p><p>Of that, {decimal(r.best)} is unavoidable with so "
        f"many wrong answers, and {decimal(r.excess)} is for wrong answers that it is surer of "
        f"than of right ones. With doubt at random the area would be {decimal(wrong)}.</p>"
        "<p class='quiet'>Solid: this model. Dotted: the best that is possible, wrong answers "
        "being the least sure. Dashed: doubt at random."
        "</p></div></div>",
    )


def votes(v: VoteFigures) -> str:
    """Whether probabilities are as divided as raters are."""
    most = max(b.pairs for b in v.bins)
    marks = "".join(
        f"<path class='gap' d='M{across(b.probability)} {up(b.probability)}V{up(b.share)}'/>"
        f"<circle cx='{across(b.probability)}' cy='{up(b.share)}' r='{2 + 9 * area**0.5:.1f}'>"
        f"<title>{b.pairs:,} pairs: {100 * b.probability:.0f} % given, {100 * b.share:.0f} % of "
        "raters</title></circle>"
        for b, area in ((b, b.pairs / most) for b in v.bins)
    )
    picture = square_plot(_HALF, "probability of a class", "raters who chose it", marks)
    return section(
        "Whether it doubts where raters do",
        f"<div class='pair'>{picture}<div><p>Divergence of the raters' votes from the "
        f"probabilities (KL): <b>{decimal(v.kl.value)}</b> <span class='quiet'>"
        f"{basis(v.kl, decimal)}</span></p><p>0: as divided as the raters. Giving every clip the "
        f"average votes: {decimal(v.kl_of_mean)}.</p><p>Mean gap of probability and share of "
        f"raters: <b>{percent(v.gap)}</b> <span class='quiet'>n&nbsp;=&nbsp;{v.n:,}</span></p>"
        "<p class='quiet'>Each dot holds the pairs of a clip and a class of about one probability; "
        "the larger, the more. On the diagonal, as many raters say so as the probability says."
        "</p></div></div>",
    )
