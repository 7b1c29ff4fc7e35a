"""What is said of the rows of a stage: whether their times are a grid, and which stretches of values were put in."""

from dataclasses import dataclass

import numpy as np

from ..steps.piece import Piece, Rows
from ..steps.step import Counts


@dataclass(frozen=True)
class Stretch:
    """Filled rows: time of the first of them, and microseconds to the row after the last, at the end of a series to the last."""

    start: int
    length: int


@dataclass(frozen=True)
class StagePart:
    """Of the rows of a piece, in order of time. `least`, `most`: distances of neighbours. Filled rows at its start and end are stretches that go on in other pieces."""

    rows: int = 0
    values: int = 0
    filled: int = 0
    first: int = 0
    last: int = 0
    least: int | None = None
    most: int | None = None
    duplicates: int = 0
    #: The row after the filled ones at the start of the piece; None where all its rows are filled.
    head: tuple[int | None] | None = None
    #: The first of the filled rows at its end, where these are not those of its start.
    tail: int | None = None
    #: The longest of the stretches between.
    inner: Stretch | None = None


@dataclass(frozen=True)
class StageFacts:
    """Of all rows of a series in a stage. Times in microseconds, None without rows; `step`: the distance of all neighbours, None where they differ or are none."""

    rows: int
    missing: int
    filled: int
    first: int | None
    last: int | None
    regular: bool
    step: int | None
    #: Rows at the time of the row before them.
    duplicates: int
    longest: Stretch | None


def gather(rows: Rows) -> StagePart:
    n = len(rows)
    if n == 0:
        return StagePart()
    times = rows.times
    distance = np.diff(times)
    least, most = (int(distance.min()), int(distance.max())) if n > 1 else (None, None)
    known = dict(
        rows=n,
        values=int(np.count_nonzero(np.isfinite(rows.values))),
        filled=int(np.count_nonzero(rows.filled)),
        first=int(times[0]),
        last=int(times[-1]),
        least=least,
        most=most,
        duplicates=int(np.count_nonzero(distance == 0)) if least == 0 else 0,
    )
    return StagePart(**known, **_stretches(rows)) if known["filled"] else StagePart(**known)


def _stretches(rows: Rows) -> dict:
    times, filled = rows.times, np.concatenate([[False], rows.filled, [False]])
    turns = np.flatnonzero(filled[1:] != filled[:-1])
    starts, ends = turns[::2], turns[1::2]
    n = len(rows)
    found: dict = {}
    if starts[0] == 0:
        found["head"] = (int(times[ends[0]]) if ends[0] < n else None,)
        starts, ends = starts[1:], ends[1:]
    if len(starts) and ends[-1] == n:
        found["tail"] = int(times[starts[-1]])
        starts, ends = starts[:-1], ends[:-1]
    if len(starts):
        lengths = times[ends] - times[starts]
        best = int(np.argmax(lengths))
        found["inner"] = Stretch(int(times[starts[best]]), int(lengths[best]))
    return found


def conclude(parts: list[StagePart]) -> StageFacts:
    """`parts` in order of time."""
    there = [part for part in parts if part.rows]
    gaps = [after.first - before.last for before, after in zip(there, there[1:])]
    least = min([part.least for part in there if part.least is not None] + gaps, default=None)
    most = max([part.most for part in there if part.most is not None] + gaps, default=None)
    rows = sum(part.rows for part in there)
    return StageFacts(
        rows,
        rows - sum(part.values for part in there),
        sum(part.filled for part in there),
        there[0].first if there else None,
        there[-1].last if there else None,
        least is None or 0 < least == most,
        least if least == most else None,
        sum(part.duplicates for part in there) + gaps.count(0),
        _longest(there),
    )


def _longest(parts: list[StagePart]) -> Stretch | None:
    """The longest stretch of filled rows, the first of several; across pieces."""
    best: Stretch | None = None
    open_: int | None = None

    def take(start: int, end: int) -> None:
        nonlocal best
        if best is None or end - start > best.length:
            best = Stretch(start, end - start)

    for part in parts:
        if part.head is not None:
            start = part.first if open_ is None else open_
            (end,) = part.head
            open_ = start if end is None else None
            if end is not None:
                take(start, end)
        elif open_ is not None:
            take(open_, part.first)
            open_ = None
        if part.inner is not None:
            take(part.inner.start, part.inner.start + part.inner.length)
        if part.tail is not None:
            open_ = part.tail
    if open_ is not None:
        take(open_, parts[-1].last)
    return best


@dataclass
class Stages:
    """Observer: facts of a series at some stages."""

    series: int
    stages: list[int]
    found: dict[int, StageFacts] | None = None

    @property
    def last(self) -> int:
        return max(self.stages)

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> dict[int, StagePart]:
        return {}

    def see(self, gathered: dict[int, StagePart], stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage in self.stages:
            gathered[stage] = gather(piece.rows)

    def conclude(self, parts: list[dict[int, StagePart]]) -> None:
        self.found = {stage: conclude([part[stage] for part in parts]) for stage in self.stages}
