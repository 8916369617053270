"""How loud videos are: chosen at the player, remembered between sessions."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal, Slot

_VOLUME, _MUTED = "analyse/volume", "analyse/muted"

STEP = 0.1


class SoundChoice(QObject):
    """The user's choice: `volume` from 0 to 1, and whether it is muted."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.volume = _share(settings.value(_VOLUME, "1"))
        self.muted = settings.value(_MUTED, "false") == "true"

    def set_volume(self, volume: float) -> None:
        """Play louder or softer; who turns it up wants to hear it."""
        self.volume = min(max(round(volume, 2), 0.0), 1.0)
        self._keep(muted=self.muted and not self.volume)

    def turn(self, by: float) -> None:
        """Louder, or below 0 softer."""
        self.set_volume(self.volume + by)

    @Slot()
    def turn_muted(self) -> None:
        """Mute, or hear it again."""
        self._keep(muted=not self.muted)

    def _keep(self, *, muted: bool) -> None:
        self.muted = muted
        self._settings.setValue(_VOLUME, str(self.volume))
        self._settings.setValue(_MUTED, "true" if muted else "false")
        self.changed.emit()


def _share(stored: object) -> float:
    try:
        return min(max(float(str(stored)), 0.0), 1.0)
    except ValueError:
        return 1.0
