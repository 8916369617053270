"""Which words of the window do not fit: cut off, or wider than their place.

`python -m tests.gui.fit LANGUAGE TEXT_PX` opens the window and its dialogs as they are on a
small screen with a system font of that size, and prints what does not fit; for scale
factors, which hold for a whole process.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from svfap_gui.app import build
from svfap_gui.parts.i18n import install_language
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.preferences import PreferencesStore

SMALL_SCREEN_PX = (1280, 720)


def cut_off(root: QWidget) -> list[str]:
    """Texts below a widget that are in sight and do not fit."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}: {text!r}"
        for widget, text in _texts(root)
        if not _fits(widget, text)
    ]


def all_cut_off(window: MainWindow) -> list[str]:
    """Of every page and every dialog of the frame."""
    found: list[str] = []
    for index in range(window.stack.count()):
        window.show_page(index)
        QApplication.processEvents()
        found += [f"page {index}: {line}" for line in cut_off(window)]
    for name, show in every_dialog(window).items():
        show()
        QApplication.processEvents()
        dialog = window.dialogs.dialog(name)
        assert dialog is not None
        found += [f"{name}: {line}" for line in cut_off(dialog)]
        dialog.reject()
    return found


def every_dialog(window: MainWindow) -> dict[str, Callable[[], None]]:
    """By name, what shows each dialog of the frame."""
    return {
        "settings": window.dialogs.show_settings,
        "shortcuts": window.dialogs.show_shortcuts,
        "about": window.dialogs.show_about,
        "intended-use": window.dialogs.show_intended_use,
    }


def _texts(root: QWidget) -> Iterator[tuple[QLabel | QAbstractButton, str]]:
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not root.window():
            continue
        if isinstance(widget, QLabel | QAbstractButton) and widget.text():
            yield widget, widget.text().replace("&", "")


def _fits(widget: QLabel | QAbstractButton, text: str) -> bool:
    if isinstance(widget, QToolButton):
        style = widget.toolButtonStyle()
        if style is Qt.ToolButtonStyle.ToolButtonIconOnly and not widget.icon().isNull():
            return True
    if isinstance(widget, QAbstractButton):
        # Chosen buttons are bold; hints know the style's margins.
        return widget.width() >= _needed(widget, text)
    if widget.textFormat() is Qt.TextFormat.RichText or widget.pixmap().cacheKey():
        return True
    if widget.wordWrap():
        return widget.height() + 1 >= widget.heightForWidth(widget.width())
    return widget.contentsRect().width() + 1 >= _needed(widget, text)


def _needed(widget: QWidget, text: str) -> int:
    metrics = widget.fontMetrics()
    return max(metrics.horizontalAdvance(line) for line in text.split("\n"))


def main() -> int:
    """Print what does not fit."""
    app = QApplication([])
    font = app.font()
    font.setPixelSize(int(sys.argv[2]))
    app.setFont(font)
    install_language(app, sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder, "s.ini")), QSettings.Format.IniFormat)
        window, _ = build(app, settings, PreferencesStore(settings, app))
        window.resize(*SMALL_SCREEN_PX)
        window.show()
        app.processEvents()
        size = window.minimumSizeHint()
        if size.width() > SMALL_SCREEN_PX[0] or size.height() > SMALL_SCREEN_PX[1]:
            print(f"the window needs {size.width()} x {size.height()}")
        print("\n".join(all_cut_off(window)))
        window.closed.connect(app.quit)
        QTimer.singleShot(0, window.close)
        app.exec()
    return 0


if __name__ == "__main__":
    sys.exit(main())
