"""Live: the picture, the person shown and the curves of the last minute, while they happen.

Connects widgets, state and the session; decides nothing about scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from svfap_core.types import AffectResult, FaceObservation
from svfap_gui.adapters.people import People
from svfap_gui.adapters.plot_buffer import AffectHistory
from svfap_gui.controllers.session import SessionController
from svfap_gui.state import AppState, ModelFacts, Phase
from svfap_gui.theme import GRID_PX, Theme
from svfap_gui.widgets.affect_plot import AffectPlot
from svfap_gui.widgets.empty_state import EmptyState
from svfap_gui.widgets.person_panel import PersonPanel
from svfap_gui.widgets.video_canvas import FaceMark, VideoCanvas
from svfap_gui.words import affect_name

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.pipeline.session import Shown

PLOT_EVERY_S = 0.1
"""Curves move by a pixel or two in this time; drawing them more often shows nothing more."""


class LiveView(QWidget):
    """Shows `empty` until a source is chosen.

    Args:
        state: What is going on.
        session: Where pictures and rows come from.
        empty: The invitation to choose a source.
        parent: The owner.
    """

    def __init__(
        self,
        state: AppState,
        session: SessionController,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._session = session
        self._people = People(span_s=1.0)
        self._history = AffectHistory(())
        self._plotted_s = 0.0
        self._pictured = False
        self.empty = empty
        self.canvas = VideoCanvas(self)
        self.panel = PersonPanel(self)
        self.plot = AffectPlot(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()
        self._on_theme(state.theme)

    def _make_page(self) -> QWidget:
        frame = QFrame(self)
        frame.setObjectName("panel")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        inner.addWidget(self.plot)
        upper = QSplitter(Qt.Orientation.Horizontal, self)
        upper.addWidget(self.canvas)
        upper.addWidget(self.panel)
        upper.setStretchFactor(0, 1)
        upper.setSizes([900, 340])
        page = QSplitter(Qt.Orientation.Vertical, self)
        page.addWidget(upper)
        page.addWidget(frame)
        page.setStretchFactor(0, 3)
        page.setStretchFactor(1, 2)
        page.setSizes([450, 290])
        for splitter in (upper, page):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(GRID_PX)
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.addWidget(page)
        return holder

    def _connect(self) -> None:
        self._session.pictured.connect(self._on_picture)
        self._session.scored.connect(self._on_results)
        self._session.ended.connect(self._on_ended)
        self._state.facts_changed.connect(self._on_facts)
        self._state.phase_changed.connect(self._on_phase)
        self._state.theme_changed.connect(self._on_theme)
        self.canvas.face_chosen.connect(self._choose)
        self.panel.person_chosen.connect(self._choose)

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        if phase is not Phase.STARTING:
            return
        self._pictured = False
        self._stack.setCurrentIndex(1)
        source = self._state.source
        title = source.title if source else ""
        self.canvas.clear(self.tr("Opening %1…").replace("%1", title))
        self.panel.set_people((), None)
        self.panel.show_opening(self.tr("The model is being loaded."))
        self._reset(self._state.facts)

    @Slot(object)
    def _on_facts(self, facts: ModelFacts) -> None:
        self._reset(facts)
        derived = [affect_name(name) for name in facts.dimensions if name in facts.derived]
        self.panel.set_caption(
            self.tr("Derived from the emotions, not learned: %1").replace("%1", ", ".join(derived))
            if derived
            else ""
        )

    def _reset(self, facts: ModelFacts | None) -> None:
        """Forget the last session."""
        self._people = People(facts.span_s if facts else 1.0)
        emotions = facts.emotions if facts else ()
        dimensions = facts.dimensions if facts else ()
        self._history = AffectHistory((*emotions, *dimensions))
        self.panel.bars.set_names(emotions)
        self.plot.set_channels(emotions, dimensions, facts.derived if facts else frozenset())
        self.plot.set_whole(facts.duration_s if facts else None)
        self._plotted_s = 0.0
        self._draw_plot()

    @Slot(object)
    def _on_results(self, results: list[AffectResult]) -> None:
        self._people.score(results)
        for result in results:
            self._history.append(result)
        self._draw_panel()

    @Slot(object)
    def _on_picture(self, shown: Shown) -> None:
        self._pictured = True
        self._people.see(shown.frame, shown.faces)
        self.canvas.show_picture(shown.frame.rgb, [self._mark(face) for face in shown.faces])
        if shown.frame.t_s - self._plotted_s >= PLOT_EVERY_S:
            self._draw_plot()
            self._draw_panel()

    @Slot()
    def _on_ended(self) -> None:
        if not self._pictured:
            self._stack.setCurrentIndex(0)
        self._draw_plot()
        self._draw_panel()

    @Slot(int)
    def _choose(self, track_id: int) -> None:
        self._people.choose(track_id)
        self._draw_plot()
        self._draw_panel()

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        for widget in (self.canvas, self.panel, self.plot, self.empty):
            widget.set_theme(theme)
        self._draw_plot()

    def _mark(self, face: FaceObservation) -> FaceMark:
        text = str(face.track_id)
        result = self._people.current(face.track_id)
        top = result.top_emotion if result else None
        if result is not None and top is not None:
            text += f" · {affect_name(top)} {result.emotions[top]:.2f}"
        return FaceMark(face.track_id, face.box, text, face.track_id == self._people.chosen)

    def _draw_panel(self) -> None:
        self.panel.set_people(self._people.ids, self._people.chosen)
        self.panel.show_state(self._people.state())

    def _draw_plot(self) -> None:
        self._plotted_s = self._people.now_s
        self.plot.show_history(self._history.of(self._people.chosen), self._people.now_s)
