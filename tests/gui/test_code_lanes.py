"""Where codes lie, what is under the mouse, and what presses and drags there mean."""

from __future__ import annotations

import pytest
from hypothesis import given

from svfap_core.codes.coding import Code, Coding, Scheme, Tier
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.codes.layout import LANE_PX, CodesLayout, Hit, layout_of, span_px
from svfap_gui.analyse.codes.mouse import (
    ChooseCode,
    CodesMouse,
    CodeSpot,
    DragEdge,
    DropEdge,
    EditCode,
    EditScheme,
)
from svfap_gui.analyse.timeline_geometry import HEADER_PX, TimeWindow
from svfap_gui.analyse.timeline_mouse import Seek, SelectRange
from tests.unit.codes.drawn import codings

WINDOW = TimeWindow(0.0, 10.0, 10.0, HEADER_PX, 1000)
"""A tenth of a second is 10 px."""


def interval(start_s: float, end_s: float | None, label: str = "a", tier: str = "t") -> Code:
    return Code(tier=tier, label=label, start_s=start_s, end_s=end_s)


def hit(layout: CodesLayout, t_s: float, lane: int = 0, chosen: Code | None = None) -> Hit | None:
    top_px = layout.tiers[0].top_px + lane * LANE_PX
    return layout.hit(WINDOW, WINDOW.x(t_s), top_px + 5, 9.0, chosen)


@given(codings())
def test_no_two_codes_lie_over_each_other(coding: Coding) -> None:
    layout = layout_of(coding)
    assert sorted(p.code.model_dump_json() for p in layout.places) == sorted(
        code.model_dump_json() for code in coding.codes
    )
    ends: dict[int, float] = {}
    for code, top_px in layout.places:
        assert code.start_s >= ends.get(top_px, -5e9)
        ends[top_px] = 5e9 if code.end_s is None else code.end_s
        [tier] = [t for t in layout.tiers if t.name == code.tier]
        assert tier.top_px <= top_px < tier.top_px + tier.height_px


def test_empty_tiers_have_their_lane() -> None:
    layout = layout_of(Coding(scheme=Scheme(tiers=(Tier(name="a"), Tier(name="b")))))
    assert [tier.name for tier in layout.tiers] == ["a", "b"]
    assert layout.tier_at(layout.tiers[1].top_px + 1) == "b"
    assert layout.height_px > layout.tiers[1].top_px + LANE_PX


def test_edges_are_near_the_ends_and_a_narrow_code_has_a_middle() -> None:
    wide, narrow = interval(1.0, 3.0), interval(5.0, 5.06)
    layout = layout_of(Coding(codes=(wide, narrow)))
    assert hit(layout, 0.97) == Hit(wide, "start")
    assert hit(layout, 2.0) == Hit(wide, None)
    assert hit(layout, 3.03) == Hit(wide, "end")
    assert hit(layout, 5.03) == Hit(narrow, None)
    assert hit(layout, 4.0) is None


def test_of_codes_that_touch_the_one_under_the_mouse_is_meant_unless_one_is_chosen() -> None:
    first, second = interval(1.0, 3.0), interval(3.0, 4.0)
    layout = layout_of(Coding(codes=(first, second)))
    assert hit(layout, 2.98) == Hit(first, "end")
    assert hit(layout, 3.02) == Hit(second, "start")
    assert hit(layout, 3.02, chosen=first) == Hit(first, "end")


def test_what_is_open_reaches_to_the_playhead_and_has_one_edge() -> None:
    code = interval(1.0, None)
    layout = layout_of(Coding(codes=(code,)))
    assert span_px(code, WINDOW, 9.0) == (WINDOW.x(1.0), WINDOW.x(9.0))
    assert hit(layout, 9.0) == Hit(code, None)
    assert hit(layout, 1.0) == Hit(code, "start")


def test_a_point_is_moved_by_itself() -> None:
    code = interval(2.0, 2.0)
    layout = layout_of(Coding(codes=(code,)))
    assert hit(layout, 2.05) == Hit(code, "start")


CODE = interval(1.0, 3.0)


def spot(t_s: float, found: Hit | None = None, *, header: bool = False) -> CodeSpot:
    return CodeSpot(WINDOW.x(t_s), t_s, header, found)


def test_a_dragged_edge_says_where_it_is_and_where_it_stays() -> None:
    mouse = CodesMouse()
    assert mouse.press(spot(3.0, Hit(CODE, "end"))) == (ChooseCode(CODE),)
    assert mouse.move(spot(3.01)) == (), "an unsteady hand"
    assert mouse.move(spot(3.5)) == (DragEdge(CODE, "end", 3.5),)
    assert mouse.release(spot(3.6)) == (DropEdge(CODE, "end", 3.6),)
    assert mouse.release(spot(3.6)) == ()


def test_a_drag_that_is_cancelled_leaves_the_edge() -> None:
    mouse = CodesMouse()
    mouse.press(spot(3.0, Hit(CODE, "end")))
    mouse.move(spot(3.5))
    assert mouse.cancel() == (DropEdge(CODE, "end", None),)
    assert mouse.move(spot(3.7)) == mouse.release(spot(3.7)) == ()


def test_clicks_choose_or_seek() -> None:
    mouse = CodesMouse()
    mouse.press(spot(2.0, Hit(CODE, None)))
    assert mouse.release(spot(2.0, Hit(CODE, None))) == (Seek(1.0),)
    assert mouse.press(spot(5.0)) == ()
    assert mouse.release(spot(5.0)) == (ChooseCode(None), Seek(5.0))
    mouse.press(spot(5.0, header=True))
    assert mouse.release(spot(5.0, header=True)) == ()


def test_drags_seek_along_and_draw_a_range_with_shift() -> None:
    mouse = CodesMouse()
    mouse.press(spot(5.0))
    assert mouse.move(spot(6.0)) == (Seek(6.0),)
    assert mouse.release(spot(6.0)) == ()
    assert mouse.press(spot(5.0, Hit(CODE, "end")), shift=True) == ()
    assert mouse.move(spot(4.0)) == (SelectRange(TimeRange(4.0, 5.0)),)
    assert mouse.release(spot(4.0)) == ()


@pytest.mark.parametrize(
    ("at", "intents"),
    [
        (spot(2.0, Hit(CODE, None)), (EditCode(CODE),)),
        (spot(2.0, header=True), (EditScheme(),)),
        (spot(2.0), ()),
    ],
)
def test_a_double_click_edits(at: CodeSpot, intents: tuple[object, ...]) -> None:
    assert CodesMouse().double_click(at) == intents
