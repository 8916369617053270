"""Drawn codings, and what is left of one after the losses that a format reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import strategies as st

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.losses import Loss, LossNote
from svfap_core.results.edits_file import SourceId

HARD = ["a", "smile", 'say "hi"', "tab\there", "two\nlines", "Zoë 表 🙂", "a,b;c", "1,5", "<b>&",
        "'", "\\", "=1+1", "#4", "-", "(2)", "a (2)", "!x", "%1", "]]>", "NULL"]  # fmt: skip
texts = st.one_of(
    st.sampled_from(HARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
names = texts.map(
    lambda text: Tier.model_validate({"name": text or "x"}).name if _is_name(text) else "x"
)
times = st.one_of(
    st.integers(0, 4_000_000).map(lambda us: us / 1e6),
    st.integers(-2_000, 60_000).map(lambda ms: ms / 1000),
    st.integers(0, 9).map(float),
)


def _is_name(text: str) -> bool:
    return bool(Code(tier="t", label=text, start_s=0, end_s=0).label)


@st.composite
def definitions(draw: st.DrawFn, key: str) -> CodeDefinition:
    return CodeDefinition(
        name=draw(names),
        kind=draw(st.sampled_from(["interval", "point"])),
        color=draw(st.sampled_from(["", "#00ff7f"])),
        key=key,
        group=draw(st.sampled_from(["", "g", "h"])),
        description=draw(texts),
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    tiers = draw(st.lists(names, max_size=3, unique=True))
    keys = iter("abcdefghijklmnop")
    made: list[Tier] = []
    for name in tiers:
        drawn = [draw(definitions(next(keys))) for _ in range(draw(st.integers(0, 3)))]
        own = tuple({d.name: d for d in drawn}.values())
        made.append(Tier(name=name, participant=draw(texts), definitions=own))
    return Scheme(name=draw(texts), tiers=tuple(made))


@st.composite
def codes(draw: st.DrawFn, tiers: list[str]) -> Code:
    start_s, end_s = draw(times), draw(st.one_of(times, st.none()))
    if end_s is not None:
        start_s, end_s = sorted((start_s, end_s))
    if draw(st.integers(0, 3)) == 0:
        end_s = start_s
    return Code(
        tier=draw(st.sampled_from(tiers)),
        label=draw(texts),
        start_s=start_s,
        end_s=end_s,
        comment=draw(st.one_of(st.just(""), texts)),
    )


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    scheme = draw(schemes())
    tiers = [tier.name for tier in scheme.tiers] + draw(st.lists(names, min_size=1, max_size=2))
    return Coding(
        coder=draw(texts),
        video=draw(st.sampled_from(["", "talk.mp4", "Zoë & 表.mov"])),
        source=draw(st.sampled_from([None, SourceId(content="c", file_bytes=3)])),
        scheme=scheme,
        codes=tuple(draw(st.lists(codes(tiers), max_size=8))),
    )


def _each(change: Callable[[Code], dict[str, object]]) -> Callable[[Coding], Coding]:
    return lambda coding: coding.with_codes(c.changed(**change(c)) for c in coding.codes)


def _without(is_gone: Callable[[Code], bool]) -> Callable[[Coding], Coding]:
    return lambda coding: coding.with_codes(c for c in coding.codes if not is_gone(c))


def _timed(code: Code, change: Callable[[float], float]) -> dict[str, object]:
    """With other times; what lasted for some time lasts for a millisecond or more."""
    start_s = change(code.start_s)
    if code.end_s is None:
        return {"start_s": start_s}
    least_s = 0.0 if code.is_point else 0.001
    return {"start_s": start_s, "end_s": max(change(code.end_s), start_s + least_s)}


def _to_ms(code: Code) -> dict[str, object]:
    return _timed(code, lambda t_s: round(t_s * 1000) / 1000)


def _from_zero(code: Code) -> dict[str, object]:
    return _timed(code, lambda t_s: max(t_s, 0.0))


_ERASED: dict[Loss, Callable[[Coding], Coding]] = {
    Loss.SCHEME: lambda coding: coding.changed(scheme=Scheme()),
    Loss.CODER: lambda coding: coding.changed(coder=""),
    Loss.SOURCE: lambda coding: coding.changed(source=None, video=""),
    Loss.COMMENTS: _each(lambda code: {"comment": ""}),
    Loss.RUNNING: _without(lambda code: code.is_running),
    Loss.POINTS: _each(lambda code: {"end_s": None}),
    Loss.TIERS: _each(lambda code: {"tier": "any"}),
    Loss.MICROSECONDS: _each(_to_ms),
    Loss.NEGATIVE: _each(_from_zero),
    Loss.EMPTY: _without(lambda code: not code.label),
}


def erased(coding: Coding, losses: Iterable[LossNote]) -> Coding:
    """What is left of a coding without what was reported as lost."""
    for loss in (t.loss for t in losses):
        coding = _ERASED.get(loss, lambda c: c)(coding)
    return coding
