"""Which curves the timeline shows and how: chosen in a menu, remembered between sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from svfap_gui.analyse.lanes import Lanes
from svfap_gui.analyse.timeline_curves import CurveOptions
from svfap_gui.parts.words import affect_name

_OFF, _Z_SCORES, _SMOOTH = "analyse/curves_off", "analyse/z_scores", "analyse/smooth"


class CurveChoice(QObject):
    """The user's choice; switched-off names hold for every model that has them."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        off = str(settings.value(_OFF, ""))
        self.value = CurveOptions(
            frozenset(filter(None, off.split(","))),
            settings.value(_Z_SCORES, "false") == "true",
            settings.value(_SMOOTH, "false") == "true",
        )

    def turn(self, name: str) -> None:
        """Switch the curve of an emotion or dimension off, or on again."""
        self._set(self.value._replace(off=self.value.off ^ {name}))

    def turn_z_scores(self) -> None:
        """Show scores against the baseline, or raw ones again."""
        self._set(self.value._replace(z_scores=not self.value.z_scores))

    def turn_smooth(self) -> None:
        """Smooth the curves, or draw each score again."""
        self._set(self.value._replace(smooth=not self.value.smooth))

    def _set(self, value: CurveOptions) -> None:
        self.value = value
        self._settings.setValue(_OFF, ",".join(sorted(value.off)))
        self._settings.setValue(_Z_SCORES, "true" if value.z_scores else "false")
        self._settings.setValue(_SMOOTH, "true" if value.smooth else "false")
        self.changed.emit()


class CurvesMenu(QMenu):
    """A mark for each curve of the open result.

    Args:
        choice: What is switched.
        lanes: Asked for the names each time the menu opens.
        others: What else is offered below them.
        parent: The owner.
    """

    def __init__(
        self,
        choice: CurveChoice,
        lanes: Callable[[], Lanes],
        others: Sequence[QAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Which &curves"))
        self._choice = choice
        self._lanes = lanes
        self._others = others
        self.aboutToShow.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        lanes = self._lanes()
        for names in (lanes.emotions, lanes.dimensions):
            for name in names:
                action = self.addAction(affect_name(name))
                action.setCheckable(True)
                action.setChecked(name not in self._choice.value.off)
                action.triggered.connect(lambda _=False, name=name: self._choice.turn(name))
            self.addSeparator()
        self.addActions(self._others)
