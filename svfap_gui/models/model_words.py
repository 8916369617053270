"""What a model's card says, in words for people. Knows no widget and reads no file."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from svfap_gui.parts.theme import Theme
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.inference.card import Metric, ModelCard

_HEADLINES = ("WAR", "UAR", "CCC", "ACC")
"""Figures by which models are compared at a glance."""
_SHARES = ("WAR", "UAR", "ACC", "weighted F1", "macro F1", "recall ")
"""Figures that are shares; published ones come in percent, measured ones as fractions."""


_translate = QCoreApplication.translate


class Accuracy(NamedTuple):
    """Figures, and on what and how they were measured."""

    figures: str
    measured_on: str
    protocol: str


def accuracy(card: ModelCard) -> Accuracy | None:
    """The first headline figures of a card; `None` where it has no figures at all."""
    groups = _groups(card)
    if not groups:
        return None
    for group in groups:
        headlines = [metric for metric in group if metric.name in _HEADLINES]
        if headlines:
            headlines.sort(key=lambda metric: _HEADLINES.index(metric.name))
            return _told(headlines, [_headline(metric) for metric in headlines])
    return _told(groups[0][:2], [_figure(metric) for metric in groups[0][:2]])


def all_figures(card: ModelCard) -> tuple[Accuracy, ...]:
    """Every figure of a card, by what it was measured on."""
    return tuple(
        _told(group, [_figure(metric) for metric in group], separator=", ")
        for group in _groups(card)
    )


def emotions(names: Sequence[str], theme: Theme) -> str:
    """Names with a dot in their colour each, as rich text."""
    dots = (
        f'<span style="color:{theme.emotion(name)}">\N{BLACK CIRCLE}</span>&nbsp;'
        + html.escape(affect_name(name)).replace(" ", "&nbsp;")
        for name in names
    )
    return "&nbsp;&nbsp;&nbsp; ".join(dots)


def names(dimensions: Sequence[str]) -> str:
    """Dimensions in a row."""
    return ", ".join(map(affect_name, dimensions))


def data_size(size_bytes: int) -> str:
    """Such as 10.9 MB."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def window(card: ModelCard) -> str:
    """What one score is read from."""
    spec = card.input
    colour = (
        _translate("Models", "grey") if spec.colour == "gray" else _translate("Models", "colour")
    )
    text = _translate("Models", "%1 frames over %2 s, faces of %3 px in %4")
    for place, value in enumerate(
        (str(spec.frames), f"{spec.span_s:g}", str(spec.size_px), colour), start=1
    ):
        text = text.replace(f"%{place}", value)
    return text


def _groups(card: ModelCard) -> list[list[Metric]]:
    groups: dict[tuple[str, str, str], list[Metric]] = {}
    for metric in card.metrics:
        key = metric.data_set, metric.split, metric.protocol
        groups.setdefault(key, []).append(metric)
    return list(groups.values())


def _told(group: Sequence[Metric], figures: Sequence[str], separator: str = " · ") -> Accuracy:
    first = group[0]
    on = [first.data_set, first.split]
    if count := max((metric.n or 0 for metric in group), default=0):
        on.append(_translate("Models", "n = %1").replace("%1", QLocale().toString(count)))
    return Accuracy(separator.join(figures), ", ".join(on), first.protocol)


def _headline(metric: Metric) -> str:
    words = {
        "WAR": _translate("Models", "%1 right (WAR)"),
        "UAR": _translate("Models", "%1 averaged over the emotions (UAR)"),
        "CCC": _translate("Models", "agreement with raters %1 (CCC)"),
        "ACC": _translate("Models", "%1 close to raters (1 - MAE)"),
    }
    return words[metric.name].replace("%1", _value(metric))


def _figure(metric: Metric) -> str:
    return f"{metric.name} {_value(metric)}"


def _value(metric: Metric) -> str:
    if metric.name.startswith(_SHARES):
        percent = metric.value if metric.value > 1 else 100 * metric.value
        return f"{QLocale().toString(percent, 'f', 1)} %"
    return QLocale().toString(metric.value, "g", 3)
