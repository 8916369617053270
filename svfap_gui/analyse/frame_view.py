"""The frame that is shown, with its persons: on the canvas, on the clipboard, in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from svfap_core.atomic import whole_file
from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.results.facts import decoding_of
from svfap_core.system import file_name
from svfap_core.types import RGB
from svfap_gui.analyse.playback import ShownFrame
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.analyse.timeline_hints import emotion_words
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.video_canvas import FaceMark, marked_frame
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import PersonFace
    from svfap_gui.analyse.view import AnalyseView

_FOLDER = "analyse/snapshot_folder"


class FrameView(QObject):
    """Of one view; snapshots are decoded again, in the size of the video."""

    came_or_went = Signal()
    """There is a frame now where there was none, or none any more."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._tasks = Tasks("svfap-snapshot", view.notices.show, self)
        self.frame: ShownFrame | None = None
        view.canvas.installEventFilter(self)
        view.player.pictured.connect(self._on_frame)

    @property
    def busy(self) -> bool:
        """Whether a snapshot is being made."""
        return self._tasks.busy

    def clear(self, message: str) -> None:
        """Show no frame but a line of text."""
        self.frame = None
        self._view.canvas.clear(message)
        self.came_or_went.emit()

    @Slot()
    def show_marks(self) -> None:
        """Draw the frame and its persons again."""
        if (frame := self.frame) is not None:
            self._view.canvas.show_picture(frame.rgb, self._marks(frame.t_s, frame.scale))

    @Slot()
    def copy(self) -> None:
        """Put the frame on the clipboard, as the video has it; `VideoCanvas.copy`: as shown."""
        self._snap(self._to_clipboard, marked=False)

    def save(self, *, marked: bool) -> None:
        """Ask where the frame goes, with or without its boxes, and write it."""
        view = self._view
        if self.frame is None or view.document.video is None:
            return
        at = clock(self.frame.t_s, 0.001).replace(":", "-")
        name = file_name(f"{view.document.video.stem} {at}", otherwise="frame")
        folder = Path(str(view.settings.value(_FOLDER, str(view.document.video.parent))))
        kind = f"{self.tr('PNG image')} (*.png)"
        chosen, _ = QFileDialog.getSaveFileName(
            view, self.tr("Save frame"), str(folder / f"{name}.png"), kind
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.png")
        view.settings.setValue(_FOLDER, str(path.parent))

        def write(image: QImage) -> None:
            self._tasks.run(
                lambda _: _write(image, path),
                lambda _: view.state.toast(self.tr("Saved %1").replace("%1", path.name), path),
            )

        self._snap(write, marked=marked)

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self._tasks.close(deadline_s)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Frames are decoded no larger than they are shown."""
        if event.type() is QEvent.Type.Resize:
            canvas, ratio = self._view.canvas, self._view.devicePixelRatioF()
            size_px = canvas.size() * ratio
            self._view.player.fit(size_px.width(), size_px.height())
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_frame(self, frame: ShownFrame) -> None:
        is_first, self.frame = self.frame is None, frame
        self.show_marks()
        if is_first:
            self.came_or_went.emit()

    def _marks(self, t_s: float, scale: float) -> list[FaceMark]:
        population = self._view.document.population
        faces = population.at(t_s) if population is not None else []
        return [self._mark(face, t_s, scale) for face in faces]

    def _mark(self, face: PersonFace, t_s: float, scale: float) -> FaceMark:
        view, person = self._view, face.person_id
        text = view.editing.name_of(person)
        if emotion := emotion_words(view.document.lanes, person, t_s):
            text += f" · {emotion}"
        box = type(face.box)(*(edge * scale for edge in face.box))
        return FaceMark(person, box, text, chosen=person == view.document.person)

    def _snap(self, then: Callable[[QImage], object], *, marked: bool) -> None:
        """Decode the frame in its full size; `then` gets it."""
        view = self._view
        if self.frame is None or view.document.video is None:
            return
        path, t_s = view.document.video, self.frame.t_s
        decoding = decoding_of(view.document.facts)
        marks = self._marks(t_s, 1.0) if marked else []

        def decode(_: Task[object]) -> RGB:
            from svfap_gui.analyse.readers import open_reader  # noqa: PLC0415  # loads PyAV

            with open_reader(path, decoding) as reader:
                stamped = reader.at(t_s)
                if stamped is None:
                    raise SourceError(Message("This frame cannot be decoded again"))
                return reader.rgb(stamped)

        def done(rgb: RGB) -> None:
            then(marked_frame(rgb, marks) if marked else to_qimage(rgb).copy())

        self._tasks.run(decode, done)

    def _to_clipboard(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._view.state.toast(self.tr("The frame is on the clipboard."))


def _write(image: QImage, path: Path) -> None:
    content = QBuffer()
    image.save(content, "PNG")  # type: ignore[call-overload]  # a device will do
    with whole_file(path) as part:
        part.write_bytes(content.data().data())
