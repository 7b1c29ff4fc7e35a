"""Many intervals in the free parts of a line, over all arrangements that keep order and distance; spec/anomalies.md, "Sharing"."""

import math

import numpy as np

from ..random.stream import Stream

Segment = tuple[int, int]


def free_segments(size: int, obstacles: list[Segment], apart: int) -> list[Segment]:
    """Parts of [0, size) outside the obstacles; a gap shorter than `apart` takes the rest of it from the part before."""
    free: list[Segment] = []
    reached = 0
    for start, end in sorted(obstacles, key=lambda one: one[0]):
        if start > reached:
            free.append((reached, min(start, size)))
        reached = max(reached, end)
        if reached >= size:
            break
    if reached < size:
        free.append((reached, size))
    distant = [(start, min(end, free[j + 1][0] - apart) if j + 1 < len(free) else end) for j, (start, end) in enumerate(free)]
    return [(start, end) for start, end in distant if start < end]


class _Items:
    def __init__(self, lengths: list[int], apart: int):
        self.sums = [0, *np.cumsum(lengths).tolist()] if lengths else [0]
        self.apart = apart
        self.count = len(lengths)

    def needed(self, first: int, count: int) -> int:
        return self.sums[first + count] - self.sums[first] + max(0, count - 1) * self.apart

    def fitting(self, length: int, first: int, backwards: bool = False) -> int:
        """How many items from `first` on (or backwards, before it) fit into a length."""
        low, high = 0, first if backwards else self.count - first
        while low < high:
            middle = (low + high + 1) // 2
            if self.needed(first - middle if backwards else first, middle) <= length:
                low = middle
            else:
                high = middle - 1
        return low


def _first_where(low: int, high: int, holds) -> int:
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _draw(weight, low: int, high: int, uniform: float) -> int:
    """A whole number of [low, high] with probability proportional to e^weight, which is concave."""
    best = _first_where(low, high, lambda m: weight(m + 1) <= weight(m))
    top = weight(best)
    first = last = best
    while first > low and weight(first - 1) > top - 40:
        first -= 1
    while last < high and weight(last + 1) > top - 40:
        last += 1
    parts = [math.exp(weight(m) - top) for m in range(first, last + 1)]
    left = uniform * sum(parts)
    for m in range(first, last):
        left -= parts[m - first]
        if left < 0:
            return m
    return last


def _shares(items: _Items, segments: list[Segment], draws: Stream) -> list[int]:
    count, apart, sums = items.count, items.apart, items.sums
    factorial = [0.0]
    for m in range(1, count + 1):
        factorial.append(factorial[-1] + math.log(m))
    latest = [count] * (len(segments) + 1)
    for j in range(len(segments) - 1, -1, -1):
        start, end = segments[j]
        latest[j] = latest[j + 1] - items.fitting(end - start, latest[j + 1], True)
    rest = sum(end - start for start, end in segments)
    first = 0
    found = []
    for j, (start, end) in enumerate(segments):
        length = end - start
        rest -= length
        cuts = len(segments) - j - 2

        def weight(m: int) -> float:
            others = count - first - m
            here = m * math.log(length - items.needed(first, m) + 1) - factorial[m]
            if cuts < 0:
                return here
            line = rest + (cuts + 1) * apart
            filled = sums[count] - sums[first + m] + others * apart
            there = others * math.log(max(0, line - filled) + 1) - factorial[others]
            return here + there + cuts * math.log(max(1e-9, 1 - filled / line))

        low, high = max(0, latest[j + 1] - first), items.fitting(length, first)
        m = high if low >= high else _draw(weight, low, high, draws.uniform(j))
        first += m
        found.append(m)
    return found


def arrange(lengths: list[int], apart: int, segments: list[Segment], shares: Stream, places: Stream) -> list[int] | int:
    """Starts of items of these lengths in this order; where they do not all fit, how many of the first do."""
    items = _Items(lengths, apart)
    fit = 0
    for start, end in segments:
        fit += items.fitting(end - start, fit)
    if fit < items.count:
        return fit
    offsets = places.uniforms(np.arange(items.count))
    starts: list[int] = []
    first = 0
    for (start, end), m in zip(segments, _shares(items, segments, shares)):
        slack = end - start - items.needed(first, m)
        for q, x in enumerate(sorted(offsets[first : first + m].tolist())):
            starts.append(start + math.floor(x * (slack + 1)) + items.sums[first + q] - items.sums[first] + q * apart)
        first += m
    return starts


__all__ = ["Segment", "arrange", "free_segments"]
