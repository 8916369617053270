"""The card of an installed model. Knows its entry and how it stands; does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from svfap_core.labels import AFFECT_DIMENSIONS, BIG_FIVE, has_derived_dimensions
from svfap_gui.models import model_words as words
from svfap_gui.models.models import ModelEntry, Status
from svfap_gui.models.shelf_card import Facts, ShelfCard, ThemedLabel, wrapped
from svfap_gui.parts.fold import Fold
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.inference.card import ModelCard

_SHOWN_HASH = 16


class InstalledModelCard(ShelfCard):
    """Everything that is known of a model, the rare things under a fold.

    Buttons ask for "use", "verify" and "remove".
    """

    def __init__(self, entry: ModelEntry, parent: QWidget | None = None) -> None:
        super().__init__(entry.title, f"model:{entry.name}", parent)
        self.entry = entry
        # Without a parent until they have a place: a card that cannot be read has none for them.
        self._emotions = ThemedLabel()
        self._speed = wrapped("")
        self._state = wrapped("")
        self._in_use = self.add_mark(self.tr("In use"), on=True)
        if entry.stored.bundled:
            self.add_mark(self.tr("Built in"))
        self.use = self.add_button(
            self.tr("Use"), "use", self.tr("Score faces with this model from now on")
        )
        self.verify = self.add_button(
            self.tr("Verify"),
            "verify",
            self.tr("Check every byte, score a test window and measure the time"),
        )
        self.remove = self.add_button(
            self.tr("Remove…"), "remove", self.tr("Delete this model from this computer")
        )
        if not entry.removable:
            self.remove.hide()
        card = entry.stored.card
        if card is None:
            self.use.setEnabled(False)
            self.verify.setEnabled(False)
            self.say(entry.stored.problem)
        else:
            self._show(card)

    def set_status(self, status: Status) -> None:
        """Show how it stands."""
        sound = self.entry.stored.card is not None
        self._in_use.setVisible(status.in_use)
        self.use.setVisible(not status.in_use)
        self.use.setEnabled(sound)
        self.verify.setEnabled(sound and not status.busy)
        self.remove.setEnabled(not status.busy)
        if status.speed is not None:
            figure = QLocale().toString(status.speed.ms_per_window, "f", 0)
            text = self.tr("%1 ms per window").replace("%1", figure)
            self._speed.setText(f"{text}\n{status.speed.device}")
        elif status.busy:
            self._speed.setText(self.tr("being measured…"))
        else:
            self._speed.setText(self.tr("not measured yet: Verify does it"))
        check = status.check
        if status.busy:
            self._state.setText(self.tr("being checked…"))
        elif check is None:
            self._state.setText(self.tr("not verified since the start"))
        elif check.sound:
            self._state.setText(self.tr("verified: intact, and scores a test window"))
        else:
            self._state.setText(self.tr("not usable"))
        if check is not None:
            self.say(check.text, check.hint)

    # -- what the card says ----------------------------------------------------------------------

    def _show(self, card: ModelCard) -> None:
        line = QLabel(f"{card.name} · {card.task}", self)
        line.setObjectName("muted")
        line.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(line)
        columns = QHBoxLayout()
        columns.setSpacing(3 * GRID_PX)
        left, right = Facts(), Facts()
        self._fill_left(left, card)
        self._fill_right(right, card)
        for facts, stretch in ((left, 3), (right, 2)):
            holder = QVBoxLayout()
            holder.addLayout(facts)
            holder.addStretch(1)
            columns.addLayout(holder, stretch)
        self.body.addLayout(columns)
        self.fold = Fold(self.tr("Origin, limits and all metrics"), self._details(card), self)
        self.fold.button.installEventFilter(self)
        self.body.addWidget(self.fold)

    def _fill_left(self, facts: Facts, card: ModelCard) -> None:
        if card.emotion_names:
            self._emotions.show_text(partial(words.emotions, card.emotion_names))
            facts.add(self.tr("Emotions"), self._emotions)
        learned = card.dimension_names
        affect = [name for name in AFFECT_DIMENSIONS if name in learned]
        if affect:
            facts.add(self.tr("Dimensions"), f"{words.names(affect)} ({self.tr('learned')})")
        elif not learned and has_derived_dimensions(card.emotion_names):
            text = self.tr("%1 (derived from the emotions, not learned)")
            facts.add(self.tr("Dimensions"), text.replace("%1", words.names(AFFECT_DIMENSIONS)))
        if personality := [name for name in BIG_FIVE if name in learned]:
            facts.add(self.tr("Personality"), words.names(personality))
        facts.add(self.tr("Trained on"), ", ".join(card.provenance.trained_on))
        found = words.accuracy(card)
        if found is None:
            facts.add(self.tr("Accuracy"), self.tr("never measured"))
        else:
            facts.add(self.tr("Accuracy"), found.figures)
            note = wrapped(f"{found.measured_on}; {found.protocol}", self)
            note.setObjectName("caption")
            facts.add("", note)

    def _fill_right(self, facts: Facts, card: ModelCard) -> None:
        facts.add(self.tr("Speed"), self._speed)
        facts.add(self.tr("State"), self._state)
        facts.add(self.tr("Licence"), spoken(card.licence))
        facts.add(self.tr("Size"), words.data_size(self.entry.size_bytes))
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID_PX)
        shown = QLabel(f"{card.sha256[:_SHOWN_HASH]}…", holder)
        shown.setToolTip(card.sha256)
        shown.setAccessibleDescription(card.sha256)
        self.copy_hash = QToolButton(holder)
        self.copy_hash.setObjectName("small")
        self.copy_hash.setText(self.tr("Copy"))
        self.copy_hash.setToolTip(self.tr("Copy the whole hash of the weights"))
        self.copy_hash.setAccessibleName(self.tr("Copy the whole hash of the weights"))
        self.copy_hash.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy_hash.installEventFilter(self)
        self.copy_hash.clicked.connect(lambda: QGuiApplication.clipboard().setText(card.sha256))
        line.addWidget(shown)
        line.addWidget(self.copy_hash)
        line.addStretch(1)
        facts.add("SHA-256", holder)

    def _details(self, card: ModelCard) -> QWidget:
        origin = card.provenance
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, PADDING_PX, 0)
        facts = Facts()
        created = card.created
        made = QLocale().toString(QDate(created.year, created.month, created.day), "d MMMM yyyy")
        software = ", ".join(f"{name} {version}" for name, version in origin.software.items())
        rows = [
            (self.tr("Meant for"), spoken(origin.intended_use)),
            (self.tr("Limits"), _listed(origin.limits)),
            (self.tr("Notes"), _listed(origin.notes)),
            (self.tr("Started from"), origin.initialised_from),
            (self.tr("Trained at"), origin.trained_at),
            (self.tr("Made"), f"{made}, {software}" if software else made),
            (self.tr("Window"), words.window(card)),
            (self.tr("Network"), card.size),
            *(
                (self.tr("Metrics"), f"{found.measured_on}: {found.figures}\n{found.protocol}")
                for found in words.all_figures(card)
            ),
            (self.tr("Folder"), str(self.entry.stored.folder)),
        ]
        for name, value in rows:
            if value:
                facts.add(name, value)
        layout.addLayout(facts)
        return content


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"\N{BULLET} {spoken(text)}" for text in sentences)
