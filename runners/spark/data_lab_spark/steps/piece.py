"""Rows of a series, and the stretch of them that one task works on."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Rows:
    """In order of time. Times in microseconds UTC; values NaN where there is none; `observations` of buckets alone."""

    times: np.ndarray
    values: np.ndarray
    outlier: np.ndarray
    filled: np.ndarray
    observations: np.ndarray | None = None

    @staticmethod
    def of(times: np.ndarray, values: np.ndarray) -> "Rows":
        n = len(times)
        return Rows(times.astype(np.int64), values.astype(np.float64), np.zeros(n, bool), np.zeros(n, bool))

    def __len__(self) -> int:
        return len(self.times)

    def take(self, chosen) -> "Rows":
        """Rows by a mask, indices or a slice."""
        kept = None if self.observations is None else self.observations[chosen]
        return Rows(self.times[chosen], self.values[chosen], self.outlier[chosen], self.filled[chosen], kept)


@dataclass
class Piece:
    """The rows of a series from one time to another. `number` counts the pieces of the series from 0; rows of one time are in one piece."""

    series: str
    number: int
    rows: Rows
    #: Label intervals that protect rows: disjoint, in order; starts and ends (half-open) in microseconds.
    spans: np.ndarray = field(default_factory=lambda: np.empty((2, 0), np.int64))
    #: Another piece of the series by its number, before all steps, where a step takes in rows of it.
    neighbour: "Callable[[int], Piece] | None" = None

    def labelled(self) -> np.ndarray:
        """Which rows lie in a labelled interval."""
        return within_spans(self.spans, self.rows.times)


def within_spans(spans: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Which times lie in intervals: disjoint, in order, starts and ends (half-open)."""
    starts, ends = spans
    place = np.searchsorted(starts, times, "right") - 1
    return (place >= 0) & (times < ends[np.maximum(place, 0)]) if len(starts) else np.zeros(len(times), bool)


@dataclass(frozen=True)
class Point:
    """A row with a value, beside a piece."""

    time: int
    value: float


def finite(values: np.ndarray) -> np.ndarray:
    return np.isfinite(values)


def on_line(t, t0, v0, t1, v1):
    """The value at t on the line from (t0, v0) to (t1, v1); weighted where the difference is too great for a double."""
    with np.errstate(all="ignore"):
        share = (t - t0) / np.where(t1 == t0, 1, t1 - t0)
        distance = v1 - v0
        plain = v0 + distance * share
        weighted = v0 * (1 - share) + v1 * share
    return np.where(t1 == t0, v0, np.where(np.isfinite(distance), plain, weighted))


def nearest(rows: Rows, good: np.ndarray, before: Point | None, after: Point | None):
    """For each row the nearest good row before it and after it (itself included): t0, v0, t1, v1; NaN values where there is none."""
    n = len(rows)
    index = np.arange(n)
    low = np.maximum.accumulate(np.where(good, index, -1))
    high = np.minimum.accumulate(np.where(good, index, n)[::-1])[::-1]
    t0 = np.where(low >= 0, rows.times[np.maximum(low, 0)], before.time if before else 0)
    v0 = np.where(low >= 0, rows.values[np.maximum(low, 0)], before.value if before else np.nan)
    inside = np.minimum(high, n - 1)
    t1 = np.where(high < n, rows.times[inside], after.time if after else 0)
    v1 = np.where(high < n, rows.values[inside], after.value if after else np.nan)
    return t0, v0, t1, v1


def edges(rows: Rows, good: np.ndarray) -> tuple[Point | None, Point | None]:
    """The first good row and the last."""
    found = np.flatnonzero(good)
    if len(found) == 0:
        return None, None
    first, last = found[0], found[-1]
    return (
        Point(int(rows.times[first]), float(rows.values[first])),
        Point(int(rows.times[last]), float(rows.values[last])),
    )


def beside(parts: list[tuple[Point | None, Point | None]]) -> list[tuple[Point | None, Point | None]]:
    """For each piece the last good row of those before it and the first of those after it."""
    before: list[Point | None] = []
    known = None
    for _, last in parts:
        before.append(known)
        known = last or known
    after: list[Point | None] = []
    known = None
    for first, _ in reversed(parts):
        after.append(known)
        known = first or known
    return list(zip(before, reversed(after)))
