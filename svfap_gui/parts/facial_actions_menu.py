"""Which facial actions a plot shows: chosen in a menu, remembered between sessions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from svfap_core.facial_actions import ACTIONS
from svfap_gui.parts.facial_actions import GROUPS, OfferedActions
from svfap_gui.parts.words import action_name


class FacialActionChoice(QObject):
    """The user's choice, in the order in which it was made; none at first.

    Args:
        settings: Where it is kept.
        key: Under which name.
        parent: The owner.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._key = key
        stored = str(settings.value(key, "")).split(",")
        self.value: tuple[str, ...] = tuple(name for name in stored if name in ACTIONS)

    def turn(self, name: str) -> None:
        """Show the curve of an action, or no longer."""
        others = tuple(one for one in self.value if one != name)
        self.value = others if name in self.value else (*others, name)
        self._settings.setValue(self._key, ",".join(self.value))
        self.changed.emit()


class _Group(QMenu):
    """Stays open while marks are set: several actions are chosen at once."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Turn the mark under the pointer over."""
        action = self.actionAt(event.position().toPoint())
        if action is not None:  # pyright: ignore[reportUnnecessaryComparison]  # Qt may return none
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Space turns a mark over; Enter also closes the menu."""
        action = self.activeAction()
        chosen = action is not None  # pyright: ignore[reportUnnecessaryComparison]  # as above
        if event.key() == Qt.Key.Key_Space and chosen:
            action.trigger()
        else:
            super().keyPressEvent(event)


class FacialActionsMenu(QMenu):
    """A mark for each action that there is, in a menu for each part of the face.

    Args:
        choice: What is switched.
        parent: The owner.
    """

    def __init__(self, choice: FacialActionChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Facial actions"))
        self.choice = choice
        self._offered: OfferedActions | None = None
        self._button: QToolButton | None = None
        titles = (
            self.tr("Brows"),
            self.tr("Eyes"),
            self.tr("Nose and cheeks"),
            self.tr("Mouth and jaw"),
        )
        self._groups = [
            (_Group(title, self), parts) for title, parts in zip(titles, GROUPS, strict=True)
        ]
        for group, _ in self._groups:
            group.setToolTipsVisible(True)
            group.aboutToShow.connect(partial(self._set_marks, group))
            self.addMenu(group)

    def open_from(self, button: QToolButton) -> None:
        """Let a button open it, whose tooltip says why there is nothing to choose."""
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self)
        self._button = button

    def offer(self, offered: OfferedActions) -> None:
        """Fill it with the actions that there are."""
        if offered == self._offered:
            return
        self._offered = offered
        if self._button is not None:
            self._button.setEnabled(bool(offered))
            self._button.setToolTip(self._tip(offered))
        self.menuAction().setEnabled(bool(offered))
        for group, parts in self._groups:
            group.clear()
            for name in offered.names:
                if name.startswith(parts):
                    self._add(group, name, offered)
            group.menuAction().setVisible(not group.isEmpty())

    def _set_marks(self, group: QMenu) -> None:
        for action in group.actions():
            action.setChecked(action.data() in self.choice.value)

    def _tip(self, offered: OfferedActions) -> str:
        if offered:
            return f"{self.tr('Which facial actions are drawn')}\n{_source_words(offered)}"
        return self.tr(
            "There are no facial actions. They come from a model that learned them,\n"
            "or from Google's face landmarker, which Settings, Faces switches on."
        )

    def _add(self, group: QMenu, name: str, offered: OfferedActions) -> None:
        action = group.addAction(" · ".join(filter(None, (action_name(name), ACTIONS[name].facs))))
        what = QCoreApplication.translate("Affect", ACTIONS[name].words)
        action.setToolTip(f"{what}\n{_source_words(offered.only(name))}")
        action.setCheckable(True)
        action.setData(name)
        action.triggered.connect(lambda: self.choice.turn(name))


def _source_words(offered: OfferedActions) -> str:
    """Who scores the actions."""
    translate = QCoreApplication.translate
    if not offered.source_known:
        return translate("Affect", "The result does not say which program scored them")
    if offered.model and offered.landmarker:
        return translate(
            "Affect",
            "Solid or dotted: by the model, learned from a teacher;\n"
            "dashed: by Google's face landmarker",
        )
    if offered.model:
        return translate("Affect", "By the model, learned from a teacher")
    return translate("Affect", "By Google's face landmarker")
