"""Words for names that come from models and tables, in the user's language. Knows no widget."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

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
)
"""Marked for translators; a model's own labels outside this list show as they are."""


def affect_name(name: str) -> str:
    """An emotion's or a dimension's name for people."""
    return QCoreApplication.translate("Affect", name)


def schema_word(text: str) -> str:
    """What a schema of settings says about a field, or a choice of it, for people.

    The schemas know no Qt, so `tests.translations` collects their words for translators.
    """
    return QCoreApplication.translate("Schema", text) if text else ""


def minutes(t_s: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on."""
    total = int(t_s)
    hours, rest = divmod(total, 3600)
    mins, secs = divmod(rest, 60)
    return f"{hours}:{mins:02d}:{secs:02d}" if hours else f"{mins}:{secs:02d}"
