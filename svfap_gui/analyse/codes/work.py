"""Steps of the coder's work on the open video, each with its name in the history.

Turns "here", "this range" and "this key" into codes. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.codes import keys
from svfap_core.codes.coding import Code, CodeDefinition, Coding, Tier
from svfap_core.codes.editing import Edge, add, add_range, edit, move_edge, remove
from svfap_core.codes.listing import next_code, previous_code
from svfap_core.codes.scheme_rows import SchemeRow, with_scheme
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.analyse.codes.words import code_name
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.player import EPSILON_S, PlayerController
from svfap_gui.parts.notice import notice_of

FRAME_S = 0.04
"""In place of the duration of a frame where the video does not say it."""


class CodeWork(QObject):
    """What actions do with the codes of the open video.

    Args:
        keeping: Holds and saves them.
        document: Whose range is coded.
        player: Says when "here" is, and shows the frame at an edge that is dragged.
        parent: The owner.
    """

    chosen_changed = Signal()
    mode_changed = Signal()
    """Whether keys code, or what they would code."""
    preview_changed = Signal()
    """An edge is on its way, or no longer."""
    told = Signal(object)
    """A `Notice`: why something cannot be done."""

    def __init__(
        self,
        keeping: CodeKeeping,
        document: AnalyseController,
        player: PlayerController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.keeping = keeping
        self._document = document
        self._player = player
        self._on = False
        self._chosen: Code | None = None
        self._preview: Coding | None = None
        self._dropped: tuple[Code, Edge] | None = None
        keeping.changed.connect(self._on_codes)
        player.pictured.connect(self._on_frame)
        document.range_changed.connect(self.mode_changed)

    # -- what is meant ---------------------------------------------------------------------------

    @property
    def coding(self) -> Coding:
        """The codes as they are now."""
        return self.keeping.coding

    @property
    def shown(self) -> Coding:
        """The codes with the edge where it is being dragged."""
        return self.coding if self._preview is None else self._preview

    @property
    def chosen(self) -> Code | None:
        """The code that is meant."""
        return self._chosen

    def choose(self, code: Code | None) -> None:
        """This code is meant from now on."""
        if code != self._chosen:
            self._chosen = code
            self.chosen_changed.emit()

    @property
    def here_s(self) -> float:
        """When the frame that is shown begins."""
        return self._player.position_s

    @property
    def frame_s(self) -> float:
        """How long a frame lasts."""
        info = self._player.info
        return 1.0 / info.rate_fps if info is not None and info.rate_fps else FRAME_S

    # -- coding by keys --------------------------------------------------------------------------

    @property
    def on(self) -> bool:
        """Whether keys code."""
        return self._on

    def set_on(self, *, on: bool) -> None:
        """Keys code from now on, or are shortcuts again."""
        if on != self._on:
            self._on = on
            self.mode_changed.emit()

    def found(self, key: str) -> tuple[Tier, CodeDefinition] | None:
        """What a key codes; a letter of the other case counts where it codes nothing itself."""
        scheme = self.coding.scheme
        return scheme.by_key(key) or scheme.by_key(key.swapcase())

    def press(self, key: str) -> bool:
        """Code the range, or here; false if the key codes nothing."""
        found = self.found(key)
        if found is None or not self.keeping.is_open:
            return False
        tier, definition = found
        before, text = self.coding, self.tr("Code %1")
        if self._document.range is not None:
            after = self._in_range(tier, definition)
        else:
            is_open = (tier.name, definition.name) in {(c.tier, c.label) for c in before.running}
            if is_open and definition.kind == "interval":
                text = self.tr("End %1")
            after = keys.press(before, definition.key, self.here_s, self.frame_s)
        if self.keeping.change(text.replace("%1", definition.name), after):
            new = [code for code in self.coding.codes if code not in set(before.codes)]
            own = [c for c in new if (c.tier, c.label) == (tier.name, definition.name)]
            self.choose(own[-1] if own else None)
        return True

    def _in_range(self, tier: Tier, definition: CodeDefinition) -> Coding:
        chosen = self._document.range
        assert chosen is not None  # noqa: S101  # as whoever calls has looked
        if definition.kind == "point":
            start_s = chosen.start_s
            new = Code(tier=tier.name, label=definition.name, start_s=start_s, end_s=start_s)
            return self.coding if new in self.coding.codes else add(self.coding, new)
        new = Code(
            tier=tier.name, label=definition.name, start_s=chosen.start_s, end_s=chosen.end_s
        )
        if new in self.coding.codes:
            return self.coding
        return add_range(self.coding, tier.name, definition.name, chosen)

    @Slot()
    def end_all(self) -> None:
        """End here all that is open."""
        after = keys.end_all(self.coding, self.here_s, self.frame_s)
        self.keeping.change(self.tr("End open codes"), after)

    # -- single codes ----------------------------------------------------------------------------

    @Slot()
    def remove_chosen(self) -> None:
        """Remove the chosen code."""
        if self._chosen is not None:
            self.remove([self._chosen])

    def remove(self, codes: Sequence[Code]) -> None:
        """Remove some codes: one step."""
        text = self.tr("Remove codes")
        if len(codes) == 1:
            text = self.tr("Remove %1").replace("%1", code_name(codes[0]))
        self.keeping.change(text, remove(self.coding, codes))

    def edit(self, code: Code, **changes: Any) -> bool:
        """Change tier, label, times or comment; false if they do not go together."""
        if code not in self.coding.codes:
            return False
        try:
            changed = edit(self.coding, code, **changes)
        except ValueError:
            return False
        text = self.tr("Change %1").replace("%1", code_name(code))
        if self.keeping.change(text, changed.coding):
            self.choose(changed.code)
        return True

    @Slot(int)
    def step(self, step: int) -> None:
        """Go to the code that starts after this moment (1), or to the one before (-1)."""
        find = next_code if step > 0 else previous_code
        chosen, here_s = self._chosen, self.here_s
        if chosen is not None and abs(chosen.start_s - here_s) <= self.frame_s:
            # Of codes that start together each is reached.
            codes = self.coding.codes
            place = codes.index(chosen) + step
            found = codes[place] if 0 <= place < len(codes) else None
        else:
            found = find(self.coding, here_s + EPSILON_S * step)
        if found is not None:
            self.go_to(found)

    def go_to(self, code: Code) -> None:
        """Choose a code, and show its first frame."""
        self.choose(code)
        self._player.seek(code.start_s)

    # -- edges -----------------------------------------------------------------------------------

    def drag(self, code: Code, edge: Edge, t_s: float) -> None:
        """An edge is on its way; the frame there is shown."""
        if code in self.coding.codes:
            self._player.pause()
            self._player.seek(t_s)
            moved = move_edge(self.coding, code, edge, t_s, self.frame_s)
            self._preview = moved.coding
            self._chosen = moved.code
            self.preview_changed.emit()

    def drop(self, code: Code, edge: Edge, t_s: float | None) -> None:
        """An edge is let go: it goes to the frame that is shown there, or back for no time."""
        self._chosen = code
        if t_s is None or code not in self.coding.codes:
            self._end_preview()
        elif self._player.info is None:
            self._move_edge(code, edge, t_s)
        else:
            # Frames have times of their own: that of the one at this moment is known once it is
            # decoded.
            self._dropped = code, edge
            self._player.seek(t_s)

    @Slot(object)
    def _on_frame(self, frame: Any) -> None:
        if self._dropped is not None:
            code, edge = self._dropped
            self._move_edge(code, edge, frame.t_s)

    def _move_edge(self, code: Code, edge: Edge, t_s: float) -> None:
        self._dropped = None
        if code in self.coding.codes:
            moved = move_edge(self.coding, code, edge, t_s, self.frame_s)
            self._chosen = moved.code
            text = self.tr("Move the edge of %1").replace("%1", code_name(code))
            self._preview = None
            self.keeping.change(text, moved.coding)
        self._end_preview()

    def _end_preview(self) -> None:
        self._preview = self._dropped = None
        self.preview_changed.emit()
        self.chosen_changed.emit()

    # -- the scheme ------------------------------------------------------------------------------

    def set_scheme(self, rows: Sequence[SchemeRow], name: str) -> None:
        """Another coding scheme, edited as a table; codes follow their renamed rows.

        Raises:
            SvfapError: The table has mistakes.
        """
        self.keeping.change(self.tr("Change the scheme"), with_scheme(self.coding, rows, name))

    def tell(self, error: Exception) -> None:
        """Show why something failed."""
        self.told.emit(notice_of(error))

    @Slot()
    def _on_codes(self) -> None:
        if self._chosen is not None and self._chosen not in self.coding.codes:
            self.choose(None)
        if not self.keeping.is_open:
            self._preview = self._dropped = None
            self.set_on(on=False)
        self.mode_changed.emit()
