"""Three short panels before the first use: what the app does, consent and the law, a first source.

Shown once by itself, later only when asked for. Opens nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.text_size import on_screen, scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

SIZE_PX = (600, 420)

_SEEN = "first-start/seen"
_BUTTON_PX = 200


def is_first_start(settings: QSettings) -> bool:
    """Whether nobody has gone through the panels yet."""
    return str(settings.value(_SEEN, "")) != "yes"


class FirstStart(QDialog):
    """Remembers that it was seen once its last panel has been reached."""

    file_wanted = Signal()
    camera_wanted = Signal()

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Intended use"))
        self.resize(on_screen(self, SIZE_PX))
        self._settings = settings
        self.panels = QStackedWidget(self)
        for title, paragraphs in self._texts():
            self.panels.addWidget(_panel(title, paragraphs))
        self.panels.addWidget(self._sources())
        self.place = QLabel(self)
        self.place.setObjectName("caption")
        self.back = QPushButton(self.tr("Back"), self)
        self.back.clicked.connect(self._go_back)
        self.next = QPushButton(self.tr("Next"), self)
        self.next.setObjectName("primary")
        self.next.setDefault(True)
        self.next.clicked.connect(self._go_on)
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addWidget(self.place)
        line.addStretch(1)
        line.addWidget(self.back)
        line.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * PADDING_PX, 2 * PADDING_PX, 2 * PADDING_PX, PADDING_PX)
        layout.setSpacing(PADDING_PX)
        layout.addWidget(self.panels, 1)
        layout.addLayout(line)
        self._show_panel(0)

    def _texts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (
            (
                self.tr("What SVFAP does, and what it does not"),
                (
                    self.tr(
                        "It finds and follows faces on video and scores what they show: emotions, "
                        "valence, arousal and dominance, a window of some seconds at a time."
                    ),
                    self.tr(
                        "Scores describe expressions, not what people feel, mean or will do. They "
                        "depend on the model, on the image and on the people it has learned "
                        "from. Judge no one by them."
                    ),
                    self.tr(
                        "It is made for research. It is no medical device, and no means to "
                        "identify people."
                    ),
                ),
            ),
            (
                self.tr("Consent, the law, and where your videos stay"),
                (
                    self.tr(
                        "Analyse only recordings of people who have agreed to being recorded and "
                        "to this use. Scores of a person's face are personal data."
                    ),
                    self.tr(
                        "In the European Union it is prohibited to infer emotions of people at "
                        "work and in education (AI Act, Article 5(1)(f)), except for medical or "
                        "safety reasons. Other countries have laws of their own."
                    ),
                    self.tr(
                        "Everything stays on this computer: videos, scores and models are not sent "
                        "anywhere."
                    ),
                ),
            ),
        )

    def _sources(self) -> QWidget:
        panel = _panel(
            self.tr("Begin with a video or a camera"),
            (self.tr("Or drop a file on the window at any time. This text is under Help."),),
        )
        self.open_file = QPushButton(self.tr("Open a video…"), panel)
        self.open_file.clicked.connect(self._want_file)
        self.camera = QPushButton(self.tr("Use a camera"), panel)
        self.camera.clicked.connect(self._want_camera)
        layout = panel.layout()
        if isinstance(layout, QVBoxLayout):
            for number, button in enumerate((self.open_file, self.camera)):
                button.setFixedWidth(scaled(_BUTTON_PX))
                layout.insertWidget(2 + number, button)
        return panel

    def _show_panel(self, number: int) -> None:
        count = self.panels.count()
        last = number == count - 1
        self.panels.setCurrentIndex(number)
        self.place.setText(
            self.tr("%1 of %2").replace("%1", str(number + 1)).replace("%2", str(count))
        )
        self.back.setEnabled(number > 0)
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        if last:
            self._settings.setValue(_SEEN, "yes")
        self.next.setFocus()

    @Slot()
    def _go_back(self) -> None:
        self._show_panel(self.panels.currentIndex() - 1)

    @Slot()
    def _go_on(self) -> None:
        number = self.panels.currentIndex() + 1
        if number < self.panels.count():
            self._show_panel(number)
        else:
            self.accept()

    @Slot()
    def _want_file(self) -> None:
        self.accept()
        self.file_wanted.emit()

    @Slot()
    def _want_camera(self) -> None:
        self.accept()
        self.camera_wanted.emit()


def _panel(title: str, paragraphs: tuple[str, ...]) -> QWidget:
    panel = QWidget()
    headline = QLabel(title, panel)
    headline.setObjectName("headline")
    headline.setWordWrap(True)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(PADDING_PX)
    layout.addWidget(headline)
    for paragraph in paragraphs:
        text = QLabel(paragraph, panel)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(text)
    layout.addStretch(1)
    return panel
