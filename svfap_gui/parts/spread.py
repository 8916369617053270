"""Labels that would overlap, moved apart."""

from __future__ import annotations

from collections.abc import Sequence


def spread(values: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Heights at least `step` apart, as near to `values` as can be, within `low` and `high`.

    Values that are too close form a block around their mean (pool adjacent violators); a stack
    higher than the range starts at `low`.
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    blocks: list[tuple[float, int]] = []
    for position, i in enumerate(order):
        mean, size = values[i] - position * step, 1
        while blocks and blocks[-1][0] > mean:
            earlier, count = blocks.pop()
            mean = (earlier * count + mean * size) / (count + size)
            size += count
        blocks.append((mean, size))
    bases = [mean for mean, size in blocks for _ in range(size)]
    top = max(low, high - (len(order) - 1) * step)
    result = [0.0] * len(values)
    for position, (i, base) in enumerate(zip(order, bases, strict=True)):
        result[i] = min(max(base, low), top) + position * step
    return result
