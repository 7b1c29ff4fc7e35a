"""One row for each time; spec/steps.md, "duplicates". Rows of one time are in one piece, in the order of the file."""

import numpy as np

from ..errors import LabError
from ..recipe.times import format_instant
from .piece import Piece
from .step import Counts, sum_counts


class Duplicates:
    keeps_times = False

    def __init__(self, index: int, options: dict, backward: int):
        """`backward`: rows earlier than the row before them in the file."""
        self.index, self.keep, self.backward = index, options["keep"], backward
        #: Whether it is known that there are none.
        self.free = False

    def asks(self) -> bool:
        """Whether there are any, where they are refused."""
        return self.keep == "refuse" and not self.free

    def asks_of_times(self) -> bool:
        return True

    def gather(self, piece: Piece) -> tuple[str, int] | None:
        """The series and the first time that several rows have."""
        times = piece.rows.times
        twice = np.flatnonzero(times[1:] == times[:-1])
        return (piece.series, int(times[twice[0]])) if len(twice) else None

    def conclude(self, parts: list[tuple[str, int] | None]) -> None:
        """Raises LabError `duplicates-refused`."""
        for found in parts:
            if found is not None:
                series, time = found
                message = f"Expected one row for each time; {series} has several at {format_instant(time)}. Fix the file, or keep the first, the last or the mean."
                raise LabError("duplicates-refused", message, f"$.steps[{self.index}].duplicates.keep")
        self.free = True

    def apply(self, piece: Piece) -> Counts:
        rows = piece.rows
        n = len(rows)
        if n == 0:
            return {"duplicates": 0, "removed": 0, "preferred": 0}
        starts = np.flatnonzero(np.concatenate([[True], rows.times[1:] != rows.times[:-1]]))
        ends = np.concatenate([starts[1:], [n]])
        twice = n - len(starts)
        if not twice:
            return {"duplicates": 0, "removed": 0, "preferred": 0}
        there = np.isfinite(rows.values)
        index = np.arange(n)
        first = np.minimum.reduceat(np.where(there, index, n), starts)
        last = np.maximum.reduceat(np.where(there, index, -1), starts)
        none = first == n
        if self.keep == "last":
            chosen, preferred = np.where(none, ends - 1, last), ~none & (last != ends - 1)
        else:
            chosen, preferred = np.where(none, starts, first), ~none & (first != starts)
        if self.keep == "mean":
            value = np.where(there, rows.values, 0.0)
            count = np.add.reduceat(there.astype(np.int64), starts)
            origin = np.where(none, 0.0, rows.values[np.minimum(first, n - 1)])
            of = np.repeat(np.arange(len(starts)), ends - starts)
            with np.errstate(all="ignore"):
                off = np.add.reduceat(np.where(there, value - origin[of], 0.0), starts)
                means = np.where(none, np.nan, origin + off / np.maximum(count, 1))
            wide = np.flatnonzero(~np.isfinite(means) & ~none)
            for group in wide:
                part = rows.values[starts[group] : ends[group]]
                part = part[np.isfinite(part)]
                means[group] = np.sum(part / len(part))
            low = np.minimum.reduceat(np.where(there, value, np.inf), starts)
            high = np.maximum.reduceat(np.where(there, value, -np.inf), starts)
            several = count > 1
            piece.rows = rows.take(starts)
            piece.rows.values = np.where(several, np.clip(means, low, high), np.where(none, rows.values[starts], origin))
            return {"duplicates": twice, "removed": twice, "preferred": 0}
        piece.rows = rows.take(chosen)
        return {"duplicates": twice, "removed": twice, "preferred": int(preferred.sum())}

    def total(self, parts: list[Counts]) -> Counts:
        return {"backward": self.backward, **sum_counts(parts)}
