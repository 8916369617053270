"""Writes a comparison of runs for people, as one page. Knows nothing of how figures come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from trainer.comparison import Comparison, Contrast, LabelDoubt, McNemar, Part, WorstClip
from trainer.intervals import LEAST_UNITS, Figure
from trainer.report_parts import (
    Text,
    decimal,
    html_table,
    interval,
    named,
    page,
    percent,
    section,
)

MAX_SHOWN = 12
"""Clips of a kind that a page shows."""
MAX_PARTS = 24
"""Subjects, or values of a column, of a table."""

_SHARES = ("WAR", "UAR", "weighted F1", "macro F1")
_RECALL = "recall "
_LOWER = ("AURC", "log loss", "MAE")
"""The lower, the better: what these names begin with."""

Frames = Mapping[str, Sequence[str]]


def comparison_page(c: Comparison, frames: Frames) -> str:
    """The page.

    Args:
        c: The comparison.
        frames: Clip -> its frames as `data:` addresses; clips without any are shown without.
    """
    recalls = [each for each in c.contrasts if each.name.startswith(_RECALL)]
    figures = [each for each in c.contrasts if not each.name.startswith(_RECALL)]
    body = [_overall(c, figures)]
    if recalls:
        bare = [
            each.model_copy(update={"name": each.name.removeprefix(_RECALL)}) for each in recalls
        ]
        body.append(
            section(
                "Class by class",
                "<p>Recall: the share of a class's clips that were answered right.</p>"
                + _table(c, "", bare, share=True),
            )
        )
    body += [_column(c, column) for column in dict.fromkeys(part.column for part in c.parts)]
    body += [_settings(c), _worst_clips(c, frames), _worst_values(c, frames), _doubts(c, frames)]
    body.append(_method(c, shown=any(frames.values())))
    subtitle = f"{escape(c.data_set)} &middot; {escape(c.split)} &middot; {c.n:,} clips"
    if c.resampled == "subjects":
        subtitle += f" of {c.units:,} subjects"
    title = " and ".join((", ".join(c.runs[:-1]), c.runs[-1]))
    return page(title, subtitle, "".join(body), caution=c.caution, images=True)


def _overall(c: Comparison, figures: Sequence[Contrast]) -> str:
    said = "".join(f"<p>{_in_words(c, figures[0], k)}</p>" for k in range(1, len(c.runs)))
    said += "".join(f"<p>{_mcnemar(c, each)}</p>" for each in c.mcnemar)
    if left := [f"{n:,} of {named(run)}" for run, n in zip(c.runs, c.left_out, strict=True) if n]:
        said += f"<p>Left out, as not all runs were judged on them: {', '.join(left)}.</p>"
    return section("What differs", said + _table(c, "", figures))


def _in_words(c: Comparison, contrast: Contrast, k: int) -> str:
    """The first figure of run k beside that of the first run."""
    share, difference = contrast.name in _SHARES, contrast.differences[k - 1]
    text, apart = _texts(contrast.name, share=share)
    first, other = (contrast.figures[at].value for at in (0, k))
    what = "right answers" if contrast.name == "WAR" else escape(contrast.name)
    said = (
        f"{named(c.runs[k])}: {text(other)} {what}, {named(c.runs[0])}: {text(first)}, of "
        f"{difference.n:,} clips. The difference is <b>{apart(difference.value)}</b>"
        f"{' points' if share else ''}"
    )
    if difference.low is None or difference.high is None:
        return f"{said}; {_why(difference)}."
    chance = "may be chance" if difference.low <= 0 <= difference.high else "is hardly chance"
    return f"{said}, 95&nbsp;% interval {interval(difference, apart)}: it {chance}."


def _mcnemar(c: Comparison, m: McNemar) -> str:
    said = (
        f"Of {m.n:,} clips with a label, {m.only_first:,} are answered right by {named(c.runs[0])} "
        f"alone and {m.only_other:,} by {named(m.run)} alone. "
    )
    if not m.only_first + m.only_other:
        return said + "The two are right on the same clips (p&nbsp;=&nbsp;1)."
    said += (
        "If neither were better, chance would split them so unevenly, or more, with "
        f"p&nbsp;=&nbsp;{_p(m.p)} (exact McNemar test)."
    )
    if c.resampled == "subjects" and c.units < c.n:
        said += " The test takes clips one by one, as if no person repeated"
        said += ": go by the interval." if c.units >= LEAST_UNITS else ", and so is too sure."
    return said


def _column(c: Comparison, column: str) -> str:
    body = ""
    if column == "subject":
        body = "<p>Intervals are over the clips of each: what other clips of them may give.</p>"
    for measure, words in (
        ("right", "Share of right answers."),
        ("error", "Mean absolute error over the dimensions; the lower, the better."),
    ):
        found = [p for p in c.parts if (p.column, p.measure) == (column, measure)]
        if found:
            body += f"<p>{words}{_wins(found, c)}</p>" + _parts_table(c, column, found)
    title = "Subject by subject" if column == "subject" else f"By {escape(column)}"
    return section(title, body)


def _wins(found: Sequence[Part], c: Comparison) -> str:
    """How many parts the second of two runs is better on."""
    if len(c.runs) != 2 or len(found) < 2:
        return ""
    sign = -1 if found[0].measure == "error" else 1
    apart = [sign * (p.contrast.differences[0].value or 0) for p in found]
    better, worse = sum(d > 0 for d in apart), sum(d < 0 for d in apart)
    return f" {named(c.runs[1])} is better on {better:,} of {len(found):,}, worse on {worse:,}."


def _parts_table(c: Comparison, column: str, found: Sequence[Part]) -> str:
    """Subjects are shown by how far runs are apart on them; other values in their order."""
    contrasts = [p.contrast for p in found]
    if column == "subject":
        contrasts.sort(key=lambda each: -max(abs(d.value or 0) for d in each.differences))
    rest = len(contrasts) - MAX_PARTS
    more = f"<p class='quiet'>{rest:,} more are in compare.json.</p>" if rest > 0 else ""
    share = found[0].measure == "right"
    return _table(c, escape(column), contrasts[:MAX_PARTS], share=share) + more


def _table(
    c: Comparison, head: str, contrasts: Sequence[Contrast], *, share: bool | None = None
) -> str:
    """A row for each figure: every run, how far each is from the first, and the clips.

    Args:
        c: The comparison.
        head: Of the first column, as HTML.
        contrasts: The rows.
        share: Whether all are shares, in percent; none: by their names.
    """
    first, *others = (escape(run) for run in c.runs)
    apart_heads = [f"{other} &minus; {first}" for other in others]
    drawn = len(others) == 1 and share is not None
    heads = [head, first, *others, *apart_heads, *([""] if drawn else []), "clips"]
    scale = max((abs(end) for each in contrasts for end in _ends(each.differences[0])), default=0)
    rows: list[list[str]] = []
    for contrast in contrasts:
        text, apart = _texts(contrast.name, share=share)
        lower = contrast.name.startswith(_LOWER) and share is None
        name = escape(contrast.name) + ("<br><small>less is better</small>" if lower else "")
        cells = [_cell(figure, text) for figure in contrast.figures]
        cells += [_cell(figure, apart) for figure in contrast.differences]
        cells += [_whisker(contrast.differences[0], scale)] if drawn else []
        rows.append([name, *cells, f"{contrast.figures[0].n:,}"])
    return html_table(heads, rows, 1)


def _ends(figure: Figure) -> list[float]:
    """All ends of a figure that are drawn."""
    return [end for end in (figure.value, figure.low, figure.high) if end is not None]


def _whisker(figure: Figure, scale: float) -> str:
    """A difference and its interval on a line whose middle is none."""
    if figure.value is None or not scale:
        return "<div class='whisker'></div>"
    at, low, high = (
        50 + 48 * (end if end is not None else figure.value) / scale
        for end in (figure.value, figure.low, figure.high)
    )
    line = f"<u style='left:{low:.1f}%;width:{high - low:.1f}%'></u>" if high > low else ""
    return f"<div class='whisker'>{line}<i style='left:{at:.1f}%'></i></div>"


def _texts(name: str, *, share: bool | None) -> tuple[Text, Text]:
    """How a figure is written, and how a difference of two."""
    if name in _SHARES if share is None else share:
        return percent, _points
    return decimal, _signed


def _points(value: float | None) -> str:
    return "&ndash;" if value is None else _sign(f"{100 * value:+.1f}")


def _signed(value: float | None) -> str:
    return "&ndash;" if value is None else _sign(f"{value:+.3f}")


def _sign(number: str) -> str:
    """Nothing is neither more nor less."""
    return number.lstrip("+-") if not float(number) else number.replace("-", "&minus;")


def _p(p: float) -> str:
    return "&lt;0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _cell(figure: Figure, text: Text) -> str:
    said = interval(figure, text) or ("no interval" if figure.note else "")
    return f"<b>{text(figure.value)}</b><br><span class='quiet'>{said}</span>"


def _settings(c: Comparison) -> str:
    title = "What differs in their settings"
    if c.settings is None:
        return section(title, "<p>Not known: not all of them are runs.</p>")
    if not c.settings:
        return section(title, "<p>Nothing.</p>")
    rows = [[escape(name), *map(escape, values)] for name, values in c.settings.items()]
    heads = ["", *map(escape, c.runs)]
    return section(title, html_table(heads, rows, len(heads), "list loose"))


def _worst_clips(c: Comparison, frames: Frames) -> str:
    if not c.worst_clips:
        return ""
    shown = "".join(_worst_clip(c, each, frames) for each in c.worst_clips[:MAX_SHOWN])
    return section(
        "Clips judged worst",
        f"<p>Of the clips that a run answers wrong, those to whose label all runs together give "
        f"the least probability.</p>{shown}",
    )


def _worst_clip(c: Comparison, each: WorstClip, frames: Frames) -> str:
    said = "".join(
        f"<li>{escape(run)}: {named(a.answer)} {percent(a.probability)}"
        + (
            f", {escape(each.label)} {percent(a.of_label)}</li>"
            if a.answer != each.label
            else "</li>"
        )
        for run, a in zip(c.runs, each.answers, strict=True)
    )
    return _clip(each.clip, each.subject, f"Label: {named(each.label)}<ul>{said}</ul>", frames)


def _doubts(c: Comparison, frames: Frames) -> str:
    title = "Labels that may be wrong"
    if not c.mcnemar:
        return ""
    if not c.label_doubts:
        return section(title, "<p>All runs together doubt none.</p>")
    shown = "".join(_doubt(c, each, frames) for each in c.label_doubts[:MAX_SHOWN])
    rest = len(c.label_doubts) - MAX_SHOWN
    more = f"<p class='quiet'>{rest:,} more are in compare.json.</p>" if rest > 0 else ""
    return section(
        title,
        f"<p>{len(c.label_doubts):,} of {c.mcnemar[0].n:,} labels. All runs give the label less "
        "than clips of its class have on average, and the same other class more than clips of that "
        "class have (confident learning). Look before you change one: what is hard is doubted too."
        f"</p>{shown}{more}",
    )


def _doubt(c: Comparison, each: LabelDoubt, frames: Frames) -> str:
    said = "".join(
        f"<li>{escape(run)}: {percent(a)} against {percent(b)}</li>"
        for run, a, b in zip(c.runs, each.of_label, each.of_suggested, strict=True)
    )
    words = f"Label {named(each.label)}, rather {named(each.suggested)}?<ul>{said}</ul>"
    return _clip(each.clip, each.subject, words, frames)


def _clip(clip: str, subject: str | None, words: str, frames: Frames) -> str:
    images = "".join(f"<img src='{address}' alt=''>" for address in frames.get(clip, ()))
    who = f" <span class='quiet'>{escape(subject)}</span>" if subject else ""
    return (
        f"<div class='clip'><div class='frames'>{images}</div><div><b>{escape(clip)}</b>{who}<br>"
        f"{words}</div></div>"
    )


def _worst_values(c: Comparison, frames: Frames) -> str:
    shown = "".join(
        _clip(
            each.clip,
            each.subject,
            f"Truth: {named(each.dimension)} {decimal(each.truth)}<ul>"
            + "".join(
                f"<li>{escape(run)}: {decimal(value)}</li>"
                for run, value in zip(c.runs, each.predicted, strict=True)
            )
            + "</ul>",
            frames,
        )
        for each in c.worst_values[:MAX_SHOWN]
    )
    words = "<p>Those that all runs together are furthest off, on average.</p>"
    return section("Clips furthest from the truth", words + shown) if shown else ""


def _method(c: Comparison, *, shown: bool) -> str:
    pairs = dict(zip(c.runs, c.protocols, strict=True))
    rows = "".join(f"<dt>{escape(run)}</dt><dd>{escape(how)}</dd>" for run, how in pairs.items())
    said = (
        f"Intervals of differences come from {c.resamples:,} resamples of the {c.units:,} "
        f"{c.resampled}, the same for all runs (paired percentile bootstrap). Where there are "
        f"fewer than {LEAST_UNITS}, or none differs, there is none. Those of shares are Wilson's, "
        "on as many clips as these are worth; their differences are in points of percent. One in "
        "twenty intervals misses the truth: of many rows, some do."
    )
    if len(c.runs) > 2:
        said += f" All runs are held against {named(c.runs[0])}."
    faces = "<p>This page shows faces: keep it where the videos are kept.</p>" if shown else ""
    return section("How this was compared", f"<dl>{rows}</dl><p>{said}</p>{faces}")


def _why(figure: Figure) -> str:
    return f"no interval ({escape(figure.note)})" if figure.note else "no interval"
