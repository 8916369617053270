"""The user's language: loads the translations that come along. Knows no preference store."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from svfap_core.resources import resource

LANGUAGES = ("en", "zh_CN")
"""English is the language of the sources; its file holds plurals only."""


def language_of(choice: str) -> str:
    """One of `LANGUAGES` for a choice of the user, where "system" follows the desktop."""
    if choice in LANGUAGES:
        return choice
    wanted = QLocale.system().uiLanguages(QLocale.TagSeparator.Underscore)
    for name in wanted:
        if name.startswith("zh"):
            # Traditional script is another language to read; English is the better guess.
            return "en" if {"TW", "HK", "MO", "Hant"} & set(name.split("_")) else "zh_CN"
        if name.startswith("en"):
            return "en"
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
    folders = (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"svfap_{language}", str(resource("i18n"))),
    )
    installed: list[QTranslator] = []
    for name, folder in folders:
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            installed.append(translator)
    return tuple(installed)
