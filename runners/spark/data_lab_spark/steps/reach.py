"""Rows beside a piece that a wide window takes in: those of other pieces, which the task has too and takes through the steps before."""

import numpy as np

from .piece import Piece
from .step import Step

#: Windows of more rows are wide: what they take in beside a piece does not travel through the driver.
MOST_CARRIED = 10_001


class Reach:
    """`half`: so many rows at each side. `before`: the steps of the series before the one that asks."""

    def __init__(self, half: int, before: list[Step]):
        self.half, self.before = half, before
        #: Of each piece by its number the first and the last of those that have the rows beside it; None before it is known.
        self.pieces: list[tuple[int, int]] | None = None

    def conclude(self, counts: list[int]) -> None:
        """`counts`: the rows of each piece as the step gets them."""
        ends = np.cumsum(counts)
        starts = ends - counts
        # The piece that has the row so far before the first, and the one that has the row so far behind the last.
        first = np.searchsorted(ends, starts - self.half, "right")
        last = np.searchsorted(starts, ends + self.half, "left") - 1
        self.pieces = [(min(int(a), k), max(int(b), k)) for k, (a, b) in enumerate(zip(first, last))]

    def values(self, piece: Piece) -> tuple[np.ndarray, np.ndarray]:
        """The values before a piece and behind it."""
        if len(piece.rows) == 0:
            return np.empty(0), np.empty(0)
        first, last = self.pieces[piece.number]
        before = [self._of(piece, number) for number in range(first, piece.number)]
        after = [self._of(piece, number) for number in range(piece.number + 1, last + 1)]
        none = np.empty(0)
        return np.concatenate([none, *before])[-self.half :], np.concatenate([none, *after])[: self.half]

    def _of(self, piece: Piece, number: int) -> np.ndarray:
        other = piece.neighbour(number)
        for step in self.before:
            step.apply(other)
        return other.rows.values
