"""Any order of keys, seeks, edits and undoing: no two codes of a group at once, none reversed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.editing import add_range, merge, move_edge, remove, split
from svfap_core.codes.keys import end_all, press
from svfap_core.errors import SvfapError
from svfap_core.results.edits import TimeRange

FRAME_S = 0.04
SCHEME = Scheme(
    tiers=(
        Tier(
            name="face",
            definitions=(
                CodeDefinition(name="smile", key="s", group="mouth"),
                CodeDefinition(name="frown", key="f", group="mouth"),
                CodeDefinition(name="pout", key="p", group="mouth"),
                CodeDefinition(name="blink", key="b", kind="point"),
                CodeDefinition(name="gasp", key="g", kind="point", group="mouth"),
                CodeDefinition(name="gaze", key="z"),
            ),
        ),
        Tier(
            name="other",
            definitions=(
                CodeDefinition(name="smile", key="S", group="mouth"),
                CodeDefinition(name="frown", key="F", group="mouth"),
            ),
        ),
    )
)
KEYS = "sfpbgzSFx"
times = st.integers(0, 250).map(lambda frame: frame * FRAME_S)


class KeyMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.coding = Coding(scheme=SCHEME)
        self.before: list[Coding] = []

    def change(self, coding: Coding) -> None:
        self.before.append(self.coding)
        self.coding = coding

    @rule(key=st.sampled_from(KEYS), t_s=times)
    def key(self, key: str, t_s: float) -> None:
        """Also backwards in time, as after a seek."""
        running = {(c.tier, c.label) for c in self.coding.running}
        self.change(press(self.coding, key, t_s, FRAME_S))
        found = SCHEME.by_key(key)
        if found is None:
            assert self.coding == self.before[-1]
            return
        tier, definition = found
        now = {(c.tier, c.label) for c in self.coding.running}
        code = (tier.name, definition.name)
        assert (code in now) == (code not in running and definition.kind == "interval")

    @rule(
        tier=st.sampled_from(["face", "other"]),
        a=times,
        b=times,
        label=st.sampled_from(["smile", "frown"]),
    )
    def code_range(self, tier: str, a: float, b: float, label: str) -> None:
        self.change(add_range(self.coding, tier, label, TimeRange(a, b)))
        assert any(c.label == label and c.start_s == round(min(a, b), 6) for c in self.coding.codes)

    @precondition(lambda self: self.coding.codes)
    @rule(data=st.data(), t_s=times, edge=st.sampled_from(["start", "end"]))
    def drag(self, data: st.DataObject, t_s: float, edge: str) -> None:
        code = data.draw(st.sampled_from(self.coding.codes))
        coding, new = move_edge(self.coding, code, edge, t_s, FRAME_S)  # pyright: ignore[reportArgumentType]
        assert new in coding.codes
        assert len(coding.codes) == len(self.coding.codes)
        if not code.is_point and new.duration_s is not None and code.duration_s is not None:
            assert new.duration_s >= min(FRAME_S, code.duration_s) - 2e-6
        self.change(coding)

    @precondition(lambda self: self.coding.codes)
    @rule(data=st.data(), t_s=times)
    def cut(self, data: st.DataObject, t_s: float) -> None:
        code = data.draw(st.sampled_from(self.coding.codes))
        end_s = t_s + FRAME_S if code.end_s is None else code.end_s
        if min(t_s - code.start_s, end_s - t_s) < FRAME_S - 1e-6:
            with pytest.raises(SvfapError, match="Choose a time"):
                split(self.coding, code, t_s, FRAME_S)
            return
        self.change(split(self.coding, code, t_s, FRAME_S))
        assert {c.start_s for c in self.coding.codes} >= {round(t_s, 6)}
        if not code.is_running:
            assert len(self.coding.codes) == len(self.before[-1].codes) + 1

    @precondition(lambda self: len(self.coding.codes) > 1)
    @rule(data=st.data())
    def merge_two(self, data: st.DataObject) -> None:
        two = data.draw(
            st.lists(st.sampled_from(self.coding.codes), min_size=2, max_size=2, unique=True)
        )
        if two[0].tier != two[1].tier or two[0].is_running or two[1].is_running:
            return
        self.change(merge(self.coding, two).coding)

    @precondition(lambda self: self.coding.codes)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(self.coding.codes))
        self.change(remove(self.coding, [code]))
        assert len(self.coding.codes) == len(self.before[-1].codes) - 1

    @rule(t_s=times)
    def end_of_video(self, t_s: float) -> None:
        self.change(end_all(self.coding, t_s, FRAME_S))
        assert not self.coding.running

    @precondition(lambda self: self.before)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Steps are values: going back is having kept them."""
        back = data.draw(st.integers(1, len(self.before)))
        expected = Coding.model_validate_json(self.before[-back].model_dump_json())
        for _ in range(back):
            self.coding = self.before.pop()
        assert self.coding == expected

    @invariant()
    def one_of_a_group_at_a_time(self) -> None:
        for tier in SCHEME.tiers:
            mouth = [c for c in self.coding.on_tier(tier.name) if self.is_of_group(c)]
            lasting = [c for c in mouth if not c.is_point]
            assert sum(c.is_running for c in lasting) <= 1
            for a, b in combinations([c for c in lasting if not c.is_running], 2):
                assert (a.end_s or 0) <= b.start_s or (b.end_s or 0) <= a.start_s, (a, b)

    @invariant()
    def in_order_of_time(self) -> None:
        starts = [c.start_s for c in self.coding.codes]
        assert starts == sorted(starts)
        assert all(c.end_s is None or c.end_s >= c.start_s for c in self.coding.codes)

    def is_of_group(self, code: Code) -> bool:
        return bool(SCHEME.group_of(code.tier, code.label))


TestKeyMachine = KeyMachine.TestCase
TestKeyMachine.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
