"""Two videos in one place, beside or above each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from svfap_core.sources.base import SourceInfo
from svfap_gui.analyse.second.bar import SecondBar
from svfap_gui.analyse.second.follower import Sight
from svfap_gui.analyse.second.moments import Moment, side_by_side
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.video_canvas import VideoCanvas

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

OF_BAR = (
    "second-back", "second-forward", "second-freeze", "second-align", "second-sound",
    "second-remove",
)  # fmt: skip
"""Ids of the commands that the line has buttons for."""

_LEAST_PX = (160, 90)
_ASPECT = 16 / 9


class SecondPane(QWidget):
    """The analysed video and, where there is one, the second beside or below it.

    Args:
        view: The view, whose canvas goes into it.
    """

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._work = view.second
        self._moment: Moment | None = None
        self.canvas = VideoCanvas(self)
        self.canvas.setAccessibleName(self.tr("Frame of the second video"))
        self.canvas.setAccessibleDescription("")
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setMinimumSize(*_LEAST_PX)
        self._alone = view.canvas.minimumSize()
        self.canvas.installEventFilter(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(GRID_PX)
        self.splitter.addWidget(view.canvas)
        self.splitter.addWidget(self.canvas)
        self.bar = SecondBar(self._work, view.commands.some(*OF_BAR), self)
        self.bar.done.connect(view.timeline.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.bar)
        self._work.changed.connect(self._show)
        self._work.follower.seen.connect(self._on_seen)
        self._work.follower.opened.connect(self._arrange)
        view.player.opened.connect(self._arrange)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Frames are decoded no larger than they are shown."""
        if event.type() is QEvent.Type.Resize:
            size_px = self.canvas.size() * self.devicePixelRatioF()
            self._work.follower.fit(size_px.width(), size_px.height())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Beside or below, as there is room."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _show(self) -> None:
        is_there = self._work.second is not None
        if is_there != self.bar.isVisibleTo(self):
            self.canvas.setVisible(is_there)
            self.bar.setVisible(is_there)
            self._view.canvas.setMinimumSize(QSize(*_LEAST_PX) if is_there else self._alone)
            self._arrange(again=True)
        self.bar.show_state()
        if (sight := self._work.follower.sight) is None:
            self._moment = None
            self.canvas.clear(self.tr("Not found") if self._work.failed else "")
        elif sight.frame is None:
            self.canvas.clear(self._words(sight.moment))

    @Slot(object)
    def _on_seen(self, sight: Sight) -> None:
        if sight.frame is not None:
            self.canvas.set_faded(faded=sight.late)
            self.canvas.show_picture(sight.frame.rgb, ())
        else:
            self.canvas.clear(self._words(sight.moment))
        if sight.moment is not self._moment:
            self._moment = sight.moment
            self._view.commands.refresh()

    def _words(self, moment: Moment) -> str:
        second, video = self._work.second, self._work.follower.video
        if second is None or video is None:
            return ""
        if moment is Moment.BEFORE:
            return self.tr("Starts at %1").replace("%1", clock(second.offset_s, 0.01))
        end_s = second.offset_s + (video.info.duration_s or 0.0)
        if end_s <= 0:
            return self.tr("Ended before this video starts")
        return self.tr("Ended at %1").replace("%1", clock(end_s, 0.01))

    @Slot()
    def _arrange(self, _: object = None, *, again: bool = False) -> None:
        room_px = (self.splitter.width(), self.splitter.height())
        video = self._work.follower.video
        infos = (self._view.player.info, video.info if video is not None else None)
        beside = side_by_side(room_px, *map(_aspect, infos))
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if again or orientation is not self.splitter.orientation():
            self.splitter.setOrientation(orientation)
            half_px = room_px[0 if beside else 1] // 2
            self.splitter.setSizes([half_px, half_px])


def _aspect(info: SourceInfo | None) -> float:
    return info.width_px / info.height_px if info is not None else _ASPECT
