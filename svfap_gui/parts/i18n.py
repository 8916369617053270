"""The user's language: loads the built-in translations, says what the core says in it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from svfap_core.messages import Message, filled
from svfap_core.resources import resource

LANGUAGES = ("en", "zh_CN")
"""English is the language of the sources; its file holds plurals only."""

CONTEXT = "svfap"
"""All texts stand in one: a word is the same whichever class says it."""


def language_of(choice: str) -> str:
    """One of `LANGUAGES` for a choice of the user, where "system" follows the desktop."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages(QLocale.TagSeparator.Underscore):
        if name.startswith("zh"):
            # Traditional script is another language to read; English is the better guess.
            return "en" if {"TW", "HK", "MO", "Hant"} & set(name.split("_")) else "zh_CN"
        if name.startswith("en"):
            break
    return "en"


def install_language(app: QCoreApplication, choice: str) -> tuple[QTranslator, ...]:
    """Translate all that is made from now on; widgets that are there keep their words.

    Args:
        app: Who gets the translations.
        choice: "system" or one of `LANGUAGES`.

    Returns:
        What was installed, for `QCoreApplication.removeTranslator`.
    """
    language = language_of(choice)
    QLocale.setDefault(QLocale(language))
    qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own = _OneContext(app)
    loaded = (
        (qt, qt.load(f"qtbase_{language}", folder)),
        (own, own.load(f"svfap_{language}", str(resource("i18n")))),
    )
    installed = tuple(translator for translator, found in loaded if found)
    for translator in installed:
        app.installTranslator(translator)
    return installed


def spoken(text: str) -> str:
    """A sentence of the core or of the trainer in the language of the window.

    Args:
        text: A `Message`, a sentence without values, or any other text, which stays as it is.
    """
    if not isinstance(text, Message):
        return QCoreApplication.translate(CONTEXT, text) if text else text
    values = tuple(spoken(v) if isinstance(v, Message) else v for v in text.values)
    return filled(spoken(text.template), values)


class _OneContext(QTranslator):
    """Looks for every text in the one context that there is."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803  # Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        """The translation; `None` for what is not ours."""
        del context
        return super().translate(CONTEXT, sourceText, disambiguation or "", n) or None
