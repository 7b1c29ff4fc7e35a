"""The outermost values of a piece."""

from dataclasses import dataclass

import numpy as np

from .piece import Point, Rows

#: Values at each side.
REACH = 64


@dataclass(frozen=True)
class Rim:
    """The first and the last of the rows with a finite value; `whole`: these are all. Times and values, in order of time."""

    head: tuple[np.ndarray, np.ndarray]
    tail: tuple[np.ndarray, np.ndarray]
    whole: bool

    @staticmethod
    def of(rows: Rows) -> "Rim":
        there = np.isfinite(rows.values)
        count = int(np.count_nonzero(there))
        if count == len(rows):
            first, last = np.arange(min(REACH, count)), np.arange(max(0, count - REACH), count)
        else:
            found = np.flatnonzero(there)
            first, last = found[:REACH], found[-REACH:]
        return Rim((rows.times[first], rows.values[first]), (rows.times[last], rows.values[last]), count <= REACH)

    def edges(self, low: float, high: float) -> tuple[Point | None, Point | None] | None:
        """The first and the last row with a value within limits, such as `piece.edges` finds; None where it lies deeper in the piece."""
        first, last = self._within(self.head, low, high, 0), self._within(self.tail, low, high, -1)
        return (first, last) if self.whole or (first and last) else None

    @staticmethod
    def _within(side: tuple[np.ndarray, np.ndarray], low: float, high: float, which: int) -> Point | None:
        times, values = side
        good = np.flatnonzero((values >= low) & (values <= high))
        return Point(int(times[good[which]]), float(values[good[which]])) if len(good) else None
