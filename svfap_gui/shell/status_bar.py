"""The status bar: devices, rates, lag, drops. Knows no session."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.work.state import Figures, ModelFacts

_NONE = "\N{EN DASH}"


class StatusBar(QFrame):
    """Items that explain themselves on hover, and a button when work is under way."""

    activities_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(scaled(28))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(PADDING_PX, 0, PADDING_PX, 0)
        self._layout.setSpacing(2 * GRID_PX)
        self._scores = self.tr("The model that scores the faces.")
        self.model = self._item(self.tr("Model"), self._scores)
        self.device = self._item(
            self.tr("Device"), self.tr("Where the model really computes, and with which software.")
        )
        self._layout.addStretch(1)
        self.stalled = QLabel(self.tr("stalled"), self)
        self.stalled.setObjectName("stalled")
        self.stalled.setToolTip(
            self.tr("No new frame for more than a second: the source or the computer is too slow.")
        )
        self._layout.addWidget(self.stalled)
        self.capture = self._item(
            self.tr("Capture rate"), self.tr("Frames per second that the source gives."), 92
        )
        self.analysis = self._item(
            self.tr("Analysis rate"),
            self.tr("Frames per second in which faces are detected and tracked."),
            92,
        )
        self.lag = self._item(
            self.tr("Lag"),
            self.tr("Time from a frame's capture to the end of its analysis, in milliseconds."),
            80,
        )
        self.dropped = self._item(
            self.tr("Dropped frames"),
            self.tr("Frames that were not analysed because the computer was too slow."),
            72,
        )
        self.activity = QToolButton(self)
        self.activity.setObjectName("activity")
        self.activity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.activity.setToolTip(self.tr("What is done in the background, and how to stop it"))
        self.activity.clicked.connect(self.activities_wanted)
        self._layout.addWidget(self.activity)
        self._captures = False
        self._chosen = ""
        self._facts: ModelFacts | None = None
        self.show_activities(0)
        self.show_facts(None)
        self.show_figures(Figures())
        self.show_rates(shown=False)

    def show_chosen(self, model: str) -> None:
        """Name the model that the next analysis uses, for as long as none is running live."""
        self._chosen = model
        self.show_facts(self._facts)

    def show_facts(self, facts: ModelFacts | None) -> None:
        """Names of model and devices."""
        self._facts = facts
        if facts is None:
            # A model of one's own may be given by its folder.
            self.model.setText(self.tr("Model: %1").replace("%1", Path(self._chosen).name))
            self.model.setToolTip(
                self.tr("The chosen model. It is loaded when an analysis starts.")
            )
            self.device.setText("")
        else:
            self.model.setText(facts.model)
            self.model.setToolTip(self._scores)
            self.device.setText(_short(facts.device))
            self.device.setToolTip(
                self.tr("Model: %1\nFaces: %2, %3")
                .replace("%1", facts.device)
                .replace("%2", facts.detector)
                .replace("%3", facts.detector_device)
            )
        self.device.setVisible(bool(self.device.text()))

    def show_rates(self, *, shown: bool) -> None:
        """Rates, lag and drops belong to the view whose source plays."""
        self._captures = shown
        for item in (self.capture, self.analysis, self.lag, self.dropped):
            item.setVisible(shown)
        self.stalled.setVisible(shown and self._stalled)

    def show_figures(self, figures: Figures) -> None:
        """Rates, lag and drops."""
        self.capture.setText(self.tr("capture %1 fps").replace("%1", _rounded(figures.capture_fps)))
        self.analysis.setText(
            self.tr("analysis %1/s").replace("%1", _rounded(figures.analysis_fps))
        )
        lag_ms = None if figures.lag_s is None else figures.lag_s * 1000
        self.lag.setText(self.tr("lag %1 ms").replace("%1", _rounded(lag_ms)))
        self.dropped.setText(self.tr("%n dropped", "", figures.dropped))
        self._stalled = figures.stalled
        self.stalled.setVisible(self._captures and figures.stalled)

    def show_activities(self, count: int) -> None:
        """How much work is under way."""
        self.activity.setText(self.tr("activity (%1)").replace("%1", str(count)))
        self.activity.setVisible(count > 0)

    def _item(self, name: str, explanation: str, width_px: int = 0) -> QLabel:
        label = QLabel(self)
        label.setObjectName("statusItem")
        label.setAccessibleName(name)
        label.setToolTip(explanation)
        label.setMinimumWidth(scaled(width_px))
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(label)
        return label


def _rounded(value: float | None) -> str:
    return _NONE if value is None else f"{value:.0f}"


def _short(device: str) -> str:
    """The device without the runtime's build number and the like, which the tooltip has."""
    return device if len(device) <= 60 else device[:57].rstrip() + "…"
