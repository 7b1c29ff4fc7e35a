"""Rows without a value: dropped, filled or left; spec/steps.md, "missing"."""

import numpy as np

from ..recipe.times import microseconds
from .piece import Piece, beside, edges, nearest, on_line
from .step import Counts, sum_counts


class Missing:
    keeps_times = False

    def __init__(self, index: int, options: dict):
        self.index = index
        self.fill = options["fill"]
        self.sentinels = np.array(options.get("sentinels", []), float)
        self.low, self.high = options.get("min", -np.inf), options.get("max", np.inf)
        self.longest = microseconds(options["longest"]) if "longest" in options else np.inf
        #: Of each piece: the values beside it; of the series: the time of its last row.
        self.sides = None
        self.end = 0

    def asks(self) -> bool:
        return self.fill in ("linear", "forward") and self.sides is None

    def asks_of_times(self) -> bool:
        return False

    def _good(self, values: np.ndarray) -> np.ndarray:
        good = np.isfinite(values) & (values >= self.low) & (values <= self.high)
        return good & ~np.isin(values, self.sentinels) if len(self.sentinels) else good

    def gather(self, piece: Piece):
        rows = piece.rows
        return edges(rows, self._good(rows.values)), int(rows.times[-1]) if len(rows) else None

    def conclude(self, parts) -> None:
        self.sides = beside([found for found, _ in parts])
        self.end = max((end for _, end in parts if end is not None), default=0)

    def apply(self, piece: Piece) -> Counts:
        rows = piece.rows
        good = self._good(rows.values)
        bad = ~good
        empty = ~np.isfinite(rows.values)
        sentinel = bad & ~empty & np.isin(rows.values, self.sentinels)
        counts = {"missing": int(empty.sum()), "sentinel": int(sentinel.sum()), "filled": 0, "dropped": 0, "labelled": 0}
        counts["outOfRange"] = int(bad.sum()) - counts["missing"] - counts["sentinel"]
        times = rows.times[good]
        if len(times):
            counts |= {"firstValueUs": int(times[0]), "lastValueUs": int(times[-1])}
            counts["longestGapUs"] = int(np.diff(times).max(initial=0))
        if self.fill == "drop":
            counts["dropped"] = int(bad.sum())
            counts["labelled"] = int((bad & piece.labelled()).sum())
            piece.rows = rows.take(good)
        elif bad.any():
            counts["filled"] = self._fill(piece, good)
        counts["left"] = int(bad.sum()) - counts["filled"] - counts["dropped"]
        return counts

    def _fill(self, piece: Piece, good: np.ndarray) -> int:
        rows = piece.rows
        if self.fill == "leave":
            rows.values = np.where(good, rows.values, np.nan)
            return 0
        before, after = self.sides[piece.number]
        t0, v0, t1, v1 = nearest(rows, good, before, after)
        has_after = ~np.isnan(v1)
        gap = np.where(has_after, t1, self.end) - t0
        fills = ~good & ~np.isnan(v0) & (gap <= self.longest)
        if self.fill == "linear":
            fills &= has_after
            made = on_line(rows.times, t0, v0, t1, v1)
        else:
            made = v0
        rows.values = np.where(good, rows.values, np.where(fills, made, np.nan))
        rows.filled = rows.filled | fills
        return int(fills.sum())

    def total(self, parts: list[Counts]) -> Counts:
        longest, last = 0, None
        for part in parts:
            longest = max(longest, part.get("longestGapUs", 0))
            if "firstValueUs" not in part:
                continue
            if last is not None:
                longest = max(longest, part["firstValueUs"] - last)
            last = part["lastValueUs"]
        total = sum_counts(parts)
        for name in ("firstValueUs", "lastValueUs"):
            total.pop(name, None)
        return {**total, "longestGapUs": longest}
