"""Parts of pages that evaluations and comparisons are written on: figures, tables, plots.

A page needs no scripts and no network, and is light or dark as the reader's system is; all images
are part of it, so that a mail can carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeAlias

import numpy as np

from trainer.intervals import Figure
from trainer.report_style import STYLE

_LEFT, _TOP, _SIDE = 58.0, 12.0, 242.0
"""Place and size of the square in a picture of 320 x 300 units."""
_ALIKE = 0.95

Text: TypeAlias = Callable[[float | None], str]


def page(title: str, subtitle: str, body: str, *, caution: str = "", images: bool = False) -> str:
    """A whole page.

    Args:
        title: Plain text.
        subtitle: HTML, below the title.
        body: HTML.
        caution: Plain text, above all else; empty for none.
        images: Whether the body holds any, as `data:`.
    """
    allowed = "; img-src data:" if images else ""
    warning = f"<p class='caution'>{escape(caution)}</p>" if caution else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'{allowed}">
<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>
{warning}<header><h1>{escape(title)}</h1>
<p>{subtitle}</p></header>
{body}</main></body></html>
"""


def section(title: str, body: str) -> str:
    """A heading and what stands below it, as HTML."""
    return f"<section><h2>{title}</h2>{body}</section>\n"


def figure_cards(cards: Iterable[tuple[str, str, Figure, str]], text: Text) -> str:
    """Figures side by side: name, short name, figure and explanation, as HTML."""
    made = (
        f"<div><h3>{name} <small>{short}</small></h3><p class='big'>{text(figure.value)}</p>"
        f"<p class='quiet'>{basis(figure, text)}</p><p>{words}</p></div>"
        for name, short, figure, words in cards
    )
    return f"<div class='cards'>{''.join(made)}</div>"


def basis(figure: Figure, text: Text) -> str:
    """What a figure stands on: clips, what they are worth, and its interval or why it has none."""
    worth = ""
    if figure.effective is not None and figure.effective < _ALIKE * figure.n:
        worth = f", worth {figure.effective:,.3g} of different people"
    if figure.low is not None:
        said = f"<br>95&nbsp;% interval {interval(figure, text)}"
    else:
        said = f"<br>no interval: {escape(figure.note)}" if figure.note else ""
    return f"n&nbsp;=&nbsp;{figure.n:,}{worth}{said}"


def html_table(
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


def square_plot(
    ticks: Sequence[str],
    x_title: str,
    y_title: str,
    marks: str,
    *,
    y_ticks: Sequence[str] | None = None,
) -> str:
    """A square picture; `marks` stand at `across` and `up` of shares 0..1.

    Both axes have the same ticks, and the picture a diagonal, where there are no `y_ticks`.
    """
    lines = "".join(
        f"<path class='line' d='M{across(0)} {up(s)}H{across(1)}M{across(s)} {up(0)}V{up(1)}'/>"
        f"<text x='{_LEFT - 6}' y='{up(s)}' dy='.35em' text-anchor='end'>{y}</text>"
        f"<text x='{across(s)}' y='{_TOP + _SIDE + 16}' text-anchor='middle'>{x}</text>"
        for s, x, y in zip(
            np.linspace(0, 1, len(ticks)).tolist(), ticks, y_ticks or ticks, strict=True
        )
    )
    if y_ticks is None:
        lines += f"<path class='diagonal' d='M{across(0)} {up(0)}L{across(1)} {up(1)}'/>"
    return (
        f"<svg viewBox='0 0 320 300' role='img' aria-label='{y_title} by {x_title}'>{lines}{marks}"
        f"<text x='{across(0.5)}' y='{_TOP + _SIDE + 38}' text-anchor='middle'>{x_title}</text>"
        f"<text transform='translate(11 {up(0.5)}) rotate(-90)' text-anchor='middle'>{y_title}"
        "</text></svg>"
    )


def across(share: float) -> str:
    """Where a share lies from left to right in `square_plot`."""
    return f"{_LEFT + share * _SIDE:.1f}"


def up(share: float) -> str:
    """Where a share lies from the bottom to the top in `square_plot`."""
    return f"{_TOP + (1 - share) * _SIDE:.1f}"


def named(name: str) -> str:
    """The name of a class or dimension within a sentence."""
    return f"<em>{escape(name)}</em>"


def percent(share: float | None) -> str:
    """A share in percent; what is not quite 0 or 1 is not rounded to it."""
    if share is None:
        return "&ndash;"
    if 0 < share <= 0.0005 or 0.9995 <= share < 1:
        return "&lt;0.1&nbsp;%" if share < 0.5 else "&gt;99.9&nbsp;%"
    return f"{100 * share:.1f}&nbsp;%"


def decimal(value: float | None) -> str:
    """A number with three decimals."""
    return "&ndash;" if value is None else f"{value:.3f}".replace("-", "&minus;")


def interval(figure: Figure, text: Text) -> str:
    """A figure's interval; nothing where it has none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{text(figure.low).removesuffix('&nbsp;%')} to {text(figure.high)}"
