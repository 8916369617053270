"""One order of steps over several kinds of work."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Signal

from svfap_gui.analyse.steps import Steps


class Work(QObject):
    """A history of words."""

    stepped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.undone: list[str] = []

    @property
    def undo_text(self) -> str | None:
        return self.done[-1] if self.done else None

    @property
    def redo_text(self) -> str | None:
        return self.undone[-1] if self.undone else None

    def step(self, word: str) -> None:
        self.done.append(word)
        self.undone.clear()
        self.stepped.emit()

    def undo(self) -> None:
        self.undone.append(self.done.pop())

    def redo(self) -> None:
        self.done.append(self.undone.pop())

    def begin(self) -> None:
        """Something else is opened."""
        self.done, self.undone = [], []


@given(st.lists(st.sampled_from(["one", "other", "undo", "redo"]), max_size=30))
def test_steps_of_two_histories_are_walked_in_the_order_they_were_done(words: list[str]) -> None:
    parent = QObject()
    one, other = Work(), Work()
    steps = Steps((one, other), parent)
    done: list[str] = []
    undone: list[str] = []
    for number, word in enumerate(words):
        if word == "undo":
            steps.undo()
            if done:
                undone.append(done.pop())
        elif word == "redo":
            steps.redo()
            if undone:
                done.append(undone.pop())
        else:
            text = f"{word} {number}"
            {"one": one, "other": other}[word].step(text)
            done.append(text)
            undone.clear()
        assert steps.undo_text == (done[-1] if done else None)
        assert steps.redo_text == (undone[-1] if undone else None)
        assert sorted(one.done + other.done) == sorted(done)


def test_a_history_that_begins_anew_is_passed_over() -> None:
    parent = QObject()
    one, other = Work(), Work()
    steps = Steps((one, other), parent)
    one.step("a")
    other.step("b")
    one.step("c")
    other.begin()
    steps.undo()
    assert steps.undo_text == "a"
    steps.undo()
    assert steps.undo_text is None
    steps.redo()
    steps.redo()
    assert one.done == ["a", "c"]
    assert steps.redo_text is None
