"""The dialogs of the Analyse view: what they ask, and what is done with the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QMessageBox

from svfap_core.errors import SvfapError
from svfap_core.results.edits import Marker
from svfap_core.results.facts import decoding_of
from svfap_core.system import file_name
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.editing import Editing
from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.export_run import ExportOrder
from svfap_gui.analyse.exporting import Exporting
from svfap_gui.analyse.prompts import ask_choice, ask_text, parse_frame, parse_time
from svfap_gui.analyse.text_dialog import show_text
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.file_dialogs import ask_for_report, ask_for_video
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice, notice_of
from svfap_gui.parts.page import Page

_EXPORT_FOLDER = "analyse/export_folder"


class AnalyseDialogs(QObject):
    """Opens them over the page; none of them blocks.

    Args:
        page: What they belong to.
        editing: Does what is asked for.
        document: What is open.
        exporting: Writes exports.
        settings: Where last folders are kept.
    """

    def __init__(
        self,
        page: Page,
        editing: Editing,
        document: AnalyseController,
        exporting: Exporting,
        settings: QSettings,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._editing = editing
        self._document = document
        self._exporting = exporting
        self._settings = settings

    @Slot()
    def open_video(self) -> None:
        """Choose a video to open."""
        path = ask_for_video(self._page, self.tr("Open video"), self._settings)
        if path is not None:
            self._page.take([path])

    @Slot()
    def find_video(self) -> None:
        """Show where the video of the open result is."""
        path = ask_for_video(self._page, self.tr("Find video"), self._settings)
        if path is not None:
            self._document.use_video(path)

    def go_to(self, seek: Callable[[float], object], seek_frame: Callable[[int], object]) -> None:
        """Ask for a time or the number of a frame."""

        def go(text: str) -> None:
            t_s, number = parse_time(text), parse_frame(text)
            if number is not None:
                seek_frame(number)
            elif t_s is None:
                self._document.told.emit(
                    Notice(
                        text=self.tr("%1 is no time").replace("%1", text),
                        hint=self.tr(
                            "Write seconds, m:ss or h:mm:ss, with decimals if you like, or the "
                            "number of a frame, such as #123."
                        ),
                    )
                )
            else:
                seek(t_s)

        ask_text(
            self._page,
            self.tr("Go to time"),
            self.tr("Time (seconds, m:ss or h:mm:ss), or frame (#123):"),
            clock(self._editing.here_s, 0.01),
            go,
        )

    @Slot()
    def add_marker(self) -> None:
        """Ask what to call this moment: it is marked once that is said."""
        marker = self._editing.next_marker
        self._ask_name(marker, lambda text: self._editing.add_marker(_called(marker, text)))

    @Slot(int)
    def change_marker(self, place: int) -> None:
        """Ask for another name of a marker, or remove it."""
        marker = self._document.edits.markers[place]
        self._ask_name(
            marker,
            partial(self._editing.name_marker, marker),
            remove=partial(self._editing.remove_marker, marker),
        )

    def _ask_name(
        self,
        marker: Marker,
        then: Callable[[str], object],
        remove: Callable[[], object] | None = None,
    ) -> None:
        label = self.tr("Marker at %1:").replace("%1", clock(marker.t_s, 0.01))
        ask_text(self._page, self.tr("Marker"), label, marker.text, then, remove=remove)

    def ask_who(self, then: Callable[[int, int], object]) -> None:
        """Ask who the chosen person is; `then` gets both, as they are numbered by then."""
        population, person = self._document.population, self._document.person
        others = [p for p in population.persons if p != person] if population is not None else []
        if person is None or not others:
            return
        who, moves = person, self._document.history.document.moves

        def chosen(into: int) -> None:
            now = [self._editing.person_now(each, moves) for each in (who, into)]
            if now[0] is not None and now[1] is not None:
                then(now[0], now[1])

        ask_choice(
            self._page,
            self.tr("Merge"),
            self.tr("%1 is the same person as:").replace("%1", self._editing.name_of(person)),
            {other: self._editing.name_of(other) for other in others},
            chosen,
        )

    @Slot()
    def export(self) -> None:
        """Ask what to take out, and begin to write it."""
        document = self._document
        if document.recording is None:
            return
        beside = document.base.parent if document.base is not None else Path.home()
        folder = Path(str(self._settings.value(_EXPORT_FOLDER, str(beside))))
        name = self.tr("%1 export").replace("%1", Path(document.title).stem)
        dialog = ExportDialog(
            file_name(name, otherwise="export"),
            folder,
            document.range,
            has_video=document.video is not None,
            persons={
                person: self._editing.name_of(person)
                for person in (document.population.persons if document.population else ())
            },
            parent=self._page,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def start(order: ExportOrder) -> None:
            self._settings.setValue(_EXPORT_FOLDER, str(order.out.parent))
            order = order._replace(
                decoding=decoding_of(document.facts), dialect=self._exporting.dialect()
            )
            if document.recording is not None:
                self._exporting.start(order, document.recording, document.edits, document.video)

        dialog.export_wanted.connect(start)
        dialog.open()

    def review(self, seek: Callable[[float], object], report: Path | None = None) -> None:
        """Step through what is in doubt in a video with hidden faces.

        Args:
            seek: Shows a time of the open video, in s.
            report: The report beside it; asked for unless given.
        """
        from svfap_gui.analyse.review_dialog import ReviewDialog  # noqa: PLC0415  # loads pyarrow

        report = report or ask_for_report(
            self._page, self.tr("Report on hidden faces"), self._settings
        )
        if report is None:
            return
        try:
            dialog = ReviewDialog(report, lambda: self._document.video, seek, self._page)
        except SvfapError as error:
            self._document.told.emit(notice_of(error))
            return
        dialog.video_wanted.connect(self._take)
        dialog.show()

    def _take(self, video: Path) -> None:
        self._page.take([video])

    @Slot()
    def about(self) -> None:
        """Show what the open result is of."""
        from svfap_core.results.about import Described, about  # noqa: PLC0415  # loads pyarrow

        document = self._document
        if document.population is None:
            return
        result = Described(document.title, document.population, document.facts, document.notes)
        lines = about(result, spoken)
        show_text(self._page, self.tr("About this result"), "\n".join(lines))

    def confirm_again(self, then: Callable[[], object]) -> None:
        """Analysing again may find other tracks than those that were worked on: ask."""
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Analyse again"),
            self.tr(
                "Faces are tracked again. Names, merges and all else about persons go to the "
                "tracks that show the same faces; what finds none is listed."
            ),
            QMessageBox.StandardButton.Cancel,
            self._page,
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setInformativeText(self.tr("Markers and excluded ranges stay."))
        again = box.addButton(self.tr("Analyse again"), QMessageBox.ButtonRole.AcceptRole)
        again.clicked.connect(then)
        box.open()


def _called(marker: Marker, text: str) -> Marker:
    return Marker(t_s=marker.t_s, text=text.strip())
