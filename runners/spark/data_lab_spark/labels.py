"""Labels followed through the steps, and the flags of rows that come of them; spec/steps.md, "What a step does to labels"."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Label:
    """`start` and `end`: [start, end) in microseconds UTC. `entry`: what the catalogue says of it beside."""

    id: str
    series: str
    start: int
    end: int
    type: str
    shape: str
    origin: str
    entry: dict = field(default_factory=dict)
    #: Of a window: points of other files within it, which are the same anomaly; microseconds, in order.
    points: list[int] = field(default_factory=list)
    #: Its place among the labels of all series.
    place: int = 0


@dataclass(frozen=True)
class Extent:
    """Rows that an interval covers: how many, the first and the last of their times."""

    rows: int = 0
    first: int | None = None
    last: int | None = None

    def __add__(self, later: "Extent") -> "Extent":
        """With the rows of a later piece."""
        if later.rows == 0:
            return self
        return Extent(self.rows + later.rows, later.first if self.first is None else self.first, later.last)


def spans_of(labels: list[Label]) -> np.ndarray:
    """The union of labels' intervals: starts and ends, disjoint, in order."""
    merged: list[list[int]] = []
    for start, end in sorted((label.start, label.end) for label in labels if label.start < label.end):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return np.array(merged, np.int64).T if merged else np.empty((2, 0), np.int64)


def extents(intervals: list[tuple[int, int]] | np.ndarray, times: np.ndarray) -> dict[int, Extent]:
    """What intervals [start, end) cover of rows in order of time; those that cover none are left out."""
    if len(times) == 0 or len(intervals) == 0:
        return {}
    starts, ends = np.array(intervals, np.int64).T
    low, high = np.searchsorted(times, starts, "left"), np.searchsorted(times, ends, "left")
    return {int(k): Extent(int(high[k] - low[k]), int(times[low[k]]), int(times[high[k] - 1])) for k in np.flatnonzero(low < high)}


def keeps(rule: str | float, covered: int, rows: int) -> bool:
    """Whether a label keeps a bucket of whose rows it covers so many."""
    if rule == "any":
        return covered > 0
    return 2 * covered > rows if rule == "majority" else covered / rows >= rule


@dataclass(frozen=True)
class Kept:
    """The interval that a label has in the last rows, [start, end), its last row's time, and how many rows it covers."""

    start: int
    end: int
    last: int
    rows: int


def snapped(clean: Extent, every: int | None, start_of, rule: str | float, edges: list[tuple[int, int]]) -> Kept | None:
    """The interval of a label after cleaning, or of the buckets that it keeps. `edges`: of its first and last bucket the rows covered and all."""
    if clean.rows == 0:
        return None
    if every is None:
        return Kept(clean.first, clean.last + 1, clean.last, clean.rows)
    start, last = int(start_of(clean.first)), int(start_of(clean.last))
    if rule != "any":
        single = start == last
        if not keeps(rule, *edges[0]):
            start += every
        if not single and not keeps(rule, *edges[1]):
            last -= every
        if last < start:
            return None
    return Kept(start, last + every, last, (last - start) // every + 1)


class Flags:
    """Whether rows lie in labelled intervals, and in which: of several in the one that starts first, then ends first, then has the smaller id."""

    def __init__(self, intervals: list[tuple[int, int, str, str]]):
        """Start and end [start, end), id and type."""
        self.intervals = sorted(intervals, key=lambda one: one[:3])
        self.ids = np.array([None, *(one[2] for one in self.intervals)], object)
        self.types = np.array([None, *(one[3] for one in self.intervals)], object)

    def owners(self, times: np.ndarray) -> np.ndarray:
        """For each row the place of its interval from 1, or 0."""
        owner = np.zeros(len(times), np.int64)
        if not self.intervals or len(times) == 0:
            return owner
        starts = np.array([one[0] for one in self.intervals], np.int64)
        ends = np.array([one[1] for one in self.intervals], np.int64)
        low, high = np.searchsorted(times, starts, "left"), np.searchsorted(times, ends, "left")
        for k in np.flatnonzero(low < high)[::-1]:
            owner[low[k] : high[k]] = k + 1
        return owner
