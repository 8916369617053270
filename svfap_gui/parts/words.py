"""Words for names of models, tables and files, in the user's language. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from svfap_gui.parts.facial_actions import ActionCurve, Curve, title_of

_KNOWN = (
    QT_TRANSLATE_NOOP("Affect", "neutral"),
    QT_TRANSLATE_NOOP("Affect", "happy"),
    QT_TRANSLATE_NOOP("Affect", "happiness"),
    QT_TRANSLATE_NOOP("Affect", "sad"),
    QT_TRANSLATE_NOOP("Affect", "sadness"),
    QT_TRANSLATE_NOOP("Affect", "angry"),
    QT_TRANSLATE_NOOP("Affect", "anger"),
    QT_TRANSLATE_NOOP("Affect", "surprise"),
    QT_TRANSLATE_NOOP("Affect", "fear"),
    QT_TRANSLATE_NOOP("Affect", "disgust"),
    QT_TRANSLATE_NOOP("Affect", "contempt"),
    QT_TRANSLATE_NOOP("Affect", "valence"),
    QT_TRANSLATE_NOOP("Affect", "arousal"),
    QT_TRANSLATE_NOOP("Affect", "dominance"),
    QT_TRANSLATE_NOOP("Affect", "openness"),
    QT_TRANSLATE_NOOP("Affect", "conscientiousness"),
    QT_TRANSLATE_NOOP("Affect", "extraversion"),
    QT_TRANSLATE_NOOP("Affect", "agreeableness"),
    QT_TRANSLATE_NOOP("Affect", "neuroticism"),
)
"""Marked for translators; a model's own labels outside this list show as they are."""

PROPER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "zh_CN": "简体中文",
        "cpu": "CPU",
        "cuda": "CUDA (NVIDIA)",
        "mps": "MPS (Apple)",
        "csv": "CSV",
        "parquet": "Parquet",
        "xlsx": "Excel",
        "centerface": "CenterFace",
        "insightface": "SCRFD (insightface)",
        "yunet": "YuNet",
    }
)
"""Choices of settings that are called the same in every language."""

SHOWN_NAMES = 3
"""Of files, in one notice."""

_MNEMONIC = re.compile(r"\(&\w\)")


def affect_name(name: str) -> str:
    """An emotion's or a dimension's name for people."""
    return QCoreApplication.translate("Affect", name)


def action_name(name: str) -> str:
    """A facial action's name for people; `tests.translations` collects them for translators."""
    return QCoreApplication.translate("Affect", title_of(name))


def curve_name(curve: Curve) -> str:
    """What a curve is of, for people."""
    return action_name(curve.name) if isinstance(curve, ActionCurve) else affect_name(curve)


def derived_word() -> str:
    """Of a dimension that is computed from the emotions."""
    return QCoreApplication.translate("Affect", "derived")


def unclear_word() -> str:
    """Of an emotion about which raters are expected to differ."""
    return QCoreApplication.translate("Affect", "unclear")


def learned_word() -> str:
    """Of a dimension that the model has learned from ratings."""
    return QCoreApplication.translate("Affect", "learned")


def schema_word(text: str) -> str:
    """What a schema of settings says about a field, or a choice of it, for people.

    The schemas know no Qt, so `tests.translations` collects their words for translators.
    """
    if text in PROPER_NAMES:
        return PROPER_NAMES[text]
    return QCoreApplication.translate("Schema", text) if text else ""


def without_mnemonic(text: str) -> str:
    """An action's text without the letter that its menu underlines.

    Chinese puts the letter behind the words, as in "文件(&F)".
    """
    parts = _MNEMONIC.sub("", text).split("&&")
    return "&".join(part.replace("&", "") for part in parts)


def score_text(value: float, *, signed: bool) -> str:
    """A score with two decimals, with its sign where it may have either; zero has none."""
    text = f"{value:+.2f}" if signed else f"{value:.2f}"
    if float(text) == 0:
        return "0.00"
    return text.replace("-", "\N{MINUS SIGN}")


def minutes(t_s: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on."""
    total = int(t_s)
    hours, rest = divmod(total, 3600)
    mins, secs = divmod(rest, 60)
    return f"{hours}:{mins:02d}:{secs:02d}" if hours else f"{mins}:{secs:02d}"


def filled(text: str, counts: Mapping[str, int]) -> str:
    """A text with each of its marks replaced by a count."""
    for mark, count in counts.items():
        text = text.replace(mark, str(count))
    return text


def some_names(paths: Sequence[Path]) -> str:
    """The first names of files, and that there are more."""
    names = ", ".join(path.name for path in paths[:SHOWN_NAMES])
    return f"{names}, …" if len(paths) > SHOWN_NAMES else names
